//! Why a command failed: one sentence, what the user can do, and the exit code.

mod client;
#[cfg_attr(not(feature = "postgres"), path = "failure/no_database.rs")]
mod database;
mod store;

use std::io;
use std::path::Path;

use serde_json::{Value, json};

use crate::exit_code::ExitCode;

pub(crate) use self::store::store_advice;

/// What a user can do about a database that is away for a moment.
const WAIT: &str = "Check the database's server and the network, then run the command again.";

/// What to do when a proxy wants to know who asks.
pub(crate) const PROXY_LOGIN: &str = "The proxy requires a user name and a password: give them as http://USER:PASSWORD@HOST:PORT in AKOYA_PROXY.";

/// Why a command did not do its job, and what the user can do about it.
#[derive(Debug)]
pub(crate) struct Failure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: ExitCode,
    message: String,
    advice: Option<String>,
    causes: Vec<String>,
    /// What `--json` says beside the rest: an object, or null.
    details: Value,
}

impl Failure {
    pub(crate) fn new(code: ExitCode, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            advice: None,
            causes: Vec::new(),
            details: Value::Null,
        }))
    }

    /// Describes a file that could not be used; `doing` is a participle: `read`, `created`.
    pub(crate) fn of_file(path: &Path, doing: &str, error: &io::Error) -> Self {
        let message = format!("`{}` cannot be {doing}: {error}", path.display());
        Self::new(ExitCode::Files, message).advise(
            "Check the path and its permissions, or name another data directory with --data-dir.",
        )
    }

    pub(crate) fn interrupted() -> Self {
        Self::new(ExitCode::Interrupted, "interrupted")
    }

    /// Adds, or replaces, what the user can do.
    pub(crate) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// Adds to what `--json` says: an object.
    pub(crate) fn detailed(mut self, details: Value) -> Self {
        self.0.details = details;
        self
    }

    /// Puts what the failure is about before its message.
    pub(crate) fn about(mut self, subject: &str) -> Self {
        self.0.message = format!("{subject}: {}", self.0.message);
        self
    }

    /// Keeps the texts of an error and of those that caused it.
    pub(crate) fn because(mut self, error: &dyn std::error::Error) -> Self {
        let chain = std::iter::successors(Some(error), |error| error.source());
        self.0.causes.extend(chain.map(ToString::to_string));
        self
    }

    /// Says what a certificate or a proxy has to do with a connection that failed, if it has.
    pub(crate) fn of_connection(mut self) -> Self {
        let says = |word: &str| self.0.causes.iter().any(|cause| cause.contains(word));
        if says("certificate") {
            self.0.code = ExitCode::Configuration;
            return self.advise(
                "The server's certificate is not trusted. If a proxy of your company reads the connection, give its CA certificate with \
                 SSL_CERT_FILE=/path/to/ca.pem. If not, the connection may be intercepted: do not continue.",
            );
        }
        if says("tunnel") || says("proxy") {
            self.0.code = ExitCode::Configuration;
            return self.advise(
                "The proxy did not pass the connection on. Check --proxy, AKOYA_PROXY or HTTPS_PROXY, and NO_PROXY.",
            );
        }
        self
    }

    pub(crate) fn code(&self) -> ExitCode {
        self.0.code
    }

    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    pub(crate) fn advice(&self) -> Option<&str> {
        self.0.advice.as_deref()
    }

    /// Returns the texts of what caused it, the nearest first.
    pub(crate) fn causes(&self) -> &[String] {
        &self.0.causes
    }

    /// Returns whether a server has responded.
    pub(crate) fn is_response(&self) -> bool {
        self.0.details["status"].is_u64()
    }

    /// Returns whether the reader of the output has gone, which is not a failure.
    pub(crate) fn is_quiet(&self) -> bool {
        self.0.code == ExitCode::Done
    }

    /// Returns whether the user or the system ended the command.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.0.code == ExitCode::Interrupted
    }

    /// Returns the form that `--json` prints on the standard error stream.
    pub(crate) fn to_json(&self) -> Value {
        let Inner {
            code,
            message,
            advice,
            details,
            ..
        } = &*self.0;
        let mut error = json!({
            "kind": code.name(), "exit_code": *code as u8, "message": message, "advice": advice
        });
        if let (Value::Object(error), Value::Object(details)) = (&mut error, details) {
            error.extend(details.clone());
        }
        json!({ "error": error })
    }

    /// Creates a failure with the text of an error of a library, and its sources as causes.
    fn of(code: ExitCode, message: String, error: &dyn std::error::Error) -> Self {
        let failure = Self::new(code, message);
        match error.source() {
            Some(source) => failure.because(source),
            None => failure,
        }
    }
}

impl From<akoya::oauth::Error> for Failure {
    fn from(error: akoya::oauth::Error) -> Self {
        akoya::Error::from(error).into()
    }
}

/// The output could not be written. A reader that closed it, such as `head`, has seen enough.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(ExitCode::Done, "");
        }
        let message = format!("the output cannot be written: {error}");
        Self::new(ExitCode::Files, message)
    }
}

impl From<akoya_sandbox::Error> for Failure {
    fn from(error: akoya_sandbox::Error) -> Self {
        use akoya_sandbox::ErrorKind::{Configuration, Data, Listen, State};
        let (code, advice) = match error.kind() {
            Listen => (
                ExitCode::TryAgain,
                "Choose another port, or 0 for a free one.",
            ),
            State => (
                ExitCode::Files,
                "Check the file and its permissions. Without the file the sandbox starts from scratch.",
            ),
            Configuration => (
                ExitCode::Configuration,
                "Correct the client: `akoya sandbox --help`.",
            ),
            Data => (
                ExitCode::Files,
                "Correct the file or directory that is named.",
            ),
            _ => (ExitCode::Failed, "Try again."),
        };
        Self::of(code, format!("sandbox: {error}"), &error).advise(advice)
    }
}
