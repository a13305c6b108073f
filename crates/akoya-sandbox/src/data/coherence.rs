//! Whether the files of a user fit together.

use std::collections::BTreeMap;

use super::{User, unreadable, without_accounts};
use crate::error::Error;

impl User {
    /// Accounts must be those of `accounts.json`, wherever they are named, and an id of a tax statement must lead to one.
    pub(super) fn check(&self, name: &str) -> Result<(), Error> {
        if self.accounts.entries().is_empty() {
            return Err(without_accounts(name));
        }
        if let Some((file, id)) = self
            .named_accounts()
            .find(|(_, id)| self.accounts.entry(id).is_none())
        {
            return Err(unreadable(
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
                .map_err(|reason| unreadable(&path(file), reason))?;
            let Some(id) = statement.id() else { continue };
            if let Some(first) = files.insert(id, file) {
                let text = format!("taxStatementId: `{id}` is already in {}", path(first));
                return Err(unreadable(&path(file), text));
            }
        }
        Ok(())
    }

    /// The files that name an account, each with the account's id.
    fn named_accounts(&self) -> impl Iterator<Item = (String, &str)> {
        let documents = [
            ("balances.json", self.balances()),
            ("investments.json", self.investments()),
        ];
        let listed = documents.into_iter();
        let listed = listed.flat_map(|(file, document)| {
            document
                .entries()
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
