//! The routes of the application.

use std::sync::Arc;

use akoya::Client;
use akoya::oauth::clock::{Clock as _, SystemClock};
use akoya::oauth::{ConnectionId, Recovery};
use akoya_axum::{ConsentRequest, ConsentRoutes, Failure};
use akoya_sandbox::Sandbox;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use crate::endings::Endings;
use crate::pages;
use crate::sign_in::{self, Customer, SignIns};

/// The bank that customers can connect. Akoya calls it a provider, or a connector.
const BANK: &str = "mikomo";

/// A day, after which each token of the bank has expired.
const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

struct Application {
    /// The client of all customers.
    client: Client,
    sign_ins: Arc<SignIns>,
    endings: Arc<Endings>,
    /// The bank in this process, for the buttons that let something happen there.
    bank: Sandbox,
}

type App = State<Arc<Application>>;

pub(crate) fn router(client: Client, bank: Sandbox, endings: Arc<Endings>) -> Router {
    let app = Arc::new(Application {
        client: client.clone(),
        sign_ins: Arc::default(),
        endings,
        bank,
    });
    let asked = app.clone();
    // `POST /connect` and `GET /callback`.
    let consent =
        ConsentRoutes::builder(client, move |request| ask(asked.clone(), request)).build();
    Router::new()
        .route("/", get(home))
        .route("/disconnect", post(disconnect))
        .route("/bank/expire", post(expire))
        .route("/bank/end", post(end))
        .with_state(app.clone())
        .merge(sign_in::routes(app.sign_ins.clone()))
        .merge(consent.into_router())
}

/// Whose bank is to be connected: that of the customer who is signed in, whatever else the request says.
async fn ask(app: Arc<Application>, request: Parts) -> Result<ConsentRequest, Response> {
    let customer = app.sign_ins.customer(&request.headers);
    let customer = customer.ok_or_else(|| Redirect::to("/").into_response())?;
    let connection = connection(customer).map_err(Failure::into_response)?;
    Ok(ConsentRequest::new(connection, BANK))
}

/// The name of a customer's consent at the bank, in the token store.
fn connection(customer: Customer) -> Result<ConnectionId, Failure> {
    let name = format!("{}/{BANK}", customer.id());
    let connection = ConnectionId::new(name).map_err(akoya::Error::from)?;
    Ok(connection)
}

impl Application {
    fn client_of(&self, customer: Customer) -> Result<Client, Failure> {
        Ok(self.client.with_connection(connection(customer)?)?)
    }
}

/// The customer's balances, or what they can do to see them.
async fn home(State(app): App, headers: HeaderMap) -> Result<Response, Failure> {
    let bank = app.bank.idp_url();
    let Some(customer) = app.sign_ins.customer(&headers) else {
        return Ok(pages::welcome(bank));
    };
    let client = app.client_of(customer)?;
    let Some(record) = client.acg_auth().record().await? else {
        return Ok(pages::not_connected(bank, customer));
    };
    // Banks want to know when the customer was last here; each call tells it.
    client.acg_auth().touch(SystemClock::new().now()).await?;
    // An expired token is refreshed on the way.
    match client.balances(BANK).send_all().await {
        Ok(balances) => {
            let record = client.acg_auth().record().await?.unwrap_or(record);
            app.endings.forget(&connection(customer)?);
            Ok(pages::accounts(bank, customer, &balances, &record))
        }
        // The consent has ended: at the bank, or because it was never used for too long.
        Err(error) => match error.recovery() {
            Recovery::AskForConsent(cause) => {
                let is_announced = app.endings.has(&connection(customer)?);
                Ok(pages::ended(bank, customer, cause, is_announced))
            }
            _ => Err(error.into()),
        },
    }
}

/// Revokes the customer's consent at the bank and removes its tokens here.
async fn disconnect(State(app): App, headers: HeaderMap) -> Result<Redirect, Failure> {
    if let Some(customer) = app.sign_ins.customer(&headers) {
        app.client_of(customer)?.acg_auth().revoke_token().await?;
    }
    Ok(Redirect::to("/"))
}

/// Lets a day pass at the bank.
async fn expire(State(app): App) -> Redirect {
    if let Err(error) = app.bank.advance(DAY) {
        tracing::error!(%error, "the bank's clock stands still");
    }
    Redirect::to("/")
}

/// Ends the consents at the bank, as its customers can.
async fn end(State(app): App) -> Redirect {
    let users: Vec<String> = app.bank.users().map(str::to_owned).collect();
    for user in users {
        if let Err(error) = app.bank.revoke_as_customer(&user).await {
            tracing::error!(%error, "the bank did not end a consent");
        }
    }
    Redirect::to("/")
}
