//! The HTTP client for everything that is sent to Akoya, and the proxy in front of it.

use std::sync::Arc;
use std::time::Duration;

use akoya::oauth::Secret;
use akoya::oauth::http::{HttpClient, HttpClientOptions, HttpService};
use bytes::Bytes;
use http::{Request, StatusCode};
use url::Url;

use crate::exit_code::ExitCode;
use crate::failure::{Failure, PROXY_LOGIN};
use crate::variables::Variables;

/// A proxy, and what is reached without it.
#[derive(Clone, Default)]
pub(crate) struct Proxy {
    /// A URL, which may hold a password.
    pub(crate) url: Option<String>,
    /// Hosts, domains and networks, separated by commas.
    pub(crate) except: Option<String>,
}

impl Proxy {
    /// Chooses the proxy that is named, else that of the usual variables.
    pub(crate) fn new(named: Option<&Secret>, variables: &Variables) -> Self {
        let named = named.map(|url| url.expose().to_owned());
        Self {
            url: named.or_else(|| variables.proxy.clone()),
            except: variables.no_proxy.clone(),
        }
    }
}

/// How long the identity provider may take to say anything before a customer is sent there.
const PATIENCE: Duration = Duration::from_secs(15);

/// What a client has to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Servers by https.
    Https,
    /// Servers on this computer by http alone: there is no certificate to check.
    Local,
}

/// Builds the HTTP client. This computer is always reached without the proxy.
pub(crate) fn client(proxy: &Proxy, reach: Reach) -> Result<Arc<dyn HttpService>, Failure> {
    let mut options = HttpClientOptions::default();
    // To read them takes longer than all else that a command does.
    options.platform_authorities = reach == Reach::Https;
    options.user_agent = concat!("akoya-cli/", env!("CARGO_PKG_VERSION")).to_owned();
    options.proxy.clone_from(&proxy.url);
    options.no_proxy.clone_from(&proxy.except);
    let client = HttpClient::new(&options).map_err(|error| {
        Failure::from(error)
            .advise("Write the proxy as http://HOST:PORT, in --proxy, AKOYA_PROXY or HTTPS_PROXY.")
    })?;
    Ok(Arc::new(client))
}

/// Checks that the server of a page responds at all, before a customer is sent to the page and consents in vain.
pub(crate) async fn check_reachable(client: &dyn HttpService, page: &Url) -> Result<(), Failure> {
    let host = page.host_str().unwrap_or_default();
    let failed = |code| {
        Failure::new(
            code,
            format!("the identity provider {host} could not be reached"),
        )
    };
    let url = page.join("/.well-known/openid-configuration");
    let request = url
        .ok()
        .and_then(|url| Request::get(url.as_str()).body(Bytes::new()).ok());
    let Some(request) = request else {
        return Err(failed(ExitCode::Configuration));
    };
    match tokio::time::timeout(PATIENCE, client.call(request)).await {
        Ok(Ok(response)) if response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
            Err(failed(ExitCode::Configuration).advise(PROXY_LOGIN))
        }
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(failed(ExitCode::TryAgain)
            .because(&error)
            .advise("Check its URL, the network, and the proxy if there is one.")
            .of_connection()),
        Err(_) => Err(failed(ExitCode::TryAgain).advise("It did not respond in time. Try again.")),
    }
}
