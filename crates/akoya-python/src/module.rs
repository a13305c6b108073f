//! The module as Python imports it.

use pyo3::prelude::*;

use crate::model;

/// What the package finds in it.
#[pymodule(gil_used = false)]
fn _akoya(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    model::register(module)
}
