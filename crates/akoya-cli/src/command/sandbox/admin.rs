//! The admin API of a sandbox that runs, and where it is.

use std::fs;

use akoya::oauth::http::{HttpError, HttpService as _, ReqwestOptions, ReqwestService};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, StatusCode};
use serde_json::Value;
use url::Url;

use crate::arguments::AdminArguments;
use crate::context::Context;
use crate::data_dir::{self, DataDir, file_failure};
use crate::exit::{Code, Failure};

/// A journal of 10,000 requests is a few megabytes.
const ANSWER_LIMIT: usize = 64 * 1024 * 1024;
const ADVICE: &str =
    "Start one with `akoya sandbox --admin-port 0`, or name another with --admin-url.";

/// Speaks to the admin API.
pub(super) struct Admin {
    http: ReqwestService,
    url: String,
}

impl Admin {
    /// The admin API that the arguments name, else that of the sandbox that noted itself in the data directory.
    pub(super) fn find(context: &Context, arguments: &AdminArguments) -> Result<Self, Failure> {
        let url = match &arguments.admin_url {
            Some(url) => url.clone(),
            None => Note::of(&context.data).read()?,
        };
        let is_usable = |url: &Url| acg::http::is_loopback(url) && url.scheme() == "http";
        if !Url::parse(&url).as_ref().is_ok_and(is_usable) {
            return Err(Failure::new(
                Code::Usage,
                format!("`{url}` is no admin API on this computer"),
            )
            .advise(ADVICE));
        }
        let url = url.trim_end_matches('/').to_owned();
        Ok(Self {
            http: ReqwestService::new(&ReqwestOptions::default())?,
            url,
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
            .uri(format!("{}{path}", self.url));
        let request = request
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(body.to_string()));
        let request = request.map_err(|_| self.strange())?;
        let unreachable = |error| self.unreachable(&error);
        let (parts, body) = self
            .http
            .call(request)
            .await
            .map_err(unreachable)?
            .into_parts();
        let body = body.collect(ANSWER_LIMIT).await.map_err(unreachable)?;
        let answer: Value = serde_json::from_slice(&body).map_err(|_| self.strange())?;
        match (parts.status, answer["error"].as_str()) {
            (StatusCode::OK, _) => Ok(answer),
            (StatusCode::BAD_REQUEST, Some(text)) => Err(Failure::new(
                Code::Usage,
                format!("the sandbox refuses: {text}"),
            )),
            (_, Some(text)) => Err(Failure::new(
                Code::Answer,
                format!("the sandbox refuses: {text}"),
            )),
            (_, None) => Err(self.strange()),
        }
    }

    fn unreachable(&self, error: &HttpError) -> Failure {
        Failure::new(
            Code::TryAgain,
            format!("no sandbox answers at {}", self.url),
        )
        .because(error)
        .advise(ADVICE)
    }

    fn strange(&self) -> Failure {
        Failure::new(
            Code::Answer,
            format!(
                "what answers at {} is not the admin API of a sandbox",
                self.url
            ),
        )
        .advise(ADVICE)
    }
}

/// The file in which a sandbox notes where its admin API is, for as long as it runs.
#[derive(Debug)]
pub(super) struct Note {
    data: DataDir,
}

impl Note {
    pub(super) fn of(data: &DataDir) -> Self {
        Self { data: data.clone() }
    }

    /// Of several sandboxes with one data directory the last one is found.
    pub(super) fn write(&self, url: &str) -> Result<(), Failure> {
        self.data.create()?;
        data_dir::write(&self.data.sandbox_admin(), url)
    }

    fn read(&self) -> Result<String, Failure> {
        let path = self.data.sandbox_admin();
        match fs::read_to_string(&path) {
            Ok(url) => Ok(url.trim().to_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Failure::new(
                Code::Usage,
                "no sandbox with an admin API runs here",
            )
            .advise(ADVICE)),
            Err(error) => Err(file_failure(&path, "read", &error)),
        }
    }

    /// Takes the note back, unless another sandbox has replaced it.
    pub(super) fn remove(&self, url: &str) {
        if self.read().is_ok_and(|noted| noted == url) {
            // A note that stays is found out by the next command that follows it.
            let _ = fs::remove_file(self.data.sandbox_admin());
        }
    }
}
