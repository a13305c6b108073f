//! The API's errors, one test user each.

use akoya::model::api_error::FdxCode;
use akoya::oauth::Recovery;
use akoya::{ErrorKind, InteractionType, Requirement};

use crate::scripted::Scripted;
use crate::world::World;

#[tokio::test]
async fn every_error_user_gives_its_code_and_what_to_do() {
    let world = World::start().await;
    let consent = |recovery| matches!(recovery, Recovery::AskForConsent(_));
    let retry = |recovery| matches!(recovery, Recovery::Retry { .. });
    let fix = |recovery| recovery == Recovery::FixRequest;
    let cases: [(&str, FdxCode, fn(Recovery) -> bool); 8] = [
        ("mikomo_500", FdxCode::InternalError, retry),
        ("mikomo_501", FdxCode::SubsystemUnavailable, retry),
        ("mikomo_601", FdxCode::CustomerNotFound, consent),
        ("mikomo_602", FdxCode::CustomerNotAuthorized, consent),
        ("mikomo_701", FdxCode::AccountNotFound, fix),
        ("mikomo_702", FdxCode::InvalidDate, fix),
        ("mikomo_703", FdxCode::InvalidDateRange, fix),
        ("mikomo_704", FdxCode::AccountTypeNotSupported, fix),
    ];
    for (user, code, expected) in cases {
        let client = world.consented(user).await;
        let error = client.accounts_info("mikomo").send().await.unwrap_err();
        let api = error.api().unwrap();
        assert_eq!(api.code, Some(code), "{user}");
        assert!(expected(error.recovery()), "{user}: {error:?}");
        assert!(error.interaction_id().is_some(), "{user}");
        assert!(api.message().is_some(), "{user}");
        assert!(
            error
                .to_string()
                .starts_with("accounts information of mikomo: HTTP "),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_bearer_refused_again_after_the_refresh_is_not_refreshed_in_a_loop() {
    let world = World::start().await;
    let client = world.consented("mikomo_602").await;
    let error = client.accounts_info("mikomo").send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::ConsentNeeded, Some(401))
    );
    assert_eq!(world.sandbox.counters().refreshes, 1);
    let error = client.balances("mikomo").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    assert_eq!(
        world.sandbox.counters().refreshes,
        1,
        "the next call costs no refresh token either"
    );
}

#[tokio::test]
async fn a_wrong_provider_is_a_matter_of_configuration() {
    let world = World::start().await;
    let error = world
        .consented("mikomo_7")
        .await
        .balances("nobody")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.status(), error.recovery()),
        (Some(403), Recovery::FixConfiguration)
    );
}

#[tokio::test]
async fn a_wrong_client_secret_is_a_matter_of_configuration_and_does_not_end_the_grant() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let credentials = client.config().authorization_code_auth_credentials();
    let wrong = credentials
        .clone_with(|b| b.oauth_client_secret("wrong"))
        .unwrap();
    let broken = world.builder(wrong).build().unwrap();
    let error = broken.acg_auth().refresh_token().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.recovery()),
        (ErrorKind::Configuration, Recovery::FixConfiguration)
    );
    assert!(client.acg_auth().refresh_token().await.is_ok());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_matter_of_trying_again() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    world.sandbox.shutdown().await;
    let error = client.balances("mikomo").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.is_transient());
}

#[tokio::test]
async fn what_a_version_demands_is_known_by_type_from_wherever_it_is_known() {
    let http = Scripted::new([(
        400,
        r#"{"code":400,"message":"Missing header x-akoya-intent-type"}"#,
    )]);
    let client = http.client();
    let error = client
        .payment_networks("mikomo", "a1")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.requirement(), Some(Requirement::IntentType));
    assert!(!error.is_of_one_account(), "every account lacks it");

    let bare = http.bare(|builder| builder);
    let error = bare.balances("mikomo").send().await.unwrap_err();
    assert_eq!(error.requirement(), Some(Requirement::InteractionType));
    let bare = http.bare(|builder| builder.interaction_type(InteractionType::User));
    let error = bare.balances("mikomo").send().await.unwrap_err();
    assert_eq!(error.requirement(), Some(Requirement::LastAccess));
    let error = bare.balances("..").version("v2").send().await.unwrap_err();
    assert_eq!(error.requirement(), None);
}
