//! Documents, saved while they arrive.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use akoya::Document;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use tempfile::NamedTempFile;

use crate::exit::{Code, Failure};
use crate::output::{Look, Output};
use crate::session::Session;

/// Where a document goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    StandardOutput,
    File(PathBuf),
}

impl From<PathBuf> for Target {
    /// `-` is the standard output.
    fn from(path: PathBuf) -> Self {
        if path == Path::new("-") {
            Self::StandardOutput
        } else {
            Self::File(path)
        }
    }
}

impl Target {
    /// Refuses, before anything is sent, what cannot be written.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let Self::File(path) = self else {
            return Ok(());
        };
        if path.file_name().is_none() || path.is_dir() {
            let text = format!("{} is not a file", path.display());
            return Err(Failure::new(Code::Usage, text)
                .advise("Name a file with --output, or - for the standard output."));
        }
        if !folder(path).is_dir() {
            return Err(Failure::new(
                Code::Files,
                format!("there is no directory {}", folder(path).display()),
            )
            .advise("Create the directory, or name another file with --output."));
        }
        Ok(())
    }
}

/// Saves a document, and says so. The file is there whole or not at all; one that was there is replaced.
pub(crate) async fn save(
    session: &Session,
    output: &Output,
    document: Document,
    target: &Target,
) -> Result<(), Failure> {
    let Target::File(path) = target else {
        return receive(session, output.look(), document, |chunk| {
            output.bytes(chunk)
        })
        .await
        .map(|_| ());
    };
    let (kind, id) = (
        document.content_type().map(ToOwned::to_owned),
        document.interaction_id(),
    );
    let failed = |error: &std::io::Error| {
        let text = format!("{} cannot be written", path.display());
        Failure::new(Code::Files, text)
            .because(error)
            .advise("Check the directory, or name another file with --output.")
    };
    let mut file = NamedTempFile::new_in(folder(path)).map_err(|error| failed(&error))?;
    let write = |chunk: &[u8]| file.write_all(chunk).map_err(|error| failed(&error));
    let bytes = receive(session, output.look(), document, write).await?;
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    if output.is_json() {
        let file = path.display().to_string();
        return output.line(
            json!({"file": file, "bytes": bytes, "content_type": kind, "interaction_id": id}),
        );
    }
    let kind = kind.map_or_else(String::new, |kind| {
        format!(" of {}", crate::table::printable(&kind))
    });
    output.line(format_args!(
        "Saved {bytes} bytes{kind} to {}.",
        path.display()
    ))
}

/// Takes every part of a document, with a bar at a terminal, and gives the number of bytes.
async fn receive(
    session: &Session,
    look: Look,
    mut document: Document,
    mut each: impl FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<u64, Failure> {
    let bar = Bar::new(look, document.length());
    let mut bytes = 0;
    while let Some(chunk) = document
        .chunk()
        .await
        .map_err(|error| session.explain(error))?
    {
        each(&chunk)?;
        bytes += chunk.len() as u64;
        bar.0.set_position(bytes);
    }
    Ok(bytes)
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

/// A bar over the bytes; only a count when nobody says how many there are. It goes when the download ends, however it ends.
struct Bar(ProgressBar);

impl Bar {
    fn new(look: Look, length: Option<u64>) -> Self {
        let (bar, template) = match length {
            Some(length) => (
                ProgressBar::new(length),
                "  {bar:30.cyan} {bytes} of {total_bytes}",
            ),
            None => (ProgressBar::no_length(), "  {spinner:.cyan} {bytes}"),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            let style = if look.has_unicode() {
                style
            } else {
                style.tick_chars("|/-\\ ")
            };
            bar.set_style(style.progress_chars(if look.has_unicode() {
                "━━╌"
            } else {
                "##-"
            }));
        }
        Self(bar)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_is_the_standard_output_and_a_directory_is_no_file() {
        assert_eq!(Target::from(PathBuf::from("-")), Target::StandardOutput);
        let check = |path: &Path| {
            Target::from(path.to_owned())
                .check()
                .map_err(|failure| failure.code())
        };
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(check(folder.path()), Err(Code::Usage));
        assert_eq!(check(Path::new("..")), Err(Code::Usage));
        assert_eq!(check(&folder.path().join("none/a.pdf")), Err(Code::Files));
        assert_eq!(check(&folder.path().join("a.pdf")), Ok(()));
        assert_eq!(check(Path::new("a.pdf")), Ok(()));
    }
}
