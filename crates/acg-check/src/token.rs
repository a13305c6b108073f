//! Refresh tokens as the model numbers them, and sets of them.

/// A refresh token, by the order in which they were issued.
pub(crate) type Token = u8;

/// Some tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Tokens(u32);

impl Tokens {
    pub(crate) fn insert(&mut self, token: Token) {
        self.0 |= 1 << token;
    }

    pub(crate) fn contains(self, token: Token) -> bool {
        self.0 & (1 << token) != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}
