//! Users whose data calls fail.

use crate::customer::{connect, get, json, sandbox};

#[tokio::test]
async fn an_error_user_can_sign_in_and_every_data_call_fails_with_the_code_in_the_name() {
    let sandbox = sandbox().await;
    for (code, expected) in [
        (500, 500),
        (501, 501),
        (601, 404),
        (602, 401),
        (701, 404),
        (702, 400),
        (703, 400),
        (704, 400),
    ] {
        let id_token = connect(&sandbox, &format!("mikomo_{code}")).await.id_token;
        for path in [
            "/accounts-info/v2/mikomo",
            "/accounts/v2/mikomo",
            "/balances/v2/mikomo",
            "/customers/v2/mikomo/current",
            "/statements/v2/mikomo/any",
            "/tax-forms/v2/mikomo",
            "/transactions/v2/mikomo/any",
        ] {
            let (status, body) = json(get(&sandbox, path, &id_token).await).await;
            assert_eq!(
                (status.as_u16(), body["code"].as_u64()),
                (expected, Some(code)),
                "{code} {path}"
            );
            assert!(
                body["message"]
                    .as_str()
                    .is_some_and(|message| !message.is_empty())
            );
        }
    }
}
