//! Forms of documents that banks send and clients do not expect.

use serde::{Deserialize, Serialize};
#[cfg(feature = "clap")]
use serde_json::Value;

/// What is odd about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OddAccount {
    /// It has no `accountId`.
    #[default]
    NoId,
    /// Its `accountId` is a number.
    NumericId,
    /// Its wrapper is of a kind that FDX does not know: `{"digitalWalletAccount": {…}}`.
    UnknownKind,
    /// It has no wrapper, and an `accountCategory`, as in FDX 6.
    Flat,
    /// Its wrapper holds a list: `{"depositAccount": [{…}]}`.
    List,
    /// An error is in its place, with status 206, in the sandbox's form of a partial response.
    Error,
}

/// What is odd about the pages of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OddPages {
    /// Every page has the rows of the first, and a link to a further one: they never end.
    #[default]
    SameRows,
    /// No page has rows, and each has a link to a further one: they never end.
    Empty,
    /// Each page links to itself.
    Circle,
    /// Each page begins with the last row of the page before.
    Overlap,
    /// The link is a text instead of an object: `"next": "/transactions/…"`.
    TextLink,
}

/// Reads a value of the command line: JSON, or a text.
#[cfg(feature = "clap")]
pub(super) fn json_or_text(text: &str) -> Result<Value, std::convert::Infallible> {
    Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)))
}
