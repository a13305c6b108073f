//! The refresh transaction keeps its promises in every run, and the check sees when it does not.

use std::io::{self, Write as _};

use acg_check::{
    ALONE, Budget, Exploration, HELD, NOT_BLIND, NOT_ENDED, NOT_MIXED, RESTS, Rotation, SHOWN,
    Variant, World,
};

/// Past the test's capture: what was seen is printed by every run.
fn tell(exploration: &Exploration) {
    let _ = writeln!(io::stderr(), "{exploration}");
}

/// Whether a run was found that breaks this very promise.
fn breaks(exploration: &Exploration, promise: &str) -> bool {
    exploration
        .broken
        .iter()
        .any(|(broken, _)| *broken == promise)
}

#[test]
fn every_promise_is_kept_in_every_run() {
    for world in World::quick() {
        let exploration = world.explore();
        tell(&exploration);
        assert!(exploration.broken.is_empty(), "{exploration}");
        assert!(exploration.completes, "{exploration}");
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
        let exploration = World {
            variant,
            ..World::new(Rotation::Strict, 1, Budget::new(1, 0, 0))
        }
        .explore_for(promise);
        tell(&exploration);
        assert!(breaks(&exploration, promise), "{exploration}");
    }
}

/// Where reuse ends the grant, a takeover that does not look into the spool kills it.
#[test]
fn a_blind_takeover_kills_a_grant_that_ends_with_reuse() {
    let world = World::new(Rotation::Family, 1, Budget::new(1, 0, 0));
    let exploration = World {
        variant: Variant::BlindTakeover,
        ..world
    }
    .explore_for(HELD);
    tell(&exploration);
    assert!(breaks(&exploration, HELD), "{exploration}");
}

/// The check has found these in the engine.
#[test]
fn a_process_that_ignores_a_sibling_gives_up_a_living_grant() {
    for variant in [Variant::DeafEnd, Variant::DeafSibling] {
        let world = World::new(Rotation::GraceAnother, 2, Budget::default());
        let exploration = World { variant, ..world }.explore_for(RESTS);
        tell(&exploration);
        assert!(breaks(&exploration, RESTS), "{exploration}");
    }
}

/// This was in the engine: a removal forgot the generation, and a response was taken by its generation alone.
#[test]
fn responses_distinguished_by_their_generation_alone_put_an_old_consent_over_a_new_one() {
    let budget = Budget {
        consents: 1,
        ..Budget::default()
    };
    let exploration = World {
        variant: Variant::GenerationAlone,
        ..World::new(Rotation::Strict, 1, budget)
    }
    .explore_for(NOT_MIXED);
    tell(&exploration);
    assert!(breaks(&exploration, NOT_MIXED), "{exploration}");
}

/// An incident at the provider looks like the end of a grant.
#[test]
fn a_grant_that_an_incident_has_ended_is_given_up_without_a_second_look_at_it() {
    let budget = Budget::default().with_incidents(1);
    let exploration = World {
        variant: Variant::NoSecondLook,
        ..World::new(Rotation::Strict, 1, budget)
    }
    .explore_for(NOT_ENDED);
    tell(&exploration);
    assert!(breaks(&exploration, NOT_ENDED), "{exploration}");
}

#[test]
fn a_grant_that_has_really_ended_never_comes_to_rest_when_every_refusal_is_looked_at_again() {
    let budget = Budget::new(0, 1, 0).with_incidents(1);
    let exploration = World {
        variant: Variant::EndlessLooks,
        ..World::new(Rotation::Strict, 1, budget)
    }
    .explore_for(RESTS);
    tell(&exploration);
    assert!(breaks(&exploration, RESTS), "{exploration}");
}
