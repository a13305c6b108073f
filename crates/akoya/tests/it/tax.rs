//! Tax forms.

use akoya::model::tax::{TaxDataType, TaxFormType};

use crate::scripted::{Scripted, ScriptedResponse};

#[tokio::test]
async fn lists_are_joined_by_commas_and_settings_are_sent() {
    let http = Scripted::new([(200, r#"{"statements":[]}"#), (200, r#"{"taxYear":2024}"#)]);
    let client = http.client();
    let search = client
        .tax_forms("mikomo")
        .tax_year(2024)
        .forms([TaxFormType::Form1099Div, TaxFormType::FormW2])
        .account("a/1");
    search.send().await.unwrap();
    client
        .tax_form("mikomo", "tax 1")
        .data_type(TaxDataType::Base64Pdf)
        .send()
        .await
        .unwrap();
    let expected = [
        "https://api.example/tax-forms/v3/mikomo?taxYear=2024&taxForms=Tax1099Div%2CTaxW2&accountId=a%2F1",
        "https://api.example/tax-forms/v3/mikomo/tax%201?taxDataType=BASE64_PDF",
    ];
    assert_eq!(http.targets(), expected);
    assert_eq!(
        http.headers("accept"),
        vec![Some("application/json".to_owned()); 2]
    );
}

#[tokio::test]
async fn a_statement_comes_as_a_file_too() {
    let http = Scripted::new([ScriptedResponse::from((200, b"%PDF-\xff".to_vec()))
        .header("content-type", "application/pdf")]);
    let document = http
        .client()
        .tax_form("mikomo", "tax2024")
        .as_pdf()
        .send()
        .await
        .unwrap();
    assert_eq!(document.bytes().await.unwrap().as_ref(), b"%PDF-\xff");
    assert_eq!(http.headers("accept"), [Some("application/pdf".to_owned())]);
}
