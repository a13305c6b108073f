/// Whose words and habits the identity provider has, where Akoya's documentation and samples allow for two.
///
/// Akoya's documentation quotes the texts of Dex. Later samples and an announced move to another token service look like Ory
/// Hydra; what of Hydra's own answers reaches a client through Akoya is not documented. [`behaviour`](crate::behaviour) has the
/// differences one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Dialect {
    /// The documented behaviour.
    #[default]
    Dex,
    /// The behaviour of the later samples.
    Hydra,
}

/// What a customer's refusal looks like to the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Refusal {
    /// A redirect with `error=access_denied`, as Akoya documents.
    #[default]
    Redirect,
    /// A page with status 500 and no redirect, as Dex does it by itself: the application never hears of it.
    Page,
}
