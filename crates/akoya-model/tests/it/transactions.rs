//! Transactions of every kind.

use akoya_model::transactions::{
    BankTransactionType, DepositTransaction, Direction, Transaction, TransactionStatus,
    Transactions,
};
use akoya_model::{FindingKind, field_text, inspect};

use crate::round_trip;

const PAGE: &str = r#"{
    "links": {"next": {"href": "/transactions/v2/mikomo/d-1?offset=Zm9v%3D&limit=2"}, "prev": null},
    "transactions": [
        {"depositTransaction": {"accountId": "d-1", "transactionId": "t-1", "amount": 12.30, "debitCreditMemo": "DEBIT",
            "status": "POSTED", "transactionType": "POSDEBIT", "postedTimestamp": "2024-05-01T12:00:00.000+0000", "checkNumber": "0042",
            "imageIds": [], "lineItem": [{"amount": 12.30, "checkNumber": 1}]}},
        {"loanTransaction": {"amount": -50, "debitCreditMemo": "CREDIT", "paymentDetails": {"interestAmount": 9.99, "principalAmount": 40.01}}},
        {"locTransaction": {"amount": 7.00, "status": "REVERSED"}},
        {"investmentTransaction": {"amount": 0, "debitCreditMemo": "DEBIT", "units": 2088.521, "inv401kSource": "MATCH", "securityIdType": "BUSIP"}},
        {"insuranceTransaction": {"transactionType": "PAYMENT", "transactionTimestamp": "2024-05-02"}}
    ]
}"#;

#[test]
fn five_kinds_are_read_and_printed_back() {
    let page: Transactions = round_trip(PAGE);
    let Some(Transaction::Deposit(first)) = page.transactions.iter().flatten().next() else {
        panic!("a deposit")
    };
    assert_eq!(first.transaction_type, Some(BankTransactionType::PosDebit));
    assert_eq!(
        first.check_number.as_ref().and_then(|number| number.get()),
        Some(42)
    );
    assert_eq!(page.transactions.as_ref().map(Vec::len), Some(5));
}

#[test]
fn next_page_is_the_link_as_it_came() {
    let page: Transactions = round_trip(PAGE);
    assert_eq!(
        page.next_href(),
        Some("/transactions/v2/mikomo/d-1?offset=Zm9v%3D&limit=2")
    );
    assert_eq!(page.prev_href(), None);
    assert_eq!(round_trip::<Transactions>("{}").next_href(), None);
}

#[test]
fn sign_follows_the_memo_and_the_digits_stay() {
    let page: Transactions = round_trip(PAGE);
    let signed: Vec<_> = page
        .transactions
        .iter()
        .flatten()
        .map(|t| t.signed_amount().map(|a| a.to_string()))
        .collect();
    assert_eq!(
        signed,
        [Some("-12.30"), Some("50"), None, Some("0"), None].map(|text| text.map(str::to_owned))
    );
}

/// The only transaction of a page.
fn transaction(json: &str) -> Transaction {
    let page: Transactions = round_trip(&format!(r#"{{"transactions":[{json}]}}"#));
    page.transactions.unwrap().remove(0)
}

#[test]
fn direction_is_read_in_every_spelling_and_never_guessed() {
    use Direction::{Credit, Debit, Unknown};
    for (memo, amount, direction, signed) in [
        (r#""DEBIT""#, "25.00", Debit, Some("-25.00")),
        (r#""Debit""#, "25.00", Debit, Some("-25.00")),
        (r#"" debit ""#, "-25.00", Debit, Some("-25.00")),
        (r#""Credit""#, "-94.45", Credit, Some("94.45")),
        (r#""CREDIT""#, "0.29", Credit, Some("0.29")),
        (r#""DEBIT""#, "0.00", Debit, Some("0.00")),
        (r#""MEMO""#, "25.00", Unknown, None),
        (r#""Sideways""#, "-25.00", Unknown, None),
        (r#""DR""#, "25.00", Debit, Some("-25.00")),
        (r#""Cr""#, "25.00", Credit, Some("25.00")),
        (r#""DBIT""#, "25.00", Debit, Some("-25.00")),
        (r#""CRDT""#, "25.00", Credit, Some("25.00")),
        (r#""D""#, "25.00", Unknown, None),
        (r#""C""#, "25.00", Unknown, None),
        (r#""WITHDRAWAL""#, "25.00", Unknown, None),
        (r#""DEPOSIT""#, "25.00", Unknown, None),
        ("null", "30.10", Unknown, None),
        ("null", "0", Unknown, Some("0")),
        ("17", "30.10", Unknown, None),
    ] {
        let transaction = transaction(&format!(
            r#"{{"locTransaction":{{"amount":{amount},"debitCreditMemo":{memo}}}}}"#
        ));
        let found = transaction.signed_amount().map(|amount| amount.to_string());
        assert_eq!(
            (transaction.direction(), found.as_deref()),
            (direction, signed),
            "{memo} {amount}"
        );
    }
}

#[test]
fn time_that_fills_a_field_does_not_beat_a_real_one() {
    let day = |status: &str, posted: &str, happened: &str| {
        let transaction = transaction(&format!(
            r#"{{"depositTransaction":{{"status":"{status}","postedTimestamp":{posted},"transactionTimestamp":{happened}}}}}"#
        ));
        transaction.timestamp().map(|time| time.to_string())
    };
    let (posted, happened) = (r#""2026-02-02T00:00:00Z""#, r#""2026-01-31T00:00:00Z""#);
    let text = |json: &str| Some(json.trim_matches('"').to_owned());
    assert_eq!(day("POSTED", posted, happened), text(posted));
    assert_eq!(day("PENDING", posted, happened), text(happened));
    assert_eq!(day("Pending", posted, happened), text(happened));
    assert_eq!(day("posted", posted, happened), text(posted));
    assert_eq!(day("PENDING", posted, "null"), text(posted));
    for filler in [
        r#""1970-01-01T00:00:00Z""#,
        r#""0001-01-01T00:00:00Z""#,
        r#""9999-12-31""#,
        r#""""#,
        r#""soon""#,
    ] {
        assert_eq!(day("POSTED", filler, happened), text(happened), "{filler}");
    }
    assert_eq!(day("POSTED", r#""soon""#, r#""""#), text("soon"));
    assert_eq!(day("POSTED", "1767225600", "null"), text("1767225600"));
    assert_eq!(day("POSTED", r#""""#, "null"), None);
}

#[test]
fn value_of_another_type_is_shown_as_it_came() {
    let transaction = transaction(
        r#"{"depositTransaction":{"transactionId":4711,"description":42,"amount":"1,234.50","payee":{"name":"Shop"},"memo":"a\ud83d"}}"#,
    );
    assert_eq!(transaction.transaction_id(), Some("4711"));
    assert_eq!(transaction.description(), Some("42"));
    assert_eq!(transaction.memo(), Some("a\u{fffd}"));
    let text = |name| field_text(&transaction, name);
    assert_eq!(text("amount").as_deref(), Some("1,234.50"));
    assert_eq!(text("payee").as_deref(), Some(r#"{"name":"Shop"}"#));
    assert_eq!(text("transactionId").as_deref(), Some("4711"));
    assert_eq!(text("status"), None);
}

#[test]
fn transaction_of_an_unknown_kind_has_what_all_share() {
    let transaction = transaction(
        r#"{"digitalWalletTransaction":{"transactionId":"w1","amount":5.00,"debitCreditMemo":"CREDIT","description":"Top-up"}}"#,
    );
    assert_eq!(transaction.transaction_id(), Some("w1"));
    assert_eq!(transaction.description(), Some("Top-up"));
    assert_eq!(transaction.signed_amount().unwrap().to_string(), "5.00");
    let Transaction::Unknown(unknown) = &transaction else {
        panic!("an unknown kind")
    };
    assert_eq!(unknown.key().as_deref(), Some("digitalWalletTransaction"));
}

#[test]
fn unknown_status_is_kept_and_reported() {
    let page: Transactions = round_trip(PAGE);
    assert_eq!(
        page.transactions.as_ref().unwrap()[2].status(),
        Some(&TransactionStatus::from("REVERSED"))
    );
    let findings: Vec<_> = inspect(&page)
        .iter()
        .map(|finding| (finding.path().to_owned(), finding.kind()))
        .collect();
    assert_eq!(
        findings,
        [
            (
                "$.transactions[0].depositTransaction.checkNumber".to_owned(),
                FindingKind::NumberAsString
            ),
            (
                "$.transactions[2].locTransaction.status".to_owned(),
                FindingKind::UnknownEnumValue
            ),
        ]
    );
}

#[test]
fn bad_value_in_each_of_5000_transactions_spoils_nothing_else() {
    let one = |i: usize| {
        let bad = [
            r#""amount":true"#,
            r#""status":5"#,
            r#""imageIds":[1,"a"]"#,
            r#""amount":{}"#,
            r#""checkNumber":"x""#,
        ][i % 5];
        format!(r#"{{"depositTransaction":{{"transactionId":"t{i}",{bad},"description":"d{i}"}}}}"#)
    };
    let text = format!(
        r#"{{"transactions":[{}]}}"#,
        (0..5_000).map(one).collect::<Vec<_>>().join(",")
    );
    let page: Transactions = round_trip(&text);
    let transactions = page.transactions.as_ref().unwrap();
    for (i, transaction) in transactions.iter().enumerate() {
        assert_eq!(transaction.transaction_id(), Some(format!("t{i}").as_str()));
        assert_eq!(transaction.description(), Some(format!("d{i}").as_str()));
    }
    let findings = inspect(&page);
    assert_eq!(findings.len(), 5_000);
    assert_eq!(
        findings[2].path(),
        "$.transactions[2].depositTransaction.imageIds[0]"
    );
    assert!(
        findings
            .iter()
            .all(|finding| finding.kind() == FindingKind::WrongType)
    );
}

#[test]
fn field_that_is_set_wins_over_what_was_kept() {
    let mut transaction: DepositTransaction =
        round_trip(r#"{"amount":"much","memo":null,"imageIds":["a",1],"payee":"x","payee":"y"}"#);
    assert_eq!(transaction.payee.as_deref(), Some("y"));
    transaction.amount = Some(5.into());
    transaction.memo = Some("m".into());
    transaction.image_ids = Some(vec!["b".into()]);
    transaction.payee = None;
    assert_eq!(
        akoya_model::to_string(&transaction),
        r#"{"amount":5,"imageIds":["b"],"memo":"m"}"#
    );
}

#[test]
fn list_that_was_read_in_part_is_written_whole_until_it_is_changed() {
    let text = r#"{"imageIds":["a",1,{}]}"#;
    let with = |ids: &[&str]| {
        let mut transaction: DepositTransaction = akoya_model::from_str(text).unwrap();
        transaction.image_ids = Some(ids.iter().copied().map(Into::into).collect());
        akoya_model::to_string(&transaction)
    };
    assert_eq!(with(&["a", "1"]), text);
    assert_eq!(with(&["a", "2"]), r#"{"imageIds":["a","2"]}"#);
    assert_eq!(with(&["a"]), r#"{"imageIds":["a"]}"#);
    assert_eq!(with(&["a", "1", "b"]), r#"{"imageIds":["a","1","b"]}"#);
}

#[test]
fn status_is_meant_in_whatever_letters() {
    let meant = |word: &str| TransactionStatus::from(word).meant();
    for word in ["POSTED", "Posted", " posted "] {
        assert_eq!(meant(word), TransactionStatus::Posted, "{word}");
    }
    assert_eq!(meant("Pending"), TransactionStatus::Pending);
    let unknown = TransactionStatus::from("Reversed ");
    assert_eq!(unknown.meant(), unknown, "as it came");
    assert!(!unknown.is_posted());
    let text = r#"{"depositTransaction":{"status":"pending","postedTimestamp":"2026-02-01","transactionTimestamp":"2026-01-31"}}"#;
    let pending: Transaction = akoya_model::from_str(text).unwrap();
    assert_eq!(
        pending.timestamp().map(|time| time.as_str()),
        Some("2026-01-31")
    );
}
