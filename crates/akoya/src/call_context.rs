//! The headers in which a call states its context, as its version of the API requires.

use http::HeaderValue;

use crate::headers::Headers;
use crate::interaction::{IntentType, InteractionType};
use crate::requirement::{INTENT_TYPE, INTERACTION_TYPE, LAST_ACCESS};
use crate::timestamp::Timestamp;
use crate::version::{Demands, Product};

/// What is known of a call's context.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct CallContext {
    pub(crate) interaction_type: Option<InteractionType>,
    pub(crate) intent_type: Option<IntentType>,
    pub(crate) last_access: Option<Timestamp>,
}

impl CallContext {
    /// Returns this context, with what it lacks from another.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            interaction_type: self.interaction_type.or(other.interaction_type),
            intent_type: self.intent_type.or(other.intent_type),
            last_access: self.last_access.or(other.last_access),
        }
    }

    /// Writes the headers of a version. A header that is there already was set by its name, and stays.
    pub(crate) fn write(self, version: &str, headers: &mut Headers) {
        if let Some(kind) = self.interaction_type {
            let value = HeaderValue::from_static(kind.in_version(version));
            headers.set_default(INTERACTION_TYPE, value);
        }
        if Demands::of(version) == Demands::Nothing {
            return;
        }
        if let Some(intent) = self.intent_type {
            let value = HeaderValue::from_static(intent.as_str());
            headers.set_default(INTENT_TYPE, value);
        }
        if let Some(value) = self.last_access.and_then(Timestamp::header) {
            headers.set_default(LAST_ACCESS, value);
        }
    }
}

impl Product {
    /// Returns what a product says of its calls by itself: payment networks are for payments.
    pub(crate) fn context(self) -> CallContext {
        let intent_type = (self == Self::Payments).then_some(IntentType::Payments);
        CallContext {
            intent_type,
            ..CallContext::default()
        }
    }
}

/// Returns what a version demands and is not set: what it is, and the setter's name.
pub(crate) fn missing(version: &str, headers: &Headers) -> Option<String> {
    let is_demanded = Demands::of(version) == Demands::Context;
    (is_demanded && !headers.has(&INTERACTION_TYPE)).then(|| {
        format!("{version} requires the interaction type, which says whether a person is waiting: set `interaction_type` on the client or the call")
    })
}

/// Returns whether a version wants to know when the customer was last active, and that is not set.
pub(crate) fn wants_last_access(version: &str, headers: &Headers) -> bool {
    Demands::of(version) != Demands::Nothing && !headers.has(&LAST_ACCESS)
}

/// Returns the text of the refusal when it is not known when the customer was last active.
pub(crate) fn missing_last_access(version: &str) -> Option<String> {
    (Demands::of(version) == Demands::Context).then(|| {
        format!("{version} requires the time when the customer was last active: record it in the grant with `touch`, or set `last_access` on the client or the call")
    })
}
