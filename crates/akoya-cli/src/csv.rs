//! Rows for spreadsheets: CSV (RFC 4180).

use std::io::{self, IsTerminal as _};

use akoya_model::Amount;
use clap::Args;

use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::printable::{is_harmful, printable};
use crate::time_text::day_of;

/// Whether to print CSV.
#[derive(Debug, Default, Args)]
pub(crate) struct CsvArgs {
    /// Print comma-separated values for a spreadsheet
    #[arg(long)]
    csv: bool,
    /// Begin the CSV with a byte order mark, without which Excel does not read it as UTF-8
    #[arg(long, requires = "csv")]
    bom: bool,
}

/// The form in which a command prints what it read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Table,
    Json,
    Csv {
        /// Whether it begins with a byte order mark.
        bom: bool,
    },
}

impl CsvArgs {
    /// Returns the form that the options ask for.
    pub(crate) fn format(&self, output: &Output) -> Result<Format, Failure> {
        match (self.csv, output.is_json()) {
            (false, false) => Ok(Format::Table),
            (false, true) => Ok(Format::Json),
            (true, false) => Ok(Format::Csv { bom: self.bom }),
            (true, true) => Err(Failure::new(
                ExitCode::Usage,
                "--csv and --json cannot be used together",
            )
            .advise("Leave one of them out.")),
        }
    }
}

/// The part of the help that explains `--csv`.
pub(crate) const CSV_HELP: &str = "\
--csv prints comma-separated values (RFC 4180, UTF-8) with a header. Amounts have every digit that was sent and no currency \
sign; dates are YYYY-MM-DD. Text that a spreadsheet would read as a formula, because it starts with = + - @ or a tab, has \
an apostrophe before it, and so has text that starts with an apostrophe. Ids are as they were sent: a spreadsheet may alter those that look like numbers \
(00012, 12345E101), so import such columns as text. On a terminal, and in the names of accounts, characters that could control the terminal or change the \
direction of text are replaced by blanks; elsewhere, in a file or pipe, they stay as they were sent.";

/// Rows of one kind, printed as they come.
pub(crate) struct CsvWriter<'a> {
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

    /// Returns the cell as this reader may get it: its text comes from a provider.
    fn shown(self, cell: String) -> String {
        match self {
            Self::Terminal => printable(&cell),
            Self::Program => cell,
        }
    }
}

/// A cell's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Text of a person or a provider.
    Text(String),
    /// Digits, which are printed as they are.
    Number(String),
    /// An id, which is to be given back as it is.
    Id(String),
}

impl<'a> CsvWriter<'a> {
    /// Starts with the names of the columns.
    pub(crate) fn new(output: &'a Output, bom: bool, columns: &[&str]) -> Result<Self, Failure> {
        let writer = Self {
            output,
            reader: Reader::of_stdout(),
        };
        if bom {
            output.write_raw("\u{feff}".as_bytes())?;
        }
        writer.print(columns)?;
        Ok(writer)
    }

    pub(crate) fn row<const N: usize>(&self, cells: [Cell; N]) -> Result<(), Failure> {
        self.print(&cells.map(|cell| self.reader.shown(cell.into_text())))
    }

    fn print(&self, cells: &[impl AsRef<[u8]>]) -> Result<(), Failure> {
        self.output.write_raw(&record(cells)?)
    }
}

/// Writes a line of the file.
fn record(cells: &[impl AsRef<[u8]>]) -> Result<Vec<u8>, Failure> {
    let failed = |error: &dyn std::error::Error| {
        Failure::new(ExitCode::Failed, "the row cannot be written").because(error)
    };
    // In some countries a spreadsheet separates at semicolons, and would make two cells of one that is not quoted.
    let has_semicolon = cells.iter().any(|cell| cell.as_ref().contains(&b';'));
    let quotes = if has_semicolon {
        ::csv::QuoteStyle::Always
    } else {
        ::csv::QuoteStyle::Necessary
    };
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .quote_style(quotes)
        .from_writer(Vec::new());
    writer.write_record(cells).map_err(|error| failed(&error))?;
    writer.into_inner().map_err(|error| failed(error.error()))
}

impl Cell {
    fn into_text(self) -> String {
        match self {
            Self::Number(digits) => digits,
            Self::Id(id) if id.chars().all(is_of_an_id) => id,
            Self::Text(text) | Self::Id(text) if is_formula(&text) => format!("'{text}"),
            Self::Text(text) | Self::Id(text) => text,
        }
    }
}

/// Characters that ids are made of, among them those of base64. No formula that does anything is made of them alone.
fn is_of_an_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+-_=/.:~".contains(c)
}

/// Returns whether a spreadsheet would take the text for a formula, or an apostrophe in it for ours.
fn is_formula(text: &str) -> bool {
    let is_blank = |c: char| c == ' ' || c == '\u{a0}' || is_harmful(c);
    let first = text.chars().next();
    let begins = text.trim_start_matches(is_blank).starts_with(FORMULA_SIGNS);
    begins || first.is_some_and(|c| "\'\t\r\n".contains(c))
}

/// What a formula begins with, also in full width.
const FORMULA_SIGNS: [char; 8] = [
    '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// Makes a field of text; empty when there is none.
pub(crate) fn text(text: Option<&str>) -> Cell {
    Cell::Text(text.unwrap_or_default().to_owned())
}

/// Makes a field of an id; empty when there is none.
pub(crate) fn id(id: Option<&str>) -> Cell {
    Cell::Id(id.unwrap_or_default().to_owned())
}

/// Makes a field of an amount or number; empty when there is none, which is not zero.
pub(crate) fn number(number: Option<impl ToString>) -> Cell {
    Cell::Number(number.map_or_else(String::new, |number| number.to_string()))
}

/// Makes a field of a number as it was sent, which may be no number.
pub(crate) fn as_sent(sent: Option<String>) -> Cell {
    match sent {
        Some(sent) if sent.parse::<Amount>().is_ok() => Cell::Number(sent),
        sent => Cell::Text(sent.unwrap_or_default()),
    }
}

/// Makes a field of the day of a time as it was sent; what cannot be read as one stays as it is.
pub(crate) fn day(sent: Option<String>) -> Cell {
    Cell::Text(sent.as_deref().map_or_else(String::new, day_of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_a_spreadsheet_would_run_gets_an_apostrophe() {
        let cell = |given: &str| text(Some(given)).into_text();
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(
            [cell("+1"), cell("-1"), cell("@a"), cell("\t=1")],
            ["'+1", "'-1", "'@a", "'\t=1"]
        );
        for hidden in [
            "\0=1",
            "\u{200b}=1",
            "\u{feff}=1",
            " =1",
            "\u{a0}=1",
            "\u{ff1d}1",
            "\u{ff20}a",
            "'=1",
        ] {
            assert_eq!(cell(hidden), format!("'{hidden}"), "{hidden:?}");
        }
        let of_id = |given: &str| id(Some(given)).into_text();
        assert_eq!([of_id("+b64/="), of_id("-1-a")], ["+b64/=", "-1-a"]);
        assert_eq!(of_id("=cmd|'/c x'!A"), "'=cmd|'/c x'!A");
        assert_eq!(cell("a=b"), "a=b");
        assert_eq!(number(Some("-1.50")).into_text(), "-1.50");
    }

    #[test]
    fn a_provider_cannot_control_the_terminal_and_a_program_gets_everything() {
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
        let line = record(&["x;=1+1", "2"]).unwrap();
        assert_eq!(String::from_utf8(line).unwrap(), "\"x;=1+1\",\"2\"\r\n");
    }

    #[test]
    fn a_date_is_a_day_and_an_unreadable_one_stays_as_it_is() {
        let cell = |time: &str| day(Some(time.to_owned())).into_text();
        assert_eq!(cell("2026-01-31T05:00:00.000+0000"), "2026-01-31");
        assert_eq!(
            [cell("2026-01-31"), cell("-soon")],
            ["2026-01-31", "'-soon"]
        );
        assert_eq!(cell(r#"{"date":"2026-01-31"}"#), r#"{"date":"2026-01-31"}"#);
        assert_eq!(day(None).into_text(), "");
    }
}
