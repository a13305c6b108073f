//! How the command ends: its exit codes, and failures as one sentence and what to do.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use akoya::ErrorKind;
use akoya::oauth::Recovery;
use akoya::oauth::store::{StoreError, StoreErrorKind};
use serde_json::{Value, json};

/// What the exit code says. Also in `akoya --help`, [`EXIT_CODES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    Done = 0,
    Failed = 1,
    Usage = 2,
    Consent = 3,
    Configuration = 4,
    Answer = 5,
    TryAgain = 6,
    OutcomeUnknown = 7,
    Files = 8,
    Interrupted = 130,
}

/// The part of the help that explains the codes.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
    0  done
    1  failed in a way that none of the others describes
    2  wrong usage
    3  consent is needed, was refused or has ended
    4  the configuration is wrong: client id, secret, redirect URI, environment
    5  the provider or the API answered with an error that trying again does not mend
    6  not reached or not available at the moment: try again
    7  nobody knows whether the provider processed the request: run the command again
    8  a local file or the token store failed
  130  interrupted";

impl Code {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Consent => "consent",
            Self::Configuration => "configuration",
            Self::Answer => "answer",
            Self::TryAgain => "try_again",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Files => "files",
            Self::Interrupted => "interrupted",
        }
    }
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

/// Why a command did not do its job, and what the user can do about it.
#[derive(Debug)]
pub(crate) struct Failure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: Code,
    message: String,
    advice: Option<String>,
    causes: Vec<String>,
    details: Value,
}

impl Failure {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            advice: None,
            causes: Vec::new(),
            details: Value::Null,
        }))
    }

    /// Adds, or replaces, what the user can do.
    pub(crate) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// Keeps the texts of an error and of those that caused it.
    pub(crate) fn because(mut self, error: &dyn std::error::Error) -> Self {
        let chain = std::iter::successors(Some(error), |error| error.source());
        self.0.causes.extend(chain.map(ToString::to_string));
        self
    }

    pub(crate) fn code(&self) -> Code {
        self.0.code
    }

    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    pub(crate) fn advice(&self) -> Option<&str> {
        self.0.advice.as_deref()
    }

    /// Whether a server has answered.
    pub(crate) fn is_answer(&self) -> bool {
        self.0.details.get("status").is_some_and(Value::is_u64)
    }

    /// Whether the API answered with this code.
    pub(crate) fn is_api(&self, code: akoya::model::api_error::FdxCode) -> bool {
        self.0.details.get("code").and_then(Value::as_i64) == Some(code.code())
    }

    /// The texts of what caused it, the nearest first.
    pub(crate) fn causes(&self) -> &[String] {
        &self.0.causes
    }

    /// Whether the reader of the output has gone, which is no failure.
    pub(crate) fn is_quiet(&self) -> bool {
        self.0.code == Code::Done
    }

    /// The form in which `--json` gives it, on the standard error stream.
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
}

/// The output could not be written. A reader that has gone, `head` say, has seen enough.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(Code::Done, "");
        }
        Self::new(
            Code::Files,
            format!("the output cannot be written: {error}"),
        )
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let failure = Self::new(Code::Files, error.to_string()).advise(store_advice(error.kind()));
        match std::error::Error::source(&error) {
            Some(source) => failure.because(source),
            None => failure,
        }
    }
}

impl From<akoya::Error> for Failure {
    fn from(error: akoya::Error) -> Self {
        let mut failure = Self::new(code(&error), sentence(&error)).advise(advice(&error));
        failure.0.details = details(&error);
        match std::error::Error::source(&error) {
            Some(source) => failure.because(source),
            None => failure,
        }
    }
}

fn code(error: &akoya::Error) -> Code {
    match (error.recovery(), error.kind()) {
        (_, ErrorKind::AccessDenied | ErrorKind::InvalidCallback)
        | (Recovery::AskForConsent(_), _) => Code::Consent,
        (Recovery::Retry { .. }, _) => Code::TryAgain,
        (Recovery::FixConfiguration, _) => Code::Configuration,
        (Recovery::CheckStore, _) => Code::Files,
        (Recovery::OutcomeUnknown { .. }, _) => Code::OutcomeUnknown,
        (Recovery::FixRequest, ErrorKind::InvalidInput) => Code::Usage,
        (Recovery::FixRequest | Recovery::ReportToProvider, _) => Code::Answer,
        _ => Code::Failed,
    }
}

fn sentence(error: &akoya::Error) -> String {
    match error.kind() {
        ErrorKind::AccessDenied => {
            "the customer refused: no consent was given and nothing is shared".to_owned()
        }
        _ => error.to_string(),
    }
}

fn advice(error: &akoya::Error) -> String {
    match error.recovery() {
        _ if error.kind() == ErrorKind::AccessDenied => "Run the command again to ask once more.".to_owned(),
        Recovery::Retry { after: Some(after) } => format!("Try again in {}.", seconds(after)),
        Recovery::Retry { after: None } => "Try again.".to_owned(),
        Recovery::AskForConsent(_) => "Ask the customer for consent again with `akoya login`.".to_owned(),
        Recovery::FixConfiguration => {
            "Check client id, client secret, redirect URI and environment; `akoya login --help` says where they come from."
                .to_owned()
        }
        Recovery::CheckStore => store_advice(store_kind(error)).to_owned(),
        Recovery::OutcomeUnknown { retry_after } => {
            let after = retry_after.map_or_else(String::new, |after| format!(" in {}", seconds(after)));
            format!("Run the command again{after}: the same token is presented once more, and if it is refused, consent is needed.")
        }
        Recovery::ReportToProvider => report(error),
        // Without a code it is the page of a server that knows of no customer: a wrong address.
        _ if error.api().is_some_and(|api| api.status == 404 && api.code.is_some()) => {
            "The provider has nothing of this kind for this customer or account.".to_owned()
        }
        _ => "Correct the request; `akoya help` lists the commands and their options.".to_owned(),
    }
}

/// What was wrong with the store, as the nearest cause says that it was one.
fn store_kind(error: &akoya::Error) -> StoreErrorKind {
    let mut causes =
        std::iter::successors(std::error::Error::source(error), |error| error.source());
    let store = causes.find_map(|cause| cause.downcast_ref::<StoreError>());
    store.map_or(StoreErrorKind::Unavailable, StoreError::kind)
}

pub(crate) fn store_advice(kind: StoreErrorKind) -> &'static str {
    match kind {
        StoreErrorKind::Sealed => {
            "Nothing was overwritten. `akoya store info` tells which keys are in use and which are missing: give them all \
             (`akoya --help` says how). Rows in clear are encrypted by `akoya store rekey`. What no key opens any more is \
             removed by `akoya logout --forget`, and asked for again by `akoya login`."
        }
        StoreErrorKind::Quarantined => {
            "Use the original. If this is it now, and no other copy is used any more, say so: `akoya store adopt`."
        }
        StoreErrorKind::Damaged => {
            "Nothing was overwritten. `akoya status` shows which connection it is; `akoya logout --forget` removes it, and \
             `akoya login` asks for its consent again."
        }
        _ => {
            "Look at the files in the data directory, and at the database if AKOYA_STORE_URL names one. Then run the command again."
        }
    }
}

fn report(error: &akoya::Error) -> String {
    match error.interaction_id() {
        Some(id) => format!("Tell Akoya's support, with the interaction id {id}."),
        None => "Tell Akoya's support.".to_owned(),
    }
}

fn details(error: &akoya::Error) -> Value {
    let retry_after = match error.recovery() {
        Recovery::Retry { after } => after,
        Recovery::OutcomeUnknown { retry_after } => retry_after,
        _ => None,
    };
    let code = error.api().and_then(|api| api.code);
    json!({
        "operation": error.operation(),
        "status": error.status(),
        "code": code.map(|code| code.code()),
        "oauth_error": error.oauth_provider().map(|provider| provider.error.as_str()),
        "interaction_id": error.interaction_id(),
        "retry_after_seconds": retry_after.map(|after| after.as_secs_f64()),
    })
}

fn seconds(duration: Duration) -> String {
    match duration.as_secs() + u64::from(duration.subsec_nanos() > 0) {
        1 => "1 second".to_owned(),
        seconds => format!("{seconds} seconds"),
    }
}
