//! `akoya sandbox fault`

use akoya_sandbox::{Effect, Fault, RequestKind};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, Subcommand};
use http::Method;
use serde_json::{Value, json};

use super::admin::{self, Admin, AdminArgs, list, text};
use crate::context::Context;
use crate::failure::Failure;
use crate::style::Style;
use crate::table::{Column, Table, plain};

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Common cases:
  the token is rotated, the response lost      drop-response --on refresh --times 1
  a gateway's page instead of a response       respond --status 502 --content-type text/html --body '<h1>502'
  an empty refusal                             respond --status 401
  tokens with an unusual status                replace-response --status 201 --on refresh
  a rotation that ends in an error             replace-response --status 504 --body '' --on refresh
  a rate limit for one user's balances         api-error 1207 --on balances --user mikomo_7
  the third page fails                         api-error 503 --on transactions --skip 2 --times 1
  a used refresh token is accepted again       akoya sandbox lifetimes --refresh-reuse 30s

Of several faults, the oldest one that fits a request applies to it.")]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    admin: AdminArgs,
}

/// Which requests a fault applies to.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Which requests")]
struct Target {
    /// Apply only to requests of this kind
    #[arg(long, global = true, value_name = "KIND", value_parser = kind())]
    on: Option<RequestKind>,
    /// Apply only to requests of this user: by token, code or user name
    #[arg(long, global = true, value_name = "NAME")]
    user: Option<String>,
    /// Apply only to requests of the consent with this id, from `akoya sandbox consents`; it is the `grant_id` of the tokens
    #[arg(long, global = true, value_name = "ID")]
    consent: Option<String>,
    /// Let this many of them pass first
    #[arg(long, global = true, value_name = "N", default_value_t = 0)]
    skip: u32,
    /// Apply to this many of them [default: all, until the faults are cleared]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    times: Option<u32>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the faults
    List,
    /// Clear all faults
    Clear,
    /// The request takes effect, and the connection closes without a byte of the response
    DropResponse,
    /// The request takes effect, and the connection closes within the body of the response
    CutResponse {
        /// Send this much of the body first
        #[arg(long, value_name = "BYTES", default_value_t = 20)]
        after: usize,
    },
    /// The request waits, then takes effect
    StallRequest {
        /// Wait this many milliseconds
        #[arg(long, value_name = "MILLISECONDS", default_value_t = 30_000)]
        ms: u64,
    },
    /// The request takes effect, and the response waits
    StallResponse {
        /// Wait this many milliseconds
        #[arg(long, value_name = "MILLISECONDS", default_value_t = 30_000)]
        ms: u64,
    },
    /// The request takes effect, and the body of the response arrives in small pieces
    DripResponse {
        /// Send pieces of this size
        #[arg(long, value_name = "BYTES", default_value_t = 1)]
        bytes: usize,
        /// Pause this many milliseconds between pieces
        #[arg(long, value_name = "MILLISECONDS", default_value_t = 100)]
        every_ms: u64,
    },
    /// The request has no effect, and this is the response
    Respond {
        /// Respond with this HTTP status
        #[arg(long, value_name = "CODE", value_parser = clap::value_parser!(u16).range(200..600))]
        status: u16,
        /// Respond with this content type [default: no such header]
        #[arg(long, value_name = "TYPE")]
        content_type: Option<String>,
        /// Respond with this body
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        body: String,
    },
    /// The request takes effect, and parts of the response are replaced
    ReplaceResponse {
        /// Replace the HTTP status
        #[arg(long, value_name = "CODE", value_parser = clap::value_parser!(u16).range(200..600))]
        status: Option<u16>,
        /// Replace the content type
        #[arg(long, value_name = "TYPE")]
        content_type: Option<String>,
        /// Replace the body
        #[arg(long, value_name = "TEXT")]
        body: Option<String>,
    },
    /// The request takes effect, and in the JSON object of the response strings and numbers are swapped
    WrongTypes,
    /// The request is delivered twice, as a faulty proxy does, and the second response is sent
    DeliverTwice,
    /// The request has no effect, and the response is an error of the data API
    ApiError {
        /// An FDX code such as 503 or 1207, or an HTTP status such as 408
        code: u16,
    },
}

pub(super) async fn run(context: &Context, args: Args) -> Result<(), Failure> {
    let admin = Admin::find(context, &args.admin)?;
    match fault(args.action, args.target) {
        Request::Add(fault) => drop(admin.send(Method::POST, "/faults", &json!(fault)).await?),
        Request::Clear => drop(admin.send(Method::DELETE, "/faults", &json!({})).await?),
        Request::List => {}
    }
    let faults = admin.get("/faults").await?;
    admin::print(&context.output, &faults, table)
}

enum Request {
    Add(Fault),
    Clear,
    List,
}

fn fault(action: Action, target: Target) -> Request {
    let effect = match action {
        Action::List => return Request::List,
        Action::Clear => return Request::Clear,
        Action::DropResponse => Effect::DropResponse,
        Action::CutResponse { after } => Effect::CutResponse { after_bytes: after },
        Action::StallRequest { ms } => Effect::StallRequest { ms },
        Action::StallResponse { ms } => Effect::StallResponse { ms },
        Action::DripResponse { bytes, every_ms } => Effect::DripResponse { bytes, every_ms },
        Action::Respond {
            status,
            content_type,
            body,
        } => Effect::Respond {
            status,
            content_type,
            body,
        },
        Action::ReplaceResponse {
            status,
            content_type,
            body,
        } => Effect::ReplaceResponse {
            status,
            content_type,
            body,
        },
        Action::WrongTypes => Effect::WrongTypes,
        Action::DeliverTwice => Effect::DeliverTwice,
        Action::ApiError { code } => Effect::ApiError { code },
    };
    let Target {
        on,
        user,
        consent,
        skip,
        times,
    } = target;
    let fault = Fault::new(effect).skip(skip);
    let fault = on.into_iter().fold(fault, Fault::on);
    let fault = user.into_iter().fold(fault, Fault::user);
    let fault = consent.into_iter().fold(fault, Fault::consent);
    Request::Add(times.into_iter().fold(fault, Fault::times))
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

fn table(style: Style, faults: &Value) -> String {
    let faults = list(faults);
    if faults.is_empty() {
        return "There are no faults.".to_owned();
    }
    let columns = ["Fault", "With", "On", "User", "Consent", "Skips", "Left"].map(Column::Left);
    let mut table = Table::new(style, &columns);
    for fault in faults {
        let (name, values) = effect(&fault["effect"]);
        let or_all = |value: &Value| match value {
            Value::Null => "all".to_owned(),
            value => text(value),
        };
        table.row([
            plain(name),
            plain(values),
            plain(or_all(&fault["on"]).replace('_', "-")),
            plain(or_all(&fault["user"])),
            plain(or_all(&fault["consent"])),
            plain(text(&fault["skip"])),
            plain(or_all(&fault["times"])),
        ]);
    }
    table.keep_whole(0);
    table.to_string()
}

/// `"drop_response"` or `{"cut_response": {"after_bytes": 10}}`, as on the command line.
fn effect(effect: &Value) -> (String, String) {
    let hyphens = |name: &str| name.replace('_', "-");
    let Some((name, values)) = effect.as_object().and_then(|effect| effect.iter().next()) else {
        return (hyphens(&text(effect)), String::new());
    };
    let values = values.as_object().into_iter().flatten();
    let values: Vec<String> = values
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| format!("{} {}", hyphens(name), text(value)))
        .collect();
    (hyphens(name), values.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_request_can_be_named() {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            target: Target,
        }
        let read = |name: &str| <Line as clap::Parser>::try_parse_from(["x", "--on", name]);
        let on = |name: &str| read(name).unwrap().target.on;
        assert_eq!(on("sign-in"), Some(RequestKind::SignIn));
        assert!(read("sign_in").is_err());
        let parser = kind();
        let kinds = parser.possible_values().unwrap();
        assert_eq!(kinds.filter_map(|kind| on(kind.get_name())).count(), 15);
    }
}
