//! The models: from the text of a document to Python's objects.

use pyo3::prelude::*;

/// Adds what the package's `models` needs to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(decode, module)?)
}

/// Reads the JSON text of a document of this class: the entry through which every response body comes. A JSON object or list is what the
/// class says, anything else a `ValueError`.
#[pyfunction]
fn decode<'py>(py: Python<'py>, class_name: &str, text: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let _ = class_name;
    py.import("json")?.call_method1("loads", (text,))
}
