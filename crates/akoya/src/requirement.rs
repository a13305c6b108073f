//! What a version of the API requires of every call.

use http::HeaderName;

pub(crate) const INTERACTION_TYPE: HeaderName = HeaderName::from_static("x-akoya-interaction-type");
pub(crate) const LAST_ACCESS: HeaderName = HeaderName::from_static("x-akoya-last-access");
pub(crate) const INTENT_TYPE: HeaderName = HeaderName::from_static("x-akoya-intent-type");

/// What a version of the API requires, and this call lacks: see [`Error::requirement`](crate::Error::requirement).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Requirement {
    /// Whether a person waits: [`ClientBuilder::interaction_type`](crate::ClientBuilder::interaction_type).
    InteractionType,
    /// When the customer was last active: [`AcgAuth::touch`](crate::AcgAuth::touch).
    LastAccess,
    /// What the data is for: [`ClientBuilder::intent_type`](crate::ClientBuilder::intent_type).
    IntentType,
}

impl Requirement {
    /// Finds the header that a message of the API names. Its error has no code of its own for it.
    pub(crate) fn named_in(message: &str) -> Option<Self> {
        let message = message.to_ascii_lowercase();
        [
            (INTERACTION_TYPE, Self::InteractionType),
            (LAST_ACCESS, Self::LastAccess),
            (INTENT_TYPE, Self::IntentType),
        ]
        .into_iter()
        .find_map(|(header, requirement)| message.contains(header.as_str()).then_some(requirement))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_is_found_in_a_message_in_whatever_letters() {
        let found = Requirement::named_in;
        assert_eq!(
            found("Missing header X-Akoya-Intent-Type"),
            Some(Requirement::IntentType)
        );
        assert_eq!(
            found("`x-akoya-last-access` is required"),
            Some(Requirement::LastAccess)
        );
        assert_eq!(found("the intent-type of the customer"), None);
    }
}
