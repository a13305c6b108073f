//! The models: from the text of a document to Python's objects and back.

mod attributes;
mod class;
mod field;
mod index;
mod items;
mod json;
mod moment;
mod naming;
mod object;
mod record;
mod runtime;
mod table;
mod text;
mod value;

use bytes::Bytes;
use pyo3::exceptions::{PyAttributeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyType};

use akoya_model::registry;

pub(crate) use self::index::NotedList;
use self::items::Items;
use self::object::Record;
use self::runtime::{MAKE, Runtime};
use self::table::{ALIASES, TABLE};
use self::text::Text;

/// Adds what the package's `models` needs to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let _ = MAKE.set(class::make);
    module.add_class::<Record>()?;
    module.add_class::<Items>()?;
    module.add_function(wrap_pyfunction!(decode, module)?)?;
    module.add_function(wrap_pyfunction!(loads, module)?)?;
    module.add_function(wrap_pyfunction!(json::dumps, module)?)?;
    module.add_function(wrap_pyfunction!(attributes_of, module)?)?;
    module.add_function(wrap_pyfunction!(model, module)?)?;
    module.add_function(wrap_pyfunction!(model_names, module)?)?;
    module.add_function(wrap_pyfunction!(cases, module)?)?;
    module.add_function(wrap_pyfunction!(model_alias, module)?)?;
    module.add_function(wrap_pyfunction!(model_fields, module)?)?;
    module.add_function(wrap_pyfunction!(enumeration_members, module)?)?;
    module.add_function(wrap_pyfunction!(moment::read_datetime, module)?)?;
    Ok(())
}

/// Reads the JSON text of a document of this class: the entry through which every response body comes. A JSON
/// object or list is what the class says, anything else a `ValueError`.
#[pyfunction]
pub(crate) fn decode<'py>(
    py: Python<'py>,
    class_name: &str,
    text: &[u8],
) -> PyResult<Bound<'py, PyAny>> {
    read(py, class_name, &document(text)?)
}

/// Reads a document as `decode` does, but for whether it is JSON in UTF-8, which is known, and perhaps where its list is.
pub(crate) fn decode_known<'py>(
    py: Python<'py>,
    class_name: &str,
    json: Bytes,
    list: Option<&NotedList>,
) -> PyResult<Bound<'py, PyAny>> {
    let text = Text::known(json, list).ok_or_else(too_long)?;
    read(py, class_name, &text)
}

fn read<'py>(py: Python<'py>, class_name: &str, text: &Text) -> PyResult<Bound<'py, PyAny>> {
    let class = TABLE
        .by_name(class_name)
        .ok_or_else(|| PyValueError::new_err(format!("there is no class {class_name}")))?;
    match text.first() {
        b'{' => value::object(py, class.index, text),
        b'[' => {
            let elements = text.elements().map(|text| match text.first() {
                b'{' => value::object(py, class.index, &text),
                _ => value::unknown(py, &text),
            });
            Ok(PyList::new(py, elements.collect::<PyResult<Vec<_>>>()?)?.into_any())
        }
        _ => Err(PyValueError::new_err(
            "the body is JSON, but neither an object nor a list",
        )),
    }
}

/// Reads JSON as values of Python; numbers keep their digits.
#[pyfunction]
fn loads<'py>(py: Python<'py>, text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let text = match text.extract::<&[u8]>() {
        Ok(bytes) => document(bytes)?,
        Err(_) => document(text.extract::<String>()?.as_bytes())?,
    };
    value::unknown(py, &text)
}

/// Reads a document. Its text is not in the message of the error: it is account data.
fn document(text: &[u8]) -> PyResult<Text> {
    let text = std::str::from_utf8(text).map_err(|_| not_utf_8())?;
    Text::document(text).ok_or_else(|| PyValueError::new_err("the body is not JSON"))
}

fn too_long() -> PyErr {
    PyValueError::new_err("the body is too long")
}

fn not_utf_8() -> PyErr {
    PyValueError::new_err("the body is not UTF-8")
}

/// Returns the attributes of an object, all of them.
#[pyfunction]
fn attributes_of<'py>(record: &Bound<'py, Record>) -> PyResult<Bound<'py, PyDict>> {
    attributes::all(record)
}

/// Returns the class of this name, or the enumeration: its members, and what it is.
#[pyfunction]
fn model<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    if let Some(class) = TABLE.by_name(name) {
        let class = Runtime::get(py)?.class(py, class.index)?;
        return Ok(class.clone().into_any());
    }
    let Some(members) = enumeration_members(py, name)? else {
        return Err(PyAttributeError::new_err(format!(
            "there is no model {name}"
        )));
    };
    let namespace = members.copy()?;
    namespace.set_item("_all_values", members.values())?;
    let module = format!("akoyaapisv240.models.{}", naming::module(name));
    namespace.set_item("__module__", module)?;
    namespace.set_item(
        "__doc__",
        "Values that the API description has. A provider may send others; they come as they are.",
    )?;
    let base = py.import("akoyaapisv240._model")?.getattr("Enumeration")?;
    py.get_type::<PyType>().call1((name, (base,), namespace))
}

/// Returns the members of an enumeration with their values; nothing for a name that is none.
#[pyfunction]
fn enumeration_members<'py>(py: Python<'py>, name: &str) -> PyResult<Option<Bound<'py, PyDict>>> {
    let Some(list) = registry::enums().iter().find(|list| list.name() == name) else {
        return Ok(None);
    };
    let members = PyDict::new(py);
    for value in list.values() {
        members.set_item(naming::member(value), value)?;
    }
    Ok(Some(members))
}

/// Returns the present name of a class that had this one.
#[pyfunction]
fn model_alias(name: &str) -> Option<&'static str> {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
    alias.map(|(_, name)| *name)
}

/// An attribute: its name, the wire's name, its type, whether a constructor asks for it, and what it is.
type Field = (&'static str, &'static str, String, bool, &'static str);

/// Returns what a class is, and its attributes in order.
#[pyfunction]
fn model_fields(name: &str) -> PyResult<(&'static str, Vec<Field>)> {
    let class = TABLE.by_name(name);
    let class =
        class.ok_or_else(|| PyAttributeError::new_err(format!("there is no class {name}")))?;
    let fields = class.attributes.iter().map(|at| {
        let (name, doc) = (at.name.as_str(), at.doc.as_str());
        (name, at.wire, at.kind.annotation(), at.is_required, doc)
    });
    Ok((&class.doc, fields.collect()))
}

/// Returns the module of each class and enumeration.
#[pyfunction]
fn model_names(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let modules = PyDict::new(py);
    let classes = TABLE.classes().iter().map(|class| class.name);
    let aliases = ALIASES.iter().map(|(alias, _)| *alias);
    let enums = registry::enums().iter().map(|list| list.name());
    for name in classes.chain(aliases).chain(enums) {
        modules.set_item(name, naming::module(name))?;
    }
    Ok(modules)
}

/// Returns the cases of a class that stands for several: the key that selects the case, and the class around its value.
#[pyfunction]
fn cases<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyDict>> {
    let cases = PyDict::new(py);
    let class = TABLE.by_name(name);
    for (key, index) in class.iter().flat_map(|class| &class.cases) {
        cases.set_item(key, Runtime::get(py)?.class(py, *index)?)?;
    }
    Ok(cases)
}
