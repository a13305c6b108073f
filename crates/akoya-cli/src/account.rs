//! What an account is called in tables and headings.

use akoya_model::accounts::AccountInfo;
use akoya_model::api_error::ApiErrorBody;
use akoya_model::balances::AccountBalance;
use akoya_model::investments::AccountHoldings;
use clap::Args;

use crate::printable::printable;

/// The account that a command is about.
#[derive(Debug, Args)]
pub(crate) struct AccountArgs {
    /// Read the account with this id, from `akoya accounts`
    #[arg(long, value_name = "ID")]
    pub(crate) account: String,
}

/// The accounts that a command is about.
#[derive(Debug, Default, Args)]
pub(crate) struct AccountsArgs {
    /// Read only the account with this id, from `akoya accounts`; may be repeated [default: all accounts]
    #[arg(long, value_name = "ID")]
    pub(crate) account: Vec<String>,
}

/// An account as people know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// For `--account`.
    pub(crate) id: String,
    pub(crate) name: String,
    /// What kind of account it is, in the provider's words.
    pub(crate) kind: String,
    /// The account number's last four characters: `..4821`.
    pub(crate) number: String,
    /// The currency's code.
    pub(crate) currency: Option<String>,
    /// Why the provider could not read this account, although it read others.
    pub(crate) error: Option<String>,
}

/// Reads every union of accounts in the same way.
macro_rules! account {
    ($union:ident) => {
        impl From<&$union> for Account {
            fn from(account: &$union) -> Self {
                let name = [
                    account.nickname(),
                    account.product_name(),
                    account.description(),
                ];
                let text = |text: Option<&str>| printable(text.unwrap_or_default().trim());
                Self {
                    id: text(account.account_id()),
                    name: name
                        .into_iter()
                        .map(text)
                        .find(|name| !name.is_empty())
                        .unwrap_or_default(),
                    kind: account
                        .account_type()
                        .map_or_else(|| kind(account.wire_key()), |kind| text(Some(kind))),
                    number: account
                        .account_number_display()
                        .map(masked)
                        .unwrap_or_default(),
                    currency: account.currency_code().map(|code| text(Some(code))),
                    error: account.error().map(|error| problem(&error)),
                }
            }
        }
    };
}

account!(AccountInfo);
account!(AccountBalance);
account!(AccountHoldings);

impl Account {
    /// Name and number: `Everyday Checking ..4821`.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.name, self.number).trim().to_owned()
    }
}

/// Why something could not be read.
pub(crate) fn problem(error: &ApiErrorBody) -> String {
    let code = error.fdx_code();
    code.map_or("not available", |code| code.meaning())
        .to_owned()
}

/// The kind of account by its key on the wire, when the provider names no other.
fn kind(wire_key: Option<&str>) -> String {
    let key = match wire_key {
        Some("depositAccount") => "deposit",
        Some("loanAccount") => "loan",
        Some("locAccount") => "line of credit",
        Some("investmentAccount") => "investment",
        Some("insuranceAccount") => "insurance",
        Some("annuityAccount") => "annuity",
        _ => "unknown",
    };
    key.to_owned()
}

/// The last four characters. Not every provider masks the number.
pub(crate) fn masked(number: &str) -> String {
    let shown: Vec<char> = number
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .collect();
    let last = shown
        .get(shown.len().saturating_sub(4)..)
        .unwrap_or_default();
    if last.is_empty() {
        String::new()
    } else {
        format!("..{}", last.iter().collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_shows_its_last_four_characters_whatever_the_provider_sends() {
        assert_eq!(masked("xxxxxx4821"), "..4821");
        assert_eq!(masked("123456789012"), "..9012");
        assert_eq!(masked("****-98"), "..98");
        assert_eq!(masked("****"), "");
    }

    #[test]
    fn an_account_has_the_name_that_its_customer_gave_it() {
        let read = |json: &str| Account::from(&akoya_model::from_str::<AccountInfo>(json).unwrap());
        let account = read(
            r#"{"depositAccount":{"accountId":"a","nickname":" ","productName":"Everyday\u001b[2J","accountNumberDisplay":"x1234",
            "accountType":"CHECKING","currency":{"currencyCode":"USD"}}}"#,
        );
        assert_eq!(account.title(), "Everyday [2J ..1234");
        assert_eq!(
            (account.kind.as_str(), account.currency.as_deref()),
            ("CHECKING", Some("USD"))
        );
        assert_eq!(read(r#"{"loanAccount":{}}"#).kind, "loan");
        assert_eq!(read(r#"{"newAccount":{}}"#).kind, "unknown");
    }
}
