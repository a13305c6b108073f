//! `akoya store`.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Show where the tokens are, which keys encrypt them, and what waits
    Info,
    /// Make the tables of a store in PostgreSQL, or bring them up to date
    #[command(after_help = "\
Once, and again after an update of this program: other commands say when it is needed. It may be repeated at any time. Its user \
must have the right to make a schema and tables; the others need to read and write them. A store in a file needs none of this.")]
    Migrate,
    /// Add a new key, which encrypts from now on; the old ones still open
    #[command(after_help = "\
Programs that run go on until they meet a token that the new key encrypts; then they use it too. Every refresh encrypts \
anew; `akoya store rekey` does the rest at once. Keep a copy of the new key where the tokens are not.")]
    RotateKey,
    /// Encrypt every token with the newest key
    #[command(after_help = "\
Others may use the store meanwhile. What the newest key encrypts already is left alone, so it can be repeated. What cannot be \
opened stays as it is, and the exit code is 8.")]
    Rekey,
    /// Remove the keys that encrypt nothing any more
    RetireKey(RetireArguments),
    /// Say that this store is the original, which ends its quarantine
    Adopt(AdoptArguments),
    /// Write what a crash left in the spool into the store
    #[command(after_help = "Every command that uses the store does so at its start.")]
    Drain,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A store that was copied, or set back to an older state, is quarantined: its refresh tokens may have been replaced where it \
came from. A bank that sees a replaced token may end the whole consent. Adopt it only when every other copy is out of use.")]
pub(crate) struct AdoptArguments {
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Nothing else may have the store open: a program that started before the new key was added would go on with an old one. Older \
backups of the store need the keys that are removed.

A key file of your own may serve other stores, which are not looked at: --yes says that it does not. In PostgreSQL nobody can tell \
which machines have the store open: --yes says that all of them have worked with the new key for 15 minutes or more, the time that \
answers under the old one are kept.")]
pub(crate) struct RetireArguments {
    /// Remove keys from a key file of your own too, and of a store that other machines may have open
    #[arg(long)]
    pub(crate) yes: bool,
}
