//! `akoya sandbox clock`, `fault`, `journal` and the others for a sandbox that runs.

use akoya_sandbox::{Effect, Fault};
use http::Method;
use serde_json::{Value, json};

use super::admin::Admin;
use super::sheets;
use crate::arguments::{
    AdminArguments, ClockAction, ClockArguments, ExportDataArguments, FaultAction, FaultArguments,
    FaultTarget, JournalArguments, LifetimeChange, LifetimesArguments, LimitChange,
    RateLimitArguments, RevokeArguments, SandboxCommand,
};
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::output::{Look, Output};

/// Runs a command of a sandbox that runs already.
pub(super) async fn run(context: &Context, command: SandboxCommand) -> Result<(), Failure> {
    let output = &context.output;
    let admin = |arguments: &AdminArguments| Admin::find(context, arguments);
    match command {
        SandboxCommand::Fault(arguments) => {
            fault(output, &admin(&arguments.admin)?, arguments).await
        }
        SandboxCommand::Clock(arguments) => {
            clock(output, &admin(&arguments.admin)?, arguments).await
        }
        SandboxCommand::Lifetimes(arguments) => {
            lifetimes(output, &admin(&arguments.admin)?, &arguments).await
        }
        SandboxCommand::RateLimit(arguments) => {
            rate_limit(output, &admin(&arguments.admin)?, &arguments).await
        }
        SandboxCommand::Consents(arguments) => show(
            output,
            &admin(&arguments)?.get("/consents").await?,
            sheets::consents,
        ),
        SandboxCommand::Revoke(arguments) => {
            revoke(output, &admin(&arguments.admin)?, &arguments).await
        }
        SandboxCommand::Journal(arguments) => {
            journal(output, &admin(&arguments.admin)?, &arguments).await
        }
        SandboxCommand::Counters(arguments) => show(
            output,
            &admin(&arguments)?.get("/counters").await?,
            sheets::counters,
        ),
        SandboxCommand::Reset(arguments) => reset(output, &admin(&arguments)?).await,
        SandboxCommand::ExportData(arguments) => export_data(output, &arguments),
    }
}

/// Shows an answer as it is for `--json`, else as a person reads it.
fn show(
    output: &Output,
    answer: &Value,
    sheet: impl Fn(Look, &Value) -> String,
) -> Result<(), Failure> {
    if output.is_json() {
        output.line(answer)
    } else {
        output.line(sheet(output.look(), answer))
    }
}

async fn fault(output: &Output, admin: &Admin, arguments: FaultArguments) -> Result<(), Failure> {
    match fault_of(arguments.action, arguments.target) {
        Asked::Add(fault) => drop(admin.send(Method::POST, "/faults", &json!(fault)).await?),
        Asked::Clear => drop(admin.send(Method::DELETE, "/faults", &json!({})).await?),
        Asked::List => {}
    }
    show(output, &admin.get("/faults").await?, sheets::faults)
}

enum Asked {
    Add(Fault),
    Clear,
    List,
}

fn fault_of(action: FaultAction, target: FaultTarget) -> Asked {
    let effect = match action {
        FaultAction::List => return Asked::List,
        FaultAction::Clear => return Asked::Clear,
        FaultAction::DropResponse => Effect::DropResponse,
        FaultAction::CutResponse { after } => Effect::CutResponse { after_bytes: after },
        FaultAction::StallRequest { ms } => Effect::StallRequest { ms },
        FaultAction::StallResponse { ms } => Effect::StallResponse { ms },
        FaultAction::DripResponse { bytes, every_ms } => Effect::DripResponse { bytes, every_ms },
        FaultAction::Respond {
            status,
            content_type,
            body,
        } => Effect::Respond {
            status,
            content_type,
            body,
        },
        FaultAction::ReplaceResponse {
            status,
            content_type,
            body,
        } => Effect::ReplaceResponse {
            status,
            content_type,
            body,
        },
        FaultAction::WrongTypes => Effect::WrongTypes,
        FaultAction::DeliverTwice => Effect::DeliverTwice,
        FaultAction::ApiError { code } => Effect::ApiError { code },
    };
    let FaultTarget {
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
    Asked::Add(times.into_iter().fold(fault, Fault::times))
}

async fn clock(output: &Output, admin: &Admin, arguments: ClockArguments) -> Result<(), Failure> {
    let answer = match arguments.action {
        None | Some(ClockAction::Show) => admin.get("/clock").await?,
        Some(ClockAction::Set { time }) => {
            admin
                .send(Method::PUT, "/clock", &json!({ "now": time }))
                .await?
        }
        Some(ClockAction::Advance { by }) => {
            admin
                .send(Method::POST, "/clock/advance", &json!({ "seconds": by }))
                .await?
        }
    };
    show(output, &answer, |_, answer| sheets::text(&answer["now"]))
}

async fn lifetimes(
    output: &Output,
    admin: &Admin,
    arguments: &LifetimesArguments,
) -> Result<(), Failure> {
    let mut lifetimes = admin.get("/lifetimes").await?;
    let changes = [
        ("id_token", arguments.id_token.map(Value::from)),
        ("code", arguments.code.map(Value::from)),
        ("refresh_reuse", arguments.refresh_reuse.map(Value::from)),
        (
            "refresh_token",
            arguments.refresh_token.map(|change| match change {
                LifetimeChange::Seconds(seconds) => seconds.into(),
                LifetimeChange::ForEver => Value::Null,
            }),
        ),
    ];
    let changes: Vec<_> = changes
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
    if !changes.is_empty() {
        changes
            .into_iter()
            .for_each(|(name, value)| lifetimes[name] = value);
        lifetimes = admin.send(Method::PUT, "/lifetimes", &lifetimes).await?;
    }
    show(output, &lifetimes, sheets::lifetimes)
}

async fn rate_limit(
    output: &Output,
    admin: &Admin,
    arguments: &RateLimitArguments,
) -> Result<(), Failure> {
    let put = async |per_second: Option<u32>| {
        admin
            .send(
                Method::PUT,
                "/rate-limit",
                &json!({ "per_second": per_second }),
            )
            .await
    };
    let answer = match arguments.limit {
        None => admin.get("/rate-limit").await?,
        Some(LimitChange::Off) => put(None).await?,
        Some(LimitChange::PerSecond(limit)) => put(Some(limit)).await?,
    };
    show(output, &answer, |_, answer| {
        match answer["per_second"].as_u64() {
            Some(limit) => {
                format!("{limit} data calls are answered in a second, the others get 429.")
            }
            None => "All data calls are answered.".to_owned(),
        }
    })
}

async fn revoke(
    output: &Output,
    admin: &Admin,
    arguments: &RevokeArguments,
) -> Result<(), Failure> {
    let by = if arguments.by_client {
        "client"
    } else {
        "customer"
    };
    let body = match &arguments.consent {
        Some(consent) => json!({ "consent": consent, "by": by }),
        None => json!({ "user": arguments.user, "by": by }),
    };
    let answer = admin.send(Method::POST, "/consents/revoke", &body).await?;
    show(output, &answer, |_, answer| {
        match answer["ended"].as_u64() {
            Some(1) => "1 consent has ended.".to_owned(),
            ended => format!("{} consents have ended.", ended.unwrap_or_default()),
        }
    })
}

async fn journal(
    output: &Output,
    admin: &Admin,
    arguments: &JournalArguments,
) -> Result<(), Failure> {
    let answer = admin.get("/journal").await?;
    if arguments.clear {
        admin.send(Method::DELETE, "/journal", &json!({})).await?;
    }
    show(output, &answer, sheets::journal)
}

async fn reset(output: &Output, admin: &Admin) -> Result<(), Failure> {
    let answer = admin.send(Method::POST, "/reset", &json!({})).await?;
    show(output, &answer, |_, _| {
        "The sandbox is as at its start.".to_owned()
    })
}

fn export_data(output: &Output, arguments: &ExportDataArguments) -> Result<(), Failure> {
    let dir = &arguments.dir;
    let is_empty = std::fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty && !arguments.force {
        return Err(Failure::new(
            Code::Files,
            format!("there are files in `{}`", dir.display()),
        )
        .advise("Name another directory, or replace files with --force."));
    }
    akoya_sandbox::export_data(dir)?;
    if output.is_json() {
        return output.line(json!({ "dir": dir }));
    }
    output.line(format_args!(
        "The sandbox's users are in {}.",
        dir.display()
    ))?;
    output.line("README.md says what the files need. Edit them or add your own, then:")?;
    output.line(format_args!("  akoya sandbox --data {}", dir.display()))
}
