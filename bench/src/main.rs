//! `bench`: measures, and prints the table. `cargo xtask bench` builds and starts it.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use bench::alone::{self, Task, Who};
use bench::row::Row;
use bench::scale::Scale;
use bench::server::Server;
use bench::stub::{self, Behaviour};
use bench::work::{ALL, Setting, Shown};
use clap::{Args, Parser, Subcommand};
use hot_paths::documents::PAGE;

#[derive(Parser)]
#[command(
    about = "What this client costs beside its peers",
    args_conflicts_with_subcommands = true
)]
struct Arguments {
    #[command(subcommand)]
    part: Option<Part>,
    #[command(flatten)]
    measurement: Measurement,
}

/// What the program starts itself for.
#[derive(Subcommand)]
enum Part {
    /// The stub server
    #[command(hide = true)]
    Serve(Behaviour),
    /// A work of one client, alone
    #[command(hide = true)]
    Alone {
        who: Who,
        task: Task,
        url: String,
        account: String,
    },
}

#[derive(Args)]
struct Measurement {
    /// Less of everything, for a first look: under three minutes
    #[arg(long)]
    quick: bool,
    /// Only these works
    #[arg(long, value_parser = ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>())]
    only: Vec<String>,
    /// Write the figures into this file as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Also make so many calls at once
    #[arg(long, value_name = "COUNT")]
    concurrency: Option<usize>,
    /// How many transactions are on a page
    #[arg(long, value_name = "COUNT", default_value_t = PAGE)]
    page: usize,
    /// A PostgreSQL database for the stores; the schemas `bench_…` in it are made and removed
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// The `akoya` command, for its start
    #[arg(long, value_name = "FILE")]
    akoya: Option<String>,
    /// A Python interpreter with the package `akoyaapisv240`, the original or the wheel
    #[arg(long, value_name = "FILE")]
    python: Vec<String>,
    #[command(flatten)]
    server: Behaviour,
}

fn main() -> Result<ExitCode> {
    let Arguments { part, measurement } = Arguments::parse();
    match part {
        Some(Part::Serve(behaviour)) => stub::serve(behaviour)?,
        Some(Part::Alone {
            who,
            task,
            url,
            account,
        }) => alone::run(who, task, &url, &account)?,
        None => return measure(measurement),
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(measurement: Measurement) -> Result<ExitCode> {
    let server = Server::start(measurement.server)?;
    let setting = Setting {
        server: &server,
        scale: if measurement.quick {
            Scale::Quick
        } else {
            Scale::Full
        },
        concurrency: measurement.concurrency,
        page: measurement.page,
        postgres: measurement.postgres,
        akoya: measurement.akoya,
        pythons: measurement.python,
    };
    let (rows, skipped) = run(&measurement.only, &setting)?;
    if let Some(file) = measurement.json {
        let figures = serde_json::json!({ "rows": rows, "skipped": skipped });
        std::fs::write(file, serde_json::to_string_pretty(&figures)?)?;
    }
    let missed = rows.iter().filter(|row| !row.is_met()).count();
    println!("\n{} goals, {missed} missed.", rows.len());
    Ok(if missed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Measures the works of these names, or all, and prints them. Returns their rows, and what was skipped.
fn run(only: &[String], setting: &Setting<'_>) -> Result<(Vec<Row>, Vec<String>)> {
    println!("| work | floor | ours | ratio [least–most] | goal | met | others (ratio) |");
    println!("|---|---|---|---|---|---|---|");
    let (mut rows, mut skipped) = (Vec::new(), Vec::new());
    for (name, run) in ALL {
        if !only.is_empty() && !only.iter().any(|only| only == name) {
            continue;
        }
        let (shown, missing) = match run(setting)? {
            Shown::Rows(shown) => (shown, None),
            Shown::Skipped(missing) => (Vec::new(), Some(missing)),
            Shown::Part(shown, missing) => (shown, Some(missing)),
        };
        shown.iter().for_each(|row| println!("{row}"));
        rows.extend(shown);
        skipped.extend(missing.map(|missing| format!("{name}: {missing}")));
    }
    for line in &skipped {
        println!("\nSkipped, {line}.");
    }
    Ok((rows, skipped))
}
