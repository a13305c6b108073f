//! The list in a document: a response without it is an error, not an empty list.

use std::collections::BTreeMap;

use akoya_model::api_error::ApiErrorBody;
use akoya_model::{Json, Presence, Untyped};

use crate::next_page::{self, NextOffset, NextPage};
use crate::remark::Remark;

/// What a document is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// The list, if it is about one.
    pub(crate) list: Option<List>,
    /// Where its items are: names of fields with dots between them, `*` for any.
    pub(crate) items: &'static [&'static str],
    /// Fields of which a document that is not a list has at least one, the most specific first.
    /// None are required when it may be empty.
    pub(crate) needs: &'static [&'static str],
    /// Whether a status beside the data is that of the response. A service API lists things by their own status, and may repeat the one
    /// that was asked for.
    pub(crate) has_status: bool,
}

impl About {
    /// A document of which nothing is known.
    pub(crate) const UNKNOWN: Self = Self {
        list: None,
        items: &[],
        needs: &[],
        has_status: false,
    };

    /// Returns whether a document has any of the fields that it needs, itself or in an object in it.
    pub(crate) fn is_in(self, document: Untyped<'_>) -> bool {
        let Some(extra) = document.extra().filter(|_| !self.needs.is_empty()) else {
            return true;
        };
        let is_given = |json: &Json| !json.is_null();
        let has_one = |json: &Json, is_enough: fn(&str) -> bool| {
            let fields = json.read::<BTreeMap<String, Json>>();
            let fields = fields.unwrap_or_default();
            let mut needs = self.needs.iter().filter(|name| is_enough(name));
            needs.any(|name| fields.get(*name).is_some_and(is_given))
        };
        let is_own = |name: &&str| {
            let is_read = document.presence(name) == Presence::Value;
            let is_one = |json| has_one(json, |_| true);
            is_read
                || extra.get(name).is_some_and(is_given)
                || extra.invalid(name).is_some_and(is_one)
        };
        let mut around = extra.unknown();
        self.needs.iter().any(is_own) || around.any(|(_, json)| has_one(json, is_telling))
    }
}

/// Returns whether an object with a field of this name is likely the one that is looked
/// for. Anything may have a name, the bank too.
fn is_telling(name: &str) -> bool {
    !matches!(
        name,
        "name" | "email" | "emails" | "addresses" | "telephones" | "attributes"
    )
}

/// The list that a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct List {
    /// The name of the field, with a dot before one inside another.
    pub(crate) field: &'static str,
    /// The document when there is nothing.
    pub(crate) empty: &'static str,
    /// Whether the API's description has pages of it, so that one with a link is nothing unusual.
    has_pages: bool,
}

/// Returns the list that an operation has declared: its field, the document when there is nothing, and whether it comes in pages.
macro_rules! list {
    () => {
        None
    };
    ($field:literal, $empty:literal) => {
        Some(crate::list::List::new($field, $empty))
    };
    ($field:literal, $empty:literal, pages) => {
        Some(crate::list::List::new($field, $empty).pages())
    };
}

pub(crate) use list;

/// What a document turned out to be.
#[derive(Debug)]
pub(crate) enum DocumentKind {
    /// The list, and what there is to know about it.
    List(Vec<Remark>),
    /// Something else that came with a success status, and what it says.
    Other(Option<ApiErrorBody>),
}

impl List {
    /// Creates a list that comes whole.
    pub(crate) const fn new(field: &'static str, empty: &'static str) -> Self {
        Self {
            field,
            empty,
            has_pages: false,
        }
    }

    /// Makes it a list that comes in pages.
    pub(crate) const fn pages(self) -> Self {
        Self {
            has_pages: true,
            ..self
        }
    }

    /// Returns whether it lists the accounts themselves.
    pub(crate) fn is_of_accounts(self) -> bool {
        self.field == "accounts"
    }

    /// Looks at a document. That a customer has nothing is concluded from an empty list, and from nothing else. `null` in its place says
    /// nothing: neither FDX nor Akoya describes a list that may be `null`, and Akoya's sample of a customer has it for the accounts of
    /// a customer who has some.
    /// `partial` is the field by which the document says that it is not whole.
    pub(crate) fn in_document(
        self,
        document: Untyped<'_>,
        partial: Option<String>,
    ) -> DocumentKind {
        let extra = document.extra();
        let error = extra.and_then(ApiErrorBody::beside);
        let presence = document.presence(self.field);
        let has_items = || presence == Presence::Value && !is_empty(document, self.field);
        // A page may have no items and still lead on.
        let leads_to_a_page = || {
            let next = extra.map(NextPage::of_unknown);
            document.presence("links.next.href") == Presence::Value
                || matches!(next, Some(NextPage::At(_)))
        };
        let is_list = match presence {
            Presence::Value => true,
            Presence::OtherType => false,
            Presence::Absent | Presence::Null => leads_to_a_page(),
        };
        if !is_list || (error.is_some() && !has_items()) {
            return DocumentKind::Other(error);
        }
        // What is not whole and has nothing says nothing of the customer either.
        if let Some(partial) = &partial
            && !has_items()
            && !leads_to_a_page()
        {
            return DocumentKind::Other(Some(ApiErrorBody {
                message: Some(partial.clone()),
                ..ApiErrorBody::default()
            }));
        }
        let mut remarks: Vec<_> = error.into_iter().map(Remark::Error).collect();
        remarks.extend(partial.map(Remark::Partial));
        if !self.has_pages {
            let more = self.leads_on(document).then_some(Remark::MorePages);
            remarks.extend(more.or_else(|| self.shortfall(document)));
        }
        DocumentKind::List(remarks)
    }

    /// Returns whether a document of a list without pages says that there are more nevertheless.
    fn leads_on(self, document: Untyped<'_>) -> bool {
        let is_short = |next: NextOffset| next.total.is_none_or(|total| !self.has(document, total));
        has_next_link(document) || NextOffset::of(document).is_some_and(is_short)
    }

    /// Returns what is missing of a list without pages that says how long it is.
    fn shortfall(self, document: Untyped<'_>) -> Option<Remark> {
        let announced = next_page::announced(document)?;
        if self.has(document, announced) {
            return None;
        }
        let sent = (0..announced).find(|sent| !self.has(document, sent + 1))?;
        Some(Remark::Shortfall { sent, announced })
    }

    /// Returns whether the list has so many items.
    fn has(self, document: Untyped<'_>, count: u64) -> bool {
        let last = count
            .checked_sub(1)
            .map(|last| format!("{}.{last}", self.field));
        last.is_none_or(|last| document.presence(&last) != Presence::Absent)
    }
}

/// Returns whether a document whose type has no links has one to a next page.
pub(crate) fn has_next_link(document: Untyped<'_>) -> bool {
    let extra = document.extra().filter(|extra| !extra.is_empty());
    extra.is_some_and(|extra| NextPage::of_unknown(extra) != NextPage::None)
}

/// Returns the error or warning beside the data of a document without a list. A message alone may be anything there.
pub(crate) fn error_beside(document: Untyped<'_>) -> Option<ApiErrorBody> {
    let extra = document.extra()?;
    let error = ApiErrorBody::beside(extra)?;
    let is_message = error.code.is_none() && extra.get("message").is_some();
    Some(error).filter(|error| !is_message || !error.extra.is_empty())
}

/// Returns the error that came in place of a document without a list: one that has no field of its own, or only one with an
/// error in it.
pub(crate) fn error_in_place_of(document: Untyped<'_>) -> Option<ApiErrorBody> {
    let extra = document.extra()?;
    let error = ApiErrorBody::beside(extra);
    if document.inspect().is_empty() {
        return None;
    }
    // Written to see its names; this is rare.
    let written: Json = document.to_json().parse().ok()?;
    let fields: BTreeMap<String, Json> = written.read().ok()?;
    let alone = || (fields.len() == 1).then(|| fields.values().next().and_then(error_alone))?;
    error
        .filter(|_| fields.len() == extra.unknown().count())
        .or_else(alone)
}

/// Returns the error in an object that has nothing else: what it is about may have an error beside its data.
fn error_alone(json: &Json) -> Option<ApiErrorBody> {
    let fields: BTreeMap<String, Json> = json.read().ok()?;
    let is_of_error = |name: &String| matches!(name.as_str(), "code" | "message" | "debugMessage");
    let is_alone = fields.len() == 1 || fields.keys().all(is_of_error);
    ApiErrorBody::in_place_of(json).filter(|_| is_alone)
}

fn is_empty(document: Untyped<'_>, field: &str) -> bool {
    document.presence(&format!("{field}.0")) == Presence::Absent
}
