//! `akoya inspect`

use std::io::Read as _;
use std::path::Path;

use akoya_model::registry::{self, Document, Type};
use akoya_model::{Error, ErrorKind, Finding, FindingKind};

use crate::arguments::{InspectArguments, TypeName};
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::output::{Look, Output};
use crate::table::{Column, Table, Tone, plain, quiet};

pub(super) fn run(context: &Context, arguments: &InspectArguments) -> Result<(), Failure> {
    let (Some(TypeName(kind)), Some(file)) = (arguments.kind, &arguments.file) else {
        return print_types(&context.output);
    };
    let bytes = bytes(file)?;
    let document = kind
        .read(text(&bytes)?)
        .map_err(|error| unreadable(&error))?;
    if context.output.is_json() {
        return context.output.line(document.json());
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
        Failure::new(Code::Files, format!("{} cannot be read", file.display()))
            .because(&error)
            .advise("Check the file.")
    })
}

fn text(bytes: &[u8]) -> Result<&str, Failure> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = valid.split(|byte| *byte == b'\n').count();
            let column = valid
                .rsplit(|byte| *byte == b'\n')
                .next()
                .map_or(0, <[u8]>::len)
                + 1;
            Err(failure(format!(
                "the document is not UTF-8 at line {line} column {column}"
            )))
        }
    }
}

/// Names the place of the mistake and nothing of what stands there.
fn unreadable(error: &Error) -> Failure {
    let what = match error.kind() {
        ErrorKind::Syntax => "is not JSON".to_owned(),
        ErrorKind::Truncated => "ends in the middle of the JSON".to_owned(),
        ErrorKind::WrongType => format!("is JSON but not an object, as {} is", error.expected()),
        _ => "cannot be read".to_owned(),
    };
    let place = match (error.line(), error.column()) {
        (Some(line), Some(column)) => format!(" at line {line} column {column}"),
        _ => String::new(),
    };
    failure(format!("the document {what}{place}"))
}

fn failure(message: String) -> Failure {
    Failure::new(Code::Answer, message).advise("Nothing was printed; check the document.")
}

fn print(output: &Output, kind: &Type, document: &Document) -> Result<(), Failure> {
    match document.findings() {
        [] => output.line(format_args!(
            "Nothing is odd: every field and value is as {} describes it.",
            kind.name()
        )),
        findings => output.line(table(output.look(), findings)),
    }
}

/// What is odd, where, and what was expected there.
fn table(look: Look, findings: &[Finding]) -> Table {
    let mut table = Table::new(look, &["Where", "What", "Expected"].map(Column::Left));
    for finding in findings {
        let tone = match finding.kind() {
            FindingKind::UnknownField
            | FindingKind::UnknownEnumValue
            | FindingKind::NumberAsString => Tone::Plain,
            _ => Tone::Bad,
        };
        let expected = match finding.kind() {
            FindingKind::UnknownField => format!("a field of {}", finding.expected()),
            _ => finding.expected(),
        };
        table.row([
            plain(finding.path()),
            (finding.kind().to_string(), tone),
            quiet(expected),
        ]);
    }
    table.keep_whole(0);
    table.keep_whole(1);
    table
}

fn print_types(output: &Output) -> Result<(), Failure> {
    let types = registry::types().iter().map(Type::name);
    let operations = registry::OPERATIONS.iter().map(|(operation, _)| *operation);
    let mut names: Vec<&str> = types.chain(operations).collect();
    names.sort_unstable();
    if output.is_json() {
        return output.line(serde_json::Value::from(names));
    }
    output.line(names.join("\n"))
}
