//! The identity of a consent: distinguishes those of one connection, and says which is the later one.

use serde::{Deserialize, Serialize};

use crate::random::{self, Random};

/// Distinguishes the consents of one connection, and says which of two was given later.
///
/// A generation alone does not: after a removal and a new consent, whatever still carries a response to the old
/// consent (a spool, a process that waits, a record in memory) may have the higher one, and would put the old grant
/// over the new one, which may be another customer's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConsentId {
    /// Larger is later. The milliseconds since 1970 at which the consent was given, or one more
    /// than that of the consent before it, if a clock was wrong: so that a consent which could not
    /// look into the store still has its order.
    order: u64,
    /// 16 random hexadecimal digits: two machines may take consents in the same millisecond.
    id: String,
}

impl ConsentId {
    /// Creates the identity of a consent that is given at `millis` and follows these others.
    pub(crate) fn following<'a>(
        others: impl IntoIterator<Item = &'a Self>,
        millis: u64,
        random: &dyn Random,
    ) -> Self {
        let after_others = others
            .into_iter()
            .map(|other| other.order.saturating_add(1))
            .max();
        Self {
            order: millis.max(after_others.unwrap_or_default()),
            id: random::name(random),
        }
    }

    /// Returns the consent's order among those of its connection: larger is later.
    pub fn order(&self) -> u64 {
        self.order
    }

    /// Returns what distinguishes it from another one of the same moment.
    #[cfg_attr(
        not(feature = "encryption"),
        expect(dead_code, reason = "without encryption no tokens are sealed")
    )]
    pub(crate) fn name(&self) -> &str {
        &self.id
    }
}

/// Returns the order of a consent; one that an older version of this crate has written is before all others.
pub(crate) fn order_of(consent: Option<&ConsentId>) -> u64 {
    consent.map_or(0, ConsentId::order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn a_consent_is_later_than_the_one_before_whatever_the_clock_says() {
        let first = ConsentId::following([], 1_000, &SystemRandom);
        let second = ConsentId::following([&first], 10, &SystemRandom);
        let third = ConsentId::following([&second], 5_000, &SystemRandom);
        assert_eq!(
            [&first, &second, &third].map(ConsentId::order),
            [1_000, 1_001, 5_000]
        );
    }

    #[test]
    fn two_consents_of_one_moment_are_two() {
        let consent = || ConsentId::following([], 7, &SystemRandom);
        assert_ne!(consent(), consent());
    }
}
