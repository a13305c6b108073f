//! `akoya tax-lots`

use akoya::Pages;
use akoya_model::investments::{TaxLot, TaxLots};

use crate::arguments::TaxLotsArguments;
use crate::context::Context;
use crate::exit::Failure;
use crate::money::money;
use crate::output::{Look, Output};
use crate::session::Session;
use crate::sheet::{self, Sheet};
use crate::table::{Column, Table, plain, quiet};

pub(super) async fn run(context: &Context, arguments: &TaxLotsArguments) -> Result<(), Failure> {
    let csv = sheet::is_wanted(arguments.csv, &context.output)?;
    let session = Session::open(context, &arguments.connection).await?;
    let call = session
        .client
        .tax_lots(session.connector(), &arguments.account, &arguments.holding);
    let pages = call.by_page().map_err(|error| session.explain(error))?;
    if context.output.is_json() {
        print_json(&session, &context.output, pages).await?;
    } else if csv {
        print_csv(&session, &context.output, pages).await?;
    } else {
        print(&session, &context.output, pages).await?;
    }
    session.close().await;
    Ok(())
}

/// One array of pages, written while they come in: what a page says beside its lots is printed too.
async fn print_json(
    session: &Session,
    output: &Output,
    mut pages: Pages<TaxLots>,
) -> Result<(), Failure> {
    let mut separator = "[\n";
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| session.explain(error))?;
        output.part(&format!(
            "{separator}{}",
            akoya_model::to_string(&page.body)
        ))?;
        separator = ",\n";
    }
    output.line("\n]")
}

async fn print(
    session: &Session,
    output: &Output,
    mut pages: Pages<TaxLots>,
) -> Result<(), Failure> {
    let mut lots = Vec::new();
    while let Some(page) = pages.next().await {
        lots.extend(self::lots(
            page.map_err(|error| session.explain(error))?.into_body(),
        ));
    }
    if lots.is_empty() {
        return output.line("The provider knows of no tax lots of this holding.");
    }
    output.line(table(output.look(), &lots))
}

fn lots(page: TaxLots) -> Vec<TaxLot> {
    page.holding
        .and_then(|holding| holding.tax_lots)
        .unwrap_or_default()
}

/// The lots. In which currency, their page does not say.
fn table(look: Look, lots: &[TaxLot]) -> Table {
    let columns = [
        Column::Left("Bought"),
        Column::Right("Quantity"),
        Column::Right("Price"),
        Column::Right("Cost basis"),
        Column::Right("Value"),
        Column::Left("Position"),
    ];
    let mut table = Table::new(look, &columns);
    for lot in lots {
        let bought = lot
            .original_purchase_date
            .as_ref()
            .and_then(|time| time.day());
        let sum = |amount: Option<&_>| {
            amount.map_or_else(|| quiet("not given"), |amount| plain(money(amount, None)))
        };
        table.row([
            plain(bought.map_or_else(String::new, |day| day.to_string())),
            plain(
                lot.quantity
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            sum(lot.purchased_price.as_ref()),
            sum(lot.cost_basis.as_ref()),
            sum(lot.current_value.as_ref()),
            quiet(
                lot.position_type
                    .as_ref()
                    .map_or_else(String::new, |position| position.as_str().to_lowercase()),
            ),
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

async fn print_csv(
    session: &Session,
    output: &Output,
    mut pages: Pages<TaxLots>,
) -> Result<(), Failure> {
    use sheet::{day, number, text};
    let sheet = Sheet::new(output, &COLUMNS)?;
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| session.explain(error))?.into_body();
        let holding = page
            .holding
            .as_ref()
            .and_then(|holding| holding.holding_id.clone());
        let account = page.account_id.clone();
        for lot in lots(page) {
            sheet.row([
                text(account.as_deref()),
                text(holding.as_deref()),
                day(lot.original_purchase_date.as_ref()),
                number(lot.quantity.as_ref()),
                number(lot.purchased_price.as_ref()),
                number(lot.cost_basis.as_ref()),
                number(lot.current_value.as_ref()),
                text(lot.position_type.as_ref().map(|position| position.as_str())),
            ])?;
        }
    }
    Ok(())
}
