//! A consent from the button to the landing, and everything that may come in between.

use akoya_sandbox::{Effect, Fault, RequestKind};
use axum::http::StatusCode;

use crate::world::World;

const OTHER: &str = "__Host-akoya-consent=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[tokio::test]
async fn a_customer_is_sent_to_the_bank_and_lands_in_the_application() {
    let world = World::start().await;
    let started = world.press("ann", &[]).await;
    assert!(started.location().starts_with(world.sandbox.idp_url()));
    let set = started.headers["set-cookie"].to_str().unwrap();
    assert!(set.starts_with("__Host-akoya-consent="), "{set}");
    assert!(
        set.ends_with("; Path=/; Max-Age=900; Secure; HttpOnly; SameSite=Lax"),
        "{set}"
    );

    let (cookie, callback) = world.approved("ann").await;
    let landed = world.visit(0, &callback, &cookie).await;
    assert_eq!(
        (landed.status, landed.location()),
        (StatusCode::SEE_OTHER, "/customers/ann")
    );
    assert_eq!(landed.headers["referrer-policy"], "no-referrer");
    assert_eq!(landed.headers["cache-control"], "no-store");
    assert!(world.is_connected("ann").await);
}

#[tokio::test]
async fn a_callback_is_believed_only_from_its_own_browser_and_with_its_own_state() {
    let world = World::start().await;
    let (cookie, callback) = world.approved("ann").await;
    let (_, attackers) = world.approved("mallory").await;
    let forged = [
        (callback.clone(), ""),
        (callback.clone(), OTHER),
        (callback.clone(), "__Host-akoya-consent=<b>"),
        (callback.with("state", "guess"), &cookie),
        (callback.with("state", ""), &cookie),
        (attackers, &cookie),
    ];
    for (callback, cookie) in forged {
        let page = world.visit(0, &callback, cookie).await;
        assert_eq!(
            page.status,
            StatusCode::BAD_REQUEST,
            "{callback:?} {cookie}"
        );
        assert!(page.text.contains("Please start again"), "{}", page.text);
    }
    assert_eq!(world.sandbox.counters().code_exchanges, 0);
    assert!(!world.is_connected("ann").await);
    assert!(!world.is_connected("mallory").await);
    let genuine = world.visit(0, &callback, &cookie).await;
    assert_eq!(genuine.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_code_that_the_bank_did_not_give_ends_the_attempt_and_says_to_start_again() {
    let world = World::start().await;
    let (cookie, callback) = world.approved("ann").await;
    let forged = callback.with("code", "guess");
    let page = world.visit(0, &forged, &cookie).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("Please start again"), "{}", page.text);
    assert!(
        page.text.contains("connect your bank once more"),
        "{}",
        page.text
    );
    let (cookie, callback) = world.approved("ann").await;
    let landed = world.visit(0, &callback, &cookie).await;
    assert_eq!(landed.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn two_callbacks_at_two_servers_are_one_exchange_and_land_at_the_same_place() {
    let world = World::start().await;
    let (cookie, callback) = world.approved("ann").await;
    let (first, second) = tokio::join!(
        world.visit(0, &callback, &cookie),
        world.visit(1, &callback, &cookie)
    );
    let again = world.visit(1, &callback, &cookie).await;
    for page in [first, second, again] {
        assert_eq!(
            (page.status, page.location()),
            (StatusCode::SEE_OTHER, "/customers/ann")
        );
    }
    assert_eq!(world.sandbox.counters().code_exchanges, 1);
}

#[tokio::test]
async fn two_tabs_of_one_browser_connect_two_banks() {
    let world = World::start().await;
    let (cookie, first) = world.approved("ann/one").await;
    let second = world.press("ann/two", &[("cookie", &cookie)]).await;
    assert_eq!(second.cookie(), cookie, "the first tab's cookie stays");
    let second = world.sandbox.approve(second.location(), "mikomo_1").await;
    let query = second.unwrap().split_once('?').unwrap().1.to_owned();
    let mut callback = first.clone();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap();
        callback = callback.with(name, value);
    }
    let landed = world.visit(1, &callback, &cookie).await;
    assert_eq!(landed.location(), "/customers/ann/two");
    let landed = world.visit(1, &first, &cookie).await;
    assert_eq!(landed.location(), "/customers/ann/one");
}

#[tokio::test]
async fn a_customer_who_refuses_reads_that_nothing_is_shared() {
    let world = World::start().await;
    let (cookie, callback) = world.approved("ann").await;
    let refused = callback
        .renamed("code", "error")
        .with("error", "access_denied");
    let page = world.visit(0, &refused, &cookie).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("Nothing is shared"), "{}", page.text);
    let late = world.visit(0, &callback, &cookie).await;
    assert_eq!(
        late.status,
        StatusCode::BAD_REQUEST,
        "the attempt is used up"
    );
    assert!(!world.is_connected("ann").await);
}

#[tokio::test]
async fn a_code_that_was_turned_away_can_be_sent_again_by_a_reload() {
    let world = World::start().await;
    let (cookie, callback) = world.approved("ann").await;
    let busy = Effect::Respond {
        status: 429,
        content_type: None,
        body: String::new(),
    };
    let busy = Fault::new(busy).on(RequestKind::CodeExchange).times(1);
    world.sandbox.add_fault(busy);
    let page = world.visit(0, &callback, &cookie).await;
    assert_eq!(
        page.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        page.text
    );
    assert!(page.headers.contains_key("retry-after"));
    let again = world.visit(1, &callback, &cookie).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
}

#[tokio::test]
async fn a_request_that_only_looks_does_not_use_the_code() {
    let world = World::start().await;
    let (cookie, callback) = world.approved("ann").await;
    let page = world.head(&callback, &cookie).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(world.sandbox.counters().code_exchanges, 0);
}

#[tokio::test]
async fn a_page_of_another_site_cannot_start_a_consent() {
    let world = World::start().await;
    for site in ["cross-site", "same-site"] {
        let page = world.press("ann", &[("sec-fetch-site", site)]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{site}");
        assert!(!page.headers.contains_key("set-cookie"));
    }
    let own = world
        .press("ann", &[("sec-fetch-site", "same-origin")])
        .await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_application_says_who_may_start() {
    let world = World::start().await;
    let page = world.press("", &[]).await;
    assert_eq!(
        (page.status, &*page.text),
        (StatusCode::UNAUTHORIZED, "sign in first")
    );
    let reserved = world.press("acg.pending", &[]).await;
    assert_eq!(reserved.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn a_consent_that_ended_is_given_again_by_the_same_person_alone() {
    let world = World::start().await;
    let (cookie, callback) = world.approved("ann").await;
    world.visit(0, &callback, &cookie).await;
    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();

    let (cookie, callback) = world.approved_by("ann", "mikomo_1").await;
    let page = world.visit(0, &callback, &cookie).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("another person"), "{}", page.text);
    assert_eq!(
        world.sandbox.counters().revocations,
        1,
        "it is not kept alive"
    );

    let (cookie, callback) = world.approved("ann").await;
    let page = world.visit(0, &callback, &cookie).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let consents = world.history("ann").await;
    assert_eq!(
        consents,
        ["the customer consented", "the customer consented"]
    );
}
