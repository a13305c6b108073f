//! A walk through a document that was read, and what it finds.

use std::fmt;

use super::extra::Extra;
use super::shape::Shape;
use super::text::write_string;

/// Something in a document that a reader should know of. Nothing of it is lost: the value is kept and printed back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    path: String,
    kind: FindingKind,
    expected: Shape,
}

/// What is unusual about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FindingKind {
    /// A field that the API description does not have.
    UnknownField,
    /// A value of an enumeration that the API description does not have.
    UnknownEnumValue,
    /// An object in a place with several possible kinds, and none of the keys that say which. What all kinds share
    /// is read.
    UnknownCase,
    /// A further value in an object that has room for one: only the first is read.
    SecondCase,
    /// An object in a list of which nothing can be read: it has none of the fields that the API describes.
    NoKnownField,
    /// An error of the provider in place of a value of one of several kinds, or beside it.
    Error,
    /// A value of another JSON type than documented.
    WrongType,
    /// `null` as an element of a list.
    NullElement,
    /// A field name that came more than once in one object; this is an earlier one, the last one counts.
    Duplicate,
    /// A date or time in none of the documented forms.
    UnreadableDate,
    /// A number that came as a string.
    NumberAsString,
    /// A string with half of a surrogate pair (`"\ud83d"` alone), which is not text: U+FFFD replaces it.
    BrokenText,
}

impl FindingKind {
    /// Returns the kind for a list's element that does not fit.
    pub(crate) fn for_mismatch(json: &str) -> Self {
        if json == "null" {
            Self::NullElement
        } else {
            Self::WrongType
        }
    }
}

impl FindingKind {
    /// Returns the kind for a value that was read as text although it is none, or not wholly.
    pub(crate) fn for_partial_text(json: &str) -> Self {
        if json.starts_with('"') {
            Self::BrokenText
        } else {
            Self::WrongType
        }
    }
}

impl FindingKind {
    /// Returns whether a value could not be read as the API describes it, or not wholly:
    /// the field of the type does not have it.
    pub fn is_unread(self) -> bool {
        match self {
            Self::UnknownCase
            | Self::SecondCase
            | Self::NoKnownField
            | Self::Error
            | Self::WrongType
            | Self::NullElement
            | Self::UnreadableDate
            | Self::BrokenText => true,
            Self::UnknownField
            | Self::UnknownEnumValue
            | Self::Duplicate
            | Self::NumberAsString => false,
        }
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownField => "unknown field",
            Self::UnknownEnumValue => "unknown enum value",
            Self::UnknownCase => "unknown case",
            Self::SecondCase => "second case",
            Self::NoKnownField => "no known field",
            Self::Error => "error",
            Self::WrongType => "wrong type",
            Self::NullElement => "null element",
            Self::Duplicate => "duplicate field",
            Self::UnreadableDate => "unreadable date",
            Self::NumberAsString => "number as a string",
            Self::BrokenText => "broken text",
        })
    }
}

impl Finding {
    /// Returns where it is, as a JSONPath (RFC 9535): `$.accounts[3].loanAccount.status`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns what it is.
    pub fn kind(&self) -> FindingKind {
        self.kind
    }

    /// Returns the type that the API description has there; for an unknown field, the type of the object around it.
    pub fn expected(&self) -> String {
        self.expected.to_string()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.path, self.kind, self.expected)
    }
}

/// A walk through a value: where it is, and what it has found.
#[derive(Debug, Default)]
pub struct Walk {
    path: Vec<PathSegment>,
    findings: Vec<Finding>,
}

#[derive(Debug)]
enum PathSegment {
    Field(Box<str>),
    Element(usize),
}

impl Walk {
    /// Returns what the walk has found.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    pub(crate) fn field(&mut self, name: &str, below: impl FnOnce(&mut Self)) {
        self.path.push(PathSegment::Field(name.into()));
        below(self);
        self.path.pop();
    }

    pub(crate) fn element(&mut self, index: usize, below: impl FnOnce(&mut Self)) {
        self.path.push(PathSegment::Element(index));
        below(self);
        self.path.pop();
    }

    pub(crate) fn report(&mut self, kind: FindingKind, expected: Shape) {
        self.findings.push(Finding {
            path: self.path(),
            kind,
            expected,
        });
    }

    /// Returns whether this is an element of a list, or the whole value.
    pub(crate) fn is_item(&self) -> bool {
        matches!(self.path.last(), None | Some(PathSegment::Element(_)))
    }

    /// Returns whether this is the whole value.
    pub(crate) fn is_whole(&self) -> bool {
        self.path.is_empty()
    }

    /// Reports what an object holds besides its fields.
    pub(crate) fn extra(
        &mut self,
        extra: &Extra,
        object: Shape,
        shape_of: &dyn Fn(&str) -> Option<Shape>,
    ) {
        if let Some(json) = extra.not_an_object() {
            self.report(FindingKind::for_mismatch(json.as_str()), object);
        }
        for (name, _) in extra.invalids().filter(|(name, _)| !extra.is_partial(name)) {
            self.field(name, |walk| {
                walk.report(FindingKind::WrongType, shape_of(name).unwrap_or(object))
            });
        }
        for (name, _) in extra.duplicates() {
            self.field(name, |walk| {
                walk.report(FindingKind::Duplicate, shape_of(name).unwrap_or(object))
            });
        }
        for (name, _) in extra.unknown() {
            self.field(name, |walk| walk.report(FindingKind::UnknownField, object));
        }
    }

    fn path(&self) -> String {
        let mut path = String::from("$");
        for segment in &self.path {
            match segment {
                PathSegment::Element(index) => path.push_str(&format!("[{index}]")),
                PathSegment::Field(name) if is_plain(name) => {
                    path.push('.');
                    path.push_str(name);
                }
                PathSegment::Field(name) => {
                    path.push('[');
                    write_string(name, &mut path);
                    path.push(']');
                }
            }
        }
        path
    }
}

/// Returns whether a name can follow a dot in a JSONPath.
fn is_plain(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Reports a number that came as text.
pub(crate) fn report_quoted(quoted: bool, walk: &mut Walk, expected: Shape) {
    if quoted {
        walk.report(FindingKind::NumberAsString, expected);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_quotes_names_that_are_not_plain() {
        let mut walk = Walk::default();
        walk.field("a", |walk| {
            walk.element(2, |walk| {
                walk.field("b \"c\n", |walk| {
                    walk.report(FindingKind::WrongType, Shape::Named("x"))
                })
            })
        });
        assert_eq!(walk.findings[0].path(), r#"$.a[2]["b \"c\n"]"#);
    }
}
