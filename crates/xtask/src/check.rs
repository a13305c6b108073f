//! The checks that need no test to run.

mod circles;
mod dependencies;
mod direction;
mod source;
mod style;

use crate::step::Step;

/// Every check, quick ones first.
pub(crate) const ALL: &[Step] = &[
    style::FORMAT,
    source::LENGTH,
    source::PATHS,
    source::IGNORED,
    circles::CIRCLES,
    direction::DIRECTION,
    dependencies::LICENCES,
    dependencies::ORIGINS,
    style::LINTS,
    style::FEATURES,
    style::FUZZ_TARGETS,
    style::DOCUMENTATION,
];
