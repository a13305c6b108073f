//! The consent-loss benchmark. `cargo xtask peers` builds it with the adapters and runs it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Parser;
use peers::fault::Fault;
use peers::peer::{Adapter, Peer};
use peers::provider::Provider;
use peers::table::Table;
use peers::trial;

/// Puts OAuth clients through refreshes with faults, and counts the grants they lose.
#[derive(Parser)]
struct Arguments {
    /// How many faults of each kind each client gets
    #[arg(long, default_value_t = 100)]
    faults: u32,
    /// What the moments of the faults are drawn from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only the clients whose name contains this
    #[arg(long)]
    only: Option<String>,
    /// Only the faults whose name in the table contains this
    #[arg(long)]
    fault: Option<String>,
    /// Another client: its name, and how its adapter is started
    #[arg(long, value_parser = client, value_name = "NAME=PROGRAM[:SCRIPT]")]
    client: Vec<Adapter>,
    /// Leaves out the faults that need the program `faketime`
    #[arg(long)]
    without_clock: bool,
}

/// The adapters that are built with this program.
const BUILT: [&str; 4] = ["acg", "huskarl", "oauth2", "yup-oauth2"];

fn client(text: &str) -> Result<Adapter> {
    let (name, command) = text.split_once('=').context("there is no `=`")?;
    let mut paths = std::env::split_paths(command);
    let program = paths.next().context("there is no program")?;
    Ok(Adapter {
        name: name.to_owned(),
        program,
        script: paths.next(),
    })
}

fn built(folder: &Path, name: &str) -> Adapter {
    Adapter {
        name: name.to_owned(),
        program: folder.join(format!("adapter-{name}")),
        script: None,
    }
}

fn adapters(arguments: &Arguments) -> Result<Vec<Adapter>> {
    let program = std::env::current_exe()?;
    let folder = program.parent().map(PathBuf::from).unwrap_or_default();
    let built = BUILT.map(|name| built(&folder, name));
    let all = built.into_iter().chain(arguments.client.iter().cloned());
    let is_wanted = |adapter: &Adapter| {
        let only = arguments.only.as_deref();
        only.is_none_or(|only| adapter.name.contains(only))
    };
    Ok(all.filter(is_wanted).collect())
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let provider = Provider::start().await?;
    let mut peers = Vec::new();
    for adapter in adapters(&arguments)? {
        peers.push(Peer::start(adapter, provider.token_endpoint()).await?);
    }
    let names = peers.iter().map(|peer| peer.name().to_owned()).collect();
    let mut table = Table::new(names);
    for (number, fault) in Fault::ALL.into_iter().enumerate() {
        if !is_wanted(&arguments, fault) {
            continue;
        }
        eprintln!("{}", fault.title());
        round(
            &arguments,
            &provider,
            &mut peers,
            (number, fault),
            &mut table,
        )
        .await?;
    }
    println!("{table}");
    println!(
        "{} faults of each kind, seed {}",
        arguments.faults, arguments.seed
    );
    Ok(())
}

fn is_wanted(arguments: &Arguments, fault: Fault) -> bool {
    let named = arguments.fault.as_deref();
    let can_run = fault != Fault::ClockJumps || !arguments.without_clock;
    can_run && named.is_none_or(|named| fault.title().contains(named))
}

/// Every client gets the same faults, in turn, so that a busy machine is busy for all.
async fn round(
    arguments: &Arguments,
    provider: &Provider,
    peers: &mut [Peer],
    (number, fault): (usize, Fault),
    table: &mut Table,
) -> Result<()> {
    for turn in 0..arguments.faults {
        for (column, peer) in peers.iter_mut().enumerate() {
            let draw = arguments.seed.wrapping_mul(1 << 20) + u64::from(turn);
            let mut random = fastrand::Rng::with_seed(draw);
            let ran = trial::run(provider, peer, fault, &mut random).await;
            let context = || format!("{} with the fault `{}`", peer.name(), fault.title());
            let loss = ran.with_context(context)?;
            table.enter(number, column, loss);
        }
    }
    Ok(())
}
