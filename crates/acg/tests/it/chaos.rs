//! Many grants, several processes, everything fails now and then: no grant is lost but by a lost response.

use std::convert::Infallible;
use std::sync::Arc;

use acg::store::{MemoryStore, TokenStore};
use acg::testing::Breach;
use acg::testing::chaos;
use acg::testing::chaos::{AutoAdvanceClock, ChaosCounts, Plan};

use crate::store::{Defect, Defective};

async fn run(plan: Plan) -> Result<ChaosCounts, Breach> {
    let clock = Arc::new(AutoAdvanceClock::default());
    let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::with_clock(clock.clone()));
    chaos::run(async || Ok::<_, Infallible>(store.clone()), clock, plan).await
}

#[tokio::test]
async fn no_grant_is_lost_but_by_a_lost_response() {
    for seed in 0..8 {
        let counts = run(Plan::new(seed)).await.unwrap();
        assert!(counts.grants_lost <= counts.responses_lost, "{counts:?}");
        assert!(counts.refreshes > 60, "{counts:?}");
        assert!(counts.store_faults > 5, "{counts:?}");
        assert!(counts.callers_dropped > 0, "{counts:?}");
    }
}

#[tokio::test]
async fn no_grant_is_lost_when_every_response_arrives() {
    let mut plan = Plan::new(1);
    (plan.responses_lost, plan.store_faults, plan.rounds) = (0, 30, 30);
    // So many that some come after a takeover, whatever else the seed decides.
    plan.responses_late = 10;
    let counts = run(plan).await.unwrap();
    assert!(counts.responses_late > 0, "{counts:?}");
    assert!(counts.presented_again > 0, "{counts:?}");
    assert_eq!(
        (counts.grants_lost, counts.responses_lost),
        (0, 0),
        "{counts:?}"
    );
}

#[tokio::test]
async fn no_grant_is_lost_within_a_grace_window() {
    let mut plan = Plan::new(2);
    (plan.responses_lost, plan.rounds, plan.grace) = (5, 30, true);
    let counts = run(plan).await.unwrap();
    assert!(counts.responses_lost > 0, "{counts:?}");
    assert!(counts.presented_again > 0, "{counts:?}");
    assert_eq!(counts.grants_lost, 0, "{counts:?}");
}

#[tokio::test]
async fn no_bound_grant_is_lost_and_its_key_goes_with_it() {
    for seed in 0..3 {
        let mut plan = Plan::new(seed);
        (plan.bound, plan.responses_lost, plan.responses_late) = (true, 0, 0);
        let counts = run(plan).await.unwrap();
        assert!(counts.refreshes > 60, "{counts:?}");
        assert_eq!((counts.grants_lost, counts.unproven), (0, 0), "{counts:?}");
    }
}

#[tokio::test]
async fn the_same_seed_does_the_same() {
    assert_eq!(
        run(Plan::new(3)).await.unwrap(),
        run(Plan::new(3)).await.unwrap()
    );
}

#[tokio::test]
async fn a_store_that_lets_every_writer_win_is_found_out() {
    let clock = Arc::new(AutoAdvanceClock::default());
    let records = MemoryStore::with_clock(clock.clone());
    let store: Arc<dyn TokenStore> = Arc::new(Defective {
        records,
        defect: Defect::IgnoresVersion,
    });
    let breach = chaos::run(
        async || Ok::<_, Infallible>(store.clone()),
        clock,
        Plan::new(1),
    )
    .await
    .unwrap_err();
    assert!(
        breach.to_string().contains("is not presented again"),
        "{breach}"
    );
}
