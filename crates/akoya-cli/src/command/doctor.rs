//! `akoya doctor`: looks at everything that a connection needs, and says what to do about what is wrong.

mod check;
mod client;
mod files;
mod network;

use clap::Args as ClapArgs;
use serde_json::{Value, json};

use self::check::Check;
use crate::connection::ConnectionName;
use crate::connection_line;
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::session::GrantArgs;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Looks at the configuration, the redirect URI, name resolution, the proxy, TLS, what the identity provider publishes, this \
computer's clock, the data API, the data directory, the disk, the token store, its copies and keys, the spool, and every token. \
With the sandbox inside this command, that is started and asked instead of the network. Nothing is changed and no token is sent.

The exit code is 0 if nothing failed, and otherwise that of the first check that did. A warning is not a failure.")]
pub(crate) struct Args {
    #[command(flatten)]
    connection: GrantArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let mut checks = files::directory(context);
    let settings = match context.settings(&args.connection.client) {
        Ok(settings) => settings,
        Err(failure) => {
            checks.push(Check::failed("configuration", &failure));
            return report(context, &checks);
        }
    };
    let connection = client::connection(context, args.connection.connection.as_ref(), settings);
    match connection {
        Ok(connection) => {
            checks.extend(client::check(context, settings, &connection).await);
            checks.extend(network::check(context, settings, &connection).await);
        }
        Err(failure) => checks.push(Check::failed("configuration", &failure)),
    }
    checks.extend(files::store(context).await);
    checks.extend(tokens(context, args.connection.connection.as_ref()).await);
    report(context, &checks)
}

/// Looks at every token that is stored, or at the one of a connection that is named.
async fn tokens(context: &Context, only: Option<&ConnectionName>) -> Vec<Check> {
    let (lines, problem) = match connection_line::read(context, only).await {
        Ok(read) => read,
        Err(failure) => return vec![Check::failed("tokens", &failure)],
    };
    let mut checks: Vec<_> = lines.iter().map(|line| token(context, line)).collect();
    if checks.is_empty() {
        checks.push(Check::skipped(
            "tokens",
            "there are no connections; `akoya login` creates one",
        ));
    }
    checks.extend(problem.map(|failure| Check::failed("tokens", &failure)));
    checks
}

fn token(context: &Context, line: &connection_line::Line) -> Check {
    let (word, phrase, _) = line.state(context.clock.now());
    let finding = format!("`{}`: {phrase}", line.name);
    match word {
        "unreadable" => {
            let advice = line.problem.as_ref().map_or("", |(_, advice)| advice);
            Check::broken("token", ExitCode::Files, finding, advice)
        }
        "no_token" | "consent_needed" => {
            let login = format!("login --connection {}", line.name);
            let login = context.command_line(&login);
            let advice = format!("Ask for consent again: `{login}`.");
            Check::broken("token", ExitCode::Consent, finding, &advice)
        }
        "refused" => Check::warning(
            "token",
            finding,
            "The institution refused a fresh token. If this persists, ask for consent again.",
        ),
        "in_doubt" => Check::warning(
            "token",
            finding,
            "A response was lost. `akoya refresh` finds out whether the consent was lost with it.",
        ),
        _ => Check::ok("token", finding),
    }
}

fn report(context: &Context, checks: &[Check]) -> Result<(), Failure> {
    let output = &context.output;
    if output.is_json() {
        let checks: Vec<Value> = checks.iter().map(Check::json).collect();
        output.json(json!({ "checks": checks }))?;
    } else {
        for check in checks {
            output.line(check.text(output.style()))?;
        }
    }
    let failed: Vec<_> = checks.iter().filter(|check| check.is_failed()).collect();
    let Some(first) = failed.first() else {
        return Ok(());
    };
    let text = format!("{} of {} checks failed", failed.len(), checks.len());
    let advice = first.advice().unwrap_or("See the checks above.");
    Err(Failure::new(first.code(), text).advise(advice))
}
