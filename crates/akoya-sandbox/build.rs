//! The data files are part of the program: a change of one makes it anew.
#![expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

fn main() {
    println!("cargo:rerun-if-changed=data");
}
