//! Consent of many customers in an [axum](https://docs.rs/axum) application.
//!
//! ```toml
//! [dependencies]
//! akoya = { package = "akoya-sdk", version = "0.1", features = ["sqlite"] }
//! akoya-axum = "0.1"
//! axum = "0.8"
//! tokio = { version = "1", features = ["rt-multi-thread", "macros", "net", "signal"] }
//! ```
//!
//! The client for many connections, with its token store, keys and keeper, is on the front page of `akoya`.
//!
//! [`ConsentRoutes`] has the two routes of a consent: the customer's browser starts it with a form and comes back
//! from the bank. Any server of the application may get the callback: the pending authorization is in the client's
//! token store, and of several callbacks one is exchanged. It is tied to the browser by a cookie, so no one can
//! complete, or use up, another person's consent.
//!
//! [`ConsentNotifications`] receives Akoya's notifications, and notifies the application once when a consent has ended.
//!
//! [`Failure`] is an [`akoya::Error`] as a response: the status says what to do about it, and a plain page says so
//! to the customer. [`status`] is the status alone.
//!
//! ```
//! use akoya::Client;
//! use akoya::oauth::ConnectionId;
//! use akoya_axum::{ConsentRequest, ConsentRoutes, Failure};
//! use axum::http::StatusCode;
//! use axum::http::request::Parts;
//! use axum::response::{IntoResponse as _, Response};
//! use axum::routing::get;
//! use axum::{Extension, Router};
//!
//! /// Who asks, and for what: from the application's own session, never from the request alone. A layer of the application has put
//! /// the connection of the customer who is signed in into the request's extensions: `customer-4711/mikomo`.
//! async fn customer(request: Parts) -> Result<ConsentRequest, Response> {
//!     let signed_in = request.extensions.get::<ConnectionId>().cloned();
//!     let connection = signed_in.ok_or_else(|| StatusCode::UNAUTHORIZED.into_response())?;
//!     Ok(ConsentRequest::new(connection, "mikomo"))
//! }
//!
//! /// `clients` has a token store, and a grant for each of its connections; its redirect URI is `https://app.example/callback`.
//! fn application(clients: Client) -> Router {
//!     let consent = ConsentRoutes::builder(clients.clone(), customer).start_path("/connect").build();
//!     let page = get(move |Extension(connection): Extension<ConnectionId>| {
//!         let client = clients.with_connection(connection);
//!         async move { Ok::<_, Failure>(accounts(&client?).await?) }
//!     });
//!     consent.into_router().route("/accounts", page)
//! }
//!
//! /// Reads what one customer shared.
//! async fn accounts(client: &Client) -> Result<String, akoya::Error> {
//!     let balances = client.balances("mikomo").send_all().await?;
//!     let names = balances.accounts.iter().flatten().map(|account| account.display_name().unwrap_or_default());
//!     Ok(names.collect::<Vec<_>>().join(", "))
//! }
//! #
//! # use akoya::oauth::AuthorizationCodeAuthCredentials;
//! # use akoya::oauth::store::{MemoryStore, TokenStore};
//! #
//! # /// A browser of a customer who is signed in goes to the bank, comes back, and sees the accounts.
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! #     let sandbox = akoya_sandbox::Sandbox::start().await?;
//! #     let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! #     let base = format!("http://{}", listener.local_addr()?);
//! #     let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
//! #     let credentials = AuthorizationCodeAuthCredentials::builder(id, secret, format!("{base}/callback"));
//! #     let store: std::sync::Arc<dyn TokenStore> = std::sync::Arc::new(MemoryStore::new());
//! #     let clients = Client::builder(credentials.build()?)
//! #         .environment(akoya::Environment::custom(sandbox.idp_url(), sandbox.api_url())?)
//! #         .interaction_type(akoya::InteractionType::User)
//! #         .vault(store)
//! #         .build()?;
//! #     let signed_in: ConnectionId = "customer-4711/mikomo".parse()?;
//! #     let application = application(clients).layer(Extension(signed_in));
//! #     tokio::spawn(async move { axum::serve(listener, application).await });
//! #
//! #     let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
//! #     let started = browser.post(format!("{base}/connect")).send().await?;
//! #     let header = |name: &str| started.headers()[name].to_str().unwrap_or_default().to_owned();
//! #     let callback = sandbox.approve(&header("location"), "mikomo_7").await?;
//! #     let back = browser.get(callback).header("cookie", header("set-cookie").split(';').next().unwrap_or_default());
//! #     assert_eq!(back.send().await?.status(), StatusCode::SEE_OTHER);
//! #     let page = browser.get(format!("{base}/accounts")).send().await?.text().await?;
//! #     assert!(page.contains("Everyday Checking"), "{page}");
//! #     Ok(())
//! # }
//! ```
//!
//! The page with the form that starts a consent, and the layer with the session, are the application's.
//!
//! `examples/web` is a whole application with two customers.

mod connections;
mod consent_check;
mod consent_index;
mod cookie;
mod event;
mod failure;
mod found_in_force;
mod hints;
mod notifications;
mod notified_once;
mod page;
mod routes;

pub use self::consent_check::{ByRefresh, ConsentCheck};
pub use self::failure::{Failure, status};
pub use self::notifications::{ConsentNotifications, ConsentNotificationsBuilder, Ending};
pub use self::routes::{ConsentRequest, ConsentRoutes, ConsentRoutesBuilder};
