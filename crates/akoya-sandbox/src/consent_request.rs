//! Which consent is to be given without the pages.

use serde::Deserialize;

/// A consent that a test wants to have given: by which user, to which application, for which accounts.
///
/// A user's name is enough: `"mikomo_7".into()`.
///
/// ```
/// use akoya_sandbox::ConsentRequest;
///
/// let request = ConsentRequest::new("mikomo_7").accounts(["a8f79df7876a1414"]).scope("openid profile offline_access email");
/// # let _ = request;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentRequest {
    pub(crate) user: String,
    #[serde(default)]
    pub(crate) client_id: Option<String>,
    #[serde(default)]
    pub(crate) redirect_uri: Option<String>,
    #[serde(default)]
    pub(crate) scope: Option<String>,
    #[serde(default)]
    pub(crate) state: Option<String>,
    #[serde(default)]
    pub(crate) accounts: Option<Vec<String>>,
    /// Whether the admin API is to exchange the code too.
    #[serde(default)]
    pub(crate) tokens: bool,
}

impl ConsentRequest {
    /// Describes a consent of this user, for all accounts.
    pub fn new(user: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            client_id: None,
            redirect_uri: None,
            scope: None,
            state: None,
            accounts: None,
            tokens: false,
        }
    }

    /// Sets the application that gets it. Default: the first one.
    #[must_use]
    pub fn client(mut self, id: impl Into<String>) -> Self {
        self.client_id = Some(id.into());
        self
    }

    /// Sets the redirect URI, one that the application may use. Default: the first that is registered, or
    /// `http://127.0.0.1/callback`.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// Sets the scopes, separated by spaces. Default: `openid profile offline_access`.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Sets the state that the callback repeats. Default: `sandbox-state`.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Sets the ids of the accounts that are shared, at least one. Default: all.
    #[must_use]
    pub fn accounts(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.accounts = Some(ids.into_iter().map(Into::into).collect());
        self
    }
}

impl From<&str> for ConsentRequest {
    fn from(user: &str) -> Self {
        Self::new(user)
    }
}
