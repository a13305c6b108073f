//! The classes as Python has them, and what else of Python the models need at hand.

use std::sync::OnceLock;

use pyo3::exceptions::PyLookupError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple, PyType};

use super::table::TABLE;

static RUNTIME: PyOnceLock<Runtime> = PyOnceLock::new();

/// Makes the class of a number.
type Make = fn(Python<'_>, usize) -> PyResult<Py<PyType>>;

/// The maker of classes. It is set from outside because classes have descriptors, and these need what is here.
pub(crate) static MAKE: OnceLock<Make> = OnceLock::new();

/// Python's side of the models, looked up once.
pub(crate) struct Runtime {
    /// The base of all classes.
    pub(crate) model: Py<PyType>,
    /// The base of those that stand for several.
    pub(crate) case: Py<PyType>,
    /// `Record.__new__`: makes an object without calling its constructor.
    new: Py<PyAny>,
    /// Exact numbers.
    pub(crate) amount: Py<PyType>,
    float_new: Py<PyAny>,
    /// What has a date and time, and of these the form of the API.
    pub(crate) custom_date: Py<PyType>,
    pub(crate) date_time: Py<PyType>,
    object_new: Py<PyAny>,
    /// `datetime.datetime`, and `datetime.date`, which is its base.
    pub(crate) datetime: Py<PyType>,
    pub(crate) date: Py<PyType>,
    /// A date that keeps the text that it came in.
    pub(crate) written_date: Py<PyType>,
    /// `decimal.Decimal`.
    pub(crate) decimal: Py<PyType>,
    /// The value of an argument that was not given.
    pub(crate) skip: Py<PyAny>,
    classes: Vec<PyOnceLock<Made>>,
}

/// A class that was made.
struct Made {
    class: Py<PyType>,
    /// The class alone: what `__new__` is called with. A tuple made for each object would cost as much as the object.
    arguments: Py<PyTuple>,
}

impl Runtime {
    /// Returns the one there is.
    pub(crate) fn get(py: Python<'_>) -> PyResult<&Self> {
        RUNTIME.get_or_try_init(py, || Self::load(py))
    }

    fn load(py: Python<'_>) -> PyResult<Self> {
        let class = |module: &str, name: &str| -> PyResult<Py<PyType>> {
            let class = py.import(module)?.getattr(name)?;
            Ok(class.cast_into::<PyType>()?.unbind())
        };
        let record = py.import("akoyaapisv240._akoya")?.getattr("Record")?;
        let builtins = py.import("builtins")?;
        let new_of = |of: &Bound<'_, PyAny>| of.getattr("__new__").map(Bound::unbind);
        Ok(Self {
            model: class("akoyaapisv240._model", "Model")?,
            case: class("akoyaapisv240._model", "Case")?,
            new: new_of(&record)?,
            amount: class("akoyaapisv240.amount", "Amount")?,
            float_new: new_of(&builtins.getattr("float")?)?,
            custom_date: class("akoyaapisv240.dates", "CustomDate")?,
            date_time: class("akoyaapisv240.dates", "RFC3339DateTime")?,
            object_new: new_of(&builtins.getattr("object")?)?,
            datetime: class("datetime", "datetime")?,
            date: class("datetime", "date")?,
            written_date: class("akoyaapisv240.dates", "WrittenDate")?,
            decimal: class("decimal", "Decimal")?,
            skip: py.import("akoyaapisv240._model")?.getattr("SKIP")?.unbind(),
            classes: TABLE.classes().iter().map(|_| PyOnceLock::new()).collect(),
        })
    }

    /// Returns the class of this number; it is made when it is first asked for.
    pub(crate) fn class<'py>(
        &self,
        py: Python<'py>,
        index: usize,
    ) -> PyResult<&Bound<'py, PyType>> {
        Ok(self.made(py, index)?.class.bind(py))
    }

    /// Returns the class of this number, alone in a tuple.
    pub(crate) fn arguments<'py>(
        &self,
        py: Python<'py>,
        index: usize,
    ) -> PyResult<&Bound<'py, PyTuple>> {
        Ok(self.made(py, index)?.arguments.bind(py))
    }

    fn made(&self, py: Python<'_>, index: usize) -> PyResult<&Made> {
        let (Some(slot), Some(make)) = (self.classes.get(index), MAKE.get()) else {
            return Err(PyLookupError::new_err("there is no such class"));
        };
        slot.get_or_try_init(py, || {
            let class = make(py, index)?;
            let arguments = PyTuple::new(py, [&class])?.unbind();
            Ok(Made { class, arguments })
        })
    }

    /// Makes an object with no attribute, of the class that is alone in a tuple.
    pub(crate) fn new_object<'py>(&self, of: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
        self.new.bind(of.py()).call(of, None)
    }

    /// Returns the dictionary that holds the attributes of an object that have been made.
    pub(crate) fn dict<'py>(&self, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        let dict = object.getattr(intern!(object.py(), "_made"))?;
        Ok(dict.cast_into::<PyDict>()?)
    }

    /// Makes a number of its JSON text.
    pub(crate) fn number<'py>(&self, py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
        // The float is what arithmetic with floats sees; text, comparison and serialization take the digits.
        let float: f64 = json.trim_matches('"').parse().unwrap_or(f64::NAN);
        let number = self
            .float_new
            .bind(py)
            .call1((self.amount.bind(py), float))?;
        number.setattr(intern!(py, "_json"), json)?;
        Ok(number)
    }

    /// Makes a date and time of its text.
    pub(crate) fn date_time_of<'py>(
        &self,
        py: Python<'py>,
        text: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let made = self.object_new.bind(py).call1((self.date_time.bind(py),))?;
        made.setattr(intern!(py, "value"), text)?;
        Ok(made)
    }
}
