//! Documents that are not as the API describes them: what is readable is shown, what is not
//! is reported, and neither counts as nothing.

use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};

use crate::akoya::{Akoya, Run};

/// A customer with the account `a1`, whose other documents a test writes.
struct Customer {
    sandbox: Sandbox,
    akoya: Akoya,
}

const ACCOUNTS: &str = r#"{"accounts":[{"depositAccount":{"accountId":"a1","nickname":"Main"}}]}"#;

impl Customer {
    async fn new() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let akoya = Akoya::connected(&sandbox, "mikomo_10");
        Self { sandbox, akoya }
    }

    /// Runs a command against a response with this status and body to each request of a kind.
    fn run_at(&self, kind: RequestKind, status: u16, body: &str, command: &[&str]) -> Run {
        let respond = |kind, status, body: &str| {
            let effect = Effect::ReplaceResponse {
                status: Some(status),
                content_type: None,
                body: Some(body.to_owned()),
            };
            self.sandbox.add_fault(Fault::new(effect).on(kind));
        };
        if kind != RequestKind::Accounts {
            respond(RequestKind::Accounts, 200, ACCOUNTS);
        }
        respond(kind, status, body);
        let run = self.akoya.run(command);
        self.sandbox.clear_faults();
        run
    }

    fn run(&self, kind: RequestKind, body: &str, command: &[&str]) -> Run {
        self.run_at(kind, 200, body, command)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn holdings_that_are_not_a_list_are_reported_not_read_as_none() {
    let customer = Customer::new().await;
    let run = |account: &str| {
        let body = format!(r#"{{"accounts":[{account}]}}"#);
        customer.run(RequestKind::Investments, &body, &["investments"])
    };
    for (holdings, says) in [
        (r#"{"holdingId":"h1"}"#, "its holdings are not a list"),
        (r#""none""#, "its holdings are not a list"),
        (r#"{"code":701,"message":"Gone"}"#, "code 701"),
        (
            r#"{"error":{"code":9999,"message":"Try at noon"}}"#,
            "Try at noon",
        ),
    ] {
        for kind in [
            "investmentAccount",
            "digitalWalletAccount",
            "annuityAccount",
        ] {
            let run = run(&format!(
                r#"{{"{kind}":{{"accountId":"i1","nickname":"Nest","holdings":{holdings}}}}}"#
            ));
            assert_eq!(run.code, 5, "{kind} {holdings}: {run:?}");
            assert!(run.err.contains("Nest: "), "{run:?}");
            assert!(run.err.contains(says), "{run:?}");
            assert!(!run.out.contains("No holdings"), "{run:?}");
        }
    }
    for kind in ["investmentAccount", "digitalWalletAccount", "stashAccount"] {
        for holdings in ["", r#","holdings":null"#] {
            let absent = run(&format!(
                r#"{{"{kind}":{{"accountId":"i1","nickname":"Nest"{holdings}}}}}"#
            ));
            assert_eq!(absent.code, 0, "{absent:?}");
            assert!(absent.out.contains("not given"), "{absent:?}");
        }
        let none = run(&format!(
            r#"{{"{kind}":{{"accountId":"i1","holdings":[]}}}}"#
        ));
        assert_eq!(none.out, "No holdings are listed.\n", "{none:?}");
    }
    // The API describes none of a deposit account, and nothing is said of the customer.
    let deposit = run(r#"{"depositAccount":{"accountId":"d1"}}"#);
    assert_eq!(deposit.out, "No holdings are listed.\n", "{deposit:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn holdings_of_every_kind_of_account_are_listed() {
    let customer = Customer::new().await;
    for account in [
        r#"{"digitalWalletAccount":{"accountId":"w1","holdings":[{"holdingName":"Coin"}]}}"#,
        r#"{"insuranceAccount":{"accountId":"p1","holdings":[{"holdingName":"Coin"}]}}"#,
        r#"{"accountCategory":"INVESTMENT_ACCOUNT","accountId":"v6","holdings":[{"holdingName":"Coin"}]}"#,
    ] {
        let body = format!(r#"{{"accounts":[{account}]}}"#);
        for form in [&["investments"][..], &["investments", "--csv"]] {
            let run = customer.run(RequestKind::Investments, &body, form);
            assert_eq!(run.code, 0, "{run:?}");
            assert!(run.out.contains("Coin"), "{run:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn customer_and_holders_are_read_with_and_without_objects_around_them() {
    let customer = Customer::new().await;
    let kind = RequestKind::Customers;
    for body in [
        r#"{"customerId":"c9","name":{"first":"Ann","last":"Lee"}}"#,
        r#"{"data":{"customer":{"customerId":"c9","name":{"first":"Ann","last":"Lee"}}}}"#,
        r#"{"customer":{"customerId":"c9","name":"Ann Lee"}}"#,
    ] {
        let run = customer.run(kind, body, &["customer"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.out.contains("Ann Lee"), "{body}: {run:?}");
        assert!(run.out.contains("c9"), "{body}: {run:?}");
    }
    for body in [
        r#"{"holders":{"name":{"first":"Ann","last":"Lee"}}}"#,
        r#"{"contact":{"holders":[{"name":{"first":"Ann","last":"Lee"}}]}}"#,
        r#"{"holders":[{"holder":{"name":{"first":"Ann","last":"Lee"}}}]}"#,
        r#"{"name":{"first":"Ann","last":"Lee"},"relationship":"PRIMARY"}"#,
        r#"{"holders":[{"businessCustomer":{"name":"Ann Lee"}}]}"#,
    ] {
        let run = customer.run(kind, body, &["contact"]);
        assert!(run.out.contains("Ann Lee"), "{body}: {run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn how_to_reach_a_person_is_shown_in_whatever_form_it_came() {
    let customer = Customer::new().await;
    for (command, body) in [
        (
            "customer",
            r#"{"customer":{"customerId":"c9","addresses":"1 Elm St","telephones":"5550100"}}"#,
        ),
        (
            "customer",
            r#"{"customer":{"customerId":"c9","addresses":["1 Elm St"],"telephones":[{"phone":"5550100","type":"HOME"}]}}"#,
        ),
        (
            "customer",
            r#"{"customer":{"name":{"first":"Ann","addresses":{"x":"1 Elm St"},"telephones":5550100}}}"#,
        ),
        (
            "contact",
            r#"{"holders":[{"customerId":"c9"}],"addresses":"1 Elm St","telephones":{"number":"5550100"}}"#,
        ),
        (
            "contact",
            r#"{"holders":[{"customerId":"c9"}],"addresses":[{"street":"1 Elm St"}],"telephones":["5550100"]}"#,
        ),
        (
            "contact",
            r#"{"holders":[{"name":{"first":"Ann"},"addresses":"1 Elm St","telephones":[["5550100"]]}]}"#,
        ),
    ] {
        let run = customer.run(RequestKind::Customers, body, &[command]);
        assert_eq!(run.code, 0, "{run:?}");
        for shown in ["1 Elm St", "5550100"] {
            assert!(run.out.contains(shown), "{shown} of {body}: {run:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn document_or_list_that_is_not_there_is_an_error() {
    let customer = Customer::new().await;
    let (people, tax) = (RequestKind::Customers, RequestKind::Tax);
    for (kind, command, body) in [
        (people, &["customer"][..], "{}"),
        (people, &["customer"], r#"{"customer":null}"#),
        (people, &["customer"], r#"{"customer":"c9"}"#),
        (people, &["contact"], "{}"),
        (people, &["contact"], r#"{"holders":"Ann"}"#),
        (
            people,
            &["contact"],
            r#"{"holders":"Ann","emails":["a@example.com"]}"#,
        ),
        (people, &["contact"], r#"{"holders":[null]}"#),
        (
            tax,
            &["tax-forms"],
            r#"{"statements":{"taxStatementId":"t1"}}"#,
        ),
        (
            tax,
            &["tax-forms"],
            r#"{"statements":[{"taxStatementId":"t1","forms":"W-2"}]}"#,
        ),
        (
            tax,
            &["tax-forms"],
            r#"{"statements":[{"taxStatementId":"t1","forms":[{"code":409}]}]}"#,
        ),
        (tax, &["tax-forms"], r#"{"statements":[null]}"#),
        (tax, &["tax-form", "t1"], "{}"),
        (
            tax,
            &["tax-form", "t1"],
            r#"{"taxYear":2025,"forms":{"taxW2":{}}}"#,
        ),
        (
            tax,
            &["tax-form", "t1"],
            r#"{"taxYear":2025,"forms":[{"tax1099Xyz":{}}]}"#,
        ),
        (
            RequestKind::Payments,
            &["payments"],
            r#"{"paymentNetworks":[null]}"#,
        ),
        (
            RequestKind::Payments,
            &["payments"],
            r#"{"paymentNetworks":[{"error":{"code":501}}]}"#,
        ),
        (
            RequestKind::Statements,
            &["statements"],
            r#"{"statements":[null]}"#,
        ),
        (
            RequestKind::Statements,
            &["statements"],
            r#"{"statements":[{"code":404}]}"#,
        ),
        (
            RequestKind::Transactions,
            &["transactions"],
            r#"{"transactions":[null]}"#,
        ),
        (
            RequestKind::Transactions,
            &["transactions"],
            r#"{"transactions":[{"code":501}]}"#,
        ),
        (
            RequestKind::Balances,
            &["balances"],
            r#"{"accounts":[{"depositAccount":{"accountId":"a1"}},null]}"#,
        ),
        (
            RequestKind::Investments,
            &["investments"],
            r#"{"accounts":[{"investmentAccount":{"accountId":"i1","holdings":[null,{"units":1}]}}]}"#,
        ),
        (
            RequestKind::Accounts,
            &["accounts"],
            r#"{"accounts":[{"depositAccount":{"accountId":"a1"},"loanAccount":{"accountId":"b1"}}]}"#,
        ),
    ] {
        let run = customer.run(kind, body, command);
        assert_eq!(run.code, 5, "{command:?} {body}: {run:?}");
        let json = customer.run(kind, body, &[command, &["--json"]].concat());
        assert_eq!(json.code, 5, "{command:?} {body}: {json:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn item_that_cannot_be_read_is_reported_with_its_place_and_what_came() {
    let customer = Customer::new().await;
    let body = r#"{"transactions":[{"depositTransaction":{"transactionId":"1","amount":7.25,"debitCreditMemo":"DR"}},
        {"error":{"code":9999,"message":"Row is locked"}}]}"#;
    let run = customer.run(RequestKind::Transactions, body, &["transactions"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.out.contains("-7.25"), "{run:?}");
    assert!(run.err.contains("$.transactions[1]"), "{run:?}");
    assert!(run.err.contains("Row is locked"), "{run:?}");
    let json = customer.run(RequestKind::Transactions, body, &["transactions", "--json"]);
    assert!(json.out.contains("Row is locked"), "{json:?}");
    assert!(
        serde_json::from_str::<serde_json::Value>(&json.out).is_ok(),
        "{json:?}"
    );
    let form =
        r#"{"statements":[{"taxStatementId":"t1","forms":[{"tax1099Xyz":{"taxYear":2027}}]}]}"#;
    let listed = customer.run(RequestKind::Tax, form, &["tax-forms"]);
    assert_eq!(listed.code, 0, "{listed:?}");
    assert!(listed.out.contains("tax1099Xyz"), "{listed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn name_is_shown_whole_and_under_whatever_field_it_came() {
    let customer = Customer::new().await;
    for (body, name) in [
        (
            r#"{"customer":{"name":{"prefix":"Dr","first":"Ann","last":"Lee","suffix":"Jr"}}}"#,
            "Dr Ann Lee Jr",
        ),
        (
            r#"{"customer":{"name":{"first":"Ann","last":"Lee","company":"Lee LLC"}}}"#,
            "Ann Lee, Lee LLC",
        ),
        (
            r#"{"customer":{"customerId":"c9","firstName":"Ann","lastName":"Lee"}}"#,
            "Ann Lee",
        ),
        (
            r#"{"customer":{"customerId":"c9","name":{"fullName":"Ann Lee"}}}"#,
            "Ann Lee",
        ),
    ] {
        let run = customer.run(RequestKind::Customers, body, &["customer"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.out.contains(name), "{body}: {run:?}");
        let holder = body.replacen(
            r#""customer":{"#,
            r#""holders":[{"relationship":"PRIMARY","#,
            1,
        );
        let holder = format!("{}]}}", &holder[..holder.len() - 1]);
        let run = customer.run(RequestKind::Customers, &holder, &["contact"]);
        assert!(run.out.contains(name), "{holder}: {run:?}");
    }
    let body = r#"{"customer":{"customerId":"c9","telephones":[{"number":"5550100","extension":"22","type":"BUSINESS"}]}}"#;
    let run = customer.run(RequestKind::Customers, body, &["customer"]);
    assert!(run.out.contains("5550100 ext. 22 (business)"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_of_a_form_that_are_not_known_are_named() {
    let customer = Customer::new().await;
    for (form, unknown) in [
        (
            r#"{"tax1099Da":{"taxYear":2025,"netProceeds":5}}"#,
            "netProceeds",
        ),
        (
            r#"{"tax1099Int":{"interestIncome":1,"box99":[{"x":2}]}}"#,
            "box99",
        ),
    ] {
        let body = format!(r#"{{"taxYear":2025,"forms":[{form}]}}"#);
        let run = customer.run(RequestKind::Tax, &body, &["tax-form", "t1"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.out.contains(unknown), "{run:?}");
        assert!(!run.out.contains("no amounts"), "{run:?}");
    }
    let empty = r#"{"taxYear":2025,"forms":[{"tax1099Int":{"taxYear":2025,"payerRtn":null}}]}"#;
    let run = customer.run(RequestKind::Tax, empty, &["tax-form", "t1"]);
    assert!(run.out.contains("There are no amounts in it."), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_figures_than_the_balance_are_named_where_there_is_no_balance() {
    let customer = Customer::new().await;
    for (account, figure) in [
        (
            r#"{"investmentAccount":{"accountId":"i1","nickname":"Nest","availableCashBalance":50}}"#,
            Some("availableCashBalance"),
        ),
        (
            r#"{"locAccount":{"accountId":"c1","nickname":"Nest","availableCredit":50,"balanceType":"LIABILITY"}}"#,
            Some("availableCredit"),
        ),
        (
            r#"{"depositAccount":{"accountId":"d1","nickname":"Nest","currentBalance":7,"openingDayBalance":5}}"#,
            None,
        ),
        (
            r#"{"depositAccount":{"accountId":"d1","nickname":"Nest","balanceAsOf":"2026-01-01"}}"#,
            None,
        ),
    ] {
        let body = format!(r#"{{"accounts":[{account}]}}"#);
        let note = |figure: &str| {
            format!("Nest: no balance of its own; it has {figure}, which --json shows")
        };
        for command in [&["balances"][..], &["balances", "--csv"]] {
            let run = customer.run(RequestKind::Balances, &body, command);
            assert_eq!(run.code, 0, "{run:?}");
            match figure {
                Some(figure) => assert!(run.err.contains(&note(figure)), "{run:?}"),
                None => assert_eq!(run.err, "", "{run:?}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statement_that_names_no_form_is_said_to() {
    let customer = Customer::new().await;
    for forms in ["", r#","forms":null"#, r#","forms":[]"#] {
        let body = format!(r#"{{"statements":[{{"taxYear":2025,"taxStatementId":"t1"{forms}}}]}}"#);
        let run = customer.run(RequestKind::Tax, &body, &["tax-forms"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.out.contains("2025  not given"), "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cell_that_cannot_be_read_shows_what_was_sent() {
    let customer = Customer::new().await;
    let transaction = r#"{"transactions":[{"depositTransaction":{"transactionId":{"id":7},"amount":1,"debitCreditMemo":"DEBIT",
        "postedTimestamp":{"date":"2026-05-01"},"category":["Food"],"status":3}}]}"#;
    let balance = r#"{"accounts":[{"depositAccount":{"accountId":"a1","currentBalance":"1,234.50","availableBalance":7,
        "balanceAsOf":17,"accountType":5,"currency":"USD","balanceType":{"x":1}}}]}"#;
    let network =
        r#"{"paymentNetworks":[{"type":"US_ACH","transferIn":"true","transferOut":{"x":1}}]}"#;
    let form =
        r#"{"taxYear":"2025","forms":[{"taxW2":{"federalTaxWithheld":"1,234.50","wages":70000}}]}"#;
    let statement = r#"{"statements":[{"statementId":"s1","statementDate":{"d":1},"status":[1]}]}"#;
    let holding = r#"{"accounts":[{"investmentAccount":{"accountId":"i1","holdings":[{"holdingName":{"n":1},"symbol":[2],
        "currentUnitPriceDate":{"d":3},"units":"few"}]}}]}"#;
    for (kind, body, command, cells) in [
        (
            RequestKind::Transactions,
            transaction,
            "transactions",
            &[r#"{"date":"2026-05-01"}"#, r#"["Food"]"#, "3"][..],
        ),
        (
            RequestKind::Balances,
            balance,
            "balances",
            &["1,234.50", "17", "5"],
        ),
        (
            RequestKind::Payments,
            network,
            "payments",
            &["true", r#"{"x":1}"#],
        ),
        (
            RequestKind::Tax,
            form,
            "tax-form t1",
            &["1,234.50", "70,000.00"],
        ),
        (
            RequestKind::Statements,
            statement,
            "statements",
            &[r#"{"d":1}"#, "[1]"],
        ),
        (
            RequestKind::Investments,
            holding,
            "investments",
            &[r#"{"n":1}"#, "[2]", "few"],
        ),
    ] {
        let command: Vec<_> = command.split(' ').collect();
        let run = customer.run(kind, body, &command);
        assert_eq!(run.code, 0, "{run:?}");
        for cell in cells {
            assert!(run.out.contains(cell), "{cell}: {run:?}");
        }
        assert!(run.err.contains("not as the API describes"), "{run:?}");
    }
    for (kind, body, command, cells) in [
        (
            RequestKind::Transactions,
            transaction,
            "transactions",
            &[r#"{"id":7}"#, r#"{"date":"2026-05-01"}"#][..],
        ),
        (
            RequestKind::Balances,
            balance,
            "balances",
            &["1,234.50", r#"{"x":1}"#, "USD"],
        ),
        (
            RequestKind::Statements,
            statement,
            "statements",
            &[r#"{"d":1}"#],
        ),
        (
            RequestKind::Investments,
            holding,
            "investments",
            &[r#"{"n":1}"#, r#"{"d":3}"#],
        ),
    ] {
        let run = customer.run(kind, body, &[command, "--csv"]);
        for cell in cells {
            let quoted = cell.replace('"', "\"\"");
            assert!(run.out.contains(&quoted), "{cell}: {run:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn row_whose_only_date_stands_for_none_is_listed_whatever_days_are_asked_for() {
    let customer = Customer::new().await;
    let body = r#"{"transactions":[{"depositTransaction":{"transactionId":"1","description":"Rent","postedTimestamp":"1970-01-01T00:00:00Z"}},
        {"depositTransaction":{"transactionId":"2","description":"Wage","postedTimestamp":"9999-12-31"}},
        {"depositTransaction":{"transactionId":"3","description":"Old","postedTimestamp":"2025-01-31"}}]}"#;
    let days = ["transactions", "--from", "2026-01-01", "--to", "2026-01-31"];
    let run = customer.run(RequestKind::Transactions, body, &days);
    assert_eq!(run.code, 0, "{run:?}");
    let shown = ["Rent", "Wage", "Old"].map(|text| run.out.contains(text));
    assert_eq!(shown, [true, true, false], "{run:?}");
    assert!(
        run.err.contains("date unknown for 2 transactions"),
        "{run:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_data_is_an_empty_list_for_every_list_of_an_account() {
    let customer = Customer::new().await;
    for (kind, command, nothing) in [
        (
            RequestKind::Transactions,
            "transactions",
            "There are no transactions",
        ),
        (
            RequestKind::Statements,
            "statements",
            "There are no statements",
        ),
        (RequestKind::Payments, "payments", "No payment network"),
        (RequestKind::Tax, "tax-forms", "There are no such tax forms"),
    ] {
        for (status, body) in [
            (
                404,
                r#"{"code":704,"message":"Account type not supported"}"#,
            ),
            (400, r#"{"code":"704"}"#),
            (404, r#"{"code":404,"message":"None"}"#),
            (404, r#"{"code":1104}"#),
            (404, r#"{"error":{"code":1107}}"#),
            (404, r#"{"code":1108}"#),
            (204, ""),
        ] {
            let run = customer.run_at(kind, status, body, &[command]);
            assert_eq!(run.code, 0, "{command} {status} {body}: {run:?}");
            assert!(run.out.contains(nothing), "{command} {body}: {run:?}");
        }
        let wrong = customer.run_at(kind, 404, "<html>Not Found</html>", &[command]);
        assert_ne!(wrong.code, 0, "{command}: {wrong:?}");
    }
    let accounts = customer.run_at(RequestKind::Accounts, 404, r#"{"code":704}"#, &["accounts"]);
    assert_eq!(
        (accounts.code, accounts.out.as_str()),
        (5, ""),
        "nobody says that there are none"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn refusal_of_one_account_is_advised_on_as_such() {
    let customer = Customer::new().await;
    for (kind, command) in [
        (RequestKind::Transactions, "transactions"),
        (RequestKind::Payments, "payments"),
        (RequestKind::Customers, "contact"),
    ] {
        let run = customer.run_at(
            kind,
            403,
            r#"{"code":403,"message":"Forbidden"}"#,
            &[command],
        );
        assert_eq!(run.code, 5, "{run:?}");
        assert!(
            run.err.contains("The customer may not have shared this"),
            "{run:?}"
        );
        assert!(!run.err.contains("client id"), "{run:?}");
    }
    let all = customer.run_at(RequestKind::Balances, 403, r#"{"code":403}"#, &["balances"]);
    assert_eq!(all.code, 4, "{all:?}");
}
