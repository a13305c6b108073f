//! The header for a valid token: what every call asks for.

use std::sync::Arc;

use super::{Setting, Shown, runtime};
use crate::client::Bearers;
use crate::client::akoya::Ours;
use crate::client::huskarl::Cached;
use crate::client::oauth2::Guarded;
use crate::client::reqwest::Floor;
use crate::clock::nanos_each;
use crate::contest::{Entry, contest};
use crate::row::{Goal, Row};

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let url = setting.server.url();
    let rounds = setting.scale.pick(11, 31);
    let huskarl = Arc::new(runtime(0).block_on(Cached::new(url)));
    let floor = Arc::new(Floor::new(url));
    let (ours, oauth2) = (Arc::new(Ours::new(url)), Arc::new(Guarded::new(url, false)));
    let rows = [(1, "1 task"), (2, "2 tasks contended")].map(|(tasks, name)| {
        let entries = vec![
            entry("snapshot", &floor, tasks),
            entry("ours", &ours, tasks),
            entry("oauth2 + Mutex", &oauth2, tasks),
            entry("huskarl", &huskarl, tasks),
        ];
        let series = contest(rounds, entries);
        let work = format!("header of a valid token, {name}");
        Row::new(work, "ns CPU", series, Goal::AtMost(1.2))
    });
    Ok(Shown::Rows(rows.into()))
}

/// How often a header is asked for in a round.
const COUNT: usize = 100_000;

fn entry(name: &str, client: &Arc<impl Bearers>, tasks: usize) -> Entry<'static> {
    let client = client.clone();
    Entry::new(name, move || {
        nanos_each(COUNT * tasks, || {
            std::thread::scope(|threads| {
                for _ in 0..tasks {
                    threads.spawn(|| runtime(0).block_on(ask(&*client)));
                }
            });
        })
    })
}

async fn ask(client: &impl Bearers) {
    for _ in 0..COUNT {
        std::hint::black_box(client.header().await);
    }
}
