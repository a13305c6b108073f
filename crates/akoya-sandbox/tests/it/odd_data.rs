//! Faults that make data as banks send it and no description allows.

use akoya_sandbox::{Effect, Fault, OddAccount, OddPages, PartialResponse, RequestKind, Sandbox};
use reqwest::StatusCode;
use serde_json::{Value, json as value};

use crate::customer::{connect, get, json, sandbox};

const ACCOUNT: &str = "g833202fb0866d0ad83472c429";
const LEDGER: &str = "/transactions/v2/mikomo/g833202fb0866d0ad83472c429\
                      ?startTime=2020-01-01T00:00:00Z&endTime=2026-11-01T00:00:00Z&limit=3";

async fn document(sandbox: &Sandbox, path: &str, id_token: &str) -> Value {
    let (status, body) = json(get(sandbox, path, id_token).await).await;
    assert!(status.is_success(), "{path}: {status} {body}");
    body
}

fn ids(page: &Value) -> Vec<&str> {
    let rows = page["transactions"].as_array().unwrap();
    rows.iter()
        .map(|row| row["depositTransaction"]["transactionId"].as_str().unwrap())
        .collect()
}

fn next(page: &Value) -> &str {
    page["links"]["next"]["href"].as_str().unwrap()
}

#[tokio::test]
async fn a_list_is_absent_or_an_object() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    for (path, list) in [
        ("/accounts-info/v2/mikomo", "accounts"),
        (LEDGER, "transactions"),
    ] {
        let right = document(&sandbox, path, &id_token).await;
        sandbox.add_fault(Fault::new(Effect::AbsentList).times(1));
        let absent = document(&sandbox, path, &id_token).await;
        assert!(absent.get(list).is_none(), "{absent}");
        assert_eq!(absent["links"], right["links"], "the rest stays");
        sandbox.add_fault(Fault::new(Effect::MistypedList).times(1));
        let mistyped = document(&sandbox, path, &id_token).await;
        assert_eq!(mistyped[list], right[list][0]);
    }
}

#[tokio::test]
async fn the_first_account_has_an_odd_form() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let path = "/accounts-info/v2/mikomo";
    let right = document(&sandbox, path, &id_token).await["accounts"].take();
    let account = &right[0]["depositAccount"];
    let with = |name: &str, value: Value| {
        let mut account = account.clone();
        account[name] = value;
        account
    };
    let mut without_id = account.clone();
    without_id.as_object_mut().unwrap().remove("accountId");
    let error = value!({"code": 501, "message": "Subsystem unavailable"});
    for (form, expected) in [
        (OddAccount::NoId, value!({ "depositAccount": without_id })),
        (
            OddAccount::NumericId,
            value!({ "depositAccount": with("accountId", 839_502_593.into()) }),
        ),
        (
            OddAccount::UnknownKind,
            value!({ "digitalWalletAccount": account }),
        ),
        (
            OddAccount::Flat,
            with("accountCategory", "DEPOSIT_ACCOUNT".into()),
        ),
        (OddAccount::List, value!({ "depositAccount": [account] })),
        (
            OddAccount::Error,
            value!({ "value": { "depositAccount": { "error": error } } }),
        ),
    ] {
        sandbox.add_fault(Fault::new(Effect::OddAccount { form }).times(1));
        let response = get(&sandbox, path, &id_token).await;
        let partial = form == OddAccount::Error;
        assert_eq!(response.status() == StatusCode::PARTIAL_CONTENT, partial);
        let odd = json(response).await.1["accounts"].take();
        assert_eq!(odd[0], expected, "{form:?}");
        assert_eq!(odd[1], right[1], "{form:?}");
    }
}

#[tokio::test]
async fn an_error_in_place_of_an_account_has_the_form_of_partial_responses() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    for (product, form, expected) in [
        (
            "accounts-info",
            PartialResponse::Documented,
            "/value/depositAccount/error",
        ),
        (
            "balances",
            PartialResponse::Documented,
            "/depositAccount/error",
        ),
        (
            "accounts-info",
            PartialResponse::Bare,
            "/depositAccount/error",
        ),
        (
            "accounts",
            PartialResponse::Wrapped,
            "/value/depositAccount/error",
        ),
        (
            "balances",
            PartialResponse::Unchanged,
            "/depositAccount/accountId",
        ),
    ] {
        sandbox.set_partial_response(form);
        let form = OddAccount::Error;
        sandbox.add_fault(Fault::new(Effect::OddAccount { form }).times(1));
        let path = format!("/{product}/v2/mikomo");
        let odd = document(&sandbox, &path, &id_token).await;
        assert!(odd["accounts"][0].pointer(expected).is_some(), "{odd}");
    }
}

#[tokio::test]
async fn pages_do_not_follow_one_another() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let first = document(&sandbox, LEDGER, &id_token).await;
    let second = document(&sandbox, next(&first), &id_token).await;
    let odd = async |form, path: &str| {
        sandbox.add_fault(Fault::new(Effect::OddPages { form }).times(1));
        document(&sandbox, path, &id_token).await
    };
    for (form, rows) in [
        (OddPages::SameRows, ids(&first)),
        (OddPages::Empty, Vec::new()),
    ] {
        let mut seen = Vec::new();
        let mut path = LEDGER.to_owned();
        for _ in 0..5 {
            let page = odd(form, &path).await;
            assert_eq!(ids(&page), rows, "{form:?}");
            path = next(&page).to_owned();
            assert!(!seen.contains(&path), "{form:?}: each link is new");
            seen.push(path.clone());
        }
    }
    let page = odd(OddPages::Circle, next(&first)).await;
    assert_eq!(next(&page), next(&first));
    assert_eq!(ids(&page), ids(&second));
    let page = odd(OddPages::Overlap, next(&first)).await;
    let overlapping = [&ids(&first)[2..], &ids(&second)].concat();
    assert_eq!(ids(&page), overlapping);
    assert_eq!(next(&page), next(&second), "no row is lost");
    let page = odd(OddPages::TextLink, LEDGER).await;
    assert_eq!(page["links"]["next"], first["links"]["next"]["href"]);
}

#[tokio::test]
async fn one_account_fails_and_the_others_do_not() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let other = "81aeb79182e170ae8dc13cc759544f8d";
    for (code, status) in [
        (701, 404),
        (705, 404),
        (1104, 404),
        (1107, 404),
        (1108, 404),
        (703, 400),
    ] {
        let fault = Fault::new(Effect::ApiError { code }).on(RequestKind::Transactions);
        sandbox.add_fault(fault.account(ACCOUNT));
        let (found, body) = json(get(&sandbox, LEDGER, &id_token).await).await;
        assert_eq!(found.as_u16(), status, "{code}");
        assert_eq!(body["code"], code);
        document(&sandbox, &LEDGER.replace(ACCOUNT, other), &id_token).await;
        sandbox.clear_faults();
    }
}

#[tokio::test]
async fn a_fault_of_an_account_reads_the_path_and_the_parameter() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let error = Fault::new(Effect::ApiError { code: 503 });
    sandbox.add_fault(error.clone().account("a b/c"));
    sandbox.add_fault(error.account(ACCOUNT));
    for (path, fails) in [
        ("/contacts/v2/mikomo/a%20b%2Fc", true),
        ("/contacts/v2/mikomo/a", false),
        (
            "/tax-forms/v2/mikomo?taxYear=2025&accountId=g833202fb0866d0ad83472c429",
            true,
        ),
        ("/tax-forms/v2/mikomo/g833202fb0866d0ad83472c429", false),
        ("/balances/v2/mikomo", false),
    ] {
        let status = get(&sandbox, path, &id_token).await.status();
        assert_eq!(
            status == StatusCode::SERVICE_UNAVAILABLE,
            fails,
            "{path}: {status}"
        );
    }
}

#[tokio::test]
async fn a_field_has_another_value_wherever_it_is() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    for value in [value!("1,234.50"), value!(null), value!({"value": "42.50"})] {
        let name = "amount".to_owned();
        let effect = Effect::SetField {
            name,
            value: value.clone(),
        };
        sandbox.add_fault(Fault::new(effect).times(1));
        let page = document(&sandbox, LEDGER, &id_token).await;
        for row in page["transactions"].as_array().unwrap() {
            assert_eq!(row["depositTransaction"]["amount"], value);
            assert!(row["depositTransaction"]["transactionId"].is_string());
        }
    }
}
