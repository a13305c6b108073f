//! The attributes of an object, made of its text.

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};

use super::object::{Record, Source};
use super::runtime::Runtime;
use super::table::{Attribute, Class, TABLE};
use super::value;

/// The attribute that has the fields that a class does not know.
pub(crate) const ADDITIONAL: &str = "additional_properties";

/// Makes one attribute, if the text has it.
pub(crate) fn one<'py>(
    py: Python<'py>,
    source: &Source,
    of: &Attribute,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let text = source.text.find(of.wire);
    text.map(|text| value::of_kind(py, &of.kind, &text))
        .transpose()
}

/// Makes the dictionary of the fields that the class does not know.
pub(crate) fn additional<'py>(py: Python<'py>, source: &Source) -> PyResult<Bound<'py, PyAny>> {
    let dict = PyDict::new(py);
    for member in source.unknown() {
        let value = value::unknown(py, &source.text.value(member))?;
        dict.set_item(source.text.name(member), value)?;
    }
    Ok(dict.into_any())
}

/// Makes the attributes that nobody has asked for yet, and returns all.
pub(crate) fn all<'py>(record: &Bound<'py, Record>) -> PyResult<Bound<'py, PyDict>> {
    let py = record.py();
    let dict = Runtime::get(py)?.dict(record)?;
    let Some(source) = record.get().source() else {
        return Ok(dict);
    };
    for attribute in &source.class.attributes {
        if !dict.contains(&attribute.name)?
            && let Some(value) = one(py, source, attribute)?
        {
            dict.set_default(PyString::intern(py, &attribute.name), value)?;
        }
    }
    if !dict.contains(ADDITIONAL)? {
        dict.set_default(intern!(py, ADDITIONAL), additional(py, source)?)?;
    }
    source.close();
    Ok(dict)
}

/// Returns what the table has of a class of Python.
pub(crate) fn class_of(of: &Bound<'_, PyType>) -> PyResult<&'static Class> {
    let index = of.getattr_opt(intern!(of.py(), "_class"))?;
    let index = index.and_then(|index| index.extract::<usize>().ok());
    index
        .and_then(|index| TABLE.class(index))
        .ok_or_else(|| PyTypeError::new_err("this class is only a base class"))
}
