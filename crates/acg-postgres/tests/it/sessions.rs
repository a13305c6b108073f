//! Grants in the store: one alone, and several that have their own handles, as several machines do.

use std::sync::Arc;

use acg::store::GrantState;
use acg::{AuthorizationCodeAuth, ErrorKind};
use acg_postgres::PostgresStore;
use tokio::task::JoinSet;

use crate::idp::{Idp, auth, number};
use crate::server::Database;

struct Sessions {
    idp: Idp,
    all: Vec<AuthorizationCodeAuth>,
    _database: Database,
}

/// Sessions on a grant that needs a refresh. All but the first are behind the pooler.
async fn sessions(count: usize) -> Sessions {
    let (database, idp) = (Database::migrated().await, Idp::default());
    let pooled = PostgresStore::options(&database.pooler_url()).unwrap();
    let mut all = vec![auth(
        Arc::new(database.store().await),
        Arc::new(idp.clone()),
    )];
    while all.len() < count {
        let store = PostgresStore::connect(&pooled).await.unwrap();
        all.push(auth(Arc::new(store), Arc::new(idp.clone())));
    }
    all[0].fetch_token("code").await.unwrap();
    Sessions {
        idp,
        all,
        _database: database,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_grant_lives_from_consent_to_its_end() {
    let Sessions { idp, all, .. } = sessions(2).await;
    let (one, two) = (&all[0], &all[1]);
    for round in 1..=3 {
        let rejected = two.bearer().await.unwrap();
        assert_eq!(rejected.generation(), round);
        let bearer = two.bearer_after_rejection(&rejected).await.unwrap();
        assert_eq!(bearer.generation(), round + 1);
    }
    let record = one.record().await.unwrap().unwrap();
    assert_eq!(number(&record.token), idp.0.lock().unwrap().live);
    assert!(record.head.history.len() >= 4, "{:?}", record.head.history);

    // Somebody spends the token elsewhere.
    idp.0.lock().unwrap().live += 1;
    let rejected = one.bearer().await.unwrap();
    let error = one.bearer_after_rejection(&rejected).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    let record = two.record().await.unwrap().unwrap();
    assert!(
        matches!(record.head.state, GrantState::ConsentNeeded { .. }),
        "{:?}",
        record.head.state
    );

    two.fetch_token("another code").await.unwrap();
    assert!(one.bearer().await.is_ok());
    one.forget().await.unwrap();
    assert!(two.record().await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_sessions_that_refresh_at_once_send_one_request() {
    let Sessions { idp, all, .. } = sessions(2).await;
    let rejected = all[0].bearer().await.unwrap();
    let (one, two) = tokio::join!(
        all[0].bearer_after_rejection(&rejected),
        all[1].bearer_after_rejection(&rejected)
    );
    assert_eq!(one.unwrap().header(), two.unwrap().header());
    assert_eq!(idp.0.lock().unwrap().refreshes, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_callers_in_many_sessions_share_each_refresh() {
    let Sessions { idp, all, .. } = sessions(6).await;
    for round in 1..=4 {
        let rejected = all[0].bearer().await.unwrap();
        let mut calls = JoinSet::new();
        for session in &all {
            for _ in 0..16 {
                let (session, rejected) = (session.clone(), rejected.clone());
                calls.spawn(async move {
                    session
                        .bearer_after_rejection(&rejected)
                        .await
                        .unwrap()
                        .generation()
                });
            }
        }
        let generations = calls.join_all().await;
        assert!(
            generations
                .iter()
                .all(|generation| *generation == rejected.generation() + 1),
            "{generations:?}"
        );
        let tokens = idp.0.lock().unwrap();
        assert_eq!((tokens.refreshes, tokens.double_spends), (round, 0));
    }
    let record = all[5].record().await.unwrap().unwrap();
    assert_eq!(number(&record.token), idp.0.lock().unwrap().live);
}
