//! A web application whose customers connect their bank and see their balances.
//!
//! ```console
//! cargo run -p akoya-axum --example web
//! ```
//!
//! Open the address that it prints. Ann and Ben are its customers; at the bank, a sandbox in this process,
//! anyone can sign in as `mikomo_1`, `mikomo_7` or `mikomo_10`, with the user name as the password.
//! Tokens, their key and the bank are in `akoya-web-example` in the current directory, or in the directory
//! given with `--data`, for this user alone.
//!
//! | file | what to copy |
//! |---|---|
//! | `main.rs` | one client for all customers, a keeper that refreshes their tokens, and an end that loses none |
//! | `tokens.rs` | tokens in a database, encrypted, and never lost between the bank and the database |
//! | `endings.rs` | Akoya's notifications: a customer whose consent ended at the bank is told, also one who is not looking |
//! | `application.rs` | a customer's connection, its balances, its end; errors become pages by `?` |
//! | `sign_in.rs`, `pages.rs`, `chart.rs` | what your application has already |

mod application;
mod chart;
mod endings;
mod pages;
mod sign_in;
mod tokens;

use std::error::Error;
use std::future::IntoFuture as _;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use akoya::oauth::AuthorizationCodeAuthCredentials;
use akoya::{Client, Environment, InteractionType};
use akoya_sandbox::Sandbox;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::endings::Endings;

/// How long the bank's tokens live. Real ones live for 15 minutes to a day; here the keeper is seen at work.
const TOKEN_LIFETIME: Duration = Duration::from_secs(5 * 60);

#[tokio::main]
#[expect(clippy::print_stdout, reason = "it prints where to look")]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read()?;
    let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
    let address = format!("http://{}", listener.local_addr()?);

    let vault = tokens::open(&options.data)?;
    let bank = Sandbox::builder()
        .state(options.data.join("bank.sqlite"))
        .id_token_lifetime(TOKEN_LIFETIME)
        .start()
        .await?;

    // Of your own application at Akoya you have the id and the secret, and `Environment::Production`.
    let redirect_uri = format!("{address}/callback");
    let credentials = AuthorizationCodeAuthCredentials::builder(
        bank.client_id(),
        bank.client_secret(),
        redirect_uri,
    )
    .build()?;
    let environment = Environment::custom(bank.idp_url(), bank.api_url())?.named("web-example");
    let environment = environment.with_services(bank.sts_url(), bank.services_url())?;
    let services = endings::services(&bank, environment.clone())?;
    let client = Client::builder(credentials)
        .environment(environment)
        .interaction_type(InteractionType::User)
        // One client for all customers; `with_connection` gives each customer's.
        .vault(vault.clone())
        .build()?;

    let (stop, stopped) = watch::channel(());
    let keeper = client.keeper().build()?;
    let keeping = tokio::spawn({
        let stopped = stopped.clone();
        async move { keeper.run(until(stopped)).await }
    });
    let endings = Arc::new(Endings::default());
    let receiver = endings::receiver(client.clone(), services.clone(), endings.clone());
    let application = application::router(client, bank, endings).merge(receiver.router());
    let receiving = tokio::spawn({
        let stopped = stopped.clone();
        async move { receiver.run(until(stopped)).await }
    });
    let server = axum::serve(listener, application).with_graceful_shutdown(until(stopped));
    let serving = tokio::spawn(server.into_future());
    let asked_to_end = asked_to_end()?;
    endings::subscribe(&services, &address).await?;
    println!("{address}/");

    asked_to_end.await?;
    // No new requests; then no new refreshes, and no event left half-way; then wait for those that are under way, and until the disk has what
    // they brought.
    drop(stop);
    serving.await??;
    keeping.await??;
    receiving.await?;
    vault.wait_until_idle().await;
    vault.wait_until_saved().await;
    Ok(())
}

/// Waits until the program is asked to end: by Ctrl-C, or by a service manager's SIGTERM. It listens from the call on.
#[cfg(unix)]
fn asked_to_end() -> io::Result<impl Future<Output = io::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => Ok(()),
            _ = terminate.recv() => Ok(()),
        }
    })
}

/// Waits until the program is asked to end, by Ctrl-C.
#[cfg(not(unix))]
fn asked_to_end() -> io::Result<impl Future<Output = io::Result<()>>> {
    Ok(tokio::signal::ctrl_c())
}

/// Waits until the sender is dropped.
async fn until(mut stopped: watch::Receiver<()>) {
    while stopped.changed().await.is_ok() {}
}

/// The command line: `--port 8080 --data DIR`.
struct Options {
    port: u16,
    data: PathBuf,
}

impl Options {
    fn read() -> Result<Self, Box<dyn Error>> {
        let mut options = Self {
            port: 0,
            data: PathBuf::from("akoya-web-example"),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments
                .next()
                .ok_or_else(|| format!("{name} needs a value"))?;
            match &*name {
                "--port" => options.port = value.parse()?,
                "--data" => options.data = value.into(),
                _ => return Err(format!("{name} is unknown; there are --port and --data").into()),
            }
        }
        Ok(options)
    }
}
