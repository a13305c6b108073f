//! Python: the wheel of this project beside the original package and beside `requests` with `json`, each in an
//! interpreter that has it; and a call from Rust beside the original.

mod peer;

use self::peer::Peer;
use super::{Setting, Shown, runtime};
use crate::client::Caller as _;
use crate::client::akoya::Ours;
use crate::clock::nanos_each;
use crate::contest::{Entry, Series, contest};
use crate::row::{Goal, Row};
use crate::stub::account;

/// How many calls are in a round.
const CALLS: usize = 200;

/// How many times less CPU than the original a call from Rust takes.
const LESS_FROM_RUST: f64 = 35.0;

/// What the wheel is to take.
struct Aim {
    work: &'static str,
    /// How many times less than the original.
    less: f64,
    /// The part of what `requests` and `json` take. By it the goal can be seen where the original is not: on one machine the original
    /// took 2.5 times as much as these for a call, and 39 times as much for a transaction.
    of_requests: f64,
}

const CALL: Aim = Aim {
    work: "balances call through the wheel",
    less: 25.0,
    of_requests: 0.1,
};

const PAGING: Aim = Aim {
    work: "a transaction through the wheel, page by page",
    less: 100.0,
    of_requests: 0.39,
};

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let url = setting.server.url();
    let account = account(setting.scale.pick(10_000, 50_000), setting.page);
    let calls = measure(setting, "balances.py", &CALLS.to_string(), Some(rust(url)));
    let paging = measure(setting, "paging.py", &account, None);
    let mut rows = from_rust(&calls);
    rows.extend(CALL.rows(&calls));
    rows.extend(PAGING.rows(&paging));
    Ok(match missing(&calls) {
        None => Shown::Rows(rows),
        Some(missing) => Shown::Part(rows, missing),
    })
}

/// Says who could not work.
fn missing(series: &[Series]) -> Option<String> {
    let all = [
        ("wheel", "the wheel"),
        ("original", "the original `akoyaapisv240`"),
        ("requests", "`requests`"),
    ];
    let missing = all
        .into_iter()
        .filter(|(name, _)| of(series, name).is_none());
    let missing: Vec<_> = missing.map(|(_, what)| what).collect();
    (!missing.is_empty()).then(|| format!("no Python here has {}", missing.join(", nor ")))
}

/// Has everybody work in turn.
fn measure(
    setting: &Setting<'_>,
    script: &str,
    what: &str,
    ours: Option<Entry<'_>>,
) -> Vec<Series> {
    let mut peers = Peer::all(&setting.pythons, script, &[setting.server.url(), what]);
    let peers = peers.iter_mut().map(|peer| {
        let name = peer.name.clone();
        Entry::new(name, || peer.round())
    });
    let entries = peers.chain(ours).collect();
    contest(setting.scale.pick(5, 15), entries)
}

fn of<'a>(series: &'a [Series], name: &str) -> Option<&'a Series> {
    series.iter().find(|series| series.name == name)
}

impl Aim {
    /// The rows for which there is another client.
    fn rows(&self, series: &[Series]) -> Vec<Row> {
        let Some(wheel) = of(series, "wheel") else {
            return Vec::new();
        };
        let against_original = of(series, "original").map(|original| {
            let work = format!("{}, against the original", self.work);
            against(work, wheel, original, self.less)
        });
        let against_requests = of(series, "requests").map(|requests| {
            let work = format!("{}, against `requests` and `json`", self.work);
            let series = vec![requests.clone(), wheel.clone()];
            Row::new(work, "µs CPU", series, Goal::AtMost(self.of_requests))
        });
        against_original
            .into_iter()
            .chain(against_requests)
            .collect()
    }
}

fn from_rust(series: &[Series]) -> Vec<Row> {
    let (Some(ours), Some(original)) = (of(series, "ours"), of(series, "original")) else {
        return Vec::new();
    };
    let work = "balances call, against the original in Python".to_owned();
    vec![against(work, ours, original, LESS_FROM_RUST)]
}

/// A row whose floor is a part of what the original takes.
fn against(work: String, ours: &Series, original: &Series, less: f64) -> Row {
    let part = original.values.iter().map(|micros| micros / less).collect();
    let part = Series::new(format!("original ÷ {less}"), part);
    let series = vec![part, ours.clone(), original.clone()];
    Row::new(work, "µs CPU", series, Goal::AtMost(1.0))
}

/// A call from Rust.
fn rust(url: &str) -> Entry<'static> {
    let (client, runtime) = (Ours::new(url), runtime(0));
    Entry::new("ours", move || {
        let nanos = nanos_each(CALLS, || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    client.balances().await;
                }
            });
        });
        nanos / 1000.0
    })
}
