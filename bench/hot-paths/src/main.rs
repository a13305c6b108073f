//! `hot-paths NAME COUNT` does a hot path so many times. Without arguments it lists them, each with a fitting count.

use std::process::ExitCode;

use hot_paths::path::ALL;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [name, count] = &arguments[..] else {
        for path in ALL {
            println!("{} {}", path.name, path.times);
        }
        return ExitCode::SUCCESS;
    };
    let path = ALL.iter().find(|path| path.name == name);
    let (Some(path), Ok(count)) = (path, count.parse()) else {
        return ExitCode::FAILURE;
    };
    (path.run)(count);
    ExitCode::SUCCESS
}
