//! Test kits for token stores and for programs that use the grant (feature `testing`).
//!
//! | to | see |
//! |---|---|
//! | test the promises of a store one by one | [`contract`] |
//! | test what the promises are for: no refresh loses a grant, whatever fails | [`chaos`] |
//! | end or suspend a process at a chosen moment of a refresh | [`crash_point`] |

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
pub use self::breach::Breach;
