//! A call to an API: the token is presented, with a proof if it is bound to a key.

use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode, Uri};

use crate::dpop::proof::{DPOP, Proof, USE_DPOP_NONCE};
use crate::error::Error;
use crate::grant::auth::AuthorizationCodeAuth;
use crate::http::service::Request;
use crate::token::bearer::Bearer;

impl AuthorizationCodeAuth {
    /// Puts the bearer into a request to an API: the `Authorization` header, and for a token that is
    /// bound to a key a proof for this request in the `DPoP` header (RFC 9449 §7). A proof is good
    /// for one request: do this again for each.
    ///
    /// ```no_run
    /// # use acg::http::{HttpService, Request};
    /// # async fn example(auth: acg::AuthorizationCodeAuth, http: &dyn HttpService, request: Request)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// let bearer = auth.bearer().await?;
    /// let mut first = request.clone();
    /// auth.present(&bearer, &mut first)?;
    /// let mut response = http.call(first).await?;
    /// if auth.wants_nonce(request.uri(), response.status(), response.headers()) {
    ///     let mut second = request;
    ///     auth.present(&bearer, &mut second)?;
    ///     response = http.call(second).await?;
    /// }
    /// # let _ = response;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the proof cannot be signed.
    pub fn present(&self, bearer: &Bearer, request: &mut Request) -> Result<(), Error> {
        if let Some(bound) = bearer.bound() {
            let endpoint = &self.engine().endpoint;
            let proof = Proof {
                method: request.method(),
                uri: request.uri(),
                nonce: endpoint.nonces.of(request.uri()),
                token: Some(&bound.token),
            };
            let proof = proof.sign(&bound.key, endpoint.clock.now(), &*endpoint.random)?;
            request.headers_mut().insert(DPOP, proof);
        }
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, bearer.header().clone());
        Ok(())
    }

    /// Remembers the nonce that an API wants in the next proof, if its response has one. Returns whether the API
    /// has refused the request for the lack of it (RFC 9449 §9): then it has processed nothing, and the request
    /// may be sent once more, presented again.
    pub fn wants_nonce(&self, uri: &Uri, status: StatusCode, headers: &HeaderMap) -> bool {
        let has_nonce = self.engine().endpoint.nonces.remember(uri, headers);
        let challenges = headers.get_all(WWW_AUTHENTICATE).iter();
        let is_named = challenges
            .filter_map(|challenge| challenge.to_str().ok())
            .any(|challenge| challenge.contains(USE_DPOP_NONCE));
        has_nonce && status == StatusCode::UNAUTHORIZED && is_named
    }
}
