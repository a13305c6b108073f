//! Follows the links from page to page, and notices a list that does not end.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use akoya_model::is_unread_item;
use futures_core::Stream;
use url::Url;

use crate::error::Error;
use crate::next_page::NextPage;
use crate::page_memory::PageMemory;
use crate::paged::Paged;
use crate::prepared::PreparedRequest;
use crate::remark::Remark;
use crate::response::Response;

/// A position in a list of pages: save it as text, and continue from it with `resume`. It may hold an account id.
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

/// The pages of a list, one at a time. Only the requested page is in memory.
///
/// Links are followed as given and only on the API's own origin. A page may be empty and still have a next one.
/// After an error of the call the same page is requested again. Also a [`Stream`].
///
/// A page is as the provider sent it. [`Response::into_items`] omits what already appeared on the previous page, and
/// what is outside the [days](crate::Call::days) that were asked for.
pub struct Pages<T> {
    next: Option<PreparedRequest>,
    /// Why the list ends after the page that was given last.
    fault: Option<Error>,
    memory: PageMemory,
    busy: Option<Fetch<T>>,
}

type Fetch<T> = Pin<Box<dyn Future<Output = Result<Response<T>, Error>> + Send>>;

impl<T: Paged> Pages<T> {
    pub(crate) fn new(first: PreparedRequest) -> Self {
        Self {
            next: Some(first),
            fault: None,
            memory: PageMemory::default(),
            busy: None,
        }
    }

    pub(crate) fn resume(call: PreparedRequest, cursor: &Cursor) -> Result<Self, Error> {
        let url = follow(&call, cursor.as_str())
            .ok_or_else(|| Error::input(call.name(), "the cursor leads to another host"))?;
        Ok(Self {
            memory: PageMemory::resumed(),
            ..Self::new(call.at(url))
        })
    }

    /// Returns the next page; `None` after the last.
    ///
    /// # Errors
    /// As `send` of the call; the page is asked for again by the next call. That there is [no data](crate::ApiError::is_no_data) where a
    /// link led is such an error: the previous page has promised more.
    ///
    /// [`UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse), after the current page and as the end of the
    /// list, when the link to the next page cannot be read, leads to another origin or in a circle, or when pages
    /// repeat or are empty without end. The list may be incomplete then.
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
        if let Some(fault) = self.fault.take() {
            return Poll::Ready(Some(Err(fault)));
        }
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

    /// Finds the following page before this one is given away. What is wrong with the way there is reported after it.
    fn advance(&mut self, mut page: Response<T>) -> Result<Response<T>, Error> {
        let Some(call) = self.next.take() else {
            return Ok(page);
        };
        let wrong = |text: &'static str| {
            Error::unexpected(call.name(), text).with_interaction_id(page.interaction_id.clone())
        };
        // What one page alone cannot know is found out here.
        page.remarks
            .retain(|remark| !matches!(remark, Remark::MorePages | Remark::Shortfall { .. }));
        let seen = self.memory.remember(&call, &page.body);
        if seen.is_repeated {
            return Err(wrong(
                "the provider sends the same page again: the list may be incomplete",
            ));
        }
        match following(&call, &page.body, &self.memory) {
            Ok(Some(url)) => self.next = Some(call.at(url)),
            Ok(None) => page.remarks.extend(self.memory.shortfall(&page.body)),
            Err(text) => self.fault = Some(wrong(text)),
        }
        if seen.repeated > 0 {
            page.remarks.push(Remark::Repeated(seen.repeated));
        }
        page.left_out = seen.left_out;
        Ok(page)
    }
}

/// The most empty pages in a row. Twelve months may be a page each; a list that continues without an item has no end.
const MOST_EMPTY: u32 = 100;

/// Returns the URL of the page after, or what is wrong with it.
fn following<T: Paged>(
    call: &PreparedRequest,
    page: &T,
    memory: &PageMemory,
) -> Result<Option<String>, &'static str> {
    let url = match page.next_page() {
        NextPage::At(href) => {
            follow(call, &href).ok_or("the link to the next page leads to another host")?
        }
        NextPage::Unreadable => {
            return Err("an unreadable next link: the list is incomplete");
        }
        NextPage::None => match memory.next_offset(page) {
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
    if absolute_path && href.bytes().all(|byte| byte.is_ascii_graphic()) && !href.contains('#') {
        // Kept to the letter: its encoding is the provider's business.
        let origin = api.as_str().strip_suffix(api.path())?;
        return Some(format!("{origin}{}", under_prefix(api, href)));
    }
    let url = Url::parse(&call.url).ok()?.join(href).ok()?;
    (url.origin() == api.origin() && url.username().is_empty() && url.password().is_none())
        .then(|| url.to_string())
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

impl<T: Paged> Stream for Pages<T> {
    type Item = Result<Response<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(cx)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("memory", &self.memory)
            .finish_non_exhaustive()
    }
}

/// The items of a list, page after page. Also a [`Stream`].
///
/// An item that already appeared on the previous page is returned once; items outside the [days](crate::Call::days) that
/// were asked for are omitted. An item that cannot be read is returned as received; [`remarks`](Self::remarks) says that
/// there are some.
pub struct Items<T: Paged> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T::Item>,
    /// What the pages have said, each thing once.
    remarks: Vec<Remark>,
    unread: usize,
    repeated: usize,
}

impl<T: Paged> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
            remarks: Vec::new(),
            unread: 0,
            repeated: 0,
        }
    }

    /// Returns the next item; `None` after the last.
    ///
    /// # Errors
    /// As [`Pages::next`]; no item is lost or given twice when the list is continued.
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

    /// Returns what else there is to know of the pages so far. After the last item it says whether
    /// [something is missing](Remark::is_incomplete).
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let mut transactions = client.transactions("mikomo", "a1").by_item()?;
    /// while let Some(transaction) = transactions.next().await {
    ///     println!("{:?}", transaction?.signed_amount());
    /// }
    /// for remark in transactions.remarks().iter().filter(|remark| remark.is_incomplete()) {
    ///     eprintln!("the list is incomplete: {remark}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn remarks(&self) -> Vec<Remark> {
        let counted = [
            (self.unread, Remark::UnreadItems(self.unread)),
            (self.repeated, Remark::Repeated(self.repeated)),
        ];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0);
        let counted = counted.map(|(_, remark)| remark);
        self.remarks.iter().cloned().chain(counted).collect()
    }

    fn note(&mut self, page: &Response<T>) {
        for remark in &page.remarks {
            match remark {
                Remark::Repeated(count) => self.repeated += count,
                remark if self.remarks.contains(remark) => {}
                remark => self.remarks.push(remark.clone()),
            }
        }
        let items = page.body.items().iter();
        self.unread += items.filter(|item| is_unread_item(*item)).count();
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T::Item, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => {
                    self.note(&page);
                    self.page = page.into_items().into_iter();
                }
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
