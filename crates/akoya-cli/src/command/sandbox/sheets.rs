//! How the answers of the admin API are shown to a person.

use serde_json::Value;

use crate::date::in_words;
use crate::output::Look;
use crate::table::{Column, Table, Tone, plain, printable, quiet};

/// A text, or the JSON of what is none.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => printable(text),
        other => other.to_string(),
    }
}

pub(super) fn faults(look: Look, answer: &Value) -> String {
    let faults = list(answer);
    if faults.is_empty() {
        return "No fault waits.".to_owned();
    }
    let columns = ["Fault", "With", "On", "User", "Connection", "Skips", "Left"].map(Column::Left);
    let mut table = Table::new(look, &columns);
    table.keep_whole(0);
    for fault in faults {
        let (name, values) = effect(&fault["effect"]);
        let or = |value: &Value, default: &str| {
            if value.is_null() {
                default.to_owned()
            } else {
                text(value)
            }
        };
        table.row([
            plain(name),
            plain(values),
            plain(or(&fault["on"], "all").replace('_', "-")),
            plain(or(&fault["user"], "all")),
            plain(or(&fault["consent"], "all")),
            plain(text(&fault["skip"])),
            plain(or(&fault["times"], "all")),
        ]);
    }
    table.to_string()
}

/// `"drop_response"`, or `{"cut_response": {"after_bytes": 10}}`, as on the command line.
fn effect(effect: &Value) -> (String, String) {
    let hyphens = |name: &str| name.replace('_', "-");
    match effect.as_object().and_then(|effect| effect.iter().next()) {
        Some((name, values)) => {
            let values = values
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(_, value)| !value.is_null());
            let values: Vec<String> = values
                .map(|(name, value)| format!("{} {}", hyphens(name), text(value)))
                .collect();
            (hyphens(name), values.join(", "))
        }
        None => (hyphens(&text(effect)), String::new()),
    }
}

pub(super) fn consents(look: Look, answer: &Value) -> String {
    let consents = list(answer);
    if consents.is_empty() {
        return "No consent has been given.".to_owned();
    }
    let columns = ["Id", "User", "Client", "Accounts", "Refresh token", "State"].map(Column::Left);
    let mut table = Table::new(look, &columns);
    table.keep_whole(0);
    for consent in consents {
        let state = match consent["revoked_by"].as_str() {
            Some(by) => (format!("ended by the {}", printable(by)), Tone::Bad),
            None => ("given".to_owned(), Tone::Good),
        };
        table.row([
            plain(text(&consent["id"])),
            plain(text(&consent["user"])),
            plain(text(&consent["client_id"])),
            plain(list(&consent["accounts"]).len().to_string()),
            plain(format!("no. {}", text(&consent["generation"]))),
            state,
        ]);
    }
    table.to_string()
}

pub(super) fn journal(look: Look, answer: &Value) -> String {
    let entries = list(answer);
    if entries.is_empty() {
        return "No request has come in.".to_owned();
    }
    let columns = ["Time", "Kind", "Request", "Status", "Fault"].map(Column::Left);
    let mut table = Table::new(look, &columns);
    table.keep_whole(0);
    table.keep_whole(3);
    for entry in entries {
        let status = entry["status"].as_u64().unwrap_or_default();
        table.row([
            quiet(text(&entry["time"])),
            plain(text(&entry["kind"]).replace('_', "-")),
            plain(format!(
                "{} {}{}",
                text(&entry["method"]),
                text(&entry["path"]),
                query(&entry["query"])
            )),
            (
                status.to_string(),
                if status < 400 { Tone::Plain } else { Tone::Bad },
            ),
            plain(text(&entry["fault"])),
        ]);
    }
    table.to_string()
}

/// Parameters as the journal has them, so that `[redacted]` can be read.
fn query(pairs: &Value) -> String {
    let pairs: Vec<String> = list(pairs)
        .iter()
        .map(|pair| format!("{}={}", text(&pair[0]), text(&pair[1])))
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}

pub(super) fn counters(look: Look, answer: &Value) -> String {
    let mut table = Table::new(look, &[Column::Left("Requests"), Column::Right("Number")]);
    for (name, number) in answer.as_object().into_iter().flatten() {
        let tone = if number == &Value::from(0) {
            Tone::Quiet
        } else {
            Tone::Plain
        };
        table.row([(name.replace('_', " "), tone), (text(number), tone)]);
    }
    table.to_string()
}

pub(super) fn lifetimes(look: Look, answer: &Value) -> String {
    let mut table = Table::new(look, &[Column::Left("Of"), Column::Left("Lifetime")]);
    let rows = [
        ("authorization code", "code"),
        ("id_token", "id_token"),
        ("refresh token, after the consent", "refresh_token"),
        ("refresh token, after it was used", "refresh_reuse"),
    ];
    for (name, field) in rows {
        let lifetime = match answer[field].as_u64() {
            None => "for ever".to_owned(),
            Some(0) => "none".to_owned(),
            Some(seconds) => format!(
                "{} ({seconds} s)",
                in_words(std::time::Duration::from_secs(seconds))
            ),
        };
        table.row([plain(name), plain(lifetime)]);
    }
    table.to_string()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
