//! Rows for spreadsheets: CSV as RFC 4180 has it.

use std::io::{self, IsTerminal as _};

use akoya_model::DateTime;

use crate::exit::{Code, Failure};
use crate::output::Output;
use crate::table::printable;

/// The part of the help that explains `--csv`.
pub(crate) const CSV: &str = "\
--csv prints comma separated values (RFC 4180, UTF-8) with a header. Amounts have every digit that was sent and no currency \
sign; dates are YYYY-MM-DD. Text that a spreadsheet would take for a formula, because it starts with = + - @ or a tab, has \
an apostrophe before it. Characters that could steer a terminal, or turn the direction of text, are blanks on a terminal and in \
what accounts are called; elsewhere, in a file or pipe, they stay as they were sent. Not together with --json.";

/// Rows of one kind, printed as they come.
pub(crate) struct Sheet<'a> {
    output: &'a Output,
    reader: Reader,
}

/// Who reads the rows.
#[derive(Debug, Clone, Copy)]
enum Reader {
    Terminal,
    /// A file, or another program.
    Program,
}

impl Reader {
    fn of_stdout() -> Self {
        if io::stdout().is_terminal() {
            Self::Terminal
        } else {
            Self::Program
        }
    }

    /// The cell as this reader may have it: its text comes from a provider.
    fn shown(self, cell: String) -> String {
        match self {
            Self::Terminal => printable(&cell),
            Self::Program => cell,
        }
    }
}

/// A cell's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    /// In somebody's words.
    Text(String),
    /// Digits, that are printed as they are.
    Number(String),
}

impl<'a> Sheet<'a> {
    /// Starts with the names of the columns.
    pub(crate) fn new(output: &'a Output, columns: &[&str]) -> Result<Self, Failure> {
        let sheet = Self {
            output,
            reader: Reader::of_stdout(),
        };
        sheet.print(columns)?;
        Ok(sheet)
    }

    pub(crate) fn row<const N: usize>(&self, fields: [Field; N]) -> Result<(), Failure> {
        self.print(&fields.map(|field| self.reader.shown(field.into_cell())))
    }

    fn print(&self, cells: &[impl AsRef<[u8]>]) -> Result<(), Failure> {
        self.output.bytes(&record(cells)?)
    }
}

/// A line of the file.
fn record(cells: &[impl AsRef<[u8]>]) -> Result<Vec<u8>, Failure> {
    let failed = |error: &dyn std::error::Error| {
        Failure::new(Code::Failed, "the row cannot be written").because(error)
    };
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(cells).map_err(|error| failed(&error))?;
    writer.into_inner().map_err(|error| failed(error.error()))
}

impl Field {
    fn into_cell(self) -> String {
        match self {
            Self::Number(digits) => digits,
            Self::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => {
                format!("'{text}")
            }
            Self::Text(text) => text,
        }
    }
}

/// Text; empty when there is none.
pub(crate) fn text(text: Option<&str>) -> Field {
    Field::Text(text.unwrap_or_default().to_owned())
}

/// An amount or number; empty when there is none, which is not zero.
pub(crate) fn number(number: Option<impl ToString>) -> Field {
    Field::Number(number.map_or_else(String::new, |number| number.to_string()))
}

/// The day; what cannot be read as one, as it came.
pub(crate) fn day(time: Option<&DateTime>) -> Field {
    let day = |time: &DateTime| {
        time.day()
            .map_or_else(|| time.as_str().to_owned(), |day| day.to_string())
    };
    Field::Text(time.map_or_else(String::new, day))
}

/// Whether `--csv` counts: not together with `--json`.
pub(crate) fn is_wanted(csv: bool, output: &Output) -> Result<bool, Failure> {
    if csv && output.is_json() {
        return Err(
            Failure::new(Code::Usage, "--csv and --json exclude each other")
                .advise("Leave one of them out."),
        );
    }
    Ok(csv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        let cell = |given: &str| text(Some(given)).into_cell();
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(
            [cell("+1"), cell("-1"), cell("@a"), cell("\t=1")],
            ["'+1", "'-1", "'@a", "'\t=1"]
        );
        assert_eq!(cell("a=b"), "a=b");
        assert_eq!(number(Some("-1.50")).into_cell(), "-1.50");
    }

    #[test]
    fn a_provider_cannot_steer_the_terminal_and_a_program_has_all() {
        let sent = "a\u{1b}[31mb\u{202e}c\n";
        assert_eq!(Reader::Terminal.shown(sent.to_owned()), "a [31mb c ");
        assert_eq!(Reader::Program.shown(sent.to_owned()), sent);
    }

    #[test]
    fn a_record_is_quoted_where_it_must_be() {
        let line = record(&["a", "b,c", "say \"hi\"", "two\r\nlines", ""]).unwrap();
        assert_eq!(
            String::from_utf8(line).unwrap(),
            "a,\"b,c\",\"say \"\"hi\"\"\",\"two\r\nlines\",\r\n"
        );
    }

    #[test]
    fn a_date_is_a_day_and_one_that_cannot_be_read_stays() {
        let cell = |time: &str| day(Some(&DateTime::from(time))).into_cell();
        assert_eq!(cell("2026-01-31T05:00:00.000+0000"), "2026-01-31");
        assert_eq!(
            [cell("2026-01-31"), cell("-soon")],
            ["2026-01-31", "'-soon"]
        );
        assert_eq!(day(None).into_cell(), "");
    }
}
