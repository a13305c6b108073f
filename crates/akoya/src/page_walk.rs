//! Follows the links from page to page, and notices a list that does not end.

use std::sync::Arc;

use url::Url;

use crate::error::Error;
use crate::next_page::NextPage;
use crate::page_memory::PageMemory;
use crate::paged::Page;
use crate::prepared::PreparedRequest;
use crate::remark::Remark;
use crate::response::Response;

/// Where the walk through the pages of a list is.
pub(crate) struct PageWalk {
    next: Option<Arc<PreparedRequest>>,
    /// Why the list ends after the page that was given last.
    fault: Option<Error>,
    memory: PageMemory,
}

impl PageWalk {
    /// Begins with the first page.
    pub(crate) fn new(first: PreparedRequest) -> Self {
        Self {
            next: Some(Arc::new(first)),
            fault: None,
            memory: PageMemory::default(),
        }
    }

    /// Begins at a position that [`position`](Self::position) gave.
    pub(crate) fn resume(call: PreparedRequest, position: &str) -> Result<Self, Error> {
        let url = follow(&call, position)
            .ok_or_else(|| Error::input(call.name(), "the cursor leads to another host"))?;
        Ok(Self {
            memory: PageMemory::resumed(),
            ..Self::new(call.at(url))
        })
    }

    /// Returns the address of the next page; nothing after the last.
    pub(crate) fn position(&self) -> Option<&str> {
        self.next.as_ref().map(|call| call.url.as_str())
    }

    /// Returns how many items could not be read, or not wholly.
    pub(crate) fn unread(&self) -> usize {
        self.memory.unread()
    }

    pub(crate) fn memory(&self) -> &PageMemory {
        &self.memory
    }

    /// Returns the call for the next page; nothing after the last, or why there is none.
    pub(crate) fn next(&mut self) -> Option<Result<Arc<PreparedRequest>, Error>> {
        match self.fault.take() {
            Some(fault) => Some(Err(fault)),
            None => self.next.clone().map(Ok),
        }
    }

    /// Finds the following page before this one is given away. What is wrong with the way there is reported after it.
    pub(crate) fn advance(
        &mut self,
        response: &mut Response<()>,
        page: &dyn Page,
    ) -> Result<(), Error> {
        let Some(call) = self.next.take() else {
            return Ok(());
        };
        let wrong = |text: &'static str| {
            Error::unexpected(call.name(), text)
                .with_interaction_id(response.interaction_id.clone())
        };
        // What one page alone cannot know is found out here.
        response
            .remarks
            .retain(|remark| !matches!(remark, Remark::MorePages | Remark::Shortfall { .. }));
        let seen = self.memory.remember(&call, page);
        if seen.is_repeated {
            return Err(wrong(
                "the provider sends the same page again: the list may be incomplete",
            ));
        }
        match following(&call, page, &self.memory) {
            Ok(Some(url)) => self.next = Some(Arc::new(Arc::unwrap_or_clone(call).at(url))),
            Ok(None) => {
                let shortfall = self.memory.shortfall(page.untyped());
                response.remarks.extend(shortfall);
            }
            Err(text) => self.fault = Some(wrong(text)),
        }
        if seen.repeated > 0 {
            response.remarks.push(Remark::Repeated(seen.repeated));
        }
        response.left_out = seen.left_out;
        Ok(())
    }
}

/// The most empty pages in a row. Twelve months may be a page each; a list that continues without an item has no end.
const MOST_EMPTY: u32 = 100;

/// Returns the URL of the page after, or what is wrong with it.
fn following(
    call: &PreparedRequest,
    page: &dyn Page,
    memory: &PageMemory,
) -> Result<Option<String>, &'static str> {
    let url = match page.next() {
        NextPage::At(href) => {
            follow(call, &href).ok_or("the link to the next page leads to another host")?
        }
        NextPage::Unreadable => {
            return Err("an unreadable next link: the list is incomplete");
        }
        NextPage::None => match memory.next_offset(page.untyped()) {
            Some(offset) => at_offset(call, &offset).ok_or("the next offset cannot be used")?,
            None => return Ok(None),
        },
    };
    if memory.has_url(&url) {
        return Err("the links between the pages form a loop");
    }
    if memory.empty_pages() >= MOST_EMPTY {
        return Err("the provider keeps sending empty pages");
    }
    Ok(Some(url))
}

/// Returns the URL that a link on the page at `call` leads to, or `None` when that is another origin.
fn follow(call: &PreparedRequest, href: &str) -> Option<String> {
    let api = call.client.api();
    let absolute_path =
        href.starts_with('/') && !href.starts_with("//") && !href.starts_with("/\\");
    if absolute_path && href.bytes().all(is_of_a_link) {
        // Kept to the letter: its encoding is the provider's business.
        let origin = api.as_str().strip_suffix(api.path())?;
        return Some(format!("{origin}{}", under_prefix(api, href)));
    }
    let url = Url::parse(&call.url).ok()?.join(href).ok()?;
    (url.origin() == api.origin() && url.username().is_empty() && url.password().is_none())
        .then(|| url.to_string())
}

/// Returns whether a byte may be in a link as it is. The others a URL has in another form, or not at all.
fn is_of_a_link(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"#<>{}".contains(&byte)
}

/// Returns the URL of the same list from an offset on, as FDX's `nextOffset` means it.
fn at_offset(call: &PreparedRequest, offset: &str) -> Option<String> {
    let mut url = Url::parse(&call.url).ok()?;
    let query: Vec<_> = url
        .query_pairs()
        .filter(|(name, _)| name != "offset")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(query)
        .append_pair("offset", offset);
    Some(url.to_string())
}

/// Returns the path with the API's own prefix in front, unless it has it: a gateway may serve the API below a path
/// that the links in the documents do not have.
fn under_prefix(api: &Url, path: &str) -> String {
    if path.starts_with(api.path()) {
        path.to_owned()
    } else {
        format!("{}{}", api.path(), path.trim_start_matches('/'))
    }
}
