//! The tokens of a grant: the set, its JSON form, its claims and its bearer.

pub(crate) mod bearer;
pub(crate) mod claims;
pub(crate) mod json;
pub(crate) mod jwt;
pub(crate) mod oauth_token;
pub(crate) mod scope;

pub use self::bearer::BearerSource;
pub use self::claims::Claims;
pub use self::oauth_token::{DEFAULT_LIFETIME, ExtraFields};
pub use self::scope::ScopeDifference;
