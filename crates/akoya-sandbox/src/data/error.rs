//! Errors of the data files, which name the file.

use std::fmt::Display;

use crate::error::{Error, ErrorKind};

pub(super) fn cannot_serve(path: &str, reason: impl Display) -> Error {
    Error::new(ErrorKind::Data, format!("cannot serve {path}: {reason}"))
}

pub(super) fn without_accounts(user: &str) -> Error {
    let text = format!("the user `{user}` has no accounts.json: the file is missing");
    Error::new(ErrorKind::Data, text)
}
