//! Lets the linker of macOS accept that Python's symbols come from the interpreter that loads the library.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
