//! `akoya status`: what is known here, without asking anybody.

mod history;

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use akoya::oauth::store::{GrantState, Head, Record};
use akoya::oauth::{ConnectionId, Vault};
use serde_json::{Value, json};

use crate::arguments::StatusArguments;
use crate::connection::{Connection, ConnectionName, Connections};
use crate::context::Context;
use crate::date;
use crate::exit::{Code, Failure, store_advice};
use crate::output::Look;
use crate::table::{Column, Table, Tone, plain};

pub(super) async fn run(context: &Context, arguments: &StatusArguments) -> Result<(), Failure> {
    let only = arguments.name.as_ref().or(arguments.connection.as_ref());
    let (lines, problem) = lines(context, only).await?;
    if arguments.history {
        history::print(context, &lines)?;
    } else {
        print(context, &lines)?;
    }
    // All that can be told is told first.
    match problem.or_else(|| unreadable(&lines)) {
        None => Ok(()),
        Some(failure) => Err(failure),
    }
}

fn print(context: &Context, lines: &[Line]) -> Result<(), Failure> {
    let now = context.clock.now();
    if context.output.is_json() {
        let connections: Vec<Value> = lines.iter().map(|line| line.json(now)).collect();
        return context.output.line(json!({ "connections": connections }));
    }
    if lines.is_empty() {
        return context
            .output
            .line("There are no connections. `akoya demo` shows one, `akoya login` makes one.");
    }
    context
        .output
        .line(table(context.output.look(), lines, now))
}

/// What is known of one connection: any part may be missing.
#[derive(Default)]
struct Line {
    name: String,
    connection: Option<Connection>,
    head: Option<Head>,
    record: Option<Record>,
    /// Why there is no record although there is a row, and what can be done.
    problem: Option<(String, &'static str)>,
}

/// The lines, and why the tokens cannot be opened at all, if so.
async fn lines(
    context: &Context,
    only: Option<&ConnectionName>,
) -> Result<(Vec<Line>, Option<Failure>), Failure> {
    let connections = Connections::of(&context.data);
    let (mut lines, mut problem) = (BTreeMap::new(), None);
    if context.store_place()?.missing_file().is_none() {
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
        Failure::new(Code::Consent, format!("there is no connection `{name}`"))
            .advise("`akoya status` lists connections, `akoya login` makes one.")
    };
    Ok((
        vec![lines.remove(name.as_str()).ok_or_else(missing)?],
        problem,
    ))
}

/// A line for each row of the store, whether it opens or not.
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

/// What stands beside the tokens of a row that does not open.
async fn head(vault: &Vault, id: &ConnectionId) -> Option<Head> {
    let stored = vault.store().load(id).await.ok()??;
    Head::from_bytes(&stored.row.head).ok()
}

/// The failure that lines without a record are together.
fn unreadable(lines: &[Line]) -> Option<Failure> {
    let problems: Vec<_> = lines
        .iter()
        .filter_map(|line| line.problem.as_ref())
        .collect();
    let (text, advice) = problems.first()?;
    let text = match problems.len() {
        1 => text.clone(),
        count => format!("{count} connections cannot be read; the first: {text}"),
    };
    Some(Failure::new(Code::Files, text).advise(*advice))
}

impl Line {
    fn connector(&self) -> &str {
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

    fn environment(&self) -> &str {
        let stored = || self.head.as_ref().map(|head| head.provider.as_str());
        self.connection
            .as_ref()
            .map(|connection| connection.environment.as_str())
            .or_else(stored)
            .unwrap_or_default()
    }

    fn expires_at(&self) -> Option<SystemTime> {
        self.record
            .as_ref()?
            .token
            .expires_at(acg::token::BearerSource::IdToken)
    }

    /// A word for programs, the words for people, and whether all is well.
    fn state(&self, now: SystemTime) -> (&'static str, String, Tone) {
        if let Some((problem, _)) = &self.problem {
            return (
                "unreadable",
                format!("cannot be read: {problem}"),
                Tone::Bad,
            );
        }
        let Some(record) = &self.record else {
            return ("no_token", "no token: log in again".to_owned(), Tone::Bad);
        };
        match &record.head.state {
            GrantState::Ready if self.expires_at().is_some_and(|expiry| expiry > now) => {
                ("ready", "ready".to_owned(), Tone::Good)
            }
            GrantState::Ready if record.token.refresh_token.is_some() => (
                "expired",
                "ready, refreshed when needed".to_owned(),
                Tone::Good,
            ),
            GrantState::Ready => (
                "consent_needed",
                "expired: log in again".to_owned(),
                Tone::Bad,
            ),
            GrantState::Refreshing { .. } => {
                ("refreshing", "being refreshed".to_owned(), Tone::Plain)
            }
            GrantState::InDoubt => (
                "in_doubt",
                "in doubt, next call finds out".to_owned(),
                Tone::Plain,
            ),
            GrantState::ConsentNeeded { cause } => (
                "consent_needed",
                format!("log in again: {cause}"),
                Tone::Bad,
            ),
            _ => ("unknown", "unknown".to_owned(), Tone::Plain),
        }
    }

    fn json(&self, now: SystemTime) -> Value {
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
        let generation = line
            .head
            .as_ref()
            .map_or_else(String::new, |head| format!("no. {}", head.generation));
        let (_, words, tone) = line.state(now);
        let expiry = line
            .expires_at()
            .map_or_else(String::new, |expiry| expiry_in_words(expiry, now));
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
    let after = |later: SystemTime, earlier| {
        date::in_words(later.duration_since(earlier).unwrap_or(Duration::ZERO))
    };
    if expiry > now {
        format!("in {} ({})", after(expiry, now), date::local(expiry))
    } else {
        format!("{} ago", after(now, expiry))
    }
}
