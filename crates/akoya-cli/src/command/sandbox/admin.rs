//! The admin API of a running sandbox.

use akoya::oauth::http::{HttpClient, HttpClientOptions, HttpError, HttpService as _};
use bytes::Bytes;
use clap::Args;
use http::header::CONTENT_TYPE;
use http::{Method, Request, StatusCode};
use serde_json::Value;
use url::Url;

use super::admin_url::AdminUrlFile;
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::printable::printable;
use crate::style::Style;

/// Which sandbox.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which sandbox")]
pub(crate) struct AdminArgs {
    /// Use the admin API at this base URL [default: that of the sandbox that was started last with --admin-port]
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "AKOYA_SANDBOX_ADMIN_URL"
    )]
    pub(crate) admin_url: Option<String>,
}

/// A journal of 10,000 requests is a few megabytes.
const LIMIT: usize = 64 * 1024 * 1024;
const ADVICE: &str =
    "Start one with `akoya sandbox --admin-port 0`, or name another with --admin-url.";

/// A client of the admin API.
pub(super) struct Admin {
    http: HttpClient,
    url: String,
}

impl Admin {
    /// Finds the admin API that the arguments name, else that of the sandbox that runs with this data directory.
    pub(super) fn find(context: &Context, args: &AdminArgs) -> Result<Self, Failure> {
        let url = match &args.admin_url {
            Some(url) => url.clone(),
            None => AdminUrlFile::of(&context.data).read()?.ok_or_else(|| {
                let text = "no sandbox with an admin API is running here";
                Failure::new(ExitCode::Usage, text).advise(ADVICE)
            })?,
        };
        let is_usable = |url: &Url| akoya::oauth::http::is_loopback(url) && url.scheme() == "http";
        if !Url::parse(&url).as_ref().is_ok_and(is_usable) {
            let text = format!("`{url}` is not an admin API on this computer");
            return Err(Failure::new(ExitCode::Usage, text).advise(ADVICE));
        }
        Ok(Self {
            http: HttpClient::new(&HttpClientOptions::default())?,
            url: url.trim_end_matches('/').to_owned(),
        })
    }

    pub(super) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.send(Method::GET, path, &Value::Null).await
    }

    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, Failure> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(body.to_string()));
        let request = request.map_err(|_| self.unexpected())?;
        let unreachable = |error| self.unreachable(&error);
        let response = self.http.call(request).await.map_err(unreachable)?;
        let (parts, body) = response.into_parts();
        let body = body.collect(LIMIT).await.map_err(unreachable)?;
        let body: Value = serde_json::from_slice(&body).map_err(|_| self.unexpected())?;
        match (parts.status, body["error"].as_str()) {
            (StatusCode::OK, _) => Ok(body),
            (StatusCode::BAD_REQUEST, Some(text)) => Err(refused(ExitCode::Usage, text)),
            (_, Some(text)) => Err(refused(ExitCode::Response, text)),
            (_, None) => Err(self.unexpected()),
        }
    }

    fn unreachable(&self, error: &HttpError) -> Failure {
        let text = format!("no sandbox responds at {}", self.url);
        Failure::new(ExitCode::TryAgain, text)
            .because(error)
            .advise(ADVICE)
    }

    fn unexpected(&self) -> Failure {
        let text = format!("{} is not the admin API of a sandbox", self.url);
        Failure::new(ExitCode::Response, text).advise(ADVICE)
    }
}

fn refused(code: ExitCode, text: &str) -> Failure {
    Failure::new(code, format!("the sandbox refuses: {text}"))
}

/// Prints a response as it is with `--json`, else as `text` makes it readable.
pub(super) fn print(
    output: &Output,
    response: &Value,
    text: impl FnOnce(Style, &Value) -> String,
) -> Result<(), Failure> {
    if output.is_json() {
        output.json(response)
    } else {
        output.line(text(output.style(), response))
    }
}

/// Returns a string, or the JSON of any other value; nothing for null.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => printable(text),
        other => other.to_string(),
    }
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
