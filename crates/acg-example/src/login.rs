//! The command `login`: asks for consent in a browser or on another device.

use std::time::Duration;

use acg::loopback::{CallbackReceiver, FinalPage};
use anyhow::{Result, bail};

use crate::client_file::ClientFile;
use crate::grant::GrantLocation;
use crate::terminal::tell;

/// How long a person may take on the provider's pages.
const DEADLINE: Duration = Duration::from_secs(10 * 60);

/// Asks in a browser that comes back to this machine.
///
/// The person opens the address: a browser that this program started would inherit its
/// environment, in which the client secret is.
pub(crate) async fn in_a_browser(location: &GrantLocation, file: &ClientFile) -> Result<()> {
    if !CallbackReceiver::accepts(file.redirect_uri()) {
        bail!("the redirect URI is not on this machine; log in with --device");
    }
    let receiver = CallbackReceiver::bind(file.redirect_uri()).await?;
    let auth = location.open(file, receiver.redirect_uri()).await?;
    let mut authorize = auth.authorize().lifetime(DEADLINE);
    for (name, value) in file.parameters() {
        authorize = authorize.parameter(name, value);
    }
    let (url, pending) = authorize.begin().await?;
    tell(format_args!("Go to\n\n  {url}\n"));
    let received = receiver.wait(pending.state().clone(), DEADLINE).await?;
    let token = auth.complete(&pending, received.callback()).await;
    received.finish(FinalPage::of(&token)).await;
    token?;
    location.tell_generation(&auth).await
}

/// Asks on another device.
pub(crate) async fn on_another_device(location: &GrantLocation, file: &ClientFile) -> Result<()> {
    let auth = location.open(file, file.redirect_uri()).await?;
    let device = auth.authorize_device(file.parameters()).await?;
    tell(format_args!(
        "Go to\n\n  {}\n\nand enter {}",
        device.verification_uri(),
        device.user_code()
    ));
    auth.complete_device(&device).await?;
    location.tell_generation(&auth).await
}
