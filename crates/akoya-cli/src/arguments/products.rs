//! What can be said about the data products, and about documents at hand.

use std::path::PathBuf;

use akoya_model::registry::{self, Type};
use akoya_model::tax::TaxFormType;
use clap::{Args, Subcommand};

use super::ConnectionArguments;
use crate::date::DateArgument;
use crate::nearest;
use crate::sheet::CSV;

#[derive(Debug, Subcommand)]
pub(crate) enum Product {
    /// List the holdings of a connection's investment accounts
    Investments(InvestmentsArguments),
    /// List the lots in which a holding was bought
    TaxLots(TaxLotsArguments),
    /// Show the networks through which an account is paid
    Payments(PaymentsArguments),
    /// List an account's statements
    Statements(StatementsArguments),
    /// Save a statement as a file
    Statement(StatementArguments),
    /// Search the customer's tax forms (beta)
    TaxForms(TaxFormsArguments),
    /// Show a tax statement's forms, or save it as a PDF (beta)
    TaxForm(TaxFormArguments),
    /// Show the customer who gave consent
    Customer(CustomerArguments),
    /// Show who holds an account and how they are reached
    Contact(ContactArguments),
    /// Read an Akoya JSON document from a file and tell what is odd in it
    Inspect(InspectArguments),
}

#[derive(Debug, Args)]
#[command(after_help = CSV)]
pub(crate) struct InvestmentsArguments {
    /// Only this account, by its id from `akoya accounts`; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) account: Vec<String>,
    /// Print comma separated values for a spreadsheet
    #[arg(long)]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
--json prints one array with every page: every digit and field that the API sent, not their order. If reading fails half-way \
the array is not closed.

{CSV}"))]
pub(crate) struct TaxLotsArguments {
    /// The account, by its id from `akoya accounts`
    #[arg(long, value_name = "ID")]
    pub(crate) account: String,
    /// The holding, by its id from `akoya investments`
    #[arg(long, value_name = "ID")]
    pub(crate) holding: String,
    /// Print comma separated values for a spreadsheet
    #[arg(long)]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
#[command(
    after_help = "The table shows the last four digits of account numbers, --json all of them."
)]
pub(crate) struct PaymentsArguments {
    /// The account, by its id from `akoya accounts`
    #[arg(long, value_name = "ID")]
    pub(crate) account: String,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
Without --from two years are read, without --to until now. --json prints one array with every statement: every \
digit and field that the API sent, not their order. If reading fails half-way the array is not closed.

{CSV}"))]
pub(crate) struct StatementsArguments {
    /// The account, by its id from `akoya accounts`
    #[arg(long, value_name = "ID")]
    pub(crate) account: String,
    /// First day
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<DateArgument>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<DateArgument>,
    /// Print comma separated values for a spreadsheet
    #[arg(long)]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
pub(crate) struct StatementArguments {
    /// The account, by its id from `akoya accounts`
    #[arg(long, value_name = "ID")]
    pub(crate) account: String,
    /// The statement, by its id from `akoya statements`
    #[arg(long, value_name = "ID")]
    pub(crate) statement: String,
    /// File to write, whole or not at all; replaced if it is there; only you can read it. `-` for the standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
pub(crate) struct TaxFormsArguments {
    /// Only forms for this year. Akoya asks for it; not all providers do
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: Option<u16>,
    /// Only this form, such as `1099-DIV` or `TaxW2`; may be repeated
    #[arg(long, value_name = "FORM")]
    pub(crate) form: Vec<FormName>,
    /// Only forms about this account, by its id from `akoya accounts`
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<String>,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The tables show every amount by the name of its field; they leave out text, and so the numbers of taxpayers. --json prints all.")]
pub(crate) struct TaxFormArguments {
    /// The tax statement, by its id from `akoya tax-forms`
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Save the statement as a PDF instead: whole or not at all; replaced if it is there; only you can read it. `-` for the
    /// standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
pub(crate) struct CustomerArguments {
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
pub(crate) struct ContactArguments {
    /// The account, by its id from `akoya accounts`
    #[arg(long, value_name = "ID")]
    pub(crate) account: String,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

/// A tax form as people and as the API name it.
#[derive(Debug, Clone)]
pub(crate) struct FormName(pub(crate) TaxFormType);

impl std::str::FromStr for FormName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let plain = |name: &str| {
            let name = name
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_lowercase();
            let name = name.trim_start_matches("form").trim_start_matches("tax");
            name.to_owned()
        };
        let known = TaxFormType::KNOWN
            .iter()
            .find(|known| plain(known) == plain(name));
        let unknown = || {
            let nearest = nearest::names(name, TaxFormType::KNOWN.iter().copied()).join(", ");
            format!("there is no such form; the nearest are {nearest}")
        };
        known
            .map(|known| Self(TaxFormType::from(*known)))
            .ok_or_else(unknown)
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Needs no connection and sends nothing. The type is a name of Akoya's API description (`Balances`, `DepositAccount`), unions \
and the objects around their cases included, or an operation (`get_balances`).

Reading loses nothing: unknown fields, values of a wrong type, nulls and the digits of numbers are all kept, and --json prints \
them back. So the exit code is 0 also when something is odd. It is 5 when the document cannot be read at all: it is not JSON, \
not an object, or not UTF-8.")]
pub(crate) struct InspectArguments {
    /// What the document is
    #[arg(long = "type", value_name = "TYPE", required_unless_present = "types")]
    pub(crate) kind: Option<TypeName>,
    /// List the names that --type takes
    #[arg(long, conflicts_with_all = ["kind", "file"])]
    pub(crate) types: bool,
    /// The document; `-` for the standard input
    #[arg(value_name = "FILE", required_unless_present = "types")]
    pub(crate) file: Option<PathBuf>,
}

/// A type of the API by its name, or by an operation that answers with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TypeName(pub(crate) &'static Type);

impl std::str::FromStr for TypeName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let unknown = || {
            let types = registry::types().iter().map(Type::name);
            let operations = registry::OPERATIONS.iter().map(|(operation, _)| *operation);
            let nearest = nearest::names(name, types.chain(operations)).join(", ");
            format!(
                "there is no such type; the nearest are {nearest}; `akoya inspect --types` lists all"
            )
        };
        registry::by_name(name).map(Self).ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_the_name_that_the_irs_or_the_api_gives_it() {
        for name in ["1099-DIV", "Form 1099-DIV", "Tax1099Div", "1099div"] {
            assert_eq!(
                name.parse::<FormName>().unwrap().0,
                TaxFormType::Form1099Div,
                "{name}"
            );
        }
        assert_eq!("W-2".parse::<FormName>().unwrap().0, TaxFormType::FormW2);
        assert!("".parse::<FormName>().is_err() && "1099-DIX".parse::<FormName>().is_err());
    }
}
