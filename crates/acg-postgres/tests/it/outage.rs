//! The server stops while a refresh is running.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use acg::http::{HttpError, HttpService, Request, Response};
use acg::store::Record;
use acg::testing::RotatingProvider;
use acg::vault::Spool;
use acg::{AuthorizationCodeAuth, Bearer, BoxFuture, ErrorKind, Vault};
use acg_postgres::PostgresStore;
use tokio::task::JoinSet;

use crate::grants::{grant, provider};
use crate::server::{Database, Server};

/// A provider whose responses arrive while the database is down.
#[derive(Debug)]
struct StopsServer(RotatingProvider, Server);

impl HttpService for StopsServer {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        self.1.stop();
        self.0.call(request)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_response_that_arrives_while_the_server_is_down_is_not_lost() {
    let (_turn, server, database) = Server::stoppable().await;
    let (directory, idp) = (tempfile::tempdir().unwrap(), provider());
    let vault = async || {
        let store = Arc::new(PostgresStore::connect(&database.options()).await.unwrap());
        // Each as in a process of its own: what one has in memory the next one does not see.
        Vault::builder(store)
            .isolated()
            .spool(Spool::open(directory.path()).unwrap())
            .build()
    };
    grant(vault().await, Arc::new(idp.clone()))
        .fetch_token("code")
        .await
        .unwrap();

    let doomed = grant(
        vault().await,
        Arc::new(StopsServer(idp.clone(), server.clone())),
    );
    let rejected = doomed.bearer().await.unwrap();
    let error = doomed.bearer_after_rejection(&rejected).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    // Its process ends: what it holds in memory is gone.
    drop(doomed);
    server.start();

    let next = grant(vault().await, Arc::new(idp.clone()));
    assert_eq!(
        next.bearer().await.unwrap().generation(),
        rejected.generation() + 1
    );
    let record = next.record().await.unwrap().unwrap();
    assert_eq!(idp.live(), [refresh_token(&record)]);
    assert_eq!((idp.refreshes(), idp.double_spends()), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_store_works_again_after_its_server_was_down() {
    let (_turn, server, database) = Server::stoppable().await;
    let idp = provider();
    let store = Arc::new(PostgresStore::connect(&database.options()).await.unwrap());
    let auth = grant(store, Arc::new(idp.clone()));
    auth.fetch_token("code").await.unwrap();
    for round in 1..=2 {
        let rejected = auth.bearer().await.unwrap();
        server.stop();
        assert_eq!(
            auth.bearer_after_rejection(&rejected)
                .await
                .unwrap_err()
                .kind(),
            ErrorKind::Store
        );
        server.start();
        let bearer = insist(&auth, &rejected).await;
        assert_eq!(bearer.generation(), rejected.generation() + 1);
        assert_eq!(
            idp.refreshes(),
            round,
            "nothing was sent while the lease could not be written"
        );
    }
}

/// A connection that was cut is noticed by a call that fails.
async fn insist(auth: &AuthorizationCodeAuth, rejected: &Bearer) -> Bearer {
    loop {
        match auth.bearer_after_rejection(rejected).await {
            Ok(bearer) => return bearer,
            Err(error) => assert_eq!(error.kind(), ErrorKind::Store, "{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn connections_that_are_cut_while_tokens_are_refreshed_cost_no_grant() {
    let database = Database::migrated().await;
    let store = Arc::new(database.store().await);
    let is_over = Arc::new(AtomicBool::new(false));
    let cutting = tokio::spawn(cut(database, is_over.clone()));
    let mut grants = JoinSet::new();
    for name in 0..20 {
        let idp = provider();
        let http: Arc<dyn HttpService> = Arc::new(idp.clone());
        let first = grant(store.clone(), http);
        let grant = first
            .with_connection(crate::connection(&format!("grant-{name}")))
            .unwrap();
        grants.spawn(async move { live_through(&grant, &idp).await });
    }
    grants.join_all().await;
    is_over.store(true, Ordering::Relaxed);
    assert!(cutting.await.unwrap() > 20, "connections were cut");
}

async fn live_through(grant: &AuthorizationCodeAuth, idp: &RotatingProvider) {
    while grant.fetch_token("code").await.is_err() {}
    for _ in 0..5 {
        let rejected = loop {
            if let Ok(bearer) = grant.bearer().await {
                break bearer;
            }
        };
        insist(grant, &rejected).await;
    }
    let record = loop {
        if let Ok(record) = grant.record().await {
            break record.unwrap();
        }
    };
    assert!(idp.live().contains(&refresh_token(&record)));
    assert_eq!(idp.double_spends(), 0);
}

fn refresh_token(record: &Record) -> String {
    let token = record.token.refresh_token.as_ref().unwrap();
    token.expose().to_owned()
}

/// Ends the connections of a database again and again. Returns how many there were.
async fn cut(database: Database, is_over: Arc<AtomicBool>) -> usize {
    let terminate = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = '{}' AND pid <> pg_backend_pid()",
        database.name()
    );
    let mut ended = 0;
    while !is_over.load(Ordering::Relaxed) {
        ended += database.server_sql(&terminate).await.len();
    }
    ended
}
