//! `akoya status`: what is known here, without asking anybody.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use akoya::store::{GrantState, Record};
use akoya::{ConnectionId, Vault};
use serde_json::{Value, json};

use crate::arguments::StatusArguments;
use crate::connection::{Connection, ConnectionName, Connections};
use crate::context::Context;
use crate::date;
use crate::exit::{Code, Failure};
use crate::output::Look;
use crate::table::{Column, Table, Tone, plain};

pub(super) async fn run(context: &Context, arguments: &StatusArguments) -> Result<(), Failure> {
    let lines = lines(context, arguments.connection.as_ref()).await?;
    let now = context.clock.now();
    if context.output.is_json() {
        let connections: Vec<Value> = lines.iter().map(|line| line.json(now)).collect();
        return context.output.line(json!({ "connections": connections }));
    }
    if lines.is_empty() {
        return context.output.line("There are no connections. `akoya demo` shows one, `akoya login` makes one.");
    }
    context.output.line(table(context.output.look(), &lines, now))
}

/// What is known of one connection: either part may be missing.
struct Line {
    name: String,
    connection: Option<Connection>,
    record: Option<Record>,
}

async fn lines(context: &Context, only: Option<&ConnectionName>) -> Result<Vec<Line>, Failure> {
    let connections = Connections::of(&context.data);
    let mut lines = BTreeMap::new();
    if context.data.token_store().exists() {
        for (id, record) in records(&context.vault()?).await? {
            let name = id.to_string();
            lines.insert(name.clone(), Line { name, connection: None, record: Some(record) });
        }
    }
    for name in connections.names()? {
        let connection = connections.get(&name)?;
        let name = name.to_string();
        lines.entry(name.clone()).or_insert(Line { name, connection: None, record: None }).connection = connection;
    }
    match only {
        None => Ok(lines.into_values().collect()),
        Some(name) => match lines.remove(name.as_str()) {
            Some(line) => Ok(vec![line]),
            None => Err(Failure::new(Code::Consent, format!("there is no connection `{name}`"))
                .advise("`akoya status` lists connections, `akoya login` makes one.")),
        },
    }
}

/// All records of the store.
async fn records(vault: &Vault) -> Result<Vec<(ConnectionId, Record)>, Failure> {
    let mut records: Vec<(ConnectionId, Record)> = Vec::new();
    loop {
        let page = vault.page(records.last().map(|(id, _)| id)).await?;
        if page.is_empty() {
            return Ok(records);
        }
        for (id, record) in page {
            records.push((id, record?));
        }
    }
}

impl Line {
    fn connector(&self) -> &str {
        let stored = || {
            let parameters = &self.record.as_ref()?.head.parameters;
            parameters.iter().find(|(name, _)| name == "connector").map(|(_, value)| value.as_str())
        };
        self.connection.as_ref().map(|connection| connection.connector.as_str()).or_else(stored).unwrap_or_default()
    }

    fn environment(&self) -> &str {
        let stored = || self.record.as_ref().map(|record| record.head.provider.as_str());
        self.connection.as_ref().map(|connection| connection.environment.as_str()).or_else(stored).unwrap_or_default()
    }

    fn expires_at(&self) -> Option<SystemTime> {
        self.record.as_ref()?.token.expires_at(acg::BearerSource::IdToken)
    }

    /// A word for programs, the words for people, and whether all is well.
    fn state(&self, now: SystemTime) -> (&'static str, String, Tone) {
        let Some(record) = &self.record else {
            return ("no_token", "no token: log in again".to_owned(), Tone::Bad);
        };
        match &record.head.state {
            GrantState::Ready if self.expires_at().is_some_and(|expiry| expiry > now) => {
                ("ready", "ready".to_owned(), Tone::Good)
            }
            GrantState::Ready if record.token.refresh_token.is_some() => {
                ("expired", "ready, refreshed when needed".to_owned(), Tone::Good)
            }
            GrantState::Ready => ("consent_needed", "expired: log in again".to_owned(), Tone::Bad),
            GrantState::Refreshing { .. } => ("refreshing", "being refreshed".to_owned(), Tone::Plain),
            GrantState::InDoubt => ("in_doubt", "in doubt, next call finds out".to_owned(), Tone::Plain),
            GrantState::ConsentNeeded { cause } => ("consent_needed", format!("log in again: {cause}"), Tone::Bad),
            _ => ("unknown", "unknown".to_owned(), Tone::Plain),
        }
    }

    fn json(&self, now: SystemTime) -> Value {
        json!({
            "connection": self.name,
            "connector": self.connector(),
            "environment": self.environment(),
            "client_id": self.record.as_ref().map(|record| record.head.client_id.as_str()),
            "user": self.connection.as_ref().and_then(|connection| connection.user.as_deref()),
            "generation": self.record.as_ref().map(|record| record.head.generation),
            "state": self.state(now).0,
            "expires_at": self.expires_at().and_then(date::rfc3339),
        })
    }
}

fn table(look: Look, lines: &[Line], now: SystemTime) -> Table {
    let columns = [
        Column::Left("Connection"),
        Column::Left("Institution"),
        Column::Left("Environment"),
        Column::Right("Token"),
        Column::Left("State"),
        Column::Left("Expires"),
    ];
    let mut table = Table::new(look, &columns);
    for line in lines {
        let generation =
            line.record.as_ref().map_or_else(String::new, |record| format!("no. {}", record.head.generation));
        let (_, words, tone) = line.state(now);
        let expiry = line.expires_at().map_or_else(String::new, |expiry| expiry_in_words(expiry, now));
        table.row([
            plain(&line.name),
            plain(line.connector()),
            plain(line.environment()),
            plain(generation),
            (words, tone),
            plain(expiry),
        ]);
    }
    table
}

/// `in 14 min (2026-01-31 12:00)`, `2 days ago`.
fn expiry_in_words(expiry: SystemTime, now: SystemTime) -> String {
    let after = |later: SystemTime, earlier| date::in_words(later.duration_since(earlier).unwrap_or(Duration::ZERO));
    if expiry > now {
        format!("in {} ({})", after(expiry, now), date::local(expiry))
    } else {
        format!("{} ago", after(now, expiry))
    }
}
