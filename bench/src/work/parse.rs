//! 500 transactions parsed: every field, exact decimals, unknown fields and values kept.

use akoya::model::transactions::Transactions;

use super::{Setting, Shown};
use crate::clock::nanos_each;
use crate::contest::{Entry, contest};
use crate::row::{Goal, Row};
use hot_paths::documents::{Oddity, PAGE, transactions};
use hot_paths::lean;

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let rounds = setting.scale.pick(15, 31);
    let page = |oddity| transactions(0, PAGE, Some("/next"), oddity);
    let clean = page(Oddity::None);
    let unknown = page(Oddity::UnknownFields);
    let wrong = page(Oddity::WrongType);
    let against_lean = |page: &str| {
        let entries = vec![
            lean("serde, six fields", page),
            ours("ours", page),
            value("serde_json::Value", page),
        ];
        contest(rounds, entries)
    };
    let against_clean = vec![ours("ours, clean page", &clean), ours("ours", &wrong)];
    let row = |work, series, most| Row::new(work, "µs CPU", series, Goal::AtMost(most));
    Ok(Shown::Rows(vec![
        row("500 transactions parsed", against_lean(&clean), 0.9),
        row("…, two unknown fields in each", against_lean(&unknown), 1.3),
        row(
            "…, one value of a wrong type",
            contest(rounds, against_clean),
            1.2,
        ),
    ]))
}

/// How often a page is parsed in a round.
const COUNT: usize = 20;

fn ours<'a>(name: &str, page: &'a str) -> Entry<'a> {
    parser(name, page, |page| {
        akoya::model::from_slice::<Transactions>(page).unwrap();
    })
}

fn lean<'a>(name: &str, page: &'a str) -> Entry<'a> {
    parser(name, page, |page| {
        serde_json::from_slice::<lean::Transactions>(page).unwrap();
    })
}

fn value<'a>(name: &str, page: &'a str) -> Entry<'a> {
    parser(name, page, |page| {
        serde_json::from_slice::<serde_json::Value>(page).unwrap();
    })
}

fn parser<'a>(name: &str, page: &'a str, parse: fn(&[u8])) -> Entry<'a> {
    Entry::new(name, move || {
        let nanos = nanos_each(COUNT, || {
            for _ in 0..COUNT {
                parse(std::hint::black_box(page.as_bytes()));
            }
        });
        nanos / 1000.0
    })
}
