//! Grants of a provider in this process.

use std::sync::Arc;

use acg::clock::SystemClock;
use acg::http::HttpService;
use acg::testing::RotatingProvider;
use acg::{AuthorizationCodeAuth, Vault};

use crate::connection;

/// A provider that lets others run while a request is on its way, so that they can make a mistake.
pub(crate) fn provider() -> RotatingProvider {
    let provider = RotatingProvider::new(Arc::new(SystemClock::new()));
    provider.accept_every_code();
    provider.set_yields(100);
    provider
}

/// A grant in this vault.
pub(crate) fn grant(vault: impl Into<Vault>, http: Arc<dyn HttpService>) -> AuthorizationCodeAuth {
    let credentials = RotatingProvider::credentials().build().unwrap();
    AuthorizationCodeAuth::builder(credentials, RotatingProvider::profile().unwrap())
        .http(http)
        .store(vault, connection("customer/bank"))
        .build()
        .unwrap()
}
