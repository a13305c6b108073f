//! A sandbox, a client of it, and a customer who consents.

use akoya::oauth::AuthorizationCodeAuthCredentials;
use akoya::oauth::http::{HttpClient, HttpClientOptions, HttpService as _, Request};
use akoya::{Client, ClientBuilder, Environment, InteractionType, RetryPolicy};
use akoya_sandbox::{Dialect, Sandbox};

pub(crate) const REDIRECT_URI: &str = "http://127.0.0.1:4711/callback";

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: HttpClient,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::of(Sandbox::start().await.unwrap())
    }

    /// A world whose identity provider is like this one.
    pub(crate) async fn in_dialect(dialect: Dialect) -> Self {
        let sandbox = Sandbox::builder().dialect(dialect);
        Self::of(sandbox.start().await.unwrap())
    }

    fn of(sandbox: Sandbox) -> Self {
        Self {
            sandbox,
            http: HttpClient::new(&HttpClientOptions::default()).unwrap(),
        }
    }

    pub(crate) fn credentials(&self) -> AuthorizationCodeAuthCredentials {
        AuthorizationCodeAuthCredentials::builder(
            self.sandbox.client_id(),
            self.sandbox.client_secret(),
            REDIRECT_URI,
        )
        .build()
        .unwrap()
    }

    pub(crate) fn environment(&self) -> Environment {
        Environment::custom(self.sandbox.idp_url(), self.sandbox.api_url()).unwrap()
    }

    pub(crate) fn builder(&self, credentials: AuthorizationCodeAuthCredentials) -> ClientBuilder {
        Client::builder(credentials)
            .environment(self.environment())
            .interaction_type(InteractionType::User)
            .retry(RetryPolicy::off())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder(self.credentials()).build().unwrap()
    }

    /// A client whose customer has consented.
    pub(crate) async fn consented(&self, user: &str) -> Client {
        let client = self.client();
        self.consent(&client, user).await;
        client
    }

    pub(crate) async fn consent(&self, client: &Client, user: &str) {
        let (url, pending) = client.acg_auth().authorize("mikomo").start().unwrap();
        let callback = self.walk(url.as_str(), user, "approve").await;
        client
            .acg_auth()
            .complete(pending, &callback)
            .await
            .unwrap();
    }

    /// Walks the consent pages as a browser would, and gives the URL it is sent back to.
    pub(crate) async fn walk(&self, url: &str, user: &str, decision: &str) -> String {
        let page = self.get(url).await;
        let form = format!(
            "request={}&login={user}&password={user}",
            field(&page, "request")
        );
        let page = self.post("/auth/login", form).await.unwrap_err();
        let form = format!("request={}&next=%23accounts", field(&page, "request"));
        let page = self.post("/auth/terms", form).await.unwrap_err();
        let mut form = format!("request={}&decision={decision}", field(&page, "request"));
        for account in page.split("name=\"account\" value=\"").skip(1) {
            form.push_str("&account=");
            form.push_str(account.split('"').next().unwrap());
        }
        self.post("/auth/accounts", form).await.unwrap()
    }

    async fn get(&self, url: &str) -> String {
        let mut request = Request::default();
        *request.uri_mut() = url.parse().unwrap();
        let response = self.http.call(request).await.unwrap();
        String::from_utf8(
            response
                .into_body()
                .collect(1 << 20)
                .await
                .unwrap()
                .to_vec(),
        )
        .unwrap()
    }

    /// `Ok` with the redirect's target, `Err` with the page.
    async fn post(&self, path: &str, form: String) -> Result<String, String> {
        let mut request = Request::new(form.into());
        *request.method_mut() = "POST".parse().unwrap();
        *request.uri_mut() = format!("{}{path}", self.sandbox.idp_url()).parse().unwrap();
        request.headers_mut().insert(
            "content-type",
            "application/x-www-form-urlencoded".parse().unwrap(),
        );
        let response = self.http.call(request).await.unwrap();
        if let Some(location) = response.headers().get("location") {
            return Ok(location.to_str().unwrap().to_owned());
        }
        Err(String::from_utf8(
            response
                .into_body()
                .collect(1 << 20)
                .await
                .unwrap()
                .to_vec(),
        )
        .unwrap())
    }
}

fn field(page: &str, name: &str) -> String {
    let marker = format!("name=\"{name}\" value=\"");
    let value = page
        .split(&marker)
        .nth(1)
        .unwrap_or_else(|| panic!("no field {name} in {page}"));
    value
        .split('"')
        .next()
        .unwrap()
        .replace('=', "%3D")
        .replace('+', "%2B")
        .replace('&', "%26")
}
