//! What is kept of a grant: its tokens, and in clear what is known about them.

use serde::{Deserialize, Serialize};

use crate::store::head::Head;
use crate::store::history::Fingerprint;
use crate::token::oauth_token::OauthToken;

/// One consent's tokens and what is known about them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// What is known about the tokens.
    pub head: Head,
    /// The newest token set known to be good, or the last one that was.
    pub token: OauthToken,
    /// A second successor of the same refresh token: a provider with a grace window may respond twice. It
    /// is tried when the first one is refused.
    pub sibling: Option<OauthToken>,
}

/// The tokens of a record, as they are sealed.
#[derive(Serialize)]
pub(crate) struct TokenText<'a> {
    token: &'a OauthToken,
    #[serde(skip_serializing_if = "Option::is_none")]
    sibling: Option<&'a OauthToken>,
}

/// The tokens of a record, as they were opened.
#[derive(Deserialize)]
pub(crate) struct StoredTokens {
    token: OauthToken,
    #[serde(default)]
    sibling: Option<OauthToken>,
}

impl Record {
    pub(crate) fn new(head: Head, token: OauthToken) -> Self {
        Self {
            head,
            token,
            sibling: None,
        }
    }

    /// Returns the tokens in clear, to be sealed.
    pub(crate) fn tokens(&self) -> TokenText<'_> {
        TokenText {
            token: &self.token,
            sibling: self.sibling.as_ref(),
        }
    }

    /// Returns about how long the text of the tokens is.
    pub(crate) fn text_length(&self) -> usize {
        let sets = [Some(&self.token), self.sibling.as_ref()];
        let lengths = sets.into_iter().flatten().map(OauthToken::text_length);
        lengths.sum()
    }

    pub(crate) fn from_parts(head: Head, tokens: StoredTokens) -> Self {
        Self {
            head,
            token: tokens.token,
            sibling: tokens.sibling,
        }
    }

    /// Returns the refresh token's fingerprint.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.token.refresh_token.as_ref().map(Fingerprint::of)
    }
}
