//! How a test of your own client looks: start a sandbox, let something go wrong, look at what your client did.
//!
//! `cargo run -p akoya-sandbox --example own_tests`

use std::time::Duration;

use akoya_sandbox::{Client, Effect, Error, Fault, RequestKind, Sandbox};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::new("my-app", "my-secret").redirect_uri("https://app.example/callback");
    let sandbox = Sandbox::builder().client(client).start().await?;

    // Point your client at these two and walk through the consent, by hand or by posting the three forms.
    let (_idp, _api) = (sandbox.idp_url(), sandbox.api_url());

    // A day later, and the answer of the next refresh gets lost on its way.
    sandbox.advance(Duration::from_secs(86_400))?;
    sandbox.add_fault(Fault::new(Effect::DropAnswer).on(RequestKind::Refresh).times(1));

    // … your client reads balances here …

    assert!(sandbox.counters().refreshes <= 1, "a refresh must not be sent twice");
    assert!(sandbox.journal().iter().all(|entry| entry.status < 500));
    sandbox.shutdown().await;
    Ok(())
}
