//! Explores the larger worlds and prints what was seen: `cargo run --release -p acg-check`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use acg_check::World;

fn main() -> io::Result<ExitCode> {
    let (mut states, mut sound) = (0, true);
    for world in World::deep() {
        let exploration = world.explore();
        states += exploration.unique;
        sound &= exploration.broken.is_empty() && exploration.completes;
        writeln!(io::stdout(), "{exploration}")?;
    }
    writeln!(
        io::stdout(),
        "{states} states, {}",
        if sound {
            "every promise kept"
        } else {
            "a promise is broken"
        }
    )?;
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
