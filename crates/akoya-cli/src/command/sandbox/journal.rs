//! `akoya sandbox journal`: shows the requests that a sandbox has had.

use clap::Args as ClapArgs;
use http::Method;
use serde_json::{Value, json};

use super::admin::{self, Admin, AdminArgs, list, text};
use crate::context::Context;
use crate::failure::Failure;
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain, secondary};

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// Clear the journal after showing it
    #[arg(long)]
    clear: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let admin = Admin::find(context, &args.admin)?;
    let journal = admin.get("/journal").await?;
    if args.clear {
        admin.send(Method::DELETE, "/journal", &json!({})).await?;
    }
    admin::print(&context.output, &journal, table)
}

fn table(style: Style, journal: &Value) -> String {
    let entries = list(journal);
    if entries.is_empty() {
        return "No request has been received.".to_owned();
    }
    let columns = [
        Column::left("Time"),
        Column::left("Kind").optional(1),
        Column::left("Request").cut_to(16),
        Column::left("Status"),
        Column::left("Fault").cut_to(8).optional(2),
    ];
    let mut table = Table::new(style, &columns);
    for entry in entries {
        let status = entry["status"].as_u64().unwrap_or_default();
        let label = if status < 400 {
            Label::Plain
        } else {
            Label::Error
        };
        let (method, path) = (text(&entry["method"]), text(&entry["path"]));
        table.row([
            secondary(text(&entry["time"])),
            plain(text(&entry["kind"]).replace('_', "-")),
            plain(format!("{method} {path}{}", query(&entry["query"]))),
            (status.to_string(), label),
            plain(text(&entry["fault"])),
        ]);
    }
    table.to_string()
}

/// Writes the parameters as the journal has them, not encoded, so that `[redacted]` is readable.
fn query(pairs: &Value) -> String {
    let pairs = list(pairs).iter();
    let pairs: Vec<String> = pairs
        .map(|pair| format!("{}={}", text(&pair[0]), text(&pair[1])))
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}
