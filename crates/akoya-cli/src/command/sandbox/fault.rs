//! `akoya sandbox fault`: makes requests to a sandbox fail in a chosen way.

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
  the token is rotated, the response is lost   drop-response --on refresh --times 1
  a gateway's page instead of a response       respond --status 502 --content-type text/html --body '<h1>502'
  an empty refusal                             respond --status 401
  tokens with an unusual status                replace-response --status 201 --on refresh
  a rotation that ends in an error             replace-response --status 504 --body '' --on refresh
  a rate limit for one user's balances         api-error 1207 --on balances --user mikomo_7
  the third page fails                         api-error 503 --on transactions --skip 2 --times 1
  one account fails                            api-error 701 --on transactions --account g833202fb0866d0ad83472c429
  no data in this period                       api-error 1107 --on transactions
  pages that never end                         odd-pages --form same-rows
  a 200 that is not a list                     absent-list --on accounts
  an amount that is a string                   set-field amount 1,234.50 --on transactions
  a used refresh token is accepted again       akoya sandbox lifetimes --refresh-reuse 30s

Of several faults, the oldest one that fits a request applies to it.")]
pub(super) struct Args {
    #[command(subcommand)]
    action: FaultAction,
    #[command(flatten)]
    target: FaultTarget,
    #[command(flatten)]
    admin: AdminArgs,
}

/// Which requests a fault applies to.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Which requests")]
struct FaultTarget {
    /// Apply only to requests of this kind
    #[arg(long, global = true, value_name = "KIND", value_parser = kind())]
    on: Option<RequestKind>,
    /// Apply only to requests of this user: by token, code or user name
    #[arg(long, global = true, value_name = "NAME")]
    user: Option<String>,
    /// Apply only to requests of the consent with this id, from `akoya sandbox consents`; it is the `grant_id` of
    /// the tokens
    #[arg(long, global = true, value_name = "ID")]
    consent: Option<String>,
    /// Apply only to data calls for the account with this id
    #[arg(long, global = true, value_name = "ID")]
    account: Option<String>,
    /// Let this many of them pass first
    #[arg(long, global = true, value_name = "N", default_value_t = 0)]
    skip: u32,
    /// Apply to this many of them [default: all, until the faults are cleared]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    times: Option<u32>,
}

#[derive(Debug, Subcommand)]
enum FaultAction {
    /// List the faults
    List,
    /// Clear all faults
    Clear,
    #[command(flatten)]
    Add(Effect),
}

impl FaultTarget {
    fn fault(self, effect: Effect) -> Fault {
        let fault = Fault::new(effect).skip(self.skip);
        let fault = self.on.into_iter().fold(fault, Fault::on);
        let fault = self.user.into_iter().fold(fault, Fault::user);
        let fault = self.consent.into_iter().fold(fault, Fault::consent);
        let fault = self.account.into_iter().fold(fault, Fault::account);
        self.times.into_iter().fold(fault, Fault::times)
    }
}

pub(super) async fn run(context: &Context, args: Args) -> Result<(), Failure> {
    let admin = Admin::find(context, &args.admin)?;
    match args.action {
        FaultAction::List => {}
        FaultAction::Clear => {
            admin.send(Method::DELETE, "/faults", &json!({})).await?;
        }
        FaultAction::Add(effect) => {
            let fault = json!(args.target.fault(effect));
            admin.send(Method::POST, "/faults", &fault).await?;
        }
    }
    let faults = admin.get("/faults").await?;
    admin::print(&context.output, &faults, table)
}

/// Accepts the kinds of requests by the sandbox's names, with hyphens.
fn kind() -> impl TypedValueParser<Value = RequestKind> {
    let named = |kind: &RequestKind| kind.name().replace('_', "-");
    let names: Vec<String> = RequestKind::ALL.iter().map(named).collect();
    PossibleValuesParser::new(names).try_map(move |name| {
        let mut kinds = RequestKind::ALL.iter().copied();
        let kind = kinds.find(|kind| named(kind) == name);
        kind.ok_or("there is no such kind of request")
    })
}

fn table(style: Style, faults: &Value) -> String {
    let faults = list(faults);
    if faults.is_empty() {
        return "There are no faults.".to_owned();
    }
    let columns = [
        Column::left("Fault"),
        Column::left("With").cut_to(8).optional(1),
        Column::left("On").cut_to(10),
        Column::left("User").cut_to(8).optional(2),
        Column::left("Consent").cut_to(8).optional(3),
        Column::left("Account").cut_to(8).optional(3),
        Column::left("Skips").optional(4),
        Column::left("Left"),
    ];
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
            plain(or_all(&fault["account"])),
            plain(text(&fault["skip"])),
            plain(or_all(&fault["times"])),
        ]);
    }
    table.to_string()
}

/// Splits an effect, `"drop_response"` or `{"cut_response": {"after_bytes": 10}}`, into name and options as on the
/// command line.
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
            target: FaultTarget,
        }
        let read = |name: &str| <Line as clap::Parser>::try_parse_from(["x", "--on", name]);
        let on = |name: &str| read(name).unwrap().target.on;
        assert_eq!(on("sign-in"), Some(RequestKind::SignIn));
        assert!(read("sign_in").is_err());
        for kind in RequestKind::ALL {
            assert_eq!(on(&kind.name().replace('_', "-")), Some(*kind));
        }
    }
}
