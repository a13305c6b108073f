//! Consent and tokens: the authorization code grant as Akoya has it.

use std::borrow::Borrow;
use std::time::SystemTime;

use acg::grant::Revocation;
use acg::store::Record;
use acg::{AuthorizationCodeAuth, Bearer, ConnectionId, OauthToken, PendingAuthorization, Secret};
use url::Url;

use crate::error::Error;
use crate::id_token::IdToken;

/// The authorization code grant of one customer at Akoya.
///
/// There are two ways to a token:
///
/// - [`authorize`](Self::authorize) and [`complete`](Self::complete) take care of the state, its expiry and its
///   single use.
/// - [`get_authorization_url`](Self::get_authorization_url) and [`fetch_token`](Self::fetch_token) leave it to the
///   program to make the state, to compare it, and to take the code from the callback.
///
/// Cheap to clone; clones are the same grant. Requests are sent on a task of their own: dropping a future loses
/// neither a code nor a rotated refresh token.
#[derive(Debug, Clone)]
pub struct AcgAuth {
    engine: AuthorizationCodeAuth,
    binding: Binding,
}

/// What an [`AcgAuth`] is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binding {
    /// One connection, or the one grant in memory.
    Connection,
    /// A token store, of which no connection is named.
    Template,
}

/// The operations that send something, for the async and for the blocking client: `$emit` makes the methods.
macro_rules! grant_operations {
    ($emit:ident) => {
        $emit! {
            /// Completes an authorization with the URL, or its query string, that the customer came back to.
            ///
            /// A callback that does not belong to `pending` leaves it as it was. So hand over a
            /// reference, and remove it from where it is kept when this has returned: a forged callback
            /// must not end a consent that is under way.
            ///
            /// # Errors
            /// [`InvalidCallback`](crate::ErrorKind::InvalidCallback) when the callback does not belong to this
            /// authorization, [`AccessDenied`](crate::ErrorKind::AccessDenied) when the customer refused; otherwise
            /// as [`fetch_token`](Self::fetch_token).
            ///
            /// # Cancel safety
            /// The exchange continues when the future is dropped.
            complete(pending: impl Borrow<PendingAuthorization>, callback: &str) -> OauthToken = |auth| auth.complete(pending, callback.parse::<acg::Callback>()?);

            /// Exchanges a code for tokens, which the client uses from then on. The code is sent once.
            ///
            /// # Errors
            /// [`ConsentNeeded`](crate::ErrorKind::ConsentNeeded) when the code is wrong, expired (after 5 minutes)
            /// or used; [`Configuration`](crate::ErrorKind::Configuration) when Akoya does not know the client or
            /// redirect URI; [`Transport`](crate::ErrorKind::Transport) when nothing was sent;
            /// [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) when no usable response came;
            /// [`Store`](crate::ErrorKind::Store) and [`UpdateCallback`](crate::ErrorKind::UpdateCallback) when the
            /// token is in use but was not saved.
            ///
            /// # Cancel safety
            /// The exchange continues when the future is dropped.
            fetch_token(code: impl Into<Secret>) -> OauthToken = |auth| auth.fetch_token(code);

            /// Refreshes now. Not needed before a call: calls refresh by themselves.
            ///
            /// # Errors
            /// [`ConsentNeeded`](crate::ErrorKind::ConsentNeeded) when there is no grant or Akoya has ended it;
            /// [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) when the response was lost; others as
            /// [`recovery`](Error::recovery) says.
            ///
            /// # Cancel safety
            /// The refresh continues when the future is dropped.
            refresh_token() -> OauthToken = |auth| auth.refresh_token();

            /// Revokes the consent at Akoya and removes the token here.
            ///
            /// # Errors
            /// [`Transport`](crate::ErrorKind::Transport), [`OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) and
            /// [`OauthProvider`](crate::ErrorKind::OauthProvider): the token is kept and must be assumed valid; try
            /// again, or [`forget`](Self::forget) it.
            ///
            /// # Cancel safety
            /// The revocation continues when the future is dropped.
            revoke_token() -> Revocation = |auth| auth.revoke_token();

            /// Removes the token here without telling Akoya, where it stays valid until it expires.
            ///
            /// # Errors
            /// [`Store`](crate::ErrorKind::Store).
            forget() -> () = |auth| auth.forget();

            /// Records when the customer was last active: signed in, or opened the application. From v3
            /// on, each data call passes it to the institution (`x-akoya-last-access`). It is stored
            /// beside the grant; an earlier time changes nothing. Completing a consent counts as
            /// activity; for a saved token, its `auth_time` does.
            ///
            /// # Errors
            /// [`Store`](crate::ErrorKind::Store); this process still uses the time.
            ///
            /// # Cancel safety
            /// The time is kept when the future is dropped.
            touch(at: SystemTime) -> () = |auth| auth.touch(at);

            /// Reads the grant from the store: token, generation, state, connector. `None` when there is none.
            ///
            /// # Errors
            /// [`Store`](crate::ErrorKind::Store); [`Configuration`](crate::ErrorKind::Configuration) when it
            /// belongs to another client id or environment.
            record() -> Option<Record> = |auth| auth.record();
        }
    };
}

/// Makes async methods.
macro_rules! asynchronous {
    ($(
        $(#[$meta:meta])*
        $method:ident($($argument:ident: $ty:ty),*) -> $result:ty = |$auth:ident| $work:expr;
    )+) => {
        impl AcgAuth {
            $(
                $(#[$meta])*
                pub async fn $method(&self, $($argument: $ty),*) -> Result<$result, Error> {
                    let $auth = self.grant()?;
                    Ok($work.await?)
                }
            )+
        }
    };
}

grant_operations!(asynchronous);

#[cfg(feature = "blocking")]
pub(crate) use grant_operations;

impl AcgAuth {
    pub(crate) fn new(engine: AuthorizationCodeAuth, binding: Binding) -> Self {
        Self { engine, binding }
    }

    /// Returns the grant, if this is of one.
    fn grant(&self) -> Result<&AuthorizationCodeAuth, Error> {
        match self.binding {
            Binding::Connection => Ok(&self.engine),
            Binding::Template => Err(Error::configuration(
                "the client has many connections: choose one with `with_connection`",
            )),
        }
    }

    /// Starts a request for the consent of a customer of `connector` (Akoya's provider id, for example `mikomo`).
    ///
    /// ```
    /// # fn main() -> Result<(), akoya::Error> {
    /// # use akoya::oauth::AuthorizationCodeAuthCredentials;
    /// # let credentials = AuthorizationCodeAuthCredentials::builder("id", "secret", "https://app.example/callback").build()?;
    /// let client = akoya::Client::builder(credentials).build()?;
    /// let (url, pending) = client.acg_auth().authorize("mikomo").start()?;
    /// // Redirect the customer's browser to `url`; keep `pending` in the customer's server-side session.
    /// assert!(url.as_str().starts_with("https://sandbox-idp.ddp.akoya.com/auth?"));
    /// assert_eq!(pending.parameter("connector"), Some("mikomo"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn authorize(&self, connector: impl Into<String>) -> Authorize {
        Authorize(self.engine.authorize().parameter("connector", connector))
    }

    /// Returns the URL to send a customer of `connector` to, with a state of the program's own making.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the connector or state is empty.
    pub fn get_authorization_url(&self, connector: &str, state: &str) -> Result<Url, Error> {
        self.get_authorization_url_with(connector, state, [])
    }

    /// Does the same with parameters of the provider's own.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) also when a parameter is reserved, repeated or unnamed.
    pub fn get_authorization_url_with<'a>(
        &self,
        connector: &str,
        state: &str,
        parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Url, Error> {
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let mut all = vec![own(("connector", connector))];
        all.extend(parameters.into_iter().map(own));
        Ok(self.engine.get_authorization_url(&all, state)?)
    }

    /// Returns when the customer was last active, as this process knows it: from [`touch`](Self::touch), or
    /// from the store once a call has read it.
    pub fn last_access(&self) -> Option<SystemTime> {
        self.engine.last_access()
    }

    /// Returns the identifier of the customer's consent, as this process knows it: the `grant_id` of the token.
    /// Notifications name it, and [`ServiceClient::consent`](crate::service::ServiceClient::consent) takes it.
    pub fn consent_id(&self) -> Option<String> {
        self.oauth_token()?.claim("grant_id")
    }

    /// Returns what the customer's id_token says of the consent, as this process knows it.
    pub fn id_token(&self) -> Option<IdToken> {
        IdToken::of(&self.oauth_token()?)
    }

    /// Returns the token as this process knows it, without asking the store.
    pub fn oauth_token(&self) -> Option<OauthToken> {
        self.engine.oauth_token()
    }

    /// Returns the name under which the grant is kept. Nothing is kept under that of a client for many connections.
    pub fn connection(&self) -> &ConnectionId {
        self.engine.connection()
    }

    /// Returns the engine below, for what is not specific to Akoya.
    pub fn engine(&self) -> &AuthorizationCodeAuth {
        &self.engine
    }

    pub(crate) async fn bearer(&self) -> Result<Bearer, Error> {
        Ok(self.grant()?.bearer().await?)
    }

    pub(crate) async fn bearer_after_rejection(&self, rejected: &Bearer) -> Result<Bearer, Error> {
        Ok(self.engine.bearer_after_rejection(rejected).await?)
    }
}

/// An authorization request about to be made.
#[derive(Debug)]
pub struct Authorize(acg::consent::AuthorizeBuilder);

impl Authorize {
    /// Adds a parameter of the provider's own.
    #[must_use]
    pub fn parameter(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self(self.0.parameter(name, value))
    }

    /// Sets how long the customer may take. Default: 10 minutes.
    #[must_use]
    pub fn lifetime(self, lifetime: std::time::Duration) -> Self {
        Self(self.0.lifetime(lifetime))
    }

    /// Returns the URL to send the customer to, and what to keep until the callback comes.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the connector is empty or a parameter is reserved or
    /// repeated.
    pub fn start(self) -> Result<(Url, PendingAuthorization), Error> {
        Ok(self.0.start()?)
    }
}
