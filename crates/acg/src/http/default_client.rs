//! The HTTP client of a program that sets none.

use std::sync::Arc;

use crate::error::Error;
use crate::http::service::HttpService;

#[cfg(feature = "http-client")]
pub(crate) fn default_http() -> Result<Arc<dyn HttpService>, Error> {
    use crate::http::{HttpClient, HttpClientOptions};
    Ok(Arc::new(HttpClient::new(&HttpClientOptions::default())?))
}

#[cfg(not(feature = "http-client"))]
pub(crate) fn default_http() -> Result<Arc<dyn HttpService>, Error> {
    let text = "there is no HTTP client: set one, or enable the feature `http-client`";
    Err(Error::configuration(text))
}
