//! Tax forms.

use akoya_model::tax::{
    BirthDate, Form1041K1, FormW2, PdfErrorKind, SaleTermType, TaxData, TaxDataType, TaxFormType,
    TaxParty, TaxPartyType, TaxStatement, TaxStatementList,
};
use akoya_model::{FindingKind, inspect, to_string};

use crate::round_trip;

const STATEMENT: &str = r#"{"taxYear": 2023, "taxStatementId": "s-1", "taxDataType": "JSON",
    "issuer": {"tin": "12-3456789", "partyType": "BUSINESS", "businessName": {"name1": "Harbor Works LLC"}},
    "recipient": {"tin": "987-65-4321", "partyType": "INDIVIDUAL", "individualName": {"first": "Ada", "last": "Quill"}},
    "forms": [
        {"taxW2": {"taxFormType": "TaxW2", "wages": 61250.00, "federalTaxWithheld": 0, "codes": [{"code": "DD", "amount": "7200.10"}],
            "stateAndLocal": [{"stateCode": "OR", "state": {"taxWithheld": 4100.5, "income": 61250}, "local": null}]}},
        {"tax1099Int": {"corrected": true, "accountNumber": "77-0042", "interestIncome": 12.345678901234567890123,
            "issuer": {"businessName": {"name1": "Tern Bank"}}, "attributes": [{"name": "nameControl", "value": "QUIL"}]}}
    ]}"#;

#[test]
fn forms_are_walked_whatever_they_are() {
    let statement: TaxStatement = round_trip(STATEMENT);
    let findings = inspect(&statement);
    assert_eq!(
        findings
            .iter()
            .map(|finding| finding.kind())
            .collect::<Vec<_>>(),
        [FindingKind::NumberAsString]
    );
    let name = |party: Option<&TaxParty>| party?.business_name.as_ref()?.name1.clone();
    let forms: Vec<_> = statement
        .tax_forms()
        .map(|(form_type, form)| (form_type, form.corrected(), name(statement.issuer_of(form))))
        .collect();
    assert_eq!(
        forms,
        [
            (TaxFormType::FormW2, None, Some("Harbor Works LLC".into())),
            (
                TaxFormType::Form1099Int,
                Some(true),
                Some("Tern Bank".into())
            ),
        ]
    );
    let (_, interest) = statement.tax_forms().last().unwrap();
    assert_eq!(interest.attributes()[0].value.as_deref(), Some("QUIL"));
    assert_eq!(
        statement.recipient_of(interest).unwrap().party_type,
        Some(TaxPartyType::Individual)
    );
}

#[test]
fn amounts_keep_every_digit_and_zero_is_not_absent() {
    let statement: TaxStatement = round_trip(STATEMENT);
    let forms = statement.forms.unwrap();
    let wages = forms[0].form_w2.as_deref().unwrap();
    assert!(wages.federal_tax_withheld.as_ref().unwrap().is_zero());
    assert!(wages.medicare_wages.is_none());
    assert_eq!(wages.wages.as_ref().unwrap().to_string(), "61250.00");
    let state = &wages.state_and_local.as_deref().unwrap()[0];
    assert!(state.local.is_none());
    assert!(state.extra.is_null("local"));
    let interest = forms[1].form_1099_int.as_deref().unwrap();
    assert_eq!(
        interest.interest_income.as_ref().unwrap().to_string(),
        "12.345678901234567890123"
    );
}

#[test]
fn every_form_type_has_its_field_and_its_place_in_the_walk() {
    for name in TaxFormType::KNOWN {
        let key = format!("{}{}", name[..1].to_lowercase(), &name[1..]);
        let data: TaxData = round_trip(&format!(
            r#"{{"{key}":{{"taxYear":2023,"taxFormType":"{name}"}}}}"#
        ));
        assert_eq!(inspect(&data), [], "{name}");
        let forms: Vec<_> = data.forms().collect();
        let [(form_type, form)] = forms.as_slice() else {
            panic!("{name}: {} forms", forms.len())
        };
        assert_eq!(
            (form_type.as_str(), form.tax_form_type()),
            (*name, Some(form_type))
        );
        assert_eq!(form.tax_year().and_then(|year| year.get()), Some(2023));
    }
}

#[test]
fn trust_and_split_interest_trust_share_their_fields() {
    let data: TaxData = round_trip(r#"{"tax5227K1":{"gain28Rate":-3.10}}"#);
    let share: &Form1041K1 = data.form_5227_k1.as_deref().unwrap();
    assert!(share.gain_at_28_percent.as_ref().unwrap().is_negative());
    assert!(data.form_1041_k1.is_none());
}

#[test]
fn form_of_an_unknown_type_is_kept() {
    let data: TaxData = round_trip(
        r#"{"tax1099Xyz":{"proceeds":0.10},"taxRefundDirectDeposit":{"rtn":"123456780"}}"#,
    );
    assert_eq!(data.forms().count(), 0);
    assert_eq!(
        data.extra.get("tax1099Xyz").map(|json| json.as_str()),
        Some(r#"{"proceeds":0.10}"#)
    );
    assert_eq!(inspect(&data)[0].path(), "$.tax1099Xyz");
}

#[test]
fn bad_value_spoils_its_box_only() {
    let list: TaxStatementList = round_trip(
        r#"{"statements":[null,{"forms":[{"taxW2":{"wages":{"usd":1},"codes":[{"amount":"x"},17],"statutory":"yes",
            "retirementPlan":true,"fiscal":0.10}}, 4]}]}"#,
    );
    let findings = inspect(&list);
    let found: Vec<_> = findings
        .iter()
        .map(|finding| (finding.path(), finding.kind()))
        .collect();
    let form = "$.statements[1].forms[0].taxW2";
    assert_eq!(
        found,
        [
            ("$.statements[0]", FindingKind::NullElement),
            (&*format!("{form}.codes[0].amount"), FindingKind::WrongType),
            (&*format!("{form}.codes[1]"), FindingKind::WrongType),
            (&*format!("{form}.wages"), FindingKind::WrongType),
            (&*format!("{form}.statutory"), FindingKind::WrongType),
            (&*format!("{form}.fiscal"), FindingKind::UnknownField),
            ("$.statements[1].forms[1]", FindingKind::WrongType),
        ]
    );
    let statement = &list.statements.as_deref().unwrap()[1];
    let wages: &FormW2 = statement.forms.as_deref().unwrap()[0]
        .form_w2
        .as_deref()
        .unwrap();
    assert_eq!(wages.retirement_plan, Some(true));
}

#[test]
fn pdf_is_decoded_on_demand_and_its_text_kept() {
    let statement: TaxStatement =
        round_trip(r#"{"taxDataType":"BASE64_PDF","pdf":"JVBERi0x\nLjcK4g=="}"#);
    assert_eq!(statement.tax_data_type, Some(TaxDataType::Base64Pdf));
    assert_eq!(statement.decode_pdf().unwrap(), b"%PDF-1.7\n\xe2");

    let broken: TaxStatement = round_trip(r#"{"pdf":"<html>"}"#);
    assert_eq!(
        broken.decode_pdf().unwrap_err().kind(),
        PdfErrorKind::Encoding
    );
    for json in [
        r#"{"forms":[]}"#,
        r#"{"pdf":null}"#,
        r#"{"pdf":{"data":"JVBE"}}"#,
    ] {
        let without: TaxStatement = round_trip(json);
        assert_eq!(
            without.decode_pdf().unwrap_err().kind(),
            PdfErrorKind::Absent,
            "{json}"
        );
    }
}

#[test]
fn debug_shows_no_taxpayer() {
    let statement: TaxStatement = round_trip(
        r#"{"recipient":{"tin":"987-65-4321","email":"ada@example.net","address":{"line1":"4 Elm St","postalCode":"97201"}},
        "pdf":"c2VjcmV0","attributes":[{"name":"ssn","value":"987654321"}],
        "forms":[{"tax1042S":{"accountNumber":"77-0042","form1042Recipient":{"dateOfBirth":"1984-06-21","foreignTin":"F-99"}}},
            {"tax1095A":{"spouseDateOfBirth":"1985-07-22","coveredIndividuals":[{"name":"Bo","tin":987654322,"dateOfBirth":"2012-08-23"}]}},
            {"taxW2":{"wages":61250,"taxFormDate":"2024-01-31"}},
            {"taxRefundDirectDeposit":{"rtn":"123456780","accountNumber":"55501"}}]}"#,
    );
    let shown = format!("{statement:?}");
    for secret in [
        "4321", "ada", "Elm", "97201", "c2Vj", "7654", "0042", "1984", "F-99", "1985", "Bo",
        "2012", "12345", "55501",
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    for open in ["wages: 61250", "tax_form_date: 2024-01-31", "date_of_birth"] {
        assert!(shown.contains(open), "{open} in {shown}");
    }
}

#[test]
fn birth_date_is_read_and_checked_as_any_date() {
    let data: TaxData = round_trip(
        r#"{"tax1095A":{"recipientDateOfBirth":"1984-06-21","spouseDateOfBirth":"21.6.84"}}"#,
    );
    let form = data.form_1095_a.as_deref().unwrap();
    assert_eq!(
        form.recipient_date_of_birth,
        Some(BirthDate::from("1984-06-21"))
    );
    assert_eq!(
        form.recipient_date_of_birth
            .as_ref()
            .unwrap()
            .day()
            .unwrap()
            .to_string(),
        "1984-06-21"
    );
    let findings = inspect(&data);
    assert_eq!(
        (findings[0].path(), findings[0].kind()),
        ("$.tax1095A.spouseDateOfBirth", FindingKind::UnreadableDate)
    );
}

#[test]
fn statement_can_be_built_by_hand() {
    let form = FormW2 {
        wages: Some("61250.00".parse().unwrap()),
        ..Default::default()
    };
    let data = TaxData {
        form_w2: Some(Box::new(form)),
        ..Default::default()
    };
    let statement = TaxStatement {
        forms: Some(vec![data]),
        ..Default::default()
    };
    assert_eq!(
        to_string(&statement),
        r#"{"forms":[{"taxW2":{"wages":61250.00}}]}"#
    );
}

#[test]
fn models_are_small_in_memory() {
    assert!(size_of::<TaxData>() <= 640, "{}", size_of::<TaxData>());
    assert!(
        size_of::<TaxStatement>() <= 256,
        "{}",
        size_of::<TaxStatement>()
    );
    assert!(size_of::<TaxParty>() <= 640, "{}", size_of::<TaxParty>());
    assert!(
        size_of::<akoya_model::tax::Form1065K1>() <= 2_048,
        "{}",
        size_of::<akoya_model::tax::Form1065K1>()
    );
}

#[test]
fn form_1099_da_is_read_and_later_forms_are_listed() {
    let statement: TaxStatement = round_trip(
        r#"{"taxYear":2025,"forms":[{"tax1099Da":{"accountNumber":"7","federalTaxWithheld":0,"digitalAssetDetails":[
            {"digitalAssetCode":"4H95J0R2X","digitalAssetName":"Bitcoin","units":"0.000000000000000001","dateOfSale":"2025-03-01",
             "proceeds":84.10,"costBasis":90.00,"longOrShort":"SHORT","grossOrNet":"GROSS","qof":false,"stablecoin":true}]}},
            {"tax1099Xyz":{"taxYear":2026}},{"tax1099B":[{"taxYear":2025}]}]}"#,
    );
    let known: Vec<_> = statement
        .tax_forms()
        .map(|(form_type, _)| form_type)
        .collect();
    assert_eq!(known, [TaxFormType::Form1099Da]);
    let unread: Vec<_> = statement.unread_forms().map(|(name, _)| name).collect();
    assert_eq!(unread, ["tax1099Xyz", "tax1099B"]);
    let form = statement.forms.as_ref().unwrap()[0]
        .form_1099_da
        .as_deref()
        .unwrap();
    let sale = &form.digital_asset_details.as_ref().unwrap()[0];
    assert_eq!(
        sale.units.as_ref().unwrap().to_string(),
        "0.000000000000000001"
    );
    assert_eq!(sale.term, Some(SaleTermType::Short));
    assert!(sale.extra.get("stablecoin").is_some());
}
