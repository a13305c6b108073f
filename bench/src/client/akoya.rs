//! Ours, with its defaults: retries, deadlines, spans, every field parsed.

use std::path::Path;
use std::time::{Duration, SystemTime};

use acg::AuthorizationCodeAuth;
use akoya::Client;
use hot_paths::token::LONG;
use http::HeaderValue;

use super::{Bearers, Caller, Reader};

/// Our client.
pub struct Ours {
    client: Client,
    auth: AuthorizationCodeAuth,
}

impl Ours {
    /// A client of the server at `url`, with a token that is valid for a day.
    pub fn new(url: &str) -> Self {
        Self::with_token(url, SystemTime::now() + LONG)
    }

    /// One whose token has expired.
    pub fn expired(url: &str) -> Self {
        Self::with_token(url, SystemTime::now() - Duration::from_secs(60))
    }

    /// One whose clock stands still: Valgrind does not know how the system's is asked.
    pub fn timeless(url: &str) -> Self {
        Self::of(hot_paths::path::timeless_client_of(url))
    }

    fn with_token(url: &str, expiry: SystemTime) -> Self {
        Self::of(hot_paths::path::client_of(url, expiry))
    }

    fn of(client: Client) -> Self {
        let auth = client.acg_auth().engine().clone();
        Self { client, auth }
    }
}

impl Reader for Ours {
    async fn transactions(&self, account: &str) -> usize {
        let call = self.client.transactions("mikomo", account);
        let mut items = call.by_item().unwrap();
        let (mut count, mut sum) = (0, 0);
        while let Some(transaction) = items.next().await {
            let transaction = transaction.unwrap();
            let amount = transaction.amount();
            count += 1;
            sum += amount.and_then(|amount| amount.minor_units(2)).unwrap();
        }
        std::hint::black_box(sum);
        count
    }

    async fn save(&self, path: &Path) -> u64 {
        let document = self.client.statement("mikomo", "a1", "s1").send().await;
        document.unwrap().save_to(path).await.unwrap()
    }
}

impl Bearers for Ours {
    async fn header(&self) -> HeaderValue {
        self.auth.bearer().await.unwrap().into_header()
    }
}

impl Caller for Ours {
    async fn balances(&self) -> usize {
        let response = self.client.balances("mikomo").send().await.unwrap();
        let accounts = std::hint::black_box(response).into_body().accounts;
        accounts.unwrap().len()
    }
}
