//! The table of results that the harness prints.

use comfy_table::{CellAlignment, Table, presets};

use super::run::RunResult;

const HEADS: &[&str] = &[
    "scenario",
    "store",
    "processes",
    "seconds",
    "rotations",
    "per second",
    "blows",
    "taken over",
    "from spool",
    "again",
    "consents",
    "lost",
    "in flight",
    "double spends",
    "verdict",
];

/// A row of the table.
pub(crate) struct Line {
    pub(crate) scenario: &'static str,
    pub(crate) store: &'static str,
    pub(crate) processes: u32,
    /// Whether its blows end processes.
    pub(crate) ends_processes: bool,
    pub(crate) result: RunResult,
    /// What is wrong; nothing when it passed.
    pub(crate) problems: Vec<String>,
}

impl Line {
    /// Writes a heading for a person who waits.
    pub(crate) fn heading(&self) -> String {
        let verdict = if self.problems.is_empty() {
            "passed"
        } else {
            "FAILED"
        };
        let seconds = self.result.length.as_secs_f64();
        format!(
            "{verdict}: {} on {} with {} processes, {seconds:.1} s",
            self.scenario, self.store, self.processes
        )
    }

    fn cells(&self) -> Vec<String> {
        let RunResult {
            audit,
            events,
            length,
        } = &self.result;
        let seconds = length.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = audit.rotations as f64 / seconds.max(0.001);
        vec![
            self.scenario.to_owned(),
            self.store.to_owned(),
            self.processes.to_string(),
            format!("{seconds:.1}"),
            audit.rotations.to_string(),
            format!("{rate:.0}"),
            events.blows.to_string(),
            events.taken_over.to_string(),
            events.recovered.to_string(),
            audit.again.to_string(),
            audit.consents.to_string(),
            audit.lost.to_string(),
            audit.lost_in_flight.to_string(),
            audit.double_spends.to_string(),
            if self.problems.is_empty() {
                "passed".to_owned()
            } else {
                "FAILED".to_owned()
            },
        ]
    }
}

/// Writes the table, with what its columns mean below.
pub(crate) fn table(lines: &[Line]) -> String {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_header(HEADS);
    for line in lines {
        table.add_row(line.cells());
    }
    for column in table.column_iter_mut().skip(2).take(HEADS.len() - 3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{table}\n{LEGEND}\n{}", sum(lines))
}

fn sum(lines: &[Line]) -> String {
    let of = |count: fn(&RunResult) -> usize| {
        let counts = lines.iter().map(|line| count(&line.result));
        counts.sum::<usize>()
    };
    format!(
        "in all: {} processes ended, {} rotations, {} grants lost whose response arrived, {} double spends",
        lines
            .iter()
            .filter(|line| line.ends_processes)
            .map(|line| line.result.events.blows)
            .sum::<u32>(),
        of(|result| result.audit.rotations),
        of(|result| result.audit.lost - result.audit.lost_in_flight),
        of(|result| result.audit.double_spends),
    )
}

const LEGEND: &str = "\
blows: kills, stops, full disks, cuts. from spool: responses that a process had saved in its spool only.
again: refresh tokens that were presented again because no worker had the response. in flight: of the grants that were lost,
those whose response never arrived anywhere, from a provider that does not give it twice. consents: given again.";
