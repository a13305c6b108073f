//! Remarks: what a program should know of a response besides its data.

use std::fmt;

use akoya_model::api_error::{ApiErrorBody, FdxCode};

use crate::api_error::masked;

/// Something that a program that uses the data of a response should know of.
///
/// `Display` and `Debug` leave out what could be account data.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Remark {
    /// The provider reports an error or a warning beside the data, which may be incomplete.
    Error(ApiErrorBody),
    /// The document itself says that it is not whole: the field and its value, such as `status: PARTIAL`.
    Partial(String),
    /// There are more pages than the one that came, and the API's description of the operation has none.
    /// [`send_all`](crate::Call::send_all) and [`by_page`](crate::Call::by_page) follow the link, where the document is a
    /// list.
    MorePages,
    /// The list has ended, and the provider has announced more items than it sent (FDX's `page.totalElements`).
    Shortfall {
        /// So many items were sent.
        sent: u64,
        /// So many the list has.
        announced: u64,
    },
    /// The provider says with an error that there is nothing to list: the account has nothing of the kind.
    NoData(ApiErrorBody),
    /// The text was not UTF-8, nor in the encoding that the response names: U+FFFD replaces what was unreadable.
    BrokenText,
    /// Of so many items nothing can be read, or not all: a list that is read item by item says so, where a page
    /// [names](crate::Response::unread_items) them.
    UnreadItems(usize),
    /// So many items already appeared on the previous page; [`Response::into_items`](crate::Response::into_items) omits them.
    Repeated(usize),
}

impl Remark {
    /// Returns whether something may be missing from the data.
    pub fn is_incomplete(&self) -> bool {
        matches!(
            self,
            Self::Error(_)
                | Self::Partial(_)
                | Self::MorePages
                | Self::Shortfall { .. }
                | Self::UnreadItems(_)
        )
    }
}

impl Remark {
    /// Adds it to the remarks of earlier pages: each thing is said once.
    pub(crate) fn add_to(self, remarks: &mut Vec<Self>) {
        if let Self::Repeated(more) = self
            && let Some(Self::Repeated(count)) =
                (remarks.iter_mut()).find(|one| matches!(one, Self::Repeated(_)))
        {
            *count += more;
        } else if !remarks.contains(&self) {
            remarks.push(self);
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(error) => {
                write_error(f, "the provider reports a problem beside the data", error)
            }
            Self::Partial(text) => {
                write!(
                    f,
                    "the provider says that the data are incomplete: {}",
                    masked(text)
                )
            }
            Self::NoData(error) => write_error(f, "the provider has nothing to list", error),
            Self::MorePages => f.write_str("there are more pages, and only the first was read"),
            Self::Shortfall { sent, announced } => {
                write!(
                    f,
                    "the provider announced {announced} items and sent {sent}"
                )
            }
            Self::BrokenText => {
                f.write_str("the text is not UTF-8; unreadable parts were replaced")
            }
            Self::UnreadItems(1) => f.write_str("1 item cannot be read"),
            Self::UnreadItems(count) => write!(f, "{count} items cannot be read"),
            Self::Repeated(1) => f.write_str("1 item already appeared on the previous page"),
            Self::Repeated(count) => {
                write!(f, "{count} items already appeared on the previous page")
            }
        }
    }
}

fn write_error(f: &mut fmt::Formatter<'_>, what: &str, error: &ApiErrorBody) -> fmt::Result {
    f.write_str(what)?;
    match error.fdx_code() {
        Some(FdxCode::Other(code)) => write!(f, ", code {code}")?,
        Some(code) => write!(f, ", code {code}")?,
        None => {}
    }
    match error.text() {
        Some(text) => write!(f, ": {}", masked(&text)),
        None => Ok(()),
    }
}

impl fmt::Debug for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(error) => f.debug_tuple("Error").field(error).finish(),
            Self::Partial(text) => f.debug_tuple("Partial").field(&masked(text)).finish(),
            Self::NoData(error) => f.debug_tuple("NoData").field(error).finish(),
            Self::MorePages => f.write_str("MorePages"),
            Self::Shortfall { sent, announced } => f
                .debug_struct("Shortfall")
                .field("sent", sent)
                .field("announced", announced)
                .finish(),
            Self::BrokenText => f.write_str("BrokenText"),
            Self::UnreadItems(count) => f.debug_tuple("UnreadItems").field(count).finish(),
            Self::Repeated(count) => f.debug_tuple("Repeated").field(count).finish(),
        }
    }
}
