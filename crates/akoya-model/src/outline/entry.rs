//! A transaction, by what distinguishes it from others.

use std::borrow::Cow;
use std::fmt;

use super::items::Item;
use super::places::Places;
use crate::amount::Amount;
use crate::document::{Model, to_string};
use crate::transactions::Transaction;
use crate::transactions::identity::{Identity, identity, number_of};
use crate::wire::cursor::{Cursor, Malformed, Token};
use crate::wire::node::{Fit, Node, Value, View, Wire};
use crate::wire::readable::readable;
use crate::wire::shape::Shape;
use crate::wire::walk::Walk;

/// A transaction, by what distinguishes it from others: a number that is another in each process.
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
}

impl Entry {
    fn of(transaction: &Transaction) -> Self {
        match identity(transaction) {
            Some(number) => Self::Identified(number),
            None => Self::Anonymous(number_of(&to_string(transaction))),
        }
    }
}

impl Item for Entry {
    fn read(cursor: &mut Cursor<'_>, places: &mut Places) -> Result<Self, Malformed> {
        let (begun, noted) = (cursor.clone(), places.count());
        if let Some(number) = read_usual(cursor, places)? {
            return Ok(Self::Identified(number));
        }
        // Begun again, and read as a transaction.
        *cursor = begun;
        places.forget(noted);
        let mut transaction = None::<Transaction>;
        Transaction::read_into(&mut cursor.clone(), &mut transaction)?;
        places.pass(cursor)?;
        transaction.as_ref().map(Self::of).ok_or(Malformed)
    }
}

/// Reads the number of a transaction as nearly all are: with an identifier, and without another field beside it that
/// could be the transaction. Nothing for another, and the cursor stays where that was seen.
fn read_usual(cursor: &mut Cursor<'_>, places: &mut Places) -> Result<Option<u64>, Malformed> {
    let mut number = None;
    let mut is_first = true;
    if !cursor.enter_object() {
        return Ok(None);
    }
    while let Some((name, place)) = places.next_field(cursor, &mut is_first)? {
        let is_case = Transaction::FIELDS.iter().any(|field| field.wire() == name);
        if !is_case {
            places.pass(cursor)?;
        } else if number.is_some() || !cursor.enter_object() {
            return Ok(None);
        } else {
            let identity = read_identity(cursor, places)?;
            number = identity.and_then(|identity| identity.number());
            if number.is_none() {
                return Ok(None);
            }
        }
        places.end(place, cursor);
    }
    Ok(number)
}

/// Reads the fields of an object, which the cursor has just entered, as those of a transaction are read; nothing where
/// one has an object or a list for its value. Of several values of one field the last counts.
fn read_identity<'a>(
    cursor: &mut Cursor<'a>,
    places: &mut Places,
) -> Result<Option<Identity<'a>>, Malformed> {
    let mut read = Identity::default();
    let mut is_first = true;
    while let Some((name, place)) = places.next_field(cursor, &mut is_first)? {
        let is_read = match &*name {
            "transactionId" => read_text(&mut read.id, cursor)?,
            "postedTimestamp" => read_text(&mut read.posted, cursor)?,
            "description" => read_text(&mut read.description, cursor)?,
            "status" => read_status(&mut read.status, cursor)?,
            "amount" => read_amount(&mut read.amount, cursor)?,
            _ => places.pass(cursor).map(|()| true)?,
        };
        if !is_read {
            return Ok(None);
        }
        places.end(place, cursor);
    }
    Ok(Some(read))
}

/// Reads a text, or what stands for one; false, and nothing is read, for an object or a list.
fn read_text<'a>(
    text: &mut Option<Cow<'a, str>>,
    cursor: &mut Cursor<'a>,
) -> Result<bool, Malformed> {
    *text = match cursor.peek() {
        Some(b'{' | b'[') => return Ok(false),
        Some(b'"') => match cursor.string()? {
            Token::Plain(text) => Some(Cow::Borrowed(text)),
            Token::Escaped(json) => read_string(&mut cursor.again(json))?,
        },
        Some(b'n') if cursor.word("null") => None,
        _ => read_string(cursor)?,
    };
    Ok(true)
}

fn read_string(cursor: &mut Cursor<'_>) -> Result<Option<Cow<'static, str>>, Malformed> {
    let mut text = None::<String>;
    String::read_into(cursor, &mut text)?;
    Ok(text.map(Cow::Owned))
}

/// Reads a status, for which nothing but a string stands; false, and nothing is read, for an object or a list.
fn read_status<'a>(
    status: &mut Option<Cow<'a, str>>,
    cursor: &mut Cursor<'a>,
) -> Result<bool, Malformed> {
    if matches!(cursor.peek(), Some(b'{' | b'[')) {
        return Ok(false);
    }
    *status = cursor.text()?;
    Ok(true)
}

/// Reads an amount; false, and nothing is read, for an object or a list.
fn read_amount(amount: &mut Option<Amount>, cursor: &mut Cursor<'_>) -> Result<bool, Malformed> {
    *amount = None;
    match cursor.peek() {
        Some(b'{' | b'[') => return Ok(false),
        Some(b'n') if cursor.word("null") => {}
        _ => {
            Amount::read_into(cursor, amount)?;
        }
    }
    Ok(true)
}

impl Node for Entry {
    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

impl Value for Entry {
    /// Writes the number, by which entries without an identifier are compared.
    fn write_json(&self, out: &mut String) {
        let (Self::Identified(number) | Self::Anonymous(number)) = self;
        out.push_str(&number.to_string());
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

impl Model for Entry {}

readable!(Entry);
