//! The accounts that a command is about: `--account`, by id, number or name.

use akoya::model::account::{Candidate, ChoiceError, ChoiceErrorKind, choose, only};
use akoya::model::accounts::AccountInfo;
use clap::Args;

use crate::account::{Account, masked};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::session::Session;

/// The account that a command is about.
#[derive(Debug, Args)]
pub(crate) struct AccountArgs {
    /// Read this account: its id or the beginning of it, the last digits of its number, or its name [default: the only one]
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
}

/// The accounts that a command is about.
#[derive(Debug, Default, Args)]
pub(crate) struct AccountsArgs {
    /// Read only this account: its id or the beginning of it, the last digits of its number, or its name; may be repeated
    /// [default: all accounts]
    #[arg(long, value_name = "ACCOUNT")]
    account: Vec<String>,
}

impl AccountArgs {
    /// Finds the account that is meant, or the only one.
    pub(crate) async fn choose(&self, session: &Session<'_>) -> Result<Account, Failure> {
        if let Some(wanted) = &self.account {
            return named(session, wanted).await;
        }
        let accounts = all(session, None).await?;
        let only = only(&accounts).map_err(|error| refused(&error, Wanted::TheOnlyOne))?;
        Ok(Account::from(only))
    }
}

/// Finds the account that a text means.
pub(crate) async fn named(session: &Session<'_>, wanted: &str) -> Result<Account, Failure> {
    let accounts = all(session, None).await?;
    let chosen = choose(&accounts, wanted).map_err(|error| refused(&error, Wanted::Named))?;
    Ok(Account::from(chosen))
}

impl AccountsArgs {
    /// Finds the accounts that are meant, each once; all of them when none is named. What cannot be read is a gap.
    pub(crate) async fn choose(
        &self,
        session: &Session<'_>,
        gaps: &mut Gaps<'_>,
    ) -> Result<Vec<Account>, Failure> {
        let accounts = all(session, Some(gaps)).await?;
        let chosen: Vec<&AccountInfo> = if self.account.is_empty() {
            accounts.iter().collect()
        } else {
            self.named(&accounts)?
        };
        let mut found: Vec<Account> = Vec::new();
        for account in chosen.into_iter().map(Account::from) {
            if account.error.is_some() {
                gaps.add_account(&account);
            } else if account.id.is_empty() {
                let failure = Failure::new(
                    ExitCode::Response,
                    "the account has no id, so it cannot be read",
                );
                gaps.add(account.title(), None, failure);
            } else if found.iter().all(|known| known.id != account.id) {
                found.push(account);
            }
        }
        Ok(found)
    }

    /// Finds the ids of the accounts that are named; none for all.
    pub(crate) async fn ids(&self, session: &Session<'_>) -> Result<Vec<String>, Failure> {
        if self.account.is_empty() {
            return Ok(Vec::new());
        }
        let accounts = all(session, None).await?;
        let mut ids: Vec<String> = Vec::new();
        for id in self
            .named(&accounts)?
            .into_iter()
            .filter_map(AccountInfo::account_id)
        {
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        Ok(ids)
    }

    fn named<'a>(&self, accounts: &'a [AccountInfo]) -> Result<Vec<&'a AccountInfo>, Failure> {
        let choose =
            |wanted| choose(accounts, wanted).map_err(|error| refused(&error, Wanted::Named));
        self.account
            .iter()
            .map(String::as_str)
            .map(choose)
            .collect()
    }
}

async fn all(
    session: &Session<'_>,
    gaps: Option<&mut Gaps<'_>>,
) -> Result<Vec<AccountInfo>, Failure> {
    let call = session.client.accounts_info(session.connector());
    let response = session.send(call).await?;
    if let Some(gaps) = gaps {
        gaps.look("accounts", &response);
    }
    Ok(response.into_body().accounts.unwrap_or_default())
}

/// Which account a command is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Named,
    TheOnlyOne,
}

/// Says which accounts there are; what was given may be an account number and is not repeated.
fn refused(error: &ChoiceError, wanted: Wanted) -> Failure {
    let candidates = error.candidates();
    let text = match (error.kind(), candidates) {
        (_, []) => "the customer shared no accounts".to_owned(),
        (ChoiceErrorKind::NotFound, _) => {
            "--account names none of the customer's accounts".to_owned()
        }
        (ChoiceErrorKind::Ambiguous, several) if wanted == Wanted::Named => {
            format!("--account matches {} accounts", several.len())
        }
        (ChoiceErrorKind::Ambiguous, several) => format!("there are {} accounts", several.len()),
    };
    let failure = Failure::new(ExitCode::Usage, text);
    let names: Vec<String> = candidates.iter().map(title).collect();
    if names.is_empty() {
        return failure;
    }
    failure.advise(format!(
        "Give --account with one of: {}. `akoya accounts` lists them with their ids.",
        names.join(", ")
    ))
}

fn title(candidate: &Candidate) -> String {
    let name = candidate.name.as_deref().unwrap_or_default();
    let number = candidate.number.as_deref().map(masked).unwrap_or_default();
    match (name, number.as_str()) {
        ("", "") => candidate.id.clone(),
        (name, number) if name.ends_with(number) => name.to_owned(),
        (name, number) => format!("{name} {number}").trim().to_owned(),
    }
}
