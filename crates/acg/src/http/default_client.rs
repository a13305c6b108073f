//! The HTTP client of a program that sets none.

use std::sync::Arc;

use crate::error::Error;
use crate::http::service::HttpService;

#[cfg(feature = "reqwest")]
pub(crate) fn default_http() -> Result<Arc<dyn HttpService>, Error> {
    use crate::http::{ReqwestOptions, ReqwestService};
    Ok(Arc::new(ReqwestService::new(&ReqwestOptions::default())?))
}

#[cfg(not(feature = "reqwest"))]
pub(crate) fn default_http() -> Result<Arc<dyn HttpService>, Error> {
    let text = "there is no HTTP client: set one, or enable the feature `reqwest`";
    Err(Error::configuration(text))
}
