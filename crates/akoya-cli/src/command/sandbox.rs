//! `akoya sandbox`: starts a sandbox, or controls one that is running.

mod admin;
mod admin_url;
mod api_versions;
mod clock;
mod consents;
mod counters;
mod duration;
mod export_data;
mod fault;
mod journal;
mod lifetimes;
mod partial_response;
mod rate_limit;
mod reset;
mod revoke;
mod server;

use clap::{Args as ClapArgs, Subcommand};

use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = server::HELP)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<SandboxCommand>,
    #[command(flatten)]
    server: server::ServerArgs,
}

impl Args {
    /// Returns whether the command runs the sandbox, rather than controlling one.
    pub(crate) fn is_server(&self) -> bool {
        self.command.is_none()
    }
}

#[derive(Debug, Subcommand)]
enum SandboxCommand {
    /// Make requests fail, list the faults, or clear them
    Fault(fault::Args),
    /// Show, set or move the sandbox's clock
    Clock(clock::Args),
    /// Show or change how long codes and tokens are valid
    Lifetimes(lifetimes::Args),
    /// Show or change how many data calls per second succeed
    RateLimit(rate_limit::Args),
    /// Show or change when v2 ends, and what v3 requires
    ApiVersions(api_versions::Args),
    /// Show or change how an account that cannot be read looks in a partial response (HTTP 206)
    PartialResponse(partial_response::Args),
    /// List the consents that were given
    Consents(admin::AdminArgs),
    /// End consents, as the customer does at the bank
    Revoke(revoke::Args),
    /// Show the received requests, without secrets
    Journal(journal::Args),
    /// Show how many requests of each kind were received
    Counters(admin::AdminArgs),
    /// Return to the start: no consents, faults or journal, counters at 0, the clock at real time
    Reset(admin::AdminArgs),
    /// Write the data of the built-in users to a directory, with a README, to edit it and serve it with --data
    ExportData(export_data::Args),
}

pub(super) async fn run(context: &Context, args: Args) -> Result<(), Failure> {
    let Some(command) = args.command else {
        return server::run(context, &args.server).await;
    };
    match command {
        SandboxCommand::Fault(args) => fault::run(context, args).await,
        SandboxCommand::Clock(args) => clock::run(context, args).await,
        SandboxCommand::Lifetimes(args) => lifetimes::run(context, &args).await,
        SandboxCommand::RateLimit(args) => rate_limit::run(context, &args).await,
        SandboxCommand::ApiVersions(args) => api_versions::run(context, &args).await,
        SandboxCommand::PartialResponse(args) => partial_response::run(context, &args).await,
        SandboxCommand::Consents(args) => consents::run(context, &args).await,
        SandboxCommand::Revoke(args) => revoke::run(context, &args).await,
        SandboxCommand::Journal(args) => journal::run(context, &args).await,
        SandboxCommand::Counters(args) => counters::run(context, &args).await,
        SandboxCommand::Reset(args) => reset::run(context, &args).await,
        SandboxCommand::ExportData(args) => export_data::run(context, &args),
    }
}
