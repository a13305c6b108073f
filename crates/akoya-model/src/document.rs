//! Reads and writes whole documents, and finds what is in one by the names of its fields.

use std::borrow::Cow;

use crate::error::Error;
use crate::wire::extra::Extra;
use crate::wire::find;
use crate::wire::json::Json;
use crate::wire::node::Presence;
use crate::wire::pairs::pairs;
use crate::wire::readable::Readable;
use crate::wire::write;

/// A type that stands for a JSON object of the API. Only this crate implements it.
pub trait Model: Readable + Send {}

/// Reads a document.
///
/// # Errors
///
/// When the text is not JSON, or not a JSON object. Values of a wrong type are not errors; see [`Extra`](crate::Extra).
pub fn from_str<T: Model>(text: &str) -> Result<T, Error> {
    T::read(text)
}

/// Reads a document from bytes, which must be UTF-8.
///
/// # Errors
///
/// As [`from_str`], and [`ErrorKind::Encoding`](crate::ErrorKind::Encoding) when the bytes are not UTF-8.
pub fn from_slice<T: Model>(bytes: &[u8]) -> Result<T, Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => from_str(text),
        Err(e) => Err(Error::encoding(
            T::SHAPE,
            bytes.get(..e.valid_up_to()).unwrap_or_default(),
        )),
    }
}

/// Returns the value of a field as text, by the field's name in JSON: a string without
/// quotes, anything else as the JSON that came.
///
/// It is the way to show a value whose type is not the documented one, an amount `"1,234.50"` for example, which
/// the struct's field cannot hold. Of a union it looks into the case. Nothing when the field is absent or `null`.
///
/// ```
/// use akoya_model::{field_text, transactions::Transaction};
///
/// let transaction: Transaction =
///     akoya_model::from_str(r#"{"depositTransaction": {"transactionId": 17, "amount": "1,234.50"}}"#)?;
/// assert_eq!(transaction.amount(), None);
/// assert_eq!(field_text(&transaction, "amount").as_deref(), Some("1,234.50"));
/// assert_eq!(transaction.transaction_id(), Some("17"));
/// # Ok::<(), akoya_model::Error>(())
/// ```
pub fn field_text<T: Model>(value: &T, name: &str) -> Option<String> {
    find::field_text(value.view(), name)
}

/// Returns whether a field has a value, by the field's name in JSON, or by several names with dots between them;
/// a list has its positions as names, from 0.
///
/// It distinguishes an empty list from one that is absent, `null`, or something else than a list. A field that the
/// type does not have is of another type than any, when it has a value.
///
/// ```
/// use akoya_model::{Presence, accounts::AccountsInfo, presence};
///
/// let found = |text| akoya_model::from_str::<AccountsInfo>(text).map(|info| presence(&info, "accounts"));
/// assert_eq!(found(r#"{"accounts": []}"#)?, Presence::Value);
/// assert_eq!(found(r#"{"accounts": [{}]}"#)?, Presence::Value);
/// assert_eq!(found(r#"{"accounts": {"depositAccount": {}}}"#)?, Presence::OtherType);
/// assert_eq!(found(r#"{"code": 501}"#)?, Presence::Absent);
/// # Ok::<(), akoya_model::Error>(())
/// ```
pub fn presence<T: Model>(value: &T, path: &str) -> Presence {
    find::presence(value.view(), path)
}

/// Returns what an object holds besides the fields that its type has; nothing for a value that is one of several kinds.
pub fn extra<T: Model>(value: &T) -> Option<&Extra> {
    find::extra(value.view())
}

/// Returns the value, or, when it has no field of its type, the one in the only object in it that has: some
/// providers put one more object around a document.
///
/// ```
/// use akoya_model::{tax::TaxStatement, unwrapped};
///
/// let wrapped: TaxStatement = akoya_model::from_str(r#"{"taxStatement": {"taxStatementId": "t1"}}"#)?;
/// assert_eq!(unwrapped(&wrapped).tax_statement_id.as_deref(), Some("t1"));
/// # Ok::<(), akoya_model::Error>(())
/// ```
pub fn unwrapped<T: Model + Clone>(value: &T) -> Cow<'_, T> {
    inside(value).map_or(Cow::Borrowed(value), Cow::Owned)
}

/// A business beside a holder is none: it has fields of the same names.
const NOT_AROUND: &str = "businessCustomer";

fn inside<T: Model>(value: &T) -> Option<T> {
    let extra = find::extra(value.view())?;
    let objects = extra
        .unknown()
        .filter(|(name, json)| json.as_str().starts_with('{') && *name != NOT_AROUND);
    let mut objects = objects.peekable();
    // As good as always: only what is unusual is written to see its names.
    objects.peek()?;
    let own = pairs(&write::json(value.view()))?.len();
    if own > extra.unknown().count() {
        return None;
    }
    let is_field = |name: &str| T::FIELDS.iter().any(|field| field.wire() == name);
    let has_field = |json: &Json| {
        let names = pairs(json.as_str()).unwrap_or_default();
        names.iter().any(|(name, _)| is_field(name))
    };
    let mut found = objects.filter(|(_, json)| has_field(json));
    let (_, json) = found.next()?;
    match found.next() {
        Some(_) => None,
        None => T::read(json.as_str()).ok(),
    }
}

/// Writes a document, without white space: the JSON value that was read, digit for digit, changed where fields were
/// set.
pub fn to_string<T: Model>(value: &T) -> String {
    write::json(value.view())
}
