use std::fmt;

use serde::Deserialize;

/// What is wrong with a document, and at which place: `accounts[2].loanAccount.accountId: it is no text`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    path: String,
    text: String,
    /// Line and column in the file, as far as they are known.
    place: Option<(usize, usize)>,
}

impl Reason {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            text: text.into(),
            place: None,
        }
    }

    /// The same, for a value that stands under this name or number of another one.
    pub(crate) fn inside(self, part: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        Self {
            path: format!("{part}{dot}{}", self.path),
            text: self.text,
            place: None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.text)?;
        match self.place {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

/// Reads a JSON text as a type.
pub(crate) fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, Reason> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        Reason {
            path: if path == "." { String::new() } else { path },
            ..reason(error.inner())
        }
    })?;
    deserializer.end().map_err(|error| reason(&error))?;
    Ok(value)
}

/// Reads the parts of a list, each of which may say what is wrong with it.
pub(crate) fn each<T, U>(
    list: &str,
    parts: impl IntoIterator<Item = T>,
    read: impl Fn(T) -> Result<U, Reason>,
) -> Result<Vec<U>, Reason> {
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(number, part)| {
            read(part).map_err(|reason| reason.inside(&format!("{list}[{number}]")))
        })
        .collect()
}

fn reason(error: &serde_json::Error) -> Reason {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let text = text
        .strip_suffix(&format!(" at line {line} column {column}"))
        .unwrap_or(&text);
    Reason {
        place: (column > 0).then_some((line, column)),
        ..Reason::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_the_path_and_the_place_in_the_file() {
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only reading it matters")]
        struct File {
            name: String,
        }
        let said = |json: &str| read::<File>(json).unwrap_err().to_string();
        assert_eq!(
            said("{\n\"name\": 1}"),
            "name: invalid type: integer `1`, expected a string (line 2, column 9)"
        );
        assert_eq!(said("{}"), "missing field `name` (line 1, column 2)");
        assert_eq!(
            said("{\"name\":\"a\"} x"),
            "trailing characters (line 1, column 14)"
        );
        let inner = read::<File>("{}")
            .unwrap_err()
            .inside("depositAccount")
            .inside("[2]")
            .inside("accounts");
        assert_eq!(
            inner.to_string(),
            "accounts[2].depositAccount: missing field `name`"
        );
    }
}
