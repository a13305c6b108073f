//! The users and what the data API says about them: JSON documents, one folder for each user.
//!
//! Documents are served from their own text. They are read only as far as needed to find accounts and times, so that a
//! number keeps its digits and an unknown field stays where it is.

pub(crate) mod document;
pub(crate) mod ledger;
pub(crate) mod statements;
pub(crate) mod tax;
pub(crate) mod tax_lots;
pub(crate) mod timestamp;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind};
use document::Document;
use ledger::Ledger;
use statements::Statements;
use tax::TaxStatement;
use tax_lots::TaxLots;

/// The documents that come with the crate.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// All users of a sandbox, by their sign-in name.
#[derive(Debug, Default)]
pub(crate) struct Library {
    users: BTreeMap<String, User>,
}

/// One customer of the bank.
#[derive(Debug, Default)]
pub(crate) struct User {
    pub(crate) profile: Profile,
    /// `accounts.json`, the answer of accounts-info.
    pub(crate) accounts: Document,
    /// `balances.json`.
    pub(crate) balances: Document,
    /// `investments.json`, the answer of accounts: everything, with holdings. Default: the balances.
    pub(crate) investments: Option<Document>,
    /// `taxlots/{accountId}.json`.
    pub(crate) tax_lots: BTreeMap<String, TaxLots>,
    /// `transactions/{accountId}.json`.
    pub(crate) transactions: BTreeMap<String, Ledger>,
    /// `statements/{accountId}.json`.
    pub(crate) statements: BTreeMap<String, Statements>,
    /// `tax/*.json`, one statement in each.
    pub(crate) tax: Vec<TaxStatement>,
    /// `payments/{accountId}.json`, as they are.
    pub(crate) payments: BTreeMap<String, Bytes>,
    /// `customers.json`, as it is.
    pub(crate) customers: Option<Bytes>,
    /// `contacts.json`, as it is, for every account that has no file of its own.
    pub(crate) contacts: Option<Bytes>,
    /// `contacts/{accountId}.json`, as they are.
    pub(crate) contacts_of: BTreeMap<String, Bytes>,
}

/// `user.json`: what is known of a customer besides the accounts.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Profile {
    /// For the `name` claim.
    pub(crate) name: Option<String>,
    /// For the `email` claim.
    pub(crate) email: Option<String>,
    /// Default: the sign-in name.
    pub(crate) password: Option<String>,
    /// The FDX code with which every data call of this user fails.
    pub(crate) fails_with: Option<u16>,
}

impl Library {
    /// The users that come with the crate, read once in a process.
    pub(crate) fn embedded() -> Result<Arc<Self>, Error> {
        static LIBRARY: LazyLock<Result<Arc<Library>, String>> =
            LazyLock::new(|| Library::load(files_of(&EMBEDDED)).map(Arc::new).map_err(|error| error.to_string()));
        LIBRARY.clone().map_err(|message| Error::new(ErrorKind::Data, message))
    }

    /// Reads users from files given as path, with `/` between its parts, and text.
    pub(crate) fn load<'a>(files: impl IntoIterator<Item = (String, &'a str)>) -> Result<Self, Error> {
        let mut library = Self::default();
        for (path, text) in files {
            let Some((user, file)) = path.split_once('/') else { continue };
            if !is_user_name(user) {
                return Err(unreadable(&path, "a user name has up to 60 letters, digits and the characters . _ @ -"));
            }
            library.users.entry(user.to_owned()).or_default().add(&path, file, text)?;
        }
        Ok(library)
    }

    pub(crate) fn user(&self, name: &str) -> Option<&User> {
        self.users.get(name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.users.keys().map(String::as_str)
    }
}

impl User {
    pub(crate) fn password<'a>(&'a self, name: &'a str) -> &'a str {
        self.profile.password.as_deref().unwrap_or(name)
    }

    fn add(&mut self, path: &str, file: &str, text: &str) -> Result<(), Error> {
        let read = match file.strip_suffix(".json").map(|name| name.split_once('/').unwrap_or((name, ""))) {
            Some(("user", "")) => serde_json::from_str(text).map(|profile| self.profile = profile),
            Some(("accounts", "")) => Document::parse(text).map(|document| self.accounts = document),
            Some(("balances", "")) => Document::parse(text).map(|document| self.balances = document),
            Some(("investments", "")) => Document::parse(text).map(|document| self.investments = Some(document)),
            Some(("customers", "")) => as_it_is(text).map(|text| self.customers = Some(text)),
            Some(("contacts", "")) => as_it_is(text).map(|text| self.contacts = Some(text)),
            Some(("contacts", id)) => keep(&mut self.contacts_of, id, as_it_is(text)),
            Some(("payments", id)) if !id.is_empty() => keep(&mut self.payments, id, as_it_is(text)),
            Some(("statements", id)) if !id.is_empty() => keep(&mut self.statements, id, Statements::parse(text)),
            Some(("tax", id)) if !id.is_empty() => TaxStatement::parse(text).map(|statement| self.tax.push(statement)),
            Some(("taxlots", id)) if !id.is_empty() => keep(&mut self.tax_lots, id, TaxLots::parse(text)),
            Some(("transactions", id)) if !id.is_empty() => keep(&mut self.transactions, id, Ledger::parse(text)),
            _ => return Err(unreadable(path, "no product has a file of this name")),
        };
        read.map_err(|reason| unreadable(path, reason))
    }
}

fn keep<T>(of: &mut BTreeMap<String, T>, id: &str, read: serde_json::Result<T>) -> serde_json::Result<()> {
    of.insert(id.to_owned(), read?);
    Ok(())
}

/// A document that is served as its file has it, once it has been found to be JSON.
fn as_it_is(text: &str) -> serde_json::Result<Bytes> {
    let json: &RawValue = serde_json::from_str(text)?;
    Ok(Bytes::copy_from_slice(json.get().as_bytes()))
}

fn files_of(dir: &'static Dir<'_>) -> Vec<(String, &'static str)> {
    let path = |file: &include_dir::File<'_>| file.path().to_string_lossy().replace('\\', "/");
    let mut files: Vec<_> = dir.files().filter_map(|file| Some((path(file), file.contents_utf8()?))).collect();
    files.extend(dir.dirs().flat_map(files_of));
    files
}

fn is_user_name(name: &str) -> bool {
    (1..=60).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte))
}

fn unreadable(path: &str, reason: impl Display) -> Error {
    Error::new(ErrorKind::Data, format!("{path} cannot be served: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_documents_are_complete() {
        let library = Library::embedded().unwrap();
        for name in library.names() {
            let user = library.user(name).unwrap();
            assert!(!user.accounts.entries().is_empty(), "{name} has no accounts to choose from");
            for entry in user.balances.entries() {
                assert!(user.accounts.entry(entry.id()).is_some(), "{name} has a balance of an unknown account");
            }
            for account in user
                .transactions
                .keys()
                .chain(user.statements.keys())
                .chain(user.payments.keys())
                .chain(user.tax_lots.keys())
            {
                assert!(user.accounts.entry(account).is_some(), "{name} has a file of an unknown account");
            }
        }
    }

    #[test]
    fn a_broken_document_is_named_in_the_error() {
        let error = Library::load([("kim/balances.json".to_owned(), "{\"accounts\": [}")]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(error.to_string().starts_with("kim/balances.json cannot be served"), "{error}");
    }
}
