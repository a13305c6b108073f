//! Checks that the files of a user fit together.

use std::collections::BTreeMap;

use super::error::{cannot_serve, without_accounts};
use super::user::User;
use crate::error::Error;

impl User {
    /// Checks that every account that a file names is in `accounts.json`, and that each tax statement has its own id.
    pub(super) fn check(&self, name: &str) -> Result<(), Error> {
        if self.accounts.accounts().is_empty() {
            return Err(without_accounts(name));
        }
        if let Some((file, id)) = self
            .named_accounts()
            .find(|(_, id)| self.accounts.account(id).is_none())
        {
            return Err(cannot_serve(
                &format!("{name}/{file}"),
                format!("accounts.json has no account `{id}`"),
            ));
        }
        self.check_tax(name)
    }

    fn check_tax(&self, name: &str) -> Result<(), Error> {
        let path = |file: &str| format!("{name}/tax/{file}.json");
        let mut files = BTreeMap::new();
        for (file, statement) in &self.tax {
            statement
                .check_accounts(&self.accounts)
                .map_err(|error| cannot_serve(&path(file), error))?;
            let Some(id) = statement.id() else { continue };
            if let Some(first) = files.insert(id, file) {
                let text = format!("taxStatementId: `{id}` is already in {}", path(first));
                return Err(cannot_serve(&path(file), text));
            }
        }
        Ok(())
    }

    /// Lists the files that name an account, each with the account's id.
    fn named_accounts(&self) -> impl Iterator<Item = (String, &str)> {
        let documents = [
            ("balances.json", self.balances()),
            ("investments.json", self.investments()),
        ];
        let listed = documents.into_iter();
        let listed = listed.flat_map(|(file, document)| {
            document
                .accounts()
                .iter()
                .map(move |one| (file.to_owned(), one.id()))
        });
        fn keys<'a, T>(
            folder: &'a str,
            map: &'a BTreeMap<String, T>,
        ) -> impl Iterator<Item = (String, &'a str)> {
            map.keys()
                .map(move |id| (format!("{folder}/{id}.json"), id.as_str()))
        }
        listed
            .chain(keys("transactions", &self.transactions))
            .chain(keys("statements", &self.statements))
            .chain(keys("payments", &self.payments))
            .chain(keys("taxlots", &self.tax_lots))
            .chain(keys("contacts", &self.contacts_of))
    }
}
