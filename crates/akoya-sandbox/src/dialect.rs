//! The identity provider to imitate.

/// Which identity provider the sandbox imitates.
///
/// Akoya's documentation quotes Dex. Later samples and an announced move to another token service look like Ory Hydra; how much of
/// Hydra's own behavior reaches a client through Akoya is not documented. [`behaviour`](crate::behaviour) lists the
/// differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Dialect {
    /// Dex: the documented behavior.
    #[default]
    Dex,
    /// Ory Hydra: the behavior of the later samples.
    Hydra,
}

/// What the application sees when a customer refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Refusal {
    /// A redirect with `error=access_denied`, as Akoya documents.
    #[default]
    Redirect,
    /// Nothing: the customer sees a page with status 500, as Dex shows it.
    Page,
}
