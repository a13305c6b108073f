//! Faults: what goes wrong on demand, and with which requests.

pub(crate) mod broken_body;
pub(crate) mod maintenance;
mod odd_document;
pub(crate) mod odd_form;
pub(crate) mod trigger;

use std::sync::Mutex;

use axum::http::HeaderValue;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::odd_form::{OddAccount, OddPages};
use crate::request_kind::RequestKind;
use crate::sync::lock;

/// Something that goes wrong with requests: which ones, how often, and what happens.
///
/// ```
/// use akoya_sandbox::{Effect, Fault, RequestKind};
///
/// // The next refresh of one user rotates the token, and the response is lost.
/// let fault = Fault::new(Effect::DropResponse).on(RequestKind::Refresh).user("mikomo_7").times(1);
/// # let _ = fault;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<RequestKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    consent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(default)]
    skip: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    effect: Effect,
}

/// What happens to a request or its response.
///
/// With the feature `clap` it is a list of subcommands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "clap", derive(clap::Subcommand))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// The request takes effect, and the connection closes without a byte of the response.
    DropResponse,
    /// The request takes effect, and the connection closes within the body of the response.
    CutResponse {
        /// This many bytes of the body are sent first.
        #[cfg_attr(
            feature = "clap",
            arg(long, value_name = "BYTES", default_value_t = 20)
        )]
        after_bytes: usize,
    },
    /// The request waits, then takes effect as usual.
    StallRequest {
        /// The wait lasts this many milliseconds of real time.
        #[cfg_attr(feature = "clap", arg(long, default_value_t = 30_000))]
        ms: u64,
    },
    /// The request takes effect, and the response waits.
    StallResponse {
        /// The wait lasts this many milliseconds of real time.
        #[cfg_attr(feature = "clap", arg(long, default_value_t = 30_000))]
        ms: u64,
    },
    /// The request takes effect, and the body of the response arrives in small pieces.
    DripResponse {
        /// Each piece has this many bytes.
        #[cfg_attr(feature = "clap", arg(long, default_value_t = 1))]
        bytes: usize,
        /// The pause between pieces lasts this many milliseconds of real time.
        #[cfg_attr(feature = "clap", arg(long, value_name = "MS", default_value_t = 100))]
        every_ms: u64,
    },
    /// The request has no effect, and this is the response: a 5xx, an HTML page, an empty 4xx.
    Respond {
        /// The response has this HTTP status, from 200 to 599.
        #[cfg_attr(feature = "clap", arg(long, value_name = "CODE"))]
        status: u16,
        /// The response has this content type. Default: no such header.
        #[cfg_attr(feature = "clap", arg(long, value_name = "TYPE"))]
        #[serde(default)]
        content_type: Option<String>,
        /// The response has this body.
        #[cfg_attr(
            feature = "clap",
            arg(
                long,
                value_name = "TEXT",
                default_value = "",
                hide_default_value = true
            )
        )]
        #[serde(default)]
        body: String,
    },
    /// The request takes effect, and parts of the response are replaced: a 502 after a rotation, a 201 with tokens.
    ReplaceResponse {
        /// The response gets this HTTP status, from 200 to 599. Default: that of the true response.
        #[cfg_attr(feature = "clap", arg(long, value_name = "CODE"))]
        #[serde(default)]
        status: Option<u16>,
        /// The response gets this content type. Default: that of the true response.
        #[cfg_attr(feature = "clap", arg(long, value_name = "TYPE"))]
        #[serde(default)]
        content_type: Option<String>,
        /// The response gets this body. Default: that of the true response.
        #[cfg_attr(feature = "clap", arg(long, value_name = "TEXT"))]
        #[serde(default)]
        body: Option<String>,
    },
    /// The request takes effect, and in the JSON object of the response strings and numbers are swapped.
    WrongTypes,
    /// The list of the response (`accounts`, `transactions`, `statements`, `paymentNetworks`) is missing.
    AbsentList,
    /// The list of the response is an object: its first item, or `{}`.
    MistypedList,
    /// The first account of the response has a form that clients do not expect.
    OddAccount {
        /// The account has this form.
        #[cfg_attr(feature = "clap", arg(long, value_enum, default_value = "no-id"))]
        #[serde(default)]
        form: OddAccount,
    },
    /// The pages of transactions or statements do not follow one another as they should.
    OddPages {
        /// The pages have this form.
        #[cfg_attr(feature = "clap", arg(long, value_enum, default_value = "same-rows"))]
        #[serde(default)]
        form: OddPages,
    },
    /// Every field of this name in the JSON of the response has another value. Numbers elsewhere may lose digits.
    SetField {
        /// The field has this name, such as `amount`.
        name: String,
        /// The field gets this value: JSON, and on the command line also a text without quotation marks.
        #[cfg_attr(feature = "clap", arg(value_parser = odd_form::json_or_text, allow_hyphen_values = true))]
        value: Value,
    },
    /// The request is delivered twice, as a faulty proxy does, and the second response is sent.
    DeliverTwice,
    /// In Akoya's weekly maintenance window, the response is the API error 503; outside it the request
    /// passes. The window is on Tuesdays from 10 AM to 1 PM Eastern Standard Time (15:00 to 18:00
    /// UTC all year) by the sandbox's clock.
    MaintenanceWindow,
    /// The request has no effect, and the response is an error of the data API with this code and the HTTP status that
    /// belongs to it.
    ApiError {
        /// The code is an FDX code such as 503 or 1207, or an HTTP status such as 408.
        code: u16,
    },
}

impl Effect {
    /// Returns the name that the journal and the admin API use.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::DropResponse => "drop_response",
            Self::CutResponse { .. } => "cut_response",
            Self::StallRequest { .. } => "stall_request",
            Self::StallResponse { .. } => "stall_response",
            Self::DripResponse { .. } => "drip_response",
            Self::Respond { .. } => "respond",
            Self::ReplaceResponse { .. } => "replace_response",
            Self::WrongTypes => "wrong_types",
            Self::AbsentList => "absent_list",
            Self::MistypedList => "mistyped_list",
            Self::OddAccount { .. } => "odd_account",
            Self::OddPages { .. } => "odd_pages",
            Self::SetField { .. } => "set_field",
            Self::DeliverTwice => "deliver_twice",
            Self::MaintenanceWindow => "maintenance_window",
            Self::ApiError { .. } => "api_error",
        }
    }
}

impl Fault {
    /// Creates a fault of every request, until the faults are cleared.
    pub fn new(effect: Effect) -> Self {
        Self {
            on: None,
            user: None,
            consent: None,
            account: None,
            skip: 0,
            times: None,
            effect,
        }
    }

    /// Limits the fault to requests of this kind.
    #[must_use]
    pub fn on(mut self, kind: RequestKind) -> Self {
        self.on = Some(kind);
        self
    }

    /// Limits the fault to requests of this user, recognized by bearer token, refresh token, code, or sign-in name.
    #[must_use]
    pub fn user(mut self, name: impl Into<String>) -> Self {
        self.user = Some(name.into());
        self
    }

    /// Limits the fault to requests that belong to this consent, named by its `grant_id`.
    #[must_use]
    pub fn consent(mut self, id: impl Into<String>) -> Self {
        self.consent = Some(id.into());
        self
    }

    /// Limits the fault to data calls whose path or `accountId` names this account.
    #[must_use]
    pub fn account(mut self, id: impl Into<String>) -> Self {
        self.account = Some(id.into());
        self
    }

    /// Lets this many of them pass first.
    #[must_use]
    pub fn skip(mut self, count: u32) -> Self {
        self.skip = count;
        self
    }

    /// Happens this many times. Default: until the faults are cleared.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.times = Some(count);
        self
    }

    /// Checks that the fault can happen as it is written; the error says what is wrong.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let (status, content_type) = match &self.effect {
            Effect::Respond {
                status,
                content_type,
                ..
            } => (Some(*status), content_type),
            Effect::ReplaceResponse {
                status,
                content_type,
                ..
            } => (*status, content_type),
            _ => (None, &None),
        };
        if self.times == Some(0) {
            return Err("`times` must be at least 1");
        }
        // A status below 200 does not end a request: the client would wait for another response.
        if status.is_some_and(|status| !(200..600).contains(&status)) {
            return Err("`status` must be from 200 to 599");
        }
        if content_type
            .as_ref()
            .is_some_and(|text| HeaderValue::try_from(text).is_err())
        {
            return Err("`content_type` is not a valid header value");
        }
        Ok(())
    }

    fn applies_to(&self, caller: &Caller) -> bool {
        let agrees =
            |wanted: &Option<String>, is: &Option<String>| wanted.is_none() || wanted == is;
        self.on.is_none_or(|kind| caller.kind == Some(kind))
            && agrees(&self.user, &caller.user)
            && agrees(&self.consent, &caller.consent)
            && agrees(&self.account, &caller.account)
            && (self.effect != Effect::MaintenanceWindow || maintenance::is_on(caller.now_ms))
    }
}

/// What is known about a request before it is handled.
#[derive(Debug, Default)]
pub(crate) struct Caller {
    /// By the sandbox's clock.
    pub(crate) now_ms: i64,
    pub(crate) kind: Option<RequestKind>,
    pub(crate) user: Option<String>,
    pub(crate) consent: Option<String>,
    pub(crate) account: Option<String>,
}

/// The faults that wait for their requests.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        if fault.times != Some(0) {
            lock(&self.0).push(fault);
        }
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        lock(&self.0).clone()
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }

    /// Takes what happens to a request of this caller. The oldest fault that applies decides.
    pub(crate) fn take(&self, caller: &Caller) -> Option<Effect> {
        let mut faults = lock(&self.0);
        let index = faults.iter().position(|fault| fault.applies_to(caller))?;
        let fault = &mut faults[index];
        if let Some(left) = fault.skip.checked_sub(1) {
            fault.skip = left;
            return None;
        }
        let effect = fault.effect.clone();
        match &mut fault.times {
            Some(1) => drop(faults.remove(index)),
            Some(times) => *times -= 1,
            None => {}
        }
        Some(effect)
    }
}
