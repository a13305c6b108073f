//! The scope that was granted, beside the one that was asked for.

/// How the scope that a provider granted differs from the one that was asked for (RFC 6749 §3.3): customers and
/// providers may grant less, and some providers grant more.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScopeDifference {
    /// What was asked for and not granted, in the order of the request.
    pub missing: Vec<String>,
    /// What was granted without having been asked for, in the order of the response.
    pub additional: Vec<String>,
}

impl ScopeDifference {
    /// Returns the difference, if there is one. A response without a scope grants what was asked for (RFC 6749 §5.1); a
    /// request without one leaves the choice to the provider.
    pub(crate) fn between(requested: &[String], granted: Option<&str>) -> Option<Self> {
        let granted: Vec<&str> = granted?.split_ascii_whitespace().collect();
        if requested.is_empty() {
            return None;
        }
        let missing = requested
            .iter()
            .filter(|scope| !granted.contains(&scope.as_str()));
        let additional = granted
            .iter()
            .filter(|scope| !requested.iter().any(|asked| asked == *scope));
        let difference = Self {
            missing: missing.cloned().collect(),
            additional: additional.map(|scope| (*scope).to_owned()).collect(),
        };
        let is_none = difference.missing.is_empty() && difference.additional.is_empty();
        (!is_none).then_some(difference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(requested: &str, granted: Option<&str>) -> Option<(String, String)> {
        let requested: Vec<_> = requested.split(' ').map(str::to_owned).collect();
        let difference = ScopeDifference::between(&requested, granted)?;
        Some((
            difference.missing.join(" "),
            difference.additional.join(" "),
        ))
    }

    #[test]
    fn order_and_silence_make_no_difference() {
        assert_eq!(between("a b", Some("b  a")), None);
        assert_eq!(between("a b", None), None);
        assert_eq!(ScopeDifference::between(&[], Some("a")), None);
    }

    #[test]
    fn what_is_missing_and_what_was_added_are_distinguished() {
        let difference = |missing: &str, added: &str| Some((missing.to_owned(), added.to_owned()));
        assert_eq!(between("a b", Some("a")), difference("b", ""));
        assert_eq!(between("a b", Some("a c A")), difference("b", "c A"));
        assert_eq!(between("a", Some("")), difference("a", ""));
    }
}
