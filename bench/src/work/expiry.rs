//! Ten thousand callers when the token has expired: one refresh, and everybody has its token soon after the response.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Setting, Shown, runtime};
use crate::client::Bearers;
use crate::client::akoya::Ours;
use crate::client::huskarl::Cached;
use crate::client::oauth2::Guarded;
use crate::client::reqwest::Floor;
use crate::contest::{Entry, Series, contest};
use crate::row::{Goal, Row};

const CALLERS: usize = 10_000;

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let (series, refreshes) = waits(setting.server.url(), setting.scale.pick(7, 15));
    let one = Series::new("one", vec![1.0; refreshes.len()]);
    let refreshes = Series::new("ours", refreshes);
    let (goal, waits) = (
        Goal::AtMost(1.0),
        "10,000 callers at expiry, until the last has its token",
    );
    Ok(Shown::Rows(vec![
        Row::new(waits, "ms", series, goal),
        Row::new("…, refreshes", "requests", vec![one, refreshes], goal),
    ]))
}

/// Returns how long the last caller of each client waits, and how often ours refreshes.
fn waits(url: &str, rounds: usize) -> (Vec<Series>, Vec<f64>) {
    let runtime = runtime(0);
    let floor = Floor::new(url);
    let mut refreshes = Vec::new();
    let entries = vec![
        Entry::new("1.5 round trips + 50 ms", || {
            let start = Instant::now();
            runtime.block_on(floor.token_round_trip());
            1.5 * millis(start.elapsed()) + 50.0
        }),
        Entry::new("ours", || {
            runtime.block_on(async {
                let before = count(url).await;
                let took = last_caller(Arc::new(Ours::expired(url))).await;
                refreshes.push(count(url).await - before);
                took
            })
        }),
        Entry::new("oauth2 + Mutex", || {
            runtime.block_on(last_caller(Arc::new(Guarded::new(url, true))))
        }),
        Entry::new("huskarl", || {
            runtime.block_on(async { last_caller(Arc::new(Cached::new(url).await)).await })
        }),
    ];
    (contest(rounds, entries), refreshes)
}

/// Milliseconds until the last of all callers has its token.
async fn last_caller(client: Arc<impl Bearers>) -> f64 {
    let start = Instant::now();
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..CALLERS {
        let client = client.clone();
        callers.spawn(async move {
            client.header().await;
        });
    }
    callers.join_all().await;
    millis(start.elapsed())
}

/// How many refreshes the server has seen.
async fn count(url: &str) -> f64 {
    let response = reqwest::get(format!("{url}/refreshes")).await.unwrap();
    response.text().await.unwrap().parse().unwrap()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
