//! The statements of one account: the list, and what their documents say.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ledger::{self, Ledger};
use super::parse_error::{ParseError, each, parse};

/// The statements of one account.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    ledger: Ledger,
    periods: BTreeMap<String, i64>,
    processing: Vec<String>,
    moved: BTreeMap<String, String>,
}

/// The result of a search for a statement.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lookup<'a> {
    /// The statement ends at this time, in milliseconds since 1970.
    Until(i64),
    /// It is not ready yet.
    Processing,
    /// It has this other id now.
    Moved(&'a str),
    /// No statement has this id.
    Missing,
}

/// `statements` is the list; the other fields control the documents.
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
struct StatementFields<'a> {
    #[serde(borrow)]
    statement_id: Cow<'a, str>,
    #[serde(borrow)]
    statement_date: Cow<'a, str>,
}

impl Statements {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseError> {
        let file: File<'_> = parse(text)?;
        let dated = each("statements", file.statements, |json| {
            let fields: StatementFields<'_> = parse(json.get())?;
            Ok((
                fields.statement_id.into_owned(),
                ledger::time("statementDate", &fields.statement_date)?,
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

    pub(crate) fn find(&self, id: &str) -> Lookup<'_> {
        if self.processing.iter().any(|one| one == id) {
            return Lookup::Processing;
        }
        if let Some(other) = self.moved.get(id) {
            return Lookup::Moved(other);
        }
        self.periods
            .get(id)
            .map_or(Lookup::Missing, |at| Lookup::Until(*at))
    }
}
