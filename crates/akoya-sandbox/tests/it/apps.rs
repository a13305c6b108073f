//! Apps Management.

use akoya_sandbox::{ConsentRequest, Sandbox};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json as value};

use crate::customer::{basic_of, encode, http, json, sandbox};
use crate::services::{NOTIFICATIONS, call, service_token};

const CALLBACK: &str = "https://app.example/callback";

fn application(name: &str) -> Value {
    value!({
        "client_name": name, "description": "Shows where the money goes.", "redirect_uris": [CALLBACK],
        "logo_uri": "https://app.example/logo.png", "contacts": ["team@app.example"],
        "client_uri": "https://app.example", "scope": "ACCOUNTS BALANCES",
    })
}

/// A sandbox, a token of Apps Management, and the calls it makes.
struct Manager {
    sandbox: Sandbox,
    token: String,
}

impl Manager {
    async fn start() -> Self {
        let sandbox = sandbox().await;
        let token = service_token(&sandbox, "app_management_v2").await;
        Self { sandbox, token }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let path = path.replace("{recipient}", &self.sandbox.recipient_id());
        json(call(&self.sandbox, &self.token, method, &path, body).await).await
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, None).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }

    async fn register(&self, body: Value) -> (StatusCode, Value) {
        self.ask(Method::POST, "/manage/v2/apps/register", Some(body))
            .await
    }

    async fn patch(&self, id: &str, operations: Value) -> (StatusCode, Value) {
        let path = format!("/manage/v2/recipients/{{recipient}}/apps/{id}");
        self.ask(Method::PATCH, &path, Some(operations)).await
    }

    /// The status of an exchange of a new code of this application.
    async fn exchange(&self, id: &str, secret: &str) -> StatusCode {
        let request = ConsentRequest::new("mikomo_10").client(id);
        let code = self.sandbox.issue_code(request).await.unwrap();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code.code),
            ("redirect_uri", &code.redirect_uri),
        ];
        let request = http()
            .post(format!("{}/token", self.sandbox.idp_url()))
            .header("authorization", basic_of(id, secret))
            .header("content-type", "application/x-www-form-urlencoded");
        request.body(encode(&form)).send().await.unwrap().status()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_registered_application_works_at_the_identity_provider() {
    let manager = Manager::start().await;
    let (status, app) = manager.register(application("Budget")).await;
    assert_eq!(status, StatusCode::OK, "{app}");
    let (id, secret) = (text(&app["client_id"]), text(&app["client_secret"]));
    assert_eq!(manager.exchange(&id, &secret).await, StatusCode::OK);
    let path = format!("/manage/v2/recipients/{{recipient}}/apps/{id}");
    let read = manager.get(&path).await;
    assert_eq!(read["client_name"], "Budget");
    assert!(read["client_secret"].is_null(), "a secret is shown once");

    let (_, reset) = manager
        .patch(
            &id,
            value!([{"op": "replace", "path": "/client_secret", "value": ""}]),
        )
        .await;
    let renewed = text(&reset["client_secret"]);
    assert_eq!(
        manager.exchange(&id, &secret).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(manager.exchange(&id, &renewed).await, StatusCode::OK);
    assert_eq!(manager.sandbox.counters().apps, 3);
}

#[tokio::test]
async fn an_application_is_changed_by_operations_of_json_patch() {
    let manager = Manager::start().await;
    let (_, app) = manager.register(application("Budget")).await;
    let id = text(&app["client_id"]);
    let other = "https://app.example/other";
    let (status, changed) = manager
        .patch(
            &id,
            value!([
                {"op": "replace", "path": "/description", "value": "New."},
                {"op": "add", "path": "/redirect_uris/-", "value": other},
                {"op": "remove", "path": "/redirect_uris/0"},
            ]),
        )
        .await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    assert_eq!(changed["description"], "New.");
    assert_eq!(changed["redirect_uris"], value!([other]));
    for bad in [
        value!([{"op": "replace", "path": "/client_name", "value": "Other"}]),
        value!([{"op": "replace", "path": "/client_secret", "value": "mine"}]),
        value!([{"op": "replace", "path": "/redirect_uris/7", "value": other}]),
        value!([{"op": "remove", "path": "/redirect_uris/0"}]),
        value!([{"op": "move", "path": "/description"}]),
    ] {
        let (status, body) = manager.patch(&id, bad.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{bad}");
        assert_eq!(body["code"], "InvalidArgument", "{bad}");
    }
    let (status, _) = manager.patch("unknown", value!([])).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn ten_applications_are_registered_and_listed_in_pages() {
    let manager = Manager::start().await;
    for number in 0..10 {
        let (status, body) = manager
            .register(application(&format!("App {number}")))
            .await;
        assert_eq!(status, StatusCode::OK, "{body}");
        if number == 0 {
            let (status, body) = manager.register(application("App 0")).await;
            assert_eq!(
                (status, &body["code"]),
                (StatusCode::CONFLICT, &value!("AlreadyExists"))
            );
        }
    }
    let (status, body) = manager.register(application("App 10")).await;
    assert_eq!(
        (status, &body["code"]),
        (StatusCode::BAD_REQUEST, &value!("InvalidArgument"))
    );
    let page = manager
        .get("/manage/v2/recipients/{recipient}/apps?offset=4&limit=4")
        .await;
    assert_eq!(page["page"]["total_elements"], 10);
    let names: Vec<&Value> = page["apps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|app| &app["client_name"])
        .collect();
    assert_eq!(names, ["App 4", "App 5", "App 6", "App 7"]);
    let next = manager.get(&text(&page["links"]["next"]["href"])).await;
    assert_eq!(next["apps"].as_array().unwrap().len(), 2);
    assert!(next["links"]["next"].is_null());
    assert!(next["links"]["prev"].is_object());
    for wrong in ["offset=1000001", "offset=x", "limit=0", "limit=501"] {
        let path = format!("/manage/v2/recipients/{{recipient}}/apps?{wrong}");
        let (status, _) = manager.ask(Method::GET, &path, None).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    manager.sandbox.reset().unwrap();
    let token = service_token(&manager.sandbox, "app_management_v2").await;
    let manager = Manager { token, ..manager };
    let page = manager.get("/manage/v2/recipients/{recipient}/apps").await;
    assert_eq!(page["page"]["total_elements"], 0, "a reset forgets them");
}

#[tokio::test]
async fn an_application_that_could_not_work_is_refused() {
    let manager = Manager::start().await;
    let with = |name: &str, value: Value| {
        let mut app = application("Budget");
        app[name] = value;
        app
    };
    for bad in [
        with("scope", "ACCOUNTS".into()),
        with("scope", "ACCOUNTS MAGIC".into()),
        with("redirect_uris", value!([])),
        with("redirect_uris", value!(["callback"])),
        with("client_name", "".into()),
        with("contacts", Value::Null),
    ] {
        let (status, body) = manager.register(bad.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{bad}: {body}");
    }
    let token = service_token(&manager.sandbox, NOTIFICATIONS).await;
    let path = "/manage/v2/apps/register";
    let refused = call(
        &manager.sandbox,
        &token,
        Method::POST,
        path,
        Some(application("Budget")),
    )
    .await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn products_providers_and_subscriptions_are_listed() {
    let manager = Manager::start().await;
    let (_, app) = manager.register(application("Budget")).await;
    let id = text(&app["client_id"]);
    let products = manager
        .get("/manage/v2/recipients/{recipient}/products")
        .await;
    assert!(
        products["products"]
            .as_array()
            .unwrap()
            .contains(&"TAX".into())
    );
    for (query, count) in [
        ("", 1),
        ("?products=TAX,BALANCES", 1),
        ("?products=TAX,MAGIC", 0),
    ] {
        let path = format!("/manage/v2/recipients/{{recipient}}/providers{query}");
        let providers = manager.get(&path).await;
        assert_eq!(
            providers["providers"].as_array().unwrap().len(),
            count,
            "{query}"
        );
    }
    let subscriptions = manager.get(&format!("/manage/v2/subscriptions/{id}")).await;
    assert_eq!(
        subscriptions["subscriptions"][0]["subscription_status"],
        "ACTIVE"
    );
    for (status, count) in [("ACTIVE", 1), ("PENDING", 0)] {
        let path = format!("/manage/v2/subscriptions/{id}/status?status={status}");
        let found = manager.get(&path).await["subscription_status"].take();
        assert_eq!(found.as_array().unwrap().len(), count, "{status}");
    }
    let path = format!("/manage/v2/subscriptions/{id}/status?status=OLD");
    assert_eq!(
        manager.ask(Method::GET, &path, None).await.0,
        StatusCode::BAD_REQUEST
    );
    let other = "/manage/v2/recipients/other/apps";
    assert_eq!(
        manager.ask(Method::GET, other, None).await.0,
        StatusCode::NOT_FOUND
    );
}
