//! Runs every target on its seeds and on mutations of them: `replay [MUTATIONS] [SEED]`.
//!
//! This is no replacement for libFuzzer, which sees which code an input reaches. It needs no other compiler, takes
//! seconds, and finds again what was found once: an input that failed becomes a seed.

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use akoya_fuzz::target;
use fastrand::Rng;

/// Words that mean something to the parsers.
const WORDS: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "&",
    "=",
    "%00",
    "%",
    "code",
    "state",
    "error",
    "iss",
    "null",
    "true",
    "-",
    "e",
    "0",
    "9999999999999999999",
    "\\u0000",
    "\u{202e}",
    "T",
    "Z",
    "access_token",
    "id_token",
    "refresh_token",
    "expires_in",
    "error_description",
    "invalid_grant",
    "kid",
    "alg",
    "none",
];

/// The longest input that is made.
const LONGEST: usize = 4096;

fn main() -> ExitCode {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|word| word.parse::<u64>().ok());
    let mutations = numbers.next().flatten().unwrap_or(2_000);
    let seed = numbers.next().flatten().unwrap_or(1);
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    let mut is_whole = true;
    for (name, check) in target::ALL {
        let seeds = seeds(name);
        let failed = seeds.iter().find(|input| fails(*check, input)).cloned();
        let failed = failed.or_else(|| mutate(*check, &seeds, mutations, seed));
        println!("{name}: {} seeds, {mutations} mutations", seeds.len());
        if let Some(input) = failed {
            println!("{name} fails on {:?}", String::from_utf8_lossy(&input));
            is_whole = false;
        }
        is_whole &= !seeds.is_empty();
    }
    ExitCode::from(u8::from(!is_whole))
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(target);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
        .iter()
        .filter_map(|file| fs::read(file).ok())
        .collect()
}

fn fails(check: fn(&[u8]), input: &[u8]) -> bool {
    catch_unwind(|| check(input)).is_err()
}

/// Returns the first mutation that fails.
fn mutate(check: fn(&[u8]), seeds: &[Vec<u8>], mutations: u64, seed: u64) -> Option<Vec<u8>> {
    let mut random = Rng::with_seed(seed);
    (0..mutations)
        .map(|_| mutation(seeds, &mut random))
        .find(|input| fails(check, input))
}

fn mutation(seeds: &[Vec<u8>], random: &mut Rng) -> Vec<u8> {
    let mut input = random.choice(seeds).cloned().unwrap_or_default();
    for _ in 0..random.usize(1..6) {
        let at = random.usize(..=input.len());
        match random.u8(..5) {
            0 => input.truncate(at),
            1 => drop(
                input.splice(
                    at..at,
                    random
                        .choice(WORDS)
                        .into_iter()
                        .flat_map(|word| word.bytes()),
                ),
            ),
            2 => drop(input.splice(at..at, [random.u8(..)])),
            3 => {
                let end = (at + random.usize(..16)).min(input.len());
                drop(input.drain(at..end));
            }
            _ => {
                let other = random.choice(seeds).cloned().unwrap_or_default();
                let from = random.usize(..=other.len());
                drop(input.splice(at.., other[from..].iter().copied()));
            }
        }
    }
    input.truncate(LONGEST);
    input
}
