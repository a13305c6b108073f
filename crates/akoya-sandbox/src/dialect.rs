//! Which identity provider is imitated: Dex or Ory Hydra.

use std::ffi::OsStr;

use crate::error::{Error, ErrorKind};

/// Which identity provider the sandbox imitates.
///
/// Akoya's documentation quotes Dex. Later samples and an announced move to another token service look like Ory
/// Hydra; how much of Hydra's own behaviour reaches a client through Akoya is not documented.
/// [`behaviour`](crate::behaviour) lists the differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Dialect {
    /// Dex: the documented behaviour.
    #[default]
    Dex,
    /// Ory Hydra: the behaviour of the later samples.
    Hydra,
}

impl Dialect {
    /// The environment variable with the dialect of sandboxes for which the program sets none.
    const VARIABLE: &str = "AKOYA_SANDBOX_IDP";

    /// Reads the dialect from the environment: a test suite runs in both without being changed.
    #[expect(
        clippy::disallowed_methods,
        reason = "the only place where the sandbox reads the environment"
    )]
    pub(crate) fn of_environment() -> Result<Self, Error> {
        Self::named(std::env::var_os(Self::VARIABLE).as_deref())
    }

    fn named(name: Option<&OsStr>) -> Result<Self, Error> {
        match name.map(|name| name.to_str().unwrap_or("?")) {
            None | Some("" | "dex") => Ok(Self::Dex),
            Some("hydra") => Ok(Self::Hydra),
            Some(_) => {
                let text = format!("{} must be `dex` or `hydra`", Self::VARIABLE);
                Err(Error::new(ErrorKind::Configuration, text))
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialect_that_does_not_exist_is_refused() {
        let named = |name: Option<&str>| Dialect::named(name.map(OsStr::new));
        assert_eq!(named(None).unwrap(), Dialect::Dex);
        assert_eq!(named(Some("")).unwrap(), Dialect::Dex);
        assert_eq!(named(Some("dex")).unwrap(), Dialect::Dex);
        assert_eq!(named(Some("hydra")).unwrap(), Dialect::Hydra);
        let refused = named(Some("Hydra")).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Configuration);
    }
}
