//! The pages of a list and its items, one after the other.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use acg::BoxFuture;
use futures_core::Stream;

use crate::error::Error;
use crate::page_walk::PageWalk;
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
    walk: PageWalk,
    busy: Option<Fetch<T>>,
}

/// A page on its way: what came with it, and the page.
type Fetch<T> = BoxFuture<'static, Result<(Response<()>, T), Error>>;

impl<T: Paged> Pages<T> {
    pub(crate) fn new(first: PreparedRequest) -> Self {
        Self {
            walk: PageWalk::new(first),
            busy: None,
        }
    }

    pub(crate) fn resume(call: PreparedRequest, cursor: &Cursor) -> Result<Self, Error> {
        Ok(Self {
            walk: PageWalk::resume(call, cursor.as_str())?,
            busy: None,
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
        self.walk.position().map(Cursor::new)
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<T>, Error>>> {
        let fetch = match &mut self.busy {
            Some(fetch) => fetch,
            None => match self.walk.next() {
                Some(Ok(call)) => self.busy.insert(Box::pin(fetch(call))),
                Some(Err(fault)) => return Poll::Ready(Some(Err(fault))),
                None => return Poll::Ready(None),
            },
        };
        let fetched = ready!(fetch.as_mut().poll(cx));
        self.busy = None;
        Poll::Ready(Some(match fetched {
            Ok((mut response, page)) => match self.walk.advance(&mut response, &page) {
                Ok(()) => Ok(response.with(page)),
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        }))
    }
}

async fn fetch<T: Paged>(call: Arc<PreparedRequest>) -> Result<(Response<()>, T), Error> {
    let mut page = None;
    let response = call.sent(&mut page).await?;
    match page {
        Some(page) => Ok((response, page)),
        None => Err(Error::no_document()),
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
            .field("memory", self.walk.memory())
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
    remarks: Remarks,
}

impl<T: Paged> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
            remarks: Remarks::default(),
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
        self.remarks.with_unread(self.pages.walk.unread())
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T::Item, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => {
                    self.remarks.note(&page.remarks);
                    self.page = page.into_items().into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// What the pages have said, each thing once.
#[derive(Default)]
struct Remarks {
    said: Vec<Remark>,
    repeated: usize,
}

impl Remarks {
    fn note(&mut self, of_page: &[Remark]) {
        for remark in of_page {
            match remark {
                Remark::Repeated(count) => self.repeated += count,
                remark if self.said.contains(remark) => {}
                remark => self.said.push(remark.clone()),
            }
        }
    }

    /// Returns them, with how many items could not be read.
    fn with_unread(&self, unread: usize) -> Vec<Remark> {
        let counted = [
            (unread, Remark::UnreadItems(unread)),
            (self.repeated, Remark::Repeated(self.repeated)),
        ];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0);
        let counted = counted.map(|(_, remark)| remark);
        self.said.iter().cloned().chain(counted).collect()
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
