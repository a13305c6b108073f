//! The users and what the data API says about them: JSON documents, one folder for each user.
//!
//! Documents are served from their own text. They are read only as far as needed to find accounts and times, so that a
//! number keeps its digits and an unknown field stays where it is.

mod coherence;
pub(crate) mod document;
mod folder;
pub(crate) mod ledger;
mod reason;
pub(crate) mod standard;
pub(crate) mod statements;
pub(crate) mod tax;
pub(crate) mod tax_lots;
pub(crate) mod timestamp;
pub(crate) mod volume;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use include_dir::{Dir, include_dir};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind};
use document::Document;
use ledger::Ledger;
use reason::{Reason, read};
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
    balances: Option<Document>,
    investments: Option<Document>,
    /// `taxlots/{accountId}.json`.
    pub(crate) tax_lots: BTreeMap<String, TaxLots>,
    /// `transactions/{accountId}.json`.
    pub(crate) transactions: BTreeMap<String, Ledger>,
    /// `statements/{accountId}.json`.
    pub(crate) statements: BTreeMap<String, Statements>,
    /// `tax/*.json`, one statement in each, by the file's name.
    pub(crate) tax: BTreeMap<String, TaxStatement>,
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
    #[serde(default, deserialize_with = "error_code")]
    pub(crate) fails_with: Option<u16>,
    /// Answers all transactions of a time range on one page, as some providers do.
    #[serde(default)]
    pub(crate) ignores_limit: bool,
}

impl Library {
    /// The users that come with the crate, read once in a process.
    pub(crate) fn embedded() -> Result<Arc<Self>, Error> {
        static LIBRARY: LazyLock<Result<Arc<Library>, String>> = LazyLock::new(|| {
            Library::load(embedded_documents())
                .map(Arc::new)
                .map_err(|error| error.to_string())
        });
        LIBRARY
            .clone()
            .map_err(|message| Error::new(ErrorKind::Data, message))
    }

    /// The embedded users, those of a folder, who come before embedded ones of the same name, and the one with a volume of
    /// transactions.
    pub(crate) fn with(
        folder: Option<&Path>,
        transactions: Option<usize>,
    ) -> Result<Arc<Self>, Error> {
        if folder.is_none() && transactions.is_none() {
            return Self::embedded();
        }
        let mut library = Self::load(embedded_documents())?;
        if let Some(folder) = folder {
            library
                .users
                .extend(Self::load(folder::read(folder)?)?.users);
        }
        if let Some(count) = transactions {
            let user = volume::user(count).map_err(|source| unreadable(volume::USER, source))?;
            library.users.insert(volume::USER.to_owned(), user);
        }
        Ok(Arc::new(library))
    }

    /// Reads users from files given as path, with `/` between its parts, and text.
    pub(crate) fn load(
        files: impl IntoIterator<Item = (String, impl AsRef<str>)>,
    ) -> Result<Self, Error> {
        let mut library = Self::default();
        for (path, text) in files {
            let Some((user, file)) = path.split_once('/') else {
                return Err(unreadable(
                    &path,
                    "it is in no user's folder; a data folder has one folder for each user",
                ));
            };
            if !is_user_name(user) {
                let needs = "a user name has up to 60 letters, digits and the characters . _ @ -";
                return Err(Error::new(
                    ErrorKind::Data,
                    format!("the folder `{user}` is no user's: {needs}"),
                ));
            }
            library
                .users
                .entry(user.to_owned())
                .or_default()
                .add(&path, file, text.as_ref())?;
        }
        library
            .users
            .iter()
            .try_for_each(|(name, user)| user.check(name))?;
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
    /// `balances.json`, the answer of balances. Default: the accounts.
    pub(crate) fn balances(&self) -> &Document {
        self.balances.as_ref().unwrap_or(&self.accounts)
    }

    /// `investments.json`, the answer of accounts: everything, with holdings. Default: the balances.
    pub(crate) fn investments(&self) -> &Document {
        self.investments.as_ref().unwrap_or_else(|| self.balances())
    }

    pub(crate) fn password<'a>(&'a self, name: &'a str) -> &'a str {
        self.profile.password.as_deref().unwrap_or(name)
    }

    fn add(&mut self, path: &str, file: &str, text: &str) -> Result<(), Error> {
        let added = match file
            .strip_suffix(".json")
            .map(|name| name.split_once('/').unwrap_or((name, "")))
        {
            Some(("user", "")) => read(text).map(|profile| self.profile = profile),
            Some(("accounts", "")) => accounts(text).map(|document| self.accounts = document),
            Some(("balances", "")) => {
                Document::parse(text).map(|document| self.balances = Some(document))
            }
            Some(("investments", "")) => {
                Document::parse(text).map(|document| self.investments = Some(document))
            }
            Some(("customers", "")) => as_it_is(text).map(|text| self.customers = Some(text)),
            Some(("contacts", "")) => as_it_is(text).map(|text| self.contacts = Some(text)),
            Some(("contacts", id)) => keep(&mut self.contacts_of, id, as_it_is(text)),
            Some(("payments", id)) if !id.is_empty() => {
                keep(&mut self.payments, id, as_it_is(text))
            }
            Some(("statements", id)) if !id.is_empty() => {
                keep(&mut self.statements, id, Statements::parse(text))
            }
            Some(("tax", id)) if !id.is_empty() => {
                keep(&mut self.tax, id, TaxStatement::parse(text))
            }
            Some(("taxlots", id)) if !id.is_empty() => {
                keep(&mut self.tax_lots, id, TaxLots::parse(text))
            }
            Some(("transactions", id)) if !id.is_empty() => {
                keep(&mut self.transactions, id, Ledger::parse(text, id))
            }
            _ => return Err(unreadable(path, "no product has a file of this name")),
        };
        added.map_err(|reason| unreadable(path, reason))
    }
}

fn keep<T>(of: &mut BTreeMap<String, T>, id: &str, read: Result<T, Reason>) -> Result<(), Reason> {
    of.insert(id.to_owned(), read?);
    Ok(())
}

/// The accounts of a user, who has at least one.
fn accounts(text: &str) -> Result<Document, Reason> {
    let document = Document::parse(text)?;
    if document.entries().is_empty() {
        return Err(Reason::new("at least one is needed").inside("accounts"));
    }
    Ok(document)
}

/// Reads `failsWith`.
fn error_code<'de, D: Deserializer<'de>>(json: D) -> Result<Option<u16>, D::Error> {
    let value: Option<Value> = Option::deserialize(json)?;
    let code = |value: Value| value.as_u64().and_then(|code| u16::try_from(code).ok());
    let known =
        |value| code(value).ok_or_else(|| D::Error::custom("it must be a number such as 503"));
    value.map(known).transpose()
}

/// A document that is served as its file has it, once it has been found to be JSON.
fn as_it_is(text: &str) -> Result<Bytes, Reason> {
    let json: &RawValue = read(text)?;
    Ok(Bytes::copy_from_slice(json.get().as_bytes()))
}

/// Writes the documents that come with the crate, and a text that explains them, to a folder, to be edited and served with
/// [`SandboxBuilder::data`](crate::SandboxBuilder::data). Files that are there already are replaced.
///
/// # Errors
/// [`ErrorKind::Data`] if the folder cannot be written.
pub fn export_data(folder: &Path) -> Result<(), Error> {
    folder::write(folder, files_of(&EMBEDDED))
}

/// The documents that come with the crate, without the text that explains them.
fn embedded_documents() -> impl Iterator<Item = (String, &'static str)> {
    files_of(&EMBEDDED)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".json"))
}

fn files_of(dir: &'static Dir<'_>) -> Vec<(String, &'static str)> {
    let path = |file: &include_dir::File<'_>| file.path().to_string_lossy().replace('\\', "/");
    let mut files: Vec<_> = dir
        .files()
        .filter_map(|file| Some((path(file), file.contents_utf8()?)))
        .collect();
    files.extend(dir.dirs().flat_map(files_of));
    files
}

fn is_user_name(name: &str) -> bool {
    (1..=60).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte))
}

fn unreadable(path: &str, reason: impl Display) -> Error {
    Error::new(
        ErrorKind::Data,
        format!("{path} cannot be served: {reason}"),
    )
}

fn without_accounts(user: &str) -> Error {
    Error::new(
        ErrorKind::Data,
        format!("the user `{user}` has no accounts.json: the file is missing"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_documents_can_be_served() {
        assert!(Library::embedded().unwrap().names().count() >= 14);
    }

    #[test]
    fn a_file_of_an_account_that_is_not_there_is_refused() {
        let accounts = r#"{"accounts":[{"loanAccount":{"accountId":"a"}}]}"#;
        let files = [
            ("kim/accounts.json", accounts),
            ("kim/transactions/b.json", r#"{"transactions":[]}"#),
        ];
        let error = Library::load(files.map(|(path, text)| (path.to_owned(), text))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "kim/transactions/b.json cannot be served: accounts.json has no account `b`"
        );
    }

    #[test]
    fn a_broken_document_is_named_in_the_error() {
        let error =
            Library::load([("kim/balances.json".to_owned(), "{\"accounts\": [}")]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(
            error
                .to_string()
                .starts_with("kim/balances.json cannot be served"),
            "{error}"
        );
    }
}
