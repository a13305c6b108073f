//! What an object held besides the fields its struct has.

use std::fmt;

use super::json::Json;
use super::short_text::ShortText;

/// Everything of a JSON object that its struct has no room for, so that printing gives back what was read.
///
/// It keeps, and is empty (and one pointer wide) when there is none of it:
/// - fields the struct does not know, with their JSON text;
/// - known fields that were `null`: the struct's field is `None`, as if absent, and the difference is noted here;
/// - known fields whose value has another type than documented: the struct's field is `None`, the JSON text is here;
/// - all but the last of several fields with one name;
/// - for an element of a list that should be an object and is not: its JSON text.
///
/// Names are the wire's (`accountId`), not Rust's. A struct field that is set after reading wins over what is kept
/// for it here.
///
/// ```
/// use akoya_model::balances::Balances;
///
/// let balances: Balances = akoya_model::from_str(r#"{"accounts": null, "asOf": "2026-01-31"}"#)?;
/// assert!(balances.accounts.is_none());
/// assert!(balances.extra.is_null("accounts"));
/// assert_eq!(balances.extra.get("asOf").map(|json| json.as_str()), Some("\"2026-01-31\""));
/// # Ok::<(), akoya_model::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Inner>>);

#[derive(Clone, Default)]
struct Inner {
    kept: Vec<(&'static str, Anomaly)>,
    duplicates: Vec<(&'static str, Json)>,
    unknown: Vec<(ShortText, Json)>,
    whole: Option<Json>,
}

/// Why a known field has no plain value.
#[derive(Clone, PartialEq)]
enum Anomaly {
    Null,
    Invalid(Json),
    Partial(Json),
}

impl Extra {
    /// Nothing.
    pub(crate) const EMPTY: Self = Self(None);

    /// Returns whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|inner| {
            inner.kept.is_empty()
                && inner.duplicates.is_empty()
                && inner.unknown.is_empty()
                && inner.whole.is_none()
        })
    }

    /// Returns the fields that the struct does not know, in the document's order.
    pub fn unknown(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.inner()
            .flat_map(|inner| &inner.unknown)
            .map(|(name, json)| (name.as_str(), json))
    }

    /// Returns the value of a field that the struct does not know; the last one if there are several.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.inner()
            .flat_map(|inner| inner.unknown.iter().rev())
            .find(|(n, _)| n.as_str() == name)
            .map(|(_, json)| json)
    }

    /// Adds a field that the struct does not know, in place of those of the same name.
    ///
    /// A name that the struct does know is printed twice then; set the struct's field instead.
    pub fn insert(&mut self, name: impl Into<Box<str>>, json: Json) {
        let name = name.into();
        self.remove(&name);
        self.keep_unknown(&name, json);
    }

    /// Takes out a field that the struct does not know.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let removed = self.get(name).cloned()?;
        self.inner_mut().unknown.retain(|(n, _)| n.as_str() != name);
        Some(removed)
    }

    /// Returns whether a known field was there and `null`.
    pub fn is_null(&self, name: &str) -> bool {
        matches!(self.find(name), Some(Anomaly::Null))
    }

    /// Returns the JSON of a known field whose value has the wrong type.
    ///
    /// For a list of plain values of which some fit, it is the whole list; those that fit are in the struct's field.
    pub fn invalid(&self, name: &str) -> Option<&Json> {
        match self.find(name)? {
            Anomaly::Null => None,
            Anomaly::Invalid(json) | Anomaly::Partial(json) => Some(json),
        }
    }

    /// Returns all known fields whose value has the wrong type.
    pub fn invalids(&self) -> impl Iterator<Item = (&'static str, &Json)> {
        self.inner()
            .flat_map(|inner| &inner.kept)
            .filter_map(|(name, kept)| match kept {
                Anomaly::Null => None,
                Anomaly::Invalid(json) | Anomaly::Partial(json) => Some((*name, json)),
            })
    }

    /// Returns the earlier values of known fields that came more than once; the struct's field has the last.
    pub fn duplicates(&self) -> impl Iterator<Item = (&'static str, &Json)> {
        self.inner()
            .flat_map(|inner| &inner.duplicates)
            .map(|(name, json)| (*name, json))
    }

    /// Returns the JSON of a list's element that is not an object at all; the struct has no field set then.
    pub fn not_an_object(&self) -> Option<&Json> {
        self.inner().find_map(|inner| inner.whole.as_ref())
    }

    /// Returns the text to print for a known field without a value.
    pub(crate) fn kept(&self, name: &str) -> Option<&str> {
        self.find(name).map(|kept| match kept {
            Anomaly::Null => "null",
            Anomaly::Invalid(json) | Anomaly::Partial(json) => json.as_str(),
        })
    }

    pub(crate) fn is_partial(&self, name: &str) -> bool {
        matches!(self.find(name), Some(Anomaly::Partial(_)))
    }

    pub(crate) fn keep_null(&mut self, name: &'static str) {
        self.inner_mut().kept.push((name, Anomaly::Null));
    }

    pub(crate) fn keep_invalid(&mut self, name: &'static str, json: Json) {
        self.inner_mut().kept.push((name, Anomaly::Invalid(json)));
    }

    pub(crate) fn keep_partial(&mut self, name: &'static str, json: Json) {
        self.inner_mut().kept.push((name, Anomaly::Partial(json)));
    }

    /// Returns whether a known field was there, with whatever value.
    pub(crate) fn has_known(&self) -> bool {
        self.inner()
            .any(|inner| !inner.kept.is_empty() || !inner.duplicates.is_empty())
    }

    /// Forgets why a known field has no plain value.
    pub(crate) fn forget(&mut self, name: &str) {
        if let Some(inner) = &mut self.0 {
            inner.kept.retain(|(kept, _)| *kept != name);
        }
    }

    pub(crate) fn keep_duplicate(&mut self, name: &'static str, json: Json) {
        self.inner_mut().duplicates.push((name, json));
    }

    pub(crate) fn keep_unknown(&mut self, name: &str, json: Json) {
        self.inner_mut().unknown.push((name.into(), json));
    }

    pub(crate) fn keep_whole(&mut self, json: Json) {
        self.inner_mut().whole = Some(json);
    }

    fn find(&self, name: &str) -> Option<&Anomaly> {
        self.inner()
            .flat_map(|inner| &inner.kept)
            .find(|(n, _)| *n == name)
            .map(|(_, kept)| kept)
    }

    fn inner(&self) -> impl Iterator<Item = &Inner> {
        self.0.iter().map(|inner| &**inner)
    }

    fn inner_mut(&mut self) -> &mut Inner {
        self.0.get_or_insert_default()
    }
}

/// Two are equal when they keep the same; only the order of equal names counts.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        fn sorted<'a, N: Ord + 'a, V>(list: impl Iterator<Item = &'a (N, V)>) -> Vec<&'a (N, V)> {
            let mut list: Vec<_> = list.collect();
            list.sort_by(|a, b| a.0.cmp(&b.0));
            list
        }
        if self.is_empty() || other.is_empty() {
            return self.is_empty() == other.is_empty();
        }
        sorted(self.inner().flat_map(|i| &i.kept)) == sorted(other.inner().flat_map(|i| &i.kept))
            && sorted(self.inner().flat_map(|i| &i.duplicates))
                == sorted(other.inner().flat_map(|i| &i.duplicates))
            && sorted(self.inner().flat_map(|i| &i.unknown))
                == sorted(other.inner().flat_map(|i| &i.unknown))
            && self.not_an_object() == other.not_an_object()
    }
}

/// Shows the names of known fields and how many unknown ones there are, never values: an unknown name may be an
/// account number.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |kind: fn(&Anomaly) -> bool| {
            self.inner()
                .flat_map(|i| &i.kept)
                .filter(move |(_, kept)| kind(kept))
                .map(|(name, _)| *name)
                .collect::<Vec<_>>()
        };
        f.debug_struct("Extra")
            .field("unknown", &self.unknown().count())
            .field("null", &names(|kept| *kept == Anomaly::Null))
            .field("invalid", &names(|kept| *kept != Anomaly::Null))
            .field(
                "duplicate",
                &self.duplicates().map(|(name, _)| name).collect::<Vec<_>>(),
            )
            .field("not_an_object", &self.not_an_object())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        text.parse().unwrap()
    }

    #[test]
    fn empty_extra_is_a_pointer_wide() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
        assert!(Extra::default().is_empty());
    }

    #[test]
    fn last_of_equal_unknown_names_is_found() {
        let mut extra = Extra::default();
        extra.keep_unknown("a", json("1"));
        extra.keep_unknown("a", json("2"));
        assert_eq!(extra.get("a"), Some(&json("2")));
        extra.insert("a", json("3"));
        assert_eq!(extra.unknown().count(), 1);
    }

    #[test]
    fn order_of_different_names_does_not_matter() {
        let (mut one, mut two) = (Extra::default(), Extra::default());
        for name in ["a", "b"] {
            one.insert(name, json("1"));
        }
        for name in ["b", "a"] {
            two.insert(name, json("1"));
        }
        assert_eq!(one, two);
        two.remove("a");
        assert_ne!(one, two);
        two.remove("b");
        assert_eq!(two, Extra::default());
    }

    #[test]
    fn debug_shows_known_names_only() {
        let mut extra = Extra::default();
        extra.insert("taxId", json("\"123-45-6789\""));
        extra.keep_null("email");
        let shown = format!("{extra:?}");
        assert!(shown.contains("unknown: 1"), "{shown}");
        assert!(!shown.contains("taxId"), "{shown}");
        assert!(shown.contains("email"), "{shown}");
        assert!(!shown.contains("6789"), "{shown}");
    }
}
