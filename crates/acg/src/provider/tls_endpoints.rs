//! The part of a profile that says where clients with a certificate send their requests.

use url::Url;

use crate::error::Error;
use crate::provider::profile::{Provider, check_endpoint};

impl Provider {
    /// Sets the token and revocation endpoints of clients that are known by their certificate, where they are others
    /// (`mtls_endpoint_aliases`, RFC 8705 §5).
    ///
    /// # Errors
    /// As for [`rfc6749`](Self::rfc6749).
    pub fn tls_endpoints(
        mut self,
        token: Option<Url>,
        revocation: Option<Url>,
    ) -> Result<Self, Error> {
        for endpoint in token.iter().chain(&revocation) {
            check_endpoint(endpoint)?;
        }
        self.tls_endpoints.token = token;
        self.tls_endpoints.revocation = revocation;
        Ok(self)
    }

    /// Sets where clients that are known by their certificate push their requests, and ask for the codes of a device,
    /// where it is elsewhere (RFC 8705 §5).
    ///
    /// # Errors
    /// As for [`rfc6749`](Self::rfc6749).
    pub fn tls_authorization_endpoints(
        mut self,
        pushed: Option<Url>,
        device: Option<Url>,
    ) -> Result<Self, Error> {
        for endpoint in pushed.iter().chain(&device) {
            check_endpoint(endpoint)?;
        }
        self.tls_endpoints.pushed = pushed;
        self.tls_endpoints.device = device;
        Ok(self)
    }
}
