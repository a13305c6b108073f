//! A provider as data: the settings of its profile, as a program reads them from a file.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use url::Url;

use crate::error::Error;
use crate::http::service::HttpService;
#[cfg(feature = "jose")]
use crate::identity::rules::IdTokenValidation;
#[cfg(feature = "jose")]
use crate::jose::Algorithm;
use crate::provider::client_auth::ClientAuth;
#[cfg(feature = "jose")]
use crate::provider::profile::ResponseMode;
use crate::provider::profile::{
    CallbackIssuer, Dpop, Nonce, Pkce, Provider, PushedRequests, SenderConstraint, Verdict,
};
use crate::token::bearer::BearerSource;

/// What a file says about a provider, in TOML, JSON or any other form that `serde` reads. Unknown names are refused, so
/// that a misspelt one is not without effect.
///
/// With `issuer` alone the rest is [discovered](Provider::discover_with); what is set replaces what
/// the metadata say. With `authorization_endpoint` and `token_endpoint` nothing is discovered, and
/// `issuer` is what callbacks are compared with.
///
/// | name | value | default |
/// |---|---|---|
/// | `issuer` | URL | – |
/// | `authorization_endpoint`, `token_endpoint`, `revocation_endpoint`, `device_authorization_endpoint`, `pushed_authorization_request_endpoint` | URL | the metadata's |
/// | `client_auth`, `exchange_auth`, `refresh_auth`, `revoke_auth` | a name of RFC 8414, such as `client_secret_post` | the metadata's, else `client_secret_basic` |
/// | `assertion_audience` | text | the issuer, else the token endpoint |
/// | `pkce` | `true`, `false` | `true` |
/// | `nonce` | `"required"`, `"if_returned"`, `"off"` | `"required"` |
/// | `pushed_requests` | `true`, `false` | the metadata's, else `false` |
/// | `dpop` | `true`, `false` | `false` |
/// | `fapi2` | `"dpop"`, `"mutual_tls"`: the [profile](Provider::fapi2) | – |
/// | `callbacks_name_issuer` | `true`, `false` | the metadata's, else `false` |
/// | `scopes` | list of texts | none |
/// | `bearer` | `"access_token"`, `"id_token"` | `"access_token"` |
/// | `id_tokens` | `"off"`, `"if_present"`, `"required"`: whether they are [validated](Provider::validate_id_tokens); feature `jose` | `"if_present"` where the metadata name keys, else `"off"` |
/// | `response_mode` | `"query"`, `"jwt"`: [signed callbacks](ResponseMode); feature `jose` | `"query"` |
/// | `jwks_uri` | URL; feature `jose` | the metadata's |
/// | `id_token_algorithms` | list of names, such as `ES256`; feature `jose` | the metadata's |
/// | `errors` | what `error` codes of the token endpoint mean, by code: `"token_invalid"`, `"transient"`, `"misconfigured"`, `"bad_request"`, `"unclear"` (see [`Verdict`]) | RFC 6749 §5.2 |
/// | `grace_window`, `timeout` | seconds | 0, 60 |
///
/// ```
/// use acg::provider::ProviderSettings;
///
/// let settings: ProviderSettings = serde_json::from_str(
///     r#"{
///         "authorization_endpoint": "https://idp.example/auth",
///         "token_endpoint": "https://idp.example/token",
///         "client_auth": "client_secret_post",
///         "scopes": ["openid", "offline_access"]
///     }"#,
/// )?;
/// let provider = settings.provider_without_discovery()?;
/// # let _ = provider;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProviderSettings {
    issuer: Option<String>,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
    device_authorization_endpoint: Option<String>,
    pushed_authorization_request_endpoint: Option<String>,
    client_auth: Option<String>,
    exchange_auth: Option<String>,
    refresh_auth: Option<String>,
    revoke_auth: Option<String>,
    assertion_audience: Option<String>,
    pkce: Option<bool>,
    nonce: Option<NonceSetting>,
    pushed_requests: Option<bool>,
    dpop: Option<bool>,
    fapi2: Option<ConstraintSetting>,
    callbacks_name_issuer: Option<bool>,
    scopes: Option<Vec<String>>,
    bearer: Option<BearerSetting>,
    #[cfg(feature = "jose")]
    id_tokens: Option<IdTokenSetting>,
    #[cfg(feature = "jose")]
    response_mode: Option<ResponseSetting>,
    #[cfg(feature = "jose")]
    jwks_uri: Option<String>,
    #[cfg(feature = "jose")]
    id_token_algorithms: Option<Vec<String>>,
    errors: BTreeMap<String, Verdict>,
    grace_window: Option<u64>,
    timeout: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum NonceSetting {
    Required,
    IfReturned,
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BearerSetting {
    AccessToken,
    IdToken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ConstraintSetting {
    Dpop,
    MutualTls,
}

#[cfg(feature = "jose")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ResponseSetting {
    Query,
    Jwt,
}

#[cfg(feature = "jose")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum IdTokenSetting {
    Off,
    IfPresent,
    Required,
}

impl ProviderSettings {
    /// Returns the provider, discovered if the endpoints are not set.
    ///
    /// # Errors
    /// As for [`Provider::discover_with`]; and [`Configuration`](crate::ErrorKind::Configuration) when
    /// neither the issuer nor both endpoints are set, an endpoint is neither https nor loopback, or a
    /// client authentication method is unknown.
    ///
    /// # Cancel safety
    /// Nothing is kept: it can be dropped at any time.
    pub async fn provider(&self, http: &dyn HttpService) -> Result<Provider, Error> {
        match (
            &self.issuer,
            &self.authorization_endpoint,
            &self.token_endpoint,
        ) {
            (Some(issuer), None, None) => self.change(Provider::discover_with(issuer, http).await?),
            // An issuer with one endpoint is refused there: whether the other is to be discovered
            // would be a guess.
            _ => self.provider_without_discovery(),
        }
    }

    /// Returns the provider, whose endpoints are set.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when an endpoint is missing or is neither https nor
    /// loopback, or a client authentication method is unknown.
    pub fn provider_without_discovery(&self) -> Result<Provider, Error> {
        let (Some(authorization), Some(token)) =
            (&self.authorization_endpoint, &self.token_endpoint)
        else {
            let text = "the provider's settings must name either its issuer alone, or both its authorization and its token endpoint";
            return Err(Error::configuration(text));
        };
        let provider = Provider::rfc6749(url(authorization)?, url(token)?)?;
        let provider = match &self.issuer {
            Some(issuer) => provider.issuer(issuer),
            None => provider,
        };
        self.change(provider)
    }

    /// Puts what is set in place of what the provider has.
    fn change(&self, provider: Provider) -> Result<Provider, Error> {
        let provider = self.change_endpoints(provider)?;
        let mut provider = self.change_client_auth(provider)?;
        if let Some(pkce) = self.pkce {
            provider = provider.pkce(if pkce { Pkce::S256 } else { Pkce::Off });
        }
        if let Some(pushed) = self.pushed_requests {
            provider = provider.pushed_requests(if pushed {
                PushedRequests::Required
            } else {
                PushedRequests::Off
            });
        }
        if let Some(dpop) = self.dpop {
            provider = provider.dpop(if dpop { Dpop::Required } else { Dpop::Off });
        }
        if let Some(always) = self.callbacks_name_issuer {
            provider = provider.callback_issuer(if always {
                CallbackIssuer::Required
            } else {
                CallbackIssuer::Optional
            });
        }
        if let Some(scopes) = &self.scopes {
            provider = provider.scopes(scopes);
        }
        provider = self.change_tokens(provider);
        #[cfg(feature = "jose")]
        {
            provider = self.change_id_tokens(provider)?;
        }
        provider.stated_verdicts.extend(self.errors.clone());
        // Last: the profile turns on what it demands, whatever the file says before.
        match self.fapi2 {
            None => Ok(provider),
            Some(ConstraintSetting::Dpop) => provider.fapi2(SenderConstraint::Dpop),
            Some(ConstraintSetting::MutualTls) => provider.fapi2(SenderConstraint::MutualTls),
        }
    }

    fn change_endpoints(&self, mut provider: Provider) -> Result<Provider, Error> {
        if let Some(endpoint) = &self.revocation_endpoint {
            provider = provider.revocation_endpoint(url(endpoint)?)?;
        }
        if let Some(endpoint) = &self.device_authorization_endpoint {
            provider = provider.device_authorization_endpoint(url(endpoint)?)?;
        }
        if let Some(endpoint) = &self.pushed_authorization_request_endpoint {
            provider = provider.pushed_authorization_request_endpoint(url(endpoint)?)?;
        }
        Ok(provider)
    }

    fn change_client_auth(&self, mut provider: Provider) -> Result<Provider, Error> {
        type Set = fn(Provider, ClientAuth) -> Provider;
        // The one for all operations first, so that one for a single operation replaces it.
        let settings: [(&Option<String>, Set); 4] = [
            (&self.client_auth, Provider::client_auth),
            (&self.exchange_auth, Provider::exchange_auth),
            (&self.refresh_auth, Provider::refresh_auth),
            (&self.revoke_auth, Provider::revoke_auth),
        ];
        for (name, set) in settings {
            if let Some(name) = name {
                let auth = ClientAuth::from_name(name).ok_or_else(|| {
                    Error::configuration(
                        "the provider's settings name an unknown client authentication method",
                    )
                })?;
                provider = set(provider, auth);
            }
        }
        if let Some(audience) = &self.assertion_audience {
            provider = provider.assertion_audience(audience);
        }
        Ok(provider)
    }

    #[cfg(feature = "jose")]
    fn change_id_tokens(&self, mut provider: Provider) -> Result<Provider, Error> {
        if let Some(keys) = &self.jwks_uri {
            provider = provider.keys_at(url(keys)?)?;
        }
        if let Some(names) = &self.id_token_algorithms {
            let known: Option<Vec<_>> = names
                .iter()
                .map(|name| Algorithm::from_name(name))
                .collect();
            provider = provider.id_token_algorithms(known.ok_or_else(|| {
                Error::configuration("the provider's settings name an unknown signature algorithm")
            })?);
        }
        if let Some(mode) = self.response_mode {
            provider = provider.response_mode(match mode {
                ResponseSetting::Query => ResponseMode::Query,
                ResponseSetting::Jwt => ResponseMode::Jwt,
            });
        }
        if let Some(validation) = self.id_tokens {
            provider = provider.validate_id_tokens(match validation {
                IdTokenSetting::Off => IdTokenValidation::Off,
                IdTokenSetting::IfPresent => IdTokenValidation::IfPresent,
                IdTokenSetting::Required => IdTokenValidation::Required,
            });
        }
        Ok(provider)
    }

    fn change_tokens(&self, mut provider: Provider) -> Provider {
        if let Some(nonce) = self.nonce {
            provider = provider.nonce(match nonce {
                NonceSetting::Required => Nonce::Required,
                NonceSetting::IfReturned => Nonce::IfReturned,
                NonceSetting::Off => Nonce::Off,
            });
        }
        if let Some(bearer) = self.bearer {
            provider = provider.bearer(match bearer {
                BearerSetting::AccessToken => BearerSource::AccessToken,
                BearerSetting::IdToken => BearerSource::IdToken,
            });
        }
        if let Some(seconds) = self.grace_window {
            provider = provider.grace_window(Duration::from_secs(seconds));
        }
        if let Some(seconds) = self.timeout {
            provider = provider.timeout(Duration::from_secs(seconds));
        }
        provider
    }
}

fn url(text: &str) -> Result<Url, Error> {
    Url::parse(text)
        .map_err(|_| Error::configuration("an endpoint in the provider's settings is not a URL"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::operation::Operation;
    use crate::provider::error::OauthProviderError;

    fn provider(changes: Value) -> Result<Provider, Error> {
        let mut settings = json!({
            "authorization_endpoint": "https://idp.example/auth",
            "token_endpoint": "https://idp.example/token",
        });
        if let (Some(all), Value::Object(changes)) = (settings.as_object_mut(), changes) {
            all.extend(changes);
        }
        let settings: ProviderSettings = serde_json::from_value(settings)
            .map_err(|error| Error::configuration(error.to_string()))?;
        settings.provider_without_discovery()
    }

    #[test]
    fn every_setting_is_one_of_the_profile() {
        let provider = provider(json!({
            "issuer": "https://idp.example",
            "revocation_endpoint": "https://idp.example/revoke",
            "device_authorization_endpoint": "https://idp.example/device",
            "pushed_authorization_request_endpoint": "https://idp.example/par",
            "client_auth": "client_secret_post",
            "revoke_auth": "none",
            "assertion_audience": "https://idp.example/oauth",
            "pkce": false,
            "nonce": "if_returned",
            "pushed_requests": true,
            "dpop": true,
            "callbacks_name_issuer": true,
            "scopes": ["openid"],
            "bearer": "id_token",
            "grace_window": 30,
            "timeout": 5,
        }))
        .unwrap();
        assert_eq!(provider.issuer.as_deref(), Some("https://idp.example"));
        let audience = provider.assertion_audience.as_deref();
        assert_eq!(audience, Some("https://idp.example/oauth"));
        assert!(provider.revocation_endpoint.is_some());
        assert!(provider.device_authorization_endpoint.is_some());
        assert!(provider.pushed_authorization_request_endpoint.is_some());
        assert_eq!(provider.exchange_auth, provider.refresh_auth);
        assert_ne!(provider.revoke_auth, provider.refresh_auth);
        assert_eq!(provider.pkce, Pkce::Off);
        assert_eq!(provider.nonce, Nonce::IfReturned);
        assert_eq!(provider.pushed_requests, PushedRequests::Required);
        assert_eq!(provider.dpop, Dpop::Required);
        assert_eq!(provider.callback_issuer, CallbackIssuer::Required);
        assert_eq!(provider.scopes, ["openid"]);
        assert_eq!(provider.bearer, BearerSource::IdToken);
        assert_eq!(provider.grace_window, Duration::from_secs(30));
        assert_eq!(provider.timeout, Duration::from_secs(5));
    }

    #[test]
    fn what_an_error_code_means_is_a_setting() {
        let told = provider(json!({
            "errors": {"invalid_request": "token_invalid", "busy": "transient"}
        }))
        .unwrap();
        let plain = provider(json!({})).unwrap();
        let verdicts = |code: &str| {
            let error = OauthProviderError::new(Operation::Refresh, Some(400), code);
            (told.verdict(&error), plain.verdict(&error))
        };
        assert_eq!(
            verdicts("invalid_request"),
            (Verdict::TokenInvalid, Verdict::Unclear)
        );
        assert_eq!(verdicts("busy"), (Verdict::Transient, Verdict::Unclear));
        let unchanged = (Verdict::Misconfigured, Verdict::Misconfigured);
        assert_eq!(verdicts("invalid_client"), unchanged);
    }

    #[cfg(feature = "jose")]
    #[test]
    fn how_id_tokens_are_validated_is_a_setting() {
        let told = provider(json!({
            "issuer": "https://idp.example",
            "id_tokens": "required",
            "response_mode": "jwt",
            "jwks_uri": "https://idp.example/keys",
            "id_token_algorithms": ["ES256"],
        }))
        .unwrap();
        assert_eq!(told.id_tokens.validation, IdTokenValidation::Required);
        assert_eq!(told.id_tokens.algorithms, [Algorithm::Es256]);
        assert_eq!(told.response_mode, ResponseMode::Jwt);
        assert!(told.id_tokens.check(told.issuer.as_deref()).is_ok());
        for changes in [
            json!({"id_token_algorithms": ["none"]}),
            json!({"jwks_uri": "http://idp.example/keys"}),
            json!({"id_tokens": true}),
        ] {
            assert!(provider(changes.clone()).is_err(), "{changes}");
        }
    }

    #[test]
    fn what_is_not_set_is_as_in_the_standards() {
        let plain = provider(json!({})).unwrap();
        assert_eq!(plain.pkce, Pkce::S256);
        assert_eq!(plain.nonce, Nonce::Required);
        assert_eq!(plain.bearer, BearerSource::AccessToken);
        assert_eq!(plain.timeout, Duration::from_secs(60));
    }

    #[test]
    fn a_misspelt_unsafe_or_incomplete_setting_is_refused() {
        for changes in [
            json!({"pkse": true}),
            json!({"fapi2": "dpop"}),
            json!({"nonce": "sometimes"}),
            json!({"client_auth": "client_secret_cookie"}),
            json!({"errors": {"invalid_request": "dead"}}),
            json!({"token_endpoint": "http://idp.example/token"}),
            json!({"device_authorization_endpoint": "http://idp.example/device"}),
            json!({"token_endpoint": null}),
        ] {
            assert!(provider(changes.clone()).is_err(), "{changes}");
        }
    }
}
