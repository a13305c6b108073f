//! Rebuilds the crate when a data file changes, because the files are part of the program.

fn main() {
    println!("cargo:rerun-if-changed=data");
}
