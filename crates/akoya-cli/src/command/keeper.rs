//! `akoya keeper`: refreshes tokens before they expire, until a signal ends it.

mod counts;
#[cfg_attr(not(feature = "metrics"), path = "keeper/no_metrics.rs")]
mod metrics;

use std::time::Duration;

use akoya::oauth::keeper::{Health, Keeper};
use clap::Args as ClapArgs;
use serde_json::{Value, json};

use self::counts::counts;
use crate::connection::{Connection, ConnectionName};
use crate::connections::Connections;
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::interrupt;
use crate::session::Session;
use crate::settings::ClientArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Send at most this many refreshes at the same time [default: 8]
    ///
    /// If the process is killed, up to that many consents may be lost: the provider has replaced their refresh
    /// tokens, and the new ones are in transit.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    at_once: Option<u16>,
    /// Start at most this many refreshes per second [default: as many as the provider accepts]
    #[arg(long, value_name = "RATE", value_parser = rate)]
    per_second: Option<f64>,
    /// Serve Prometheus metrics at this address, for example 127.0.0.1:9464; requires a build with `--features metrics`
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<std::net::SocketAddr>,
    /// Print a status line at this interval in seconds, with counts since the start; 0 for none
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    report_every: u64,
    #[command(flatten)]
    client: ClientArgs,
}

fn rate(text: &str) -> Result<f64, &'static str> {
    let rate: f64 = text.parse().map_err(|_| "not a number")?;
    if rate.is_finite() && rate > 0.0 {
        Ok(rate)
    } else {
        Err("a rate must be greater than 0")
    }
}

/// How often the metrics are updated.
const GAUGES_EVERY: Duration = Duration::from_secs(1);

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let ended = interrupt::wait();
    // After the first signal the keeper waits for the refreshes under way.
    let second_signal = async {
        interrupt::wait().await;
        interrupt::again().await;
    };
    let session = session(context, args).await?;
    let keeper = keeper(&session, args)?;
    if let Some(address) = args.metrics {
        metrics::serve(address)?;
    }
    begin(context, &session)?;
    let health = tokio::select! {
        health = keeper.run(ended) => health,
        failed = report(context, &keeper, args.report_every) => return failed,
        () = second_signal => return Err(Failure::new(ExitCode::Interrupted, "interrupted while refreshes were under way")),
    };
    let health = health?;
    metrics::set(&health);
    print(context, "ended", &health)
}

/// Opens a client like the connections' own. Its own connection is never used.
async fn session<'a>(context: &'a Context, args: &'a Args) -> Result<Session<'a>, Failure> {
    let settings = context.settings(&args.client)?;
    let connection = match settings.client_id() {
        None => the_one_client(context)?
            .map(|connection| settings.change(connection))
            .transpose()?,
        Some(_) => None,
    };
    let connection = match connection {
        Some(connection) => connection,
        None => Connection {
            connector: String::new(),
            client_id: settings.client_id().map(ToOwned::to_owned),
            // Refreshing needs none.
            redirect_uri: settings
                .redirect_uri()
                .unwrap_or("http://127.0.0.1/")
                .to_owned(),
            client_secret: None,
            user: None,
            environment: settings.environment()?,
        },
    };
    let name = "keeper"
        .parse::<ConnectionName>()
        .map_err(|text| Failure::new(ExitCode::Usage, text))?;
    Session::start(context, name, connection, settings, Box::new(|_| {})).await
}

/// Finds one of the connections that were made here, if all are of one client at one environment: then it need not be
/// named.
fn the_one_client(context: &Context) -> Result<Option<Connection>, Failure> {
    let connections = Connections::of(&context.data);
    let mut one: Option<Connection> = None;
    for name in connections.names()? {
        let Some(connection) = connections.get(&name)? else {
            continue;
        };
        let is_other = |known: &Connection| {
            (&known.environment, &known.client_id)
                != (&connection.environment, &connection.client_id)
        };
        if one.as_ref().is_some_and(is_other) {
            return Err(Failure::new(
                ExitCode::Configuration,
                "the connections belong to several clients or environments",
            )
            .advise("A keeper serves one client: name it with --client-id or AKOYA_CLIENT_ID, and --environment or AKOYA_ENVIRONMENT."));
        }
        one = Some(connection);
    }
    Ok(one)
}

fn keeper(session: &Session<'_>, args: &Args) -> Result<Keeper, Failure> {
    let mut builder = Keeper::builder(session.client.acg_auth().engine().clone());
    if let Some(count) = args.at_once {
        builder = builder.concurrency(usize::from(count));
    }
    if let Some(rate) = args.per_second {
        builder = builder.requests_per_second(rate);
    }
    Ok(builder.build()?)
}

fn begin(context: &Context, session: &Session<'_>) -> Result<(), Failure> {
    let credentials = session
        .client
        .config()
        .authorization_code_auth_credentials();
    let (client, environment) = (
        credentials.oauth_client_id(),
        session.connection.environment.as_str(),
    );
    if context.output.is_json() {
        return context
            .output
            .line(json!({ "event": "started", "client_id": client, "environment": environment }));
    }
    context.output.line(format_args!(
        "Keeping the tokens of client {client} at {environment} fresh. Ctrl-C stops."
    ))
}

/// Prints the status again and again; ends only when printing fails.
async fn report(context: &Context, keeper: &Keeper, every: u64) -> Result<(), Failure> {
    let mut waited = Duration::ZERO;
    loop {
        metrics::set(&keeper.health());
        context.clock.sleep(GAUGES_EVERY).await;
        waited += GAUGES_EVERY;
        if every > 0 && waited >= Duration::from_secs(every) {
            waited = Duration::ZERO;
            print(context, "health", &keeper.health())?;
        }
    }
}

fn print(context: &Context, event: &str, health: &Health) -> Result<(), Failure> {
    if context.output.is_json() {
        let mut line = json!({ "event": event, "lag_seconds": health.lag.as_secs_f64() });
        for (name, count) in counts(health) {
            line[name] = Value::from(count);
        }
        return context.output.line(line);
    }
    context.output.line(in_words(health))
}

/// Writes the counts that a person wants to know, without those that are zero.
fn in_words(health: &Health) -> String {
    let mut words = vec![format!("{} refreshed", health.refreshed)];
    let troubles = [
        (health.in_flight, "under way"),
        (health.consent_needed, "need consent again"),
        (health.unknown, "of unknown outcome"),
        (health.failed, "failed and will be tried again"),
        (health.throttled, "delayed by the provider's rate limit"),
        (health.store_failures, "failures of the token store"),
        (health.spool_failures, "responses not written to the spool"),
    ];
    words.extend(
        troubles
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}")),
    );
    words.push(match health.due {
        0 => "nothing is due".to_owned(),
        due => format!(
            "{due} due, the oldest {:.0} s overdue",
            health.lag.as_secs_f64()
        ),
    });
    words.join(", ")
}
