//! Opens the user's browser at a page, without the address on a command line.

use std::ffi::{OsStr, OsString};
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use tokio::process::Command;
use url::Url;

use crate::variables;

/// The hidden first argument with which the command opens a browser and does nothing else.
///
/// A browser inherits the environment, in which the client secret and the key of the token
/// store may be. A program's own environment cannot be changed safely while it runs, a
/// child's can. So a browser is opened by a child.
const OPEN: &str = "--open-in-browser";

/// How long a desktop may take to say that it has no browser.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens a page of this computer in the user's browser, which sees none of the command's own variables.
/// Returns whether that seems to have worked.
pub(crate) async fn open(page: &str) -> bool {
    let Ok(program) = std::env::current_exe() else {
        return false;
    };
    let mut command = Command::new(program);
    command
        .args([OPEN, page])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    for name in variables::own_names() {
        command.env_remove(name);
    }
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    match tokio::time::timeout(PATIENCE, child.wait()).await {
        Ok(ended) => ended.is_ok_and(|status| status.success()),
        // Some browsers end with their last window.
        Err(_) => true,
    }
}

/// Does the child's part, if this process is that child.
pub(crate) fn run_as_child(arguments: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    let page = page_to_open(arguments)?;
    Some(match webbrowser::open(page.as_str()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    })
}

/// Finds the page of this computer that the arguments ask to open.
fn page_to_open(mut arguments: impl Iterator<Item = OsString>) -> Option<Url> {
    let _program = arguments.next();
    if arguments.next().as_deref() != Some(OsStr::new(OPEN)) {
        return None;
    }
    let page: Url = arguments.next()?.to_str()?.parse().ok()?;
    (page.scheme() == "http" && akoya::oauth::http::is_loopback(&page)).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_this_computer_is_opened() {
        let page = |arguments: &[&str]| {
            let arguments = arguments.iter().map(OsString::from);
            page_to_open(arguments).map(|page| page.to_string())
        };
        let here = "http://127.0.0.1:5/x";
        assert_eq!(page(&["akoya", OPEN, here]).as_deref(), Some(here));
        assert_eq!(page(&["akoya", OPEN, "https://bank.example/"]), None);
        assert_eq!(page(&["akoya", OPEN, "file:///etc/passwd"]), None);
        assert_eq!(page(&["akoya", "status"]), None);
        assert_eq!(page(&["akoya"]), None);
    }
}
