//! Checks of `acg`'s protocols that no test of single runs can make: every run of a small world is explored.
//!
//! [`Refresh`] is the refresh transaction as a state machine for the explicit-state checker `stateright`. It decides by
//! [`acg::protocol`], the functions that the engine itself decides by. The single flight is explored in this
//! crate's tests, with `shuttle`, on the engine's own source file.

mod action;
mod commit;
mod provider;
mod refresh;
mod replay;
mod setting;
mod state;
mod token;
mod world;

pub use self::action::Action;
pub use self::provider::Rotation;
pub use self::setting::{Owners, Spools, Variant};

pub use self::state::State;
pub use self::world::{
    ALONE, Budget, Exploration, HELD, NOT_BLIND, NOT_ENDED, NOT_MIXED, RESTS, Refresh, SHOWN, World,
};
