//! A callback is read or refused; nothing of it is believed without the right state, and nothing secret of it is
//! printed.

use acg::{Callback, Secret};

/// The state that was sent. Some seeds hold it.
const STATE: &str = "7b1f0c6e5d0a4f3c9b2e8d7a6f5c4b3a";

/// Reads the input as a redirect URL or its query.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(callback) = text.parse::<Callback>() else {
        return;
    };
    let state = callback.state().map(|state| state.expose().to_owned());
    // Elsewhere in the input it is not the state, and may be printed.
    if state.as_deref() == Some(STATE) && text.matches(STATE).count() == 1 {
        assert!(!format!("{callback:?}").contains(STATE));
    }
    let verified = callback.verified(&Secret::from(STATE));
    assert!(verified.is_err() || state.as_deref() == Some(STATE));
}
