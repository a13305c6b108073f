use akoya_model::transactions::{
    BankTransactionType, DepositTransaction, Transaction, TransactionStatus, Transactions,
};
use akoya_model::{FindingKind, inspect};

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
        [Some("-12.30"), Some("50"), Some("7.00"), Some("0"), None]
            .map(|text| text.map(str::to_owned))
    );
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
