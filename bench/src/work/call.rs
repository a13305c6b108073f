//! One balances call: sent, received, parsed.

use std::sync::Arc;

use tokio::runtime::Runtime;

use super::{Setting, Shown, runtime};
use crate::client::Caller;
use crate::client::akoya::Ours;
use crate::client::huskarl::Cached;
use crate::client::hyper::Bare;
use crate::client::oauth2::Guarded;
use crate::client::reqwest::Floor;
use crate::clock::nanos_each;
use crate::contest::{Entry, contest};
use crate::processor::Apart;
use crate::row::{Goal, Row};

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let mut rows = Vec::new();
    for (workers, name) in [(0, "one thread"), (2, "two workers")] {
        let at_once = [1, 8, 64].into_iter().chain(setting.concurrency);
        for at_once in at_once {
            let series = series(setting, workers, at_once);
            let work = format!("balances call, {at_once} at once, {name}");
            rows.push(Row::new(work, "µs CPU", series, Goal::AtMost(1.10)));
        }
    }
    Ok(Shown::Rows(rows))
}

fn series(setting: &Setting<'_>, workers: usize, at_once: usize) -> Vec<crate::contest::Series> {
    let url = setting.server.url();
    // Before the runtime, whose threads run where the one does that starts them.
    let _apart = (at_once == 1).then(|| Apart::from(setting.server.process()));
    let runtime = runtime(workers);
    let huskarl = Arc::new(runtime.block_on(Cached::new(url)));
    let calls = at_once * setting.scale.pick(256, 1024).div_ceil(at_once);
    let entries = vec![
        entry(
            "reqwest",
            &runtime,
            Arc::new(Floor::new(url)),
            at_once,
            calls,
        ),
        entry("ours", &runtime, Arc::new(Ours::new(url)), at_once, calls),
        entry("hyper", &runtime, Arc::new(Bare::new(url)), at_once, calls),
        entry(
            "oauth2 + reqwest",
            &runtime,
            Arc::new(Guarded::new(url, false)),
            at_once,
            calls,
        ),
        entry("huskarl + reqwest", &runtime, huskarl, at_once, calls),
    ];
    contest(setting.scale.pick(9, 21), entries)
}

fn entry<'a>(
    name: &str,
    runtime: &'a Runtime,
    client: Arc<impl Caller>,
    at_once: usize,
    calls: usize,
) -> Entry<'a> {
    Entry::new(name, move || {
        let nanos = nanos_each(calls, || {
            runtime.block_on(make(&client, at_once, calls / at_once));
        });
        nanos / 1000.0
    })
}

/// Makes `each` calls one after the other, so many times at once.
async fn make(client: &Arc<impl Caller>, at_once: usize, each: usize) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..at_once {
        let client = client.clone();
        tasks.spawn(async move {
            for _ in 0..each {
                assert_eq!(client.balances().await, 6);
            }
        });
    }
    tasks.join_all().await;
}
