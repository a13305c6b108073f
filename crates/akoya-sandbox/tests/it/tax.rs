//! Tax forms.

use std::collections::BTreeSet;

use akoya_sandbox::Sandbox;
use reqwest::StatusCode;
use reqwest::header::ACCEPT;
use serde_json::Value;

use crate::customer::{code, connect, exchange, get, http, json, sandbox, tokens};

const PATH: &str = "/tax-forms/v2/mikomo";

async fn found(sandbox: &Sandbox, id_token: &str, query: &str) -> (u16, BTreeSet<String>) {
    let (status, body) = json(get(sandbox, &format!("{PATH}?{query}"), id_token).await).await;
    let statements = body["statements"].as_array().cloned().unwrap_or_default();
    let forms = statements
        .iter()
        .flat_map(|statement| statement["forms"].as_array().unwrap().clone());
    (
        status.as_u16(),
        forms
            .flat_map(|form| {
                form.as_object()
                    .unwrap()
                    .keys()
                    .cloned()
                    .collect::<Vec<_>>()
            })
            .collect(),
    )
}

#[tokio::test]
async fn mikomo_7_has_a_form_of_every_common_series() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (_, forms) = found(&sandbox, &id_token, "").await;
    let forms: Vec<_> = forms.iter().map(String::as_str).collect();
    let expected = [
        "tax1041K1",
        "tax1042S",
        "tax1065K1",
        "tax1095A",
        "tax1098",
        "tax1099B",
        "tax1099Da",
        "tax1099Div",
        "tax1099Int",
        "tax1099Misc",
        "tax1099Nec",
        "tax1099R",
        "tax5498",
        "taxW2",
    ];
    assert_eq!(forms, expected);
}

#[tokio::test]
async fn a_search_shows_headers_and_its_filters_narrow_it() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (_, body) = json(get(&sandbox, &format!("{PATH}?taxForms=TaxW2"), &id_token).await).await;
    assert_eq!(body["statements"].as_array().unwrap().len(), 1);
    let form = &body["statements"][0]["forms"][0]["taxW2"];
    assert_eq!(
        (&form["taxFormId"], form.get("wages")),
        (&Value::from("w2-2025"), None)
    );

    let two = BTreeSet::from(["tax1095A".to_owned(), "taxW2".to_owned()]);
    for query in [
        "taxForms=TaxW2,Tax1095A",
        "taxForms=TaxW2&taxForms=Tax1095A",
        "taxForms[0]=TaxW2&taxForms[1]=Tax1095A",
    ] {
        assert_eq!(
            found(&sandbox, &id_token, query).await,
            (200, two.clone()),
            "{query}"
        );
    }
    let (_, forms) = found(&sandbox, &id_token, "taxYear=2024").await;
    assert_eq!(forms, BTreeSet::from(["tax1095A".to_owned()]));
}

#[tokio::test]
async fn a_year_without_forms_is_409_a_type_without_forms_404_and_an_invalid_year_400() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    assert_eq!(found(&sandbox, &id_token, "taxYear=2019").await.0, 409);
    assert_eq!(found(&sandbox, &id_token, "taxForms=TaxW2G").await.0, 404);
    assert_eq!(found(&sandbox, &id_token, "taxYear=soon").await.0, 400);
    assert_eq!(found(&sandbox, &id_token, "accountId=unknown").await.0, 404);
}

#[tokio::test]
async fn a_form_is_available_as_json_as_pdf_and_as_json_that_contains_the_pdf() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "GenericUser_Pfm").await.id_token;
    let url = format!("{}{PATH}/tax2020", sandbox.api_url());
    let accept = async |media: &'static str, query: &str| {
        http()
            .get(format!("{url}{query}"))
            .bearer_auth(&id_token)
            .header(ACCEPT, media)
            .send()
            .await
            .unwrap()
    };
    let (status, body) = json(accept("application/json", "").await).await;
    assert_eq!(
        (status, &body["taxStatementId"]),
        (StatusCode::OK, &Value::from("tax2020"))
    );
    assert_eq!(body["forms"][0]["tax1099Div"]["ordinaryDividends"], 1107.12);

    let pdf = accept("application/pdf", "").await;
    assert_eq!(pdf.headers()["content-type"], "application/pdf");
    let pdf = pdf.bytes().await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));

    let (_, body) = json(accept("application/json", "?taxDataType=BASE64_PDF").await).await;
    assert_eq!(
        (body.get("forms"), &body["taxDataType"]),
        (None, &Value::from("BASE64_PDF"))
    );
    use base64::Engine;
    let inside = base64::engine::general_purpose::STANDARD
        .decode(body["pdf"].as_str().unwrap())
        .unwrap();
    assert_eq!(inside, pdf);

    assert_eq!(
        accept("text/html", "").await.status(),
        StatusCode::NOT_ACCEPTABLE
    );
    assert_eq!(
        accept("*/*", "?taxDataType=XML").await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        get(&sandbox, &format!("{PATH}/unknown"), &id_token)
            .await
            .status(),
        StatusCode::NOT_FOUND
    );
    let one = get(&sandbox, &format!("{PATH}/tax2020-int"), &id_token).await;
    assert_eq!(
        one.status(),
        StatusCode::OK,
        "the id of a form finds its statement"
    );
}

#[tokio::test]
async fn forms_of_accounts_that_are_not_shared_are_hidden() {
    let sandbox = sandbox().await;
    let code = code(&sandbox, "mikomo_7", Some(&[1])).await;
    let id_token = tokens(&json(exchange(&sandbox, &code).await).await.1).id_token;
    let (_, forms) = found(&sandbox, &id_token, "").await;
    assert!(forms.contains("taxW2"), "{forms:?}");
    assert!(!forms.contains("tax1099B"), "{forms:?}");
}
