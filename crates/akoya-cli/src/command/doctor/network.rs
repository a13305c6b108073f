//! The network: names, proxy, TLS, what the identity provider publishes, its clock, and the data API.

use std::time::{Duration, SystemTime};

use akoya::oauth::http::HttpService;
use akoya_sandbox::Sandbox;
use bytes::Bytes;
use http::header::DATE;
use http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use super::check::Check;
use crate::connection::{Connection, Environment};
use crate::context::Context;
use crate::date;
use crate::exit_code::ExitCode;
use crate::failure::{Failure, PROXY_LOGIN};
use crate::http_client::{self, Proxy, Reach};
use crate::settings::Settings;

/// How long a server may take to say anything.
const PATIENCE: Duration = Duration::from_secs(15);

/// The largest metadata that is read, in bytes.
const LIMIT: usize = 1024 * 1024;

/// By how much two clocks may differ without a word, and by how much before tokens are misjudged.
const UNREMARKABLE: Duration = Duration::from_secs(30);
const TOLERABLE: Duration = Duration::from_secs(300);

/// What a server has said.
struct Heard {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// When it was asked and when it had responded, by this computer's clock.
    between: (SystemTime, SystemTime),
}

/// Looks at the way to the identity provider and to the data API.
pub(super) async fn check(
    context: &Context,
    settings: Settings<'_>,
    connection: &Connection,
) -> Vec<Check> {
    if connection.environment == Environment::Embedded {
        return vec![embedded(context).await];
    }
    let proxy = Proxy::new(settings.proxy(), &context.variables);
    let prepared = connection
        .environment
        .for_client(None)
        .and_then(|environment| Ok((environment.idp()?, environment.api()?)))
        .map_err(Failure::from)
        .and_then(|urls| {
            Ok((
                urls,
                http_client::client(&proxy, connection.environment.reach())?,
            ))
        });
    let ((idp, api), client) = match prepared {
        Ok(prepared) => prepared,
        Err(failure) => return vec![Check::failed("network", &failure)],
    };
    let mut checks = vec![proxy_in_use(&proxy).await];
    for url in [&idp, &api] {
        checks.push(names(url, &proxy).await);
    }
    let heard = ask(context, &*client, &idp, ".well-known/openid-configuration").await;
    match heard {
        Ok(heard) => checks.extend([tls(&idp), discovery(&idp, &heard), clock(&heard)]),
        Err(failure) => checks.push(Check::failed("provider", &failure)),
    }
    checks.push(match ask(context, &*client, &api, "").await {
        // Without a token every response is a refusal: that there is one is what counts.
        Ok(heard) => Check::ok(
            "data API",
            format!("{api} responds, HTTP {}", heard.status.as_u16()),
        ),
        Err(failure) => Check::failed("data API", &failure),
    });
    checks
}

/// Starts the sandbox inside this command, and asks it. Where it has kept nothing yet, one that keeps nothing.
async fn embedded(context: &Context) -> Check {
    let name = "sandbox";
    if context.data.embedded_sandbox().exists() {
        return match context.embedded_sandbox().await {
            Ok(sandbox) => responds(context, sandbox).await,
            Err(failure) => Check::failed(name, &failure),
        };
    }
    match Sandbox::builder().start().await {
        Ok(sandbox) => {
            let check = responds(context, &sandbox).await;
            sandbox.shutdown().await;
            check
        }
        Err(error) => Check::failed(name, &error.into()),
    }
}

async fn responds(context: &Context, sandbox: &Sandbox) -> Check {
    let name = "sandbox";
    // This computer is reached without a proxy.
    let client = match http_client::client(&Proxy::default(), Reach::Local) {
        Ok(client) => client,
        Err(failure) => return Check::failed(name, &failure),
    };
    for url in [sandbox.idp_url(), sandbox.api_url()] {
        let Ok(url) = url.parse::<Url>() else {
            continue;
        };
        if let Err(failure) = ask(context, &*client, &url, "").await {
            return Check::failed(name, &failure);
        }
    }
    let finding = "the one inside this command starts and responds, and needs no network";
    Check::ok(name, finding)
}

/// Makes a connection to the proxy, if there is one. Whether it lets requests through is seen when the provider is
/// asked.
async fn proxy_in_use(proxy: &Proxy) -> Check {
    let name = "proxy";
    let Some(url) = &proxy.url else {
        return Check::ok(name, "none: servers are reached directly");
    };
    let address = proxy_address(url);
    let advice = "Check --proxy, AKOYA_PROXY or HTTPS_PROXY, and whether the proxy is running and can be reached.";
    // The URL is not shown: it may hold a password.
    let Some((host, port)) = address else {
        let finding = "its URL has no host";
        return Check::broken(name, ExitCode::Configuration, finding, advice);
    };
    let connected = timeout(PATIENCE, TcpStream::connect((host.as_str(), port))).await;
    let problem = match connected {
        Ok(Ok(_)) => {
            let finding = format!(
                "{host}:{port} responds; it is used, except for this computer and NO_PROXY"
            );
            return Check::ok(name, finding);
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it does not respond".to_owned(),
    };
    let finding = format!("{host}:{port} could not be reached: {problem}");
    Check::broken(name, ExitCode::TryAgain, finding, advice)
}

/// Returns the host and the port. As for the client, a proxy without a scheme is one of http.
fn proxy_address(proxy: &str) -> Option<(String, u16)> {
    let named = proxy.parse().ok().filter(Url::has_host);
    let unnamed = || format!("http://{proxy}").parse().ok();
    let url = named.or_else(|| unnamed().filter(|_| !proxy.contains("://")))?;
    let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
    Some((host, url.port_or_known_default()?))
}

async fn names(url: &Url, proxy: &Proxy) -> Check {
    let (name, host) = ("DNS", url.host_str().unwrap_or_default());
    if proxy.url.is_some() && !akoya::oauth::http::is_loopback(url) {
        return Check::skipped(name, format!("{host}: the proxy looks it up"));
    }
    let port = url.port_or_known_default().unwrap_or(443);
    let host = host.trim_matches(['[', ']']);
    match timeout(PATIENCE, tokio::net::lookup_host((host, port))).await {
        Ok(Ok(mut addresses)) => {
            let address = addresses.next().map(|address| address.ip().to_string());
            Check::ok(name, format!("{host} is {}", address.unwrap_or_default()))
        }
        Ok(Err(error)) => Check::broken(
            name,
            ExitCode::TryAgain,
            format!("{host} is not found: {error}"),
            "Check the spelling of the URL, the network, and whether a proxy is needed: --proxy or HTTPS_PROXY.",
        ),
        Err(_) => Check::broken(
            name,
            ExitCode::TryAgain,
            format!("{host}: the name server does not respond"),
            "Check the network and the name server of this computer.",
        ),
    }
}

async fn ask(
    context: &Context,
    client: &dyn HttpService,
    base: &Url,
    path: &str,
) -> Result<Heard, Failure> {
    let host = base.host_str().unwrap_or_default();
    let failed = |code| Failure::new(code, format!("{host} could not be reached"));
    let url = base.join(path).ok();
    let request = url.and_then(|url| Request::get(url.as_str()).body(Bytes::new()).ok());
    let request = request.ok_or_else(|| failed(ExitCode::Configuration))?;
    let asked = context.clock.now();
    let exchange = async {
        let (parts, body) = client.call(request).await?.into_parts();
        let responded = context.clock.now();
        let body = body.collect(LIMIT).await.unwrap_or_default();
        Ok::<_, akoya::oauth::http::HttpError>(Heard {
            status: parts.status,
            headers: parts.headers,
            body,
            between: (asked, responded),
        })
    };
    match timeout(PATIENCE, exchange).await {
        Ok(Ok(heard)) if heard.status == StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
            Err(failed(ExitCode::Configuration).advise(PROXY_LOGIN))
        }
        Ok(Ok(heard)) => Ok(heard),
        Ok(Err(error)) => Err(failed(ExitCode::TryAgain)
            .because(&error)
            .advise("Check its URL, the network, and the proxy if there is one.")
            .of_connection()),
        Err(_) => Err(failed(ExitCode::TryAgain).advise("It did not respond in time. Try again.")),
    }
}

fn tls(idp: &Url) -> Check {
    match idp.scheme() {
        "https" => Check::ok("TLS", "the identity provider's certificate is trusted"),
        _ => Check::ok("TLS", "not used: the identity provider is on this computer"),
    }
}

fn discovery(idp: &Url, heard: &Heard) -> Check {
    let name = "provider";
    if heard.status.is_server_error() {
        let finding = format!(
            "the identity provider fails, HTTP {}",
            heard.status.as_u16()
        );
        return Check::broken(name, ExitCode::TryAgain, finding, "Try again later.");
    }
    let metadata: Option<Value> = serde_json::from_slice(&heard.body).ok();
    let issuer = metadata
        .as_ref()
        .and_then(|metadata| metadata["issuer"].as_str());
    let Some(issuer) = issuer else {
        let finding = format!(
            "it responds with HTTP {} and publishes no metadata",
            heard.status.as_u16()
        );
        return Check::ok(name, finding);
    };
    let token_endpoint = metadata
        .as_ref()
        .and_then(|metadata| metadata["token_endpoint"].as_str());
    let expected = idp.join("token").map(String::from).unwrap_or_default();
    match token_endpoint {
        Some(endpoint) if endpoint != expected => Check::warning(
            name,
            format!("issuer {issuer}; its token endpoint is {endpoint}, not {expected}"),
            "Check the URL of the identity provider.",
        ),
        _ => Check::ok(name, format!("issuer {issuer}")),
    }
}

/// Compares this computer's clock with the server's, which knows seconds only.
fn clock(heard: &Heard) -> Check {
    let name = "clock";
    let text = heard.headers.get(DATE).and_then(|date| date.to_str().ok());
    let Some(theirs) = text.and_then(date::of_header) else {
        return Check::skipped(name, "the identity provider does not say what time it is");
    };
    let (asked, responded) = heard.between;
    let is_ahead = asked > theirs + Duration::from_secs(1);
    let difference = if is_ahead {
        asked.duration_since(theirs)
    } else {
        theirs.duration_since(responded)
    };
    let difference = difference.unwrap_or_default();
    let way = if is_ahead { "ahead of" } else { "behind" };
    let finding = format!(
        "this computer's clock is {} {way} the identity provider's",
        date::in_words(difference)
    );
    let advice = "Set this computer's clock, for example with `timedatectl set-ntp true`.";
    if difference <= UNREMARKABLE {
        Check::ok(name, "the same as the identity provider's")
    } else if difference <= TOLERABLE {
        Check::warning(name, finding, advice)
    } else {
        Check::broken(name, ExitCode::Configuration, finding, advice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(date: Option<&str>, at: u64) -> Heard {
        let mut headers = HeaderMap::new();
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(at);
        Heard {
            status: StatusCode::OK,
            headers,
            body: Bytes::new(),
            between: (at, at),
        }
    }

    fn state(check: &Check) -> String {
        check.json()["state"].as_str().unwrap().to_owned()
    }

    #[test]
    fn a_clock_that_is_wrong_is_reported_with_its_direction() {
        // 1994-11-06T08:49:37Z.
        let date = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        let right = 784_111_777;
        for (at, expected) in [
            (right, "ok"),
            (right + 29, "ok"),
            (right + 120, "warning"),
            (right - 120, "warning"),
            (right + 3600, "failed"),
            (right - 86_400, "failed"),
        ] {
            assert_eq!(state(&clock(&heard(date, at))), expected, "{at}");
        }
        let ahead = clock(&heard(date, right + 3600)).json().to_string();
        assert!(ahead.contains("ahead of"), "{ahead}");
        let behind = clock(&heard(date, right - 3600)).json().to_string();
        assert!(behind.contains("behind"), "{behind}");
        for odd in [None, Some("yesterday")] {
            assert_eq!(state(&clock(&heard(odd, right))), "skipped");
        }
    }

    #[test]
    fn what_the_provider_publishes_is_held_against_what_is_used() {
        let idp: Url = "https://idp.example/".parse().unwrap();
        let with = |status, body: &str| Heard {
            status,
            body: Bytes::copy_from_slice(body.as_bytes()),
            ..heard(None, 0)
        };
        let right =
            r#"{"issuer":"https://idp.example","token_endpoint":"https://idp.example/token"}"#;
        assert_eq!(state(&discovery(&idp, &with(StatusCode::OK, right))), "ok");
        let other = right.replace("/token", "/oauth/token");
        assert_eq!(
            state(&discovery(&idp, &with(StatusCode::OK, &other))),
            "warning"
        );
        assert_eq!(
            state(&discovery(&idp, &with(StatusCode::NOT_FOUND, "<html>"))),
            "ok"
        );
        let down = discovery(&idp, &with(StatusCode::BAD_GATEWAY, ""));
        assert_eq!(
            (state(&down).as_str(), down.code()),
            ("failed", ExitCode::TryAgain)
        );
    }

    /// Looks at a proxy at this address, whose URL holds a password.
    async fn proxy_at(address: &str) -> Check {
        let proxy = Proxy {
            url: Some(format!("http://user:canary@{address}")),
            except: None,
        };
        let check = proxy_in_use(&proxy).await;
        let shown = check.json().to_string();
        assert!(shown.contains(address), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
        check
    }

    #[tokio::test]
    async fn a_proxy_is_tried_and_its_password_is_not_shown() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        assert_eq!(state(&proxy_at(&address).await), "ok");
        drop(listener);
        let closed = proxy_at(&address).await;
        assert_eq!(
            (state(&closed).as_str(), closed.code()),
            ("failed", ExitCode::TryAgain)
        );
    }

    #[test]
    fn a_proxy_may_be_written_without_a_scheme() {
        let address = |proxy| proxy_address(proxy).map(|(host, port)| format!("{host} {port}"));
        assert_eq!(address("proxy.example:8080").unwrap(), "proxy.example 8080");
        assert_eq!(address("user:word@10.0.0.1").unwrap(), "10.0.0.1 80");
        assert_eq!(address("https://[::1]").unwrap(), "::1 443");
        assert_eq!(address("http://"), None);
    }
}
