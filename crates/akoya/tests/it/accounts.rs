//! Accounts information.

use akoya::model::accounts::AccountInfo;
use akoya::model::api_error::FdxCode;

use crate::scripted::Scripted;
use crate::world::World;

#[tokio::test]
async fn all_six_kinds_of_account_are_read() {
    let world = World::start().await;
    let response = world
        .consented("mikomo_7")
        .await
        .accounts_info("mikomo")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status, 200);
    assert!(response.interaction_id.is_some());
    let mut kinds = [0; 6];
    for account in response.accounts.iter().flatten() {
        let kind = match account {
            AccountInfo::Deposit(_) => 0,
            AccountInfo::Loan(_) => 1,
            AccountInfo::LineOfCredit(_) => 2,
            AccountInfo::Investment(_) => 3,
            AccountInfo::Insurance(_) => 4,
            AccountInfo::Annuity(_) => 5,
            other => panic!("{other:?}"),
        };
        kinds[kind] += 1;
    }
    assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
}

#[tokio::test]
async fn only_the_accounts_asked_for_are_given() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let all = client.accounts_info("mikomo").send().await.unwrap();
    let ids: Vec<_> = all
        .accounts
        .iter()
        .flatten()
        .filter_map(AccountInfo::account_id)
        .take(2)
        .collect();
    let some = client
        .accounts_info("mikomo")
        .accounts(ids.clone())
        .send()
        .await
        .unwrap();
    let given: Vec<_> = some
        .accounts
        .iter()
        .flatten()
        .filter_map(AccountInfo::account_id)
        .collect();
    assert_eq!(given, ids);
    let error = client
        .accounts_info("mikomo")
        .accounts(["a,b"])
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), akoya::ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_partial_response_says_so_and_gives_each_accounts_own_error() {
    let body = r#"{"accounts":[
        {"depositAccount":{"accountId":"a1"}},
        {"loanAccount":{"accountId":"a2"},"error":{"code":701,"message":"Account not found"}},
        {"error":{"code":"500"}}
    ]}"#;
    let response = Scripted::new([(206, body)])
        .client()
        .accounts_info("mikomo")
        .send()
        .await
        .unwrap();
    assert!(response.is_partial());
    let errors: Vec<_> = response
        .account_errors()
        .into_iter()
        .map(|(id, error)| (id, error.fdx_code()))
        .collect();
    assert_eq!(
        errors,
        [
            (Some("a2"), Some(FdxCode::AccountNotFound)),
            (None, Some(FdxCode::InternalError))
        ]
    );
}
