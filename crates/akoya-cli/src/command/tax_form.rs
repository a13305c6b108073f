//! `akoya tax-form`: shows the amounts of a tax statement, or saves it as a PDF.

use std::path::PathBuf;

use akoya_model::tax::{TaxForm, TaxFormType, TaxStatement};
use clap::Args as ClapArgs;

use crate::account::problem;
use crate::context::Context;
use crate::download::{self, Target};
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::id_choice::{IdKind, by_id};
use crate::money::money;
use crate::person;
use crate::printable::printable;
use crate::report::{self, Report};
use crate::session::{ConnectionArgs, Session};
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain};
use crate::tax_amounts::{self, FormAmount, FormAmounts};

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
The tables show every amount by the name of its field. They leave out text, and with it taxpayer numbers; --json prints everything.")]
pub(crate) struct Args {
    /// Show the tax statement whose id is this or begins with it, from `akoya tax-forms`
    #[arg(value_name = "ID")]
    id: String,
    /// Save the statement in this file, as a PDF or with --json as JSON, whole or not at all; only you can read it,
    /// and an existing one is replaced. `-` is the standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    connection: ConnectionArgs,
}

const KIND: IdKind = IdKind {
    of: "tax statement",
    option: "the id",
    list: "akoya tax-forms",
};

pub(super) async fn run(context: &Context, args: Args) -> Result<(), Failure> {
    let target = args.output.map(Target::from);
    target.as_ref().map_or(Ok(()), Target::check)?;
    let session = Session::open(context, &args.connection).await?;
    let (client, connector) = (&session.client, session.connector());
    let call = |id: &str| client.tax_form(connector, id);
    let ids = async || {
        let list = client.tax_forms(connector).send_all().await?.into_body();
        let all = list.statements.into_iter().flatten();
        Ok(all.filter_map(|one| one.tax_statement_id).collect())
    };
    if let (Some(target), false) = (&target, context.output.is_json()) {
        let ask = async |id: &str| call(id).as_pdf().send().await;
        let document = by_id(&session, KIND, &args.id, ask, ids).await?;
        return download::save(&session, document, target).await;
    }
    let ask = async |id: &str| call(id).send().await;
    let response = by_id(&session, KIND, &args.id, ask, ids).await?;
    if let Some(target) = &target {
        let json = akoya_model::to_string(&response.body);
        return download::save_text(&context.output, &json, target);
    }
    let mut gaps = Gaps::new(&context.output);
    gaps.look("tax-form", &response);
    report::print_unless_missing(&context.output, &response.body, &gaps)?;
    gaps.finish()
}

impl Report for TaxStatement {
    const NOTHING: &'static str =
        "No form is listed in the statement; --output saves it as a PDF, --json prints all of it.";

    fn text(&self, style: Style) -> Option<String> {
        let statement = &*akoya_model::unwrapped(self);
        let mut amounts = tax_amounts::of(statement);
        let forms: Vec<String> = statement
            .tax_forms()
            .map(|(kind, form)| {
                let amounts = tax_amounts::take(&mut amounts, &kind);
                format!(
                    "{}\n{}",
                    heading(style, statement, &kind, form),
                    table(style, &amounts)
                )
            })
            .collect();
        let unread = statement.unread_forms().map(|(name, _)| {
            let name = style.paint(Label::Heading, printable(name));
            format!("{name}\n  A form that this version does not know; --json shows it.")
        });
        let forms: Vec<String> = forms.into_iter().chain(unread).collect();
        (!forms.is_empty()).then(|| forms.join("\n\n"))
    }
}

fn table(style: Style, form: &FormAmounts) -> String {
    let unknown = (!form.unknown.is_empty()).then(|| {
        let names = form.unknown.join(", ");
        let text = format!("  Fields that this version does not know: {names}; --json shows them.");
        printable(&text)
    });
    let amounts = match form.amounts.is_empty() {
        true if unknown.is_some() => None,
        true => Some("  There are no amounts in it.".to_owned()),
        false => Some(amounts(style, form)),
    };
    let parts: Vec<_> = amounts.into_iter().chain(unknown).collect();
    parts.join("\n")
}

fn amounts(style: Style, form: &FormAmounts) -> String {
    let columns = [Column::left("Field").cut_to(20), Column::right("Amount")];
    let mut table = Table::new(style, &columns);
    for (field, figure) in &form.amounts {
        let figure = match figure {
            FormAmount::Amount(amount) => money(amount, None),
            FormAmount::Sent(text) => text.clone(),
        };
        table.row([plain(field), plain(figure)]);
    }
    table.to_string()
}

/// Writes which form it is, from whom, and to whom.
fn heading(
    style: Style,
    statement: &TaxStatement,
    kind: &TaxFormType,
    form: &dyn TaxForm,
) -> String {
    let year = form.tax_year().or(statement.tax_year.as_ref());
    let name = |party: Option<_>| party.map(person::party).filter(|name| !name.is_empty());
    let parts = [
        Some(kind.as_str().to_owned()),
        year.map(|year| format!(" {year}")),
        name(statement.issuer_of(form)).map(|name| format!(", from {name}")),
        name(statement.recipient_of(form)).map(|name| format!(", to {name}")),
        (form.corrected() == Some(true)).then(|| ", corrected".to_owned()),
        form.error().map(|error| format!(": {}", problem(error))),
    ];
    let heading = parts.map(Option::unwrap_or_default).concat();
    style.paint(Label::Heading, printable(&heading))
}
