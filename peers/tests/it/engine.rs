//! Each client, set up for the same grant.

use acg::provider::ClientAuth;
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, Provider};
use huskarl::core::client_auth::ClientSecret;
use huskarl::core::secrets::{ProvidedSecret, SecretString};
use huskarl::grant::authorization_code::AuthorizationCodeGrant;
use huskarl::grant::refresh::RefreshGrant;
use huskarl_reqwest::ReqwestClient;
use oauth2::basic::BasicClient;
use oauth2::{
    AuthUrl, ClientId, ClientSecret as Oauth2Secret, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, RedirectUrl, TokenUrl,
};

pub(crate) const AUTHORIZE: &str = "https://idp.example/authorize?tenant=a%20b";

/// The grant: where the code is exchanged, and who the client is.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) token_endpoint: String,
    pub(crate) client_id: String,
    pub(crate) secret: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
}

impl Grant {
    pub(crate) fn at(token_endpoint: &str) -> Self {
        Self {
            token_endpoint: token_endpoint.to_owned(),
            client_id: "client".to_owned(),
            secret: "secret".to_owned(),
            redirect_uri: "https://app.example/callback".to_owned(),
            scopes: vec!["accounts".to_owned()],
        }
    }

    pub(crate) fn acg(&self, auth: ClientAuth) -> AuthorizationCodeAuth {
        let token_endpoint = self.token_endpoint.parse().unwrap();
        let provider = Provider::rfc6749(AUTHORIZE.parse().unwrap(), token_endpoint).unwrap();
        let credentials = AuthorizationCodeAuthCredentials::builder(
            self.client_id.clone(),
            self.secret.clone(),
            self.redirect_uri.clone(),
        );
        let credentials = credentials
            .oauth_scopes(self.scopes.clone())
            .build()
            .unwrap();
        AuthorizationCodeAuth::builder(credentials, provider.exchange_auth(auth))
            .build()
            .unwrap()
    }

    pub(crate) fn oauth2(
        &self,
    ) -> BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet> {
        BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_client_secret(Oauth2Secret::new(self.secret.clone()))
            .set_auth_uri(AuthUrl::new(AUTHORIZE.to_owned()).unwrap())
            .set_token_uri(TokenUrl::new(self.token_endpoint.clone()).unwrap())
            .set_redirect_uri(RedirectUrl::new(self.redirect_uri.clone()).unwrap())
    }

    pub(crate) async fn huskarl(&self) -> AuthorizationCodeGrant {
        AuthorizationCodeGrant::builder()
            .authorization_endpoint(AUTHORIZE.parse().unwrap())
            .token_endpoint(self.token_endpoint.parse().unwrap())
            .client_id(self.client_id.clone())
            .http_client(ReqwestClient::builder().build().await.unwrap())
            .client_auth(ClientSecret::new(ProvidedSecret::new(SecretString::new(
                self.secret.clone(),
            ))))
            .redirect_uri(self.redirect_uri.clone())
            // Else it wants the keys of the provider with the scope `openid`.
            .oidc(false)
            .build()
            .await
            .unwrap()
    }

    pub(crate) async fn huskarl_refresh(&self) -> RefreshGrant {
        RefreshGrant::builder()
            .token_endpoint(self.token_endpoint.parse().unwrap())
            .client_id(self.client_id.clone())
            .http_client(ReqwestClient::builder().build().await.unwrap())
            .client_auth(ClientSecret::new(ProvidedSecret::new(SecretString::new(
                self.secret.clone(),
            ))))
            .token_endpoint_auth_methods_supported(vec!["client_secret_basic".to_owned()])
            .build()
    }
}

/// The HTTP client of `oauth2`.
pub(crate) async fn send(request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let response = reqwest::Client::new().execute(request.try_into()?).await?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut made = HttpResponse::new(response.bytes().await?.to_vec());
    (*made.status_mut(), *made.headers_mut()) = (status, headers);
    Ok(made)
}
