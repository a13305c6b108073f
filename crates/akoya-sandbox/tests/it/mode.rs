//! Raw and standard values.

use reqwest::StatusCode;

use crate::customer::{builder, connect, get, sandbox};
use crate::state::Folder;

const ACCOUNTS: &str = r#"{"accounts":[{"investmentAccount":{"accountId":"a","accountType":"College Savings","nickname":"College Savings","status":"pending-open","currentValue":0.10,"balanceAsOf":"2026-11-20","lastActivityDate":"2026-11-18T00:00:00.000-0500","x\"":"\\"}}]}"#;
const STANDARD: &str = r#"{"accounts":[{"investmentAccount":{"accountId":"a","accountType":"COLLEGESAVINGS","nickname":"College Savings","status":"PENDINGOPEN","currentValue":0.10,"balanceAsOf":"2026-11-20T00:00:00Z","lastActivityDate":"2026-11-18T05:00:00Z","x\"":"\\"}}]}"#;

#[tokio::test]
async fn raw_is_the_banks_own_text_and_standard_has_values_and_times_of_fdx() {
    let folder = Folder::new("mode");
    for file in ["accounts", "balances", "investments"] {
        folder.write(&format!("kim/{file}.json"), ACCOUNTS);
    }
    let transaction = r#"{"investmentTransaction":{"postedTimestamp":"2026-11-20","transactionType":"Sweep-In"}}"#;
    folder.write(
        "kim/transactions/a.json",
        &format!(r#"{{"transactions":[{transaction}]}}"#),
    );
    let sandbox = builder().data(folder.path()).start().await.unwrap();
    let id_token = connect(&sandbox, "kim").await.id_token;
    let text = async |path: String| get(&sandbox, &path, &id_token).await.text().await.unwrap();
    for product in ["accounts-info", "balances", "accounts"] {
        assert_eq!(
            text(format!("/{product}/v2/mikomo")).await,
            ACCOUNTS,
            "{product}"
        );
        assert_eq!(
            text(format!("/{product}/v2/mikomo?mode=raw")).await,
            ACCOUNTS,
            "{product}"
        );
        assert_eq!(
            text(format!("/{product}/v2/mikomo?mode=standard")).await,
            STANDARD,
            "{product}"
        );
    }
    let path = "/transactions/v2/mikomo/a";
    assert_eq!(
        text(format!("{path}?mode=raw")).await,
        format!(r#"{{"links":{{}},"transactions":[{transaction}]}}"#)
    );
    let standard = r#"{"investmentTransaction":{"postedTimestamp":"2026-11-20T00:00:00Z","transactionType":"SWEEPIN"}}"#;
    assert_eq!(
        text(format!("{path}?mode=standard")).await,
        format!(r#"{{"links":{{}},"transactions":[{standard}]}}"#)
    );
}

#[tokio::test]
async fn an_unknown_mode_is_400_for_products_with_modes_and_ignored_by_the_others() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_11").await.id_token;
    let status = async |path: &str| {
        get(&sandbox, &format!("{path}?mode=both"), &id_token)
            .await
            .status()
    };
    for path in [
        "accounts-info/v2/mikomo",
        "balances/v2/mikomo",
        "accounts/v2/mikomo",
    ] {
        assert_eq!(
            status(&format!("/{path}")).await,
            StatusCode::BAD_REQUEST,
            "{path}"
        );
    }
    assert_eq!(
        status("/transactions/v2/mikomo/513815781465").await,
        StatusCode::BAD_REQUEST
    );
    for path in [
        "customers/v2/mikomo/current",
        "contacts/v2/mikomo/513815781465",
        "statements/v2/mikomo/513815781465",
    ] {
        assert_eq!(status(&format!("/{path}")).await, StatusCode::OK, "{path}");
    }
}
