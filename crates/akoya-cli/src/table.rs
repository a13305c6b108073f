//! Tables that fit the terminal.

use comfy_table::{Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement};
use comfy_table::{ContentLineStyle, LineStyle, Row, TableStyle, Width};

use crate::printable::printable;
use crate::style::{Label, Paint, Style};

/// A table under construction.
pub(crate) struct Table {
    style: Style,
    columns: Vec<Column>,
    rows: Vec<Vec<(String, Label)>>,
}

/// How a column is set, and what becomes of it where there is little room.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    title: &'static str,
    is_right: bool,
    /// The fewest characters that are worth showing; `None` when a part of the text is worth nothing, as of an amount.
    least: Option<usize>,
    /// The place in the order in which columns are left out, the highest first; 0 for one that always stays.
    rank: u8,
}

impl Column {
    pub(crate) const fn left(title: &'static str) -> Self {
        Self {
            title,
            is_right: false,
            least: None,
            rank: 0,
        }
    }

    /// Creates a column for numbers, flush right.
    pub(crate) const fn right(title: &'static str) -> Self {
        Self {
            is_right: true,
            ..Self::left(title)
        }
    }

    /// Lets the column be cut to so many characters. The last go first: an id is known by its beginning.
    pub(crate) const fn cut_to(mut self, least: usize) -> Self {
        self.least = Some(least);
        self
    }

    /// Lets the column be left out, before those with a lower rank. It is when all its cells are empty.
    pub(crate) const fn optional(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }

    /// Returns the width below which it is not cut, if its longest cell takes `longest`.
    fn least(&self, longest: usize) -> usize {
        self.least.map_or(longest, |least| least.min(longest))
    }
}

/// The columns between the content of one column and the next.
const GAP: usize = 2;

/// The margin on the left.
const MARGIN: usize = 2;

impl Table {
    pub(crate) fn new(style: Style, columns: &[Column]) -> Self {
        Self {
            style,
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, one cell for each column. Each row takes one line; what does not fit is cut.
    pub(crate) fn row<const N: usize>(&mut self, cells: [(String, Label); N]) {
        let cells = cells.map(|(text, label)| (printable(&text), label));
        self.rows.push(cells.into());
    }

    /// Computes the width of each column; `None` for one that is left out.
    fn widths(&self) -> Vec<Option<usize>> {
        let longest = |index: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(index));
            cells
                .map(|(text, _)| console::measure_text_width(text))
                .max()
        };
        let natural = self.columns.iter().enumerate().map(|(index, column)| {
            let longest = longest(index).unwrap_or_default();
            let is_shown = column.rank == 0 || longest > 0;
            is_shown.then(|| longest.max(console::measure_text_width(column.title)))
        });
        let widths = natural.collect();
        match self.style.width() {
            // One less: some terminals wrap a line that is exactly as wide as they are.
            Some(width) => fitted(&self.columns, widths, width.saturating_sub(1)),
            None => widths,
        }
    }

    fn cells(&self, row: &[(String, Label)], widths: &[Option<usize>]) -> Row {
        let shown = row.iter().zip(&self.columns).zip(widths);
        let cells = shown
            .filter(|(_, width)| width.is_some())
            .map(|(((text, label), column), _)| painted(aligned(text, column), label.paint()));
        let mut row = Row::from(cells.collect::<Vec<_>>());
        if self.style.width().is_some() {
            row.max_height(1);
        }
        row
    }

    fn drawn(&self) -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        table
            .load_style(lines(self.style))
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_truncation_indicator(self.style.ellipsis());
        if self.style.has_colour() {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        // What is too long is cut where the room ends, not where a word does.
        table.set_delimiter('\0');
        let widths = self.widths();
        let shown = self.columns.iter().zip(&widths);
        let titles = shown
            .filter(|(_, width)| width.is_some())
            .map(|(column, _)| aligned(column.title, column).add_attribute(Attribute::Bold));
        let mut header = Row::from(titles.collect::<Vec<_>>());
        header.max_height(1);
        table.set_header(header);
        for row in &self.rows {
            table.add_row(self.cells(row, &widths));
        }
        let widths: Vec<usize> = widths.into_iter().flatten().collect();
        for (index, width) in widths.iter().enumerate() {
            let before = if index == 0 { MARGIN } else { 0 };
            let after = if index + 1 == widths.len() { 0 } else { GAP };
            if let Some(column) = table.column_mut(index) {
                column.set_padding((narrow(before), narrow(after)));
                let width = Width::Fixed(narrow(before + width + after));
                column.set_constraint(ColumnConstraint::Absolute(width));
            }
        }
        table
    }
}

fn narrow(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

fn aligned(text: &str, column: &Column) -> Cell {
    let alignment = if column.is_right {
        CellAlignment::Right
    } else {
        CellAlignment::Left
    };
    Cell::new(text).set_alignment(alignment)
}

/// Fits the widths to a line: columns are left out until the rest can be cut to what is worth showing, then the widest
/// are cut.
fn fitted(columns: &[Column], mut widths: Vec<Option<usize>>, room: usize) -> Vec<Option<usize>> {
    let taken = |widths: &[Option<usize>], least: bool| {
        let shown = columns.iter().zip(widths);
        let shown = shown.filter_map(|(column, width)| width.map(|width| (column, width)));
        let of = |(column, width): (&Column, usize)| {
            GAP + if least { column.least(width) } else { width }
        };
        (MARGIN + shown.map(of).sum::<usize>()).saturating_sub(GAP)
    };
    while taken(&widths, true) > room {
        let shown = (0..columns.len()).filter(|index| widths[*index].is_some());
        match shown.max_by_key(|index| columns[*index].rank) {
            Some(index) if columns[index].rank > 0 => widths[index] = None,
            _ => break,
        }
    }
    let natural = widths.clone();
    while taken(&widths, false) > room {
        let is_whole = |index: usize| {
            let least = natural[index].map(|natural| columns[index].least(natural));
            widths[index] <= least
        };
        let shown = || (0..columns.len()).filter(|index| widths[*index] > Some(SHORTEST));
        let widest = shown()
            .filter(|index| !is_whole(*index))
            .max_by_key(|index| widths[*index])
            .or_else(|| shown().max_by_key(|index| widths[*index]));
        match widest {
            Some(index) => widths[index] = widths[index].map(|width| width - 1),
            None => break,
        }
    }
    widths
}

/// No column is cut to less.
const SHORTEST: usize = 3;

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<String> = self
            .drawn()
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

/// Returns the style with a line under the header and nothing else.
fn lines(style: Style) -> TableStyle {
    let line = if style.has_unicode() { '─' } else { '-' };
    TableStyle::new()
        .header_lines(ContentLineStyle::none())
        .header_separator(LineStyle::none().fill(line))
}

/// Makes a cell without colour.
pub(crate) fn plain(text: impl Into<String>) -> (String, Label) {
    (text.into(), Label::Plain)
}

/// Makes a cell of interest only to a reader who looks for it.
pub(crate) fn secondary(text: impl Into<String>) -> (String, Label) {
    (text.into(), Label::Secondary)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNTS: [Column; 4] = [
        Column::left("Account").cut_to(12),
        Column::left("Kind").optional(1),
        Column::right("Balance"),
        Column::left("Id").cut_to(8),
    ];

    fn accounts(width: Option<usize>) -> String {
        let mut table = Table::new(Style::of(true, width), &ACCOUNTS);
        table.row([
            plain("Everyday Checking"),
            plain("CHECKING"),
            plain("$1,234.50"),
            plain("89056dcc-86b3-2512-7fb4-960755e198ae"),
        ]);
        table.to_string()
    }

    #[test]
    fn what_matters_most_stays_whole_at_every_width() {
        let last = |width| accounts(width).lines().last().unwrap().to_owned();
        let all = "  Everyday Checking  CHECKING  $1,234.50  89056dcc-86b3-2512-7fb4-960755e198ae";
        assert_eq!(last(None), all);
        assert_eq!(last(Some(120)), all);
        let narrower = "  Everyday Checking  CHECKING  $1,234.50  89056dcc-86b3-2512-7…";
        assert_eq!(last(Some(64)), narrower);
        assert_eq!(last(Some(40)), "  Everyday Ch…  $1,234.50  89056dcc-86…");
    }

    #[test]
    fn an_optional_column_without_content_is_left_out() {
        let columns = [Column::left("A"), Column::left("B").optional(1)];
        let mut table = Table::new(Style::of(false, None), &columns);
        table.row([plain("a"), plain("")]);
        assert_eq!(table.to_string().lines().next(), Some("  A"));
    }

    #[test]
    fn a_table_is_never_wider_than_the_terminal() {
        let long = "x".repeat(600);
        for columns in [
            ["A", "B", "C"].map(Column::left),
            ["A", "B", "C"].map(|title| Column::left(title).cut_to(8)),
            ["A", "B", "C"].map(|title| Column::right(title).optional(1)),
        ] {
            for width in [20, 60, 80] {
                let mut table = Table::new(Style::of(true, Some(width)), &columns);
                table.row([plain(long.clone()), plain("b"), plain(long.clone())]);
                let text = table.to_string();
                let widest = text.lines().map(|line| line.chars().count()).max();
                assert!(widest < Some(width), "{width}: {text}");
            }
        }
        let mut table = Table::new(Style::of(true, None), &[Column::left("A")]);
        table.row([plain(long.clone())]);
        assert!(table.to_string().contains(&long), "a pipe keeps all");
    }
}
