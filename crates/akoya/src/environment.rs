//! Which Akoya: hosts of the identity provider and of the data products.

use acg::http::is_secure;
use url::Url;

use crate::error::Error;

/// Where Akoya is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// Akoya's sandbox: provider `mikomo`, test users, 5 requests per second.
    Sandbox,
    /// Akoya's production. Real customers' data.
    Production,
    /// Other hosts: a local sandbox, a gateway. See [`Environment::custom`].
    Custom(Endpoints),
}

/// The base URLs of an environment of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    name: Box<str>,
    idp: Url,
    api: Url,
    /// Where service tokens come from, and where the service APIs are.
    services: Option<Box<(Url, Url)>>,
}

impl Environment {
    /// Returns an environment with these base URLs: `idp` has `/auth`, `/token` and
    /// `/revoke` below it, `api` the data products.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when a URL is neither https nor loopback, or
    /// has a query, a fragment or a user name.
    pub fn custom(idp: &str, api: &str) -> Result<Self, Error> {
        let (idp, api) = (base_url("identity provider", idp)?, base_url("API", api)?);
        Ok(Self::Custom(Endpoints {
            name: idp.as_str().into(),
            idp,
            api,
            services: None,
        }))
    }

    /// Names the hosts of the service APIs of a custom environment: `sts` has `/oauth2/token` below it, `api` has
    /// `/consents`, `/notifications` and `/manage`. Akoya's own environments know theirs.
    ///
    /// # Errors
    /// As [`custom`](Self::custom).
    pub fn with_services(self, sts: &str, api: &str) -> Result<Self, Error> {
        let services = (
            base_url("service tokens", sts)?,
            base_url("service APIs", api)?,
        );
        Ok(match self {
            Self::Custom(endpoints) => Self::Custom(Endpoints {
                services: Some(Box::new(services)),
                ..endpoints
            }),
            known => known,
        })
    }

    /// Names a custom environment. Stored tokens are bound to the name, so that a token of one
    /// environment is never sent to another; set it where URLs change although the environment stays.
    /// Default: the identity provider's URL.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        match self {
            Self::Custom(endpoints) => Self::Custom(Endpoints {
                name: name.into().into(),
                ..endpoints
            }),
            known => known,
        }
    }

    pub(crate) fn is_akoya(&self) -> bool {
        !matches!(self, Self::Custom(_))
    }

    /// Returns the name that stored tokens are bound to.
    pub fn name(&self) -> &str {
        match self {
            Self::Sandbox => "akoya-sandbox",
            Self::Production => "akoya-production",
            Self::Custom(endpoints) => &endpoints.name,
        }
    }

    /// Returns the identity provider's base URL, ending in `/`.
    ///
    /// # Errors
    /// Never for the environments of this library.
    pub fn idp(&self) -> Result<Url, Error> {
        match self {
            Self::Sandbox => base_url("identity provider", "https://sandbox-idp.ddp.akoya.com"),
            Self::Production => base_url("identity provider", "https://idp.ddp.akoya.com"),
            Self::Custom(endpoints) => Ok(endpoints.idp.clone()),
        }
    }

    /// Returns the base URLs of the service tokens and of the service APIs, ending in `/`.
    pub(crate) fn services(&self) -> Result<(Url, Url), Error> {
        let (sts, api) = match self {
            Self::Sandbox => (
                "https://sandbox-sts.ddp.akoya.com",
                "https://sandbox-api.akoya.com",
            ),
            Self::Production => ("https://sts.ddp.akoya.com", "https://api.akoya.com"),
            Self::Custom(endpoints) => {
                return endpoints.services.as_deref().cloned().ok_or_else(|| {
                    let text = "the environment has no service APIs: add them with `with_services`";
                    Error::configuration(text)
                });
            }
        };
        Ok((
            base_url("service tokens", sts)?,
            base_url("service APIs", api)?,
        ))
    }

    /// Returns the data products' base URL, ending in `/`.
    ///
    /// # Errors
    /// Never for the environments of this library.
    pub fn api(&self) -> Result<Url, Error> {
        match self {
            Self::Sandbox => base_url("API", "https://sandbox-products.ddp.akoya.com"),
            Self::Production => base_url("API", "https://products.ddp.akoya.com"),
            Self::Custom(endpoints) => Ok(endpoints.api.clone()),
        }
    }
}

/// Returns a URL that paths can be added to. Secrets travel to it: https, or this machine.
fn base_url(subject: &str, text: &str) -> Result<Url, Error> {
    let refuse = |problem: &str| {
        Err(Error::configuration(format!(
            "the base URL of the {subject} {problem}"
        )))
    };
    let Ok(mut url) = Url::parse(text) else {
        return refuse("is not an absolute URL");
    };
    if !is_secure(&url) {
        return refuse("must be https, or http on a loopback address");
    }
    if url.query().is_some()
        || url.fragment().is_some()
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return refuse("has a query, a fragment or a user name");
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_never_reaches_the_sandbox() {
        let environment = Environment::Production;
        assert_eq!(
            environment.idp().unwrap().as_str(),
            "https://idp.ddp.akoya.com/"
        );
        assert_eq!(
            environment.api().unwrap().as_str(),
            "https://products.ddp.akoya.com/"
        );
        assert_eq!(
            Environment::Sandbox.idp().unwrap().as_str(),
            "https://sandbox-idp.ddp.akoya.com/"
        );
        assert_eq!(
            Environment::Sandbox.api().unwrap().as_str(),
            "https://sandbox-products.ddp.akoya.com/"
        );
    }

    #[test]
    fn a_custom_base_url_is_https_or_loopback() {
        for url in [
            "https://gate.example/akoya",
            "http://127.0.0.1:8080",
            "http://[::1]:1/",
        ] {
            assert!(Environment::custom(url, url).is_ok(), "{url}");
        }
        let refused = [
            "http://gate.example",
            "gate.example",
            "",
            "https://u:p@gate.example",
            "https://gate.example?x=1",
            "ftp://127.0.0.1",
        ];
        for url in refused {
            assert!(
                Environment::custom("https://gate.example", url).is_err(),
                "{url}"
            );
        }
    }
}
