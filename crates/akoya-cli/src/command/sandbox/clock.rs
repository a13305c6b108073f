//! `akoya sandbox clock`: shows or moves the clock of a sandbox.

use clap::{Args as ClapArgs, Subcommand};
use http::Method;
use serde_json::json;

use super::admin::{self, Admin, AdminArgs};
use super::duration::seconds;
use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Option<ClockAction>,
    #[command(flatten)]
    admin: AdminArgs,
}

#[derive(Debug, Subcommand)]
enum ClockAction {
    /// Show the time
    Show,
    /// Set the time; the clock runs from there
    Set {
        /// The time in RFC 3339: 2026-11-23T12:00:00Z
        time: String,
    },
    /// Move the time forward
    Advance {
        /// The seconds, or a duration such as 90s, 15m, "1h 30m", 1d
        #[arg(value_parser = seconds)]
        by: u64,
    },
}

pub(super) async fn run(context: &Context, args: Args) -> Result<(), Failure> {
    let admin = Admin::find(context, &args.admin)?;
    let response = match args.action {
        None | Some(ClockAction::Show) => admin.get("/clock").await?,
        Some(ClockAction::Set { time }) => {
            let body = json!({ "now": time });
            admin.send(Method::PUT, "/clock", &body).await?
        }
        Some(ClockAction::Advance { by }) => {
            let body = json!({ "seconds": by });
            admin.send(Method::POST, "/clock/advance", &body).await?
        }
    };
    admin::print(&context.output, &response, |_, response| {
        admin::text(&response["now"])
    })
}
