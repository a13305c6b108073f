//! The command at a provider that is described as data.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;
mod provider;

use crate::command::Acg;
use crate::provider::{Provider, Shape};

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_lives_from_a_login_in_the_browser_to_its_revocation() {
    let provider = Provider::start(Shape::Usual).await;
    let acg = Acg::at(&provider, "");
    let login = acg.log_in().await;
    assert!(login.contains("token set 1"), "{login}");
    let first = acg.prints(&["token"]).await;
    let claims = acg.prints(&["claims"]).await;
    assert!(claims.contains("sub = \"customer\""), "{claims}");
    acg.prints(&["refresh"]).await;
    assert_ne!(acg.prints(&["token"]).await, first);
    let status = acg.prints(&["status"]).await;
    for line in ["connection  default", "state       ready", "token set   2"] {
        assert!(status.lines().any(|one| one == line), "{line}\n{status}");
    }
    let events: Vec<_> = status.lines().filter(|line| line.contains(" → ")).collect();
    assert!(events[0].contains("consent given, – → "), "{status}");
    assert!(events[1].contains("refreshed, "), "{status}");
    acg.prints(&["revoke"]).await;
    assert!(provider.engine().live().is_empty());
    let over = acg.fails(&["token"]).await;
    assert!(over.contains("run `acg login`"), "{over}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_on_another_device_ends_in_the_same_grant() {
    let provider = Provider::start(Shape::Usual).await;
    let acg = Acg::at(&provider, "");
    let login = acg.tells(&["login", "--device"]).await;
    assert!(login.contains("WDJB-MJHT"), "{login}");
    acg.prints(&["refresh"]).await;
    assert_eq!(provider.engine().refreshes(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_provider_means_by_its_errors_is_data_too() {
    let provider = Provider::start(Shape::Usual).await;
    let unclear = Acg::at(&provider, "");
    unclear.log_in().await;
    provider.engine().end_everything();
    let kept = unclear.fails(&["refresh"]).await;
    assert!(kept.contains("what to do: try again"), "{kept}");
    let told = Acg::at(
        &provider,
        "errors = { invalid_request = \"token_invalid\" }",
    );
    told.log_in().await;
    provider.engine().end_everything();
    let over = told.fails(&["refresh"]).await;
    assert!(
        over.contains("the provider refuses the refresh token"),
        "{over}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_sealed_with_the_key_of_the_environment() {
    let provider = Provider::start(Shape::Usual).await;
    let acg = Acg::at(&provider, "");
    let login = acg.log_in().await;
    assert!(!login.contains("unencrypted"), "{login}");
    let token = acg.prints(&["token"]).await;
    assert!(!acg.keeps(token.trim()));
    let clear = Acg::at(&provider, "").without_key();
    let login = clear.log_in().await;
    assert!(login.contains("unencrypted"), "{login}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_file_is_said() {
    let provider = Provider::start(Shape::Usual).await;
    let misspelt = Acg::at(&provider, "pkse = true").fails(&["token"]).await;
    assert!(misspelt.contains("pkse"), "{misspelt}");
    let missing = Acg::at(&provider, "")
        .fails(&["--config", "none.toml", "token"])
        .await;
    assert!(missing.contains("none.toml"), "{missing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_grant_the_way_to_one_is_named() {
    let provider = Provider::start(Shape::Usual).await;
    let acg = Acg::at(&provider, "");
    for command in ["status", "claims"] {
        let said = acg.fails(&[command]).await;
        assert!(said.contains("acg login"), "{said}");
    }
    let token = acg.fails(&["token"]).await;
    assert!(token.contains("run `acg login`"), "{token}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_brings_no_refresh_token_says_what_may_bring_one() {
    let provider = Provider::start(Shape::WithoutRefreshTokens).await;
    let login = Acg::at(&provider, "").log_in().await;
    assert!(login.contains("prompt = \"consent\""), "{login}");
    let usual = Provider::start(Shape::Usual).await;
    let login = Acg::at(&usual, "").log_in().await;
    assert!(!login.contains("prompt"), "{login}");
}

#[tokio::test(flavor = "multi_thread")]
async fn metadata_that_name_another_issuer_are_refused() {
    let provider = Provider::start(Shape::AnotherIssuer).await;
    let acg = Acg::at(&provider, "");
    for command in [&["token"][..], &["discover", provider.issuer()][..]] {
        let refused = acg.fails(command).await;
        assert!(refused.contains("another issuer"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_provider_publishes_is_printed() {
    let provider = Provider::start(Shape::Usual).await;
    let acg = Acg::at(&provider, "");
    let published = acg.prints(&["discover", provider.issuer()]).await;
    let token_endpoint = format!("token endpoint            {}/token", provider.issuer());
    assert!(
        published.lines().any(|line| line == token_endpoint),
        "{published}"
    );
}
