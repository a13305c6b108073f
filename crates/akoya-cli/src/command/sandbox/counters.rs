//! `akoya sandbox counters`: shows how many requests of each kind a sandbox has had.

use serde_json::Value;

use super::admin::{self, Admin, AdminArgs, text};
use crate::context::Context;
use crate::failure::Failure;
use crate::style::{Label, Style};
use crate::table::{Column, Table};

pub(super) async fn run(context: &Context, args: &AdminArgs) -> Result<(), Failure> {
    let counters = Admin::find(context, args)?.get("/counters").await?;
    admin::print(&context.output, &counters, table)
}

fn table(style: Style, counters: &Value) -> String {
    let columns = [Column::left("Requests"), Column::right("Number")];
    let mut table = Table::new(style, &columns);
    for (name, number) in counters.as_object().into_iter().flatten() {
        let label = if number == &Value::from(0) {
            Label::Secondary
        } else {
            Label::Plain
        };
        table.row([(name.replace('_', " "), label), (text(number), label)]);
    }
    table.to_string()
}
