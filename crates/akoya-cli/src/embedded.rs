//! The sandbox inside the command, which plays the bank for the demo.

use std::time::Duration;

use akoya_sandbox::Sandbox;

use crate::data_dir::DataDir;
use crate::exit::{Code, Failure};

/// Life of its tokens. Akoya advises to count on no more, whatever a token says.
pub(crate) const TOKEN_LIFETIME: Duration = Duration::from_secs(15 * 60);

/// It ends with the command, and with it an answer that is on its way: the token that was spent for it is answered
/// again. Without this, killing the command at the wrong moment would cost the consent.
const REUSE_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

/// Starts it with the state of earlier runs.
pub(crate) async fn start(data: &DataDir) -> Result<Sandbox, Failure> {
    data.create()?;
    let sandbox = Sandbox::builder()
        .state(data.embedded_sandbox())
        .id_token_lifetime(TOKEN_LIFETIME)
        .refresh_reuse_window(REUSE_WINDOW);
    Ok(sandbox.start().await?)
}

impl From<akoya_sandbox::Error> for Failure {
    fn from(error: akoya_sandbox::Error) -> Self {
        use akoya_sandbox::ErrorKind::{Configuration, Data, Listen, State};
        let (code, advice) = match error.kind() {
            Listen => (Code::TryAgain, "Choose another port, or 0 for a free one."),
            State => (
                Code::Files,
                "Check the file and its permissions; without it the sandbox starts anew.",
            ),
            Configuration => (
                Code::Configuration,
                "Correct the client: `akoya sandbox --help`.",
            ),
            Data => (Code::Files, "Correct the file or directory that is named."),
            _ => (Code::Failed, "Try again."),
        };
        let failure = Self::new(code, format!("sandbox: {error}")).advise(advice);
        match std::error::Error::source(&error) {
            Some(source) => failure.because(source),
            None => failure,
        }
    }
}
