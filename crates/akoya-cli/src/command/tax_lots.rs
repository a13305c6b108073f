//! `akoya tax-lots`

use akoya::Pages;
use akoya_model::field_text;
use akoya_model::investments::{TaxLot, TaxLots};
use clap::Args as ClapArgs;

use crate::account_choice::AccountArgs;
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter, Format, as_sent, day, id, text};
use crate::failure::Failure;
use crate::json_array::JsonArray;
use crate::money::money;
use crate::session::{ConnectionArgs, Session};
use crate::style::Style;
use crate::table::{Column, Table, plain, secondary};
use crate::time_text::date_text;

#[derive(Debug, ClapArgs)]
#[command(after_help = format!("\
--json prints one array of pages: every digit and field that the API sent, not in the same order. If reading fails half-way, \
the array is not closed.

{CSV_HELP}"))]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,
    /// Read the holding with this id, from `akoya investments`
    #[arg(long, value_name = "ID")]
    holding: String,
    #[command(flatten)]
    csv: CsvArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let format = args.csv.format(&context.output)?;
    let session = Session::open(context, &args.connection).await?;
    let account = args.account.choose(&session).await?;
    let call = session
        .client
        .tax_lots(session.connector(), &account.id, &args.holding);
    let pages = call.by_page().map_err(|error| session.explain(error))?;
    let pages = Reading {
        session: &session,
        pages,
    };
    match format {
        Format::Json => print_json(pages).await,
        Format::Csv { bom } => print_csv(pages, bom).await,
        Format::Table => print(pages).await,
    }
}

/// The pages as they arrive.
struct Reading<'a> {
    session: &'a Session<'a>,
    pages: Pages<TaxLots>,
}

impl Reading<'_> {
    async fn next(&mut self) -> Result<Option<TaxLots>, Failure> {
        let page = self.pages.next().await.transpose();
        let page = page.map_err(|error| self.session.explain(error))?;
        Ok(page.map(|page| page.into_body()))
    }
}

/// Prints one array of pages, written while they arrive, with what a page says beside its lots.
async fn print_json(mut pages: Reading<'_>) -> Result<(), Failure> {
    let mut array = JsonArray::new(&pages.session.context().output);
    while let Some(page) = pages.next().await? {
        array.push(&akoya_model::to_string(&page))?;
    }
    array.finish()
}

async fn print(mut pages: Reading<'_>) -> Result<(), Failure> {
    let output = &pages.session.context().output;
    let mut all = Vec::new();
    while let Some(page) = pages.next().await? {
        all.extend(lots(page));
    }
    if all.is_empty() {
        return output.line("The provider knows of no tax lots of this holding.");
    }
    output.line(table(output.style(), &all))
}

fn lots(page: TaxLots) -> Vec<TaxLot> {
    let lots = page.holding.and_then(|holding| holding.tax_lots);
    lots.unwrap_or_default()
}

/// Lays out the lots. Their page does not say in which currency.
fn table(style: Style, lots: &[TaxLot]) -> Table {
    let columns = [
        Column::left("Bought").cut_to(10),
        Column::right("Quantity"),
        Column::right("Price").optional(2),
        Column::right("Cost basis"),
        Column::right("Value").optional(1),
        Column::left("Position").optional(3),
    ];
    let mut table = Table::new(style, &columns);
    for lot in lots {
        let bought = lot.original_purchase_date.as_ref().map(date_text);
        let quantity = field_text(lot, "quantity");
        let sum = |amount: Option<&_>, name| match (amount, field_text(lot, name)) {
            (Some(amount), _) => plain(money(amount, None)),
            (None, Some(sent)) => plain(sent),
            (None, None) => secondary("not given"),
        };
        let position = lot.position_type.as_ref();
        table.row([
            plain(bought.unwrap_or_default()),
            plain(quantity.unwrap_or_default()),
            sum(lot.purchased_price.as_ref(), "purchasedPrice"),
            sum(lot.cost_basis.as_ref(), "costBasis"),
            sum(lot.current_value.as_ref(), "currentValue"),
            secondary(position.map_or_else(String::new, |kind| kind.as_str().to_lowercase())),
        ]);
    }
    table
}

const COLUMNS: [&str; 8] = [
    "account_id",
    "holding_id",
    "purchase_date",
    "quantity",
    "purchased_price",
    "cost_basis",
    "current_value",
    "position",
];

async fn print_csv(mut pages: Reading<'_>, bom: bool) -> Result<(), Failure> {
    let csv = CsvWriter::new(&pages.session.context().output, bom, &COLUMNS)?;
    while let Some(page) = pages.next().await? {
        let account = page.account_id.clone();
        let holding = page.holding.as_ref();
        let holding = holding.and_then(|holding| holding.holding_id.clone());
        for lot in lots(page) {
            csv.row([
                id(account.as_deref()),
                id(holding.as_deref()),
                day(lot.original_purchase_date.as_ref()),
                as_sent(field_text(&lot, "quantity")),
                as_sent(field_text(&lot, "purchasedPrice")),
                as_sent(field_text(&lot, "costBasis")),
                as_sent(field_text(&lot, "currentValue")),
                text(lot.position_type.as_ref().map(|kind| kind.as_str())),
            ])?;
        }
    }
    Ok(())
}
