//! `akoya keeper`: refreshes tokens before they expire, until it is told to end.

use std::time::Duration;

use acg::keeper::{Health, Keeper};
use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::{Value, json};

use crate::arguments::KeeperArguments;
use crate::connection::{Connection, ConnectionName, Connections};
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::interrupt;
use crate::session::Session;

/// How often the numbers for a scraper are brought up to date.
const GAUGES_EVERY: Duration = Duration::from_secs(1);

pub(super) async fn run(context: &Context, arguments: &KeeperArguments) -> Result<(), Failure> {
    let ended = interrupt::wait();
    // The first time it waits for what is under way.
    let insisted = async {
        interrupt::wait().await;
        interrupt::wait().await;
    };
    let session = session(context, arguments).await?;
    let keeper = keeper(&session, arguments)?;
    if let Some(address) = arguments.metrics {
        let builder = PrometheusBuilder::new().with_http_listener(address);
        builder.install().map_err(|error| {
            Failure::new(
                Code::Files,
                format!("the numbers cannot be served at {address}"),
            )
            .because(&error)
            .advise("Give another address with --metrics.")
        })?;
    }
    begin(context, &session)?;
    let health = tokio::select! {
        health = keeper.run(ended) => health,
        failed = report(context, &keeper, arguments.report_every) => return failed,
        () = insisted => return Err(Failure::new(Code::Interrupted, "interrupted while refreshes were under way")),
    };
    let health = health.map_err(akoya::Error::from)?;
    set_gauges(&health);
    tell(context, "ended", &health)?;
    session.close().await;
    Ok(())
}

/// A client like the connections' own; its own connection is never used.
async fn session(context: &Context, arguments: &KeeperArguments) -> Result<Session, Failure> {
    let settings = context.settings(&arguments.client)?;
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
            environment: settings.place()?,
        },
    };
    let name = "keeper"
        .parse::<ConnectionName>()
        .map_err(|text| Failure::new(Code::Usage, text))?;
    Session::start(context, name, connection, &settings, Box::new(|_| {})).await
}

/// A connection that was made here, if all of them are of one client at one Akoya: then nobody has to name it again.
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
                Code::Configuration,
                "the connections are of several clients, or at several Akoyas",
            )
            .advise(
                "A keeper is of one client: say which one with --client-id and --environment.",
            ));
        }
        one = Some(connection);
    }
    Ok(one)
}

fn keeper(session: &Session, arguments: &KeeperArguments) -> Result<Keeper, Failure> {
    let mut builder = Keeper::builder(session.client.acg_auth().engine().clone())
        .concurrency(usize::from(arguments.at_once));
    if let Some(rate) = arguments.per_second {
        builder = builder.requests_per_second(rate);
    }
    Ok(builder.build().map_err(akoya::Error::from)?)
}

fn begin(context: &Context, session: &Session) -> Result<(), Failure> {
    let credentials = session
        .client
        .config()
        .authorization_code_auth_credentials();
    let (client, place) = (
        credentials.oauth_client_id(),
        session.connection.environment.as_str(),
    );
    if context.output.is_json() {
        return context
            .output
            .line(json!({ "event": "started", "client_id": client, "environment": place }));
    }
    context.output.line(format_args!(
        "Keeping the tokens of client {client} at {place} fresh. Ctrl-C ends it."
    ))
}

/// Tells how it goes, for ever.
async fn report(context: &Context, keeper: &Keeper, every: u64) -> Result<(), Failure> {
    let mut waited = Duration::ZERO;
    loop {
        set_gauges(&keeper.health());
        context.clock.sleep(GAUGES_EVERY).await;
        waited += GAUGES_EVERY;
        if every > 0 && waited >= Duration::from_secs(every) {
            waited = Duration::ZERO;
            tell(context, "health", &keeper.health())?;
        }
    }
}

fn tell(context: &Context, event: &str, health: &Health) -> Result<(), Failure> {
    if context.output.is_json() {
        let mut line = json!({ "event": event, "lag_seconds": health.lag.as_secs_f64() });
        for (name, count) in counts(health) {
            line[name] = Value::from(count);
        }
        return context.output.line(line);
    }
    context.output.line(in_words(health))
}

/// What a person wants to know; what is zero goes without saying.
fn in_words(health: &Health) -> String {
    let mut words = vec![format!("{} refreshed", health.refreshed)];
    let troubles = [
        (health.in_flight, "under way"),
        (health.consent_needed, "need consent again"),
        (health.unknown, "of unknown outcome"),
        (health.failed, "failed and are tried again"),
        (health.throttled, "put off by the provider's limit"),
        (health.store_failures, "failures of the store"),
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
            "{due} due, the first one {:.0} s overdue",
            health.lag.as_secs_f64()
        ),
    });
    words.join(", ")
}

fn counts(health: &Health) -> [(&'static str, u64); 9] {
    [
        ("due", health.due),
        ("in_flight", health.in_flight),
        ("refreshed", health.refreshed),
        ("consent_needed", health.consent_needed),
        ("unknown", health.unknown),
        ("failed", health.failed),
        ("throttled", health.throttled),
        ("store_failures", health.store_failures),
        ("passes", health.passes),
    ]
}

fn set_gauges(health: &Health) {
    metrics::gauge!("akoya_keeper_lag_seconds").set(health.lag.as_secs_f64());
    for (name, count) in counts(health) {
        if matches!(name, "due" | "in_flight") {
            metrics::gauge!(format!("akoya_keeper_{name}")).set(count as f64);
        } else {
            metrics::counter!(format!("akoya_keeper_{name}_total")).absolute(count);
        }
    }
}
