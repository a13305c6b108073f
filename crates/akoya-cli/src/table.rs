//! Tables that fit the terminal.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement};
use comfy_table::{ContentLineStyle, LineStyle, Row, TableStyle, Width};

use crate::printable::printable;
use crate::style::{Label, Style};

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
            .map(|(((text, _), column), _)| aligned(text, column));
        let mut row = Row::from(cells.collect::<Vec<_>>());
        if self.style.width().is_some() {
            row.max_height(1);
        }
        row
    }

    /// Returns the labels of the cells in a line: the header, the rule below it, then the rows.
    fn labels(&self, line: usize) -> Vec<Label> {
        match line.checked_sub(2).map(|row| self.rows.get(row)) {
            Some(Some(row)) => row.iter().map(|(_, label)| *label).collect(),
            Some(None) => Vec::new(),
            None if line == 0 => vec![Label::Heading; self.columns.len()],
            None => Vec::new(),
        }
    }

    /// Paints the cells of a line. What draws the table could do it too, with six packages more that know terminals.
    fn painted(&self, line: &str, widths: &[Option<usize>], labels: &[Label]) -> String {
        let mut out = String::new();
        let mut rest = line;
        let mut before = MARGIN;
        for (width, label) in widths.iter().zip(labels) {
            let Some(width) = width else { continue };
            let (space, after) = split(rest, before);
            let (cell, after) = split(after, *width);
            let text = cell.trim();
            let (left, right) = cell.split_once(text).unwrap_or_default();
            out += &format!("{space}{left}{}{right}", self.style.paint(*label, text));
            (rest, before) = (after, GAP);
        }
        out + rest
    }

    /// Draws the table without colour, with columns of these widths.
    fn drawn(&self, widths: &[Option<usize>]) -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        table
            .load_style(lines(self.style))
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_truncation_indicator(self.style.ellipsis());
        // What is too long is cut where the room ends, not where a word does.
        table.set_delimiter('\0');
        let shown = self.columns.iter().zip(widths);
        let titles = shown
            .filter(|(_, width)| width.is_some())
            .map(|(column, _)| aligned(column.title, column));
        let mut header = Row::from(titles.collect::<Vec<_>>());
        header.max_height(1);
        table.set_header(header);
        for row in &self.rows {
            table.add_row(self.cells(row, widths));
        }
        let widths: Vec<usize> = widths.iter().copied().flatten().collect();
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

/// Splits a text after so many columns of the terminal. What is measured is the text and not its characters: several can
/// make one sign, which is wider or narrower than they are.
fn split(text: &str, width: usize) -> (&str, &str) {
    let ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
    let end = ends
        .map(|end| (end, console::measure_text_width(&text[..end])))
        .take_while(|(_, columns)| *columns <= width + 1)
        .filter(|(_, columns)| *columns <= width)
        .last();
    text.split_at(end.map_or(0, |(end, _)| end))
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
        let widths = self.widths();
        let drawn = self.drawn(&widths);
        let lines: Vec<String> = drawn
            .lines()
            .enumerate()
            .map(|(index, line)| self.painted(line.trim_end(), &widths, &self.labels(index)))
            .collect();
        f.write_str(&lines.join("\n"))
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
    fn only_the_text_of_a_cell_is_painted() {
        let columns = [Column::left("Name"), Column::right("Amount").cut_to(4)];
        let table = |style| {
            let mut table = Table::new(style, &columns);
            table.row([plain("日本語"), ("12".to_owned(), Label::MoneyIn)]);
            table.row([secondary("a long name"), plain("123456")]);
            table.to_string()
        };
        let painted = table(Style::of(true, None).coloured());
        let lines: Vec<&str> = painted.lines().collect();
        assert_eq!(
            lines[0],
            "  \u{1b}[1mName\u{1b}[0m         \u{1b}[1mAmount\u{1b}[0m"
        );
        assert_eq!(lines[2], "  日本語           \u{1b}[32m12\u{1b}[0m");
        assert_eq!(lines[3], "  \u{1b}[2ma long name\u{1b}[0m  123456");
        let plain = table(Style::of(true, None));
        assert_eq!(console::strip_ansi_codes(&painted), plain);
    }

    #[test]
    fn a_sign_of_several_characters_moves_no_colour() {
        let mut table = Table::new(
            Style::of(true, None).coloured(),
            &[Column::left("Name"), Column::left("Amount")],
        );
        for name in [
            "\u{2764}\u{fe0f} ab",
            "\u{1f44d}\u{1f3fd} ab",
            "e\u{301}t\u{e9}a",
            "\u{231a}\u{fe0e}",
        ] {
            table.row([plain(name), ("$12".to_owned(), Label::MoneyIn)]);
        }
        let painted = table.to_string();
        for line in painted.lines().skip(2) {
            assert!(line.ends_with("  \u{1b}[32m$12\u{1b}[0m"), "{line:?}");
        }
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
