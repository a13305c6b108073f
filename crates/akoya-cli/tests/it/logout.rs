//! `akoya logout`.

use akoya_sandbox::{Dialect, Effect, Fault, RequestKind, Sandbox};

use crate::akoya::Akoya;

#[tokio::test(flavor = "multi_thread")]
async fn logout_revokes_at_the_provider_and_removes_everything_here() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let response = akoya.json(&["logout"]);
    assert_eq!(response["outcome"], "revoked");
    assert_eq!(sandbox.counters().revocations, 1);
    assert!(!akoya.data("connections/mikomo.toml").exists());
    assert!(akoya.records().await.is_empty());
    assert_eq!(akoya.run(&["balances"]).code, 3);
    assert!(akoya.ok(&["logout"]).contains("nothing to do"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_provider_keeps_the_token_until_it_is_forgotten() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox.shutdown().await;
    let run = akoya.run(&["logout"]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(run.err.contains("akoya logout --forget"), "{run:?}");
    assert_eq!(akoya.generation(), 1, "the token is kept");
    let akoya = akoya.without("AKOYA_CLIENT_SECRET");
    assert_eq!(akoya.json(&["logout", "--forget"])["outcome"], "forgotten");
    assert!(akoya.records().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_the_customer_ended_is_reported_and_removed() {
    // Hydra does not tell that the token was unknown.
    let sandbox = Sandbox::builder().dialect(Dialect::Dex);
    let sandbox = sandbox.start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox.revoke_as_customer("mikomo_10").await.unwrap();
    let run = akoya.run(&["balances"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(
        run.err.contains("akoya login --connection mikomo"),
        "{run:?}"
    );
    assert_eq!(akoya.json(&["logout"])["outcome"], "already_invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_accepted_is_removed_without_a_claim_about_the_consent() {
    // Hydra does not tell that the token was unknown.
    let sandbox = Sandbox::builder().dialect(Dialect::Dex);
    let sandbox = sandbox.start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    // The provider has rotated the token, and nobody here has the new one.
    sandbox.add_fault(
        Fault::new(Effect::DropResponse)
            .on(RequestKind::Refresh)
            .times(2),
    );
    assert_eq!(akoya.run(&["refresh"]).code, 7);
    let said = akoya.ok(&["logout"]);
    assert!(
        said.contains("did not accept the token, so the consent may still exist there"),
        "{said}"
    );
    assert!(akoya.records().await.is_empty());
}
