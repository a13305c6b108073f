//! What an account is called in tables and headings.

use akoya_model::accounts::AccountInfo;
use akoya_model::api_error::{ApiErrorBody, FdxCode};
use akoya_model::balances::AccountBalance;
use akoya_model::field_text;
use akoya_model::investments::AccountHoldings;

use crate::printable::printable;

/// An account as people know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// As the provider sent it; empty when there is none.
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
                let text = |text: Option<&str>| printable(text.unwrap_or_default().trim());
                let sent = |name| field_text(account, name);
                let number = sent("accountNumberDisplay")
                    .as_deref()
                    .map(masked)
                    .unwrap_or_default();
                let name = account.display_name().or_else(|| sent("nickname"));
                let name = text(name.as_deref());
                Self {
                    id: account.account_id().unwrap_or_default().to_owned(),
                    // The name that is made of kind and number already ends with it.
                    name: name
                        .strip_suffix(&number)
                        .unwrap_or(&name)
                        .trim()
                        .to_owned(),
                    kind: sent("accountType").map_or_else(
                        || {
                            let new = match account {
                                $union::Unknown(unknown) => unknown.key(),
                                _ => None,
                            };
                            kind(account.wire_key().or(new.as_deref()))
                        },
                        |kind| text(Some(&kind)),
                    ),
                    number,
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
    /// Returns name and number: `Everyday Checking ..4821`; without either the kind.
    pub(crate) fn title(&self) -> String {
        let title = format!("{} {}", self.name, self.number);
        match title.trim() {
            "" => format!("an account ({})", self.kind),
            title => title.to_owned(),
        }
    }
}

/// Returns why something could not be read.
pub(crate) fn problem(error: &ApiErrorBody) -> String {
    let code = error.fdx_code();
    match (code, error.text()) {
        (Some(FdxCode::Other(_)) | None, Some(text)) => printable(&text),
        (Some(code), _) => code.meaning().to_owned(),
        (None, None) => "not available".to_owned(),
    }
}

/// Returns the kind of account by its key on the wire, when the provider names no other.
fn kind(wire_key: Option<&str>) -> String {
    let key = match wire_key {
        Some("depositAccount") => "deposit",
        Some("loanAccount") => "loan",
        Some("locAccount") => "line of credit",
        Some("investmentAccount") => "investment",
        Some("insuranceAccount") => "insurance",
        Some("annuityAccount") => "annuity",
        // A kind that this version does not know.
        Some(key) => key,
        None => "unknown",
    };
    printable(key)
}

/// Returns the last four characters. Not every provider masks the number.
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
        assert_eq!(read(r#"{"newAccount":{}}"#).kind, "newAccount");
        let padded = read(r#"{"depositAccount":{"accountId":" a\u200b1 "}}"#);
        assert_eq!(padded.id, " a\u{200b}1 ", "an id is sent as it came");
    }
}
