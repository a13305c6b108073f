//! The machinery below the models: how values are read from JSON text, written back, inspected and shown.
//!
//! Files import only from those above them in this list.

pub(crate) mod shape;
pub(crate) mod short_text;
pub(crate) mod string;
pub(crate) mod text;

pub(crate) mod cursor;
pub(crate) mod pairs;
mod plain;

pub(crate) mod json;

pub(crate) mod extra;

pub(crate) mod walk;

pub(crate) mod node;

mod list;
pub(crate) mod write;

pub(crate) mod find;
pub(crate) mod inspect;
pub(crate) mod object;
pub(crate) mod show;

pub(crate) mod readable;
pub(crate) mod scalar;

mod boxed;

pub(crate) mod decimal;
pub(crate) mod decimal_type;
pub(crate) mod model;
pub(crate) mod open_enum;
pub(crate) mod unrecognized;

pub(crate) mod union;
