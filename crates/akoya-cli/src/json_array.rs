//! A JSON array that is written while its elements arrive.

use crate::failure::Failure;
use crate::output::Output;

/// An array on the standard output, one element to a line. Without [`finish`](Self::finish) it stays open, so that
/// a part of a list cannot be mistaken for the whole.
pub(crate) struct JsonArray<'a> {
    output: &'a Output,
    is_empty: bool,
}

impl<'a> JsonArray<'a> {
    pub(crate) fn new(output: &'a Output) -> Self {
        Self {
            output,
            is_empty: true,
        }
    }

    /// Writes an element, which is JSON text.
    pub(crate) fn push(&mut self, element: &str) -> Result<(), Failure> {
        let separator = if self.is_empty { "[\n" } else { ",\n" };
        self.is_empty = false;
        let element = self.output.json_text(element, 0);
        self.output
            .write_raw(format!("{separator}{element}").as_bytes())
    }

    pub(crate) fn finish(self) -> Result<(), Failure> {
        self.output.line(if self.is_empty { "[]" } else { "\n]" })
    }
}
