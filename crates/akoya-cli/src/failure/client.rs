//! Failures of the client: consent, tokens and data calls.

use std::error::Error as _;
use std::time::Duration;

use akoya::model::api_error::FdxCode;
use akoya::oauth::Recovery;
use akoya::oauth::store::{StoreError, StoreErrorKind};
use akoya::{Error, ErrorKind};
use serde_json::{Value, json};

use super::{Failure, WAIT, database, store_advice};
use crate::date::in_words;
use crate::exit_code::ExitCode;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let mut failure = Self::of(code(&error), sentence(&error), &error).advise(advice(&error));
        failure.0.details = details(&error);
        match error.kind() {
            ErrorKind::Transport => failure.of_connection(),
            _ => failure,
        }
    }
}

fn code(error: &Error) -> ExitCode {
    match (error.recovery(), error.kind()) {
        (_, ErrorKind::AccessDenied | ErrorKind::InvalidCallback)
        | (Recovery::AskForConsent(_), _) => ExitCode::Consent,
        (Recovery::Retry { .. }, _) => ExitCode::TryAgain,
        (Recovery::FixConfiguration, _) => ExitCode::Configuration,
        (Recovery::CheckStore, _) if database::passes(error) => ExitCode::TryAgain,
        (Recovery::CheckStore, _) => ExitCode::Files,
        (Recovery::OutcomeUnknown { .. }, _) => ExitCode::OutcomeUnknown,
        (Recovery::FixRequest, ErrorKind::InvalidInput) => ExitCode::Usage,
        (Recovery::FixRequest | Recovery::ReportToProvider, _) => ExitCode::Response,
        _ => ExitCode::Failed,
    }
}

fn sentence(error: &Error) -> String {
    match error.kind() {
        ErrorKind::AccessDenied => {
            "the customer refused: no consent was given and nothing is shared".to_owned()
        }
        _ => error.to_string(),
    }
}

fn advice(error: &Error) -> String {
    if error.kind() == ErrorKind::AccessDenied {
        return "Run the command again to ask once more.".to_owned();
    }
    match error.recovery() {
        Recovery::Retry { after: Some(after) } => format!("Try again in {}.", wait(after)),
        Recovery::Retry { after: None } => "Try again.".to_owned(),
        Recovery::AskForConsent(_) => {
            "Ask the customer for consent again with `akoya login`.".to_owned()
        }
        Recovery::FixConfiguration => {
            "Check the client id (--client-id, AKOYA_CLIENT_ID), its secret (AKOYA_CLIENT_SECRET, --client-secret-file), the redirect URI \
             (--redirect-uri, AKOYA_REDIRECT_URI) and the environment (--environment, AKOYA_ENVIRONMENT, or --idp-url and --api-url)."
                .to_owned()
        }
        Recovery::CheckStore if database::passes(error) => WAIT.to_owned(),
        Recovery::CheckStore => store_advice(store_kind(error)).to_owned(),
        Recovery::OutcomeUnknown { retry_after } => {
            let after = retry_after.map(|after| format!(" in {}", wait(after)));
            format!(
                "Run the command again{}: it sends the same token once more. If the token is refused, consent is needed.",
                after.unwrap_or_default()
            )
        }
        Recovery::ReportToProvider => report(error),
        _ => correct_the_request(error).to_owned(),
    }
}

/// Returns the advice for a request that was wrong. A 404 without a code may come from a server that knows no
/// customers.
fn correct_the_request(error: &Error) -> &'static str {
    let api = error.api();
    match api.and_then(|api| api.code) {
        Some(FdxCode::InvalidDate | FdxCode::InvalidDateRange) => {
            "The institution does not accept these dates. Give later ones with --from, for example --from 1y or --from 90d."
        }
        Some(FdxCode::CustomerNotFound | FdxCode::CustomerNotAuthorized) => {
            "The provider returns other accounts but not this one: the customer may have removed it from the consent. Ask for consent again with \
             `akoya login`, or leave the account out with --account."
        }
        Some(_) if api.is_some_and(|api| api.status == 404) => {
            "The provider has no such data for this customer or account."
        }
        None if api.is_some_and(|api| matches!(api.status, 404 | 405 | 410)) => {
            "Nothing is there. The id may not be one of this customer's, the institution may not offer this product, or the address may be \
             wrong: look at the ids with `akoya accounts`, and at --api-version and --api-url (AKOYA_API_URL) or --environment."
        }
        _ => "Correct the request; `akoya help` lists the commands and their options.",
    }
}

/// Returns what was wrong with the store, if one of the causes says so.
fn store_kind(error: &Error) -> StoreErrorKind {
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    let store = causes.find_map(|cause| cause.downcast_ref::<StoreError>());
    store.map_or(StoreErrorKind::Unavailable, StoreError::kind)
}

fn report(error: &Error) -> String {
    match error.status() {
        Some(407) => return super::PROXY_LOGIN.to_owned(),
        Some(300..=399) => {
            return "A proxy or a portal has responded in Akoya's place. Check --proxy, AKOYA_PROXY or HTTPS_PROXY, or sign in to the \
                    network."
                .to_owned();
        }
        _ => {}
    }
    match error.interaction_id() {
        Some(id) => format!("Tell Akoya's support, with the interaction id {id}."),
        None => "Tell Akoya's support.".to_owned(),
    }
}

fn details(error: &Error) -> Value {
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

/// Writes how long to wait. It is rounded up: an attempt in between would be too early.
fn wait(duration: Duration) -> String {
    let seconds = duration.as_secs() + u64::from(duration.subsec_nanos() > 0);
    let unit = match seconds {
        1 => return "1 second".to_owned(),
        0..120 => return format!("{seconds} seconds"),
        120..86_400 => 60,
        86_400..172_800 => 3_600,
        _ => 86_400,
    };
    in_words(Duration::from_secs(seconds.next_multiple_of(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_never_reported_too_short() {
        let text = |milliseconds| wait(Duration::from_millis(milliseconds));
        assert_eq!(text(200), "1 second");
        assert_eq!(text(89_500), "90 seconds");
        assert_eq!(text(121_000), "3 min");
        assert_eq!(text(19_836_000), "5 h 31 min");
        assert_eq!(text(86_400_001), "1 day 1 h");
    }
}
