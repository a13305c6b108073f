//! Reading and printing JSON without a loss.

use akoya_model::balances::{Balances, DepositBalances};
use akoya_model::link::Link;
use akoya_model::tax::FormW2;
use akoya_model::transactions::Transactions;
use akoya_model::{ErrorKind, FindingKind, from_slice, from_str, inspect, to_string};

use crate::round_trip;

#[test]
fn an_empty_object_is_read() {
    assert_eq!(
        round_trip::<DepositBalances>("{}"),
        DepositBalances::default()
    );
}

#[test]
fn text_that_is_not_json_is_distinguished_from_text_that_ends_early() {
    let kind = |text: &str| from_str::<Balances>(text).unwrap_err().kind();
    assert_eq!(kind("<html>"), ErrorKind::Syntax);
    assert_eq!(kind("{\"accounts\": [NaN]}"), ErrorKind::Syntax);
    assert_eq!(kind("{\"accounts\": [Infinity]}"), ErrorKind::Syntax);
    assert_eq!(kind("{\"accounts\": [1,]}"), ErrorKind::Syntax);
    assert_eq!(kind("{} {}"), ErrorKind::Syntax);
    assert_eq!(kind("{\"accounts\": [{\"depositAcc"), ErrorKind::Truncated);
    assert_eq!(kind(""), ErrorKind::Truncated);
    for text in ["null", "[]", "17", "\"x\"", "true"] {
        assert_eq!(kind(text), ErrorKind::WrongType, "{text}");
    }
}

#[test]
fn error_names_type_and_place_and_not_the_content() {
    let error = from_str::<Balances>("{\"accounts\":\n [{\"ssn\": 123-45-6789}]}").unwrap_err();
    assert_eq!(
        (
            error.expected().as_str(),
            error.line(),
            error.column(),
            error.offset()
        ),
        ("Balances", Some(2), Some(14), Some(26))
    );
    assert!(!error.to_string().contains("6789"));
    assert!(!format!("{error:?}").contains("6789"));
}

#[test]
fn bytes_that_are_not_utf8_are_refused_with_their_place() {
    let error = from_slice::<Balances>(b"{\n\"a\": \"\xff\"}").unwrap_err();
    assert_eq!(
        (error.kind(), error.line(), error.column(), error.offset()),
        (ErrorKind::Encoding, Some(2), Some(7), Some(8))
    );
    assert_eq!(
        from_slice::<Balances>("\u{feff}{}".as_bytes()).unwrap(),
        Balances::default()
    );
}

#[test]
fn numbers_keep_every_digit_also_in_unknown_fields() {
    let text = r#"{"currentBalance":12345678901234567890123456789012345.67,"availableBalance":1e3,"interestYtd":-0,"new":{"deep":[0.10,1E+400,-0.0]}}"#;
    let balances: DepositBalances = round_trip(text);
    assert_eq!(
        balances.extra.get("new").map(|json| json.as_str()),
        Some("{\"deep\":[0.10,1E+400,-0.0]}")
    );
    assert_eq!(
        serde_json::to_string(&balances).unwrap(),
        to_string(&balances)
    );
    assert_eq!(
        serde_json::from_str::<DepositBalances>(text).unwrap(),
        balances
    );
    assert_eq!(
        serde_json::from_reader::<_, DepositBalances>(text.as_bytes()).unwrap(),
        balances
    );
}

#[test]
fn unknown_fields_may_nest_deeper_than_the_stack() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!(r#"{{"new":{deep},"accountId":17}}"#);
    let balances: DepositBalances = from_str(&text).unwrap();
    assert_eq!(
        balances.extra.get("new").map(|json| json.as_str()),
        Some(deep.as_str())
    );
    assert_eq!(
        to_string(&balances),
        format!(r#"{{"accountId":17,"new":{deep}}}"#)
    );
}

#[test]
fn forms_may_lie_in_one_another_deeper_than_the_stack() {
    let depth = 100_000;
    let text = format!(
        "{}{{}}{}",
        r#"{"originalW2":"#.repeat(depth),
        "}".repeat(depth)
    );
    let form: FormW2 = from_str(&text).unwrap();
    assert_eq!(to_string(&form), text);
}

#[test]
fn last_of_equal_names_counts_also_after_a_null_and_a_value_of_a_wrong_type() {
    let text =
        r#"{"accountId":null,"currentBalance":"much","accountId":"a","currentBalance":1.50}"#;
    let balances: DepositBalances = from_str(text).unwrap();
    assert_eq!(balances.account_id.as_deref(), Some("a"));
    let amount = balances.current_balance.as_ref().map(ToString::to_string);
    assert_eq!(amount.as_deref(), Some("1.50"));
    assert_eq!(balances.extra.invalids().count(), 0);
    assert_eq!(to_string(&balances), text);
}

#[test]
fn last_of_equal_names_counts_and_all_are_printed() {
    let text = r#"{"accountId":"a","accountId":"b","x":1,"x":2}"#;
    let balances: DepositBalances = from_str(text).unwrap();
    assert_eq!(balances.account_id.as_deref(), Some("b"));
    assert_eq!(balances.extra.get("x").map(|json| json.as_str()), Some("2"));
    assert_eq!(to_string(&balances), text);
    let findings: Vec<_> = inspect(&balances)
        .iter()
        .map(|f| (f.path().to_owned(), f.kind()))
        .collect();
    assert_eq!(
        findings[0],
        ("$.accountId".to_owned(), FindingKind::Duplicate)
    );
}

#[test]
fn lone_surrogates_spoil_their_own_field_only() {
    let balances: DepositBalances =
        from_str(r#"{"nickname":"\ud800","accountId":"a","new":"\ud800"}"#).unwrap();
    assert_eq!(balances.account_id.as_deref(), Some("a"));
    assert_eq!(
        to_string(&balances),
        r#"{"accountId":"a","nickname":"\ud800","new":"\ud800"}"#
    );
}

#[test]
fn escapes_in_names_and_text_mean_what_they_say() {
    let balances: DepositBalances =
        from_str(r#"{"account\u0049d":"a\n\"\\\u00e9\u0001","n\"w":1}"#).unwrap();
    assert_eq!(balances.account_id.as_deref(), Some("a\n\"\\é\u{1}"));
    assert_eq!(
        to_string(&balances),
        "{\"accountId\":\"a\\n\\\"\\\\é\\u0001\",\"n\\\"w\":1}"
    );
}

#[test]
fn element_that_is_no_object_stays_in_its_place() {
    let page: Transactions =
        round_trip(r#"{"links":{"next":{"href":null}},"transactions":"none"}"#);
    assert_eq!(
        page.extra.invalid("transactions").map(|json| json.as_str()),
        Some("\"none\"")
    );
    let links: akoya_model::transactions::LineItem =
        round_trip(r#"{"links":[{"href":"a"},null,17,{"href":"b","types":["x",1]}]}"#);
    let links: Vec<Link> = links.links.unwrap();
    assert_eq!(
        links
            .iter()
            .map(|link| link.href.as_deref())
            .collect::<Vec<_>>(),
        [Some("a"), None, None, Some("b")]
    );
    assert_eq!(
        links[2].extra.not_an_object().map(|json| json.as_str()),
        Some("17")
    );
}

#[test]
fn debug_shows_no_text() {
    let text = r#"{"accountNumberDisplay":"xxxx4471","nickname":"Jane","currentBalance":1.5,"status":"OPEN","balanceAsOf":"2024-01-31",
        "micrNumber":17,"ssn":"123-45-6789","balanceType":"Jane's"}"#;
    let shown = format!("{:?}", from_str::<DepositBalances>(text).unwrap());
    for secret in ["4471", "Jane", "17", "6789", "ssn"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    for open in [
        "current_balance: 1.5",
        "status: Open",
        "balance_as_of: 2024-01-31",
        "nickname",
        "unknown: 1",
    ] {
        assert!(shown.contains(open), "{open} in {shown}");
    }
}
