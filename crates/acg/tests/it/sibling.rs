//! Two responses to the same refresh token, as a provider with a grace window gives them.

use std::time::Duration;

use acg::store::{Event, GrantState};
use acg::testing::Grace;
use acg::{AuthorizationCodeAuth, Operation};

use crate::world::{World, refresh_token};

/// Two processes that both have a response; the second one came too late.
async fn with_two_responses(world: &World) -> AuthorizationCodeAuth {
    world.idp.set_grace(Grace::AnotherSuccessor);
    let slow = world.expired().await;
    let late = world.hold_response(&slow).await;
    world.clock.advance(Duration::from_secs(136));
    let (_, fast) = world.process("process-2");
    fast.bearer().await.unwrap();
    late.release().await.unwrap();
    fast
}

#[tokio::test]
async fn the_later_of_two_responses_becomes_the_sibling() {
    let world = World::new();
    let fast = with_two_responses(&world).await;
    let record = world.record().await;
    assert_eq!(
        (refresh_token(&record).as_str(), record.head.generation),
        ("rt-3", 2)
    );
    let second = record.sibling.unwrap().refresh_token.unwrap();
    assert_eq!(second.expose(), "rt-2");
    assert_eq!(
        record.head.history.last().unwrap().event,
        Event::SiblingStored
    );
    world.expire();
    fast.bearer().await.unwrap();
    let record = world.record().await;
    assert_eq!(
        (refresh_token(&record).as_str(), record.sibling),
        ("rt-4", None)
    );
}

#[tokio::test]
async fn a_sibling_takes_the_place_of_a_refused_token_set() {
    let world = World::new();
    let fast = with_two_responses(&world).await;
    world.idp.end("rt-3");
    world.expire();
    fast.bearer().await.unwrap();
    let head = world.head().await;
    assert_eq!((head.state, head.generation), (GrantState::Ready, 4));
    let events: Vec<_> = head
        .history
        .iter()
        .map(|entry| entry.event.clone())
        .collect();
    assert!(events.contains(&Event::SiblingUsed), "{events:?}");
    assert!(
        world
            .idp
            .live()
            .contains(&refresh_token(&world.record().await))
    );
    assert_eq!(world.idp.count(Operation::Refresh), 4);
}
