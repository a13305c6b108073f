//! Documents with a list of accounts, of which a call gets those that were shared.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use axum::body::Bytes;
use serde_json::Value;
use serde_json::value::RawValue;

use super::parse_error::{ParseError, each, parse};

/// A document with an `accounts` list, each account in a wrapper that names its kind.
#[derive(Debug, Default)]
pub(crate) struct AccountList {
    accounts: Vec<Account>,
    /// Where an account of this id is in the list.
    indexes: HashMap<String, usize>,
    /// The other fields, as JSON that follows the list.
    rest: String,
    /// The whole document, because most calls ask for all accounts.
    whole: Bytes,
}

/// The document that a call gets, with the accounts that it asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Selection {
    pub(crate) json: Bytes,
    /// Whether one of its accounts has an `error` in place of its data.
    pub(crate) failed: bool,
}

/// How an account that has an `error` in place of its data appears in a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorForm {
    /// Its wrapper has only the error: `{"depositAccount":{"error":{…}}}`.
    Bare,
    /// As `Bare`, inside another object: `{"value":{"depositAccount":{"error":{…}}}}`.
    Wrapped,
    /// As in the file, with all fields.
    Unchanged,
}

/// One account of a document.
#[derive(Debug)]
pub(crate) struct Account {
    /// The name of its wrapper.
    kind: String,
    id: String,
    title: String,
    detail: String,
    error: Option<Box<RawValue>>,
    json: Box<RawValue>,
}

/// The fields of an account. Only the id must have the right type.
struct Fields<'a>(BTreeMap<Cow<'a, str>, &'a RawValue>);

impl<'a> Fields<'a> {
    fn id(&self) -> Result<Cow<'a, str>, ParseError> {
        let id = self
            .0
            .get("accountId")
            .ok_or_else(|| ParseError::new("missing field `accountId`"))?;
        let id = parse::<Cow<'_, str>>(id.get())
            .ok()
            .filter(|id| !id.is_empty());
        id.ok_or_else(|| {
            ParseError::new("it must be a string that is not empty").inside("accountId")
        })
    }

    fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.0
            .get(name)
            .and_then(|value| serde_json::from_str(value.get()).ok())
    }

    fn error(&self) -> Option<Box<RawValue>> {
        let error = self.0.get("error").filter(|error| error.get() != "null");
        error.map(|error| (*error).to_owned())
    }
}

impl AccountList {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseError> {
        let mut fields: BTreeMap<String, &RawValue> = parse(text)?;
        let accounts = fields
            .remove("accounts")
            .ok_or_else(|| ParseError::new("missing field `accounts`"))?;
        let accounts: Vec<Box<RawValue>> =
            parse(accounts.get()).map_err(|error| error.inside("accounts"))?;
        let accounts = each("accounts", accounts, Account::parse)?;
        let indexes = indexes(&accounts)?;
        let rest = fields
            .iter()
            .map(|(name, value)| format!(",{}:{}", Value::from(name.as_str()), value.get()));
        let mut list = Self {
            rest: rest.collect(),
            accounts,
            indexes,
            whole: Bytes::new(),
        };
        list.whole = list.render(list.accounts.iter(), ErrorForm::Unchanged);
        Ok(list)
    }

    pub(crate) fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.indexes.get(id).map(|index| &self.accounts[*index])
    }

    /// Selects the accounts that `is_chosen` picks, in the order of the file.
    pub(crate) fn select(&self, form: ErrorForm, is_chosen: impl Fn(&str) -> bool) -> Selection {
        let chosen: Vec<&Account> = self
            .accounts
            .iter()
            .filter(|account| is_chosen(&account.id))
            .collect();
        let failed = chosen.iter().any(|account| account.error.is_some());
        let is_whole = chosen.len() == self.accounts.len();
        Selection {
            json: if is_whole && (!failed || form == ErrorForm::Unchanged) {
                self.whole.clone()
            } else {
                self.render(chosen.into_iter(), form)
            },
            failed,
        }
    }

    fn render<'a>(&self, accounts: impl Iterator<Item = &'a Account>, form: ErrorForm) -> Bytes {
        let accounts: Vec<Cow<'_, str>> = accounts.map(|account| account.render(form)).collect();
        format!("{{\"accounts\":[{}]{}}}", accounts.join(","), self.rest).into()
    }
}

/// Finds where each id is, and refuses an id that appears twice.
fn indexes(accounts: &[Account]) -> Result<HashMap<String, usize>, ParseError> {
    let mut indexes = HashMap::new();
    for (index, Account { id, kind, .. }) in accounts.iter().enumerate() {
        if let Some(first) = indexes.insert(id.clone(), index) {
            let error = ParseError::new(format!("`{id}` is already accounts[{first}]"));
            return Err(error.inside(&format!("accounts[{index}].{kind}.accountId")));
        }
    }
    Ok(indexes)
}

impl Account {
    fn parse(json: Box<RawValue>) -> Result<Self, ParseError> {
        let wrapper: BTreeMap<Cow<'_, str>, &RawValue> = parse(json.get())?;
        let (kind, account) = wrapper
            .iter()
            .find(|(kind, _)| kind.ends_with("Account"))
            .ok_or_else(|| {
                ParseError::new("an account needs a wrapper such as `depositAccount`")
            })?;
        let fields = parse(account.get())
            .map(Fields)
            .map_err(|error| error.inside(kind))?;
        let id = fields
            .id()
            .map_err(|error| error.inside(kind))?
            .into_owned();
        let name = ["nickname", "productName", "description"]
            .into_iter()
            .find_map(|name| fields.text(name));
        let account_type = fields.text("accountType");
        let type_or_kind = account_type
            .as_deref()
            .unwrap_or_else(|| kind.trim_end_matches("Account"));
        let title = name.map_or_else(|| in_words(type_or_kind), Cow::into_owned);
        let number = fields.text("accountNumberDisplay");
        let number = number.as_deref().and_then(last_digits);
        let detail = number.map_or_else(
            || in_words(type_or_kind),
            |digits| format!("{} ending in {digits}", in_words(type_or_kind)),
        );
        let error = fields.error();
        let kind = kind.to_string();
        Ok(Self {
            kind,
            id,
            title,
            detail,
            error,
            json,
        })
    }

    fn render(&self, form: ErrorForm) -> Cow<'_, str> {
        let Some(error) = &self.error else {
            return Cow::from(self.json.get());
        };
        let kind = Value::from(self.kind.as_str());
        match form {
            ErrorForm::Bare => Cow::from(format!("{{{kind}:{{\"error\":{error}}}}}")),
            ErrorForm::Wrapped => {
                Cow::from(format!("{{\"value\":{{{kind}:{{\"error\":{error}}}}}}}"))
            }
            ErrorForm::Unchanged => Cow::from(self.json.get()),
        }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Returns what a customer calls the account: "Everyday Checking".
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// Returns what it is and how its number ends: "Checking ending in 0071".
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }
}

/// Writes an account type as a page shows it: `COLLEGE_SAVINGS` and `College Savings` become "College savings", but IRA
/// stays.
fn in_words(kind: &str) -> String {
    let known = match kind {
        "IRA" => "IRA",
        "ROTH" => "Roth IRA",
        "CD" => "Certificate of deposit",
        "LINEOFCREDIT" | "LINE_OF_CREDIT" => "Line of credit",
        "HOMELINEOFCREDIT" => "Home line of credit",
        "HOMEEQUITYLOAN" => "Home equity loan",
        "STUDENTLOAN" => "Student loan",
        "PERSONALLOAN" => "Personal loan",
        "CHARGE" => "Charge card",
        "CREDITCARD" | "CREDIT_CARD" => "Credit card",
        "AUTOLOAN" => "Auto loan",
        "TERMLIFE" => "Term life insurance",
        "401K" => "401(k)",
        "UGMA" => "Custodial account",
        "529" => "529 plan",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let words = kind.replace('_', " ").to_lowercase();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Returns the digits at the end of a masked number such as `xxxxxx0071` or `...7054`.
fn last_digits(display: &str) -> Option<&str> {
    let start = display
        .rfind(|letter: char| !letter.is_ascii_digit())
        .map_or(0, |index| index + 1);
    let digits = display.get(start..)?;
    let digits = digits.get(digits.len().saturating_sub(4)..)?;
    (!digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"accounts":[
        {"depositAccount":{"accountId":"a","nickname":null,"productName":"Everyday","accountNumberDisplay":"xx0071","accountType":"CHECKING","x":1.10}},
        {"loanAccount":{"accountId":"b"}}],"asOf":0.0}"#;

    #[test]
    fn numbers_keep_their_digits_and_unknown_fields_their_position() {
        let list = AccountList::parse(TEXT).unwrap();
        let all = list.select(ErrorForm::Bare, |_| true).json;
        let all = std::str::from_utf8(&all).unwrap();
        assert!(all.contains("\"x\":1.10}"), "{all}");
        assert!(all.ends_with("],\"asOf\":0.0}"), "{all}");
    }

    #[test]
    fn a_selection_has_only_the_chosen_accounts() {
        let list = AccountList::parse(TEXT).unwrap();
        assert_eq!(
            list.select(ErrorForm::Bare, |id| id == "b").json,
            r#"{"accounts":[{"loanAccount":{"accountId":"b"}}],"asOf":0.0}"#
        );
    }

    #[test]
    fn an_account_with_an_error_has_the_form_that_is_asked_for() {
        let account = r#"{"loanAccount":{"accountId":"a","error":{"code":704}}}"#;
        let list = AccountList::parse(&format!("{{\"accounts\":[{account}]}}")).unwrap();
        for (form, expected) in [
            (ErrorForm::Bare, r#"{"loanAccount":{"error":{"code":704}}}"#),
            (
                ErrorForm::Wrapped,
                r#"{"value":{"loanAccount":{"error":{"code":704}}}}"#,
            ),
            (ErrorForm::Unchanged, account),
        ] {
            let selection = list.select(form, |_| true);
            assert!(selection.failed, "{form:?}");
            assert_eq!(selection.json, format!("{{\"accounts\":[{expected}]}}"));
        }
    }

    #[test]
    fn an_account_is_described_by_what_its_document_says() {
        let list = AccountList::parse(TEXT).unwrap();
        let described: Vec<_> = list
            .accounts()
            .iter()
            .map(|account| (account.title(), account.detail()))
            .collect();
        assert_eq!(
            described,
            [("Everyday", "Checking ending in 0071"), ("Loan", "Loan")]
        );
    }
}
