//! Clients built apart, each with its own handle on the file: in one process they share the flight and the token. Several
//! processes are in `crash`.

use std::sync::Arc;

use acg::AuthorizationCodeAuth;
use acg_sqlite::SqliteStore;
use tokio::task::JoinSet;

use crate::idp::{Idp, auth, number};

struct Sessions {
    idp: Idp,
    all: Vec<AuthorizationCodeAuth>,
    _directory: tempfile::TempDir,
}

/// Sessions on a grant that needs a refresh.
async fn sessions(count: usize) -> Sessions {
    let (directory, idp) = (tempfile::tempdir().unwrap(), Idp::default());
    let path = directory.path().join("tokens.db");
    let session = || {
        auth(
            Arc::new(SqliteStore::open(&path).unwrap()),
            Arc::new(idp.clone()),
            |builder| builder,
        )
    };
    let all: Vec<_> = std::iter::repeat_with(session).take(count).collect();
    all[0].fetch_token("code").await.unwrap();
    Sessions {
        idp,
        all,
        _directory: directory,
    }
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
    let Sessions { idp, all, .. } = sessions(8).await;
    for round in 1..=5 {
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
    let record = all[7].record().await.unwrap().unwrap();
    assert_eq!(number(&record.token), idp.0.lock().unwrap().live);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_without_a_token_of_its_own_takes_the_valid_one_from_the_file() {
    let Sessions { idp, all, .. } = sessions(2).await;
    assert_eq!(
        all[1].bearer().await.unwrap().header(),
        all[0].bearer().await.unwrap().header()
    );
    assert_eq!(idp.0.lock().unwrap().refreshes, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn clients_built_apart_on_the_same_file_share_the_token_in_memory() {
    let Sessions { all, .. } = sessions(2).await;
    let refreshed = all[0].refresh_token().await.unwrap();
    assert_eq!(all[1].oauth_token(), Some(refreshed));
}
