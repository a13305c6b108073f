//! The sandbox inside the command, which plays the bank for the demo.

use std::time::Duration;

use akoya_sandbox::Sandbox;

use crate::data_dir::DataDir;
use crate::failure::Failure;

/// Life of its tokens. Akoya advises not to count on more, whatever a token says.
pub(crate) const TOKEN_LIFETIME: Duration = Duration::from_secs(15 * 60);

/// How long it responds again to a refresh token that was used. It ends with the command, and a response on its way
/// is lost then: without this, killing the command at the wrong moment would cost the consent.
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
