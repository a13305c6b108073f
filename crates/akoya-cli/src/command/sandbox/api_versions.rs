//! `akoya sandbox api-versions`: shows or sets until when a sandbox has v2, and what its v3 demands.

use clap::{Args as ClapArgs, ValueEnum};
use http::Method;
use serde_json::Value;

use super::admin::{self, Admin, AdminArgs};
use crate::context::Context;
use crate::failure::Failure;
use crate::style::Style;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// End v2 on this day or at this moment of the sandbox's clock: 2026-12-01, 2026-12-01T09:30:00Z; or `never`.
    /// Statements stay at v2
    #[arg(long, value_name = "DATE")]
    v2_until: Option<String>,
    /// Whether v3 requires x-akoya-intent-type, as it does for applications that subscribe to Payments
    #[arg(long, value_name = "DEMAND")]
    intent_type: Option<Demand>,
    #[command(flatten)]
    admin: AdminArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Demand {
    Required,
    Optional,
}

/// Of a day as it is written: `2026-12-01`.
const DAY_LENGTH: usize = 10;

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let admin = Admin::find(context, &args.admin)?;
    let mut versions = admin.get("/api-versions").await?;
    if let Some(end) = &args.v2_until {
        versions["v2_until"] = match end.as_str() {
            "never" => Value::Null,
            day if day.len() == DAY_LENGTH => format!("{day}T00:00:00Z").into(),
            moment => moment.into(),
        };
    }
    if let Some(demand) = args.intent_type {
        versions["intent_type_required"] = (demand == Demand::Required).into();
    }
    if args.v2_until.is_some() || args.intent_type.is_some() {
        versions = admin.send(Method::PUT, "/api-versions", &versions).await?;
    }
    admin::print(&context.output, &versions, sentence)
}

fn sentence(_: Style, versions: &Value) -> String {
    let end = match admin::text(&versions["v2_until"]).as_str() {
        "" => "v2 does not end".to_owned(),
        end => format!("v2 ends at {end}"),
    };
    let verb = match versions["intent_type_required"].as_bool() {
        Some(true) => "requires",
        _ => "does not require",
    };
    format!("{end}. v3 {verb} x-akoya-intent-type.")
}
