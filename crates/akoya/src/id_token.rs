//! What Akoya's id_token says of a consent.

use std::fmt;

use acg::OauthToken;
use acg::token::Claims;

/// What the id_token of a customer's consent says. Every claim may be missing; older tokens have few.
///
/// The token is believed because it came from Akoya's token endpoint over TLS: Akoya publishes no keys to verify it
/// with. It is about a person: `Debug` shows the names of the claims alone.
/// [Source](https://docs.akoya.com/docs/id-token-details)
#[derive(Clone, PartialEq, Eq)]
pub struct IdToken(Claims);

impl IdToken {
    /// Reads the id_token of a token set; `None` when there is none, or it is not a JWT.
    pub fn of(token: &OauthToken) -> Option<Self> {
        token.claims().map(Self)
    }

    /// Returns the customer's sign-in at one institution (`sub`): the same in all of its consents.
    /// Identifiers of accounts are unique within it.
    pub fn subject(&self) -> Option<&str> {
        self.0.text("sub")
    }

    /// Returns the identifier of the consent. Notifications name it, and
    /// [`ServiceClient::consent`](crate::service::ServiceClient::consent) takes it.
    pub fn grant_id(&self) -> Option<&str> {
        self.0.text("grant_id")
    }

    /// Returns the institution that the customer has consented at (`connectorId`).
    pub fn connector_id(&self) -> Option<&str> {
        self.0.text("connectorId")
    }

    /// Returns who receives the data (`recipientId`).
    pub fn recipient_id(&self) -> Option<&str> {
        self.0.text("recipientId")
    }

    /// Returns the identifiers of the accounts that the customer has shared.
    pub fn accounts(&self) -> Vec<&str> {
        self.0.texts("accounts")
    }

    /// Returns the products that the token gives access to, as Akoya names them: `ACCOUNTS`, `BALANCES` …
    pub fn products(&self) -> Vec<&str> {
        self.0.texts("products")
    }

    /// Returns the customer's name, with the scope `profile`.
    pub fn name(&self) -> Option<&str> {
        self.0.text("name")
    }

    /// Returns the customer's email address, with the scope `email`.
    pub fn email(&self) -> Option<&str> {
        self.0.text("email")
    }

    /// Returns when the customer signed in (`auth_time`), in seconds since 1970.
    pub fn signed_in_at(&self) -> Option<i64> {
        self.0.seconds("auth_time")
    }

    /// Returns when the consent was asked for (`rat`), in seconds since 1970.
    pub fn requested_at(&self) -> Option<i64> {
        self.0.seconds("rat")
    }

    /// Returns when the token was issued (`iat`), in seconds since 1970.
    pub fn issued_at(&self) -> Option<i64> {
        self.0.seconds("iat")
    }

    /// Returns when the token expires (`exp`), in seconds since 1970.
    pub fn expires_at(&self) -> Option<i64> {
        self.0.seconds("exp")
    }

    /// Returns every claim, by its name.
    pub fn claims(&self) -> &Claims {
        &self.0
    }
}

impl fmt::Debug for IdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IdToken").field(&self.0).finish()
    }
}
