//! A transaction, by what distinguishes it from others.

use std::fmt;
use std::hash::{BuildHasher as _, Hash, Hasher, RandomState};
use std::sync::LazyLock;

use super::items::Item;
use super::places::Places;
use crate::amount::Amount;
use crate::document::{Model, to_string};
use crate::transactions::{Transaction, TransactionStatus};
use crate::wire::cursor::{Cursor, Malformed, Token};
use crate::wire::node::{Fit, Node, Value, View, Wire};
use crate::wire::readable::readable;
use crate::wire::shape::Shape;
use crate::wire::walk::Walk;

/// A transaction, by what distinguishes it from others. The numbers are hashes with a key that only this process knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "it has an identifier or it has none"
)]
pub enum Entry {
    /// One with an identifier.
    Identified(u64),
    /// One without: what distinguishes it is its whole text.
    Anonymous(u64),
    /// One whose identity takes reading it as a [`Transaction`]; what is in it has no places.
    Unusual,
}

static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

impl Entry {
    pub(super) fn of(transaction: &Transaction) -> Self {
        match identity(transaction) {
            Some(number) => Self::Identified(number),
            None => Self::Anonymous(KEY.hash_one(to_string(transaction))),
        }
    }
}

/// Returns what distinguishes a transaction from others of its account; nothing for one without an identifier.
pub fn identity(transaction: &Transaction) -> Option<u64> {
    let id = transaction.transaction_id().filter(|id| identifies(id));
    id.map(|_| Identity::of(transaction).hash())
}

/// Returns whether this text identifies an item. Some providers write `""`, `0` or zeros in groups where they have
/// none: items that share such a text are not one.
pub fn identifies(id: &str) -> bool {
    id.chars()
        .any(|letter| !matches!(letter, '0' | '-') && !letter.is_whitespace())
}

/// What distinguishes a transaction from others of its account. Pending and posted with one identifier are two entries.
#[derive(Default, Hash)]
struct Identity<'a> {
    id: Option<&'a str>,
    status: Option<&'a str>,
    posted: Option<&'a str>,
    description: Option<&'a str>,
    amount: Option<Amount>,
}

impl<'a> Identity<'a> {
    fn of(transaction: &'a Transaction) -> Self {
        Self {
            id: transaction.transaction_id(),
            status: transaction.status().map(TransactionStatus::as_str),
            posted: transaction.posted_timestamp().map(|time| time.as_str()),
            description: transaction.description(),
            amount: transaction.amount().cloned(),
        }
    }

    fn hash(&self) -> u64 {
        let mut bytes = HashedBytes(Vec::with_capacity(160));
        Hash::hash(self, &mut bytes);
        bytes.finish()
    }

    /// Reads the fields of an object, which the cursor has just entered: as a [`Transaction`] is read, but for what
    /// is unusual, and then returns nothing.
    fn read(cursor: &mut Cursor<'a>, places: &mut Places) -> Result<Option<Self>, Malformed> {
        let mut read = Self::default();
        let mut is_usual = true;
        let mut is_first = true;
        while let Some((name, number)) = places.next_field(cursor, &mut is_first)? {
            is_usual &= match &*name {
                "transactionId" => read_text(&mut read.id, cursor)?,
                "status" => read_text(&mut read.status, cursor)?,
                "postedTimestamp" => read_text(&mut read.posted, cursor)?,
                "description" => read_text(&mut read.description, cursor)?,
                "amount" => read_amount(&mut read.amount, cursor)?,
                _ => places.pass(cursor).map(|()| true)?,
            };
            places.end(number, cursor);
        }
        Ok(Some(read).filter(|read| is_usual && read.id.is_some_and(identifies)))
    }
}

/// What is hashed of a value, to be hashed at once: fifteen pieces, each by itself, take SipHash three times as long.
struct HashedBytes(Vec<u8>);

impl Hasher for HashedBytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        KEY.hash_one(&self.0)
    }
}

/// Reads a text without escapes, or `null`, into a place that is empty; false for anything else.
fn read_text<'a>(slot: &mut Option<&'a str>, cursor: &mut Cursor<'a>) -> Result<bool, Malformed> {
    match cursor.peek() {
        Some(b'"') if slot.is_none() => {
            if let Token::Plain(text) = cursor.string()? {
                *slot = Some(text);
            }
            Ok(slot.is_some())
        }
        _ => Ok(cursor.skip()? == "null" && slot.is_none()),
    }
}

/// Reads a number, or `null`, into a place that is empty; false for anything else.
fn read_amount(slot: &mut Option<Amount>, cursor: &mut Cursor<'_>) -> Result<bool, Malformed> {
    match cursor.peek() {
        Some(b'-' | b'0'..=b'9') if slot.is_none() => {
            Amount::read_into(cursor, slot)?;
            Ok(slot.is_some())
        }
        _ => Ok(cursor.skip()? == "null" && slot.is_none()),
    }
}

impl Node for Entry {
    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

impl Value for Entry {
    /// Writes the number: what two entries without an identifier are compared by is what they are written as.
    fn write_json(&self, out: &mut String) {
        match self {
            Self::Identified(number) | Self::Anonymous(number) => out.push_str(&number.to_string()),
            Self::Unusual => out.push_str("null"),
        }
    }

    fn inspect(&self, _walk: &mut Walk) {}

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Wire for Entry {
    const SHAPE: Shape = Transaction::SHAPE;

    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        *slot = Some(Self::read(cursor, &mut Places::default())?);
        Ok(Fit::Complete)
    }
}

impl Item for Entry {
    fn read(cursor: &mut Cursor<'_>, places: &mut Places) -> Result<Self, Malformed> {
        let identity = match cursor.enter_object() {
            true => read_case(cursor, places)?,
            false => cursor.skip().map(|_| None)?,
        };
        Ok(match identity {
            Some(identity) => Self::Identified(identity.hash()),
            None => {
                places.leave();
                Self::Unusual
            }
        })
    }
}

/// Reads the object around a transaction, which the cursor has just entered; nothing where more than one of its fields
/// could be the transaction.
fn read_case<'a>(
    cursor: &mut Cursor<'a>,
    places: &mut Places,
) -> Result<Option<Identity<'a>>, Malformed> {
    let mut case = None;
    let mut is_first = true;
    let mut is_usual = true;
    while let Some((name, number)) = places.next_field(cursor, &mut is_first)? {
        let is_case = Transaction::FIELDS.iter().any(|field| field.wire() == name);
        if is_case && case.is_none() && cursor.enter_object() {
            case = Some(Identity::read(cursor, places)?);
        } else {
            is_usual &= !is_case;
            places.pass(cursor)?;
        }
        places.end(number, cursor);
    }
    Ok(case.flatten().filter(|_| is_usual))
}

impl Model for Entry {}

readable!(Entry);
