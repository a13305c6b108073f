//! The customer and the contacts.

use reqwest::StatusCode;

use crate::customer::{accounts_in, code, connect, exchange, get, json, sandbox, tokens};

#[tokio::test]
async fn the_current_customer_is_the_one_who_signed_in() {
    let sandbox = sandbox().await;
    for (user, last) in [("mikomo_7", "Rivera"), ("mikomo_10", "Nguyen")] {
        let id_token = connect(&sandbox, user).await.id_token;
        let (status, body) =
            json(get(&sandbox, "/customers/v2/mikomo/current", &id_token).await).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(body["customer"]["name"]["last"], last);
    }
}

#[tokio::test]
async fn the_contacts_of_an_account_are_its_holders() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (_, document) = json(get(&sandbox, "/accounts-info/v2/mikomo", &id_token).await).await;
    let ids: Vec<_> = accounts_in(&document)
        .iter()
        .map(|(_, account)| account["accountId"].as_str().unwrap().to_owned())
        .collect();
    let holders = async |account: &str| {
        let (status, body) = json(
            get(
                &sandbox,
                &format!("/contacts/v2/mikomo/{account}"),
                &id_token,
            )
            .await,
        )
        .await;
        assert_eq!(status, StatusCode::OK);
        body["holders"].as_array().unwrap().len()
    };
    assert_eq!((holders(&ids[0]).await, holders(&ids[1]).await), (1, 3));
    assert_eq!(
        get(&sandbox, "/contacts/v2/mikomo/unknown", &id_token)
            .await
            .status(),
        StatusCode::NOT_FOUND
    );

    let code = code(&sandbox, "mikomo_7", Some(&[0])).await;
    let first = tokens(&json(exchange(&sandbox, &code).await).await.1).id_token;
    let path = format!("/contacts/v2/mikomo/{}", ids[1]);
    assert_eq!(
        get(&sandbox, &path, &first).await.status(),
        StatusCode::NOT_FOUND
    );
}
