//! The provider: refresh tokens that can be used once.

use crate::setting::LEASE;
use crate::token::{Token, Tokens};

/// How long a provider with a grace window accepts a used token again: until after a takeover.
const WINDOW: u8 = LEASE + 2;

/// What a provider does with a refresh token that was used already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rotation {
    /// It is refused; the newest one stays alive.
    Strict,
    /// Within a window the token used last gets the same successor again; else as `Strict`.
    GraceSame,
    /// Within a window the token used last gets another successor, which is the only one that lives; else as
    /// `Strict`.
    GraceAnother,
    /// It is refused, and the whole grant ends with it.
    Family,
}

/// The response to a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Reply {
    Tokens(Token),
    Dead,
    /// Not processed: too many requests, or no connection.
    Later,
    /// Nobody knows.
    Broken,
}

/// What the provider knows of the grant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Provider {
    pub(crate) live: Option<Token>,
    /// The token used last, and how long it is accepted again.
    last: Token,
    grace: u8,
    issued: Token,
    /// The first token of the newest consent. Tokens of the one before work no more, and their reuse ends nothing.
    pub(crate) first: Token,
    /// The customer has ended the newest consent.
    pub(crate) is_revoked: bool,
}

impl Provider {
    pub(crate) fn new() -> Self {
        Self {
            live: Some(0),
            last: 0,
            grace: 0,
            issued: 0,
            first: 0,
            is_revoked: false,
        }
    }

    pub(crate) fn tick(&mut self) {
        self.grace = self.grace.saturating_sub(1);
    }

    pub(crate) fn present(&mut self, token: Token, rotation: Rotation) -> Reply {
        if self.live == Some(token) {
            if matches!(rotation, Rotation::GraceSame | Rotation::GraceAnother) {
                (self.last, self.grace) = (token, WINDOW);
            }
            return self.issue();
        }
        if token < self.first {
            return Reply::Dead;
        }
        let again = token == self.last && self.grace > 0 && self.issued > 0;
        match (rotation, self.live) {
            (Rotation::GraceSame, Some(live)) if again => Reply::Tokens(live),
            (Rotation::GraceAnother, _) if again => self.issue(),
            (Rotation::Family, _) => {
                self.live = None;
                Reply::Dead
            }
            _ => Reply::Dead,
        }
    }

    fn issue(&mut self) -> Reply {
        self.issued += 1;
        self.live = Some(self.issued);
        Reply::Tokens(self.issued)
    }

    /// Ends the consent.
    pub(crate) fn revoke(&mut self) {
        self.live = None;
        self.is_revoked = true;
    }

    /// Issues the first token of a new consent.
    pub(crate) fn consent(&mut self) -> Token {
        self.issued += 1;
        (self.first, self.live) = (self.issued, Some(self.issued));
        (self.grace, self.is_revoked) = (0, false);
        self.issued
    }

    /// Returns whether the token that lives, if any, is among these.
    pub(crate) fn lives_in(&self, tokens: Tokens) -> bool {
        self.live.is_some_and(|live| tokens.contains(live))
    }
}
