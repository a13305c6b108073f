//! `akoya sandbox consents`: lists the consents that a user of a sandbox has given.

use serde_json::Value;

use super::admin::{self, Admin, AdminArgs, list, text};
use crate::context::Context;
use crate::failure::Failure;
use crate::printable::printable;
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain};

pub(super) async fn run(context: &Context, args: &AdminArgs) -> Result<(), Failure> {
    let consents = Admin::find(context, args)?.get("/consents").await?;
    admin::print(&context.output, &consents, table)
}

fn table(style: Style, consents: &Value) -> String {
    let consents = list(consents);
    if consents.is_empty() {
        return "No consent has been given.".to_owned();
    }
    let columns = [
        Column::left("Id"),
        Column::left("User").cut_to(10),
        Column::left("Client").cut_to(8).optional(2),
        Column::left("Accounts").cut_to(8).optional(3),
        Column::left("Refresh token").cut_to(9).optional(1),
        Column::left("State").cut_to(8),
    ];
    let mut table = Table::new(style, &columns);
    for consent in consents {
        let state = match consent["revoked_by"].as_str() {
            Some(by) => (format!("ended by the {}", printable(by)), Label::Error),
            None => ("given".to_owned(), Label::Success),
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
