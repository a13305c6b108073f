//! What is known of a connection on this computer.

use std::collections::BTreeMap;
use std::time::SystemTime;

use akoya::oauth::store::{GrantState, Head, Record};
use akoya::oauth::{ConnectionId, Vault};
use serde_json::{Value, json};

use crate::connection::{Connection, ConnectionName};
use crate::connections::Connections;
use crate::context::Context;
use crate::date;
use crate::exit_code::ExitCode;
use crate::failure::{Failure, store_advice};
use crate::style::Label;

/// What is known of one connection: any part may be missing.
#[derive(Default)]
pub(crate) struct Line {
    pub(crate) name: String,
    connection: Option<Connection>,
    pub(crate) head: Option<Head>,
    record: Option<Record>,
    /// Why there is no record although there is a row, and what can be done.
    pub(crate) problem: Option<(String, &'static str)>,
}

/// Reads the lines, and why no token can be opened, if that is so.
pub(crate) async fn read(
    context: &Context,
    only: Option<&ConnectionName>,
) -> Result<(Vec<Line>, Option<Failure>), Failure> {
    let connections = Connections::of(&context.data);
    let (mut lines, mut problem) = (BTreeMap::new(), None);
    if context.store_location()?.missing_file().is_none() {
        let (vault, failure) = context.vault_or_keyless().await?;
        problem = failure;
        for line in stored(&vault).await? {
            lines.insert(line.name.clone(), line);
        }
    }
    for name in connections.names()? {
        let connection = connections.get(&name)?;
        let name = name.to_string();
        lines
            .entry(name.clone())
            .or_insert_with(|| Line {
                name,
                ..Line::default()
            })
            .connection = connection;
    }
    let Some(name) = only else {
        return Ok((lines.into_values().collect(), problem));
    };
    let missing = || {
        Failure::new(
            ExitCode::Consent,
            format!("there is no connection `{name}`"),
        )
        .advise("`akoya status` lists connections, `akoya login` creates one.")
    };
    Ok((
        vec![lines.remove(name.as_str()).ok_or_else(missing)?],
        problem,
    ))
}

/// Reads a line for each row of the store, whether it opens or not.
async fn stored(vault: &Vault) -> Result<Vec<Line>, Failure> {
    let (mut lines, mut last) = (Vec::new(), None);
    loop {
        let page = vault.page(last.as_ref()).await?;
        let Some((id, _)) = page.last() else {
            return Ok(lines);
        };
        last = Some(id.clone());
        for (id, record) in page {
            let name = id.to_string();
            lines.push(match record {
                Ok(record) => Line {
                    name,
                    head: Some(record.head.clone()),
                    record: Some(record),
                    ..Line::default()
                },
                Err(error) => {
                    let problem = Some((error.to_string(), store_advice(error.kind())));
                    Line {
                        name,
                        head: head(vault, &id).await,
                        problem,
                        ..Line::default()
                    }
                }
            });
        }
    }
}

/// Reads what is stored beside the tokens of a row that cannot be opened.
async fn head(vault: &Vault, id: &ConnectionId) -> Option<Head> {
    let stored = vault.store().load(id).await.ok()??;
    Head::from_bytes(&stored.row.head).ok()
}

impl Line {
    pub(crate) fn connector(&self) -> &str {
        let stored = || {
            let parameters = &self.head.as_ref()?.parameters;
            parameters
                .iter()
                .find(|(name, _)| name == "connector")
                .map(|(_, value)| value.as_str())
        };
        self.connection
            .as_ref()
            .map(|connection| connection.connector.as_str())
            .or_else(stored)
            .unwrap_or_default()
    }

    pub(crate) fn environment(&self) -> &str {
        let stored = || self.head.as_ref().map(|head| head.provider.as_str());
        self.connection
            .as_ref()
            .map(|connection| connection.environment.as_str())
            .or_else(stored)
            .unwrap_or_default()
    }

    pub(crate) fn expires_at(&self) -> Option<SystemTime> {
        self.record
            .as_ref()?
            .token
            .expires_at(akoya::oauth::token::BearerSource::IdToken)
    }

    /// Returns a word for programs, a phrase for people, and how it is shown.
    pub(crate) fn state(&self, now: SystemTime) -> (&'static str, String, Label) {
        if let Some((problem, _)) = &self.problem {
            let phrase = format!("cannot be read: {problem}");
            return ("unreadable", phrase, Label::Error);
        }
        let Some(record) = &self.record else {
            let phrase = "no token: log in again".to_owned();
            return ("no_token", phrase, Label::Error);
        };
        if let GrantState::ConsentNeeded { cause } = &record.head.state {
            let phrase = format!("log in again: {cause}");
            return ("consent_needed", phrase, Label::Error);
        }
        let (word, phrase, label) = self.state_of(record, now);
        (word, phrase.to_owned(), label)
    }

    /// Does what [`state`](Self::state) does, for a token that can be read and has not ended.
    fn state_of(&self, record: &Record, now: SystemTime) -> (&'static str, &'static str, Label) {
        let is_valid = self.expires_at().is_some_and(|expiry| expiry > now);
        match record.head.state {
            GrantState::Ready if is_valid && record.head.refused_at.is_some() => (
                "refused",
                "valid, but the institution has refused it",
                Label::Error,
            ),
            GrantState::Ready if is_valid => ("ready", "ready", Label::Success),
            GrantState::Ready if record.token.refresh_token.is_some() => {
                ("expired", "ready, refreshed when needed", Label::Success)
            }
            GrantState::Ready => ("consent_needed", "expired: log in again", Label::Error),
            GrantState::Refreshing { .. } => ("refreshing", "being refreshed", Label::Plain),
            GrantState::InDoubt => (
                "in_doubt",
                "in doubt; the next call finds out",
                Label::Plain,
            ),
            _ => ("unknown", "unknown", Label::Plain),
        }
    }

    pub(crate) fn json(&self, now: SystemTime) -> Value {
        json!({
            "connection": self.name,
            "connector": self.connector(),
            "environment": self.environment(),
            "client_id": self.head.as_ref().map(|head| head.client_id.as_str()),
            "user": self.connection.as_ref().and_then(|connection| connection.user.as_deref()),
            "generation": self.head.as_ref().map(|head| head.generation),
            "state": self.state(now).0,
            "expires_at": self.expires_at().and_then(date::rfc3339),
            "problem": self.problem.as_ref().map(|(text, _)| text),
        })
    }
}
