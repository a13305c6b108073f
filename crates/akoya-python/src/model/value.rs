//! From JSON to Python's values.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt, PyList, PyString};

use super::moment;
use super::object::Record;
use super::runtime::Runtime;
use super::table::{Class, Kind, TABLE};
use super::text::Text;

/// How deep a value may be that no class describes: as Python's own reader, less than the stack allows.
const MAX_DEPTH: usize = 500;

/// Makes the value of a field. JSON of another kind than the field's is what it is without a field.
pub(crate) fn of_kind<'py>(
    py: Python<'py>,
    kind: &Kind,
    text: &Text,
) -> PyResult<Bound<'py, PyAny>> {
    let runtime = Runtime::get(py)?;
    match (kind, text.first()) {
        (Kind::Object(index), b'{') => object(py, *index, text),
        (Kind::List(element), b'[') => {
            let elements = text.elements().map(|text| of_kind(py, element, &text));
            Ok(PyList::new(py, elements.collect::<PyResult<Vec<_>>>()?)?.into_any())
        }
        (Kind::Number, b'-' | b'0'..=b'9') => runtime.number(py, text.as_str()),
        (Kind::Number, b'"') if is_number(text) => runtime.number(py, text.as_str()),
        (Kind::Integer, b'"') if is_integer(text) => runtime.number(py, text.as_str()),
        (Kind::DateTime, b'"') => runtime.date_time_of(py, &text.string()),
        (Kind::Date, b'"') => moment::date(py, &text.string()),
        _ => plain(py, text, MAX_DEPTH),
    }
}

/// Makes an object of a class, or of the class around its case.
pub(crate) fn object<'py>(
    py: Python<'py>,
    index: usize,
    text: &Text,
) -> PyResult<Bound<'py, PyAny>> {
    let runtime = Runtime::get(py)?;
    let Some(class) = TABLE.class(index) else {
        return plain(py, text, MAX_DEPTH);
    };
    let class = case_of(class, text).unwrap_or(class);
    let record = Record::make(runtime.arguments(py, class.index)?, class, text)?;
    Ok(record.into_any())
}

/// Returns the case that an object is: the first whose key has an object.
fn case_of(class: &Class, text: &Text) -> Option<&'static Class> {
    if class.cases.is_empty() {
        return None;
    }
    let (_, index) = text.members().find_map(|member| {
        let mut cases = class.cases.iter();
        let found = cases.find(|(key, _)| text.is_named(member, key));
        found.filter(|_| text.value(member).first() == b'{')
    })?;
    TABLE.class(*index)
}

/// Makes a value that no class describes.
pub(crate) fn unknown<'py>(py: Python<'py>, text: &Text) -> PyResult<Bound<'py, PyAny>> {
    plain(py, text, MAX_DEPTH)
}

/// Makes a value that no class describes. Numbers keep their digits.
fn plain<'py>(py: Python<'py>, text: &Text, depth: usize) -> PyResult<Bound<'py, PyAny>> {
    if depth == 0 {
        return Err(PyValueError::new_err(
            "the JSON is nested too deeply to be a value",
        ));
    }
    match text.first() {
        b'{' => {
            let dict = PyDict::new(py);
            for member in text.members() {
                dict.set_item(
                    text.name(member),
                    plain(py, &text.value(member), depth - 1)?,
                )?;
            }
            Ok(dict.into_any())
        }
        b'[' => {
            let elements = text.elements().map(|text| plain(py, &text, depth - 1));
            Ok(PyList::new(py, elements.collect::<PyResult<Vec<_>>>()?)?.into_any())
        }
        b'"' => Ok(PyString::new(py, &text.string()).into_any()),
        b't' => Ok(PyBool::new(py, true).to_owned().into_any()),
        b'f' => Ok(PyBool::new(py, false).to_owned().into_any()),
        b'n' => Ok(py.None().into_bound(py)),
        _ => number(py, text.as_str()),
    }
}

/// Makes an `int` of digits alone, and an exact number of everything that `int` would print in another way.
fn number<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    let is_int = json != "-0"
        && json
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_digit());
    if !is_int {
        return Runtime::get(py)?.number(py, json);
    }
    match json.parse::<i64>() {
        Ok(number) => Ok(number.into_pyobject(py)?.into_any()),
        // As many digits as Python reads at once; a number has no reason to have more.
        Err(_) if json.len() <= 4_000 => py.get_type::<PyInt>().call1((json,)),
        Err(_) => Runtime::get(py)?.number(py, json),
    }
}

/// Returns whether a string holds a number.
fn is_number(text: &Text) -> bool {
    text.string().parse::<akoya_model::Number>().is_ok()
}

/// Returns whether a string holds a whole number.
fn is_integer(text: &Text) -> bool {
    text.string().parse::<akoya_model::Integer>().is_ok()
}

/// Returns whether JSON is what a field asks for, and below it too.
pub(crate) fn fits(kind: &Kind, text: &Text) -> bool {
    match (kind, text.first()) {
        (_, b'n') => true,
        (Kind::Text | Kind::DateTime | Kind::Date, b'"') => true,
        (Kind::Boolean, b't' | b'f') => true,
        (Kind::Number, b'-' | b'0'..=b'9') => text.as_str().parse::<akoya_model::Number>().is_ok(),
        (Kind::Number, b'"') => is_number(text),
        (Kind::Integer, b'-' | b'0'..=b'9' | b'"') => is_integer(text),
        (Kind::List(element), b'[') => text.elements().all(|text| fits(element, &text)),
        (Kind::Object(index), b'{') => TABLE
            .class(*index)
            .is_some_and(|class| fits_class(class, text)),
        _ => false,
    }
}

/// Returns whether an object has what a class asks for and nothing of another kind; of a class with cases, one of them.
pub(crate) fn fits_class(class: &Class, text: &Text) -> bool {
    if !class.cases.is_empty() {
        return case_of(class, text).is_some_and(|case| fits_class(case, text));
    }
    let has = |wire: &str| text.find(wire).is_some();
    // An object around a case is one by its key.
    let is_case = class.case_of.is_none() || class.attributes.iter().all(|at| has(at.wire));
    let has_required = class
        .attributes
        .iter()
        .all(|at| !at.is_required || has(at.wire));
    is_case
        && has_required
        && text.members().all(|member| {
            let attribute = class.by_wire(&text.name(member));
            attribute.is_none_or(|at| fits(&at.kind, &text.value(member)))
        })
}
