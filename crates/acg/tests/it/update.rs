//! The callback for a token that changes: when it is called, in what order, and what its failures mean.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use acg::grant::{CallbackPolicy, CredentialsBuilder, TokenUpdate, UpdateReason};
use acg::testing::{Gate, Reaction};
use acg::{BoxError, ErrorKind, Operation};

use crate::world::{World, text};

type Update = (UpdateReason, u64, Option<String>);

/// Records its calls, and fails as often as the test says.
#[derive(Debug, Clone, Default)]
struct Diary(Arc<Mutex<(Vec<Update>, usize)>>);

impl Diary {
    fn failing(times: usize) -> Self {
        Self(Arc::new(Mutex::new((Vec::new(), times))))
    }

    fn write(&self, update: &TokenUpdate) -> Result<(), BoxError> {
        let mut inner = self.0.lock().unwrap();
        let refresh_token = update
            .token()
            .and_then(|token| token.refresh_token.as_ref());
        inner.0.push((
            update.reason(),
            update.generation(),
            refresh_token.map(|token| token.expose().to_owned()),
        ));
        if inner.1 == 0 {
            return Ok(());
        }
        inner.1 -= 1;
        Err("no space left on device".into())
    }

    fn updates(&self) -> Vec<Update> {
        self.0.lock().unwrap().0.clone()
    }

    fn on(&self, builder: CredentialsBuilder) -> CredentialsBuilder {
        let diary = self.clone();
        builder.oauth_on_token_update(move |update| diary.write(&update))
    }
}

fn token(reason: UpdateReason, generation: u64) -> Update {
    (reason, generation, Some(format!("rt-{generation}")))
}

#[tokio::test]
async fn the_callback_is_called_for_every_change_in_order() {
    let (world, diary) = (World::new(), Diary::default());
    let auth = world.auth_with(|builder| diary.on(builder));
    auth.fetch_token("code").await.unwrap();
    auth.refresh_token().await.unwrap();
    world.expire();
    auth.bearer().await.unwrap();
    auth.revoke_token().await.unwrap();
    let expected = [
        token(UpdateReason::Fetched, 1),
        token(UpdateReason::Refreshed, 2),
        token(UpdateReason::Refreshed, 3),
        (UpdateReason::Revoked, 3, None),
    ];
    assert_eq!(diary.updates(), expected);
}

#[tokio::test]
async fn a_callback_that_awaits_is_called_too() {
    let (world, diary) = (World::new(), Diary::default());
    let auth = world.auth_with(|builder| {
        let diary = diary.clone();
        builder.oauth_on_token_update_async(move |update| {
            let diary = diary.clone();
            async move {
                tokio::task::yield_now().await;
                diary.write(&update)
            }
        })
    });
    auth.fetch_token("code").await.unwrap();
    assert_eq!(diary.updates(), [token(UpdateReason::Fetched, 1)]);
}

#[tokio::test]
async fn the_store_has_the_token_before_the_callback_is_called() {
    let world = World::new();
    let (records, id) = (world.records.clone(), world.id.clone());
    let saved = Arc::new(Mutex::new(Vec::new()));
    let auth = world.auth_with(|builder| {
        let saved = saved.clone();
        builder.oauth_on_token_update_async(move |update| {
            let (records, id, saved) = (records.clone(), id.clone(), saved.clone());
            async move {
                let stored = acg::store::TokenStore::load(&*records, &id)
                    .await?
                    .map(|stored| stored.row.generation);
                saved.lock().unwrap().push((stored, update.generation()));
                Ok(())
            }
        })
    });
    auth.fetch_token("code").await.unwrap();
    auth.refresh_token().await.unwrap();
    assert_eq!(*saved.lock().unwrap(), [(Some(1), 1), (Some(2), 2)]);
}

#[tokio::test]
async fn a_failure_is_only_logged_unless_the_program_requires_more() {
    let (world, diary) = (World::new(), Diary::failing(1));
    let auth = world.auth_with(|builder| diary.on(builder));
    auth.fetch_token("code").await.unwrap();

    let (world, diary) = (World::new(), Diary::failing(2));
    let auth = world.auth_with(|builder| {
        diary
            .on(builder)
            .oauth_callback_policy(CallbackPolicy::Required)
    });
    let error = auth.fetch_token("code").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::UpdateCallback, Operation::Exchange)
    );
    assert!(
        std::error::Error::source(&error)
            .unwrap()
            .to_string()
            .contains("no space left")
    );
    assert!(
        auth.oauth_token().is_some(),
        "the token is installed nevertheless"
    );
    assert!(
        world.stored().await.is_some(),
        "the token is installed nevertheless"
    );
}

#[tokio::test]
async fn the_call_that_refreshed_reports_a_required_callbacks_failure_once() {
    let (world, diary) = (World::new(), Diary::default());
    let auth = world.auth_with(|builder| {
        diary
            .on(builder)
            .oauth_callback_policy(CallbackPolicy::Required)
    });
    auth.fetch_token("code").await.unwrap();
    world.expire();
    diary.0.lock().unwrap().1 = 1;
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::UpdateCallback
    );
    auth.bearer().await.unwrap();
    while diary.updates().len() < 3 {
        tokio::task::yield_now().await;
    }
    let again = token(UpdateReason::Refreshed, 2);
    assert_eq!(
        diary.updates(),
        [token(UpdateReason::Fetched, 1), again.clone(), again]
    );
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn an_update_that_was_not_taken_is_offered_again_until_it_is() {
    let (world, diary) = (World::new(), Diary::failing(3));
    let auth = world.auth_with(|builder| diary.on(builder));
    auth.fetch_token("code").await.unwrap();
    while diary.updates().len() < 4 {
        auth.bearer().await.unwrap();
        tokio::task::yield_now().await;
    }
    for _ in 0..10 {
        auth.bearer().await.unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(diary.updates(), vec![token(UpdateReason::Fetched, 1); 4]);
}

#[tokio::test]
async fn an_update_that_was_not_taken_is_offered_again_with_the_current_token() {
    let (world, diary) = (World::new(), Diary::failing(2));
    let auth = world.auth_with(|builder| diary.on(builder));
    auth.fetch_token("code").await.unwrap();
    // Another process refreshes twice; this one reads it out of the store.
    let (_store, other) = world.process("process-2");
    for _ in 0..2 {
        other.refresh_token().await.unwrap();
    }
    auth.refresh_token().await.unwrap();
    while diary.updates().len() < 3 {
        auth.bearer().await.unwrap();
        tokio::task::yield_now().await;
    }
    let first = token(UpdateReason::Fetched, 1);
    assert_eq!(
        diary.updates(),
        [first.clone(), first, token(UpdateReason::Fetched, 3)]
    );
}

#[tokio::test]
async fn a_removal_that_was_not_taken_is_offered_again() {
    let (world, diary) = (World::new(), Diary::default());
    let auth = world.auth_with(|builder| {
        diary
            .on(builder)
            .oauth_callback_policy(CallbackPolicy::Required)
    });
    auth.fetch_token("code").await.unwrap();
    diary.0.lock().unwrap().1 = 1;
    assert_eq!(
        auth.revoke_token().await.unwrap_err().kind(),
        ErrorKind::UpdateCallback
    );
    assert!(world.stored().await.is_none());
    assert!(auth.oauth_token().is_none());
    auth.revoke_token().await.unwrap();
    let removed = (UpdateReason::Revoked, 1, None);
    assert_eq!(
        diary.updates(),
        [token(UpdateReason::Fetched, 1), removed.clone(), removed]
    );
}

#[tokio::test]
async fn a_panic_counts_as_a_failure() {
    for required in [CallbackPolicy::BestEffort, CallbackPolicy::Required] {
        let world = World::new();
        let auth = world.auth_with(|builder| {
            builder
                .oauth_callback_policy(required)
                .oauth_on_token_update(|_| panic!("the callback has a defect"))
        });
        let fetched = auth.fetch_token("code").await;
        assert_eq!(fetched.is_err(), required == CallbackPolicy::Required);
        auth.bearer().await.unwrap();
        world.assert_alive().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_callback_that_hangs_is_given_up_after_thirty_seconds_and_stopped() {
    let world = World::new();
    let (gate, finished) = (Gate::new(), Arc::new(Mutex::new(0)));
    let auth = world.auth_with(|builder| {
        let (gate, finished) = (gate.clone(), finished.clone());
        builder.oauth_on_token_update_async(move |_| {
            let (gate, finished) = (gate.clone(), finished.clone());
            async move {
                gate.pass().await;
                *finished.lock().unwrap() += 1;
                Ok(())
            }
        })
    });
    let started = tokio::time::Instant::now();
    auth.fetch_token("code").await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_secs(30));
    gate.arrival().await;
    gate.open();
    // One permit for two: the first call is gone and does not take it.
    auth.refresh_token().await.unwrap();
    assert_eq!(*finished.lock().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_callback_that_waits_for_its_own_grant_does_not_refresh_without_end() {
    let world = World::new();
    let own: Arc<Mutex<Option<acg::AuthorizationCodeAuth>>> = Arc::default();
    let auth = world.auth_with(|builder| {
        let own = own.clone();
        builder.oauth_on_token_update_async(move |_| {
            let own = own.lock().unwrap().clone();
            async move {
                if let Some(auth) = own {
                    auth.refresh_token().await?;
                }
                Ok(())
            }
        })
    });
    auth.fetch_token("code").await.unwrap();
    *own.lock().unwrap() = Some(auth.clone());
    auth.refresh_token().await.unwrap();
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    *own.lock().unwrap() = None;
}

#[tokio::test]
async fn a_callback_may_use_the_new_token() {
    let world = World::new();
    let own: Arc<Mutex<Option<acg::AuthorizationCodeAuth>>> = Arc::default();
    let seen = Arc::new(Mutex::new(None));
    let auth = world.auth_with(|builder| {
        let (own, seen) = (own.clone(), seen.clone());
        builder.oauth_on_token_update_async(move |_| {
            let (auth, seen) = (own.lock().unwrap().clone(), seen.clone());
            async move {
                if let Some(auth) = auth {
                    *seen.lock().unwrap() = Some(text(&auth.bearer().await?));
                }
                Ok(())
            }
        })
    });
    *own.lock().unwrap() = Some(auth.clone());
    let token = auth.fetch_token("code").await.unwrap();
    assert_eq!(
        seen.lock().unwrap().as_deref(),
        token.id_token.as_ref().map(acg::Secret::expose)
    );
    *own.lock().unwrap() = None;
}

#[tokio::test]
async fn a_refresh_that_failed_calls_no_callback() {
    let (world, diary) = (World::new(), Diary::default());
    let auth = world.auth_with(|builder| diary.on(builder));
    auth.fetch_token("code").await.unwrap();
    world.idp.next([Reaction::LoseResponse]);
    assert!(auth.refresh_token().await.is_err());
    assert_eq!(diary.updates(), [token(UpdateReason::Fetched, 1)]);
}
