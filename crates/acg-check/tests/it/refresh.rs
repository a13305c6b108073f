//! The refresh transaction keeps its promises in every run, and the check sees when it does not.

use std::io::{self, Write as _};

use acg_check::{ALONE, Budget, HELD, NOT_BLIND, NOT_ENDED, Report, Rotation, SHOWN, Spools, Variant, World};

/// Past the test's capture: what was seen is told by every run.
fn tell(report: &Report) {
    let _ = writeln!(io::stderr(), "{report}");
}

#[test]
fn every_promise_is_kept_in_every_run() {
    for world in World::quick() {
        let report = world.explore();
        tell(&report);
        assert!(report.broken.is_empty() && report.completes, "{report}");
    }
}

#[test]
fn a_broken_protocol_is_found_out() {
    let cases = [
        (Variant::NoSpool, HELD),
        (Variant::CommitUnderLease, HELD),
        (Variant::BlindTakeover, NOT_ENDED),
        (Variant::PublishFirst, SHOWN),
        (Variant::BlindEnd, NOT_BLIND),
        (Variant::NoFence, ALONE),
    ];
    for (variant, promise) in cases {
        let report = World { variant, ..World::new(Rotation::Strict, 1, Budget::new(1, 0, 0)) }.explore_for(promise);
        tell(&report);
        assert!(report.broken.iter().any(|(broken, _)| *broken == promise), "{report}");
    }
}

/// The look into the spool at a takeover is no help when the answer is on another machine's disk; where reuse ends the
/// grant, it ends then. This is a limit of the protocol, and the check would see it if it were not excused.
#[test]
fn a_grant_that_outlives_a_blind_takeover_on_one_machine_needs_the_spool() {
    let world = World { spools: Spools::Shared, ..World::new(Rotation::Family, 1, Budget::new(1, 0, 0)) };
    assert!(world.explore_for(HELD).broken.is_empty());
    let report = World { variant: Variant::BlindTakeover, ..world }.explore_for(HELD);
    tell(&report);
    assert!(!report.broken.is_empty());
}
