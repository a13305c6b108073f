//! Ledgers: what has a time, and is read in pages of a range.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::generator::Generator;
use super::parse_error::{ParseError, each, parse};
use super::timestamp;

/// Items with a time, oldest first: the transactions or statements of one account.
#[derive(Debug)]
pub(crate) struct Ledger(Source);

#[derive(Debug)]
enum Source {
    Listed(Vec<Item>),
    Generated(Generator),
}

#[derive(Debug)]
struct Item {
    at: i64,
    json: Box<RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TransactionFields<'a> {
    #[serde(borrow, default)]
    posted_timestamp: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    transaction_timestamp: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    account_id: Option<&'a RawValue>,
}

impl Ledger {
    /// Parses the file of an account's transactions.
    pub(crate) fn parse(text: &str, account: &str) -> Result<Self, ParseError> {
        #[derive(Deserialize)]
        struct File {
            transactions: Vec<Box<RawValue>>,
        }
        let file: File = parse(text)?;
        let times = each("transactions", &file.transactions, |json| {
            time_of_transaction(json, account)
        })?;
        Ok(Self::new(times.into_iter().zip(file.transactions)))
    }

    /// Orders JSON texts by their times.
    pub(crate) fn new(timed: impl IntoIterator<Item = (i64, Box<RawValue>)>) -> Self {
        let mut items: Vec<Item> = timed
            .into_iter()
            .map(|(at, json)| Item { at, json })
            .collect();
        items.sort_by_key(|item| item.at);
        Self(Source::Listed(items))
    }

    /// Creates a ledger whose items are generated on demand.
    pub(crate) fn generated(generator: Generator) -> Self {
        Self(Source::Generated(generator))
    }

    /// Returns the number of items from `start` to `end`, both included.
    pub(crate) fn count(&self, start: i64, end: i64) -> usize {
        self.between(start, end).len()
    }

    /// Writes a page of them, as the inside of a JSON list.
    pub(crate) fn page(&self, start: i64, end: i64, offset: usize, limit: usize) -> String {
        let all = self.between(start, end);
        // Computed, not iterated to: a late page costs no more than an early one.
        let first = all.start.saturating_add(offset).min(all.end);
        let page: Vec<_> = (first..first.saturating_add(limit).min(all.end))
            .map(|index| self.text(index))
            .collect();
        page.join(",")
    }

    /// Lists the JSON texts from `start` to `end`.
    pub(crate) fn texts(&self, start: i64, end: i64) -> impl Iterator<Item = Cow<'_, str>> {
        self.between(start, end).map(|index| self.text(index))
    }

    fn text(&self, index: usize) -> Cow<'_, str> {
        match &self.0 {
            Source::Listed(items) => {
                Cow::from(items.get(index).map_or("null", |item| item.json.get()))
            }
            Source::Generated(generator) => Cow::from(generator.text(index)),
        }
    }

    fn between(&self, start: i64, end: i64) -> Range<usize> {
        self.partition_point(|at| at < start)..self.partition_point(|at| at <= end)
    }

    fn partition_point(&self, is_before: impl Fn(i64) -> bool) -> usize {
        match &self.0 {
            Source::Listed(items) => items.partition_point(|item| is_before(item.at)),
            Source::Generated(generator) => generator.partition_point(is_before),
        }
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self(Source::Listed(Vec::new()))
    }
}

/// Reads the time that a transaction is sorted and found by: when it was posted or, while it is pending, when it
/// happened.
fn time_of_transaction(json: &RawValue, account: &str) -> Result<i64, ParseError> {
    let wrapper: BTreeMap<Cow<'_, str>, &RawValue> = parse(json.get())?;
    let (kind, transaction) = wrapper
        .iter()
        .find(|(kind, _)| kind.ends_with("Transaction"))
        .ok_or_else(|| {
            ParseError::new("a transaction needs a wrapper such as `depositTransaction`")
        })?;
    time_in(transaction, account).map_err(|error| error.inside(kind))
}

fn time_in(transaction: &RawValue, account: &str) -> Result<i64, ParseError> {
    let fields: TransactionFields<'_> = parse(transaction.get())?;
    // An id that is not a string is served unchanged, like any other field of an unexpected type.
    let id = fields
        .account_id
        .and_then(|id| serde_json::from_str::<String>(id.get()).ok());
    if let Some(id) = id.filter(|id| id != account) {
        return Err(ParseError::new(format!(
            "`{id}` is not `{account}`, the account of this file"
        ))
        .inside("accountId"));
    }
    match (&fields.posted_timestamp, &fields.transaction_timestamp) {
        (Some(text), _) => time("postedTimestamp", text),
        (None, Some(text)) => time("transactionTimestamp", text),
        (None, None) => Err(ParseError::new(
            "a transaction needs a `postedTimestamp` or `transactionTimestamp`",
        )),
    }
}

/// Parses a time as banks write it.
pub(crate) fn time(field: &str, text: &str) -> Result<i64, ParseError> {
    timestamp::provider(text)
        .ok_or_else(|| ParseError::new(format!("`{text}` is not a time")).inside(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"transactions":[
        {"depositTransaction":{"transactionId":"2","postedTimestamp":"2021-08-09"}},
        {"depositTransaction":{"transactionId":"1","postedTimestamp":"2021-08-01T05:00:00Z"}},
        {"depositTransaction":{"transactionId":"3","postedTimestamp":null,"transactionTimestamp":"2021-08-09T00:00:00.001Z"}}]}"#;

    #[test]
    fn transactions_are_sorted_by_time_and_a_range_includes_both_ends() {
        let ledger = Ledger::parse(TEXT, "a").unwrap();
        let day = timestamp::provider("2021-08-09").unwrap();
        assert_eq!(ledger.count(0, i64::MAX), 3);
        assert_eq!(ledger.count(day, day), 1);
        assert!(ledger.page(0, i64::MAX, 0, 1).contains("\"1\""));
        assert!(ledger.page(day, day + 1, 1, 9).contains("\"3\""));
        assert_eq!(ledger.page(0, i64::MAX, 9, 9), "");
        assert_eq!(ledger.count(5, 4), 0);
    }

    #[test]
    fn a_transaction_without_a_time_is_refused() {
        let text = r#"{"transactions":[{"depositTransaction":{"transactionId":"2"}}]}"#;
        assert!(
            Ledger::parse(text, "a")
                .unwrap_err()
                .to_string()
                .contains("needs a `postedTimestamp`")
        );
    }
}
