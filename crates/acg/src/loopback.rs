//! The callback of a consent, received on this machine (RFC 8252 §7.3): for a command or a program on a desktop.
//!
//! A [`CallbackReceiver`] listens on a loopback address only, for one consent, and then closes. Other
//! programs on the machine can reach it; without the right `state` they learn nothing, change nothing
//! and do not use up the attempt. The page that ends a consent is reached by a redirect, so that the
//! code does not stay in the browser's history.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use acg::loopback::{ANY_PORT, CallbackReceiver, LaunchPage, FinalPage, Pages};
//! use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, Provider};
//!
//! # async fn example(provider: Provider, open_browser: fn(&str)) -> Result<(), acg::Error> {
//! let receiver = CallbackReceiver::bind(ANY_PORT).await?;
//! let credentials =
//!     AuthorizationCodeAuthCredentials::public_client("client-id", receiver.redirect_uri()).build()?;
//! let auth = AuthorizationCodeAuth::builder(credentials, provider).build()?;
//!
//! let (url, pending) = auth.authorize().start()?;
//! // Not `url` itself: it holds the state, and every user of a machine sees the command lines of its programs.
//! let page = LaunchPage::serve(url, Pages::default(), || eprintln!("the page was opened twice")).await?;
//! open_browser(page.url());
//! let received = receiver.wait(pending.state().clone(), Duration::from_secs(600)).await?;
//! let token = auth.complete(&pending, received.callback()).await;
//! received.finish(FinalPage::of(&token)).await;
//! # token.map(drop)
//! # }
//! ```

mod launch_page;
mod page;
mod receiver;
mod server;

pub use self::launch_page::LaunchPage;
pub use self::page::Pages;
pub use self::receiver::{ANY_PORT, CallbackReceiver, FinalPage, Received};
