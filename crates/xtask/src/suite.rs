//! The test suites: each is a file here and a line in [`ALL`].
//!
//! [`akoya`], [`chromium`] and [`page`] are what several of them use.

mod accessibility;
mod akoya;
pub(crate) mod bench;
mod browser;
mod chromium;
mod clients;
pub(crate) mod crash;
mod fuzz;
pub(crate) mod instructions;
mod interop;
mod page;
pub(crate) mod peers;
mod postgres;
pub(crate) mod python;
mod rust;
mod schemathesis;
mod web;

use crate::step::Step;

/// Every suite, in the order they run.
pub(crate) const ALL: &[Step] = &[
    rust::TESTS,
    rust::HYDRA,
    rust::HTTP2,
    rust::EXAMPLES,
    instructions::COUNTS,
    postgres::POSTGRES_STORE,
    fuzz::SEEDS,
    crash::CRASH,
    browser::CONSENT_PAGES,
    web::WEB_APPLICATION,
    accessibility::RULES,
    clients::GRANTS,
    python::PACKAGE,
    interop::INTEROP,
    interop::GLEWLWYD_INTEROP,
    schemathesis::DESCRIPTIONS,
];
