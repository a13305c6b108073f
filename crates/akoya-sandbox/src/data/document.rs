use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use axum::body::Bytes;
use serde_json::Value;
use serde_json::value::RawValue;

use super::reason::{Reason, each, read};

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
    /// The name of its wrapper.
    kind: String,
    id: String,
    title: String,
    detail: String,
    failed: bool,
    json: Box<RawValue>,
}

/// The fields of an account. Only its id has to be of the right type.
struct Head<'a>(BTreeMap<Cow<'a, str>, &'a RawValue>);

impl<'a> Head<'a> {
    fn id(&self) -> Result<Cow<'a, str>, Reason> {
        let id = self
            .0
            .get("accountId")
            .ok_or_else(|| Reason::new("missing field `accountId`"))?;
        let id = read::<Cow<'_, str>>(id.get())
            .ok()
            .filter(|id| !id.is_empty());
        id.ok_or_else(|| Reason::new("it must be a text, and not empty").inside("accountId"))
    }

    fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.0
            .get(name)
            .and_then(|value| serde_json::from_str(value.get()).ok())
    }

    fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| value.get() != "null")
    }
}

impl Document {
    pub(crate) fn parse(text: &str) -> Result<Self, Reason> {
        let mut fields: BTreeMap<String, &RawValue> = read(text)?;
        let accounts = fields
            .remove("accounts")
            .ok_or_else(|| Reason::new("missing field `accounts`"))?;
        let accounts: Vec<Box<RawValue>> =
            read(accounts.get()).map_err(|reason| reason.inside("accounts"))?;
        let entries = each("accounts", accounts, Entry::parse)?;
        let places = places(&entries)?;
        let rest = fields
            .iter()
            .map(|(name, value)| format!(",{}:{}", Value::from(name.as_str()), value.get()));
        let mut document = Self {
            rest: rest.collect(),
            entries,
            places,
            whole: Bytes::new(),
        };
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
        let chosen: Vec<&Entry> = self
            .entries
            .iter()
            .filter(|entry| wanted(&entry.id))
            .collect();
        let failed = chosen.iter().any(|entry| entry.failed);
        let all = chosen.len() == self.entries.len();
        Part {
            json: if all {
                self.whole.clone()
            } else {
                self.render(chosen.into_iter())
            },
            failed,
        }
    }

    fn render<'a>(&self, entries: impl Iterator<Item = &'a Entry>) -> Bytes {
        let accounts: Vec<&str> = entries.map(|entry| entry.json.get()).collect();
        format!("{{\"accounts\":[{}]{}}}", accounts.join(","), self.rest).into()
    }
}

/// Where the account of an id is. Two accounts cannot have the same.
fn places(entries: &[Entry]) -> Result<HashMap<String, usize>, Reason> {
    let mut places = HashMap::new();
    for (place, Entry { id, kind, .. }) in entries.iter().enumerate() {
        if let Some(first) = places.insert(id.clone(), place) {
            let reason = Reason::new(format!("`{id}` is already accounts[{first}]"));
            return Err(reason.inside(&format!("accounts[{place}].{kind}.accountId")));
        }
    }
    Ok(places)
}

impl Entry {
    fn parse(json: Box<RawValue>) -> Result<Self, Reason> {
        let wrapper: BTreeMap<Cow<'_, str>, &RawValue> = read(json.get())?;
        let (kind, account) = wrapper
            .iter()
            .find(|(kind, _)| kind.ends_with("Account"))
            .ok_or_else(|| Reason::new("an account needs a wrapper such as `depositAccount`"))?;
        let head = read(account.get())
            .map(Head)
            .map_err(|reason| reason.inside(kind))?;
        let id = head
            .id()
            .map_err(|reason| reason.inside(kind))?
            .into_owned();
        let name = ["nickname", "productName", "description"]
            .into_iter()
            .find_map(|name| head.text(name));
        let account_type = head.text("accountType");
        let said = account_type
            .as_deref()
            .unwrap_or_else(|| kind.trim_end_matches("Account"));
        let title = name.map_or_else(|| spoken(said), Cow::into_owned);
        let number = head.text("accountNumberDisplay");
        let number = number.as_deref().and_then(last_digits);
        let detail = number.map_or_else(
            || spoken(said),
            |digits| format!("{} ending in {digits}", spoken(said)),
        );
        let failed = head.has("error");
        let kind = kind.to_string();
        Ok(Self {
            kind,
            id,
            title,
            detail,
            failed,
            json,
        })
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
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The digits at the end of a masked number such as `xxxxxx0071` or `...7054`.
fn last_digits(display: &str) -> Option<&str> {
    let start = display
        .rfind(|letter: char| !letter.is_ascii_digit())
        .map_or(0, |place| place + 1);
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
        assert!(
            all.contains("\"x\":1.10}") && all.ends_with("],\"asOf\":0.0}"),
            "{all}"
        );
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
        let described: Vec<_> = document
            .entries()
            .iter()
            .map(|entry| (entry.title(), entry.detail()))
            .collect();
        assert_eq!(
            described,
            [("Everyday", "Checking ending in 0071"), ("Loan", "Loan")]
        );
    }
}
