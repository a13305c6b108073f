//! The data files are part of the program: a change of one makes it anew.

fn main() {
    println!("cargo:rerun-if-changed=data");
}
