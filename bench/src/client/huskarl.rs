//! The crate `huskarl`: its token source with its own cache, as its guide "Caching tokens" describes it.

use std::sync::Arc;

use http::HeaderValue;
use huskarl::cache::{
    GrantTokenSource, InMemoryTokenCache, NoSource, RefreshTokenStore, TokenSource as _,
};
use huskarl::core::Error;
use huskarl::core::client_auth::ClientSecret;
use huskarl::core::platform::MaybeSendBoxFuture;
use huskarl::core::secrets::{ProvidedSecret, SecretString};
use huskarl::grant::refresh::RefreshGrant;
use huskarl::token::RefreshToken;
use huskarl_reqwest::ReqwestClient;

use hot_paths::token::header;

use super::reqwest::{balances, plain};
use super::{Bearers, Caller};

/// Always the same refresh token: the stub takes it.
struct Fixed;

impl RefreshTokenStore for Fixed {
    fn get(&self) -> MaybeSendBoxFuture<'_, Result<Option<RefreshToken>, Error>> {
        let token = RefreshToken::new(SecretString::new("r"), None);
        Box::pin(std::future::ready(Ok(Some(token))))
    }

    fn set<'a>(&'a self, _: &'a RefreshToken) -> MaybeSendBoxFuture<'a, Result<(), Error>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn clear(&self) -> MaybeSendBoxFuture<'_, Result<(), Error>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// `huskarl` with its cache in memory.
pub struct Cached {
    cache: InMemoryTokenCache<Arc<GrantTokenSource<RefreshGrant, Fixed>>>,
    http: reqwest::Client,
    url: String,
}

impl Cached {
    /// A client of the server at `url`. It has no token yet.
    pub async fn new(url: &str) -> Self {
        let grant = RefreshGrant::builder()
            .token_endpoint(format!("{url}/token").parse().unwrap())
            .client_id("client")
            .http_client(ReqwestClient::builder().build().await.unwrap())
            .client_auth(ClientSecret::new(ProvidedSecret::new(SecretString::new(
                "secret",
            ))))
            .build();
        let source = GrantTokenSource::builder()
            .grant(grant)
            .grant_parameters(NoSource)
            .refresh_store(Fixed)
            .build();
        Self {
            cache: InMemoryTokenCache::builder()
                .source(Arc::new(source))
                .build(),
            http: plain(),
            url: url.to_owned(),
        }
    }
}

impl Bearers for Cached {
    async fn header(&self) -> HeaderValue {
        let response = self.cache.token().await.unwrap();
        header(response.access_token().token().expose_secret())
    }
}

impl Caller for Cached {
    async fn balances(&self) -> usize {
        balances(&self.http, &self.url, self.header().await).await
    }
}
