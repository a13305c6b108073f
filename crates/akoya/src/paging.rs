//! Following the links from page to page.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use akoya_model::Model;
use akoya_model::link::Links;
use futures_core::Stream;
use url::Url;

use crate::error::Error;
use crate::prepared::PreparedRequest;
use crate::response::Response;

/// A document that is one page of a list.
pub trait Paged: Model + Send + 'static {
    /// What the list is made of.
    type Item: Send;

    /// Returns the links to the page after, absent on the last one, and to the page before, absent on the first one.
    fn links(&self) -> Option<Links>;

    /// Returns the page's part of the list; empty when the page has none.
    fn into_items(self) -> Vec<Self::Item>;
}

/// A place in a list of pages, to be saved as text and gone on from with `resume`. It may hold an account id.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cursor(String);

impl Cursor {
    /// Returns a cursor from its saved text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text to save.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor")
    }
}

/// The pages of a list, one at a time. Only the page asked for is in memory.
///
/// Links are followed as given and only on the API's own origin. A page may be empty and still have a next one. After an
/// error the same page is asked for again. Also a [`Stream`].
pub struct Pages<T> {
    next: Option<PreparedRequest>,
    seen: HashSet<u64>,
    hasher: RandomState,
    busy: Option<Fetch<T>>,
}

type Fetch<T> = Pin<Box<dyn Future<Output = Result<Response<T>, Error>> + Send>>;

impl<T: Paged> Pages<T> {
    pub(crate) fn new(first: PreparedRequest) -> Self {
        Self {
            next: Some(first),
            seen: HashSet::new(),
            hasher: RandomState::new(),
            busy: None,
        }
    }

    pub(crate) fn resume(call: PreparedRequest, cursor: &Cursor) -> Result<Self, Error> {
        let url = follow(&call, cursor.as_str())
            .ok_or_else(|| Error::input(call.name(), "the cursor leads elsewhere"))?;
        Ok(Self::new(call.at(url)))
    }

    /// Returns the next page; `None` after the last.
    ///
    /// # Errors
    /// As `send` of the call; the page is asked for again by the next call.
    /// [`UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) when a link leads to another origin or in a circle; that ends
    /// the list.
    ///
    /// # Cancel safety
    /// A dropped future loses no page.
    pub async fn next(&mut self) -> Option<Result<Response<T>, Error>> {
        std::future::poll_fn(|cx| self.poll_page(cx)).await
    }

    /// Returns the place of the page that [`next`](Self::next) gives; `None` after the last.
    pub fn cursor(&self) -> Option<Cursor> {
        self.next.as_ref().map(|call| Cursor(call.url.clone()))
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<T>, Error>>> {
        let Some(call) = &self.next else {
            return Poll::Ready(None);
        };
        let fetch = self.busy.get_or_insert_with(|| {
            let call = call.clone();
            Box::pin(async move { call.send().await })
        });
        let page = ready!(fetch.as_mut().poll(cx));
        self.busy = None;
        Poll::Ready(Some(page.and_then(|page| self.advance(page))))
    }

    /// Finds the following page before this one is given away.
    fn advance(&mut self, page: Response<T>) -> Result<Response<T>, Error> {
        let Some(call) = self.next.take() else {
            return Ok(page);
        };
        self.seen.insert(self.hasher.hash_one(&call.url));
        let next = page
            .links()
            .and_then(|links| links.next)
            .and_then(|link| link.href);
        let Some(href) = next.filter(|href| !href.is_empty()) else {
            return Ok(page);
        };
        let wrong = |text: &'static str| {
            Error::unexpected(call.name(), text).with_interaction_id(page.interaction_id.clone())
        };
        let url = follow(&call, &href)
            .ok_or_else(|| wrong("the link to the next page leads to another host"))?;
        if self.seen.contains(&self.hasher.hash_one(&url)) {
            return Err(wrong("the links between the pages go round in a circle"));
        }
        self.next = Some(call.at(url));
        Ok(page)
    }
}

/// Returns the URL that a link on the page at `call` leads to, or `None` when that is another origin.
fn follow(call: &PreparedRequest, href: &str) -> Option<String> {
    let api = call.client.api();
    let absolute_path =
        href.starts_with('/') && !href.starts_with("//") && !href.starts_with("/\\");
    if absolute_path && href.bytes().all(|byte| byte.is_ascii_graphic()) && !href.contains('#') {
        // Kept to the letter: its encoding is the provider's business.
        let origin = api.as_str().strip_suffix(api.path())?;
        return Some(format!("{origin}{}", under_prefix(api, href)));
    }
    let url = Url::parse(&call.url).ok()?.join(href).ok()?;
    (url.origin() == api.origin() && url.username().is_empty() && url.password().is_none())
        .then(|| url.to_string())
}

/// Returns a gateway may serve the API below a path; the links in the documents do not know it.
fn under_prefix(api: &Url, path: &str) -> String {
    if path.starts_with(api.path()) {
        path.to_owned()
    } else {
        format!("{}{}", api.path(), path.trim_start_matches('/'))
    }
}

impl<T: Paged> Stream for Pages<T> {
    type Item = Result<Response<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(cx)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("seen", &self.seen.len())
            .finish_non_exhaustive()
    }
}

/// The items of a list, page after page. Also a [`Stream`].
pub struct Items<T: Paged> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T::Item>,
}

impl<T: Paged> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// Returns the next item; `None` after the last.
    ///
    /// # Errors
    /// As [`Pages::next`]; no item is lost or given twice when the list is gone on with.
    ///
    /// # Cancel safety
    /// A dropped future loses no item.
    pub async fn next(&mut self) -> Option<Result<T::Item, Error>> {
        std::future::poll_fn(|cx| self.poll_item(cx)).await
    }

    /// Returns the place of the page after the one whose items are being given.
    pub fn cursor(&self) -> Option<Cursor> {
        self.pages.cursor()
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T::Item, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => self.page = page.into_body().into_items().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: Paged> Stream for Items<T>
where
    Self: Unpin,
{
    type Item = Result<T::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }
}

impl<T: Paged> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
