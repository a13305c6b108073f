//! The environment variables that the command reads, except those that are options too.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

use akoya::oauth::Secret;

use crate::style::Terminal;

/// What the environment variables say; an empty one counts as unset.
#[derive(Default)]
pub(crate) struct Variables {
    /// `AKOYA_CLIENT_SECRET`.
    pub(crate) client_secret: Option<Secret>,
    /// `AKOYA_CLIENT_SECRET_FILE`.
    pub(crate) client_secret_file: Option<PathBuf>,
    /// `AKOYA_SERVICE_CLIENT_SECRET`.
    pub(crate) service_client_secret: Option<Secret>,
    /// `AKOYA_STORE_URL`. Not an option: it may hold a password, and other users can see a command line.
    pub(crate) store_url: Option<Secret>,
    /// `AKOYA_STORE_KEY`.
    pub(crate) store_key: Option<Secret>,
    /// `AKOYA_CONNECTOR`. Not an option: it is for new connections, and an option would also be for those that are
    /// there.
    pub(crate) connector: Option<String>,
    /// `HTTPS_PROXY` or `ALL_PROXY`: everything but this computer is reached by https.
    pub(crate) proxy: Option<String>,
    /// `NO_PROXY`.
    pub(crate) no_proxy: Option<String>,
    pub(crate) terminal: Terminal,
    /// Whether windows can be shown, so that a browser can be opened. A browser in the terminal would take the screen.
    pub(crate) has_windows: bool,
}

/// Without the values: a proxy's URL may hold a password.
impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variables").finish_non_exhaustive()
    }
}

impl Variables {
    pub(crate) fn read() -> Self {
        Self {
            client_secret: variable("AKOYA_CLIENT_SECRET").map(Secret::new),
            client_secret_file: variable("AKOYA_CLIENT_SECRET_FILE").map(PathBuf::from),
            service_client_secret: variable("AKOYA_SERVICE_CLIENT_SECRET").map(Secret::new),
            store_url: variable("AKOYA_STORE_URL").map(Secret::new),
            store_key: variable("AKOYA_STORE_KEY").map(Secret::new),
            connector: variable("AKOYA_CONNECTOR"),
            proxy: first(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]),
            no_proxy: first(&["NO_PROXY", "no_proxy"]),
            terminal: Terminal {
                no_color: variable("NO_COLOR"),
                term: variable("TERM"),
                locale: first(&["LC_ALL", "LC_CTYPE", "LANG"]),
            },
            has_windows: cfg!(any(target_os = "macos", windows))
                || first(&["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"]).is_some(),
        }
    }
}

/// Returns whether the variable is set to nothing.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
pub(crate) fn is_empty(name: &OsStr) -> bool {
    std::env::var_os(name).is_some_and(|value| value.is_empty())
}

/// Returns whether the variable is set to something.
pub(crate) fn is_set(name: &str) -> bool {
    variable(name).is_some()
}

/// Returns the names of the command's own variables, which hold secrets.
pub(crate) fn own_names() -> impl Iterator<Item = OsString> {
    let is_own = |name: &OsString| name.as_encoded_bytes().starts_with(b"AKOYA_");
    std::env::vars_os().map(|(name, _)| name).filter(is_own)
}

fn first(names: &[&str]) -> Option<String> {
    names.iter().copied().find_map(variable)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
