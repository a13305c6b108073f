//! A token that expires between two calls.

use std::sync::atomic::Ordering;

use crate::counted::counted;
use crate::date;
use crate::embedded::TOKEN_LIFETIME;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::style::Label;

use super::Demo;

/// How far the sandbox's clock is moved: the token's life and a little more.
const STEP: std::time::Duration = TOKEN_LIFETIME.saturating_add(std::time::Duration::from_secs(60));

impl Demo<'_> {
    pub(super) async fn show_renewal(&self) -> Result<(), Failure> {
        self.heading("A token that renews itself")?;
        let Some(sandbox) = self.session.sandbox else {
            return Ok(());
        };
        sandbox.advance(STEP)?;
        let (life, step) = (date::in_words(TOKEN_LIFETIME), date::in_words(STEP));
        self.output.line(format_args!(
            "  A token lives {life}. The sandbox's clock moves {step} forward, and the balances are read:"
        ))?;
        let seen = sandbox.journal().len();
        let refreshes = self.refreshes.load(Ordering::Relaxed);
        let call = self.session.client.balances(self.session.connector());
        let balances = self.session.send(call).await?;
        self.show_requests(seen)?;
        let record = self.session.record().await?;
        let record =
            record.ok_or_else(|| Failure::new(ExitCode::Consent, "the connection was removed"))?;
        let accounts = balances.accounts.as_deref().unwrap_or_default().len();
        self.done(format_args!(
            "One call returned the balances of {}; the program did nothing else",
            counted(accounts, "account")
        ))?;
        let times = match self.refreshes.load(Ordering::Relaxed) - refreshes {
            1 => "once".to_owned(),
            times => format!("{times} times"),
        };
        self.done(format_args!(
            "Token no. {} is stored, and the update callback was called {times}",
            record.head.generation,
        ))
    }

    /// Prints the requests that the sandbox received after the first `since`.
    fn show_requests(&self, since: usize) -> Result<(), Failure> {
        let Some(sandbox) = self.session.sandbox else {
            return Ok(());
        };
        for entry in sandbox.journal().iter().skip(since) {
            let meaning = match (entry.path.as_str(), entry.status) {
                (_, 401) => "the token has expired (code 602)",
                ("/token", 200) => {
                    "the refresh token, which is now spent, is exchanged for new tokens"
                }
                (_, 200) => "the same call with the new token",
                _ => "",
            };
            let status = if entry.status == 200 {
                self.style.paint(Label::Success, entry.status)
            } else {
                self.style.paint(Label::Error, entry.status)
            };
            let request = format!("{} {}", entry.method, entry.path);
            self.output.line(format_args!(
                "    {request:<26} {status}  {}",
                self.style.paint(Label::Secondary, meaning)
            ))?;
        }
        Ok(())
    }
}
