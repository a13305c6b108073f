//! `akoya inspect`.

use crate::akoya::{Akoya, Run};

const ODD: &str = r#"{
  "accounts": [
    {"depositAccount": {"accountId": "a1", "currentBalance": 12345678901234567890123456789012345.10, "status": "DORMANT",
      "availableBalance": "NaN", "interestRate": 0, "nickname": null, "term": "12", "branch": {"x": [1.0, {"y": 1e400}]}}},
    {"cryptoAccount": {"coins": 0.000}},
    {"loanAccount": {"principalBalance": true, "balanceAsOf": "yesterday", "nextPaymentAmount": -0}},
    null
  ],
  "page": 1.50
}"#;

fn inspect(kind: &str, document: &str, more: &[&str]) -> Run {
    let akoya = Akoya::new();
    let file = akoya.write("document.json", document);
    akoya.run(&[&["inspect", "--type", kind, file.to_str().unwrap()], more].concat())
}

/// The text of a document without the white space between its tokens; there is none inside [`ODD`]'s strings.
fn compact(json: &str) -> String {
    json.split_whitespace().collect()
}

/// The tokens of a document in any order.
fn tokens(json: &str) -> Vec<&str> {
    let mut tokens: Vec<&str> = json.split(['{', '}', '[', ']', ',']).collect();
    tokens.sort_unstable();
    tokens
}

#[test]
fn json_is_the_document_digit_for_digit_with_all_that_is_unknown() {
    let run = inspect("Balances", ODD, &["--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(tokens(&compact(&run.out)), tokens(&compact(ODD)));
    let value = |text: &str| {
        serde_json::from_str::<serde_json::Value>(&text.replace("1e400", "1")).unwrap()
    };
    assert_eq!(value(&run.out), value(ODD));
}

#[test]
fn every_finding_is_listed_with_its_path() {
    let run = inspect("get_balances", ODD, &[]);
    assert_eq!(run.code, 0, "{run:?}");
    for (path, what) in [
        ("$.accounts[0].depositAccount.status", "unknown enum value"),
        (
            "$.accounts[0].depositAccount.availableBalance",
            "wrong type",
        ),
        ("$.accounts[0].depositAccount.term", "number as a string"),
        ("$.accounts[0].depositAccount.branch", "unknown field"),
        ("$.accounts[1]", "no known field"),
        ("$.accounts[2].loanAccount.principalBalance", "wrong type"),
        ("$.accounts[2].loanAccount.balanceAsOf", "unreadable date"),
        ("$.accounts[3]", "null element"),
        ("$.page", "unknown field"),
    ] {
        let line = run
            .out
            .lines()
            .find(|line| line.split_whitespace().next() == Some(path));
        assert!(
            line.is_some_and(|line| line.contains(what)),
            "{path} {what}: {}",
            run.out
        );
    }
    assert!(!run.out.contains("interestRate"), "{}", run.out);
    assert!(!run.out.contains("nickname"), "{}", run.out);
    assert!(!run.out.contains("DORMANT"), "{}", run.out);
    assert!(!run.out.contains("yesterday"), "{}", run.out);
}

#[test]
fn a_document_as_described_has_no_findings() {
    let document =
        r#"{"depositAccount": {"accountId": "a", "currentBalance": 0, "nickname": null}}"#;
    let run = inspect("BalancesAccounts", document, &[]);
    assert_eq!(
        (run.code, run.out.starts_with("No findings")),
        (0, true),
        "{run:?}"
    );
}

#[test]
fn what_is_no_document_exits_with_5_and_shows_the_place_but_not_the_content() {
    let ssn = "{\"accounts\": [],\n \"ssn\": 123-45-6789}";
    for (document, said) in [
        (ssn, "is not JSON at line 2 column"),
        (
            "{\"accounts\": [",
            "ends in the middle of the JSON at line 1 column 14",
        ),
        ("", "ends in the middle"),
        ("[]", "not an object"),
        ("null", "not an object"),
        ("{\"accounts\": NaN}", "is not JSON at line 1"),
        ("{} {}", "is not JSON at line 1"),
    ] {
        let run = inspect("Balances", document, &[]);
        assert_eq!((run.code, run.out.as_str()), (5, ""), "{document}: {run:?}");
        assert!(run.err.contains(said), "{document}: {run:?}");
        assert!(!run.err.contains("6789"), "{run:?}");
    }
}

/// The bytes of a text in UTF-16.
fn utf_16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

#[test]
fn bytes_that_are_not_utf_8_exit_with_5_until_their_encoding_is_named() {
    let akoya = Akoya::new();
    let file = akoya.path("latin-1.json");
    std::fs::write(&file, b"{\n \"nickname\": \"caf\xe9 \x80\"}").unwrap();
    let arguments = [
        "inspect",
        "--type",
        "DepositAccount",
        file.to_str().unwrap(),
    ];
    let run = akoya.run(&arguments);
    assert_eq!((run.code, run.out.as_str()), (5, ""), "{run:?}");
    assert!(run.err.contains("not UTF-8 at line 2 column 18"), "{run:?}");
    assert!(run.err.contains("--encoding"), "{run:?}");
    for name in ["ISO-8859-1", "windows-1252"] {
        let out = akoya.ok(&[&arguments[..], &["--json", "--encoding", name]].concat());
        assert_eq!(out, "{\"nickname\":\"caf\u{e9} \u{20ac}\"}\n", "{name}");
    }
    let run = akoya.run(&[&arguments[..], &["--encoding", "utf-9"]].concat());
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn utf_16_is_read_with_and_without_a_byte_order_mark() {
    let akoya = Akoya::new();
    let file = akoya.path("wide.json");
    let document = "{\"nickname\":\"caf\u{e9} \u{1f600}\"}";
    let marked = format!("\u{feff}{document}");
    for bytes in [
        utf_16(document, u16::to_le_bytes),
        utf_16(document, u16::to_be_bytes),
        utf_16(&marked, u16::to_le_bytes),
        utf_16(&marked, u16::to_be_bytes),
        marked.clone().into_bytes(),
    ] {
        std::fs::write(&file, &bytes).unwrap();
        let path = file.to_str().unwrap();
        let out = akoya.ok(&["inspect", "--json", "--type", "DepositAccount", path]);
        assert_eq!(out, format!("{document}\n"), "{bytes:?}");
    }
    // Half of a pair of surrogates.
    std::fs::write(&file, b"\xff\xfe{\0\"\0\x3d\xd8").unwrap();
    let run = akoya.run(&["inspect", "--type", "Balances", file.to_str().unwrap()]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.err.contains("the document is not UTF-16LE"), "{run:?}");
}

#[test]
fn a_dash_is_the_standard_input() {
    use std::io::Write as _;
    use std::process::Stdio;
    let mut child = Akoya::new()
        .command(&["inspect", "--json", "--type", "CurrencyEntity", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all("\u{feff}{ \"currencyRate\": 1.0 }".as_bytes())
        .unwrap();
    let run = Run::from(child);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "{\"currencyRate\":1.0}\n"),
        "{run:?}"
    );
}

#[test]
fn a_mistyped_type_exits_with_2_and_suggests_the_nearest_names() {
    let run = inspect("balance", "{}", &[]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("Balances"), "{run:?}");
    assert!(run.err.contains("akoya inspect --types"), "{run:?}");
    let akoya = Akoya::new();
    assert_eq!(akoya.run(&["inspect", "document.json"]).code, 2);
    assert_eq!(
        akoya
            .run(&["inspect", "--type", "Balances", "not-there.json"])
            .code,
        8
    );
}

#[test]
fn every_name_that_inspect_lists_is_accepted() {
    let names = Akoya::new().ok(&["inspect", "--types"]);
    let names: Vec<_> = names.lines().collect();
    assert!(names.len() >= 172 + 12, "{}", names.len());
    for name in [
        "FormW2",
        "DepositAccount",
        "BalancesAccounts",
        "get_tax_form",
    ] {
        assert!(names.contains(&name), "{name}");
        let run = inspect(name, "{\"new\":0.00}", &["--json"]);
        assert_eq!(
            (run.code, run.out.as_str()),
            (0, "{\"new\":0.00}\n"),
            "{name}: {run:?}"
        );
    }
    assert_eq!(
        Akoya::new()
            .json(&["inspect", "--types"])
            .as_array()
            .unwrap()
            .len(),
        names.len()
    );
}
