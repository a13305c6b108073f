//! Who is signed in. A stand-in: your application knows its customers already.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use akoya::oauth::random::{SystemRandom, token};
use axum::extract::State;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Form, Router};

const COOKIE_NAME: &str = "__Host-session";

/// A customer of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Customer {
    Ann,
    Ben,
}

impl Customer {
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Ann => "ann",
            Self::Ben => "ben",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ann => "Ann",
            Self::Ben => "Ben",
        }
    }

    fn of(id: &str) -> Option<Self> {
        [Self::Ann, Self::Ben]
            .into_iter()
            .find(|one| one.id() == id)
    }
}

/// The browsers that are signed in, by the value of their cookie.
#[derive(Default)]
pub(crate) struct SignIns(Mutex<HashMap<String, Customer>>);

impl SignIns {
    /// Who sent a request.
    pub(crate) fn customer(&self, headers: &HeaderMap) -> Option<Customer> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&sent(headers)?).copied()
    }
}

/// `POST /sign-in` and `POST /sign-out`.
pub(crate) fn routes(sign_ins: Arc<SignIns>) -> Router {
    Router::new()
        .route("/sign-in", post(sign_in))
        .route("/sign-out", post(sign_out))
        .with_state(sign_ins)
}

fn sent(headers: &HeaderMap) -> Option<String> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|text| text.to_str().ok());
    let mut pairs = cookies
        .flat_map(|text| text.split("; "))
        .filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value.to_owned())
}

/// Nobody asks for a password here.
async fn sign_in(
    State(sign_ins): State<Arc<SignIns>>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let customer = form.get("customer").and_then(|id| Customer::of(id));
    let (Some(customer), Ok(value)) = (customer, token(&SystemRandom)) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let cookie = format!("{COOKIE_NAME}={value}; Path=/; Secure; HttpOnly; SameSite=Lax");
    let mut known = sign_ins.0.lock().unwrap_or_else(PoisonError::into_inner);
    known.insert(value, customer);
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to("/")).into_response()
}

async fn sign_out(State(sign_ins): State<Arc<SignIns>>, headers: HeaderMap) -> Redirect {
    if let Some(value) = sent(&headers) {
        let mut known = sign_ins.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(&value);
    }
    Redirect::to("/")
}
