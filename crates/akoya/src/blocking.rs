//! The same operations without async: for scripts, and for languages that bind to this library (feature `blocking`).
//!
//! ```no_run
//! use akoya::{AuthorizationCodeAuthCredentials, Client, blocking};
//!
//! # fn example(callback_url: &str) -> Result<(), akoya::Error> {
//! let credentials =
//!     AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback").build()?;
//! let client = blocking::Client::new(Client::builder(credentials).build()?)?;
//!
//! let (url, pending) = client.acg_auth().authorize("mikomo").start()?;
//! println!("{url}");
//! client.complete(pending, callback_url)?;
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
//! One thread of its own does the work, also what goes on behind a call (a refresh that the caller did not wait for).

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use akoya_model::Model;
use akoya_model::accounts::AccountsInfo;
use akoya_model::balances::Balances;
use akoya_model::customers::{AccountContact, CurrentCustomer};
use akoya_model::investments::{InvestmentsDetails, TaxLots};
use akoya_model::payments::PaymentNetworks;
use akoya_model::statements::StatementList;
use akoya_model::tax::{TaxStatement, TaxStatementList};
use akoya_model::transactions::Transactions;
use bytes::Bytes;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::document::File;
use crate::error::Error;
use crate::{
    AcgAuth, Cursor, OauthToken, Paged, PendingAuthorization, Response, Revocation, Secret,
};

/// A client whose calls wait for their answer.
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
    /// Makes the calls of `client` wait.
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
            Error::configuration("the thread for blocking calls cannot be started")
                .with_source(error)
        })?;
        Ok(Self {
            client,
            worker: Worker(Arc::new(Thread(Some(runtime)))),
        })
    }

    /// The async client below.
    pub fn client(&self) -> &crate::Client {
        &self.client
    }

    /// What of consent and tokens sends nothing: authorization URLs, the token as it is known.
    pub fn acg_auth(&self) -> &AcgAuth {
        self.client.acg_auth()
    }

    /// As [`AcgAuth::complete`].
    ///
    /// # Errors
    /// As there.
    pub fn complete(
        &self,
        pending: PendingAuthorization,
        callback: &str,
    ) -> Result<OauthToken, Error> {
        self.worker
            .wait(self.acg_auth().complete(pending, callback))
    }

    /// As [`AcgAuth::fetch_token`].
    ///
    /// # Errors
    /// As there.
    pub fn fetch_token(&self, code: impl Into<Secret>) -> Result<OauthToken, Error> {
        self.worker.wait(self.acg_auth().fetch_token(code))
    }

    /// As [`AcgAuth::refresh_token`].
    ///
    /// # Errors
    /// As there.
    pub fn refresh_token(&self) -> Result<OauthToken, Error> {
        self.worker.wait(self.acg_auth().refresh_token())
    }

    /// As [`AcgAuth::revoke_token`].
    ///
    /// # Errors
    /// As there.
    pub fn revoke_token(&self) -> Result<Revocation, Error> {
        self.worker.wait(self.acg_auth().revoke_token())
    }

    fn call<T>(&self, call: crate::Call<T>) -> Call<T> {
        Call {
            call,
            worker: self.worker.clone(),
        }
    }
}

/// The operations, each as the async client has it.
macro_rules! operations {
    ($($name:ident($($argument:ident),+) -> $document:ty;)+) => {
        impl Client {
            $(
                #[doc = concat!("As [`Client::", stringify!($name), "`](crate::Client::", stringify!($name), ").")]
                pub fn $name(&self, $($argument: &str),+) -> Call<$document> {
                    self.call(self.client.$name($($argument),+))
                }
            )+
        }
    };
}

operations! {
    accounts_info(provider_id) -> AccountsInfo;
    balances(provider_id) -> Balances;
    investments(provider_id) -> InvestmentsDetails;
    tax_lots(provider_id, account_id, holding_id) -> TaxLots;
    payment_networks(provider_id, account_id) -> PaymentNetworks;
    statements(provider_id, account_id) -> StatementList;
    statement(provider_id, account_id, statement_id) -> File;
    transactions(provider_id, account_id) -> Transactions;
    tax_forms(provider_id) -> TaxStatementList;
    tax_form(provider_id, tax_form_id) -> TaxStatement;
    current_customer(provider_id) -> CurrentCustomer;
    account_contact(provider_id, account_id) -> AccountContact;
}

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
    /// All pages, one after the other.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a setting is not usable.
    pub fn by_page(self) -> Result<Pages<T>, Error> {
        Ok(Pages {
            pages: self.call.by_page()?,
            worker: self.worker,
        })
    }

    /// All items, page after page. One page is held in memory.
    ///
    /// # Errors
    /// As for [`by_page`](Self::by_page).
    pub fn by_item(self) -> Result<Items<T>, Error> {
        Ok(Items {
            items: self.call.by_item()?,
            worker: self.worker,
        })
    }

    /// The pages from a place that [`Pages::cursor`] gave.
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
    /// Asks for the statement as a PDF file.
    pub fn as_pdf(self) -> Call<File> {
        Call {
            call: self.call.as_pdf(),
            worker: self.worker,
        }
    }
}

impl Call<File> {
    /// Makes the call and waits for the beginning of the document.
    ///
    /// # Errors
    /// As of the async call.
    pub fn send(self) -> Result<Document, Error> {
        Ok(Document {
            document: self.worker.wait(self.call.send())?,
            worker: self.worker,
        })
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

/// The pages of a list. After an error the same page is asked for again.
#[derive(Debug)]
pub struct Pages<T> {
    pages: crate::Pages<T>,
    worker: Worker,
}

impl<T: Paged> Pages<T> {
    /// The place of the page that comes next; `None` after the last.
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

impl<T: Paged> Iterator for Items<T> {
    type Item = Result<T::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.worker
            .wait(async { self.items.next().await.transpose() })
            .transpose()
    }
}

/// A file as it arrives.
#[derive(Debug)]
pub struct Document {
    document: crate::Document,
    worker: Worker,
}

impl Document {
    /// What is known before the bytes: media type, length, interaction id.
    pub fn head(&self) -> &crate::Document {
        &self.document
    }

    /// The next bytes; `None` after the last.
    ///
    /// # Errors
    /// As [`Document::chunk`](crate::Document::chunk).
    pub fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.worker.wait(self.document.chunk())
    }

    /// The whole document in memory.
    ///
    /// # Errors
    /// As [`Document::bytes`](crate::Document::bytes).
    pub fn bytes(self) -> Result<Bytes, Error> {
        self.worker.wait(self.document.bytes())
    }

    /// Writes the document to a file, which is there whole or not at all.
    ///
    /// # Errors
    /// As [`Document::save_to`](crate::Document::save_to).
    pub fn save_to(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        self.worker.wait(self.document.save_to(path))
    }
}
