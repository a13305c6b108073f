//! What tests of your own client look like: start a sandbox, make something go wrong, check what your client did.
//!
//! `cargo run -p akoya-sandbox --example own_tests`

use std::error::Error;
use std::time::Duration;

use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};
use reqwest::{Client, StatusCode};
use serde_json::Value;

const REDIRECT_URI: &str = "http://127.0.0.1:9/callback";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Tests can run in parallel: each sandbox has its own ports, state and clock.
    tokio::try_join!(
        a_lost_response_costs_the_refresh_token(),
        a_customer_revokes_the_consent()
    )?;
    Ok(())
}

async fn a_lost_response_costs_the_refresh_token() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let client = YourClient::connect(&sandbox, "mikomo_7").await?;
    assert_eq!(client.balances(&sandbox).await?, StatusCode::OK);

    sandbox.advance(Duration::from_secs(86_400))?;
    assert_eq!(
        client.balances(&sandbox).await?,
        StatusCode::UNAUTHORIZED,
        "a day later the id_token has expired"
    );

    let connection = sandbox.consents("mikomo_7")?.remove(0);
    sandbox.add_fault(
        Fault::new(Effect::DropResponse)
            .on(RequestKind::Refresh)
            .consent(connection)
            .times(1),
    );
    assert!(
        client.refresh(&sandbox).await.is_err(),
        "the token was replaced, and the response was lost"
    );
    assert_eq!(client.refresh(&sandbox).await?, StatusCode::BAD_REQUEST);

    assert_eq!(sandbox.counters().refreshes, 2);
    let triggered: Vec<_> = sandbox
        .journal()
        .into_iter()
        .filter(|entry| entry.fault.is_some())
        .collect();
    assert_eq!((triggered.len(), triggered[0].path.as_str()), (1, "/token"));
    sandbox.shutdown().await;
    Ok(())
}

async fn a_customer_revokes_the_consent() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let client = YourClient::connect(&sandbox, "mikomo_10").await?;
    sandbox.revoke_as_customer("mikomo_10").await?;
    assert_eq!(client.balances(&sandbox).await?, StatusCode::NOT_FOUND);
    sandbox.shutdown().await;
    Ok(())
}

/// A stand-in for the client that you test.
struct YourClient {
    http: Client,
    id_token: String,
    refresh_token: String,
}

impl YourClient {
    async fn connect(sandbox: &Sandbox, user: &str) -> Result<Self, Box<dyn Error>> {
        let url = format!(
            "{}/auth?connector=mikomo&client_id={}&redirect_uri={REDIRECT_URI}&response_type=code\
             &scope=openid%20profile%20offline_access&state=a-good-state",
            sandbox.idp_url(),
            sandbox.client_id()
        );
        let callback = sandbox.approve(&url, user).await?;
        let code = callback
            .split_once("code=")
            .and_then(|(_, rest)| rest.split('&').next())
            .ok_or("no code")?;
        let http = Client::builder().no_proxy().build()?;
        let response = http
            .post(format!("{}/token", sandbox.idp_url()))
            .basic_auth(sandbox.client_id(), Some(sandbox.client_secret()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!(
                "grant_type=authorization_code&code={code}&redirect_uri={REDIRECT_URI}"
            ))
            .send()
            .await?;
        let tokens: Value = serde_json::from_str(&response.text().await?)?;
        let token = |name: &str| {
            tokens[name]
                .as_str()
                .map(str::to_owned)
                .ok_or("a token is missing")
        };
        Ok(Self {
            id_token: token("id_token")?,
            refresh_token: token("refresh_token")?,
            http,
        })
    }

    async fn balances(&self, sandbox: &Sandbox) -> Result<StatusCode, reqwest::Error> {
        let url = format!("{}/balances/v2/mikomo", sandbox.api_url());
        Ok(self
            .http
            .get(url)
            .bearer_auth(&self.id_token)
            .send()
            .await?
            .status())
    }

    async fn refresh(&self, sandbox: &Sandbox) -> Result<StatusCode, reqwest::Error> {
        let (id, secret, token) = (
            sandbox.client_id(),
            sandbox.client_secret(),
            &self.refresh_token,
        );
        let form = format!(
            "grant_type=refresh_token&refresh_token={token}&client_id={id}&client_secret={secret}"
        );
        let request = self.http.post(format!("{}/token", sandbox.idp_url()));
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        Ok(request.send().await?.status())
    }
}
