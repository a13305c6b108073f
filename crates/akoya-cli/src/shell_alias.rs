//! The line that makes `akoya` mean this program in a shell.

use std::path::{Path, PathBuf};

use crate::shell_word::quoted;

/// Writes a line for a shell that makes `akoya` mean this program with this data directory; `None` when it does
/// already.
pub(crate) fn line(data_dir: Option<&Path>) -> Option<String> {
    alias(called_path().as_deref(), data_dir)
}

/// Returns this program's path, when it was called by a path: a shell would not find it by its name.
fn called_path() -> Option<PathBuf> {
    let called = std::env::args_os().next().map(PathBuf::from)?;
    if called.components().count() > 1 {
        std::env::current_exe().ok()
    } else {
        None
    }
}

fn alias(program: Option<&Path>, data_dir: Option<&Path>) -> Option<String> {
    if program.is_none() && data_dir.is_none() {
        return None;
    }
    let mut command = program.map_or_else(|| "akoya".to_owned(), quoted_path);
    if let Some(data_dir) = data_dir {
        // The alias works from any directory.
        let data_dir = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
        command = format!("{command} --data-dir {}", quoted_path(&data_dir));
    }
    Some(format!("alias akoya={}", quoted(&command)))
}

fn quoted_path(path: &Path) -> String {
    quoted(&path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_names_what_a_shell_would_not_find() {
        let alias = |program: Option<&str>, data_dir: Option<&str>| {
            alias(program.map(Path::new), data_dir.map(Path::new))
        };
        assert_eq!(alias(None, None), None);
        assert_eq!(
            alias(Some("/opt/akoya"), None).as_deref(),
            Some("alias akoya=/opt/akoya")
        );
        assert_eq!(
            alias(None, Some("/a b")).as_deref(),
            Some(r"alias akoya='akoya --data-dir '\''/a b'\'''")
        );
    }
}
