use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ledger::{self, Ledger};
use super::reason::{Reason, each, read};

/// The statements of one account.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    ledger: Ledger,
    periods: BTreeMap<String, i64>,
    processing: Vec<String>,
    moved: BTreeMap<String, String>,
}

/// What there is under a statement's id.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    /// The statement up to this time, in milliseconds since 1970.
    Until(i64),
    /// It is not ready.
    Processing,
    /// It is found under another id.
    Moved(&'a str),
    Nothing,
}

/// `statements` is what is listed; the other fields say how the documents are answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    #[serde(borrow)]
    statements: Vec<&'a RawValue>,
    #[serde(default)]
    processing: Vec<String>,
    #[serde(default)]
    moved: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    #[serde(borrow)]
    statement_id: Cow<'a, str>,
    #[serde(borrow)]
    statement_date: Cow<'a, str>,
}

impl Statements {
    pub(crate) fn parse(text: &str) -> Result<Self, Reason> {
        let file: File<'_> = read(text)?;
        let dated = each("statements", file.statements, |json| {
            let head: Head<'_> = read(json.get())?;
            Ok((
                head.statement_id.into_owned(),
                ledger::time("statementDate", &head.statement_date)?,
                json.to_owned(),
            ))
        })?;
        let periods = dated.iter().map(|(id, at, _)| (id.clone(), *at)).collect();
        let timed = dated.into_iter().map(|(_, at, json)| (at, json));
        Ok(Self {
            ledger: Ledger::new(timed),
            periods,
            processing: file.processing,
            moved: file.moved,
        })
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub(crate) fn find(&self, id: &str) -> Found<'_> {
        if self.processing.iter().any(|one| one == id) {
            return Found::Processing;
        }
        if let Some(other) = self.moved.get(id) {
            return Found::Moved(other);
        }
        self.periods
            .get(id)
            .map_or(Found::Nothing, |at| Found::Until(*at))
    }
}
