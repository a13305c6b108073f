//! A statement of 40 MiB, written to a file that is whole or not there.

use super::paging::{both, memory};
use super::{Setting, Shown};
use crate::alone::{Taken, Task};
use crate::contest::Series;
use crate::row::{Goal, Row};
use crate::stub::account;

/// The most memory that a file may take, in MiB, however long it is: a tenth of this one.
const MEMORY: f64 = 4.0;

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let rounds = setting.scale.pick(7, 21);
    let [floor, ours] = both(rounds, Task::Document, setting.server.url(), &account(1, 1))?;
    let cpu = |taken: &[Taken]| taken.iter().map(|taken| taken.cpu / 1e6).collect();
    let series = vec![
        Series::new("reqwest", cpu(&floor)),
        Series::new("ours", cpu(&ours)),
    ];
    Ok(Shown::Rows(vec![
        Row::new(
            "a statement of 40 MiB to a file",
            "ms CPU",
            series,
            Goal::AtMost(1.05),
        ),
        memory("…, memory at most, over idle", &floor, &ours, MEMORY),
    ]))
}
