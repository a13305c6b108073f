//! The environment of the developer's machine: variables and programs.

use std::path::{Path, PathBuf};

/// Returns the full path of a program on `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    find_in(program, &variable("PATH")?)
}

/// Returns a variable of the environment; an empty one counts as not set.
#[expect(
    clippy::disallowed_methods,
    reason = "a tool of the developer's machine, set up by its environment"
)]
pub(crate) fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn find_in(program: &str, path: &std::ffi::OsStr) -> Option<PathBuf> {
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(path)
        .map(|folder| folder.join(&name))
        .find(|file| Path::is_file(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_only_in_the_folders_of_the_path() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = std::env::join_paths([sources.join("src"), sources.to_owned()]).unwrap();
        if std::env::consts::EXE_SUFFIX.is_empty() {
            assert_eq!(
                find_in("Cargo.toml", &path),
                Some(sources.join("Cargo.toml"))
            );
        }
        assert_eq!(find_in("src", &path), None);
    }
}
