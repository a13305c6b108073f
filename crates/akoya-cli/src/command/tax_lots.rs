//! `akoya tax-lots`: lists the lots in which a holding was bought.

use akoya::Response;
use akoya_model::field_text;
use akoya_model::investments::{TaxLot, TaxLots};
use clap::Args as ClapArgs;

use crate::account::Account;
use crate::account_choice::AccountArgs;
use crate::account_reading::AccountReading;
use crate::command::investments::listed;
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter, as_sent, day, id, text};
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::id_choice::{IdKind, by_id};
use crate::listing::{self, Listing};
use crate::money::money;
use crate::session::{ConnectionArgs, Session};
use crate::style::Style;
use crate::table::{Column, Table, plain, secondary};
use crate::time_text::day_of;

#[derive(Debug, ClapArgs)]
#[command(after_help = format!("\
--json prints one array of pages: every digit and field that the API sent, in another order. If reading fails half-way, \
the array is not closed.

{CSV_HELP}"))]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,
    /// Read the holding whose id is this or begins with it, from `akoya investments`
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
    let accounts = [args.account.choose(&session).await?];
    let holding = holding(&session, &accounts[0], &args.holding).await?;
    let call = |id: &str| {
        let connector = session.connector();
        session.client.tax_lots(connector, id, &holding)
    };
    let reading = AccountReading::new(&accounts, call);
    let (list, gaps) = (TaxLotListing::default(), Gaps::new(&context.output));
    listing::print(&session, &accounts, reading, list, format, gaps).await
}

/// Finds the whole id of a holding of which a user may have given the beginning.
async fn holding(session: &Session<'_>, account: &Account, given: &str) -> Result<String, Failure> {
    let (client, connector) = (&session.client, session.connector());
    let ask = async |id: &str| {
        let lots = client.tax_lots(connector, &account.id, id).send();
        lots.await.map(|_| id.to_owned())
    };
    let ids = async || {
        let held = client.investments(connector).accounts([&account.id]);
        let held = held.send_all().await?;
        let holdings = held
            .accounts
            .iter()
            .flatten()
            .flat_map(|account| listed(account).into_owned());
        Ok(holdings.filter_map(|one| one.holding_id).collect())
    };
    let kind = IdKind {
        of: "holding",
        option: "--holding",
        list: "akoya investments",
    };
    by_id(session, kind, given, ask, ids).await
}

#[derive(Default)]
struct TaxLotListing(Vec<TaxLot>);

impl Listing for TaxLotListing {
    type Page = TaxLots;

    const NOTHING: &'static str = "The provider has no tax lots of this holding.";
    const COLUMNS: &'static [&'static str] = &[
        "account_id",
        "holding_id",
        "purchase_date",
        "quantity",
        "purchased_price",
        "cost_basis",
        "current_value",
        "position",
    ];

    /// Writes the page, with what it says beside its lots.
    fn json(&self, _: &Account, page: Response<TaxLots>) -> Vec<String> {
        vec![akoya_model::to_string(&page.body)]
    }

    fn rows(
        &mut self,
        csv: &CsvWriter<'_>,
        _: &Account,
        page: Response<TaxLots>,
    ) -> Result<(), Failure> {
        let account = field_text(&page.body, "accountId");
        let holding = page.holding.as_ref();
        let holding = holding.and_then(|holding| field_text(holding, "holdingId"));
        page.into_items().iter().try_for_each(|lot| {
            csv.row([
                id(account.as_deref()),
                id(holding.as_deref()),
                day(field_text(lot, "originalPurchaseDate")),
                as_sent(field_text(lot, "quantity")),
                as_sent(field_text(lot, "purchasedPrice")),
                as_sent(field_text(lot, "costBasis")),
                as_sent(field_text(lot, "currentValue")),
                text(field_text(lot, "positionType").as_deref()),
            ])
        })
    }

    fn keep(&mut self, _: usize, page: Response<TaxLots>) {
        self.0.extend(page.into_items());
    }

    fn table(&mut self, style: Style, _: &[Account]) -> Option<Table> {
        (!self.0.is_empty()).then(|| table(style, &self.0))
    }
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
        let bought = field_text(lot, "originalPurchaseDate");
        let quantity = field_text(lot, "quantity");
        let sum = |amount: Option<&_>, name| match (amount, field_text(lot, name)) {
            (Some(amount), _) => plain(money(amount, None)),
            (None, Some(sent)) => plain(sent),
            (None, None) => secondary("not given"),
        };
        let position = field_text(lot, "positionType");
        table.row([
            plain(bought.as_deref().map_or_else(String::new, day_of)),
            plain(quantity.unwrap_or_default()),
            sum(lot.purchased_price.as_ref(), "purchasedPrice"),
            sum(lot.cost_basis.as_ref(), "costBasis"),
            sum(lot.current_value.as_ref(), "currentValue"),
            secondary(position.unwrap_or_default().to_lowercase()),
        ]);
    }
    table
}
