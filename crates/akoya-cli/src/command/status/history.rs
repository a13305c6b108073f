//! `akoya status --history`: what happened to each token, and in which process.

use std::time::{Duration, SystemTime};

use akoya::oauth::store::{Fingerprint, HistoryEntry, StoreTime};
use serde_json::{Value, json};

use crate::connection_line::Line;
use crate::context::Context;
use crate::date;
use crate::failure::Failure;
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain, secondary};

pub(super) fn print(context: &Context, lines: &[Line]) -> Result<(), Failure> {
    let output = &context.output;
    if output.is_json() {
        let connections: Vec<Value> = lines.iter().map(to_json).collect();
        return output.json(json!({ "connections": connections }));
    }
    let style = output.style();
    for line in lines {
        let generation = line.head.as_ref().map_or_else(String::new, |head| {
            format!(", token no. {}", head.generation)
        });
        output.line(format_args!(
            "{}{generation}",
            style.paint(Label::Heading, &line.name)
        ))?;
        match history(line) {
            [] => output.line("  It has no history.")?,
            entries => output.line(table(style, entries))?,
        }
    }
    Ok(())
}

fn history(line: &Line) -> &[HistoryEntry] {
    line.head.as_ref().map_or(&[], |head| &head.history)
}

fn to_json(line: &Line) -> Value {
    json!({
        "connection": line.name,
        "generation": line.head.as_ref().map(|head| head.generation),
        "history": history(line).iter().map(entry_to_json).collect::<Vec<_>>(),
        "problem": line.problem.as_ref().map(|(text, _)| text),
    })
}

fn entry_to_json(entry: &HistoryEntry) -> Value {
    let owner = Owner::of(&entry.by);
    json!({
        "at": date::rfc3339(time(entry.at)),
        "at_ms": entry.at.0,
        "host": owner.host,
        "process": owner.process,
        "by": entry.by,
        "event": entry.event,
        "text": entry.event.to_string(),
        "before": entry.before,
        "after": entry.after,
    })
}

fn table(style: Style, entries: &[HistoryEntry]) -> Table {
    let columns = [
        Column::left("When"),
        Column::left("Host").cut_to(8).optional(3),
        Column::right("Process").optional(2),
        Column::left("What").cut_to(22),
        Column::left("Refresh token").cut_to(9).optional(1),
    ];
    let mut table = Table::new(style, &columns);
    for entry in entries {
        let owner = Owner::of(&entry.by);
        table.row([
            plain(date::local_to_the_second(time(entry.at))),
            secondary(owner.host),
            secondary(
                owner
                    .process
                    .map_or_else(String::new, |process| process.to_string()),
            ),
            plain(entry.event.to_string()),
            plain(change(style, entry)),
        ]);
    }
    table
}

/// Writes how the token changed: `1a2b… → 3c4d…`.
fn change(style: Style, entry: &HistoryEntry) -> String {
    let text = |fingerprint: &Option<Fingerprint>| fingerprint.as_ref().map(ToString::to_string);
    match (text(&entry.before), text(&entry.after)) {
        (Some(before), Some(after)) => format!("{before} {} {after}", style.arrow()),
        (before, after) => before.or(after).unwrap_or_default(),
    }
}

/// The process: a store names its owner by host, process id and a random part.
struct Owner<'a> {
    host: &'a str,
    process: Option<u32>,
}

impl<'a> Owner<'a> {
    fn of(owner: &'a str) -> Self {
        let mut parts = owner.rsplitn(3, '-').skip(1);
        let process = parts.next().and_then(|process| process.parse().ok());
        match (process, parts.next()) {
            (Some(process), Some(host)) => Self {
                host,
                process: Some(process),
            },
            _ => Self {
                host: owner,
                process: None,
            },
        }
    }
}

/// Converts a moment of the store. One that the platform cannot hold is the epoch.
fn time(at: StoreTime) -> SystemTime {
    let since = Duration::from_millis(u64::try_from(at.0).unwrap_or(0));
    SystemTime::UNIX_EPOCH
        .checked_add(since)
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_has_a_host_and_a_process_if_its_name_says_so() {
        let owner = Owner::of("web-1-4711-00ff00ff00ff00ff");
        assert_eq!((owner.host, owner.process), ("web-1", Some(4711)));
        for name in ["memory", "a-b", "host-x-1", ""] {
            let owner = Owner::of(name);
            assert_eq!((owner.host, owner.process), (name, None));
        }
    }
}
