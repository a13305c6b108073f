//! How far reading has come, on the standard error stream of a terminal.

use akoya_model::Day;
use indicatif::{ProgressBar, ProgressStyle};

use crate::style::Style;

/// A bar over the rows of a store.
pub(crate) struct Sweep(ProgressBar);

impl Sweep {
    /// Creates a bar for so many rows. Nothing is drawn where there is no terminal.
    pub(crate) fn new(style: Style, rows: u64) -> Self {
        Self(bar(
            style,
            rows,
            "  {bar:30.cyan} {pos} of {len} connections",
        ))
    }

    /// Shows that so many are done.
    pub(crate) fn at(&self, rows: u64) {
        self.0.set_position(rows);
    }
}

impl Drop for Sweep {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn bar(style: Style, length: u64, template: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(look) = ProgressStyle::with_template(template) {
        bar.set_style(look.progress_chars(if style.has_unicode() {
            "━━╌"
        } else {
            "##-"
        }));
    }
    bar
}

/// A bar over the days that were asked for: nobody says how many transactions there will be.
pub(crate) struct Progress {
    bar: ProgressBar,
    days: u64,
    accounts_done: u64,
    seen: Option<(i64, i64)>,
    pages: usize,
    transactions: usize,
}

impl Progress {
    /// Creates a bar for so many accounts with so many days each. Nothing is drawn where there is no terminal.
    pub(crate) fn new(style: Style, accounts: usize, days: u64) -> Self {
        let bar = bar(
            style,
            days.saturating_mul(accounts as u64),
            "  {bar:30.cyan} {msg}",
        );
        Self {
            bar,
            days,
            accounts_done: 0,
            seen: None,
            pages: 0,
            transactions: 0,
        }
    }

    /// Counts a page with transactions of these days.
    pub(crate) fn page(&mut self, days: impl Iterator<Item = Day>, transactions: usize) {
        self.pages += 1;
        self.transactions += transactions;
        for day in days.map(number) {
            let (first, last) = self.seen.unwrap_or((day, day));
            self.seen = Some((first.min(day), last.max(day)));
        }
        let seen = self
            .seen
            .map_or(0, |(first, last)| first.abs_diff(last).min(self.days));
        self.bar.set_position(
            self.accounts_done
                .saturating_mul(self.days)
                .saturating_add(seen),
        );
        self.bar.set_message(format!(
            "{} transactions, page {}",
            self.transactions, self.pages
        ));
    }

    pub(crate) fn end_of_account(&mut self) {
        self.accounts_done += 1;
        self.seen = None;
        self.bar
            .set_position(self.accounts_done.saturating_mul(self.days));
    }

    /// Returns the number of pages and of transactions so far.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.pages, self.transactions)
    }
}

/// The bar goes when reading ends, however it ends.
impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Returns about the number of the day: exact enough for a bar.
fn number(day: Day) -> i64 {
    i64::from(day.year()) * 365 + i64::from(day.month()) * 30 + i64::from(day.day())
}
