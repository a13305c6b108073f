//! Documents that are one page of a list, and their links to the next.

use std::hash::RandomState;

use akoya_model::link::Links;
use akoya_model::{DateTime, Extra, Json, JsonKind, Model};

/// A document that is one page of a list.
pub trait Paged: Model + Send + 'static {
    /// What the list is made of.
    type Item: Model + Send;

    /// Returns what the page says of the page after.
    fn next_page(&self) -> NextPage;

    /// Returns the page's part of the list; empty when the page has none.
    fn items(&self) -> &[Self::Item];

    /// Returns the page's part of the list, to be changed; nothing when the page has none.
    fn items_mut(&mut self) -> Option<&mut Vec<Self::Item>>;

    /// Returns the page's part of the list; empty when the page has none.
    fn into_items(self) -> Vec<Self::Item>;

    /// Returns when an item was: what a range of days is held against.
    fn time_of(item: &Self::Item) -> Option<&DateTime> {
        let _ = item;
        None
    }

    /// Returns what tells an item from all others of the list; nothing when it has no identifier.
    fn identity(item: &Self::Item, state: &RandomState) -> Option<u64> {
        let _ = (item, state);
        None
    }
}

/// Returns whether this text tells an item from others. Some providers write `""`, `0` or zeros in groups where they have none:
/// items that share such a text are not one.
pub(crate) fn identifies(id: &str) -> bool {
    id.chars()
        .any(|letter| !matches!(letter, '0' | '-') && !letter.is_whitespace())
}

/// What a page says of the page after.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "there is a page after, there is none, or that is unknown"
)]
pub enum NextPage {
    /// This is the last page.
    None,
    /// The address of the page after.
    At(String),
    /// There is something in place of the link that is none.
    Unreadable,
}

impl NextPage {
    /// Reads the link of a document: from its `links`, or from what is in their place.
    pub(crate) fn of(links: Option<&Links>, extra: &Extra) -> Self {
        match (links, extra.invalid("links")) {
            (Some(links), _) => Self::in_links(links),
            (None, Some(json)) if may_have_next(json) => Self::Unreadable,
            (None, _) => Self::None,
        }
    }

    /// Reads the link of a document whose type has no links.
    pub(crate) fn of_unknown(extra: &Extra) -> Self {
        let Some(json) = extra.get("links") else {
            return Self::None;
        };
        match json.read::<Links>() {
            Ok(links) => Self::in_links(&links),
            Err(_) if may_have_next(json) => Self::Unreadable,
            Err(_) => Self::None,
        }
    }

    fn in_links(links: &Links) -> Self {
        let is_unreadable = |json: Option<&Json>| json.is_some_and(is_something);
        let Some(next) = &links.next else {
            let unreadable = is_unreadable(links.extra.invalid("next"));
            return if unreadable {
                Self::Unreadable
            } else {
                Self::None
            };
        };
        match &next.href {
            Some(href) if !href.is_empty() => Self::At(href.clone()),
            None if is_unreadable(next.extra.invalid("href")) => Self::Unreadable,
            _ => Self::None,
        }
    }
}

/// Returns whether something in place of the links could have one to the next page. A list of links may have others only.
fn may_have_next(json: &Json) -> bool {
    is_something(json)
        && (json.kind() != JsonKind::Array || json.as_str().to_lowercase().contains("next"))
}

/// Returns whether a value is neither `null` nor empty.
fn is_something(json: &Json) -> bool {
    !json.is_null() && !matches!(&*json.text(), "" | "[]" | "{}")
}

#[cfg(test)]
mod tests {
    use akoya_model::transactions::Transactions;

    use super::*;

    fn next(page: &str) -> NextPage {
        let page: Transactions = akoya_model::from_str(page).unwrap();
        NextPage::of(page.links.as_ref(), &page.extra)
    }

    #[test]
    fn last_page_is_one_without_a_link() {
        for page in [
            "{}",
            r#"{"links":null}"#,
            r#"{"links":{}}"#,
            r#"{"links":{"next":null}}"#,
            r#"{"links":{"next":{"href":""}}}"#,
            r#"{"links":{"next":{"href":null}}}"#,
            r#"{"links":{"prev":{"href":"/p1"}}}"#,
            r#"{"links":[]}"#,
            r#"{"links":[{"rel":"self","href":"/p1"}]}"#,
            r#"{"links":{"next":""}}"#,
        ] {
            assert_eq!(next(page), NextPage::None, "{page}");
        }
    }

    #[test]
    fn link_in_another_form_is_not_the_end() {
        for page in [
            r#"{"links":{"next":"/p2"}}"#,
            r#"{"links":[{"rel":"next","href":"/p2"}]}"#,
            r#"{"links":{"next":{"href":{"url":"/p2"}}}}"#,
            r#"{"links":{"next":{"href":2}}}"#,
            r#"{"links":{"next":["/p2"]}}"#,
            r#"{"links":"/p2"}"#,
        ] {
            assert_ne!(next(page), NextPage::None, "{page}");
        }
        assert_eq!(
            next(r#"{"links":{"next":{"href":"/p2"}}}"#),
            NextPage::At("/p2".to_owned())
        );
    }
}
