//! Requests for what has no operation.

use akoya::{ErrorKind, InteractionType, RetryPolicy};

use crate::scripted::Scripted;
use crate::world::World;

#[tokio::test]
async fn path_is_asked_for_as_it_is_and_reported_what_its_version_wants() {
    let http = Scripted::new([(200, "<a>"), (200, "{}"), (404, r#"{"code":701}"#)]);
    let client = http.bare(|b| {
        b.interaction_type(InteractionType::User)
            .last_access("2026-01-01")
            .version("v9")
    });
    let response = client.get("/new/v3/p?x=%20").send().await.unwrap();
    assert_eq!((response.status, &response.body[..]), (200, &b"<a>"[..]));
    client.get("/payments/v2/p/a").send().await.unwrap();
    let missing = client.get("/payments/v3/p/a").send().await.unwrap();
    assert_eq!(missing.status, 404, "the program reads the error");
    assert_eq!(
        http.targets(),
        [
            "https://api.example/new/v3/p?x=%20",
            "https://api.example/payments/v2/p/a",
            "https://api.example/payments/v3/p/a"
        ]
    );
    let told = |name| {
        http.headers(name)
            .into_iter()
            .map(Option::unwrap_or_default)
    };
    let kinds: Vec<_> = told("x-akoya-interaction-type").collect();
    assert_eq!(kinds, ["USER", "user", "USER"]);
    let intents: Vec<_> = told("x-akoya-intent-type").collect();
    assert_eq!(intents, ["", "", "payments"]);
    let times: Vec<_> = told("x-akoya-last-access").collect();
    assert_eq!(times, ["2026-01-01T00:00:00Z", "", "2026-01-01T00:00:00Z"]);
}

#[tokio::test]
async fn what_is_no_path_of_the_api_is_never_sent() {
    let http = Scripted::new([(200, "{}")]);
    let client = http.client();
    for path in ["balances", "https://evil.example/", "/a b", "/a#b"] {
        let error = client.get(path).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{path}");
    }
    let versioned = client.get("/balances/v3/p").version("v2").send().await;
    assert_eq!(versioned.unwrap_err().kind(), ErrorKind::InvalidInput);
    let bare = http.bare(|builder| builder);
    let untold = bare.get("/balances/v3/p").send().await.unwrap_err();
    assert!(
        untold.to_string().contains("`interaction_type`"),
        "{untold}"
    );
    assert_eq!(http.targets().len(), 0, "nothing was sent");
}

#[tokio::test]
async fn bearer_that_has_expired_is_refreshed_first() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let client = client.clone_with(|b| b.retry(RetryPolicy::off())).unwrap();
    world
        .sandbox
        .advance(std::time::Duration::from_secs(90_000))
        .unwrap();
    let response = client.get("/balances/v3/mikomo").send().await.unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(world.sandbox.counters().refreshes, 1);
}
