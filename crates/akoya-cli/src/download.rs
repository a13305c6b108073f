//! Saves downloads to a file or the standard output while they arrive.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use akoya::Download;
use indicatif::{ProgressBar, ProgressStyle};
use private_file::Draft;
use serde_json::json;

use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::printable::printable;
use crate::session::Session;
use crate::style::Style;

/// Where a download goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    StandardOutput,
    File(PathBuf),
}

impl From<PathBuf> for Target {
    /// Chooses where a download goes; `-` is the standard output.
    fn from(path: PathBuf) -> Self {
        if path == Path::new("-") {
            Self::StandardOutput
        } else {
            Self::File(path)
        }
    }
}

impl Target {
    /// Refuses a target that cannot be written, before anything is sent.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let Self::File(path) = self else {
            return Ok(());
        };
        if path.file_name().is_none() || path.is_dir() {
            let text = format!("{} is not a file", path.display());
            return Err(Failure::new(ExitCode::Usage, text)
                .advise("Name a file with --output, or - for the standard output."));
        }
        if !folder(path).is_dir() {
            return Err(Failure::new(
                ExitCode::Files,
                format!("there is no directory {}", folder(path).display()),
            )
            .advise("Create the directory, or name another file with --output."));
        }
        Ok(())
    }
}

/// Saves a download and says so. The file is written whole or not at all, and replaces an existing one.
pub(crate) async fn save(
    session: &Session<'_>,
    download: Download,
    target: &Target,
) -> Result<(), Failure> {
    match target {
        Target::StandardOutput => to_stdout(session, download).await,
        Target::File(path) => to_file(session, download, path).await,
    }
}

/// Saves a text in the same way.
pub(crate) fn save_text(output: &Output, text: &str, target: &Target) -> Result<(), Failure> {
    let Target::File(path) = target else {
        return output.line(text);
    };
    private_file::replace(path, text.as_bytes())
        .map_err(|error| Failure::of_file(path, "written", &error))?;
    let (bytes, kind) = (text.len() as u64, Some("application/json".to_owned()));
    report(output, path, bytes, kind, None)
}

async fn to_stdout(session: &Session<'_>, download: Download) -> Result<(), Failure> {
    let output = &session.context().output;
    receive(session, download, |chunk| output.write_raw(chunk)).await?;
    output.flush()
}

async fn to_file(session: &Session<'_>, download: Download, path: &Path) -> Result<(), Failure> {
    let kind = download.content_type().map(ToOwned::to_owned);
    let id = download.interaction_id();
    let failed = |error: &std::io::Error| {
        let text = format!("{} cannot be written", path.display());
        Failure::new(ExitCode::Files, text)
            .because(error)
            .advise("Check the directory, or name another file with --output.")
    };
    let draft = Draft::new(path).map_err(|error| failed(&error))?;
    let write = |chunk: &[u8]| {
        let written = draft.file().write_all(chunk);
        written.map_err(|error| failed(&error))
    };
    let bytes = receive(session, download, write).await?;
    draft.replace().map_err(|error| failed(&error))?;
    report(&session.context().output, path, bytes, kind, id)
}

fn report(
    output: &Output,
    path: &Path,
    bytes: u64,
    kind: Option<String>,
    interaction_id: Option<String>,
) -> Result<(), Failure> {
    let path = path.display().to_string();
    if output.is_json() {
        return output.json(json!({
            "file": path, "bytes": bytes, "content_type": kind, "interaction_id": interaction_id
        }));
    }
    let kind = kind.map(|kind| format!(" of {}", printable(&kind)));
    output.line(format_args!(
        "Saved {bytes} bytes{} to {path}.",
        kind.unwrap_or_default()
    ))
}

/// Passes on every part of a download, with a bar at a terminal. Returns the number of bytes.
async fn receive(
    session: &Session<'_>,
    mut download: Download,
    mut each: impl FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<u64, Failure> {
    let style = session.context().output.error_style();
    let bar = DownloadBar::new(style, download.length());
    let mut bytes = 0;
    while let Some(chunk) = download
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

/// A bar over the bytes; only a count when the length is unknown. It disappears when the download ends, however it
/// ends.
struct DownloadBar(ProgressBar);

impl DownloadBar {
    fn new(style: Style, length: Option<u64>) -> Self {
        let (bar, template) = match length {
            Some(length) => (
                ProgressBar::new(length),
                "  {bar:30.cyan} {bytes} of {total_bytes}",
            ),
            None => (ProgressBar::no_length(), "  {spinner:.cyan} {bytes}"),
        };
        if let Ok(look) = ProgressStyle::with_template(template) {
            let (look, bar_chars) = if style.has_unicode() {
                (look, "━━╌")
            } else {
                (look.tick_chars("|/-\\ "), "##-")
            };
            bar.set_style(look.progress_chars(bar_chars));
        }
        Self(bar)
    }
}

impl Drop for DownloadBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_is_the_standard_output_and_a_directory_is_refused() {
        assert_eq!(Target::from(PathBuf::from("-")), Target::StandardOutput);
        let check = |path: &Path| {
            Target::from(path.to_owned())
                .check()
                .map_err(|failure| failure.code())
        };
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(check(folder.path()), Err(ExitCode::Usage));
        assert_eq!(check(Path::new("..")), Err(ExitCode::Usage));
        assert_eq!(
            check(&folder.path().join("none/a.pdf")),
            Err(ExitCode::Files)
        );
        assert_eq!(check(&folder.path().join("a.pdf")), Ok(()));
        assert_eq!(check(Path::new("a.pdf")), Ok(()));
    }
}
