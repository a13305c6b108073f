//! Receives the callback of a login on this computer, with the pages and the advice of the command.

use std::time::Duration;

use akoya::oauth::loopback::{CallbackReceiver, LaunchPage, Received};
use akoya::oauth::{Error, ErrorKind, Secret};
use url::Url;

use crate::browser_page;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::given_option;
use crate::output::Output;

/// Listens where the redirect URI says.
pub(crate) async fn bind(redirect_uri: &str) -> Result<CallbackReceiver, Failure> {
    let receiver = CallbackReceiver::bind(redirect_uri).await;
    receiver
        .map(|receiver| receiver.pages(browser_page::pages()))
        .map_err(|error| cannot_listen(&error))
}

/// Waits for the callback that carries `state`.
pub(crate) async fn wait(
    receiver: CallbackReceiver,
    state: Secret,
    deadline: Duration,
    output: &Output,
) -> Result<Received, Failure> {
    let tell = output.clone();
    let receiver = receiver.on_foreign_refusal(move || {
        tell.warning(
            "the browser came back with a refusal that does not say to which login it belongs, so it is not \
             believed; still waiting. If the customer refused, stop with Ctrl-C.",
        );
    });
    receiver.wait(state, deadline).await.map_err(|_| {
        let text = "the browser did not return from the bank's pages in time";
        Failure::new(ExitCode::Consent, text).advise("Run the command again.")
    })
}

/// Serves the page at which a browser is started. `None` when this computer gives no port or no randomness.
pub(crate) async fn launch_page(target: Url, output: &Output) -> Option<LaunchPage> {
    let output = output.clone();
    let warn = move || {
        output.warning(
            "the page that leads to the bank was asked for a second time. If that was not you, another program on this \
             computer may know this login's state: stop with Ctrl-C and log in again.",
        );
    };
    LaunchPage::serve(target, browser_page::pages(), warn)
        .await
        .ok()
}

fn cannot_listen(error: &Error) -> Failure {
    let failure = Failure::new(ExitCode::Configuration, error.message());
    let setting = given_option::source("redirect-uri", "AKOYA_REDIRECT_URI");
    match error.kind() {
        ErrorKind::Configuration if error.message().contains("listen") => failure.advise(format!(
            "Stop the program that uses the port, or register another redirect URI and change {setting}."
        )),
        _ => failure.advise(format!("Correct {setting}.")),
    }
}
