//! `acg`: logs in at any provider that a file describes, and keeps the grant alive. An example of the library.
//!
//! ```text
//! acg discover https://idp.example   # what the provider publishes
//! acg login                          # in a browser on this machine
//! acg login --device                 # on another device (RFC 8628)
//! acg token                          # an access token, refreshed if it is about to expire
//! acg claims                         # whom the id_token identifies
//! acg refresh
//! acg status
//! acg revoke
//! ```
//!
//! The file, `acg.toml` unless `--config` names another, holds the [settings of the
//! provider](acg::provider::ProviderSettings) and of the client:
//!
//! ```toml
//! [provider]
//! issuer = "https://idp.example"
//! scopes = ["openid", "offline_access"]
//!
//! [client]
//! id = "my-client"
//! redirect_uri = "http://127.0.0.1/callback"
//! ```
//!
//! A client secret comes from the environment variable `ACG_CLIENT_SECRET`, the key that the tokens are encrypted
//! with from `ACG_STORE_KEY` (32 bytes in base64). Without a key they are in clear, in a file for this user alone.

mod client_file;
mod grant;
mod login;
mod status;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use acg::ConnectionId;
use acg::http::{HttpClient, HttpClientOptions, HttpService};
use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};

use crate::client_file::ClientFile;
use crate::terminal::{print, report};

/// What is in the file, and what is not.
const AFTER_HELP: &str = "\
The file:
  [provider]
  issuer = \"https://idp.example\"          # what it publishes is looked up
  scopes = [\"openid\", \"offline_access\"]

  [client]
  id = \"my-client\"
  redirect_uri = \"http://127.0.0.1/callback\"

  A provider that publishes nothing has its `authorization_endpoint` and `token_endpoint` in place of `issuer`.
  `cargo doc -p acg --open` lists all settings: acg::provider::ProviderSettings.

Variables:
  ACG_CLIENT_SECRET  the client secret; none for a public client
  ACG_STORE_KEY      32 random bytes in base64, to encrypt the tokens with";

#[derive(Debug, Parser)]
#[command(
    name = "acg",
    about = "Logs in at any OAuth provider and keeps the grant alive.",
    after_help = AFTER_HELP
)]
struct Arguments {
    /// The file that describes the provider and the client
    #[arg(long, value_name = "FILE", default_value = "acg.toml", global = true)]
    config: PathBuf,
    /// The SQLite file that keeps the grants
    #[arg(long, value_name = "FILE", default_value = "acg.db", global = true)]
    store: PathBuf,
    /// The name under which the grant is kept
    #[arg(long, value_name = "NAME", default_value = "default", global = true)]
    connection: String,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Ask for consent, and keep the tokens
    Login {
        /// Show a code to be entered on another device, instead of opening a browser here
        #[arg(long)]
        device: bool,
    },
    /// Print a token that can be used now
    Token,
    /// Refresh now
    Refresh,
    /// Print the claims of the id_token
    Claims,
    /// Say what is known of the grant
    Status,
    /// End the grant at the provider, and remove it here
    Revoke,
    /// Say what a provider publishes about itself
    Discover {
        /// The provider's issuer, exactly as it names itself
        issuer: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<()> {
    let http: Arc<dyn HttpService> = Arc::new(HttpClient::new(&HttpClientOptions::default())?);
    if let Action::Discover { issuer } = &arguments.action {
        let provider = acg::Provider::discover_with(issuer, &*http).await?;
        print(provider);
        return Ok(());
    }
    let file = ClientFile::read(&arguments.config)?;
    let connection = ConnectionId::new(&*arguments.connection).context("--connection")?;
    let grant = grant::GrantLocation {
        http,
        store: arguments.store,
        connection,
    };
    match arguments.action {
        Action::Login { device: true } => login::on_another_device(&grant, &file).await,
        Action::Login { device: false } => login::in_a_browser(&grant, &file).await,
        Action::Token => grant.token(&file).await,
        Action::Refresh => grant.refresh(&file).await,
        Action::Claims => grant.claims(&file).await,
        Action::Status => grant.status(&file).await,
        Action::Revoke => grant.revoke(&file).await,
        Action::Discover { .. } => Ok(()),
    }
}
