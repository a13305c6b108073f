//! Requests for what has no operation.

use bytes::Bytes;

use crate::call::{Call, Raw};
use crate::client::Client;
use crate::error::Error;
use crate::response::Response;

impl Client {
    /// Sends a request for what has no operation of its own; the path begins after the host and includes the query:
    /// `GET {path}`. Its version decides which headers the request needs, as for every call.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let response = client.get("/balances/v3/mikomo?mode=raw").send().await?;
    /// println!("{} {}", response.status, String::from_utf8_lossy(&response.body));
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, path: &str) -> Call<Raw> {
        Call::raw(self, path)
    }
}

impl Call<Raw> {
    /// Makes the call, with bearer, retries, deadline and refresh like every other, and returns the body unchanged.
    /// Whatever status comes in the end is a response here: look at [`Response::status`].
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when it is not a path of the API, or the call lacks what
    /// its version demands; [`ConsentNeeded`](crate::ErrorKind::ConsentNeeded) when there is no token and none can
    /// be obtained; [`Transport`](crate::ErrorKind::Transport), [`Timeout`](crate::ErrorKind::Timeout);
    /// [`UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) when the body is larger than 64 MiB.
    ///
    /// # Cancel safety
    /// The call may be dropped at any time; a refresh that it started continues.
    pub async fn send(self) -> Result<Response<Bytes>, Error> {
        self.parts.sent_bytes().await
    }
}
