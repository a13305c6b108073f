//! Test kits for token stores and for programs that use the grant (feature `testing`).
//!
//! | to | see |
//! |---|---|
//! | test the promises of a store one by one | [`contract`] |
//! | run grants on a store, with many clients | [`sessions`] |
//! | test what the promises are for: no refresh loses a grant, whatever fails | [`chaos`] |
//! | end or suspend a process at a chosen moment of a refresh | [`crash_point`] |
//! | have a provider inside a test | [`RotatingProvider`] |

#[cfg(feature = "testing")]
pub(crate) mod breach;
#[cfg(feature = "testing")]
pub mod chaos;
#[cfg(feature = "testing")]
pub mod contract;
#[cfg(not(feature = "testing"))]
pub(crate) mod crash_point;
#[cfg(feature = "testing")]
pub mod crash_point;
#[cfg(feature = "testing")]
mod gate;
#[cfg(feature = "testing")]
mod json_response;
#[cfg(feature = "testing")]
mod network;
#[cfg(feature = "testing")]
mod reaction;
#[cfg(feature = "testing")]
mod rotating_provider;
#[cfg(feature = "testing")]
pub mod sessions;

#[cfg(feature = "testing")]
pub use self::breach::Breach;
#[cfg(feature = "testing")]
pub use self::gate::Gate;
#[cfg(feature = "testing")]
pub use self::reaction::Reaction;
#[cfg(feature = "testing")]
pub use self::rotating_provider::{CLAIMED, Grace, RotatingProvider, Seen, unsigned_jwt};
