//! Tables that fit the terminal.

use comfy_table::{Attribute, Cell, CellAlignment, Color, ContentArrangement, Row, TableStyle};
use comfy_table::{ContentLineStyle, LineStyle};

use crate::printable::printable;
use crate::style::{Label, Paint, Style};

/// A table under construction.
pub(crate) struct Table {
    style: Style,
    table: comfy_table::Table,
    right: Vec<bool>,
}

/// How a column is set.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Column {
    Left(&'static str),
    /// For numbers.
    Right(&'static str),
}

/// The most room beside the content of a column.
const PADDING: u16 = 3;

impl Table {
    pub(crate) fn new(style: Style, columns: &[Column]) -> Self {
        let mut table = comfy_table::Table::new();
        table
            .load_style(lines(style))
            .set_content_arrangement(ContentArrangement::Dynamic);
        table.set_truncation_indicator(style.ellipsis());
        match style.width() {
            // One less: some terminals wrap a line that is exactly as wide as they are.
            Some(width) => table.set_width(u16::try_from(width - 1).unwrap_or(u16::MAX)),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        if style.has_colour() {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        let title = |column: &Column| match column {
            Column::Left(title) => Cell::new(title),
            Column::Right(title) => Cell::new(title).set_alignment(CellAlignment::Right),
        };
        table.set_header(
            columns
                .iter()
                .map(|column| title(column).add_attribute(Attribute::Bold)),
        );
        // What is too long is cut where the room ends, not where a word does.
        table.set_delimiter('\0');
        if let Some(first) = table.column_mut(0) {
            first.set_padding((2, 1));
        }
        let right = columns
            .iter()
            .map(|column| matches!(column, Column::Right(_)))
            .collect();
        Self {
            style,
            table,
            right,
        }
    }

    /// Adds a row, one cell for each column. Each row takes one line; what does not fit is cut.
    pub(crate) fn row<const N: usize>(&mut self, cells: [(String, Label); N]) {
        let cells = cells.into_iter().enumerate().map(|(index, (text, label))| {
            let cell = Cell::new(printable(&text));
            let cell = if self.right.get(index) == Some(&true) {
                cell.set_alignment(CellAlignment::Right)
            } else {
                cell
            };
            painted(cell, label.paint())
        });
        let mut row = Row::from(cells.collect::<Vec<_>>());
        if self.style.width().is_some() {
            row.max_height(1);
        }
        self.table.add_row(row);
    }
}

impl Table {
    /// Leaves a column out, counted from 0.
    pub(crate) fn hide(&mut self, column: usize) {
        if let Some(column) = self.table.column_mut(column) {
            column.set_constraint(comfy_table::ColumnConstraint::Hidden);
        }
    }

    /// Does not cut this column, counted from 0, as long as a line can hold it: ids and amounts are useless in part.
    /// The rows that are there already count.
    pub(crate) fn keep_whole(&mut self, column: usize) {
        let longest = self
            .table
            .column_max_content_widths()
            .get(column)
            .copied()
            .unwrap_or_default();
        if self
            .table
            .width()
            .is_some_and(|width| longest.saturating_add(PADDING) > width)
        {
            return;
        }
        if let Some(column) = self.table.column_mut(column) {
            column.set_constraint(comfy_table::ColumnConstraint::ContentWidth);
        }
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<String> = self
            .table
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        f.write_str(&lines.join("\n"))
    }
}

fn painted(cell: Cell, paint: Paint) -> Cell {
    match paint {
        Paint::None => cell,
        Paint::Bold => cell.add_attribute(Attribute::Bold),
        Paint::Dim => cell.add_attribute(Attribute::Dim),
        Paint::Green => cell.fg(Color::Green),
        Paint::Yellow => cell.fg(Color::Yellow),
        Paint::Red => cell.fg(Color::Red),
        Paint::Cyan => cell.fg(Color::Cyan),
    }
}

/// A line under the header and nothing else.
fn lines(style: Style) -> TableStyle {
    let line = if style.has_unicode() { '─' } else { '-' };
    TableStyle::new()
        .header_lines(ContentLineStyle::none())
        .header_separator(LineStyle::none().fill(line))
}

/// A cell without colour.
pub(crate) fn plain(text: impl Into<String>) -> (String, Label) {
    (text.into(), Label::Plain)
}

/// A cell of interest only to a reader who looks for it.
pub(crate) fn secondary(text: impl Into<String>) -> (String, Label) {
    (text.into(), Label::Secondary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_never_wider_than_the_terminal() {
        let long = "x".repeat(600);
        for whole in [None, Some(0), Some(2)] {
            let mut table = Table::new(
                Style::of(true, Some(80)),
                &["A", "B", "C"].map(Column::Left),
            );
            table.row([plain(long.clone()), plain("b"), plain(long.clone())]);
            if let Some(column) = whole {
                table.keep_whole(column);
            }
            let text = table.to_string();
            let widest = text.lines().map(|line| line.chars().count()).max();
            assert!(widest < Some(80), "{whole:?}: {text}");
        }
        let mut table = Table::new(Style::of(true, None), &[Column::Left("A")]);
        table.row([plain(long.clone())]);
        assert!(table.to_string().contains(&long), "a pipe keeps all");
    }
}
