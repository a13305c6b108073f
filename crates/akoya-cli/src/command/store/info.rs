//! `akoya store info`: all that is known of the store without opening a token.

use std::collections::BTreeMap;

use akoya::oauth::vault::{KeyId, Keyring, SealingKey, SpoolCounts};
use serde_json::{Value, json};

use crate::context::Context;
use crate::counted::counted;
use crate::failure::Failure;
use crate::printable::printable;
use crate::style::Label;
use crate::table::{Column, Table, plain};
use crate::token_store::{Census, TokenStore};

/// What is known.
struct Info<'a> {
    store: &'a TokenStore,
    census: Census,
    spool: SpoolCounts,
    /// The keys that are given, or why there are none.
    keys: Result<Option<Keyring>, Failure>,
}

/// A key that is given, or that encrypts something.
struct Key {
    rows: u64,
    given: bool,
    seals: bool,
}

pub(super) async fn run(context: &Context, store: &TokenStore) -> Result<(), Failure> {
    let census = store.census().await?;
    let info = Info {
        store,
        census,
        spool: store.spool.counts()?,
        keys: store.read_keys().await,
    };
    if context.output.is_json() {
        context.output.json(info.json())
    } else {
        info.print(context)
    }
}

impl Info<'_> {
    fn keys(&self) -> BTreeMap<KeyId, Key> {
        let key = |rows| Key {
            rows,
            given: false,
            seals: false,
        };
        let mut keys: BTreeMap<_, _> = self
            .census
            .by_key
            .iter()
            .map(|(id, rows)| (*id, key(*rows)))
            .collect();
        let given = self
            .keys
            .as_ref()
            .ok()
            .and_then(Option::as_ref)
            .map_or(&[][..], Keyring::keys);
        for (index, id) in given.iter().map(SealingKey::id).enumerate() {
            let key = keys.entry(id).or_insert_with(|| key(0));
            (key.given, key.seals) = (true, index == 0);
        }
        keys
    }

    fn problem(&self) -> Option<String> {
        match &self.keys {
            Ok(Some(_)) => None,
            Ok(None) => Some("missing".to_owned()),
            Err(failure) => Some(failure.message().to_owned()),
        }
    }

    fn json(&self) -> Value {
        let identity = self.store.store.identity();
        let keys = self.keys();
        let keys: Vec<Value> = keys
            .iter()
            .map(|(id, key)| json!({ "id": id.to_string(), "rows": key.rows, "given": key.given, "seals": key.seals }))
            .collect();
        json!({
            "kind": self.store.location.kind(),
            "place": self.store.location.name(),
            "path": self.store.location.path(),
            "store_id": identity.id,
            "quarantine": identity.quarantine,
            "connections": self.census.rows,
            "environments": self.census.environments,
            "key_source": {
                "kind": self.store.keys.kind(), "path": self.store.keys.path(), "problem": self.problem()
            },
            "keys": keys,
            "unencrypted": self.census.unencrypted,
            "damaged": self.census.damaged,
            "spool": {
                "path": self.store.spool.directory(), "waiting": self.spool.waiting, "damaged": self.spool.damaged
            },
            "open_elsewhere": self.store.location.others(),
        })
    }

    fn print(&self, context: &Context) -> Result<(), Failure> {
        let output = &context.output;
        let identity = self.store.store.identity();
        let line =
            |name: &str, text: &str| output.line(format_args!("  {name:<14}  {}", printable(text)));
        line("Token store", &self.store.location.name())?;
        line("Store id", &identity.id)?;
        line(
            "Quarantine",
            identity.quarantine.as_deref().unwrap_or("none"),
        )?;
        line("Connections", &self.census.rows.to_string())?;
        for (environment, rows) in &self.census.environments {
            line("", &format!("{rows} at {environment}"))?;
        }
        line("Spool", &self.spool())?;
        let others = self
            .store
            .location
            .others()
            .map(|times| counted(times, "time"));
        line(
            "Open elsewhere",
            others
                .as_deref()
                .unwrap_or("unknown, other machines may use it"),
        )?;
        let problem = self
            .problem()
            .map_or_else(String::new, |problem| format!(": {problem}"));
        line("Keys", &format!("in {}{problem}", self.store.keys))?;
        output.line(self.table(context))
    }

    fn spool(&self) -> String {
        let damaged = match self.spool.damaged {
            0 => String::new(),
            damaged => format!(
                ", {damaged} damaged in `{}`",
                self.store.spool.directory().display()
            ),
        };
        let why = if self.store.location.is_shared() {
            "waiting, or held for a failover"
        } else {
            "waiting"
        };
        format!("{} {why}{damaged}", self.spool.waiting)
    }

    fn table(&self, context: &Context) -> Table {
        let columns = [
            Column::left("Key"),
            Column::right("Connections"),
            Column::left("Use"),
        ];
        let mut table = Table::new(context.output.style(), &columns);
        let mut row = |key: String, rows: u64, text: &str, label| {
            table.row([
                plain(key),
                plain(rows.to_string()),
                (text.to_owned(), label),
            ]);
        };
        for (id, key) in self.keys() {
            let (text, label) = match (key.given, key.seals) {
                (_, true) => ("encrypts and decrypts", Label::Success),
                (true, false) => ("decrypts", Label::Plain),
                (false, _) => ("missing: cannot be decrypted", Label::Error),
            };
            row(id.to_string(), key.rows, text, label);
        }
        if self.census.unencrypted > 0 {
            row(
                "none".to_owned(),
                self.census.unencrypted,
                "not encrypted, and not used",
                Label::Error,
            );
        }
        if self.census.damaged > 0 {
            row(
                "unknown".to_owned(),
                self.census.damaged,
                "damaged",
                Label::Error,
            );
        }
        table
    }
}
