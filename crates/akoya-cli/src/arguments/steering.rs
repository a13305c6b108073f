//! What can be said to a sandbox that runs already.

use std::path::PathBuf;

use akoya_sandbox::RequestKind;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use jiff::{Span, SpanRelativeTo};

const RECIPES: &str = "\
Often wanted:
  the token is rotated and the response lost  drop-response --on refresh --times 1
  a gateway's page in place of an response    respond --status 502 --content-type text/html --body '<h1>502'
  an empty refusal                            respond --status 401
  tokens with an unusual status               replace-response --status 201 --on refresh
  a rotation that ends in an error            replace-response --status 504 --body '' --on refresh
  one user's balances are limited             api-error 1207 --on balances --user mikomo_7
  the third page fails                        api-error 503 --on transactions --skip 2 --times 1
  a used refresh token is answered again      akoya sandbox lifetimes --refresh-reuse 30s

Several faults may wait; the oldest one that fits a request strikes it.";

/// What to do with the sandbox that runs.
#[derive(Debug, Subcommand)]
pub(crate) enum SandboxCommand {
    /// Let requests go wrong; list or clear the faults that wait
    #[command(after_help = RECIPES)]
    Fault(FaultArguments),
    /// Show, set or move the sandbox's clock
    Clock(ClockArguments),
    /// Show or change how long codes and tokens are valid
    Lifetimes(LifetimesArguments),
    /// Show or change how many data calls are answered in a second
    RateLimit(RateLimitArguments),
    /// List the consents that were given
    Consents(AdminArguments),
    /// End consents, as the customer does at the bank
    Revoke(RevokeArguments),
    /// Show the requests that came in, without secrets
    Journal(JournalArguments),
    /// Show how many requests of each kind came in
    Counters(AdminArguments),
    /// Back to the start: no consents, faults or journal, counters at 0, the clock at real time
    Reset(AdminArguments),
    /// Write the data of the sandbox's own users to a directory, with a README, to be edited and served with --data
    ExportData(ExportDataArguments),
}

/// Which sandbox.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which sandbox")]
pub(crate) struct AdminArguments {
    /// Base URL of the sandbox's admin API [default: of the sandbox that was started last with --admin-port]
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "AKOYA_SANDBOX_ADMIN_URL",
        hide_env_values = true
    )]
    pub(crate) admin_url: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct FaultArguments {
    #[command(subcommand)]
    pub(crate) action: FaultAction,
    #[command(flatten)]
    pub(crate) target: FaultTarget,
    #[command(flatten)]
    pub(crate) admin: AdminArguments,
}

/// Which requests a fault is for.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which requests")]
pub(crate) struct FaultTarget {
    /// Requests of this kind alone
    #[arg(long, global = true, value_name = "KIND", value_parser = kind())]
    pub(crate) on: Option<RequestKind>,
    /// Requests of this user alone: by token, code, or sign-in name
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// Requests of this connection alone, by its id from `akoya sandbox consents`, the `grant_id` of its tokens
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) consent: Option<String>,
    /// Let so many of them pass first
    #[arg(long, global = true, value_name = "N", default_value_t = 0)]
    pub(crate) skip: u32,
    /// Strike so many of them [default: all, until the faults are cleared]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) times: Option<u32>,
}

/// What goes wrong.
#[derive(Debug, Subcommand)]
pub(crate) enum FaultAction {
    /// List the faults that wait
    List,
    /// Let everything go well again
    Clear,
    /// The request takes effect, and the connection is closed without a byte of the answer
    DropResponse,
    /// The request takes effect, and the connection is closed within the body
    CutResponse {
        /// How much of the body is sent before
        #[arg(long, value_name = "BYTES", default_value_t = 20)]
        after: usize,
    },
    /// The request waits, then takes effect
    StallRequest {
        /// In milliseconds
        #[arg(long, value_name = "MILLISECONDS", default_value_t = 30_000)]
        ms: u64,
    },
    /// The request takes effect, and the answer waits
    StallResponse {
        /// In milliseconds
        #[arg(long, value_name = "MILLISECONDS", default_value_t = 30_000)]
        ms: u64,
    },
    /// The request takes effect, and the body comes in small pieces
    DripResponse {
        /// The size of a piece
        #[arg(long, value_name = "BYTES", default_value_t = 1)]
        bytes: usize,
        /// The pause between pieces, in milliseconds
        #[arg(long, value_name = "MILLISECONDS", default_value_t = 100)]
        every_ms: u64,
    },
    /// The request has no effect; this is the answer
    Respond {
        /// Its HTTP status
        #[arg(long, value_name = "CODE", value_parser = clap::value_parser!(u16).range(200..600))]
        status: u16,
        /// Its content type [default: no such header]
        #[arg(long, value_name = "TYPE")]
        content_type: Option<String>,
        /// Its body
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        body: String,
    },
    /// The request takes effect, and parts of the answer are replaced
    ReplaceResponse {
        /// Another HTTP status
        #[arg(long, value_name = "CODE", value_parser = clap::value_parser!(u16).range(200..600))]
        status: Option<u16>,
        /// Another content type
        #[arg(long, value_name = "TYPE")]
        content_type: Option<String>,
        /// Another body
        #[arg(long, value_name = "TEXT")]
        body: Option<String>,
    },
    /// The request takes effect, and in the JSON object that is answered texts become numbers and numbers texts
    WrongTypes,
    /// The request is delivered twice, as a bad proxy would, and the second answer is sent
    DeliverTwice,
    /// The request has no effect; the answer is an error of the data API
    ApiError {
        /// An FDX code such as 503 or 1207, or an HTTP status such as 408
        code: u16,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ClockArguments {
    #[command(subcommand)]
    pub(crate) action: Option<ClockAction>,
    #[command(flatten)]
    pub(crate) admin: AdminArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClockAction {
    /// Show the time
    Show,
    /// Set the time; it runs on from there
    Set {
        /// In RFC 3339: 2026-11-23T12:00:00Z
        time: String,
    },
    /// Move the time forward
    Advance {
        /// Seconds, or a time such as 90s, 15m, "1h 30m", 1d
        #[arg(value_parser = seconds)]
        by: u64,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "A time is a number of seconds, or such as 90s, 15m, \"1h 30m\", 1d.")]
pub(crate) struct LifetimesArguments {
    /// Life of id_tokens that are issued from now on
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub(crate) id_token: Option<u64>,
    /// Life of authorization codes that are issued from now on
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub(crate) code: Option<u64>,
    /// How long refresh tokens work after their consent, or `forever`
    #[arg(long, value_name = "TIME", value_parser = seconds_or_for_ever)]
    pub(crate) refresh_token: Option<LifetimeChange>,
    /// For how long a refresh token that was used is answered again
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub(crate) refresh_reuse: Option<u64>,
    #[command(flatten)]
    pub(crate) admin: AdminArguments,
}

/// A new lifetime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LifetimeChange {
    Seconds(u64),
    ForEver,
}

#[derive(Debug, Args)]
pub(crate) struct RateLimitArguments {
    /// How many in a second, the others get 429 and code 1207; `off` for all. Akoya's sandbox allows 5
    #[arg(value_name = "PER_SECOND", value_parser = limit_or_off)]
    pub(crate) limit: Option<LimitChange>,
    #[command(flatten)]
    pub(crate) admin: AdminArguments,
}

/// A new rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LimitChange {
    PerSecond(u32),
    Off,
}

#[derive(Debug, Args)]
pub(crate) struct RevokeArguments {
    /// The user whose consents end
    #[arg(required_unless_present = "consent", conflicts_with = "consent")]
    pub(crate) user: Option<String>,
    /// One consent, by its id from `akoya sandbox consents`
    #[arg(long, value_name = "ID")]
    pub(crate) consent: Option<String>,
    /// Ended by the application instead: data calls answer 401 and code 602, not 404 and 601
    #[arg(long)]
    pub(crate) by_client: bool,
    #[command(flatten)]
    pub(crate) admin: AdminArguments,
}

#[derive(Debug, Args)]
pub(crate) struct JournalArguments {
    /// Forget the requests so far, after showing them
    #[arg(long)]
    pub(crate) clear: bool,
    #[command(flatten)]
    pub(crate) admin: AdminArguments,
}

#[derive(Debug, Args)]
pub(crate) struct ExportDataArguments {
    /// The directory; it is made if it is not there
    pub(crate) dir: PathBuf,
    /// Replace files that are there already
    #[arg(long)]
    pub(crate) force: bool,
}

/// Kinds of requests as the sandbox names them, with hyphens.
fn kind() -> impl TypedValueParser<Value = RequestKind> {
    const KINDS: [&str; 15] = [
        "authorization",
        "sign-in",
        "approval",
        "denial",
        "code-exchange",
        "refresh",
        "revocation",
        "accounts",
        "balances",
        "transactions",
        "customers",
        "investments",
        "payments",
        "statements",
        "tax",
    ];
    PossibleValuesParser::new(KINDS)
        .try_map(|name| serde_json::from_value::<RequestKind>(name.replace('-', "_").into()))
}

/// Whole seconds from a number or from a friendly duration such as `1h 30m`.
fn seconds(text: &str) -> Result<u64, String> {
    if let Ok(seconds) = text.parse() {
        return Ok(seconds);
    }
    let span: Span = text
        .parse()
        .map_err(|_| "it is neither a number of seconds nor a time such as 15m".to_owned())?;
    let duration = span
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|error| error.to_string())?;
    u64::try_from(duration.as_secs()).map_err(|_| "it must not be negative".to_owned())
}

fn seconds_or_for_ever(text: &str) -> Result<LifetimeChange, String> {
    if text == "forever" {
        Ok(LifetimeChange::ForEver)
    } else {
        seconds(text).map(LifetimeChange::Seconds)
    }
}

fn limit_or_off(text: &str) -> Result<LimitChange, String> {
    match text.parse() {
        _ if text == "off" => Ok(LimitChange::Off),
        Ok(limit) => Ok(LimitChange::PerSecond(limit)),
        Err(_) => Err("it is neither a number nor `off`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_seconds_or_in_words() {
        for (text, expected) in [
            ("90", 90),
            ("90s", 90),
            ("15m", 900),
            ("1h 30m", 5400),
            ("1d", 86_400),
            ("2 days", 172_800),
        ] {
            assert_eq!(seconds(text), Ok(expected), "{text}");
        }
        for bad in ["", "-1", "-5m", "soon", "1 month"] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
        assert_eq!(seconds_or_for_ever("forever"), Ok(LifetimeChange::ForEver));
        assert_eq!(limit_or_off("off"), Ok(LimitChange::Off));
        assert!(limit_or_off("x").is_err());
    }

    #[test]
    fn every_kind_of_request_can_be_named() {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            target: FaultTarget,
        }
        let read = |name: &str| <Line as clap::Parser>::try_parse_from(["x", "--on", name]);
        assert_eq!(
            read("sign-in").unwrap().target.on,
            Some(RequestKind::SignIn)
        );
        assert!(read("sign_in").is_err());
        let parser = kind();
        let kinds = parser.possible_values().unwrap();
        assert_eq!(
            kinds
                .map(|value| read(value.get_name()).unwrap().target.on)
                .filter(Option::is_some)
                .count(),
            15
        );
    }
}
