//! A class of Python, made from the table.

use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple, PyType};

use super::field::Field;
use super::naming;
use super::runtime::Runtime;
use super::table::{Class, TABLE};

/// Makes the class of this number.
pub(crate) fn make(py: Python<'_>, index: usize) -> PyResult<Py<PyType>> {
    let class = TABLE.class(index);
    let class = class.ok_or_else(|| PyLookupError::new_err("there is no such class"))?;
    let runtime = Runtime::get(py)?;
    let base = match class.case_of {
        Some(union) => runtime.class(py, union)?,
        None if !class.cases.is_empty() => runtime.case.bind(py),
        None => runtime.model.bind(py),
    };
    let members = namespace(py, class)?;
    let made = py
        .get_type::<PyType>()
        .call1((class.name, (base,), members))?;
    Ok(made.cast_into::<PyType>()?.unbind())
}

fn namespace<'py>(py: Python<'py>, class: &'static Class) -> PyResult<Bound<'py, PyDict>> {
    let names = PyDict::new(py);
    let annotations = PyDict::new(py);
    for attribute in &class.attributes {
        names.set_item(&attribute.name, attribute.wire)?;
        annotations.set_item(&attribute.name, attribute.kind.annotation() + " | None")?;
    }
    let optionals = class.attributes.iter().filter(|at| !at.is_required);
    let optionals = PyList::new(py, optionals.map(|at| &at.name))?;
    let module = format!("akoyaapisv240.models.{}", naming::module(class.name));
    let namespace = PyDict::new(py);
    namespace.set_item("__module__", module)?;
    namespace.set_item("__qualname__", class.name)?;
    namespace.set_item("__doc__", docstring(class))?;
    namespace.set_item("__annotations__", annotations)?;
    namespace.set_item("__slots__", PyTuple::empty(py))?;
    namespace.set_item("_names", names)?;
    namespace.set_item("_optionals", optionals)?;
    namespace.set_item("_class", class.index)?;
    for (name, field) in Field::of_class(py, class) {
        namespace.set_item(name, Py::new(py, field)?)?;
    }
    Ok(namespace)
}

/// Writes what `help` shows of a class.
fn docstring(class: &Class) -> String {
    let mut doc = class.doc.clone();
    if !class.attributes.is_empty() {
        doc.push_str("\n\nAttributes:\n");
    }
    for attribute in &class.attributes {
        let about = attribute.doc.replace('\n', "\n        ");
        let kind = attribute.kind.annotation();
        doc.push_str(&format!("    {} ({kind}): {about}\n", attribute.name));
    }
    if !class.cases.is_empty() {
        doc.push_str(
            "\n\nAn object of this class itself is of a kind that this version does not know; it is in `additional_properties`.",
        );
    }
    doc
}
