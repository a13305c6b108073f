//! `akoya tax-forms`

use akoya_model::tax::{TaxParty, TaxStatement, TaxStatementList};

use super::customer::joined;
use crate::arguments::TaxFormsArguments;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Look, Output};
use crate::session::Session;
use crate::table::{Column, Table, plain, quiet};

pub(super) async fn run(context: &Context, arguments: &TaxFormsArguments) -> Result<(), Failure> {
    let session = Session::open(context, &arguments.connection).await?;
    let mut call = session.client.tax_forms(session.connector());
    if let Some(year) = arguments.year {
        call = call.tax_year(year);
    }
    if let Some(account) = &arguments.account {
        call = call.account(account);
    }
    let call = call.forms(arguments.form.iter().map(|form| form.0.clone()));
    let answer = call.send().await.map_err(|error| session.explain(error))?;
    if context.output.is_json() {
        context.output.line(akoya_model::to_string(&answer.body))?;
    } else {
        print(&context.output, &answer.body)?;
    }
    session.close().await;
    Ok(())
}

fn print(output: &Output, found: &TaxStatementList) -> Result<(), Failure> {
    let statements = found.statements.as_deref().unwrap_or_default();
    if statements.is_empty() {
        return output.line("There are no such tax forms.");
    }
    output.line(table(output.look(), statements))
}

/// The statements with the ids that `akoya tax-form` takes.
fn table(look: Look, statements: &[TaxStatement]) -> Table {
    let mut table = Table::new(look, &["Year", "Forms", "Issuer", "Id"].map(Column::Left));
    for statement in statements {
        let forms: Vec<_> = statement
            .tax_forms()
            .map(|(kind, _)| kind.as_str().to_owned())
            .collect();
        table.row([
            plain(
                statement
                    .tax_year
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            ),
            plain(forms.join(", ")),
            plain(issuer(statement)),
            quiet(statement.tax_statement_id.as_deref().unwrap_or_default()),
        ]);
    }
    table.keep_whole(3);
    if statements
        .iter()
        .all(|statement| issuer(statement).is_empty())
    {
        table.hide(2);
    }
    table
}

/// Who issued the statement, or its first form. A search often does not say.
fn issuer(statement: &TaxStatement) -> String {
    let of_form = || statement.tax_forms().find_map(|(_, form)| form.issuer());
    statement
        .issuer
        .as_deref()
        .or_else(of_form)
        .map(party)
        .unwrap_or_default()
}

/// What a party is called. Its number is never shown.
pub(super) fn party(party: &TaxParty) -> String {
    let business = party
        .business_name
        .as_ref()
        .map(|name| joined(&[&name.name1, &name.name2], " "));
    let person = party.individual_name.as_ref();
    let person =
        person.map(|name| joined(&[&name.first, &name.middle, &name.last, &name.suffix], " "));
    business
        .filter(|name| !name.is_empty())
        .or(person)
        .unwrap_or_default()
}
