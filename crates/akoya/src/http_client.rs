//! The HTTP client for programs that bring none, with this library's name.

use std::sync::Arc;

use acg::http::HttpService;

use crate::error::Error;

/// Returns the one of `acg`.
pub(crate) fn default_http() -> Result<Arc<dyn HttpService>, Error> {
    let mut options = acg::http::HttpClientOptions::default();
    options.user_agent = concat!("akoya-sdk-rust/", env!("CARGO_PKG_VERSION")).to_owned();
    Ok(Arc::new(acg::http::HttpClient::new(&options)?))
}
