//! `akoya tax-forms`: lists the tax statements of a customer.

use akoya_model::field_text;
use akoya_model::tax::{TaxFormType, TaxStatement, TaxStatementList};
use clap::Args as ClapArgs;

use crate::account_choice;
use crate::context::Context;
use crate::failure::Failure;
use crate::person;
use crate::report::{self, Report};
use crate::session::{ConnectionArgs, Session};
use crate::style::{Label, Style};
use crate::suggest;
use crate::table::{Column, Table, plain, secondary};

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// List only forms for this year. Akoya's documentation requires it; not all providers do
    #[arg(long, value_name = "YEAR")]
    year: Option<u16>,
    /// List only this form, such as `1099-DIV` or `TaxW2`; may be repeated
    #[arg(long, value_name = "FORM")]
    form: Vec<FormName>,
    /// List only forms about this account: its id or name or a prefix of either, or the last digits of its number
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let session = Session::open(context, &args.connection).await?;
    let mut call = session.client.tax_forms(session.connector());
    if let Some(year) = args.year {
        call = call.tax_year(year);
    }
    if let Some(account) = &args.account {
        let account = account_choice::named(&session, account).await?;
        call = call.account(&account.id);
    }
    let call = call.forms(args.form.iter().map(|form| form.0.clone()));
    report::read_all(&context.output, &session, "tax-forms", call).await
}

impl Report for TaxStatementList {
    const NOTHING: &'static str = "There are no such tax forms.";

    /// Returns the places of forms that this version does not know: they are listed by their names.
    fn unread_but_shown(&self) -> Vec<String> {
        let mut places = Vec::new();
        for (at, statement) in self.statements.iter().flatten().enumerate() {
            for (form, data) in statement.forms.iter().flatten().enumerate() {
                if data.unread_forms().next().is_some() {
                    places.push(format!("$.statements[{at}].forms[{form}]"));
                }
            }
        }
        places
    }

    fn text(&self, style: Style) -> Option<String> {
        let statements = self.statements.as_deref().unwrap_or_default();
        (!statements.is_empty()).then(|| table(style, statements).to_string())
    }
}

/// Lays out the statements with the ids that `akoya tax-form` takes.
fn table(style: Style, statements: &[TaxStatement]) -> Table {
    let columns = [
        Column::left("Year"),
        Column::left("Forms").cut_to(12),
        Column::left("Issuer").cut_to(10).optional(1),
        Column::left("Id").cut_to(12),
    ];
    let mut table = Table::new(style, &columns);
    for statement in statements {
        let sent = |name| field_text(statement, name).unwrap_or_default();
        table.row([
            plain(sent("taxYear")),
            forms(statement),
            plain(issuer(statement)),
            secondary(sent("taxStatementId")),
        ]);
    }
    table
}

/// Returns the forms of a statement, or what is in their place. A statement that names none may have them in its PDF.
fn forms(statement: &TaxStatement) -> (String, Label) {
    let forms = statement.tax_forms();
    let unread = statement.unread_forms().map(|(name, _)| name.to_owned());
    let forms = forms.map(|(kind, _)| kind.as_str().to_owned());
    let forms: Vec<_> = forms.chain(unread).collect();
    let sent = || field_text(statement, "forms").filter(|_| statement.forms.is_none());
    match forms.is_empty() {
        false => plain(forms.join(", ")),
        true => sent().map_or_else(|| secondary("not given"), plain),
    }
}

/// Returns the issuer of the statement, or of its first form. A search often names neither.
fn issuer(statement: &TaxStatement) -> String {
    let of_form = || statement.tax_forms().find_map(|(_, form)| form.issuer());
    let issuer = statement.issuer.as_deref().or_else(of_form);
    issuer.map(person::party).unwrap_or_default()
}

/// A tax form as people and as the API name it.
#[derive(Debug, Clone)]
struct FormName(TaxFormType);

impl std::str::FromStr for FormName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let mut known = TaxFormType::KNOWN.iter().copied();
        match known.find(|known| bare(known) == bare(name)) {
            Some(known) => Ok(Self(TaxFormType::from(known))),
            // A form that is newer than this version, by its name in the API.
            None if is_name_of_the_api(name) => Ok(Self(TaxFormType::from(name))),
            None => {
                let nearest = suggest::nearest(name, TaxFormType::KNOWN.iter().copied());
                Err(format!(
                    "there is no such form; the nearest are {}",
                    nearest.join(", ")
                ))
            }
        }
    }
}

fn is_name_of_the_api(name: &str) -> bool {
    let rest = name
        .strip_prefix("Tax")
        .or_else(|| name.strip_prefix("tax"));
    let is_number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    rest.is_some_and(|rest| is_number(rest) && name.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Reduces a name to what is compared, without case and signs, and without the words before it: `1099div`.
fn bare(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let name = letters.collect::<String>().to_ascii_lowercase();
    let name = name.trim_start_matches("form").trim_start_matches("tax");
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_the_name_that_the_irs_or_the_api_gives_it() {
        for name in ["1099-DIV", "Form 1099-DIV", "Tax1099Div", "1099div"] {
            let form = name.parse::<FormName>().unwrap().0;
            assert_eq!(form, TaxFormType::Form1099Div, "{name}");
        }
        assert_eq!("W-2".parse::<FormName>().unwrap().0, TaxFormType::FormW2);
        let later = "Tax1099Xyz".parse::<FormName>().unwrap().0;
        assert_eq!(later.as_str(), "Tax1099Xyz");
        assert!("".parse::<FormName>().is_err());
        assert!("1099-DIX".parse::<FormName>().is_err());
    }
}
