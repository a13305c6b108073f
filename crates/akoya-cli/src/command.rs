//! The command line, and the file that runs each command.

mod accounts;
mod api;
mod balances;
mod completions;
mod contact;
mod customer;
mod demo;
mod doctor;
mod inspect;
mod investments;
mod keeper;
mod login;
mod logout;
mod man;
mod payments;
mod refresh;
mod sandbox;
mod service;
mod statement;
mod statements;
mod status;
mod store;
mod tax_form;
mod tax_forms;
mod tax_lots;
mod transactions;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::context::{Context, GlobalArgs};
use crate::deferred::Deferred;
use crate::exit_code::EXIT_CODES;
use crate::failure::Failure;

const OVERVIEW: &str = "\
Connects to bank accounts through Akoya, with their owners' consent, and reads accounts, balances and transactions.

`akoya demo` shows all of that in a minute. A sandbox on this computer plays the bank, so nothing has to be set up and nothing \
leaves the computer.";

const FILES: &str = "\
Files:
  The data directory holds the connections with their tokens, and the sandboxes' state. Only you
  can read it. It is $XDG_DATA_HOME/akoya (usually ~/.local/share/akoya), or the one that
  --data-dir or AKOYA_DATA_DIR names. A `config.toml` in it sets what neither the command line
  nor a variable sets:
      client_id     = \"...\"          redirect_uri = \"https://app.example/callback\"
      client_secret = \"...\"          environment  = \"production\"
      connector     = \"...\"          (or idp_url = \"...\" and api_url = \"...\")
      connection    = \"...\"          the connection to use when there are several
      proxy         = \"...\"          http://HOST:PORT
      api_version   = \"...\"          of the data API, such as v3, or statements=v3 for one product
      intent_type   = \"...\"          payments or nonpayments, if v3 asks for it
      pkce          = true           logins are bound to this command with PKCE

Backups:
  A backup of the data directory is not for continuing from it: its refresh tokens have been
  replaced since. With --store-witness, AKOYA_STORE_WITNESS or `store_witness = \"...\"` in the
  config file, a directory that is not backed up with it remembers how far the tokens have come.
  A backup that is restored in place is then noticed, and nothing is refreshed from it.

Several machines:
  With AKOYA_STORE_URL, or `store_url = \"...\"` in the config file, the tokens are in PostgreSQL:
      postgres://USER:PASSWORD@HOST/DATABASE
  This needs an `akoya` that was built with `--features postgres`.
  `akoya store migrate` creates the tables. Give every machine the same key; none of them
  creates one. A connection's settings stay in the data directory where it was made.

Encryption:
  Tokens are encrypted. The key is the first of these that is given:
      AKOYA_STORE_KEY    32 random bytes in base64. If there are several, separated by commas,
                         the first encrypts and the others only decrypt
      --store-key-file   a file of such keys, one per line; or AKOYA_STORE_KEY_FILE; or
                         `store_key_file = \"...\"` in the config file. Its mode is 0600
      --store-keychain   the system's keychain; or `store_key = \"keychain\"` in the config file
      store.key          in the data directory, created on first use, except for PostgreSQL
  Keep a copy of the key apart from the tokens: without it, every consent is lost.
  `akoya store` shows and changes keys.";

/// What comes before a command.
#[derive(Debug, Parser)]
#[command(
    name = "akoya",
    version,
    about = "Connects to bank accounts through Akoya and reads accounts, balances and transactions",
    long_about = OVERVIEW,
    after_help = "Try `akoya demo`: a minute, on this computer, nothing to set up. `akoya help COMMAND` explains a command, \
                  `akoya --help` files and exit codes.",
    after_long_help = format!("{FILES}\n\n{EXIT_CODES}"),
    max_term_width = 100
)]
struct Program {
    #[command(flatten)]
    global: GlobalArgs,
}

/// The command line.
#[derive(Debug)]
pub(crate) struct CommandLine {
    pub(crate) global: GlobalArgs,
    pub(crate) command: Option<Command>,
}

impl CommandLine {
    /// Describes the command line with the commands that `is_wanted` tells of. clap copies the options of every command
    /// into each command that there is, which takes longer for all of them than most of what a command does.
    pub(crate) fn description(is_wanted: impl Fn(&clap::Command) -> bool) -> clap::Command {
        let all = Command::augment_subcommands(clap::Command::default());
        let wanted = all.get_subcommands().filter(|command| is_wanted(command));
        Program::command().subcommands(wanted.cloned())
    }

    /// Takes the command line from what clap read.
    ///
    /// # Errors
    ///
    /// A value is missing, or cannot be what it stands for.
    pub(crate) fn of(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let command = matches.subcommand_name();
        Ok(Self {
            global: Program::from_arg_matches(matches)?.global,
            command: command
                .map(|_| Command::from_arg_matches(matches))
                .transpose()?,
        })
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show everything once: consent, accounts, balances, transactions, a refresh
    Demo(Deferred<demo::Args>),
    /// Run a local bank and identity provider that behave as Akoya's do
    Sandbox(Deferred<sandbox::Args>),
    /// Ask a customer for consent and keep the connection
    Login(Deferred<login::Args>),
    /// Revoke a connection's consent and remove its token
    Logout(Deferred<logout::Args>),
    /// Show the connections and the state of their tokens
    Status(Deferred<status::Args>),
    /// Check everything that a connection needs, and say how to fix what is wrong
    Doctor(Deferred<doctor::Args>),
    /// Refresh a connection's token now
    Refresh(Deferred<refresh::Args>),
    /// Run a service that refreshes the tokens of all connections of a client before they expire
    Keeper(Deferred<keeper::Args>),
    /// Manage the token store: keys, encryption, copies
    #[command(subcommand)]
    Store(store::StoreCommand),
    /// List a connection's accounts
    #[command(visible_alias = "accounts-info")]
    Accounts(Deferred<accounts::Args>),
    /// Show the balances of a connection's accounts
    Balances(Deferred<balances::Args>),
    /// List transactions of a connection's accounts
    Transactions(Deferred<transactions::Args>),
    /// List the holdings of a connection's investment accounts
    Investments(Deferred<investments::Args>),
    /// List the lots in which a holding was bought
    TaxLots(Deferred<tax_lots::Args>),
    /// Show the payment networks that reach an account
    Payments(Deferred<payments::Args>),
    /// List the statements of accounts, or save them all
    Statements(Deferred<statements::Args>),
    /// Save a statement as a file
    Statement(Deferred<statement::Args>),
    /// Search the customer's tax forms (beta)
    TaxForms(Deferred<tax_forms::Args>),
    /// Show a tax statement's forms, or save it as a PDF (beta)
    TaxForm(Deferred<tax_form::Args>),
    /// Show the customer who gave consent
    Customer(Deferred<customer::Args>),
    /// Show the holders of an account and how to reach them
    Contact(Deferred<contact::Args>),
    /// Read an Akoya JSON document from a file and list what is unusual in it
    Inspect(Deferred<inspect::Args>),
    /// Call the service APIs: consents, notifications, applications
    Service(Deferred<service::Args>),
    /// Send a GET request to the data API and print the response
    Api(Deferred<api::Args>),
    /// Print the completions of this command for a shell
    Completions(Deferred<completions::Args>),
    /// Write manual pages
    Man(Deferred<man::Args>),
}

impl Command {
    /// Returns whether the command is the sandbox as a server.
    pub(crate) fn is_sandbox_server(&self) -> bool {
        matches!(self, Self::Sandbox(args) if args.is_server())
    }

    /// Returns whether the command runs until it is asked to end, and handles that itself.
    pub(crate) fn is_service(&self) -> bool {
        self.is_sandbox_server() || matches!(self, Self::Keeper(_))
    }
}

/// Runs a command to its end.
pub(crate) async fn run(context: &Context, command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo(args) => demo::run(context, &args).await,
        Command::Sandbox(args) => sandbox::run(context, args.0).await,
        Command::Login(args) => login::run(context, &args).await,
        Command::Logout(args) => logout::run(context, &args).await,
        Command::Status(args) => status::run(context, &args).await,
        Command::Doctor(args) => doctor::run(context, &args).await,
        Command::Refresh(args) => refresh::run(context, &args).await,
        Command::Keeper(args) => keeper::run(context, &args).await,
        Command::Store(command) => store::run(context, &command).await,
        Command::Accounts(args) => accounts::run(context, &args).await,
        Command::Balances(args) => balances::run(context, &args).await,
        Command::Transactions(args) => transactions::run(context, &args).await,
        Command::Investments(args) => investments::run(context, &args).await,
        Command::TaxLots(args) => tax_lots::run(context, &args).await,
        Command::Payments(args) => payments::run(context, &args).await,
        Command::Statements(args) => statements::run(context, &args).await,
        Command::Statement(args) => statement::run(context, args.0).await,
        Command::TaxForms(args) => tax_forms::run(context, &args).await,
        Command::TaxForm(args) => tax_form::run(context, args.0).await,
        Command::Customer(args) => customer::run(context, &args).await,
        Command::Contact(args) => contact::run(context, &args).await,
        Command::Inspect(args) => inspect::run(context, &args),
        Command::Service(args) => service::run(context, &args).await,
        Command::Api(args) => api::run(context, &args).await,
        Command::Completions(args) => {
            completions::run(context, &args, CommandLine::description(|_| true))
        }
        Command::Man(args) => man::run(context, &args, CommandLine::description(|_| true)),
    }
}
