//! A balances call from Python: the original package, and the wheel of this project, each in an interpreter that
//! has it.

use std::process::Command;

use serde::Deserialize;

use super::{Setting, Shown, runtime};
use crate::client::Caller as _;
use crate::client::akoya::Ours;
use crate::clock::nanos_each;
use crate::contest::{Entry, Series, contest};
use crate::row::{Goal, Row};

/// What the script prints.
#[derive(Deserialize)]
struct Printed {
    name: String,
    micros: Vec<f64>,
}

/// How many times less CPU than the original a call from Rust takes, and one through the wheel.
const LESS: [f64; 2] = [35.0, 25.0];

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let rounds = setting.scale.pick(5, 15);
    let url = setting.server.url();
    let mut printed: Vec<Printed> = Vec::new();
    for interpreter in &setting.pythons {
        printed.extend(calls(interpreter, url, rounds));
    }
    let of = |name: &str| {
        let found = printed.iter().find(|printed| printed.name == name);
        found.map(|printed| printed.micros.clone())
    };
    let Some(original) = of("original") else {
        return Ok(Shown::Skipped(without_original(of("wheel"))));
    };
    let part = |less: f64| {
        let part = original.iter().map(|micros| micros / less).collect();
        Series::new(format!("original ÷ {less}"), part)
    };
    let whole = Series::new("original", original.clone());
    let goal = Goal::AtMost(1.0);
    let row = |work: &str, ours: Series, less| {
        let series = vec![part(less), ours, whole.clone()];
        Row::new(work, "µs CPU", series, goal)
    };
    let ours = Series::new("ours", rust(url, rounds));
    let mut rows = vec![row(
        "balances call, against the original in Python",
        ours,
        LESS[0],
    )];
    if let Some(wheel) = of("wheel") {
        rows.push(row(
            "…, through the wheel",
            Series::new("wheel", wheel),
            LESS[1],
        ));
    }
    Ok(Shown::Rows(rows))
}

/// Says what is missing, and what a call through the wheel takes.
fn without_original(wheel: Option<Vec<f64>>) -> String {
    let wheel = wheel.map_or_else(String::new, |micros| {
        let median = crate::contest::Spread::of(&micros).median;
        format!("; a call through the wheel takes {median:.1} µs CPU")
    });
    format!("no Python here has the original `akoyaapisv240`{wheel}")
}

/// Nothing where the interpreter has no package of that name.
fn calls(interpreter: &str, url: &str, rounds: usize) -> Option<Printed> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/balances.py");
    let mut python = Command::new(interpreter);
    python.args([script, url, "100", &rounds.to_string()]);
    let output = python.output().ok()?;
    serde_json::from_slice(&output.stdout).ok()
}

fn rust(url: &str, rounds: usize) -> Vec<f64> {
    const CALLS: usize = 200;
    let (client, runtime) = (Ours::new(url), runtime(0));
    let entry = Entry::new("ours", || {
        let nanos = nanos_each(CALLS, || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    client.balances().await;
                }
            });
        });
        nanos / 1000.0
    });
    contest(rounds, vec![entry]).remove(0).values
}
