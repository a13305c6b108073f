//! The data calls by name, with the settings that the Python package has for them.

use akoya::model::Model;
use akoya::model::investments::TaxLots;
use akoya::model::statements::StatementList;
use akoya::model::tax::{TaxDataType, TaxFormType, TaxStatement, TaxStatementList};
use akoya::model::transactions::Transactions;
use akoya::{ByAccount, ByTime, Call, Client, Download, Error, ErrorKind, File, Mode, Paged};
use bytes::Bytes;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::exchange::received_file;
use crate::model::NotedList;
use crate::settings::interaction_type;

/// The settings of a call, as texts; what is absent is not sent.
#[derive(Default)]
pub(crate) struct Options {
    version: String,
    interaction_type: Option<String>,
    mode: Option<String>,
    account_ids: Vec<String>,
    start_time: Option<String>,
    end_time: Option<String>,
    offset: Option<String>,
    limit: Option<u32>,
    tax_year: Option<u16>,
    tax_forms: Vec<String>,
    account_id: Option<String>,
    tax_data_type: Option<String>,
    as_pdf: bool,
    headers: Vec<(String, String)>,
}

impl Options {
    /// Reads the settings that are given.
    pub(crate) fn read(given: &Bound<'_, PyDict>) -> PyResult<Self> {
        let mut options = Self::default();
        for (name, value) in given {
            options.set(name.cast::<PyString>()?.to_str()?, &value)?;
        }
        Ok(options)
    }

    fn set(&mut self, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
        match name {
            "version" => self.version = value.extract()?,
            "interaction_type" => self.interaction_type = value.extract()?,
            "mode" => self.mode = value.extract()?,
            "account_ids" => self.account_ids = value.extract()?,
            "start_time" => self.start_time = value.extract()?,
            "end_time" => self.end_time = value.extract()?,
            "offset" => self.offset = value.extract()?,
            "limit" => self.limit = value.extract()?,
            "tax_year" => self.tax_year = value.extract()?,
            "tax_forms" => self.tax_forms = value.extract()?,
            "account_id" => self.account_id = value.extract()?,
            "tax_data_type" => self.tax_data_type = value.extract()?,
            "as_pdf" => self.as_pdf = value.extract()?,
            "headers" => self.headers = value.extract()?,
            _ => return Err(input("there is no such setting")),
        }
        Ok(())
    }
}

/// The future of a call.
pub(crate) type Started = acg::BoxFuture<'static, Result<Received, Error>>;

/// What a call returns.
pub(crate) enum Received {
    File(Bytes),
    /// The document is in the call's exchange; these are the places that were noted in it.
    Document(Option<NotedList>),
}

/// Takes what was noted of a document while it was read.
pub(crate) type Noted<T> = fn(T) -> Option<NotedList>;

/// The future of a file that begins to arrive.
pub(crate) type Opened = acg::BoxFuture<'static, Result<Download, Error>>;

/// Prepares a call. `path` is what follows the version, as the operation's arguments have it.
///
/// # Errors
///
/// A setting cannot be used, or there is no such operation.
pub(crate) fn start(
    client: &Client,
    operation: &str,
    path: &[String],
    options: &Options,
) -> PyResult<Started> {
    let part = |index: usize| path.get(index).map(String::as_str).unwrap_or_default();
    let (provider, second, third) = (part(0), part(1), part(2));
    match operation {
        "accounts_info" => by_account(client.accounts_info(provider), options),
        "balances" => by_account(client.balances(provider), options),
        "investments" => by_account(client.investments(provider), options),
        "tax_lots" => read(
            paged(client.tax_lots(provider, second, third), options),
            options,
            |_| None,
        ),
        "current_customer" => read(client.current_customer(provider), options, |_| None),
        "account_contact" => read(client.account_contact(provider, second), options, |_| None),
        "payment_networks" => read(client.payment_networks(provider, second), options, |_| None),
        "statements" => {
            let call = paged(client.statements(provider, second), options);
            read(by_time(call, options), options, |_| None)
        }
        _ if is_file(operation, options) => {
            let opened = open(client, operation, path, options)?;
            Ok(Box::pin(async move {
                opened.await?.bytes().await.map(Received::File)
            }))
        }
        "tax_forms" => read(tax_forms(client, provider, options), options, |_| None),
        "tax_form" => read(tax_form(client, path, options), options, |_| None),
        "transactions" => {
            let call = transactions(client, path, options)?.outline();
            read(call, options, |outline| NotedList::of(outline.transactions))
        }
        _ => Err(input("there is no such operation")),
    }
}

/// Returns whether an operation returns a file.
pub(crate) fn is_file(operation: &str, options: &Options) -> bool {
    operation == "statement" || options.as_pdf
}

/// Prepares the call of a file.
///
/// # Errors
///
/// A setting cannot be used, or the operation does not return a file.
pub(crate) fn open(
    client: &Client,
    operation: &str,
    path: &[String],
    options: &Options,
) -> PyResult<Opened> {
    let part = |index: usize| path.get(index).map(String::as_str).unwrap_or_default();
    let call = match operation {
        "statement" => client.statement(part(0), part(1), part(2)),
        "tax_forms" => tax_forms(client, part(0), options).as_pdf(),
        "tax_form" => tax_form(client, path, options).as_pdf(),
        _ => return Err(input("the operation does not return a file")),
    };
    Ok(Box::pin(common::<File>(call, options)?.send()))
}

/// Prepares the call whose pages the package reads one by one.
pub(crate) fn transactions(
    client: &Client,
    path: &[String],
    options: &Options,
) -> PyResult<Call<Transactions>> {
    let part = |index: usize| path.get(index).map(String::as_str).unwrap_or_default();
    let mut call = client.transactions(part(0), part(1));
    if let Some(mode) = mode(options)? {
        call = call.mode(mode);
    }
    common(by_time(paged(call, options), options), options)
}

/// Prepares the call whose pages the package reads one by one.
pub(crate) fn statements(
    client: &Client,
    path: &[String],
    options: &Options,
) -> PyResult<Call<StatementList>> {
    let part = |index: usize| path.get(index).map(String::as_str).unwrap_or_default();
    let call = client.statements(part(0), part(1));
    common(by_time(paged(call, options), options), options)
}

/// Prepares the call whose pages the package reads one by one.
pub(crate) fn tax_lots(
    client: &Client,
    path: &[String],
    options: &Options,
) -> PyResult<Call<TaxLots>> {
    let part = |index: usize| path.get(index).map(String::as_str).unwrap_or_default();
    let call = client.tax_lots(part(0), part(1), part(2));
    common(paged(call, options), options)
}

fn tax_forms(client: &Client, provider: &str, options: &Options) -> Call<TaxStatementList> {
    let mut call = client.tax_forms(provider);
    if let Some(year) = options.tax_year {
        call = call.tax_year(year);
    }
    if !options.tax_forms.is_empty() {
        let forms = options.tax_forms.iter();
        call = call.forms(forms.map(|form| TaxFormType::from(form.as_str())));
    }
    match &options.account_id {
        Some(account) => call.account(account),
        None => call,
    }
}

fn tax_form(client: &Client, path: &[String], options: &Options) -> Call<TaxStatement> {
    let part = |index: usize| path.get(index).map(String::as_str).unwrap_or_default();
    let call = client.tax_form(part(0), part(1));
    match &options.tax_data_type {
        Some(kind) => call.data_type(TaxDataType::from(kind.as_str())),
        None => call,
    }
}

fn by_account<T: ByAccount>(mut call: Call<T>, options: &Options) -> PyResult<Started> {
    if !options.account_ids.is_empty() {
        call = call.accounts(&options.account_ids);
    }
    if let Some(mode) = mode(options)? {
        call = call.mode(mode);
    }
    read(call.outline(), options, |outline| {
        NotedList::of(outline.accounts)
    })
}

fn by_time<T: ByTime>(mut call: Call<T>, options: &Options) -> Call<T> {
    if let Some(time) = &options.start_time {
        call = call.start_time(time.as_str());
    }
    if let Some(time) = &options.end_time {
        call = call.end_time(time.as_str());
    }
    call
}

fn paged<T: Paged>(mut call: Call<T>, options: &Options) -> Call<T> {
    // Akoya advises to leave the first page's place out.
    if let Some(offset) = options.offset.as_deref().filter(|offset| *offset != "0") {
        call = call.offset(offset);
    }
    match options.limit {
        Some(limit) => call.limit(limit),
        None => call,
    }
}

fn mode(options: &Options) -> PyResult<Option<Mode>> {
    match options.mode.as_deref() {
        None => Ok(None),
        Some("raw") => Ok(Some(Mode::Raw)),
        Some("standard") => Ok(Some(Mode::Standard)),
        Some(_) => Err(input("`mode` must be `raw` or `standard`")),
    }
}

fn common<T>(call: Call<T>, options: &Options) -> PyResult<Call<T>> {
    // Programs catch the exception of a 404, and an empty list with that status would be neither.
    let mut call = call.version(&*options.version).no_data_as_error();
    if let Some(text) = &options.interaction_type {
        let kind = interaction_type(text);
        let kind =
            kind.ok_or_else(|| input("`x_akoya_interaction_type` must be `user` or `batch`"))?;
        call = call.interaction_type(kind);
    }
    for (name, value) in &options.headers {
        call = call.header(name, value);
    }
    Ok(call)
}

/// Prepares the call of a document. It is read as a Rust program's would be, or its outline is, which refuses what is not
/// what was asked for, and then once more in Python, where what nobody looks at is never made.
fn read<T: Model + 'static>(
    call: Call<T>,
    options: &Options,
    noted: Noted<T>,
) -> PyResult<Started> {
    let call = common(call, options)?;
    let may_be_file = options.headers.iter().any(|(name, _)| name == "accept");
    Ok(Box::pin(async move {
        match call.send().await {
            Ok(response) => Ok(Received::Document(noted(response.into_body()))),
            // The program has asked for either.
            Err(error) if may_be_file && is_no_document(&error) => match received_file() {
                Some(file) => Ok(Received::File(file)),
                None => Err(error),
            },
            Err(error) => Err(error),
        }
    }))
}

/// Returns whether a response with a success status is something other than JSON.
fn is_no_document(error: &Error) -> bool {
    error.kind() == ErrorKind::UnexpectedResponse && error.api().is_none()
}

/// Returns the error of a mistake in a call.
fn input(text: &'static str) -> PyErr {
    PyValueError::new_err(text)
}
