//! `hot-paths NAME COUNT` does a hot path so many times. Without arguments it lists them, each with a fitting count.

use std::process::ExitCode;

use crate::path::ALL;

/// Does what the arguments of the process say.
#[expect(clippy::print_stdout, reason = "its list is read by who counts")]
pub fn run() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [name, count] = &arguments[..] else {
        // A runner of tests asks in its own way whether there are some: there are none.
        let paths = ALL.iter().filter(|_| arguments.is_empty());
        paths.for_each(|path| println!("{} {}", path.name, path.times));
        return ExitCode::SUCCESS;
    };
    let path = ALL.iter().find(|path| path.name == name);
    let (Some(path), Ok(count)) = (path, count.parse()) else {
        return ExitCode::FAILURE;
    };
    (path.run)(count);
    ExitCode::SUCCESS
}
