//! What a class has for each attribute: it makes the value when an object is first asked for it.

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::attributes::{self, ADDITIONAL};
use super::object::Record;
use super::runtime::Runtime;
use super::table::Class;

/// A descriptor without a setter: Python looks into the object first, and finds what was made or set there.
///
/// `__getattr__` would do the same, but is called only after an `AttributeError`, which costs more than the value.
#[pyclass(frozen, name = "_Field", module = "akoyaapisv240._akoya")]
pub(crate) struct Field {
    class: &'static Class,
    /// The position of the attribute; none for the additional properties.
    at: Option<usize>,
    name: Py<PyString>,
}

impl Field {
    /// Returns the descriptors of a class, with their names.
    pub(crate) fn of_class<'py>(
        py: Python<'py>,
        class: &'static Class,
    ) -> impl Iterator<Item = (Bound<'py, PyString>, Self)> {
        let named = class.attributes.iter().map(|of| of.name.as_str());
        let positions = (0..class.attributes.len()).map(Some);
        let fields = positions.zip(named).chain([(None, ADDITIONAL)]);
        fields.map(move |(at, name)| {
            let name = PyString::intern(py, name);
            let field = Self {
                class,
                at,
                name: name.clone().unbind(),
            };
            (name, field)
        })
    }

    fn value<'py>(&self, object: &Bound<'py, Record>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = object.py();
        let Some(source) = object.get().source() else {
            return Ok(None);
        };
        match self.at.and_then(|at| self.class.attributes.get(at)) {
            Some(attribute) => attributes::one(py, source, attribute),
            None => attributes::additional(py, source).map(Some),
        }
    }
}

#[pymethods]
impl Field {
    fn __get__<'py>(
        slf: &Bound<'py, Self>,
        object: Option<&Bound<'py, PyAny>>,
        _owner: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let Some(object) = object else {
            return Ok(slf.clone().into_any());
        };
        let object = object.cast::<Record>()?;
        let (py, field) = (slf.py(), slf.get());
        let Some(value) = field.value(object)? else {
            let class = object.get_type().name()?;
            let message = format!("'{class}' object has no attribute '{}'", field.name);
            return Err(PyAttributeError::new_err(message));
        };
        // Of two threads that ask at once, both get what one of them made.
        let dict = Runtime::get(py)?.dict(object)?;
        let (_, value) = dict.set_default_with_result(field.name.bind(py), value)?;
        Ok(value)
    }

    /// Returns what `help` says of the attribute.
    #[getter]
    fn __doc__(&self) -> &str {
        let attribute = self.at.and_then(|at| self.class.attributes.get(at));
        attribute.map_or("What the object has besides.", |of| &of.doc)
    }
}
