//! The stub server: a process of its own, so that its work is not counted as the clients'.
//!
//! It serves the same bytes to everybody: balances, pages of transactions, a file of 40 MiB, and tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, body::Body};
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE};
use serde::Deserialize;

use hot_paths::documents::{self, Oddity};

/// The bytes of the file.
pub const FILE: usize = 40 * 1024 * 1024;

/// How long the token endpoint takes, as one on another continent does.
pub const TOKEN_DELAY: Duration = Duration::from_millis(50);

/// How the server behaves.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Behaviour {
    /// Wait so many milliseconds before each document
    #[arg(long, default_value_t = 0)]
    pub delay: u64,
    /// Close the connection after each document
    #[arg(long)]
    pub close: bool,
}

struct Shared {
    behaviour: Behaviour,
    balances: Bytes,
    file: Bytes,
    refreshes: AtomicU64,
}

/// Serves on a free port, whose number is the first line of the output, until the standard input ends.
///
/// # Errors
/// When there is no free port.
pub fn serve(behaviour: Behaviour) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?.port());
        std::thread::spawn(|| {
            // Nobody is left who would stop it.
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
            std::process::exit(0);
        });
        let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router(behaviour))
            .await
            .context("the stub server ended")
    })
}

fn router(behaviour: Behaviour) -> Router {
    let shared = Arc::new(Shared {
        behaviour,
        balances: documents::balances().into(),
        file: b"%PDF-".repeat(FILE / 5).into(),
        refreshes: AtomicU64::new(0),
    });
    Router::new()
        .route("/balances/v3/{provider}", get(balances))
        .route("/transactions/v3/{provider}/{account}", get(transactions))
        .route("/statements/v2/{provider}/{account}/{statement}", get(file))
        .route("/token", post(slow_token))
        .route("/instant/token", post(token))
        .route("/refreshes", get(refreshes))
        .with_state(shared)
}

async fn balances(State(shared): State<Arc<Shared>>) -> Response {
    document(&shared, "application/json", shared.balances.clone()).await
}

/// From where on transactions are wanted.
#[derive(Deserialize)]
struct PageQuery {
    #[serde(default)]
    offset: usize,
}

/// The account says how many transactions it has, and how many are on a page: see [`account`].
async fn transactions(
    State(shared): State<Arc<Shared>>,
    Path((_, account)): Path<(String, String)>,
    Query(PageQuery { offset }): Query<PageQuery>,
) -> Response {
    let numbers: Vec<usize> = account.split('-').flat_map(str::parse).collect();
    let [total, page] = numbers[..] else {
        return http::StatusCode::NOT_FOUND.into_response();
    };
    let after = offset + page;
    let next = format!("/transactions/v3/mikomo/{account}?offset={after}");
    let next = (after < total).then_some(next.as_str());
    let items = page.min(total.saturating_sub(offset));
    let body = documents::transactions(offset / page.max(1), items, next, Oddity::None);
    document(&shared, "application/json", body.into()).await
}

/// The name of an account with so many transactions, and so many on a page.
pub fn account(total: usize, page: usize) -> String {
    format!("{total}-{page}")
}

async fn file(State(shared): State<Arc<Shared>>) -> Response {
    document(&shared, "application/pdf", shared.file.clone()).await
}

async fn document(shared: &Shared, media_type: &'static str, body: Bytes) -> Response {
    if shared.behaviour.delay > 0 {
        tokio::time::sleep(Duration::from_millis(shared.behaviour.delay)).await;
    }
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, http::HeaderValue::from_static(media_type));
    headers.insert(
        "x-akoya-interaction-id",
        http::HeaderValue::from_static("0d7b2ef4-5a3c-4a34-9b0c-2f6f4a1f3c11"),
    );
    if shared.behaviour.close {
        headers.insert(CONNECTION, http::HeaderValue::from_static("close"));
    }
    response
}

async fn slow_token(shared: State<Arc<Shared>>) -> Response {
    tokio::time::sleep(TOKEN_DELAY).await;
    token(shared).await
}

/// Every refresh gets the next token. The refresh token is never looked at.
async fn token(State(shared): State<Arc<Shared>>) -> Response {
    let number = shared.refreshes.fetch_add(1, Ordering::Relaxed);
    let token = hot_paths::token::token(number);
    let body = format!(
        r#"{{"access_token":"{token}","id_token":"{token}","token_type":"bearer","expires_in":86400,"refresh_token":"n-{number}"}}"#
    );
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}

async fn refreshes(State(shared): State<Arc<Shared>>) -> String {
    shared.refreshes.load(Ordering::Relaxed).to_string()
}
