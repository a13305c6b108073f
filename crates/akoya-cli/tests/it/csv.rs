//! CSV: columns, quoting, and what a spreadsheet makes of it.

use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};

use crate::akoya::Akoya;

const ACCOUNT: &str = "89056dcc-86b3-2512-7fb4-960755e198ae";

/// The rows, each by the names of the columns.
fn rows(csv: &str) -> Vec<std::collections::HashMap<String, String>> {
    ::csv::Reader::from_reader(csv.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_has_rows_under_a_header() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    for (command, first) in [
        (&["accounts"][..], "account_id,account,number,kind"),
        (&["balances"], "account_id,account,number,kind,balance"),
        (
            &["transactions", "--from", "2026-06-01", "--to", "2026-06-30"],
            "account_id,account,number,transaction_id",
        ),
        (&["investments"], "account_id,account,number,holding_id"),
        (
            &["statements", "--account", ACCOUNT],
            "account_id,statement_id,date",
        ),
    ] {
        let csv = akoya.ok(&[command, &["--csv"]].concat());
        assert!(csv.starts_with(first), "{csv}");
        assert!(csv.ends_with("\r\n"), "{csv}");
        assert!(rows(&csv).len() > 3, "{csv}");
    }
    let holdings = rows(&akoya.ok(&["investments", "--csv"]));
    let mut held = holdings.iter().filter(|row| !row["holding_id"].is_empty());
    let holding = held.next().unwrap();
    let lots = [
        "tax-lots",
        "--csv",
        "--account",
        &holding["account_id"],
        "--holding",
        &holding["holding_id"],
    ];
    assert_eq!(rows(&akoya.ok(&lots)).len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_are_exact_dates_are_days_and_text_is_never_a_formula() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let body = r#"{"transactions":[
        {"depositTransaction":{"transactionId":"1","amount":12345678901234567890123456789012345.10,"debitCreditMemo":"DEBIT",
         "postedTimestamp":"2026-06-02T00:00:00.000+0000","description":"=HYPERLINK(\"http://x\",\"a, b\")"}},
        {"depositTransaction":{"transactionId":"2","amount":0,"memo":"@cmd","category":"-1+1","description":"two\nlines\u001b[31m\u202e"}},
        {"depositTransaction":{"transactionId":"3"}}]}"#;
    sandbox.add_fault(
        Fault::new(Effect::ReplaceResponse {
            status: None,
            content_type: None,
            body: Some(body.to_owned()),
        })
        .on(RequestKind::Transactions),
    );
    let csv = akoya.ok(&["transactions", "--csv", "--account", ACCOUNT]);
    let rows = rows(&csv);
    assert_eq!(rows[0]["amount"], "-12345678901234567890123456789012345.10");
    assert_eq!(rows[0]["posted"], "2026-06-02");
    assert_eq!(rows[0]["description"], "'=HYPERLINK(\"http://x\",\"a, b\")");
    assert_eq!(
        (&rows[1]["memo"], &rows[1]["category"]),
        (&"'@cmd".to_owned(), &"'-1+1".to_owned())
    );
    assert_eq!(
        (&rows[1]["amount"], &rows[1]["description"]),
        (&"0".to_owned(), &"two\nlines\u{1b}[31m\u{202e}".to_owned())
    );
    assert_eq!(
        (rows[2]["amount"].as_str(), rows[2]["posted"].as_str()),
        ("", "")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_and_json_together_are_refused_in_any_order() {
    let akoya = Akoya::new();
    for arguments in [
        &["accounts", "--csv", "--json"][..],
        &["--json", "balances", "--csv"],
    ] {
        let run = akoya.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    }
}

#[test]
fn help_is_wrapped_by_the_terminal_alone() {
    let akoya = Akoya::new();
    for command in [
        "accounts",
        "transactions",
        "tax-lots",
        "statements",
        "tax-form",
        "inspect",
    ] {
        let help = akoya.ok(&["help", command]);
        let lines: Vec<&str> = help
            .lines()
            .skip_while(|line| !line.starts_with("  -h, --help"))
            .skip(1)
            .collect();
        for pair in lines
            .windows(2)
            .filter(|pair| !pair[0].is_empty() && !pair[1].is_empty())
        {
            let word = pair[1].trim_start().split(' ').next().unwrap();
            let fits = pair[0].chars().count() + 1 + word.chars().count() <= 100;
            assert!(
                pair[1].starts_with(' ') || !fits,
                "{command}: `{}` could follow {:?}",
                word,
                pair[0]
            );
        }
    }
}
