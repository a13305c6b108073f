//! What is wrong with a data file, and where.

use std::fmt;

use serde::Deserialize;

/// What is wrong with a document, and where: `accounts[2].loanAccount.accountId: it must be a string`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ParseError {
    path: String,
    text: String,
    /// Line and column in the file, if they are known.
    position: Option<(usize, usize)>,
}

impl ParseError {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            text: text.into(),
            position: None,
        }
    }

    /// Places the error in the object or list that contains the value under this name or index.
    pub(crate) fn inside(self, part: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        Self {
            path: format!("{part}{dot}{}", self.path),
            text: self.text,
            // It counts from the start of the inner value, which is not the start of the file.
            position: None,
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.text)?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

/// Parses a JSON text.
pub(crate) fn parse<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, ParseError> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        ParseError {
            path: if path == "." { String::new() } else { path },
            ..from_serde(error.inner())
        }
    })?;
    deserializer.end().map_err(|error| from_serde(&error))?;
    Ok(value)
}

/// Parses the items of a list. An error names the index of its item.
pub(crate) fn each<T, U>(
    list: &str,
    items: impl IntoIterator<Item = T>,
    parse: impl Fn(T) -> Result<U, ParseError>,
) -> Result<Vec<U>, ParseError> {
    let items = items.into_iter().enumerate();
    items
        .map(|(index, item)| parse(item).map_err(|error| error.inside(&format!("{list}[{index}]"))))
        .collect()
}

fn from_serde(error: &serde_json::Error) -> ParseError {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let text = text
        .strip_suffix(&format!(" at line {line} column {column}"))
        .unwrap_or(&text);
    ParseError {
        position: (column > 0).then_some((line, column)),
        ..ParseError::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_path_and_the_position_in_the_file() {
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only parsing it matters")]
        struct File {
            name: String,
        }
        let message = |json: &str| parse::<File>(json).unwrap_err().to_string();
        assert_eq!(
            message("{\n\"name\": 1}"),
            "name: invalid type: integer `1`, expected a string (line 2, column 9)"
        );
        assert_eq!(message("{}"), "missing field `name` (line 1, column 2)");
        assert_eq!(
            message("{\"name\":\"a\"} x"),
            "trailing characters (line 1, column 14)"
        );
        let inner = parse::<File>("{}")
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
