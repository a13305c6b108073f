//! From Python's values to JSON.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

use super::attributes::{self, ADDITIONAL, class_of};
use super::object::{Record, Source};
use super::runtime::Runtime;
use super::table::Class;
use super::text::Text;

/// How deep values may be in each other.
const MAX_DEPTH: usize = 500;

/// Returns a value as JSON.
#[pyfunction]
pub(crate) fn dumps(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let mut out = String::new();
    write(value, &mut out, MAX_DEPTH)?;
    Ok(out)
}

/// Returns a value as a document.
pub(crate) fn text_of(value: &Bound<'_, PyAny>) -> PyResult<Text> {
    Text::document(&dumps(value)?).ok_or_else(|| PyValueError::new_err("the value is too large"))
}

/// Appends a value as JSON. No number goes through a float that was not one before.
pub(crate) fn write(value: &Bound<'_, PyAny>, out: &mut String, depth: usize) -> PyResult<()> {
    if depth == 0 {
        return Err(PyValueError::new_err(
            "the value is nested too deeply for JSON",
        ));
    }
    let py = value.py();
    let runtime = Runtime::get(py)?;
    if value.is_none() {
        out.push_str("null");
    } else if let Ok(text) = value.cast::<PyString>() {
        write_string(text.to_str()?, out);
    } else if let Ok(record) = value.cast::<Record>() {
        write_record(record, out, depth - 1)?;
    } else if let Ok(boolean) = value.cast::<PyBool>() {
        out.push_str(if boolean.is_true() { "true" } else { "false" });
    } else if value.is_instance(runtime.amount.bind(py))? {
        let json = value.getattr(intern!(py, "json"))?;
        out.push_str(json.cast::<PyString>()?.to_str()?);
    } else if value.is_instance_of::<PyInt>() {
        out.push_str(&digits(value)?);
    } else if let Ok(float) = value.cast::<PyFloat>() {
        write_float(float.value(), out)?;
    } else if let Ok(dict) = value.cast::<PyDict>() {
        let mut object = Object::begin(out);
        for (name, value) in dict.iter() {
            let name = name
                .cast_into::<PyString>()
                .map_err(|_| PyTypeError::new_err("a name in a JSON object must be a string"))?;
            write(&value, object.name(name.to_str()?), depth - 1)?;
        }
        object.end();
    } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        write_list(value, out, depth - 1)?;
    } else {
        write_other(value, out, depth - 1)?;
    }
    Ok(())
}

/// Returns the digits of an `int`; a subclass may have a `__repr__` of its own.
fn digits(int: &Bound<'_, PyAny>) -> PyResult<String> {
    let plain = int.py().get_type::<PyInt>();
    plain.call_method1("__repr__", (int,))?.extract()
}

fn write_list(list: &Bound<'_, PyAny>, out: &mut String, depth: usize) -> PyResult<()> {
    out.push('[');
    for (at, value) in list.try_iter()?.enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(&value?, out, depth)?;
    }
    out.push(']');
    Ok(())
}

/// Appends dates and decimals.
fn write_other(value: &Bound<'_, PyAny>, out: &mut String, depth: usize) -> PyResult<()> {
    let py = value.py();
    let runtime = Runtime::get(py)?;
    let has_text = value.is_instance(runtime.custom_date.bind(py))?
        || value.is_instance(runtime.written_date.bind(py))?;
    if has_text {
        write(&value.getattr(intern!(py, "value"))?, out, depth)
    } else if value.is_instance(runtime.date.bind(py))? {
        write(&value.call_method0("isoformat")?, out, depth)
    } else if value.is_instance(runtime.decimal.bind(py))? {
        let amount = runtime.amount.bind(py).call1((value,))?;
        write(&amount, out, depth)
    } else {
        let kind = value.get_type().name()?;
        Err(PyTypeError::new_err(format!(
            "a value of type {kind} cannot be written as JSON"
        )))
    }
}

/// Appends the shortest digits that are this float.
fn write_float(float: f64, out: &mut String) -> PyResult<()> {
    if !float.is_finite() {
        return Err(PyValueError::new_err(
            "JSON has no infinite numbers and no NaN",
        ));
    }
    out.push_str(&serde_json::to_string(&float).unwrap_or_default());
    Ok(())
}

fn write_string(text: &str, out: &mut String) {
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// Appends the object as JSON. What nobody has looked at is copied from the text, digit for digit.
fn write_record(record: &Bound<'_, Record>, out: &mut String, depth: usize) -> PyResult<()> {
    let class = class_of(&record.get_type())?;
    let dict = Runtime::get(record.py())?.dict(record)?;
    let Some(source) = record.get().source() else {
        return write_attributes(class, &dict, out, depth);
    };
    if dict.is_empty() {
        out.push_str(source.text.as_str());
        return Ok(());
    }
    if is_unlike_text(source, &dict)? {
        return write_attributes(class, &attributes::all(record)?, out, depth);
    }
    let mut object = Object::begin(out);
    for member in source.text.members() {
        let name = source.text.name(member);
        let name = &*name;
        let made = match class.by_wire(name) {
            Some(attribute) => dict.get_item(&attribute.name)?,
            None => match dict.get_item(ADDITIONAL)? {
                Some(additional) => Some(additional.get_item(name)?),
                None => None,
            },
        };
        match made {
            Some(value) => write(&value, object.name(name), depth)?,
            None => object
                .name(name)
                .push_str(source.text.value(member).as_str()),
        }
    }
    object.end();
    Ok(())
}

/// Returns whether an object has other attributes than its text has members, so that it
/// cannot be written in the order of the text.
fn is_unlike_text(source: &Source, dict: &Bound<'_, PyDict>) -> PyResult<bool> {
    let members = source.text.members();
    let mut names: Vec<_> = members.map(|member| source.text.name(member)).collect();
    names.sort_unstable();
    if names
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a == b))
    {
        return Ok(true);
    }
    for (name, value) in dict.iter() {
        let name = name.cast::<PyString>()?.to_str()?.to_owned();
        if name == ADDITIONAL {
            let unknown = source.unknown().map(|member| source.text.name(member));
            let unknown: Vec<_> = unknown.collect();
            let same = value.cast::<PyDict>().is_ok_and(|dict| {
                dict.len() == unknown.len()
                    && unknown
                        .iter()
                        .all(|name| dict.contains(&**name).unwrap_or(false))
            });
            if !same {
                return Ok(true);
            }
            continue;
        }
        let position = source.class.position(&name);
        let wire = position.and_then(|at| source.class.attributes.get(at));
        if wire.is_some_and(|at| {
            names
                .binary_search_by(|name| (**name).cmp(at.wire))
                .is_err()
        }) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes the attributes in the order of the class, then what the class does not know.
fn write_attributes(
    class: &Class,
    dict: &Bound<'_, PyDict>,
    out: &mut String,
    depth: usize,
) -> PyResult<()> {
    let skip = Runtime::get(dict.py())?.skip.bind(dict.py());
    let mut object = Object::begin(out);
    for attribute in &class.attributes {
        if let Some(value) = dict.get_item(&attribute.name)?
            && !value.is(skip)
        {
            write(&value, object.name(attribute.wire), depth)?;
        }
    }
    if let Some(additional) = dict.get_item(ADDITIONAL)?
        && let Ok(additional) = additional.cast::<PyDict>()
    {
        for (name, value) in additional.iter() {
            let name = name.cast::<PyString>()?.to_str()?;
            // An attribute that is set has the name already. Twice in an object it would mean one thing to some
            // readers and another to others.
            if !is_written(class, dict, name)? {
                write(&value, object.name(name), depth)?;
            }
        }
    }
    object.end();
    Ok(())
}

/// Returns whether an attribute that is set has this name in JSON.
fn is_written(class: &Class, dict: &Bound<'_, PyDict>, name: &str) -> PyResult<bool> {
    let Some(attribute) = class.by_wire(name) else {
        return Ok(false);
    };
    let value = dict.get_item(&attribute.name)?;
    let skip = &Runtime::get(dict.py())?.skip;
    Ok(value.is_some_and(|value| !value.is(skip)))
}

/// An object that is being written.
pub(crate) struct Object<'a> {
    out: &'a mut String,
    is_first: bool,
}

impl<'a> Object<'a> {
    /// Opens the brace.
    pub(crate) fn begin(out: &'a mut String) -> Self {
        out.push('{');
        Self {
            out,
            is_first: true,
        }
    }

    /// Writes a name; its value is to follow.
    pub(crate) fn name(&mut self, name: &str) -> &mut String {
        if !std::mem::replace(&mut self.is_first, false) {
            self.out.push(',');
        }
        write_string(name, self.out);
        self.out.push(':');
        self.out
    }

    /// Closes the brace.
    pub(crate) fn end(self) {
        self.out.push('}');
    }
}
