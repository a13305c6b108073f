//! The service APIs: what an organisation asks Akoya for itself, not for a customer.
//!
//! Consents, notifications of them, and the organisation's applications. The bearer is a service token, which a
//! [`ServiceClient`] gets with the organisation's own client credentials from a host of its own (RFC 6749 section
//! 4.4). It has nothing to do with customers' grants, and is never kept.
//!
//! ```no_run
//! use akoya::Environment;
//! use akoya::service::ServiceClient;
//!
//! # async fn example(grant_id: &str) -> Result<(), akoya::Error> {
//! let services = ServiceClient::builder("service-client-id", "service-client-secret")
//!     .environment(Environment::Production)
//!     .build()?;
//! let consent = services.consent(grant_id).await?;
//! if consent.has_ended() {
//!     println!("ask the customer to connect the bank again");
//! }
//! # Ok(())
//! # }
//! ```

mod apps;
mod client;
mod consents;
mod notifications;
mod request;
mod token;

pub use self::client::{ServiceClient, ServiceClientBuilder};
