//! The classes of the models, made from the registry of `akoya-model`: their attributes in order, and what each is.

use std::collections::HashMap;
use std::sync::LazyLock;

use akoya_model::registry::{self, Field, Shape, Type};

use super::naming;

/// Attributes that a constructor asks for.
const REQUIRED: &[(&str, &str)] = &[
    ("HateoasLink", "href"),
    ("OauthToken", "id_token"),
    ("OauthToken", "token_type"),
];

/// Names of the API description of 2025-06 for what is a type of another name now.
pub(crate) const ALIASES: &[(&str, &str)] = &[("DeliveryAddressDetails", "DeliveryAddress")];

/// Attributes that come first, because the class that the other name is of had no other.
const FIRST: &[(&str, &str)] = &[("DeliveryAddress", "type")];

/// All classes.
pub(crate) static TABLE: LazyLock<Table> = LazyLock::new(Table::of_registry);

/// The classes, by number and by name.
pub(crate) struct Table {
    classes: Vec<Class>,
    by_name: HashMap<&'static str, usize>,
}

/// One class.
pub(crate) struct Class {
    /// The class's number.
    pub(crate) index: usize,
    /// Its name, which is that of the API description.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) doc: String,
    /// Its attributes, in the order of the constructor.
    pub(crate) attributes: Vec<Attribute>,
    /// Of a class that stands for several: the key that selects the case, and the number of the class around the value.
    pub(crate) cases: Vec<(&'static str, usize)>,
    /// The number of the class whose case this one is.
    pub(crate) case_of: Option<usize>,
    by_name: HashMap<String, usize>,
    by_wire: HashMap<&'static str, usize>,
}

/// An attribute of a class.
pub(crate) struct Attribute {
    /// Its name in Python.
    pub(crate) name: String,
    /// Its name in JSON.
    pub(crate) wire: &'static str,
    /// What its value is.
    pub(crate) kind: Kind,
    /// What it means.
    pub(crate) doc: String,
    /// Whether the constructor asks for it.
    pub(crate) is_required: bool,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Text, also of an enumeration.
    Text,
    /// A decimal number.
    Number,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// The text of a date and time.
    DateTime,
    /// The text of a date.
    Date,
    /// An object of the class of this number; of a class with cases, of one of these.
    Object(usize),
    /// A list.
    List(Box<Self>),
}

impl Table {
    fn of_registry() -> Self {
        let types: Vec<_> = registry::types().iter().filter(is_model).collect();
        let by_name: HashMap<_, _> = types.iter().map(|of| of.name()).zip(0..).collect();
        let mut classes: Vec<_> = types
            .iter()
            .enumerate()
            .map(|(index, of)| Class::of_type(index, of, &by_name))
            .collect();
        for (union, of) in types.iter().enumerate() {
            for (name, case) in of.cases() {
                let Some(index) = by_name.get(name) else {
                    continue;
                };
                if let Some(class) = classes.get_mut(union) {
                    class.cases.push((case.wire(), *index));
                }
                if let Some(class) = classes.get_mut(*index) {
                    class.case_of = Some(union);
                }
            }
        }
        Self { classes, by_name }
    }

    /// Returns all classes.
    pub(crate) fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// Returns a class by its number.
    pub(crate) fn class(&self, index: usize) -> Option<&Class> {
        self.classes.get(index)
    }

    /// Returns a class by its name, also one that it had.
    pub(crate) fn by_name(&self, name: &str) -> Option<&Class> {
        let now = ALIASES.iter().find(|(alias, _)| *alias == name);
        let name = now.map_or(name, |(_, name)| name);
        self.class(*self.by_name.get(name)?)
    }
}

/// Exceptions are no models in Python.
fn is_model(of: &&Type) -> bool {
    !of.name().ends_with("Exception")
}

impl Class {
    fn of_type(index: usize, of: &Type, by_name: &HashMap<&'static str, usize>) -> Self {
        let has_cases = of.cases().next().is_some();
        let fields = if has_cases { &[] } else { of.fields() };
        let mut attributes: Vec<_> = fields
            .iter()
            .map(|field| Attribute::of_field(of.name(), field, by_name))
            .collect();
        attributes.sort_by_key(|at| !FIRST.contains(&(of.name(), at.wire)));
        Self {
            index,
            name: of.name(),
            doc: plain(of.doc()),
            cases: Vec::new(),
            case_of: None,
            by_name: attributes
                .iter()
                .map(|at| at.name.clone())
                .zip(0..)
                .collect(),
            by_wire: attributes.iter().map(|at| at.wire).zip(0..).collect(),
            attributes,
        }
    }

    /// Returns the position of an attribute.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Returns the attribute of a wire name.
    pub(crate) fn by_wire(&self, wire: &str) -> Option<&Attribute> {
        self.attributes.get(*self.by_wire.get(wire)?)
    }
}

impl Attribute {
    fn of_field(class: &str, field: &Field, by_name: &HashMap<&'static str, usize>) -> Self {
        let name = naming::attribute(field.wire());
        Self {
            wire: field.wire(),
            kind: Kind::of_shape(field.shape(), by_name),
            doc: plain(field.doc()),
            is_required: REQUIRED.contains(&(class, name.as_str())),
            name,
        }
    }
}

impl Kind {
    fn of_shape(shape: Shape, by_name: &HashMap<&'static str, usize>) -> Self {
        match shape {
            Shape::List(element) => Self::List(Box::new(Self::of_shape(*element, by_name))),
            Shape::Named("number") => Self::Number,
            Shape::Named("integer") => Self::Integer,
            Shape::Named("boolean") => Self::Boolean,
            Shape::Named("date-time") => Self::DateTime,
            Shape::Named("date") => Self::Date,
            Shape::Named(name) => by_name
                .get(name)
                .map_or(Self::Text, |index| Self::Object(*index)),
            _ => Self::Text,
        }
    }

    /// Returns the type as an annotation.
    pub(crate) fn annotation(&self) -> String {
        match self {
            Self::Text => "str".into(),
            Self::Number => "Amount".into(),
            Self::Integer => "int".into(),
            Self::Boolean => "bool".into(),
            Self::DateTime => "RFC3339DateTime".into(),
            Self::Date => "date".into(),
            Self::Object(index) => TABLE
                .class(*index)
                .map_or_else(|| "object".into(), |class| class.name.to_owned()),
            Self::List(element) => format!("list[{}]", element.annotation()),
        }
    }
}

/// Returns the text of a doc comment without Rust's links: `[Unknown](Self::Unknown)` is `Unknown`.
fn plain(doc: &str) -> String {
    let lines: Vec<_> = doc.lines().map(str::trim).collect();
    let mut rest = lines.join("\n");
    let mut out = String::with_capacity(rest.len());
    while let Some((before, link)) = rest.split_once('[') {
        out.push_str(before);
        let Some((text, after)) = link.split_once(']') else {
            out.push('[');
            rest = link.to_owned();
            continue;
        };
        out.push_str(text);
        let target = after
            .strip_prefix('(')
            .and_then(|after| after.split_once(')'));
        rest = target.map_or(after, |(_, after)| after).to_owned();
    }
    out.push_str(&rest);
    out.trim().to_owned()
}
