//! Money in and out by month, drawn with characters.

use std::collections::BTreeMap;

use akoya_model::{Amount, DateTime};

use crate::money::money;
use crate::style::{Label, Style};

/// The most months that are drawn.
const MONTHS: usize = 12;

/// The widest that a chart gets.
const WIDTH: usize = 100;

/// Exact sums by month.
#[derive(Debug, Default)]
pub(crate) struct Months {
    /// By year and month: money in, and money out as a positive amount.
    sums: BTreeMap<(i16, u8), (Amount, Amount)>,
    /// Set when a sum had more digits than can be added exactly.
    is_inexact: bool,
}

impl Months {
    /// Adds an amount, positive for money in, to the month of `time`. Without a time it is left out.
    pub(crate) fn add(&mut self, time: Option<&DateTime>, amount: &Amount) {
        let Some(day) = time.and_then(DateTime::day) else {
            return;
        };
        let (money_in, money_out) = self.sums.entry((day.year(), day.month())).or_default();
        let sum = if amount.is_negative() {
            money_out
        } else {
            money_in
        };
        match sum.checked_add(&amount.abs()) {
            Some(total) => *sum = total,
            None => self.is_inexact = true,
        }
    }

    /// Draws the last months as lines, oldest first; empty when there is nothing to draw.
    pub(crate) fn chart(&self, style: Style, currency: Option<&str>) -> Vec<String> {
        let (Some(first), Some(last)) = (self.sums.keys().next(), self.sums.keys().next_back())
        else {
            return Vec::new();
        };
        let nothing = (Amount::default(), Amount::default());
        let months = last_months(*last).filter(|month| month >= first);
        let rows: Vec<Row> = months
            .map(|month| {
                let (money_in, money_out) = self.sums.get(&month).unwrap_or(&nothing);
                Row {
                    month,
                    sides: [money_in, money_out]
                        .map(|sum| (sum.to_f64_lossy(), money(sum, currency))),
                }
            })
            .collect();
        let mut lines = draw(style, &rows);
        if self.is_inexact {
            lines.push("  Amounts with too many digits are left out.".to_owned());
        }
        lines
    }
}

/// A month: how much came in and went out, for the bar and in words.
struct Row {
    month: (i16, u8),
    sides: [(f64, String); 2],
}

fn draw(style: Style, rows: &[Row]) -> Vec<String> {
    let layout = Layout::of(style, rows);
    let title = style.paint(Label::Heading, layout.title());
    let lines = rows.iter().map(|row| layout.line(row));
    std::iter::once(title)
        .chain(lines)
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// What all lines of a chart have in common.
struct Layout {
    style: Style,
    /// The characters of the longest amount.
    digits: usize,
    /// The characters of the longest bar, and what it stands for.
    bar: usize,
    largest: f64,
}

impl Layout {
    fn of(style: Style, rows: &[Row]) -> Self {
        let sides = || rows.iter().flat_map(|row| &row.sides);
        let lengths = sides().map(|(_, text)| text.chars().count());
        let digits = lengths.max().unwrap_or_default();
        // Margin, month, and for each side a gap, a number, a space and a bar.
        let taken = 2 + 7 + 2 * (2 + digits + 1);
        let room = style.width().unwrap_or(WIDTH).min(WIDTH);
        Self {
            style,
            digits,
            bar: (room.saturating_sub(taken) / 2).max(4),
            largest: sides().map(|(size, _)| *size).fold(0.0, f64::max),
        }
    }

    fn title(&self) -> String {
        let side = self.digits + 1 + self.bar;
        format!("  {:7}  {:<side$}  Out", "", "In")
    }

    fn line(&self, row: &Row) -> String {
        let Self { style, digits, .. } = *self;
        let ((year, month), [money_in, money_out]) = (row.month, &row.sides);
        let bar_in = format!("{:<width$}", self.bar(money_in.0), width = self.bar);
        let bar_in = style.paint(Label::MoneyIn, bar_in);
        let bar_out = style.paint(Label::MoneyOut, self.bar(money_out.0));
        format!(
            "  {year:04}-{month:02}  {:>digits$} {bar_in}  {:>digits$} {bar_out}",
            money_in.1, money_out.1
        )
    }

    fn bar(&self, size: f64) -> String {
        let bar = Bar {
            share: size / self.largest,
            width: self.bar,
        };
        bar.draw(self.style)
    }
}

/// Returns the last months up to this one, the earliest first.
fn last_months((year, month): (i16, u8)) -> impl Iterator<Item = (i16, u8)> {
    let last = i32::from(year) * 12 + i32::from(month) - 1;
    let first = last - i32::try_from(MONTHS).unwrap_or(0) + 1;
    (first..=last).filter_map(|index| {
        Some((
            i16::try_from(index.div_euclid(12)).ok()?,
            u8::try_from(index.rem_euclid(12) + 1).ok()?,
        ))
    })
}

/// A bar of `width` characters, of which `share` (0 to 1) is filled.
struct Bar {
    share: f64,
    width: usize,
}

impl Bar {
    fn draw(&self, style: Style) -> String {
        const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
        let share = if self.share.is_finite() {
            self.share.clamp(0.0, 1.0)
        } else {
            0.0
        };
        if !style.has_unicode() {
            return "#".repeat((share * self.width as f64).round() as usize);
        }
        let eighths = (share * (8 * self.width) as f64).round() as usize;
        // An amount that is not zero is visible.
        let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
        format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style::of(false, Some(80));
    const UNICODE: Style = Style::of(true, None);

    fn months(entries: &[(&str, &str)]) -> Months {
        let mut months = Months::default();
        for (time, amount) in entries {
            months.add(Some(&DateTime::from(*time)), &amount.parse().unwrap());
        }
        months
    }

    #[test]
    fn months_are_drawn_to_one_scale_with_exact_sums() {
        let months = months(&[
            ("2025-12-31T23:00:00Z", "0.10"),
            ("2025-12-01", "0.20"),
            ("2026-02-01T00:00:00Z", "-0.15"),
            ("2026-02-03T00:00:00Z", "0"),
        ]);
        let lines = months.chart(PLAIN, Some("USD"));
        let expected = [
            format!("           {:<33}  Out", "In"),
            format!("  2025-12  $0.30 {}  $0.00", "#".repeat(27)),
            format!("  2026-01  $0.00 {:27}  $0.00", ""),
            format!("  2026-02  $0.00 {:27}  $0.15 {}", "", "#".repeat(14)),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn only_the_last_year_is_drawn() {
        let months = months(&[("2020-01-01", "1"), ("2026-03-01", "1")]);
        let lines = months.chart(UNICODE, None);
        assert_eq!(lines.len(), 1 + MONTHS);
        assert!(lines[1].contains("2025-04"));
        assert!(lines[12].contains("2026-03"));
    }

    #[test]
    fn without_amounts_nothing_is_drawn() {
        assert!(Months::default().chart(PLAIN, None).is_empty());
        assert_eq!(months(&[("2026-01-01", "0")]).chart(PLAIN, None).len(), 2);
    }

    #[test]
    fn an_amount_that_is_not_zero_is_visible() {
        let draw = |share| Bar { share, width: 4 }.draw(UNICODE);
        assert_eq!(
            (draw(0.0), draw(0.001), draw(0.5), draw(1.0)),
            ("".into(), "▏".into(), "██".into(), "████".into())
        );
        assert_eq!(draw(f64::NAN), "");
    }
}
