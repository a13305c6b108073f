//! The tax statements of a user: what a search shows, and the forms.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::account_list::AccountList;
use super::parse_error::{ParseError, each, parse};
use crate::pdf::PdfDocument;

/// The fields of a form that a search shows.
const HEADER: [&str; 7] = [
    "taxYear",
    "corrected",
    "accountId",
    "taxFormId",
    "taxFormDate",
    "additionalInformation",
    "taxFormType",
];

/// One tax statement: a document with one or more forms.
#[derive(Debug)]
pub(crate) struct TaxStatement {
    json: Box<RawValue>,
    value: Map<String, Value>,
}

impl TaxStatement {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseError> {
        let json: Box<RawValue> = parse(text)?;
        let value: Map<String, Value> = parse(text)?;
        let statement = Self { json, value };
        let required = [
            ("taxYear", statement.year().is_some(), "it must be a number"),
            (
                "taxStatementId",
                statement.id().is_some(),
                "it must be a string",
            ),
            (
                "forms",
                statement.forms().next().is_some(),
                "it must be a list of objects such as {\"taxW2\": {…}}",
            ),
        ];
        match required.into_iter().find(|(_, is_valid, _)| !is_valid) {
            Some((field, _, text)) => Err(ParseError::new(text).inside(field)),
            None => Ok(statement),
        }
    }

    /// Returns the document as it is in the file.
    pub(crate) fn text(&self) -> &str {
        self.json.get()
    }

    pub(crate) fn year(&self) -> Option<i64> {
        self.value.get("taxYear")?.as_i64()
    }

    pub(crate) fn id(&self) -> Option<&str> {
        self.value.get("taxStatementId")?.as_str()
    }

    /// Returns whether the statement or one of its forms has this id.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.id() == Some(id)
            || self
                .forms()
                .any(|(_, form)| text(form, "taxFormId") == Some(id))
    }

    /// Returns whether one of its forms has this type, such as `Tax1099Int`.
    pub(crate) fn has_form(&self, form_type: &str) -> bool {
        self.forms()
            .any(|(_, form)| text(form, "taxFormType") == Some(form_type))
    }

    /// Returns the accounts that its forms belong to. A form without one belongs to the customer.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = &str> {
        self.forms().filter_map(|(_, form)| text(form, "accountId"))
    }

    /// Checks that every account that a form names is one of these.
    pub(crate) fn check_accounts(&self, accounts: &AccountList) -> Result<(), ParseError> {
        let checked = each("forms", self.listed(), |form| {
            let named = form
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(kind, form)| Some((kind, form.as_object()?)));
            let mut named = named.filter_map(|(kind, form)| Some((kind, text(form, "accountId")?)));
            match named.find(|(_, id)| accounts.account(id).is_none()) {
                Some((kind, id)) => {
                    let error = ParseError::new(format!("accounts.json has no account `{id}`"));
                    Err(error.inside("accountId").inside(kind))
                }
                None => Ok(()),
            }
        });
        checked.map(drop)
    }

    /// Summarizes the statement as a search shows it: the headers of the forms, without their boxes.
    pub(crate) fn summary(&self) -> Value {
        let header = |form: &Map<String, Value>| -> Map<String, Value> {
            HEADER
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), form.get(*name)?.clone())))
                .collect()
        };
        let forms = self.forms().map(|(kind, form)| {
            Value::Object(Map::from_iter([(kind.to_owned(), header(form).into())]))
        });
        let mut summary = self.without(&["forms", "issuer", "recipient"]);
        summary.insert("forms".to_owned(), forms.collect());
        summary.into()
    }

    /// Returns the statement with a PDF in place of its forms.
    pub(crate) fn with_pdf(&self) -> Value {
        let mut statement = self.without(&["forms"]);
        statement.insert("taxDataType".to_owned(), "BASE64_PDF".into());
        statement.insert("pdf".to_owned(), STANDARD.encode(self.pdf()).into());
        statement.into()
    }

    /// Prints all forms as a document.
    pub(crate) fn pdf(&self) -> Vec<u8> {
        let year = self.year().unwrap_or_default();
        let mut document = PdfDocument::new(
            format!("Tax statement {year}"),
            vec![format!("Statement {}", self.id().unwrap_or_default())],
        );
        for (kind, form) in self.forms() {
            document.row(["", &format!("Form {}", kind.trim_start_matches("tax")), ""]);
            for (name, value) in form
                .iter()
                .filter(|(name, _)| !HEADER.contains(&name.as_str()))
            {
                match value {
                    Value::Number(number) if number.is_f64() => {
                        document.row([
                            "",
                            name,
                            &format!("{:.2}", number.as_f64().unwrap_or_default()),
                        ]);
                    }
                    Value::Number(number) => document.row(["", name, &number.to_string()]),
                    Value::String(text) => document.row(["", &format!("{name}: {text}"), ""]),
                    _ => {}
                }
            }
        }
        document.render()
    }

    fn forms(&self) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
        let kinds = self.listed().filter_map(Value::as_object).flatten();
        kinds.filter_map(|(kind, form)| Some((kind.as_str(), form.as_object()?)))
    }

    fn listed(&self) -> impl Iterator<Item = &Value> {
        self.value
            .get("forms")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    }

    fn without(&self, names: &[&str]) -> Map<String, Value> {
        let kept = self
            .value
            .iter()
            .filter(|(name, _)| !names.contains(&name.as_str()));
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

fn text<'a>(form: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    form.get(name)?.as_str()
}
