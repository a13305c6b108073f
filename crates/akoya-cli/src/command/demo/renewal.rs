//! A token that has become too old in the middle of the work.

use std::sync::atomic::Ordering;

use crate::date;
use crate::embedded::TOKEN_LIFETIME;
use crate::exit::{Code, Failure};

use super::Demo;

/// How far the sandbox's clock is moved: the token's life and a little more.
const STEP: std::time::Duration = TOKEN_LIFETIME.saturating_add(std::time::Duration::from_secs(60));

impl Demo<'_> {
    pub(super) async fn show_renewal(&self) -> Result<(), Failure> {
        self.heading("A token that renews itself")?;
        let Some(sandbox) = &self.session.sandbox else {
            return Ok(());
        };
        sandbox.advance(STEP)?;
        let (life, step) = (date::in_words(TOKEN_LIFETIME), date::in_words(STEP));
        self.output.line(format_args!(
            "  A token lives {life}. The sandbox's clock moves {step} ahead, and the balances are read:"
        ))?;
        let (before, told) = (
            sandbox.journal().len(),
            self.refreshes.load(Ordering::Relaxed),
        );
        let answer = self
            .session
            .client
            .balances(self.session.connector())
            .send()
            .await;
        let answer = answer.map_err(|error| self.session.explain(error))?;
        self.show_requests(before)?;
        let record = self.session.record().await?;
        let record = record
            .ok_or_else(|| Failure::new(Code::Consent, "the connection was removed meanwhile"))?;
        let accounts = answer.accounts.as_deref().unwrap_or_default().len();
        let told = self.refreshes.load(Ordering::Relaxed) - told;
        self.done(format_args!(
            "One call, and the balances of {accounts} accounts: nobody had to do anything"
        ))?;
        self.done(format_args!(
            "Token no. {} is stored, and the update callback was called {}",
            record.head.generation,
            if told == 1 {
                "once".to_owned()
            } else {
                format!("{told} times")
            }
        ))
    }

    /// What the sandbox has seen since.
    fn show_requests(&self, since: usize) -> Result<(), Failure> {
        let Some(sandbox) = &self.session.sandbox else {
            return Ok(());
        };
        for entry in sandbox.journal().iter().skip(since) {
            let meaning = match (entry.path.as_str(), entry.status) {
                (_, 401) => "the token is too old (code 602)",
                ("/token", 200) => "a new token for the refresh token, which is spent",
                (_, 200) => "the same call with the new token",
                _ => "",
            };
            let status = if entry.status == 200 {
                self.look.good(entry.status)
            } else {
                self.look.bad(entry.status)
            };
            let request = format!("{} {}", entry.method, entry.path);
            self.output.line(format_args!(
                "    {request:<26} {status}  {}",
                self.look.dim(meaning)
            ))?;
        }
        Ok(())
    }
}
