//! What can be said on the command line.

mod products;
mod steering;
mod store;

use std::path::PathBuf;

use akoya::oauth::Secret;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::connection::ConnectionName;
use crate::date::DateArgument;
use crate::exit::EXIT_CODES;
use crate::sheet::CSV;

pub(crate) use self::products::*;
pub(crate) use self::steering::*;
pub(crate) use self::store::*;

const OVERVIEW: &str = "\
Connects to bank accounts through Akoya, with their owners' consent, and reads accounts, balances and transactions.

Without a command it shows all of that in a minute: a sandbox on this computer plays the bank, so nothing has to be set up \
and nothing leaves the computer. That is `akoya demo`.";

const FILES: &str = "\
Files:
  The data directory holds the connections with their tokens, and the sandboxes' state. Only you
  can read it. It is $XDG_DATA_HOME/akoya (usually ~/.local/share/akoya), or what --data-dir or
  AKOYA_DATA_DIR says. A `config.toml` in it gives what neither the command line nor the
  environment says:
      client_id     = \"...\"          redirect_uri = \"https://app.example/callback\"
      client_secret = \"...\"          environment  = \"production\"
      connector     = \"...\"          (or idp_url = \"...\" and api_url = \"...\")

Several machines:
  With AKOYA_STORE_URL, or `store_url = \"...\"` in the config file, the tokens are in PostgreSQL:
      postgres://USER:PASSWORD@HOST/DATABASE
  `akoya store migrate` makes the tables. Every machine is given the same key, which none of
  them makes by itself; how a connection is reached stays in the data directory it was made in.

Encryption:
  Tokens are encrypted. The key is the first of these that is given:
      AKOYA_STORE_KEY    32 random bytes in base64. Several, with commas between: the first
                         one encrypts, the others only open
      --store-key-file   a file of such keys, one to a line; or AKOYA_STORE_KEY_FILE; or
                         `store_key_file = \"...\"` in the config file. Its mode is 0600
      --store-keychain   the system's keychain; or `store_key = \"keychain\"` in the config file
      store.key          in the data directory, made on first use, except for PostgreSQL
  Keep a copy of the key where the tokens are not: without it every consent is lost.
  `akoya store` shows and changes keys.";

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "akoya",
    version,
    about = "Connects to bank accounts through Akoya and reads accounts, balances and transactions",
    long_about = OVERVIEW,
    after_help = "`akoya help COMMAND` says more about a command, `akoya --help` about files and exit codes.",
    after_long_help = format!("{FILES}\n\n{EXIT_CODES}"),
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options of every command, before or after its name.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// Directory for tokens, connections and sandbox state
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "AKOYA_DATA_DIR",
        hide_env_values = true
    )]
    pub(crate) data_dir: Option<PathBuf>,
    /// Config file [default: config.toml in the data directory]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "AKOYA_CONFIG",
        hide_env_values = true
    )]
    pub(crate) config: Option<PathBuf>,
    /// File with the keys that encrypt the tokens [default: store.key in the data directory]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "AKOYA_STORE_KEY_FILE",
        hide_env_values = true
    )]
    pub(crate) store_key_file: Option<PathBuf>,
    /// Keep the key that encrypts the tokens in the system's keychain; on Linux, if this program was built for that
    #[arg(long, global = true)]
    pub(crate) store_keychain: bool,
    /// Print JSON instead of tables; errors too, on the standard error stream
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Log to the standard error stream, twice for more; never a secret
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Log at this level
    #[arg(
        long,
        global = true,
        value_name = "LEVEL",
        env = "AKOYA_LOG",
        hide_env_values = true,
        hide_possible_values = true
    )]
    pub(crate) log: Option<LogLevel>,
}

/// A level of `AKOYA_LOG`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show everything once: consent, accounts, balances, transactions, a refresh (the default command)
    Demo(DemoArguments),
    /// Run a local bank and identity provider that behave as Akoya's do
    Sandbox(SandboxArguments),
    /// Ask a customer for consent and keep the connection
    Login(LoginArguments),
    /// Revoke a connection's consent and remove its token
    Logout(LogoutArguments),
    /// Show the connections and how their tokens are
    Status(StatusArguments),
    /// Refresh a connection's token now
    Refresh(RefreshArguments),
    /// Keep the tokens of all connections of a client fresh: a service that refreshes them before they expire
    Keeper(KeeperArguments),
    /// Look after the tokens where they are kept: keys, encryption, copies
    #[command(subcommand)]
    Store(StoreCommand),
    /// List a connection's accounts
    Accounts(AccountsArguments),
    /// Show the balances of a connection's accounts
    Balances(BalancesArguments),
    /// List transactions of a connection's accounts
    Transactions(TransactionsArguments),
    #[command(flatten)]
    Product(Product),
}

#[derive(Debug, Clone, Default, Args)]
pub(crate) struct DemoArguments {
    #[command(flatten)]
    pub(crate) walk: WalkArguments,
    /// Show the address of the bank's pages instead of opening a browser
    #[arg(long)]
    pub(crate) no_browser: bool,
}

/// How to give consent without a person.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct WalkArguments {
    /// Sandbox user who gives the consent; the password is the name again [default: mikomo_7]
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// Do without a browser: fill in the sandbox's pages over HTTP, as a person would
    #[arg(long)]
    pub(crate) auto_consent: bool,
    /// Refuse on the last page, to see what happens then
    #[arg(long, requires = "auto_consent")]
    pub(crate) deny: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Without --client-id there is one client, made once for each state file, that may use any redirect URI on this computer. \
Its secret is the sandbox's own and is shown at the start. With --client-id, give --client-secret and --redirect-uri too, \
once for each client, in the same order; several redirect URIs of one client are separated by spaces.")]
pub(crate) struct SandboxArguments {
    #[command(subcommand)]
    pub(crate) command: Option<SandboxCommand>,
    /// Port of the identity provider; 0 for any free one [default: 8801, or a free one if that is taken]
    #[arg(long, value_name = "PORT")]
    pub(crate) idp_port: Option<u16>,
    /// Port of the data API; 0 for any free one [default: 8802, or a free one if that is taken]
    #[arg(long, value_name = "PORT")]
    pub(crate) api_port: Option<u16>,
    /// Serve the admin API, which most commands above need, on this port; 0 for any free one. Whoever reaches it controls
    /// the sandbox
    #[arg(long, value_name = "PORT")]
    pub(crate) admin_port: Option<u16>,
    /// File for keys, consents and the clock [default: sandbox-server.sqlite in the data directory]
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Forget everything at the end
    #[arg(long, conflicts_with = "state")]
    pub(crate) in_memory: bool,
    /// Register a client with this id
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Vec<String>,
    /// Secret of the client; the sandbox's own, so it may be seen
    #[arg(long, value_name = "SECRET")]
    pub(crate) client_secret: Vec<Secret>,
    /// Redirect URIs of the client, to be matched exactly
    #[arg(long, value_name = "URI")]
    pub(crate) redirect_uri: Vec<String>,
    /// Life of an id_token in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 86_400, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) token_lifetime: u64,
    /// Life of an authorization code in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub(crate) code_lifetime: u64,
    /// How long a refresh token works after the consent, in seconds [default: for ever]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) refresh_token_lifetime: Option<u64>,
    /// For how long a refresh token that was used is answered again, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(crate) refresh_reuse_window: u64,
    /// Whose words and habits the identity provider has: Dex's, as Akoya documents, or Ory Hydra's, as later samples show
    #[arg(long, value_enum, default_value_t = DialectName::Dex)]
    pub(crate) idp: DialectName,
    /// What the application sees of a customer's refusal: a redirect with access_denied, as Akoya documents, or nothing,
    /// for it ends on a page with status 500, as Dex does by itself
    #[arg(long, value_enum, default_value_t = RefusalName::Redirect)]
    pub(crate) refusal: RefusalName,
    /// Serve the users of this directory too, one folder for each; one of a built-in user's name replaces it. See
    /// `akoya sandbox export-data`
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Add a user `volume` with this many transactions on one account, the same ones every time
    #[arg(long, value_name = "N")]
    pub(crate) transactions: Option<usize>,
    /// Answer more data calls a second than this with 429; Akoya's sandbox allows 5 [default: all are answered]
    #[arg(long, value_name = "PER_SECOND", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rate_limit: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DialectName {
    Dex,
    Hydra,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RefusalName {
    Redirect,
    Page,
}

/// Which client at which Akoya.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Client and environment")]
pub(crate) struct ClientArguments {
    /// Akoya's sandbox, Akoya's production, or the sandbox inside this command
    #[arg(long, value_enum, env = "AKOYA_ENVIRONMENT", hide_env_values = true)]
    pub(crate) environment: Option<EnvironmentName>,
    /// Base URL of another identity provider, with --api-url
    #[arg(
        long,
        value_name = "URL",
        env = "AKOYA_IDP_URL",
        hide_env_values = true
    )]
    pub(crate) idp_url: Option<String>,
    /// Base URL of another data API, with --idp-url
    #[arg(
        long,
        value_name = "URL",
        env = "AKOYA_API_URL",
        hide_env_values = true
    )]
    pub(crate) api_url: Option<String>,
    /// Client id
    #[arg(
        long,
        value_name = "ID",
        env = "AKOYA_CLIENT_ID",
        hide_env_values = true
    )]
    pub(crate) client_id: Option<String>,
    /// `-` to read the client secret from the standard input. The secret itself is taken for an identity provider on this
    /// computer only, since other users can see a command line [env: AKOYA_CLIENT_SECRET]
    #[arg(long, value_name = "-", allow_hyphen_values = true)]
    pub(crate) client_secret: Option<Secret>,
    /// File whose first line is the client secret [env: AKOYA_CLIENT_SECRET_FILE]
    #[arg(long, value_name = "FILE")]
    pub(crate) client_secret_file: Option<PathBuf>,
    /// Redirect URI, as registered [default: a free port on 127.0.0.1]
    #[arg(
        long,
        value_name = "URI",
        env = "AKOYA_REDIRECT_URI",
        hide_env_values = true
    )]
    pub(crate) redirect_uri: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EnvironmentName {
    /// Akoya's sandbox
    Sandbox,
    /// Akoya's production: real customers
    Production,
    /// The sandbox that the demo uses, inside this command
    Embedded,
}

/// What `akoya keeper` is told.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct KeeperArguments {
    /// Refreshes under way at once
    #[arg(long, value_name = "COUNT", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) at_once: u16,
    /// Refreshes begun per second, at most [default: as many as the provider takes]
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub(crate) per_second: Option<f64>,
    /// Address to serve numbers at for Prometheus, for example 127.0.0.1:9464
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) metrics: Option<std::net::SocketAddr>,
    /// Seconds between two lines that tell how it goes, counted since it was started; 0 for none
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) report_every: u64,
    #[command(flatten)]
    pub(crate) client: ClientArguments,
}

fn rate(text: &str) -> Result<f64, &'static str> {
    let rate: f64 = text.parse().map_err(|_| "this is not a number")?;
    if rate.is_finite() && rate > 0.0 {
        Ok(rate)
    } else {
        Err("a rate is more than 0")
    }
}

/// The connection that a command is about.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ConnectionArguments {
    /// Name of the connection; not needed when there is only one
    #[arg(
        long,
        value_name = "NAME",
        env = "AKOYA_CONNECTION",
        hide_env_values = true
    )]
    pub(crate) connection: Option<ConnectionName>,
    #[command(flatten)]
    pub(crate) client: ClientArguments,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The browser comes back to a port on this computer, which is open for ten minutes at most. When the registered redirect URI \
is elsewhere (https), paste the address that the browser ends at.

Client id, secret and the rest come from the command line, then the environment, then the config file. The secret is asked \
for if it is nowhere, and kept only with --save-client-secret.")]
pub(crate) struct LoginArguments {
    /// Akoya's id of the institution [default: mikomo, except in production]
    #[arg(
        long,
        value_name = "ID",
        env = "AKOYA_CONNECTOR",
        hide_env_values = true
    )]
    pub(crate) connector: Option<String>,
    /// Name for the connection [default: the connector]
    #[arg(
        long,
        value_name = "NAME",
        env = "AKOYA_CONNECTION",
        hide_env_values = true
    )]
    pub(crate) connection: Option<ConnectionName>,
    /// Show the address of the bank's pages instead of opening a browser
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Keep the client secret with the connection, in a file that only you can read
    #[arg(long)]
    pub(crate) save_client_secret: bool,
    #[command(flatten)]
    pub(crate) walk: WalkArguments,
    #[command(flatten)]
    pub(crate) client: ClientArguments,
}

#[derive(Debug, Args)]
pub(crate) struct LogoutArguments {
    /// Remove the token here although the provider cannot be told; it lives on there until it expires
    #[arg(long)]
    pub(crate) forget: bool,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
#[command(after_help = "\
--history shows what happened to each token, the last eight events: when, on which host and in which process, and the \
refresh token's fingerprint before and after. A fingerprint tells two tokens apart and gives neither away.

A connection whose tokens cannot be opened is shown as such; the exit code is 8 then.")]
pub(crate) struct StatusArguments {
    /// Show this connection only
    #[arg(value_name = "CONNECTION")]
    pub(crate) name: Option<ConnectionName>,
    /// Show this connection only
    #[arg(
        long,
        value_name = "NAME",
        env = "AKOYA_CONNECTION",
        hide_env_values = true
    )]
    pub(crate) connection: Option<ConnectionName>,
    /// Show who did what to the tokens
    #[arg(long)]
    pub(crate) history: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RefreshArguments {
    /// Refresh this many times, one after the other
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) times: u64,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
#[command(after_help = CSV)]
pub(crate) struct AccountsArguments {
    /// Print comma separated values for a spreadsheet
    #[arg(long)]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
#[command(after_help = CSV)]
pub(crate) struct BalancesArguments {
    /// Only this account, by its id from `akoya accounts`; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) account: Vec<String>,
    /// Print comma separated values for a spreadsheet
    #[arg(long)]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
Dates are days in UTC, both included: 2026-01-31; or moments: 2026-01-31T12:00:00Z. Without --from two years are read, \
without --to until now.

--json prints one array with every transaction, one to a line, while pages still come in: every digit and field that the API \
sent, not their order. If reading fails half-way the array is not closed, so that a part cannot be taken for the whole.

{CSV}"))]
pub(crate) struct TransactionsArguments {
    /// First day
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<DateArgument>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<DateArgument>,
    /// Only this account, by its id from `akoya accounts`; may be repeated [default: all]
    #[arg(long, value_name = "ID")]
    pub(crate) account: Vec<String>,
    /// Print comma separated values for a spreadsheet
    #[arg(long)]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}
