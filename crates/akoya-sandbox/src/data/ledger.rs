use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::reason::{Reason, each, read};
use super::timestamp;
use super::volume::Volume;

/// Things with a time, oldest first: the transactions or statements of one account.
#[derive(Debug)]
pub(crate) struct Ledger(Entries);

#[derive(Debug)]
enum Entries {
    Listed(Vec<Entry>),
    Made(Volume),
}

#[derive(Debug)]
struct Entry {
    at: i64,
    json: Box<RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    #[serde(borrow, default)]
    posted_timestamp: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    transaction_timestamp: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    account_id: Option<&'a RawValue>,
}

impl Ledger {
    /// Reads the file of an account's transactions.
    pub(crate) fn parse(text: &str, account: &str) -> Result<Self, Reason> {
        #[derive(Deserialize)]
        struct File {
            transactions: Vec<Box<RawValue>>,
        }
        let file: File = read(text)?;
        let times = each("transactions", &file.transactions, |json| {
            time_of_transaction(json, account)
        })?;
        Ok(Self::new(times.into_iter().zip(file.transactions)))
    }

    /// Orders JSON texts by their times.
    pub(crate) fn new(timed: impl IntoIterator<Item = (i64, Box<RawValue>)>) -> Self {
        let mut entries: Vec<Entry> = timed
            .into_iter()
            .map(|(at, json)| Entry { at, json })
            .collect();
        entries.sort_by_key(|entry| entry.at);
        Self(Entries::Listed(entries))
    }

    /// Entries that are made when they are asked for.
    pub(crate) fn of(volume: Volume) -> Self {
        Self(Entries::Made(volume))
    }

    /// How many there are from `start` to `end`, both included.
    pub(crate) fn count(&self, start: i64, end: i64) -> usize {
        self.between(start, end).len()
    }

    /// A page of them as JSON texts with commas between.
    pub(crate) fn page(&self, start: i64, end: i64, offset: usize, limit: usize) -> String {
        let all = self.between(start, end);
        // Places are counted, not walked through: a late page costs no more than an early one.
        let first = all.start.saturating_add(offset).min(all.end);
        let page: Vec<_> = (first..first.saturating_add(limit).min(all.end))
            .map(|place| self.text(place))
            .collect();
        page.join(",")
    }

    /// The JSON texts from `start` to `end`.
    pub(crate) fn texts(&self, start: i64, end: i64) -> impl Iterator<Item = Cow<'_, str>> {
        self.between(start, end).map(|place| self.text(place))
    }

    fn text(&self, place: usize) -> Cow<'_, str> {
        match &self.0 {
            Entries::Listed(entries) => {
                Cow::from(entries.get(place).map_or("null", |entry| entry.json.get()))
            }
            Entries::Made(volume) => Cow::from(volume.text(place)),
        }
    }

    fn between(&self, start: i64, end: i64) -> Range<usize> {
        self.partition_point(|at| at < start)..self.partition_point(|at| at <= end)
    }

    fn partition_point(&self, is_before: impl Fn(i64) -> bool) -> usize {
        match &self.0 {
            Entries::Listed(entries) => entries.partition_point(|entry| is_before(entry.at)),
            Entries::Made(volume) => volume.partition_point(is_before),
        }
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self(Entries::Listed(Vec::new()))
    }
}

/// A transaction is dated by when it was posted; one that is still pending by when it happened.
fn time_of_transaction(json: &RawValue, account: &str) -> Result<i64, Reason> {
    let wrapper: BTreeMap<Cow<'_, str>, &RawValue> = read(json.get())?;
    let (kind, transaction) = wrapper
        .iter()
        .find(|(kind, _)| kind.ends_with("Transaction"))
        .ok_or_else(|| Reason::new("a transaction needs a wrapper such as `depositTransaction`"))?;
    time_in(transaction, account).map_err(|reason| reason.inside(kind))
}

fn time_in(transaction: &RawValue, account: &str) -> Result<i64, Reason> {
    let head: Head<'_> = read(transaction.get())?;
    // What is no text is served as it is, as in any other field.
    let id = head
        .account_id
        .and_then(|id| serde_json::from_str::<String>(id.get()).ok());
    if let Some(id) = id.filter(|id| id != account) {
        return Err(
            Reason::new(format!("`{id}` is not `{account}`, whose file this is"))
                .inside("accountId"),
        );
    }
    match (&head.posted_timestamp, &head.transaction_timestamp) {
        (Some(text), _) => time("postedTimestamp", text),
        (None, Some(text)) => time("transactionTimestamp", text),
        (None, None) => Err(Reason::new(
            "a transaction needs a `postedTimestamp` or `transactionTimestamp`",
        )),
    }
}

/// Reads a time as a bank writes it.
pub(crate) fn time(field: &str, text: &str) -> Result<i64, Reason> {
    timestamp::provider(text)
        .ok_or_else(|| Reason::new(format!("`{text}` is not a time")).inside(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"transactions":[
        {"depositTransaction":{"transactionId":"2","postedTimestamp":"2021-08-09"}},
        {"depositTransaction":{"transactionId":"1","postedTimestamp":"2021-08-01T05:00:00Z"}},
        {"depositTransaction":{"transactionId":"3","postedTimestamp":null,"transactionTimestamp":"2021-08-09T00:00:00.001Z"}}]}"#;

    #[test]
    fn transactions_are_ordered_by_time_and_both_ends_of_a_range_belong_to_it() {
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
