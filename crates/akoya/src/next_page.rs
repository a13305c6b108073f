//! What a page says about the next page, in every form that providers have for it.

use std::collections::BTreeMap;

use akoya_model::link::Links;
use akoya_model::{Extra, Json, JsonKind, Untyped};

/// What a page says about the next page.
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

/// Where a document has its links: as Akoya describes it, as HAL does, and as other APIs do.
const LINKS: [&str; 4] = ["links", "_links", "paging", "pagination"];

/// Names of a link that stands in the document itself.
const LINK: [&str; 4] = ["next", "nextLink", "nextPage", "nextUrl"];

/// Names of what says that there are more, without a link to them.
const MORE: [&str; 3] = ["hasMore", "hasNext", "has_more"];

/// Names of the address in a link.
const ADDRESS: [&str; 3] = ["href", "url", "uri"];

impl NextPage {
    /// Reads the link of a document: from its `links`, or from what is in their place.
    pub(crate) fn of(links: Option<&Links>, extra: &Extra) -> Self {
        match links.map(Self::in_links) {
            Some(next) if next != Self::None => next,
            _ => Self::of_unknown(extra),
        }
    }

    /// Reads the link of a document from what its type has no field for.
    pub(crate) fn of_unknown(extra: &Extra) -> Self {
        let field = |name: &str| extra.get(name).or_else(|| extra.invalid(name));
        let links = LINKS.into_iter().filter_map(field).map(Self::in_unknown);
        let link = LINK.into_iter().filter_map(field).map(Self::link);
        let more = MORE.into_iter().filter_map(field).map(Self::more);
        Self::best(links.chain(link).chain(more))
    }

    /// Reads whether there are more, from a field that does not say where.
    fn more(json: &Json) -> Self {
        match &*json.text() {
            "true" => Self::Unreadable,
            _ => Self::None,
        }
    }

    /// Returns what is said best: an address, else that there is something.
    fn best(all: impl Iterator<Item = Self>) -> Self {
        all.fold(Self::None, |best, next| match (&best, &next) {
            (Self::At(_), _) | (_, Self::None) => best,
            (Self::Unreadable, Self::Unreadable) => best,
            _ => next,
        })
    }

    fn in_links(links: &Links) -> Self {
        match &links.next {
            None => links.extra.invalid("next").map_or(Self::None, Self::link),
            Some(next) => match next.href.as_deref().map(str::trim) {
                Some(href) if !href.is_empty() => Self::At(href.to_owned()),
                Some(_) => Self::None,
                None => Self::without_href(&next.extra),
            },
        }
    }

    /// Reads a link without the address that Akoya describes. There may be one under another name.
    fn without_href(link: &Extra) -> Self {
        let others = ADDRESS.into_iter().filter_map(|name| link.get(name));
        let addresses = link.invalid("href").into_iter().chain(others);
        match Self::best(addresses.map(Self::link)) {
            Self::None if !link.is_null("href") && link.unknown().next().is_some() => {
                Self::Unreadable
            }
            next => next,
        }
    }

    /// Reads something in place of the links.
    fn in_unknown(json: &Json) -> Self {
        match json.kind() {
            _ if is_nothing(json) => Self::None,
            JsonKind::Object => {
                let fields = fields(json);
                let next = LINK.iter().filter_map(|name| fields.get(*name));
                Self::best(next.map(Self::link))
            }
            JsonKind::Array => {
                let links = json.read::<Vec<Json>>().unwrap_or_default();
                match Self::best(links.iter().map(Self::in_list)) {
                    // A list of links may have others only.
                    Self::None if !json.as_str().to_lowercase().contains("next") => Self::None,
                    Self::None => Self::Unreadable,
                    next => next,
                }
            }
            _ => Self::Unreadable,
        }
    }

    /// Reads an element of a list of links: `{"rel": "next", "href": "/p2"}`.
    fn in_list(json: &Json) -> Self {
        let fields = fields(json);
        let is_next = fields
            .get("rel")
            .is_some_and(|rel| rel.text().trim().eq_ignore_ascii_case("next"));
        match is_next {
            true => Self::link(json),
            false if fields.contains_key("rel") => Self::None,
            false => Self::in_unknown(json),
        }
    }

    /// Reads what should be a link: its address, an object with the address, or a list of one such.
    fn link(json: &Json) -> Self {
        match json.kind() {
            _ if is_nothing(json) => Self::None,
            JsonKind::String => Self::At(json.text().trim().to_owned()),
            JsonKind::Object => {
                let fields = fields(json);
                let mut address = ADDRESS.iter().filter_map(|name| fields.get(*name));
                match address.next() {
                    Some(address) if is_nothing(address) => Self::None,
                    Some(address) if address.kind() == JsonKind::String => Self::link(address),
                    _ => Self::Unreadable,
                }
            }
            _ => match json.read::<[Json; 1]>() {
                Ok([only]) => Self::link(&only),
                Err(_) => Self::Unreadable,
            },
        }
    }
}

/// The page object of FDX, which has an offset in place of a link: `{"page": {"nextOffset": "2", "totalElements":
/// 120}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NextOffset {
    /// What the next request has as its `offset`.
    pub(crate) offset: String,
    /// How many items the whole list has.
    pub(crate) total: Option<u64>,
}

impl NextOffset {
    /// Reads the offset of a document, if it has one.
    pub(crate) fn of(document: Untyped<'_>) -> Option<Self> {
        Some(Self {
            offset: of_page(document, "nextOffset")?,
            total: announced(document),
        })
    }
}

/// Returns how many items the whole list has, as a page of it says.
pub(crate) fn announced(document: Untyped<'_>) -> Option<u64> {
    of_page(document, "totalElements")?.parse().ok()
}

/// Returns a field of a document's page object, or of the document itself.
fn of_page(document: Untyped<'_>, name: &str) -> Option<String> {
    let extra = document.extra()?;
    let page = extra.get("page").map(fields).unwrap_or_default();
    let json = page.get(name).or_else(|| extra.get(name))?;
    let text = json.text().trim().to_owned();
    Some(text).filter(|_| !is_nothing(json))
}

fn fields(json: &Json) -> BTreeMap<String, Json> {
    json.read().unwrap_or_default()
}

/// Returns whether a value says that there is nothing.
fn is_nothing(json: &Json) -> bool {
    json.is_null() || matches!(json.text().trim(), "" | "[]" | "{}" | "false")
}

#[cfg(test)]
mod tests {
    use akoya_model::accounts::AccountsInfo;
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
            r#"{"_links":{"self":{"href":"/p1"}},"next":null}"#,
            r#"{"nextPage":false,"paging":{"previous":"/p1"}}"#,
        ] {
            assert_eq!(next(page), NextPage::None, "{page}");
        }
    }

    #[test]
    fn link_is_followed_in_whatever_form_it_is_clear() {
        let p2 = NextPage::At("/p2".to_owned());
        for page in [
            r#"{"links":{"next":{"href":"/p2"}}}"#,
            r#"{"links":{"next":{"href":" /p2 "}}}"#,
            r#"{"links":{"next":"/p2"}}"#,
            r#"{"links":{"next":["/p2"]}}"#,
            r#"{"links":{"next":[{"href":"/p2"}]}}"#,
            r#"{"links":{"next":{"url":"/p2"}}}"#,
            r#"{"links":[{"rel":"self","href":"/p1"},{"rel":"Next","href":"/p2"}]}"#,
            r#"{"links":[{"next":{"href":"/p2"}}]}"#,
            r#"{"_links":{"next":{"href":"/p2"}}}"#,
            r#"{"paging":{"next":"/p2"}}"#,
            r#"{"next":"/p2"}"#,
            r#"{"next":{"href":"/p2"},"links":{}}"#,
            r#"{"nextLink":"/p2","links":{"next":null}}"#,
        ] {
            assert_eq!(next(page), p2, "{page}");
            let info: AccountsInfo = akoya_model::from_str(page).unwrap();
            let found = NextPage::of_unknown(&info.extra);
            assert_eq!(found, p2, "{page}, of a type without links");
        }
    }

    #[test]
    fn link_that_is_not_clear_is_not_the_end() {
        for page in [
            r#"{"links":{"next":{"href":{"url":"/p2","x":["/p3"]}}}}"#,
            r#"{"links":{"next":{"href":2}}}"#,
            r#"{"links":{"next":["/p2","/p3"]}}"#,
            r#"{"links":{"next":{"page":2}}}"#,
            r#"{"links":"/p2"}"#,
            r#"{"links":["next","/p2"]}"#,
            r#"{"links":[{"rel":"next"}]}"#,
            r#"{"nextPage":2}"#,
            r#"{"next":true}"#,
        ] {
            assert_ne!(next(page), NextPage::None, "{page}");
        }
    }

    #[test]
    fn offset_is_read_as_text_or_number() {
        let of = |page: &str| {
            let page: Transactions = akoya_model::from_str(page).unwrap();
            NextOffset::of(Untyped::of(&page))
        };
        let offset = |offset: &str, total| {
            let offset = offset.to_owned();
            Some(NextOffset { offset, total })
        };
        let page = r#"{"page":{"nextOffset":"B2","totalElements":120}}"#;
        assert_eq!(of(page), offset("B2", Some(120)));
        assert_eq!(of(r#"{"page":{"nextOffset":2}}"#), offset("2", None));
        assert_eq!(of(r#"{"nextOffset":"2"}"#), offset("2", None));
        for none in [
            "{}",
            r#"{"page":{"nextOffset":null}}"#,
            r#"{"page":{"nextOffset":" ","totalElements":3}}"#,
        ] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
