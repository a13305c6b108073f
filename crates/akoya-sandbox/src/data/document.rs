use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use axum::body::Bytes;
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::value::RawValue;

/// A document with an `accounts` list, each account in a wrapper that names its kind.
#[derive(Debug, Default)]
pub(crate) struct Document {
    entries: Vec<Entry>,
    places: HashMap<String, usize>,
    /// Fields beside `accounts`, ready to be written behind them.
    rest: String,
    whole: Bytes,
}

/// What is answered of a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) json: Bytes,
    /// Whether an account in it has an `error` in place of its data.
    pub(crate) failed: bool,
}

/// One account of a document.
#[derive(Debug)]
pub(crate) struct Entry {
    id: String,
    title: String,
    detail: String,
    failed: bool,
    json: Box<RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    #[serde(borrow)]
    account_id: Cow<'a, str>,
    #[serde(borrow, default)]
    account_type: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    account_number_display: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    nickname: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    product_name: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    description: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

impl Document {
    pub(crate) fn parse(text: &str) -> serde_json::Result<Self> {
        let mut fields: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
        let accounts = fields.remove("accounts").ok_or_else(|| serde_json::Error::missing_field("accounts"))?;
        let accounts: Vec<Box<RawValue>> = serde_json::from_str(accounts.get())?;
        let entries = accounts.into_iter().map(Entry::parse).collect::<serde_json::Result<Vec<_>>>()?;
        let places = entries.iter().enumerate().map(|(place, entry)| (entry.id.clone(), place)).collect();
        let rest = fields.iter().map(|(name, value)| Ok(format!(",{}:{}", serde_json::to_string(name)?, value.get())));
        let mut document =
            Self { entries, places, rest: rest.collect::<serde_json::Result<_>>()?, whole: Bytes::new() };
        document.whole = document.render(document.entries.iter());
        Ok(document)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn entry(&self, id: &str) -> Option<&Entry> {
        self.places.get(id).map(|place| &self.entries[*place])
    }

    /// The document with the accounts that `wanted` chooses, in their own order. All of them come from ready bytes.
    pub(crate) fn with(&self, wanted: impl Fn(&str) -> bool) -> Part {
        let chosen: Vec<&Entry> = self.entries.iter().filter(|entry| wanted(&entry.id)).collect();
        let failed = chosen.iter().any(|entry| entry.failed);
        let all = chosen.len() == self.entries.len();
        Part { json: if all { self.whole.clone() } else { self.render(chosen.into_iter()) }, failed }
    }

    fn render<'a>(&self, entries: impl Iterator<Item = &'a Entry>) -> Bytes {
        let accounts: Vec<&str> = entries.map(|entry| entry.json.get()).collect();
        format!("{{\"accounts\":[{}]{}}}", accounts.join(","), self.rest).into()
    }
}

impl Entry {
    fn parse(json: Box<RawValue>) -> serde_json::Result<Self> {
        let wrapper: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(json.get())?;
        let (kind, account) = wrapper
            .iter()
            .find(|(kind, _)| kind.ends_with("Account"))
            .ok_or_else(|| serde_json::Error::custom("an account has no wrapper such as `depositAccount`"))?;
        let head: Head<'_> = serde_json::from_str(account.get())?;
        let name = [&head.nickname, &head.product_name, &head.description].into_iter().find_map(Option::as_ref);
        let kind = head.account_type.as_deref().unwrap_or_else(|| kind.trim_end_matches("Account"));
        let title = name.map_or_else(|| spoken(kind), |name| name.as_ref().to_owned());
        let number = head.account_number_display.as_deref().and_then(last_digits);
        let detail = number.map_or_else(|| spoken(kind), |digits| format!("{} ending in {digits}", spoken(kind)));
        Ok(Self { id: head.account_id.into_owned(), title, detail, failed: head.error.is_some(), json })
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// What a customer calls the account: "Everyday Checking".
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// What it is and how its number ends: "Checking ending in 0071".
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }
}

/// `COLLEGE_SAVINGS` and `College Savings` are "College savings" on a page; short names such as IRA keep their capitals.
fn spoken(kind: &str) -> String {
    let known = match kind {
        "IRA" => "IRA",
        "ROTH" => "Roth IRA",
        "CD" => "Certificate of deposit",
        "LINEOFCREDIT" | "LINE_OF_CREDIT" => "Line of credit",
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
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The digits at the end of a masked number such as `xxxxxx0071` or `...7054`.
fn last_digits(display: &str) -> Option<&str> {
    let start = display.rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |place| place + 1);
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
    fn a_number_keeps_its_digits_and_an_unknown_field_its_place() {
        let document = Document::parse(TEXT).unwrap();
        let all = document.with(|_| true).json;
        let all = std::str::from_utf8(&all).unwrap();
        assert!(all.contains("\"x\":1.10}") && all.ends_with("],\"asOf\":0.0}"), "{all}");
    }

    #[test]
    fn a_filtered_document_has_the_chosen_accounts_alone() {
        let document = Document::parse(TEXT).unwrap();
        assert_eq!(
            document.with(|id| id == "b").json,
            r#"{"accounts":[{"loanAccount":{"accountId":"b"}}],"asOf":0.0}"#
        );
    }

    #[test]
    fn an_account_is_described_by_what_its_document_says() {
        let document = Document::parse(TEXT).unwrap();
        let described: Vec<_> = document.entries().iter().map(|entry| (entry.title(), entry.detail())).collect();
        assert_eq!(described, [("Everyday", "Checking ending in 0071"), ("Loan", "Loan")]);
    }
}
