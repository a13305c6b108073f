//! What an adapter does: one command per line on standard input, one response per line on standard output, both JSON.
//!
//! The first line holds the [`Settings`]. Then:
//!
//! | command | means | response |
//! |---|---|---|
//! | `{"do":"install","code":…,"access_token":…,"refresh_token":…,"expires_in":…}` | the customer has consented: keep the grant, by exchanging the code or with the tokens it would give | `{}` |
//! | `{"do":"token"}` | an access token for a call | `{"token":…}` |
//! | `{"do":"store","delay_ms":…,"fails":…}` | from now on each write to the client's store takes so long, and fails or not; a file `writing` in the folder says that a slow one has begun | `{}` |
//! | `{"do":"renew","refused":…,"callers":…,"give_up_after_ms":…}` | the API has refused this token: get another, for so many callers at once, who give up after that time unless it is null | `{"token":…}` |
//!
//! A command that fails has the response `{"error":…}`, with `retry_after_ms` where the client names a time. The
//! end of the input means that the program ends in order.

use std::error::Error;
use std::future::Future;
use std::io::{BufRead, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::file::Trouble;

/// Any error of a client.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// The first line.
#[derive(Debug, Clone, Deserialize)]
pub struct Settings {
    /// Where codes and refresh tokens are presented, with the client's credentials in the body.
    pub token_endpoint: String,
    /// The client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// Where the adapter keeps everything that it needs after a restart.
    pub folder: PathBuf,
}

/// What a consent gives. A client uses the code or the tokens, not both.
#[derive(Debug, Clone, Deserialize)]
pub struct Consent {
    /// An authorization code.
    pub code: String,
    /// The access token that the code gives.
    pub access_token: String,
    /// The refresh token that the code gives.
    pub refresh_token: String,
    /// The life of the access token in seconds.
    pub expires_in: u64,
}

/// A failed command.
#[derive(Debug)]
pub struct Failure {
    /// What the client says.
    pub error: BoxError,
    /// When the client says that the next attempt makes sense.
    pub retry_after: Option<Duration>,
}

impl<E: Into<BoxError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            retry_after: None,
        }
    }
}

/// An OAuth client, persisting as its documentation says.
pub trait Client: Sized + Send + Sync + 'static {
    /// Starts with what was kept. Its store has this trouble.
    fn open(settings: Settings, trouble: Trouble) -> impl Future<Output = Result<Self, BoxError>>;

    /// Keeps a new grant.
    fn install(&self, consent: Consent) -> impl Future<Output = Result<(), Failure>> + Send;

    /// An access token for a call.
    fn token(&self) -> impl Future<Output = Result<String, Failure>> + Send;

    /// An access token after the API has refused this one.
    fn renew(&self, refused: String) -> impl Future<Output = Result<String, Failure>> + Send;

    /// The program ends in order.
    fn end(&self) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Command {
    Install(Consent),
    Token,
    Store {
        delay_ms: u64,
        fails: bool,
    },
    Renew {
        refused: String,
        callers: usize,
        give_up_after_ms: Option<u64>,
    },
}

/// Runs an adapter until its input ends.
///
/// # Errors
/// When the input is not what it should be, or the client cannot start.
pub fn run<C: Client>() -> Result<(), BoxError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let mut lines = std::io::stdin().lock().lines();
    let settings = lines.next().ok_or("there are no settings")??;
    let settings: Settings = serde_json::from_str(&settings)?;
    let trouble = Trouble::in_folder(&settings.folder);
    let opened = C::open(settings, trouble.clone());
    let client = Arc::new(runtime.block_on(opened)?);
    for line in lines {
        let command = serde_json::from_str(&line?)?;
        let response = runtime.block_on(respond(&client, &trouble, command));
        let mut output = std::io::stdout().lock();
        writeln!(output, "{response}")?;
        output.flush()?;
    }
    runtime.block_on(client.end());
    Ok(())
}

async fn respond<C: Client>(client: &Arc<C>, trouble: &Trouble, command: Command) -> Value {
    let done = match command {
        Command::Install(consent) => client.install(consent).await.map(|()| json!({})),
        Command::Token => client.token().await.map(|token| json!({ "token": token })),
        Command::Store { delay_ms, fails } => {
            trouble.set(Duration::from_millis(delay_ms), fails);
            Ok(json!({}))
        }
        Command::Renew {
            refused,
            callers,
            give_up_after_ms,
        } => {
            let patience = give_up_after_ms.map(Duration::from_millis);
            let token = renew(client, &refused, callers, patience).await;
            token.map(|token| json!({ "token": token }))
        }
    };
    done.unwrap_or_else(|failure| {
        json!({
            "error": chain(&*failure.error),
            "retry_after_ms": failure.retry_after.map(|time| time.as_millis()),
        })
    })
}

/// Lets several callers renew at once; the first token counts, else the last failure.
async fn renew<C: Client>(
    client: &Arc<C>,
    refused: &str,
    callers: usize,
    patience: Option<Duration>,
) -> Result<String, Failure> {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let (client, refused) = (Arc::clone(client), refused.to_owned());
        tasks.spawn(async move {
            let renewed = client.renew(refused);
            match patience {
                None => renewed.await,
                Some(patience) => tokio::time::timeout(patience, renewed).await?,
            }
        });
    }
    let mut renewed = Err(Failure::from("nobody called"));
    for result in tasks.join_all().await {
        if renewed.is_err() {
            renewed = result;
        }
    }
    renewed
}

/// An error with everything that led to it.
fn chain(error: &(dyn Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| (*error).source());
    let texts: Vec<_> = chain.map(ToString::to_string).collect();
    texts.join(": ")
}
