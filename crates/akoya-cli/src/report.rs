//! How a reading command prints a document: as JSON, as a table for people, or as CSV.

use akoya::{Call, Paged, Response};
use akoya_model::Model;

use crate::csv::{CsvWriter, Format};
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::output::Output;
use crate::session::Session;
use crate::style::Style;
use crate::whole_list;

/// A document that can be shown to people.
pub(crate) trait Report: Model {
    /// The sentence for a document in which there is nothing to show.
    const NOTHING: &'static str;

    /// Lays out the document as tables; `None` when there is nothing to show.
    fn text(&self, style: Style) -> Option<String>;

    /// Returns the places of items that cannot be read as the API describes them and are shown nevertheless.
    fn unread_but_shown(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A document that can be rows of a spreadsheet.
pub(crate) trait CsvReport: Report {
    const COLUMNS: &'static [&'static str];

    /// Writes the rows.
    fn rows(&self, csv: &CsvWriter<'_>) -> Result<(), Failure>;
}

/// Reads a document and prints it; `subject` names it in warnings.
pub(crate) async fn read<T: Report>(
    output: &Output,
    session: &Session<'_>,
    subject: &str,
    call: Call<T>,
) -> Result<(), Failure> {
    let response = session.send(call).await?;
    finish(output, subject, &response, Gaps::new(output))
}

/// Reads all pages of a list and prints them as one document; `subject` names it in warnings.
pub(crate) async fn read_all<T: Report + Paged>(
    output: &Output,
    session: &Session<'_>,
    subject: &str,
    call: Call<T>,
) -> Result<(), Failure> {
    let mut gaps = Gaps::new(output);
    let response = whole_list::read(session, subject, call, &mut gaps).await?;
    finish(output, subject, &response, gaps)
}

/// Prints what came, and names what is missing.
fn finish<T: Report>(
    output: &Output,
    subject: &str,
    response: &Response<T>,
    mut gaps: Gaps<'_>,
) -> Result<(), Failure> {
    gaps.look_except(&response.body.unread_but_shown(), subject, response);
    print_unless_missing(output, &response.body, &gaps)?;
    gaps.finish()
}

/// Prints a document. Where something is missing, an empty one says nothing of the customer.
pub(crate) fn print_unless_missing<T: Report>(
    output: &Output,
    document: &T,
    gaps: &Gaps<'_>,
) -> Result<(), Failure> {
    let is_empty = || document.text(output.style()).is_none();
    if !output.is_json() && !gaps.is_empty() && is_empty() {
        return Ok(());
    }
    print(output, document)
}

/// Prints a document, as JSON with `--json`.
pub(crate) fn print<T: Report>(output: &Output, document: &T) -> Result<(), Failure> {
    if output.is_json() {
        print_json(output, document)
    } else {
        print_text(output, document)
    }
}

/// Prints a document in any of the three forms.
pub(crate) fn print_as<T: CsvReport>(
    output: &Output,
    format: Format,
    document: &T,
) -> Result<(), Failure> {
    match format {
        Format::Json => print_json(output, document),
        Format::Table => print_text(output, document),
        Format::Csv { bom } => document.rows(&CsvWriter::new(output, bom, T::COLUMNS)?),
    }
}

/// Prints every digit and field that the API sent.
fn print_json(output: &Output, document: &impl Model) -> Result<(), Failure> {
    output.json(akoya_model::to_string(document))
}

fn print_text<T: Report>(output: &Output, document: &T) -> Result<(), Failure> {
    match document.text(output.style()) {
        Some(text) => output.line(text),
        None => output.line(T::NOTHING),
    }
}
