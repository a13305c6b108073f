//! All transactions of an account, page by page, each looked at and let go.

use super::{Setting, Shown};
use crate::alone::{Taken, Task, Who};
use crate::contest::Series;
use crate::row::{Goal, Row};
use crate::stub::account;

/// The most memory that reading may take, in MiB, however much there is to read.
const MEMORY: f64 = 3.0;

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let total = setting.scale.pick(50_000, 500_000);
    let account = account(total, setting.page);
    let rounds = setting.scale.pick(5, 9);
    let [floor, ours] = both(rounds, Task::Paging, setting.server.url(), &account)?;
    let each = |taken: &[Taken]| taken.iter().map(|taken| taken.cpu / total as f64).collect();
    let cpu = vec![
        Series::new("reqwest", each(&floor)),
        Series::new("ours", each(&ours)),
    ];
    let work = format!("{total} transactions, page by page");
    Ok(Shown::Rows(vec![
        Row::new(work, "ns CPU each", cpu, Goal::AtMost(1.15)),
        memory("…, memory at most, over idle", &floor, &ours, MEMORY),
    ]))
}

/// Both do the work, in turn, each time in a process of its own.
pub(super) fn both(
    rounds: usize,
    task: Task,
    url: &str,
    account: &str,
) -> anyhow::Result<[Vec<Taken>; 2]> {
    let mut taken = [Vec::new(), Vec::new()];
    for round in 0..rounds {
        let mut order = [(0, Who::Floor), (1, Who::Ours)];
        order.rotate_left(round % 2);
        for (place, who) in order {
            taken[place].push(Taken::by(who, task, url, account)?);
        }
    }
    Ok(taken)
}

/// A row about memory: the floor is the limit.
pub(super) fn memory(work: &str, floor: &[Taken], ours: &[Taken], limit: f64) -> Row {
    let most = |taken: &[Taken]| taken.iter().map(|taken| taken.memory).collect();
    let series = vec![
        Series::new("allowed", vec![limit; ours.len()]),
        Series::new("ours", most(ours)),
        Series::new("reqwest", most(floor)),
    ];
    Row::new(work, "MiB", series, Goal::AtMost(1.0))
}
