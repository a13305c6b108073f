//! One customer of the bank: all documents of a folder, read and checked.

use std::collections::BTreeMap;

use axum::body::Bytes;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::account_list::AccountList;
use super::error::cannot_serve;
use super::ledger::Ledger;
use super::parse_error::{ParseError, parse};
use super::statements::Statements;
use super::tax::TaxStatement;
use super::tax_lots::TaxLots;
use crate::error::Error;

/// One customer of the bank.
#[derive(Debug, Default)]
pub(crate) struct User {
    pub(crate) profile: Profile,
    /// `accounts.json`, the response of accounts-info.
    pub(crate) accounts: AccountList,
    pub(super) balances: Option<AccountList>,
    pub(super) investments: Option<AccountList>,
    /// `taxlots/{accountId}.json`.
    pub(crate) tax_lots: BTreeMap<String, TaxLots>,
    /// `transactions/{accountId}.json`.
    pub(crate) transactions: BTreeMap<String, Ledger>,
    /// `statements/{accountId}.json`.
    pub(crate) statements: BTreeMap<String, Statements>,
    /// `tax/*.json`, one statement per file, by the name of the file.
    pub(crate) tax: BTreeMap<String, TaxStatement>,
    /// `payments/{accountId}.json`, unchanged.
    pub(crate) payments: BTreeMap<String, Bytes>,
    /// `customers.json`, unchanged.
    pub(crate) customers: Option<Bytes>,
    /// `contacts.json`, unchanged, for every account without a file of its own.
    pub(crate) contacts: Option<Bytes>,
    /// `contacts/{accountId}.json`, unchanged.
    pub(crate) contacts_of: BTreeMap<String, Bytes>,
}

/// `user.json`: what is known of a customer besides the accounts.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Profile {
    /// The `name` claim.
    pub(crate) name: Option<String>,
    /// The `email` claim.
    pub(crate) email: Option<String>,
    /// Default: the sign-in name.
    pub(crate) password: Option<String>,
    /// The FDX code with which every data call of this user fails.
    #[serde(default, deserialize_with = "error_code")]
    pub(crate) fails_with: Option<u16>,
    /// Returns all transactions of a time range on one page, as some providers do.
    #[serde(default)]
    pub(crate) ignores_limit: bool,
}

impl User {
    /// Returns `balances.json`, the response of balances. Default: the accounts.
    pub(crate) fn balances(&self) -> &AccountList {
        self.balances.as_ref().unwrap_or(&self.accounts)
    }

    /// Returns `investments.json`, the response of accounts, with every detail. Default: the balances.
    pub(crate) fn investments(&self) -> &AccountList {
        self.investments.as_ref().unwrap_or_else(|| self.balances())
    }

    pub(crate) fn password<'a>(&'a self, name: &'a str) -> &'a str {
        self.profile.password.as_deref().unwrap_or(name)
    }

    /// Adds a file. `path` is its path for errors, `file` its path within the user's folder.
    pub(super) fn add(&mut self, path: &str, file: &str, text: &str) -> Result<(), Error> {
        let Some(name) = file.strip_suffix(".json") else {
            return Err(unknown_file(path));
        };
        // An account id may contain a slash, so only the first one separates the product.
        let added = match name.split_once('/').unwrap_or((name, "")) {
            ("user", "") => parse(text).map(|profile| self.profile = profile),
            ("accounts", "") => accounts(text).map(|list| self.accounts = list),
            ("balances", "") => AccountList::parse(text).map(|list| self.balances = Some(list)),
            ("investments", "") => {
                AccountList::parse(text).map(|list| self.investments = Some(list))
            }
            ("customers", "") => unchanged(text).map(|text| self.customers = Some(text)),
            ("contacts", "") => unchanged(text).map(|text| self.contacts = Some(text)),
            ("contacts", id) => insert(&mut self.contacts_of, id, unchanged(text)),
            (_, "") => return Err(unknown_file(path)),
            ("payments", id) => insert(&mut self.payments, id, unchanged(text)),
            ("statements", id) => insert(&mut self.statements, id, Statements::parse(text)),
            ("tax", id) => insert(&mut self.tax, id, TaxStatement::parse(text)),
            ("taxlots", id) => insert(&mut self.tax_lots, id, TaxLots::parse(text)),
            ("transactions", id) => insert(&mut self.transactions, id, Ledger::parse(text, id)),
            _ => return Err(unknown_file(path)),
        };
        added.map_err(|error| cannot_serve(path, error))
    }
}

fn insert<T>(
    map: &mut BTreeMap<String, T>,
    id: &str,
    parsed: Result<T, ParseError>,
) -> Result<(), ParseError> {
    map.insert(id.to_owned(), parsed?);
    Ok(())
}

/// Reads the accounts of a user, at least one.
fn accounts(text: &str) -> Result<AccountList, ParseError> {
    let list = AccountList::parse(text)?;
    // The consent page would have nothing to choose from.
    if list.accounts().is_empty() {
        return Err(ParseError::new("it must have at least one account").inside("accounts"));
    }
    Ok(list)
}

/// Parses `failsWith`.
fn error_code<'de, D: Deserializer<'de>>(json: D) -> Result<Option<u16>, D::Error> {
    let value: Option<Value> = Option::deserialize(json)?;
    let code = |value: Value| value.as_u64().and_then(|code| u16::try_from(code).ok());
    let valid =
        |value| code(value).ok_or_else(|| D::Error::custom("it must be a number such as 503"));
    value.map(valid).transpose()
}

/// Checks that a document is JSON, and keeps its text.
fn unchanged(text: &str) -> Result<Bytes, ParseError> {
    let json: &RawValue = parse(text)?;
    Ok(Bytes::copy_from_slice(json.get().as_bytes()))
}

fn unknown_file(path: &str) -> Error {
    cannot_serve(path, "no product has a file of this name")
}
