//! The accounts that a command is about: `--account`, by id, number or name.

use akoya::Remark;
use akoya::model::account::{Candidate, ChoiceError, ChoiceErrorKind, choose, only};
use akoya::model::accounts::AccountInfo;
use clap::Args;

use crate::account::{Account, masked};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::printable::printable;
use crate::session::Session;
use crate::shell_word::quoted;
use crate::suggest::nearest;
use crate::whole_list;

/// The account that a command is about.
#[derive(Debug, Args)]
pub(crate) struct AccountArgs {
    /// Read this account: its id or name or a prefix of either, the last digits of its number, or name and
    /// number as tables show them [default: the only one]
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
}

/// The accounts that a command is about.
#[derive(Debug, Default, Args)]
pub(crate) struct AccountsArgs {
    /// Read only this account: its id or name or a prefix of either, the last digits of its number, or name and
    /// number as tables show them; may be repeated [default: all accounts]
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
        let only = only(&accounts).map_err(|error| refused(&error, &accounts, None))?;
        Ok(Account::from(only))
    }
}

/// Finds the account that a text means.
pub(crate) async fn named(session: &Session<'_>, wanted: &str) -> Result<Account, Failure> {
    let accounts = all(session, None).await?;
    let chosen = choose(&accounts, wanted);
    let chosen = chosen.map_err(|error| refused(&error, &accounts, Some(wanted)))?;
    Ok(Account::from(chosen))
}

impl AccountsArgs {
    /// Finds the accounts that are meant, each once; all of them when none is named. What cannot be read of them is a
    /// gap; what is wrong with other accounts is none of one that is named.
    pub(crate) async fn choose(
        &self,
        session: &Session<'_>,
        gaps: &mut Gaps<'_>,
    ) -> Result<Vec<Account>, Failure> {
        let is_of_all = self.account.is_empty();
        let accounts = all(session, is_of_all.then_some(&mut *gaps)).await?;
        let chosen: Vec<&AccountInfo> = if is_of_all {
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
        let choose = |wanted| {
            choose(accounts, wanted).map_err(|error| refused(&error, accounts, Some(wanted)))
        };
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
    let response = match gaps {
        Some(gaps) => {
            let response = whole_list::read(session, "accounts", call, gaps).await?;
            // An error in place of an account is a gap of that account.
            let accounts = response.accounts.iter().flatten().enumerate();
            let failed = accounts.filter(|(_, account)| account.error().is_some());
            let failed: Vec<_> = failed.map(|(at, _)| format!("$.accounts[{at}]")).collect();
            gaps.look_except(&failed, "accounts", &response);
            response
        }
        // The account that is meant may be among those that came.
        None => {
            let (response, failure) = whole_list::pages(session, call).await?;
            let is_incomplete = |remark: &&Remark| remark.is_incomplete();
            let output = &session.context().output;
            if let Some(remark) = response.remarks.iter().find(is_incomplete) {
                output.status(format_args!("accounts: {remark}"));
            }
            if let Some(failure) = failure {
                output.status(format_args!("accounts: {}", failure.message()));
            }
            response
        }
    };
    Ok(response.into_body().accounts.unwrap_or_default())
}

/// How many accounts are suggested where several fit.
const SUGGESTIONS: usize = 5;

/// Says which accounts there are; what was given may be an account number and is not repeated.
fn refused(error: &ChoiceError, accounts: &[AccountInfo], wanted: Option<&str>) -> Failure {
    let candidates = error.candidates();
    let count = candidates.len();
    let text = match (error.kind(), wanted) {
        _ if count == 0 => "the customer shared no accounts".to_owned(),
        (ChoiceErrorKind::NotFound, _) if count == 1 => {
            "--account does not name the customer's only account".to_owned()
        }
        (ChoiceErrorKind::NotFound, _) => {
            format!("--account names none of the customer's {count} accounts")
        }
        (ChoiceErrorKind::Ambiguous, Some(_)) => format!("--account matches {count} accounts"),
        (ChoiceErrorKind::Ambiguous, None) => format!("there are {count} accounts"),
    };
    let failure = Failure::new(ExitCode::Usage, text);
    let suggested = match wanted.filter(|_| error.kind() == ChoiceErrorKind::NotFound) {
        Some(wanted) => nearest_to(wanted, candidates),
        None => candidates.iter().take(SUGGESTIONS).collect(),
    };
    if suggested.is_empty() {
        return failure;
    }
    let more = match count - suggested.len() {
        0 => String::new(),
        more => format!(", or one of {more} more"),
    };
    let suggested: Vec<String> = suggested
        .into_iter()
        .map(|candidate| quoted(&shortest(candidate, accounts)))
        .collect();
    failure.advise(format!(
        "Give --account with one of: {}{more}. `akoya accounts` lists them with their ids.",
        suggested.join(", ")
    ))
}

/// Returns the accounts whose title or id is nearest to what was given.
fn nearest_to<'a>(wanted: &str, candidates: &'a [Candidate]) -> Vec<&'a Candidate> {
    let titles: Vec<_> = candidates.iter().map(title).collect();
    let names = titles.iter().map(String::as_str);
    let ids = candidates.iter().map(|candidate| candidate.id.as_str());
    let mut found: Vec<&Candidate> = Vec::new();
    for name in nearest(wanted, names.chain(ids)) {
        let is_meant =
            |(candidate, title): &(&Candidate, &String)| *title == name || candidate.id == name;
        let fits = candidates.iter().zip(&titles).filter(is_meant);
        let mut new = fits.filter(|(candidate, _)| found.iter().all(|one| one.id != candidate.id));
        if let Some((candidate, _)) = new.next() {
            found.push(candidate);
        }
    }
    found
}

/// Returns the title, where it names this account and no other; otherwise the id.
fn shortest(candidate: &Candidate, accounts: &[AccountInfo]) -> String {
    let title = title(candidate);
    let named = choose(accounts, &title).ok();
    match named.and_then(AccountInfo::account_id) {
        Some(id) if id == candidate.id => title,
        _ => candidate.id.clone(),
    }
}

/// Returns name and number as tables show them.
fn title(candidate: &Candidate) -> String {
    let name = printable(candidate.name.as_deref().unwrap_or_default().trim());
    let number = candidate.number.as_deref().map(masked).unwrap_or_default();
    match (name.as_str(), number.as_str()) {
        ("", "") => candidate.id.clone(),
        (name, number) if name.ends_with(number) => name.to_owned(),
        (name, number) => format!("{name} {number}").trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts(count: usize) -> Vec<AccountInfo> {
        let one = |at: usize| {
            let json = format!(
                r#"{{"depositAccount":{{"accountId":"id-{at}","nickname":"Account {}","accountNumberDisplay":"x{:04}"}}}}"#,
                at % 100,
                at / 100
            );
            akoya_model::from_str(&json).unwrap()
        };
        (0..count).map(one).collect()
    }

    fn advice(accounts: &[AccountInfo], wanted: Option<&str>) -> String {
        let error = match wanted {
            Some(wanted) => choose(accounts, wanted).map(|_| ()),
            None => only(accounts).map(|_| ()),
        };
        let failure = refused(&error.unwrap_err(), accounts, wanted);
        format!(
            "{}. {}",
            failure.message(),
            failure.advice().unwrap_or_default()
        )
    }

    #[test]
    fn few_of_many_accounts_are_suggested() {
        let all = accounts(300);
        assert_eq!(
            advice(&all, Some("account 17 ..0009")),
            "--account names none of the customer's 300 accounts. Give --account with one of: 'Account 17 ..0000', \
             'Account 17 ..0001', 'Account 17 ..0002', or one of 297 more. `akoya accounts` lists them with their ids."
        );
        let one = advice(&accounts(1), Some("savings"));
        let says = "--account does not name the customer's only account. ";
        assert!(one.starts_with(says), "{one}");
        let several = advice(&all, Some("Account 5"));
        assert!(
            several.starts_with("--account matches 3 accounts. "),
            "{several}"
        );
        let none = advice(&all, None);
        assert!(none.contains("or one of 295 more"), "{none}");
    }

    #[test]
    fn whatever_is_suggested_is_taken() {
        let joint: Vec<AccountInfo> = ["a", "b"]
            .map(|id| format!(r#"{{"loanAccount":{{"accountId":"{id}","nickname":"Joint"}}}}"#))
            .iter()
            .map(|json| akoya_model::from_str(json).unwrap())
            .collect();
        assert!(advice(&joint, Some("joint")).contains("one of: a, b."));
        let all = accounts(250);
        let error = choose(&all, "nothing").unwrap_err();
        for candidate in error.candidates() {
            let suggested = shortest(candidate, &all);
            let chosen = choose(&all, &suggested).unwrap();
            assert_eq!(chosen.account_id(), Some(candidate.id.as_str()));
        }
    }
}
