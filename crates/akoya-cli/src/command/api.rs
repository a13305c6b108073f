//! `akoya api`: a request to the data API for what has no command.

use akoya::oauth::Bearer;
use bytes::Bytes;
use clap::{Args as ClapArgs, ValueEnum};
use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use url::Url;

use crate::context::Context;
use crate::date;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::session::{ConnectionArgs, Session};

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
The response is printed as it came, indented on a terminal if it is JSON. `{connector}` in the path stands for the connection's \
institution: `akoya api GET '/balances/v2/{connector}'`. The bearer goes to the connection's API alone, and is refreshed when it is too old.")]
pub(crate) struct Args {
    /// Only GET: the data API is for reading
    #[arg(value_enum, ignore_case = true)]
    method: ApiMethod,
    /// The path with its query, from the host on
    #[arg(value_name = "PATH")]
    path: String,
    /// Send this header too; may be repeated
    #[arg(long = "header", short = 'H', value_name = "NAME: VALUE", value_parser = header)]
    headers: Vec<(HeaderName, HeaderValue)>,
    #[command(flatten)]
    connection: ConnectionArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ApiMethod {
    #[value(name = "GET")]
    Get,
}

fn header(text: &str) -> Result<(HeaderName, HeaderValue), &'static str> {
    let (name, value) = text.split_once(':').ok_or("write it as `name: value`")?;
    let name: HeaderName = name.trim().parse().map_err(|_| "invalid header name")?;
    if name == AUTHORIZATION {
        return Err("the command sets this header");
    }
    let value = value.trim().parse();
    value
        .map(|value| (name, value))
        .map_err(|_| "invalid header value")
}

/// The largest response that is read.
const LIMIT: usize = 256 * 1024 * 1024;

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let ApiMethod::Get = args.method;
    let session = Session::open(context, &args.connection).await?;
    let url = url(
        session.client.api_url(),
        &args.path.replace("{connector}", session.connector()),
    )?;
    let auth = session.client.acg_auth().engine();
    let explain = |error: akoya::oauth::Error| session.explain(error.into());
    let bearer = auth.bearer().await.map_err(explain)?;
    let mut response = send(&session, &url, args, &bearer).await?;
    if response.0 == StatusCode::UNAUTHORIZED {
        // The API may have ended the bearer early.
        let bearer = auth
            .bearer_after_rejection(&bearer)
            .await
            .map_err(explain)?;
        response = send(&session, &url, args, &bearer).await?;
    }
    let (status, body) = response;
    print(context, &body)?;
    match status {
        status if status.is_success() => Ok(()),
        status => Err(failed(status)),
    }
}

/// Builds the address below the API; nothing in the path can lead elsewhere.
fn url(api: &Url, path: &str) -> Result<Url, Failure> {
    let base = api.as_str().trim_end_matches('/');
    let is_path = path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic());
    let url = format!("{base}{path}").parse::<Url>().ok();
    let url = url.filter(|url| is_path && url.origin() == api.origin() && url.fragment().is_none());
    url.ok_or_else(|| {
        Failure::new(ExitCode::Usage, "not a path of the API").advise(
            "Begin it with a slash and write special characters as %20: /balances/v2/mikomo?mode=raw",
        )
    })
}

async fn send(
    session: &Session<'_>,
    url: &Url,
    args: &Args,
    bearer: &Bearer,
) -> Result<(StatusCode, Bytes), Failure> {
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = url
        .as_str()
        .parse()
        .map_err(|_| Failure::new(ExitCode::Usage, "not a path of the API"))?;
    let headers = request.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json, */*"));
    headers.extend(context_headers(session, &args.path));
    // A header that is given replaces the usual one, and may be given twice.
    for (name, _) in &args.headers {
        headers.remove(name);
    }
    headers.extend(args.headers.iter().cloned());
    headers.insert(AUTHORIZATION, bearer.header().clone());
    session.request(request, LIMIT).await
}

/// Builds the headers that the version in the path demands about the customer's activity.
fn context_headers(session: &Session<'_>, path: &str) -> HeaderMap {
    let version = path.split('/').nth(2).unwrap_or_default();
    let interaction = session.interaction_type().in_version(version);
    let interaction = HeaderValue::from_static(interaction);
    let mut headers = HeaderMap::new();
    headers.insert("x-akoya-interaction-type", interaction);
    let last_access = session.client.acg_auth().last_access();
    let last_access = last_access.and_then(date::rfc3339);
    if let Some(Ok(time)) = last_access.map(HeaderValue::try_from) {
        headers.insert("x-akoya-last-access", time);
    }
    headers
}

fn print(context: &Context, body: &[u8]) -> Result<(), Failure> {
    let output = &context.output;
    match std::str::from_utf8(body) {
        Ok("") => Ok(()),
        Ok(text) if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => {
            output.json(text)
        }
        Ok(text) if output.is_attended() => output.line(crate::printable::printable(text)),
        _ => {
            output.write_raw(body)?;
            output.flush()
        }
    }
}

fn failed(status: StatusCode) -> Failure {
    let is_temporary = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    let (code, advice) = if is_temporary {
        (ExitCode::TryAgain, "Try again.")
    } else {
        (
            ExitCode::Response,
            "Correct the path; the response says more.",
        )
    };
    Failure::new(
        code,
        format!("the API responded with HTTP {}", status.as_u16()),
    )
    .advise(advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_away_from_the_api() {
        let api = "https://api.example/base/".parse().unwrap();
        let at = |path: &str| url(&api, path).map(|url| url.to_string()).ok();
        assert_eq!(
            at("/balances/v2/mikomo?mode=raw").as_deref(),
            Some("https://api.example/base/balances/v2/mikomo?mode=raw")
        );
        for path in [
            "balances",
            "https://evil.example/",
            "@evil.example/",
            "/a b",
            "/a#b",
            "",
        ] {
            assert_eq!(at(path), None, "{path}");
        }
        assert_eq!(
            at("//evil.example/").as_deref(),
            Some("https://api.example/base//evil.example/")
        );
    }

    #[test]
    fn a_header_is_a_name_and_a_value_and_never_the_bearers() {
        assert!(header("x-akoya-last-access: 2026-01-31").is_ok());
        for text in ["x", "a b: c", "authorization: Bearer x", "x: a\nb"] {
            assert!(header(text).is_err(), "{text}");
        }
    }
}
