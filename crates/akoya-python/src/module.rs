//! The module as Python imports it.

use pyo3::prelude::*;

use crate::{client, download, exchange, failure, grant, model, pages, runtime, sandbox, store};

/// What the package finds in it.
#[pymodule(gil_used = false)]
fn _akoya(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<client::Core>()?;
    module.add_class::<download::Download>()?;
    module.add_class::<exchange::Exchange>()?;
    module.add_class::<failure::Failure>()?;
    module.add_class::<grant::Grant>()?;
    module.add_class::<pages::Pages>()?;
    module.add_class::<sandbox::Sandbox>()?;
    module.add_class::<store::Standstill>()?;
    module.add_class::<store::Store>()?;
    module.add_function(wrap_pyfunction!(store::generate_key, module)?)?;
    module.add_function(wrap_pyfunction!(runtime::forked, module)?)?;
    module.add_function(wrap_pyfunction!(runtime::leave, module)?)?;
    module.add_function(wrap_pyfunction!(runtime::stop_resolving, module)?)?;
    model::register(module)
}
