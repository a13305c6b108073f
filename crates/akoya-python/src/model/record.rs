//! What Python can do with an object of the API.

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyFrozenSet, PyInt, PyString, PyTuple, PyType};

use super::attributes::{self, ADDITIONAL, class_of};
use super::object::Record;
use super::runtime::Runtime;
use super::table::{Class, Kind};
use super::{json, value};

#[pymethods]
impl Record {
    #[new]
    #[pyo3(signature = (*_arguments, **_named))]
    fn new(_arguments: &Bound<'_, PyTuple>, _named: Option<&Bound<'_, PyDict>>) -> Self {
        Self::empty()
    }

    #[pyo3(signature = (*arguments, **named))]
    fn __init__(
        slf: &Bound<'_, Self>,
        arguments: &Bound<'_, PyTuple>,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<()> {
        let class = class_of(&slf.get_type())?;
        let dict = Runtime::get(slf.py())?.dict(slf)?;
        if arguments.len() > class.attributes.len() + 1 {
            return Err(refused(class, "takes fewer arguments"));
        }
        for (at, value) in arguments.iter().enumerate() {
            let name = class.attributes.get(at).map_or(ADDITIONAL, |at| &at.name);
            set(class, &dict, name, &value)?;
        }
        for (name, value) in named.into_iter().flatten() {
            let name = name.cast_into::<PyString>()?;
            let name = name.to_str()?;
            if dict.contains(name)? {
                return Err(refused(class, &format!("got {name} twice")));
            }
            set(class, &dict, name, &value)?;
        }
        for attribute in class.attributes.iter().filter(|at| at.is_required) {
            if !dict.contains(&attribute.name)? {
                return Err(refused(class, &format!("needs {}", attribute.name)));
            }
        }
        dict.set_default(intern!(slf.py(), ADDITIONAL), PyDict::new(slf.py()))?;
        Ok(())
    }

    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(other) if slf.get_type().is(other.get_type()) => {
                attributes::all(slf)?.eq(attributes::all(other)?)
            }
            _ => Ok(false),
        }
    }

    /// Returns a hash that equal objects share. As with every object that can change, it is for those
    /// who do not change it while it is a key.
    fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
        let mut plain = Vec::new();
        for (name, value) in attributes::all(slf)?.iter() {
            let is_plain = value.is_none()
                || value.is_instance_of::<PyString>()
                || value.is_instance_of::<PyBool>()
                || value.is_instance_of::<PyInt>()
                || value.is_instance_of::<PyFloat>();
            if is_plain {
                plain.push((name, value));
            }
        }
        PyFrozenSet::new(slf.py(), plain)?.hash()
    }

    /// Names the attributes that there are, and shows no value: it may name a person or an account.
    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let mut names = Vec::new();
        for (name, value) in attributes::all(slf)?.iter() {
            let name = name.cast_into::<PyString>()?;
            if name.to_str()? != ADDITIONAL || value.is_truthy()? {
                names.push(format!("{name}=…"));
            }
        }
        Ok(format!("{}({})", slf.get_type().name()?, names.join(", ")))
    }

    /// Returns the attributes, to be pickled and copied.
    fn __getstate__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        attributes::all(slf)?.copy()
    }

    fn __setstate__(slf: &Bound<'_, Self>, state: &Bound<'_, PyDict>) -> PyResult<()> {
        let dict = Runtime::get(slf.py())?.dict(slf)?;
        dict.update(state.as_mapping())
    }

    /// Makes an object of a dictionary with the names of the API; nothing of anything else.
    #[classmethod]
    fn from_dictionary<'py>(
        of: &Bound<'py, PyType>,
        dictionary: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let class = class_of(of)?;
        if !dictionary.is_instance_of::<PyDict>() {
            return Ok(None);
        }
        let text = json::text_of(dictionary)?;
        if !class.cases.is_empty() {
            return value::object(of.py(), class.index, &text).map(Some);
        }
        let of = PyTuple::new(of.py(), [of])?;
        Ok(Some(Self::make(&of, class, &text)?.into_any()))
    }

    /// Returns whether a value is an object of this class, or a dictionary that has what the class
    /// asks for and nothing of another kind.
    #[classmethod]
    fn validate(of: &Bound<'_, PyType>, dictionary: &Bound<'_, PyAny>) -> PyResult<bool> {
        if dictionary.is_instance(of)? {
            return Ok(true);
        }
        if !dictionary.is_instance_of::<PyDict>() {
            return Ok(false);
        }
        let class = class_of(of)?;
        Ok(json::text_of(dictionary).is_ok_and(|text| value::fits_class(class, &text)))
    }
}

fn refused(class: &Class, why: &str) -> PyErr {
    PyTypeError::new_err(format!("{}() {why}", class.name))
}

/// Sets an attribute that a constructor was given.
fn set(
    class: &Class,
    dict: &Bound<'_, PyDict>,
    name: &str,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let py = dict.py();
    if name == ADDITIONAL {
        // None, the default of the parameter, is no properties.
        let value = if value.is_none() {
            PyDict::new(py).into_any()
        } else {
            value.clone()
        };
        return dict.set_item(intern!(py, ADDITIONAL), value);
    }
    let attribute = class.position(name).and_then(|at| class.attributes.get(at));
    let attribute = attribute.ok_or_else(|| refused(class, &format!("has no argument {name}")))?;
    if value.is(&Runtime::get(py)?.skip) {
        return Ok(());
    }
    dict.set_item(PyString::intern(py, name), taken(&attribute.kind, value)?)
}

/// Returns a value as an attribute has it: numbers exact, dates and times with their text.
fn taken<'py>(kind: &Kind, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    let runtime = Runtime::get(py)?;
    let is_number = !value.is_instance_of::<PyBool>()
        && (value.is_instance_of::<PyInt>()
            || value.is_instance_of::<PyFloat>()
            || value.is_instance(runtime.decimal.bind(py))?);
    match kind {
        Kind::Number if is_number && !value.is_instance(runtime.amount.bind(py))? => {
            runtime.amount.bind(py).call1((value,))
        }
        Kind::DateTime if value.is_instance(runtime.datetime.bind(py))? => {
            runtime.date_time.bind(py).call1((value,))
        }
        Kind::DateTime if value.is_instance_of::<PyString>() => {
            runtime.date_time_of(py, value.cast::<PyString>()?.to_str()?)
        }
        _ => Ok(value.clone()),
    }
}
