//! `akoya tax-form`

use akoya_model::tax::{TaxForm, TaxFormType, TaxStatement};

use super::balances::problem;
use super::tax_forms::party;
use crate::arguments::TaxFormArguments;
use crate::context::Context;
use crate::download::{self, Target};
use crate::exit::Failure;
use crate::money::money;
use crate::output::{Look, Output};
use crate::session::Session;
use crate::table::{Column, Table, plain};
use crate::tax_amounts;

pub(super) async fn run(context: &Context, arguments: TaxFormArguments) -> Result<(), Failure> {
    let target = arguments.output.map(Target::from);
    target.as_ref().map_or(Ok(()), Target::check)?;
    let session = Session::open(context, &arguments.connection).await?;
    let call = session.client.tax_form(session.connector(), &arguments.id);
    if let Some(target) = target {
        let document = call
            .as_pdf()
            .send()
            .await
            .map_err(|error| session.explain(error))?;
        download::save(&session, &context.output, document, &target).await?;
    } else {
        let answer = call.send().await.map_err(|error| session.explain(error))?;
        print(&context.output, &answer.body)?;
    }
    session.close().await;
    Ok(())
}

fn print(output: &Output, statement: &TaxStatement) -> Result<(), Failure> {
    if output.is_json() {
        return output.line(akoya_model::to_string(statement));
    }
    let mut amounts = tax_amounts::of(statement);
    let mut forms = statement.tax_forms().peekable();
    if forms.peek().is_none() {
        return output.line("There is no form in the statement; --output saves it as a PDF, --json prints all of it.");
    }
    for (number, (kind, form)) in forms.enumerate() {
        if number > 0 {
            output.line("")?;
        }
        output.line(heading(output.look(), statement, &kind, form))?;
        let own = tax_amounts::take(&mut amounts, &kind).amounts;
        if own.is_empty() {
            output.line("  There are no amounts in it.")?;
            continue;
        }
        let mut table = Table::new(
            output.look(),
            &[Column::Left("Field"), Column::Right("Amount")],
        );
        own.iter()
            .for_each(|(field, amount)| table.row([plain(field), plain(money(amount, None))]));
        output.line(table)?;
    }
    Ok(())
}

/// Which form, of whom, for whom.
fn heading(look: Look, statement: &TaxStatement, kind: &TaxFormType, form: &dyn TaxForm) -> String {
    let year = form
        .tax_year()
        .or(statement.tax_year.as_ref())
        .map(|year| format!(" {year}"));
    let name = |who: Option<_>| who.map(party).filter(|name| !name.is_empty());
    let issuer = name(statement.issuer_of(form)).map(|name| format!(", from {name}"));
    let recipient = name(statement.recipient_of(form)).map(|name| format!(", to {name}"));
    let corrected = if form.corrected() == Some(true) {
        ", corrected"
    } else {
        ""
    };
    let error = form.error().map(|error| format!(": {}", problem(error)));
    let parts =
        [year, issuer, recipient, Some(corrected.to_owned()), error].map(Option::unwrap_or_default);
    look.bold(crate::table::printable(&format!(
        "{}{}",
        kind.as_str(),
        parts.concat()
    )))
}
