//! The list in a document: a response without it is an error, not an empty list.

use std::collections::BTreeMap;

use akoya_model::api_error::ApiErrorBody;
use akoya_model::{Extra, Json, Model, Presence};

use crate::paged::NextPage;
use crate::remark::Remark;

/// What a document is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// The list, if it is about one.
    pub(crate) list: Option<List>,
    /// Where its items are: names of fields with dots between them, `*` for any.
    pub(crate) items: &'static [&'static str],
}

/// The list that a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct List {
    /// The name of the field, with a dot before one inside another.
    pub(crate) field: &'static str,
    /// The document when there is nothing.
    pub(crate) empty: &'static str,
}

/// What a document turned out to be.
#[derive(Debug)]
pub(crate) enum DocumentKind {
    /// The list, and what is to be known of it.
    List(Vec<Remark>),
    /// Something else that came with a success status, and what it says.
    Other(Option<ApiErrorBody>),
}

/// The lists whose description has no pages.
const WITHOUT_PAGES: &str = "accounts";

impl List {
    /// Looks at a document. That a customer has nothing is concluded from an empty list or `null` in its place, and from nothing else.
    pub(crate) fn in_document<T: Model>(self, document: &T) -> DocumentKind {
        let extra = akoya_model::extra(document);
        let error = extra.and_then(error_beside);
        let presence = akoya_model::presence(document, self.field);
        let has_items = || presence == Presence::Value && !is_empty(document, self.field);
        // A page may have no items and still lead on.
        let is_list = match presence {
            Presence::Value | Presence::Null => true,
            Presence::OtherType => false,
            Presence::Absent => {
                akoya_model::presence(document, "links.next.href") == Presence::Value
            }
        };
        if !is_list || (error.is_some() && !has_items()) {
            return DocumentKind::Other(error);
        }
        let mut remarks: Vec<_> = error.into_iter().map(Remark::Error).collect();
        let leads_on = |extra| NextPage::of_unknown(extra) != NextPage::None;
        if self.field == WITHOUT_PAGES && extra.is_some_and(leads_on) {
            remarks.push(Remark::MorePages);
        }
        DocumentKind::List(remarks)
    }
}

/// Returns the error that came in place of a document without a list: one that has no field of its own.
pub(crate) fn error_in_place_of<T: Model>(document: &T) -> Option<ApiErrorBody> {
    let extra = akoya_model::extra(document)?;
    let error = error_beside(extra)?;
    // Written to see its names, which it hardly ever comes to.
    let written: Json = akoya_model::to_string(document).parse().ok()?;
    let fields: BTreeMap<String, Json> = written.read().ok()?;
    (fields.len() == extra.unknown().count()).then_some(error)
}

fn is_empty(document: &impl Model, field: &str) -> bool {
    akoya_model::presence(document, &format!("{field}.0")) == Presence::Absent
}

/// Names of what is an error when it stands beside a list.
const ERRORS: [&str; 7] = [
    "error", "errors", "code", "message", "Fault", "fault", "detail",
];

/// Returns whether a field of this name beside a document is an error.
pub(crate) fn is_error(name: &str) -> bool {
    ERRORS.contains(&name)
}

fn error_beside(extra: &Extra) -> Option<ApiErrorBody> {
    let found = extra.unknown().filter(|(name, _)| is_error(name));
    let mut found = found.peekable();
    // As good as always: every document comes by here.
    found.peek()?;
    let mut body = ApiErrorBody::default();
    for (name, json) in found {
        match name {
            "code" => body.code = json.read().ok(),
            "message" => body.message = Some(json.text().into_owned()).filter(|_| !json.is_null()),
            name => body.extra.insert(name, json.clone()),
        }
    }
    let body = body.unwrapped();
    (body.code.is_some() || body.text().is_some()).then_some(body)
}
