//! The floor: reqwest alone, with what every program has to do and nothing else.

use std::path::Path;

use hot_paths::snapshot::Snapshot;
use hot_paths::token::{LONG, token};
use http::HeaderValue;
use http::header::{ACCEPT, AUTHORIZATION};
use tokio::io::AsyncWriteExt as _;

use super::{BALANCES, Bearers, Caller, Reader};
use hot_paths::lean;

/// The headers that version 3 of the API demands of each call: without them it responds with an error.
const DEMANDED: [(&str, &str); 2] = [
    ("x-akoya-interaction-type", "BATCH"),
    ("x-akoya-last-access", "2026-01-01T00:00:00Z"),
];

/// reqwest with a shared snapshot of the token.
pub struct Floor {
    http: reqwest::Client,
    url: String,
    token: Snapshot,
}

impl Floor {
    /// A client of the server at `url`.
    pub fn new(url: &str) -> Self {
        Self {
            http: plain(),
            url: url.to_owned(),
            token: Snapshot::new(&token(0), LONG),
        }
    }

    async fn get(&self, url: String) -> reqwest::Response {
        let response = request(&self.http, url, self.header().await).send();
        response.await.unwrap().error_for_status().unwrap()
    }

    /// Asks for a token once, and nothing else.
    pub async fn token_round_trip(&self) {
        let request = self.http.post(format!("{}/token", self.url));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.body("grant_type=refresh_token&refresh_token=r");
        request.send().await.unwrap().bytes().await.unwrap();
    }
}

/// As our own default is: no proxy from the environment, no redirects.
pub(super) fn plain() -> reqwest::Client {
    let builder = reqwest::Client::builder().no_proxy();
    let builder = builder.redirect(reqwest::redirect::Policy::none());
    builder.tcp_nodelay(true).build().unwrap()
}

fn request(http: &reqwest::Client, url: String, header: HeaderValue) -> reqwest::RequestBuilder {
    let request = http.get(url).header(AUTHORIZATION, header);
    let request = request.header(ACCEPT, "application/json");
    DEMANDED.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    })
}

/// Sends a balances call with this header and parses the response.
pub(super) async fn balances(http: &reqwest::Client, url: &str, header: HeaderValue) -> usize {
    let request = request(http, format!("{url}{BALANCES}"), header);
    let response = request.send().await.unwrap().error_for_status().unwrap();
    let body = response.bytes().await.unwrap();
    let balances: lean::Balances = serde_json::from_slice(&body).unwrap();
    std::hint::black_box(balances).accounts.len()
}

impl Bearers for Floor {
    async fn header(&self) -> HeaderValue {
        self.token.header().await
    }
}

impl Reader for Floor {
    async fn transactions(&self, account: &str) -> usize {
        let (mut count, mut sum) = (0, 0.0);
        let mut next = Some(format!("/transactions/v3/mikomo/{account}"));
        while let Some(path) = next {
            let body = self.get(format!("{}{path}", self.url)).await;
            let body = body.bytes().await.unwrap();
            let page: lean::Transactions = serde_json::from_slice(&body).unwrap();
            for transaction in page.transactions {
                count += 1;
                sum += transaction.deposit.amount;
            }
            next = page.links.next.map(|link| link.href);
        }
        std::hint::black_box(sum);
        count
    }

    async fn save(&self, path: &Path) -> u64 {
        let url = format!("{}/statements/v2/mikomo/a1/s1", self.url);
        let mut response = self.get(url).await;
        let beside = path.with_extension("part");
        let mut file = tokio::fs::File::create(&beside).await.unwrap();
        let mut length = 0;
        while let Some(chunk) = response.chunk().await.unwrap() {
            length += chunk.len() as u64;
            file.write_all(&chunk).await.unwrap();
        }
        file.flush().await.unwrap();
        file.sync_all().await.unwrap();
        tokio::fs::rename(&beside, path).await.unwrap();
        length
    }
}

impl Caller for Floor {
    async fn balances(&self) -> usize {
        balances(&self.http, &self.url, self.header().await).await
    }
}
