//! Data that is incomplete or cannot be read is named.

use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};

use crate::akoya::{Akoya, Run};

/// A response with this body to each request of a kind.
fn says(sandbox: &Sandbox, kind: RequestKind, body: &str) {
    let effect = Effect::ReplaceResponse {
        status: Some(200),
        content_type: None,
        body: Some(body.to_owned()),
    };
    sandbox.add_fault(Fault::new(effect).on(kind));
}

fn rows(run: &Run) -> Vec<std::collections::HashMap<String, String>> {
    let mut rows = ::csv::Reader::from_reader(run.out.as_bytes());
    rows.deserialize().collect::<Result<_, _>>().unwrap()
}

const ONE_ACCOUNT: &str =
    r#"{"accounts":[{"depositAccount":{"accountId":"a1","nickname":"Main"}}]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_direction_counts_in_every_spelling_and_is_unknown_where_it_is() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    says(&sandbox, RequestKind::Accounts, ONE_ACCOUNT);
    let body = r#"{"transactions":[
        {"depositTransaction":{"transactionId":"t5","amount":25.00,"debitCreditMemo":"Debit","payee":"Shop","checkNumber":12,
         "foreignAmount":22.50,"foreignCurrency":"EUR","transactionType":"POSDEBIT","referenceTransactionId":"+r/="}},
        {"depositTransaction":{"transactionId":"t7","amount":25.00,"debitCreditMemo":"MEMO"}},
        {"locTransaction":{"transactionId":"c1","amount":-94.45,"debitCreditMemo":"Credit"}},
        {"depositTransaction":{"transactionId":"t9","amount":"1,234.50","debitCreditMemo":"DEBIT"}},
        {"investmentTransaction":{"transactionId":"i1","amount":10,"debitCreditMemo":"DEBIT","units":1.50,"unitPrice":6.6667}}]}"#;
    says(&sandbox, RequestKind::Transactions, body);
    let run = akoya.run(&["transactions", "--csv"]);
    assert_eq!(run.code, 0, "{run:?}");
    let rows = rows(&run);
    let column = |name: &str| -> Vec<&str> { rows.iter().map(|row| row[name].as_str()).collect() };
    assert_eq!(column("amount"), ["-25.00", "", "94.45", "", "-10"]);
    assert_eq!(
        column("direction"),
        ["debit", "unknown", "credit", "debit", "debit"]
    );
    assert_eq!(
        column("amount_sent"),
        ["25.00", "25.00", "-94.45", "1,234.50", "10"]
    );
    assert_eq!(column("debit_credit")[1], "MEMO");
    let first = [
        "payee",
        "check_number",
        "foreign_amount",
        "foreign_currency",
        "type",
    ];
    let first: Vec<&str> = first.into_iter().map(|name| column(name)[0]).collect();
    assert_eq!(first, ["Shop", "12", "22.50", "EUR", "POSDEBIT"]);
    assert_eq!(column("reference_transaction_id")[0], "+r/=");
    assert_eq!(
        (column("units")[4], column("unit_price")[4]),
        ("1.50", "6.6667")
    );
    assert!(
        run.err.contains("direction unknown for 1 transaction:"),
        "{run:?}"
    );
    assert!(
        run.err.contains("1 value not as the API describes"),
        "{run:?}"
    );

    let table = akoya.run(&["transactions"]);
    for cell in ["-25.00", "? 25.00", "94.45", "1,234.50"] {
        assert!(table.out.contains(cell), "{cell}: {table:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_fails_is_named_and_the_others_are_read() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let fault = Fault::new(Effect::ApiError { code: 701 });
    sandbox.add_fault(fault.on(RequestKind::Transactions).times(2));
    let range = ["--from", "2026-06-01", "--to", "2026-06-30"];
    let run = akoya.run(&[&["transactions", "--csv"][..], &range].concat());
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.err.contains("Everyday Checking ..4821: "), "{run:?}");
    assert!(rows(&run).len() > 3, "{run:?}");
    let fault = Fault::new(Effect::ApiError { code: 701 });
    sandbox.add_fault(fault.on(RequestKind::Transactions).times(1));
    let run = akoya.run(&[&["transactions", "--json"][..], &range].concat());
    let error: serde_json::Value = serde_json::from_str(&run.err).unwrap();
    let failure = &error["error"]["failures"][0];
    assert_eq!(failure["subject"], "Everyday Checking ..4821");
    assert_eq!(failure["code"], 701);
    assert!(serde_json::from_str::<serde_json::Value>(&run.out).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_an_id_is_reported_and_one_of_a_new_kind_is_read() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    says(
        &sandbox,
        RequestKind::Accounts,
        r#"{"accounts":[{"digitalWalletAccount":{"accountId":"w1","nickname":"Wallet"}},{"depositAccount":{"nickname":"Nameless"}}]}"#,
    );
    says(
        &sandbox,
        RequestKind::Transactions,
        r#"{"transactions":[]}"#,
    );
    let run = akoya.run(&["transactions"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(
        run.err.contains("Nameless: the account has no id"),
        "{run:?}"
    );
    assert_eq!(sandbox.counters().transactions, 1);
    let table = akoya.run(&["accounts"]);
    assert!(table.out.contains("Wallet"), "{table:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_list_is_not_reported_as_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    for body in [
        r#"{"code":501,"message":"System temporarily unavailable"}"#,
        "{}",
        r#"{"accounts":null}"#,
        r#"{"accounts":{"depositAccount":{"accountId":"a1"}}}"#,
    ] {
        for (kind, command) in [
            (RequestKind::Accounts, "accounts"),
            (RequestKind::Balances, "balances"),
        ] {
            says(&sandbox, kind, body);
            let run = akoya.run(&[command]);
            assert!([5, 6].contains(&run.code), "{body}: {run:?}");
            assert_eq!(run.out, "", "{body}");
            sandbox.clear_faults();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_chosen_by_id_prefix_number_or_name() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    for account in [
        "89056dcc-86b3-2512-7fb4-960755e198ae",
        "89056dcc",
        "4821",
        "..4821",
        "everyday checking",
        "Everyday Checking ..4821",
    ] {
        let balances = akoya.ok(&["balances", "--account", account]);
        assert_eq!(balances.lines().count(), 3, "{account}: {balances}");
        assert!(
            balances.contains("Everyday Checking"),
            "{account}: {balances}"
        );
    }
    for command in [
        "accounts",
        "balances",
        "transactions",
        "statements",
        "payments",
        "contact",
    ] {
        let run = akoya.run(&[command, "--account", "everyday cheking"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command}: {run:?}");
        assert!(run.err.contains("'Everyday Checking ..4821'"), "{run:?}");
    }
    let several = akoya.run(&["contact"]);
    assert_eq!(several.code, 2, "{several:?}");
    says(&sandbox, RequestKind::Accounts, ONE_ACCOUNT);
    let only = akoya.run(&["contact"]);
    assert_ne!(only.code, 2, "{only:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_without_statements_do_not_make_the_list_incomplete() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let run = akoya.run(&["statements"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("No statements"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_statements_of_a_range_are_saved_at_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let directory = akoya.path("statements");
    let save = [
        "statements",
        "--account",
        "4821",
        "--from",
        "2025-01-01",
        "--to",
        "2025-03-31",
        "--save",
        directory.to_str().unwrap(),
    ];
    akoya.ok(&save);
    let files: Vec<_> = std::fs::read_dir(&directory)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        assert!(
            std::fs::read(&file).unwrap().starts_with(b"%PDF"),
            "{file:?}"
        );
    }
    assert_eq!(akoya.ok(&save), "", "what is there is not fetched again");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_in_hand_is_shown_before_the_error_that_follows_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    says(&sandbox, RequestKind::Accounts, ONE_ACCOUNT);
    let body = r#"{"transactions":[{"depositTransaction":{"transactionId":"1","amount":7.25,"debitCreditMemo":"DEBIT"}}],
        "links":{"next":{"page":2}}}"#;
    says(&sandbox, RequestKind::Transactions, body);
    let run = akoya.run(&["transactions"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.out.contains("-7.25"), "{run:?}");
    assert!(run.err.contains("the list is incomplete"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_at_all_makes_the_list_incomplete_and_is_never_reported_as_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    says(&sandbox, RequestKind::Accounts, ONE_ACCOUNT);
    says(
        &sandbox,
        RequestKind::Transactions,
        r#"{"transactions":[17]}"#,
    );
    let run = akoya.run(&["transactions"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(
        run.err.contains("$.transactions[0] cannot be read at all"),
        "{run:?}"
    );
    sandbox.clear_faults();

    let nameless = r#"{"accounts":[{"depositAccount":[{"accountId":"a1"}]}]}"#;
    says(&sandbox, RequestKind::Accounts, nameless);
    for command in ["accounts", "transactions"] {
        let run = akoya.run(&[command]);
        assert_eq!(run.code, 5, "{run:?}");
        assert!(!run.out.contains("There are no"), "{run:?}");
    }
    sandbox.clear_faults();
    let more = r#"{"accounts":[],"links":{"next":{"href":"/accounts-info/v3/mikomo?page=2"}}}"#;
    says(&sandbox, RequestKind::Accounts, more);
    let run = akoya.run(&["accounts"]);
    assert_eq!((run.code, run.out.as_str()), (5, ""), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_in_place_of_texts_are_shown() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    says(&sandbox, RequestKind::Accounts, ONE_ACCOUNT);
    let body = r#"{"statements":[{"accountId":1,"statementId":4711,"statementDate":"2026-05-31","description":5}]}"#;
    says(&sandbox, RequestKind::Statements, body);
    let run = akoya.run(&[
        "statements",
        "--from",
        "2026-05-01",
        "--to",
        "2026-05-31",
        "--csv",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("1,4711,2026-05-31,5,"), "{run:?}");
    let body = r#"{"customer":{"telephones":[{"number":"5550100","type":"HOME"},5550101]}}"#;
    says(&sandbox, RequestKind::Customers, body);
    let customer = akoya.ok(&["customer"]);
    assert!(customer.contains("5550100 (home)"), "{customer}");
    assert!(customer.contains("5550101"), "{customer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_the_institution_refuses_are_advised_on() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let fault = Fault::new(Effect::ApiError { code: 703 });
    sandbox.add_fault(fault.on(RequestKind::Transactions));
    says(&sandbox, RequestKind::Accounts, ONE_ACCOUNT);
    let run = akoya.run(&["transactions"]);
    assert!(run.err.contains("Give later ones with --from"), "{run:?}");
}

const TWO_ACCOUNTS: &str = r#"{"accounts":[{"depositAccount":{"accountId":"..","nickname":"Dots"}},
    {"depositAccount":{"accountId":"a1","nickname":"Main"}}]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_no_address_can_have_is_a_gap_and_the_other_accounts_are_read() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    says(&sandbox, RequestKind::Accounts, TWO_ACCOUNTS);
    let body = r#"{"transactions":[{"depositTransaction":{"transactionId":"t1","amount":1}}]}"#;
    says(&sandbox, RequestKind::Transactions, body);
    let run = akoya.run(&["transactions", "--csv"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(
        run.err.contains("Dots: its id is empty, `.` or `..`"),
        "{run:?}"
    );
    assert_eq!(rows(&run).len(), 1, "{run:?}");
    assert_eq!(sandbox.counters().transactions, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_account_lacks_after_its_first_page_is_a_gap() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let accounts = TWO_ACCOUNTS.replace("..", "a0");
    let page = r#"{"next":"/transactions/v3/mikomo/a0?offset=1",
        "transactions":[{"depositTransaction":{"transactionId":"t1","amount":1}}]}"#;
    // Where nothing came before, these say that the account has no transactions at all.
    for code in [704, 1107] {
        sandbox.clear_faults();
        says(&sandbox, RequestKind::Accounts, &accounts);
        let first = Effect::ReplaceResponse {
            status: Some(200),
            content_type: None,
            body: Some(page.to_owned()),
        };
        let first = Fault::new(first).on(RequestKind::Transactions).times(1);
        sandbox.add_fault(first);
        let nothing = Fault::new(Effect::ApiError { code });
        sandbox.add_fault(nothing.on(RequestKind::Transactions));
        let run = akoya.run(&["transactions", "--csv"]);
        assert_eq!(run.code, 5, "{run:?}");
        assert_eq!(rows(&run).len(), 1, "{run:?}");
        assert!(run.err.contains("incomplete: Dots"), "{run:?}");
    }
}

/// The lists that the API describes without pages: the kind of request, its path, the command, the list's name.
const WITHOUT_PAGES: [(RequestKind, &str, &str, &str); 4] = [
    (
        RequestKind::Accounts,
        "accounts-info",
        "accounts",
        "accounts",
    ),
    (RequestKind::Balances, "balances", "balances", "accounts"),
    (
        RequestKind::Investments,
        "accounts",
        "investments",
        "accounts",
    ),
    (RequestKind::Tax, "tax-forms", "tax-forms", "statements"),
];

#[tokio::test(flavor = "multi_thread")]
async fn further_pages_of_any_list_are_read() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    for (kind, path, command, list) in WITHOUT_PAGES {
        let item = |id: &str| match list {
            "statements" => format!(r#"{{"taxStatementId":"{id}","taxYear":2024}}"#),
            _ => format!(
                r#"{{"investmentAccount":{{"accountId":"{id}","nickname":"{id}","currentValue":1,
                "holdings":[{{"holdingId":"h-{id}"}}]}}}}"#
            ),
        };
        let first = format!(
            r#"{{"{list}":[{}],"links":{{"next":{{"href":"/{path}/v3/mikomo?offset=1"}}}}}}"#,
            item("one")
        );
        let last = format!(r#"{{"{list}":[{}],"asOf":"today"}}"#, item("two"));
        let begin = || {
            sandbox.clear_faults();
            let body = Some(first.clone());
            let first = Effect::ReplaceResponse {
                status: Some(200),
                content_type: None,
                body,
            };
            sandbox.add_fault(Fault::new(first).on(kind).times(1));
        };
        begin();
        says(&sandbox, kind, &last);
        let run = akoya.run(&[command]);
        assert_eq!(run.code, 0, "{run:?}");
        for id in ["one", "two"] {
            assert!(run.out.contains(id), "{run:?}");
        }
        assert_eq!(run.err, "", "{command}");
        begin();
        says(&sandbox, kind, &last);
        let run = akoya.run(&[command, "--json"]);
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(json[list].as_array().map(Vec::len), Some(2), "{run:?}");
        assert_eq!(
            (&json["asOf"], &json["links"]),
            (&"today".into(), &serde_json::Value::Null)
        );

        begin();
        sandbox.add_fault(Fault::new(Effect::ApiError { code: 1107 }).on(kind));
        let run = akoya.run(&[command]);
        assert_eq!(run.code, 5, "{run:?}");
        assert!(run.out.contains("one"), "{run:?}");
        assert!(run.err.contains("the list is incomplete"), "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_on_a_further_page_can_be_chosen_and_is_read() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let first = r#"{"accounts":[{"depositAccount":{"accountId":"a1","nickname":"Main"}}],"next":"/accounts-info/v3/mikomo?page=2"}"#;
    let last = ONE_ACCOUNT.replace("a1", "b2").replace("Main", "Spare");
    let transactions = r#"{"transactions":[{"depositTransaction":{"transactionId":"t1","amount":1,"debitCreditMemo":"CREDIT"}}]}"#;
    for (command, count) in [
        (&["transactions", "--csv", "--account", "spare"][..], 1),
        (&["transactions", "--csv"][..], 2),
    ] {
        sandbox.clear_faults();
        let body = Some(first.to_owned());
        let page = Effect::ReplaceResponse {
            status: Some(200),
            content_type: None,
            body,
        };
        sandbox.add_fault(Fault::new(page).on(RequestKind::Accounts).times(1));
        says(&sandbox, RequestKind::Accounts, &last);
        says(&sandbox, RequestKind::Transactions, transactions);
        let run = akoya.run(command);
        assert_eq!((run.code, rows(&run).len()), (0, count), "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn posted_is_posted_in_whatever_letters() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    says(&sandbox, RequestKind::Accounts, ONE_ACCOUNT);
    let words = ["POSTED", "Posted", "posted ", "Pending", "REVERSED"];
    let row = |word: &str| {
        format!(
            r#"{{"depositTransaction":{{"transactionId":"t-{word}","status":"{word}","amount":1}}}}"#
        )
    };
    let body = format!(r#"{{"transactions":[{}]}}"#, words.map(row).join(","));
    says(&sandbox, RequestKind::Transactions, &body);
    let run = akoya.run(&["transactions", "--posted", "--csv"]);
    assert_eq!((run.code, rows(&run).len()), (0, 3), "{run:?}");
    assert!(
        run.err
            .contains("1 transaction left out: the API defines no such status"),
        "{run:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn balance_of_which_it_is_not_certain_whose_it_is_is_reported() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let body = r#"{"accounts":[{"locAccount":{"accountId":"c1","nickname":"Card","currentBalance":94.45,"balanceType":"ASSET"}}]}"#;
    says(&sandbox, RequestKind::Balances, body);
    let run = akoya.run(&["balances", "--csv"]);
    assert_eq!(rows(&run)[0]["meaning"], "owed or owned", "{run:?}");
    let note = "Card: its kind of account has debts, and its balanceType is ASSET";
    assert!(run.err.contains(note), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn list_that_says_that_it_is_not_whole_is_incomplete() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    for beside in [
        r#""warnings":["Some accounts could not be retrieved"]"#,
        r#""status":"PARTIAL""#,
    ] {
        for (items, shown) in [
            ("", false),
            (r#"{"depositAccount":{"accountId":"a1"}}"#, true),
        ] {
            sandbox.clear_faults();
            let body = format!(r#"{{"accounts":[{items}],{beside}}}"#);
            says(&sandbox, RequestKind::Accounts, &body);
            let run = akoya.run(&["accounts"]);
            assert_eq!((run.code, run.out.is_empty()), (5, !shown), "{run:?}");
            let said = run.err.contains("could not be retrieved") | run.err.contains("PARTIAL");
            assert!(said, "{run:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_advised_on_with_all_that_may_be_wrong() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    for status in [404, 405] {
        sandbox.clear_faults();
        let effect = Effect::ReplaceResponse {
            status: Some(status),
            content_type: None,
            body: Some(String::new()),
        };
        sandbox.add_fault(Fault::new(effect).on(RequestKind::Balances));
        let run = akoya.run(&["balances"]);
        assert_eq!(run.code, 5, "{run:?}");
        for reason in [
            "The id may not be",
            "this product",
            "--api-version",
            "--api-url",
        ] {
            assert!(run.err.contains(reason), "{run:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn day_is_read_in_every_form_that_has_its_year_first() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    says(&sandbox, RequestKind::Accounts, ONE_ACCOUNT);
    let times = [
        "20261115",
        "2026/11/14",
        "2026-11-16T08:00:00Z",
        "20261113120000[-5:EST]",
    ];
    let row = |time: &str| {
        format!(
            r#"{{"depositTransaction":{{"transactionId":"t-{time}","amount":1,"debitCreditMemo":"CREDIT","postedTimestamp":"{time}"}}}}"#
        )
    };
    let body = format!(r#"{{"transactions":[{}]}}"#, times.map(row).join(","));
    says(&sandbox, RequestKind::Transactions, &body);
    let days = ["--from", "2026-11-14", "--to", "2026-11-15"];
    let run = akoya.run(&[&["transactions", "--csv"], &days[..]].concat());
    let posted: Vec<_> = rows(&run).iter().map(|row| row["posted"].clone()).collect();
    assert_eq!(posted, ["2026-11-15", "2026-11-14"], "{run:?}");
    let table = akoya.run(&["transactions"]).out;
    let at = |day: &str| table.find(day).unwrap_or_else(|| panic!("{day}: {table}"));
    let order = ["2026-11-16", "2026-11-15", "2026-11-14", "2026-11-13"].map(at);
    assert!(order.is_sorted(), "newest first: {table}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_another_account_is_none_of_the_one_that_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let body = r#"{"accounts":[{"depositAccount":{"accountId":"a1","nickname":"Main"}},
        {"loanAccount":{"error":{"code":705,"message":"Closed"}}},17]}"#;
    says(&sandbox, RequestKind::Accounts, body);
    let transactions = r#"{"transactions":[{"depositTransaction":{"transactionId":"t1","amount":1,"debitCreditMemo":"CREDIT"}}]}"#;
    says(&sandbox, RequestKind::Transactions, transactions);
    let named = akoya.run(&["transactions", "--csv", "--account", "main"]);
    assert_eq!((named.code, rows(&named).len()), (0, 1), "{named:?}");
    let all = akoya.run(&["transactions", "--csv"]);
    assert_eq!((all.code, rows(&all).len()), (5, 1), "{all:?}");
    assert_eq!(all.err.matches("closed").count(), 1, "one gap: {all:?}");
    assert!(all.err.contains("$.accounts[2] cannot be read"), "{all:?}");
}
