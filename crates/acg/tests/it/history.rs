//! Who did what to which token.

use acg::store::{Event, Fingerprint};
use acg::testing::Reaction;
use acg::{ConsentCause, Operation};

use crate::world::World;

#[tokio::test]
async fn a_grant_remembers_who_spent_which_token() {
    let world = World::new();
    let auth = world.expired().await;
    auth.bearer().await.unwrap();
    world.expire();
    world.idp.next([Reaction::LoseResponse]);
    assert!(auth.bearer().await.is_err());
    world.clock.advance(std::time::Duration::from_secs(60));
    assert!(auth.bearer().await.is_err());
    let history = world.head().await.history;
    let events: Vec<_> = history.iter().map(|entry| entry.event.clone()).collect();
    let ended = Event::Ended {
        cause: ConsentCause::RotationLost,
    };
    assert_eq!(
        events,
        [Event::Consented, Event::Refreshed, Event::NoResponse, ended]
    );
    let [one, two] = ["rt-1", "rt-2"].map(|token| Some(Fingerprint::of(&token.into())));
    let tokens: Vec<_> = history
        .iter()
        .map(|entry| (entry.before.clone(), entry.after.clone()))
        .collect();
    assert_eq!(
        tokens,
        [
            (None, one.clone()),
            (one, two.clone()),
            (two.clone(), None),
            (two, None)
        ]
    );
    assert!(history.iter().all(|entry| entry.by == "process-1"));
    assert!(history.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert_eq!(world.idp.count(Operation::Refresh), 3);
}

#[tokio::test]
async fn a_takeover_names_both_processes() {
    let world = World::new();
    world.consented().await;
    world
        .edit_head(&[(
            "\"ready\"",
            r#"{"refreshing":{"owner":"process-0","until":0}}"#,
        )])
        .await;
    world.expire();
    world.auth().bearer().await.unwrap();
    let history = world.head().await.history;
    let taken = Event::TakenOver {
        from: "process-0".to_owned(),
    };
    assert_eq!(
        (&history[1].event, history[1].by.as_str()),
        (&taken, "process-1")
    );
}
