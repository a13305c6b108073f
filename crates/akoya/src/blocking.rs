//! The same operations without async: for scripts, and for languages that bind to this library (feature `blocking`).
//!
//! ```no_run
//! use akoya::oauth::AuthorizationCodeAuthCredentials;
//! use akoya::{Client, blocking};
//!
//! # fn example(callback_url: &str) -> Result<(), akoya::Error> {
//! let credentials =
//!     AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback").build()?;
//! let client = blocking::Client::new(Client::builder(credentials).build()?)?;
//!
//! let (url, pending) = client.acg_auth().authorize("mikomo").start()?;
//! println!("{url}");
//! client.acg_auth().complete(&pending, callback_url)?;
//!
//! let balances = client.balances("mikomo").with(|call| call.accounts(["a1"])).send()?;
//! for transaction in client.transactions("mikomo", "a1").by_item()? {
//!     println!("{:?}", transaction?.amount());
//! }
//! # let _ = balances;
//! # Ok(())
//! # }
//! ```
//!
//! [`AccountPages`] reads a list of several accounts, and [`Client::with_connection`] gives the client of another
//! customer.
//!
//! One thread of its own does the work, including background work (a refresh that the caller did not wait for).

use std::borrow::Borrow;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use acg::grant::Revocation;
use acg::store::Record;
use acg::{ConnectionId, OauthToken, PendingAuthorization, Secret};
use akoya_model::Model;
use akoya_model::tax::TaxStatement;
use bytes::Bytes;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::account_pages::{self, AccountPage};
use crate::acg_auth::{Authorize, grant_operations};
use crate::call::{File, Raw};
use crate::error::Error;
use crate::paged::Paged;
use crate::paging::Cursor;
use crate::remark::Remark;
use crate::response::Response;

/// A client whose calls wait for their response.
#[derive(Debug, Clone)]
pub struct Client {
    client: crate::Client,
    worker: Worker,
}

/// The thread that does the work.
#[derive(Debug, Clone)]
struct Worker(Arc<Thread>);

/// A runtime that may be dropped anywhere: dropping one in async code would panic.
#[derive(Debug)]
struct Thread(Option<Runtime>);

impl Drop for Thread {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Worker {
    fn wait<R>(&self, work: impl Future<Output = Result<R, Error>>) -> Result<R, Error> {
        if Handle::try_current().is_ok() {
            let text = "a blocking call was made from async code: use the async client there";
            return Err(Error::input("blocking call", text));
        }
        match &self.0.0 {
            Some(runtime) => runtime.block_on(work),
            None => Err(Error::configuration(
                "the thread for blocking calls has ended",
            )),
        }
    }
}

impl Client {
    /// Wraps `client`, so that its calls wait for their response.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when no thread can be started.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("akoya")
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| {
            Error::configuration("the thread for blocking calls could not be started")
                .with_source(error)
        })?;
        Ok(Self {
            client,
            worker: Worker(Arc::new(Thread(Some(runtime)))),
        })
    }

    /// Returns the same client for a connection of its token store: see
    /// [`Client::with_connection`](crate::Client::with_connection). It shares the thread.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the client has no token store.
    pub fn with_connection(&self, connection: ConnectionId) -> Result<Self, Error> {
        Ok(Self {
            client: self.client.with_connection(connection)?,
            worker: self.worker.clone(),
        })
    }

    /// Returns the async client below.
    pub fn client(&self) -> &crate::Client {
        &self.client
    }

    /// Returns the customer's grant: consent and tokens.
    pub fn acg_auth(&self) -> AcgAuth {
        AcgAuth {
            auth: self.client.acg_auth().clone(),
            worker: self.worker.clone(),
        }
    }

    /// Starts the call [`Client::get`](crate::Client::get).
    pub fn get(&self, path: &str) -> Call<Raw> {
        self.call(self.client.get(path))
    }

    pub(crate) fn call<T>(&self, call: crate::Call<T>) -> Call<T> {
        Call {
            call,
            worker: self.worker.clone(),
        }
    }
}

/// The authorization code grant of one customer at Akoya.
#[derive(Debug, Clone)]
pub struct AcgAuth {
    auth: crate::AcgAuth,
    worker: Worker,
}

impl AcgAuth {
    /// Returns the async grant below, which has the operations that send nothing too.
    pub fn grant(&self) -> &crate::AcgAuth {
        &self.auth
    }

    /// Starts asking a customer of `connector` for consent: see [`AcgAuth::authorize`](crate::AcgAuth::authorize).
    pub fn authorize(&self, connector: impl Into<String>) -> Authorize {
        self.auth.authorize(connector)
    }
}

/// Makes blocking methods.
macro_rules! waiting {
    ($(
        $(#[$meta:meta])*
        $method:ident($($argument:ident: $ty:ty),*) -> $result:ty = |$auth:ident| $work:expr;
    )+) => {
        impl AcgAuth {
            $(
                $(#[$meta])*
                pub fn $method(&self, $($argument: $ty),*) -> Result<$result, Error> {
                    self.worker.wait(self.auth.$method($($argument),*))
                }
            )+
        }
    };
}

grant_operations!(waiting);

/// A data call about to be made.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<T> {
    call: crate::Call<T>,
    worker: Worker,
}

impl<T> Call<T> {
    /// Sets what is optional, with the setters of the async [`Call`](crate::Call).
    pub fn with(self, set: impl FnOnce(crate::Call<T>) -> crate::Call<T>) -> Self {
        Self {
            call: set(self.call),
            ..self
        }
    }
}

impl<T: Model> Call<T> {
    /// Makes the call and waits for the document.
    ///
    /// # Errors
    /// As [`Call::send`](crate::Call::send) of the async call.
    pub fn send(self) -> Result<Response<T>, Error> {
        self.worker.wait(self.call.send())
    }
}

impl<T: Paged> Call<T> {
    /// Reads all pages, and returns them as one document.
    ///
    /// # Errors
    /// As [`Call::send_all`](crate::Call::send_all) of the async call.
    pub fn send_all(self) -> Result<Response<T>, Error> {
        self.worker.wait(self.call.send_all())
    }

    /// Returns all pages, one after the other.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a setting cannot be used.
    pub fn by_page(self) -> Result<Pages<T>, Error> {
        Ok(Pages {
            pages: self.call.by_page()?,
            worker: self.worker,
        })
    }

    /// Returns all items, page after page. One page is held in memory.
    ///
    /// # Errors
    /// As [`by_page`](Self::by_page).
    pub fn by_item(self) -> Result<Items<T>, Error> {
        Ok(Items {
            items: self.call.by_item()?,
            worker: self.worker,
        })
    }

    /// Returns the pages from a position that [`Pages::cursor`] gave.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the cursor leads to another host.
    pub fn resume(self, cursor: &Cursor) -> Result<Pages<T>, Error> {
        Ok(Pages {
            pages: self.call.resume(cursor)?,
            worker: self.worker,
        })
    }
}

impl Call<TaxStatement> {
    /// Requests the statement as a PDF file.
    pub fn as_pdf(self) -> Call<File> {
        Call {
            call: self.call.as_pdf(),
            worker: self.worker,
        }
    }
}

impl Call<File> {
    /// Makes the call and waits for the beginning of the file.
    ///
    /// # Errors
    /// As [`Call::send`](crate::Call::send) of the async call.
    pub fn send(self) -> Result<Download, Error> {
        Ok(Download {
            download: self.worker.wait(self.call.send())?,
            worker: self.worker,
        })
    }
}

impl Call<Raw> {
    /// Makes the call and waits for the body.
    ///
    /// # Errors
    /// As [`Call::send`](crate::Call::send) of the async call.
    pub fn send(self) -> Result<Response<Bytes>, Error> {
        self.worker.wait(self.call.send())
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

/// The pages of a list. After an error the same page is requested again.
#[derive(Debug)]
pub struct Pages<T> {
    pages: crate::Pages<T>,
    worker: Worker,
}

impl<T: Paged> Pages<T> {
    /// Returns the place of the page that comes next; `None` after the last.
    pub fn cursor(&self) -> Option<Cursor> {
        self.pages.cursor()
    }
}

impl<T: Paged> Iterator for Pages<T> {
    type Item = Result<Response<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.worker
            .wait(async { self.pages.next().await.transpose() })
            .transpose()
    }
}

/// The items of a list, page after page.
#[derive(Debug)]
pub struct Items<T: Paged> {
    items: crate::Items<T>,
    worker: Worker,
}

impl<T: Paged> Items<T> {
    /// Returns what else there is to know of the pages so far: see [`Items::remarks`](crate::Items::remarks).
    pub fn remarks(&self) -> Vec<Remark> {
        self.items.remarks()
    }
}

impl<T: Paged> Iterator for Items<T> {
    type Item = Result<T::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.worker
            .wait(async { self.items.next().await.transpose() })
            .transpose()
    }
}

/// The pages of a list of several accounts, one account after the other: see [`AccountPages`](crate::AccountPages).
///
/// ```
/// # fn example(client: akoya::blocking::Client) -> Result<(), akoya::Error> {
/// use akoya::blocking::AccountPages;
///
/// let pages = AccountPages::new(["a1", "a2"], |id| client.transactions("mikomo", id));
/// for next in pages {
///     match next.page {
///         Ok(page) => println!("{}: {} transactions", next.account_id, page.into_items().len()),
///         // The others are read.
///         Err(error) if error.is_of_one_account() => println!("{} could not be read: {error}", next.account_id),
///         Err(error) => return Err(error),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct AccountPages<T> {
    pages: account_pages::AccountPages<T>,
    /// Nothing when there is no account.
    worker: Option<Worker>,
}

impl<T: Paged> AccountPages<T> {
    /// Reads these accounts in their order, each by the call that `call` makes for it.
    pub fn new<A: Into<String>>(
        account_ids: impl IntoIterator<Item = A>,
        mut call: impl FnMut(&str) -> Call<T>,
    ) -> Self {
        let mut worker = None;
        let pages = account_pages::AccountPages::new(account_ids, |id| {
            let call = call(id);
            worker = Some(call.worker);
            call.call
        });
        Self { pages, worker }
    }
}

impl<T: Paged> Iterator for AccountPages<T> {
    type Item = AccountPage<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { pages, worker } = self;
        let page = worker.as_ref()?.wait(async { Ok(pages.next().await) });
        page.unwrap_or_else(|error| pages.stop(error))
    }
}

/// A file as it arrives.
#[derive(Debug)]
pub struct Download {
    download: crate::Download,
    worker: Worker,
}

impl Download {
    /// Returns what is known before the bytes: media type, length, interaction id.
    pub fn head(&self) -> &crate::Download {
        &self.download
    }

    /// Returns the next bytes; `None` after the last.
    ///
    /// # Errors
    /// As [`Download::chunk`](crate::Download::chunk).
    pub fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.worker.wait(self.download.chunk())
    }

    /// Reads the whole file into memory.
    ///
    /// # Errors
    /// As [`Download::bytes`](crate::Download::bytes).
    pub fn bytes(self) -> Result<Bytes, Error> {
        self.worker.wait(self.download.bytes())
    }

    /// Writes it to a file, which is complete or absent.
    ///
    /// # Errors
    /// As [`Download::save_to`](crate::Download::save_to).
    pub fn save_to(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        self.worker.wait(self.download.save_to(path))
    }
}
