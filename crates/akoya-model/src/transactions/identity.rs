//! What distinguishes a transaction from others of its account.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, DefaultHasher, Hash, Hasher, RandomState};
use std::sync::LazyLock;

use super::{Transaction, TransactionStatus};
use crate::amount::Amount;

/// Returns what distinguishes a transaction from others of its account; nothing for one without an identifier.
// Hidden: what it is may change, and it is another in each process.
#[doc(hidden)]
pub fn identity(transaction: &Transaction) -> Option<u64> {
    Identity::of(transaction).number()
}

/// Returns whether this text identifies an item. Some providers write `""`, `0` or zeros in groups where they have
/// none: items that share such a text are not one.
#[doc(hidden)]
pub fn identifies(id: &str) -> bool {
    id.chars()
        .any(|letter| !matches!(letter, '0' | '-') && !letter.is_whitespace())
}

/// What distinguishes a transaction from others of its account. Pending and posted with one identifier are two entries.
#[derive(Default)]
pub(crate) struct Identity<'a> {
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) status: Option<Cow<'a, str>>,
    pub(crate) posted: Option<Cow<'a, str>>,
    pub(crate) description: Option<Cow<'a, str>>,
    pub(crate) amount: Option<Amount>,
}

impl<'a> Identity<'a> {
    fn of(transaction: &'a Transaction) -> Self {
        let status = transaction.status().map(TransactionStatus::as_str);
        let posted = transaction.posted_timestamp().map(|time| time.as_str());
        Self {
            id: transaction.transaction_id().map(Cow::Borrowed),
            status: status.map(Cow::Borrowed),
            posted: posted.map(Cow::Borrowed),
            description: transaction.description().map(Cow::Borrowed),
            amount: transaction.amount().cloned(),
        }
    }

    /// Returns it as a number; nothing without an identifier.
    pub(crate) fn number(&self) -> Option<u64> {
        self.id.as_deref().filter(|id| identifies(id))?;
        let mut gathered = Gathered {
            bytes: [0; 256],
            length: 0,
            hasher: KEY.build_hasher(),
        };
        self.hash(&mut gathered);
        Some(gathered.finish())
    }
}

impl Hash for Identity<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for text in [&self.id, &self.status, &self.posted, &self.description] {
            match text {
                Some(text) => text.hash(state),
                // No text has this byte.
                None => state.write_u8(0xfe),
            }
        }
        self.amount.hash(state);
    }
}

/// A hasher that is given what it hashes in one piece, as far as there is room: ten small ones, as an identity has, take twice as long.
struct Gathered {
    bytes: [u8; 256],
    length: usize,
    hasher: DefaultHasher,
}

impl Gathered {
    #[inline]
    fn is_gathered(&mut self, bytes: &[u8]) -> bool {
        let end = self.length + bytes.len();
        let room = self.bytes.get_mut(self.length..end);
        let Some(room) = room else { return false };
        room.copy_from_slice(bytes);
        self.length = end;
        true
    }

    fn gathered(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Hasher for Gathered {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        if !self.is_gathered(bytes) {
            let mut hasher = self.hasher.clone();
            hasher.write(self.gathered());
            hasher.write(bytes);
            self.hasher = hasher;
            self.length = 0;
        }
    }

    fn finish(&self) -> u64 {
        let mut hasher = self.hasher.clone();
        hasher.write(self.gathered());
        hasher.finish()
    }
}

/// Returns the number of a text.
pub(crate) fn number_of(text: &str) -> u64 {
    KEY.hash_one(text)
}

/// A provider that knew it could send two transactions of which one would be taken for the other.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Fields = [Option<String>; 4];

    fn number(id: &str, [status, posted, description, amount]: &Fields) -> Option<u64> {
        let identity = Identity {
            id: Some(id.into()),
            status: status.as_deref().map(Cow::Borrowed),
            posted: posted.as_deref().map(Cow::Borrowed),
            description: description.as_deref().map(Cow::Borrowed),
            amount: amount
                .as_deref()
                .map(|text| text.len().to_string().parse().unwrap()),
        };
        identity.number()
    }

    /// Returns texts that are often another's end or beginning, and some that are longer than what is hashed at once.
    fn text() -> impl Strategy<Value = Option<String>> {
        let long = (250..260_usize).prop_map(|length| "a".repeat(length));
        proptest::option::of(prop_oneof!["[ab]{0,2}", long])
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn numbers_are_the_same_exactly_where_all_fields_are(
            id in "[ab]{1,2}", fields in [text(), text(), text(), text()],
            other_id in "[ab]{1,2}", others in [text(), text(), text(), text()],
            place in 0..4_usize,
        ) {
            let one = number(&id, &fields);
            prop_assert!(one.is_some());
            let lengths = |fields: &Fields| fields[3].as_deref().map(str::len);
            let mut changed = fields.clone();
            changed[place] = others[place].clone();
            let mut swapped = fields.clone();
            swapped.swap(place % 3, (place + 1) % 3);
            for other in [fields.clone(), changed, swapped] {
                let is_same = fields[..3] == other[..3] && lengths(&fields) == lengths(&other);
                prop_assert_eq!(one == number(&id, &other), is_same);
            }
            prop_assert_eq!(one == number(&other_id, &fields), id == other_id);
        }
    }
}
