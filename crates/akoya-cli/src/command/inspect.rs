//! `akoya inspect`: reads a document of the API from a file, and lists what is unusual in it.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use akoya_model::registry::{self, AnyDocument, Type};
use akoya_model::{Error, ErrorKind, Finding, FindingKind};

use clap::Args as ClapArgs;

use crate::context::Context;
use crate::document_text::{self, EncodingName};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::style::{Label, Style};
use crate::suggest;
use crate::table::{Column, Table, plain, secondary};

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Needs no connection and sends nothing. The type is a name from Akoya's API description (`Balances`, `DepositAccount`), which may \
be a union or the object around one of its cases, or an operation (`get_balances`).

Nothing is lost in reading: unknown fields, values of a wrong type, nulls and the digits of numbers are kept, and --json prints \
them. So the exit code is 0 even if there are findings. It is 5 if the document cannot be read at all: it is not JSON, \
not an object, or not in the expected encoding.

A document is read as UTF-8, or as UTF-16 if its first bytes show that. For any other encoding give --encoding. The output is \
UTF-8.")]
pub(crate) struct Args {
    /// Read the document as this type
    #[arg(long = "type", value_name = "TYPE", required_unless_present = "types")]
    kind: Option<TypeName>,
    /// List the names that --type takes
    #[arg(long, conflicts_with_all = ["kind", "file"])]
    types: bool,
    /// Read the document in this encoding, such as windows-1252 [default: UTF-8, or what its first bytes show]
    #[arg(long, value_name = "NAME", conflicts_with = "types")]
    encoding: Option<EncodingName>,
    /// Read this document; `-` is the standard input
    #[arg(value_name = "FILE", required_unless_present = "types")]
    file: Option<PathBuf>,
}

/// A type of the API by its name, or by an operation that responds with it.
#[derive(Debug, Clone, Copy)]
struct TypeName(&'static Type);

impl std::str::FromStr for TypeName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let unknown = || {
            let nearest = suggest::nearest(name, names()).join(", ");
            format!(
                "there is no such type; the nearest are {nearest}; `akoya inspect --types` lists all"
            )
        };
        let same = || names().find(|known| known.eq_ignore_ascii_case(name));
        let found = registry::by_name(name).or_else(|| registry::by_name(same()?));
        found.map(Self).ok_or_else(unknown)
    }
}

/// Returns the names of all types and operations.
fn names() -> impl Iterator<Item = &'static str> {
    let types = registry::types().iter().map(Type::name);
    types.chain(registry::OPERATIONS.iter().map(|(operation, _)| *operation))
}

pub(super) fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let (Some(TypeName(kind)), Some(file)) = (args.kind, &args.file) else {
        return print_types(&context.output);
    };
    let bytes = bytes(file)?;
    let document = kind
        .read(&document_text::text(&bytes, args.encoding)?)
        .map_err(|error| unreadable(&error))?;
    if context.output.is_json() {
        return context.output.json(document.json());
    }
    print(&context.output, kind, &document)
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let read = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    read.map_err(|error| {
        Failure::new(
            ExitCode::Files,
            format!("{} cannot be read", file.display()),
        )
        .because(&error)
        .advise("Check the file.")
    })
}

/// Names the position of the mistake and nothing of what the document says there.
fn unreadable(error: &Error) -> Failure {
    let what = match error.kind() {
        ErrorKind::Syntax => "is not JSON".to_owned(),
        ErrorKind::Truncated => "ends in the middle of the JSON".to_owned(),
        ErrorKind::WrongType => format!("is JSON but not an object, as {} is", error.expected()),
        _ => "cannot be read".to_owned(),
    };
    let position = match (error.line(), error.column()) {
        (Some(line), Some(column)) => format!(" at line {line} column {column}"),
        _ => String::new(),
    };
    failure(format!("the document {what}{position}"))
}

fn failure(message: String) -> Failure {
    Failure::new(ExitCode::Response, message).advise("Check the document; nothing was printed.")
}

fn print(output: &Output, kind: &Type, document: &AnyDocument) -> Result<(), Failure> {
    match document.findings() {
        [] => output.line(format_args!(
            "No findings: every field and value is as {} describes it.",
            kind.name()
        )),
        findings => output.line(table(output.style(), findings)),
    }
}

/// Lays out the findings: where, what, and what was expected there.
fn table(style: Style, findings: &[Finding]) -> Table {
    let mut table = Table::new(
        style,
        &[
            Column::left("Where").cut_to(20),
            Column::left("What").cut_to(16),
            Column::left("Expected").cut_to(12).optional(1),
        ],
    );
    for finding in findings {
        let label = match finding.kind() {
            FindingKind::UnknownField
            | FindingKind::UnknownEnumValue
            | FindingKind::NumberAsString => Label::Plain,
            _ => Label::Error,
        };
        let expected = match finding.kind() {
            FindingKind::UnknownField => format!("a field of {}", finding.expected()),
            _ => finding.expected(),
        };
        table.row([
            plain(finding.path()),
            (finding.kind().to_string(), label),
            secondary(expected),
        ]);
    }
    table
}

fn print_types(output: &Output) -> Result<(), Failure> {
    let mut names: Vec<&str> = names().collect();
    names.sort_unstable();
    if output.is_json() {
        return output.json(serde_json::Value::from(names));
    }
    output.line(names.join("\n"))
}
