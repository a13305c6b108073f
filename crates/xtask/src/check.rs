//! The checks that need no test to run.

mod advisories;
mod circles;
mod dependencies;
mod direction;
mod requirements;
mod sentences;
mod source;
mod style;
mod syntax;
mod words;

use crate::step::Step;

/// Every check, quick ones first.
pub(crate) const ALL: &[Step] = &[
    style::FORMAT,
    source::LENGTH,
    source::HEADERS,
    source::PATHS,
    source::IGNORED,
    words::WORDS,
    sentences::SENTENCES,
    syntax::ASSERTIONS,
    syntax::EXPORTS,
    requirements::REQUIREMENTS,
    circles::CIRCLES,
    direction::DIRECTION,
    dependencies::LICENCES,
    dependencies::ORIGINS,
    advisories::ADVISORIES,
    style::LINTS,
    style::FEATURES,
    style::FUZZ_TARGETS,
    style::DOCUMENTATION,
];
