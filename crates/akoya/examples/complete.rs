//! The whole life of a consent: load a saved token or ask the customer, save on every update, read, revoke.
//!
//! `cargo run -p akoya-sdk --example complete` runs it against a sandbox on this machine: open the URL that it
//! prints, sign in as `mikomo_7` (the password is the same), approve, and paste the address that the browser ends
//! at. The token is kept in `akoya-token.json` in the current directory, or in the file that an argument names;
//! with `--revoke` behind it the consent ends.

use std::io::{BufRead as _, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use akoya::oauth::grant::TokenUpdate;
use akoya::oauth::{AuthorizationCodeAuthCredentials, BoxError, OauthToken};
use akoya::{Client, Environment, InteractionType};

/// Where the token is kept. It is a secret, so the file is readable by its owner alone; a program with many
/// customers uses a token store with keys (the crate's front page shows one).
#[derive(Debug, Clone)]
pub(crate) struct TokenFile(pub(crate) PathBuf);

impl TokenFile {
    /// The saved token, or `None` when there is none.
    pub(crate) fn load(&self) -> Result<Option<OauthToken>, BoxError> {
        match std::fs::read_to_string(&self.0) {
            Ok(text) => Ok(Some(serde_json::from_str(&text)?)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Saves what an update brings; a revocation brings nothing. Written beside and
    /// renamed, so that the file is always whole.
    pub(crate) fn save(&self, update: &TokenUpdate) -> Result<(), BoxError> {
        let Some(token) = update.token() else {
            return Ok(std::fs::remove_file(&self.0)?);
        };
        let beside = self.0.with_extension(format!("{}.new", std::process::id()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(serde_json::to_string(token)?.as_bytes())?;
        file.sync_all()?;
        Ok(std::fs::rename(beside, &self.0)?)
    }
}

/// A client that is authorized: by the saved token, or by the customer, whom `ask` sends to a URL and brings back
/// with the address that the browser ended at.
#[expect(
    clippy::disallowed_methods,
    reason = "an example has no clock of its own"
)]
pub(crate) async fn authorized_client<A>(
    credentials: AuthorizationCodeAuthCredentials,
    environment: Environment,
    file: TokenFile,
    ask: A,
) -> Result<Client, BoxError>
where
    A: AsyncFnOnce(String) -> Result<String, BoxError>,
{
    let saved = file.load()?;
    let is_authorized = saved.is_some();
    let credentials = credentials.clone_with(|b| {
        b.oauth_token(saved)
            .oauth_on_token_update(move |update| file.save(&update))
    })?;
    let client = Client::builder(credentials)
        .environment(environment)
        .interaction_type(InteractionType::User)
        .build()?;
    if !is_authorized {
        let (url, pending) = client.acg_auth().authorize("mikomo").start()?;
        let callback = ask(url.into()).await?;
        client.acg_auth().complete(&pending, &callback).await?;
    }
    // The customer runs this program, and so is active now. A service says when the customer was last there.
    client.acg_auth().touch(SystemTime::now()).await?;
    Ok(client)
}

/// Reads accounts, balances and the transactions of the first account. An expired token is refreshed, and saved, on
/// the way.
pub(crate) async fn read_everything(client: &Client) -> Result<(usize, usize), akoya::Error> {
    let balances = client.balances("mikomo").send().await?;
    let accounts = balances.accounts.as_deref().unwrap_or_default();
    let mut count = 0;
    if let Some(account_id) = accounts.iter().find_map(|account| account.account_id()) {
        let call = client
            .transactions("mikomo", account_id)
            .start_time("2020-01-01")
            .end_time("2026-12-31");
        let mut transactions = call.by_item()?;
        while let Some(transaction) = transactions.next().await {
            transaction?;
            count += 1;
        }
    }
    Ok((accounts.len(), count))
}

#[expect(
    clippy::print_stdout,
    reason = "an example talks to the person who runs it"
)]
#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments
        .next()
        .unwrap_or_else(|| "akoya-token.json".to_owned());
    let path = PathBuf::from(path);
    let sandbox = akoya_sandbox::Sandbox::builder()
        .state(sandbox_state(&path))
        .start()
        .await?;
    let environment = Environment::custom(sandbox.idp_url(), sandbox.api_url())?;
    let credentials = AuthorizationCodeAuthCredentials::builder(
        sandbox.client_id(),
        sandbox.client_secret(),
        "http://127.0.0.1:4711/callback",
    )
    .build()?;

    let client = authorized_client(credentials, environment, TokenFile(path), async |url| {
        println!(
            "Open this address, sign in as mikomo_7 (password mikomo_7) and approve:\n\n{url}\n"
        );
        println!(
            "The browser will say that it cannot reach 127.0.0.1:4711. Paste its address here:"
        );
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        Ok(line.trim().to_owned())
    })
    .await?;
    let (accounts, transactions) = read_everything(&client).await?;
    println!("{accounts} accounts, {transactions} transactions on the first one");
    if arguments.next().as_deref() == Some("--revoke") {
        println!("{:?}", client.acg_auth().revoke_token().await?);
    }
    Ok(())
}

fn sandbox_state(token: &Path) -> PathBuf {
    token.with_extension("sandbox.sqlite")
}
