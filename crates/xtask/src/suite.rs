//! The test suites: each is a file here and a line in [`ALL`].

mod browser;
mod rust;

use crate::step::Step;

/// Every suite, in the order they run.
pub(crate) const ALL: &[Step] = &[rust::TESTS, rust::EXAMPLES, browser::CONSENT_PAGES];
