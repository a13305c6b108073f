//! `akoya status`: what is known on this computer; nothing is sent.

mod history;

use std::time::{Duration, SystemTime};

use clap::Args as ClapArgs;
use serde_json::{Value, json};

use crate::connection::ConnectionName;
use crate::connection_line::{self, Line};
use crate::context::Context;
use crate::date;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::style::Style;
use crate::table::{Column, Table, plain};

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
--history shows what happened to each token, the last eight events: when, on which host and in which process, and the \
refresh token's fingerprint before and after. A fingerprint distinguishes two tokens and reveals neither.

A connection whose tokens cannot be opened is shown as such, and the exit code is 8.")]
pub(crate) struct Args {
    /// Show only this connection
    #[arg(value_name = "CONNECTION")]
    name: Option<ConnectionName>,
    /// Show only the connection with this name
    #[arg(long, value_name = "NAME", env = "AKOYA_CONNECTION")]
    connection: Option<ConnectionName>,
    /// Show what happened to the tokens, and in which process
    #[arg(long)]
    history: bool,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let only = args.name.as_ref().or(args.connection.as_ref());
    let (lines, problem) = connection_line::read(context, only).await?;
    if args.history {
        history::print(context, &lines)?;
    } else {
        print(context, &lines)?;
    }
    // What can be read is shown before the command fails.
    match problem.or_else(|| unreadable(&lines)) {
        None => Ok(()),
        Some(failure) => Err(failure),
    }
}

fn print(context: &Context, lines: &[Line]) -> Result<(), Failure> {
    let now = context.clock.now();
    if context.output.is_json() {
        let connections: Vec<Value> = lines.iter().map(|line| line.json(now)).collect();
        return context.output.json(json!({ "connections": connections }));
    }
    if lines.is_empty() {
        return context
            .output
            .line("There are no connections. `akoya login` creates one, `akoya demo` creates one for you to try.");
    }
    context
        .output
        .line(table(context.output.style(), lines, now))
}

/// Sums up all lines that cannot be read in one failure.
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
    Some(Failure::new(ExitCode::Files, text).advise(*advice))
}

fn table(style: Style, lines: &[Line], now: SystemTime) -> Table {
    let columns = [
        Column::left("Connection").cut_to(12),
        Column::left("Institution").cut_to(8).optional(2),
        Column::left("Environment").cut_to(12).optional(3),
        Column::right("Token").optional(1),
        Column::left("State").cut_to(20),
        Column::left("Expires"),
        Column::left("At").optional(4),
    ];
    let mut table = Table::new(style, &columns);
    for line in lines {
        let generation = line
            .head
            .as_ref()
            .map_or_else(String::new, |head| format!("no. {}", head.generation));
        let (_, words, label) = line.state(now);
        let expiry = line.expires_at();
        let at = expiry.filter(|expiry| *expiry > now).map(date::local);
        table.row([
            plain(&line.name),
            plain(line.connector()),
            plain(line.environment()),
            plain(generation),
            (words, label),
            plain(expiry.map_or_else(String::new, |expiry| expiry_in_words(expiry, now))),
            plain(at.unwrap_or_default()),
        ]);
    }
    table
}

/// Writes how long a token is still good: `in 14 min`, `2 days ago`.
fn expiry_in_words(expiry: SystemTime, now: SystemTime) -> String {
    let after = |later: SystemTime, earlier| {
        date::in_words(later.duration_since(earlier).unwrap_or(Duration::ZERO))
    };
    if expiry > now {
        format!("in {}", after(expiry, now))
    } else {
        format!("{} ago", after(now, expiry))
    }
}
