//! The commands that read a product.

use akoya_sandbox::{Effect, Fault, OddAccount, RequestKind, Sandbox};
use serde_json::Value;

use crate::akoya::Akoya;
use crate::reading::{members, served};

const ACCOUNT: &str = "89056dcc-86b3-2512-7fb4-960755e198ae";

/// An account with a holding, by their ids.
fn holding(akoya: &Akoya) -> (String, String) {
    let investments = akoya.json(&["investments"]);
    let accounts = investments["accounts"].as_array().unwrap();
    let account = accounts
        .iter()
        .find_map(|account| account.get("investmentAccount"))
        .unwrap();
    let id = |value: &Value| value.as_str().unwrap().to_owned();
    (
        id(&account["accountId"]),
        id(&account["holdings"][0]["holdingId"]),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn json_of_every_product_is_what_the_api_served_digit_for_digit() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    for (command, path) in [
        (&["investments"][..], "/accounts/v2/mikomo".to_owned()),
        (
            &["payments", "--account", ACCOUNT],
            format!("/payments/v2/mikomo/{ACCOUNT}/payment-networks"),
        ),
        (&["tax-forms"], "/tax-forms/v2/mikomo".to_owned()),
        (
            &["tax-form", "w2-2025"],
            "/tax-forms/v2/mikomo/w2-2025".to_owned(),
        ),
        (&["customer"], "/customers/v2/mikomo/current".to_owned()),
        (
            &["contact", "--account", ACCOUNT],
            format!("/contacts/v2/mikomo/{ACCOUNT}"),
        ),
    ] {
        let printed = akoya.ok(&[command, &["--json"]].concat());
        let served = served(&akoya, &sandbox, &path).await;
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(value(&printed), value(&served), "{command:?}");
        let words = |text: &str| members(&text.split_whitespace().collect::<String>());
        assert_eq!(words(&printed), words(&served), "{command:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_in_pages_are_one_array() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let (account, holding) = holding(&akoya);
    let lots = akoya.json(&["tax-lots", "--account", &account, "--holding", &holding]);
    let page = served(
        &akoya,
        &sandbox,
        &format!("/taxlots/v2/mikomo/{account}/{holding}"),
    )
    .await;
    assert_eq!(lots[0], serde_json::from_str::<Value>(&page).unwrap());
    let list = [
        "statements",
        "--account",
        ACCOUNT,
        "--from",
        "2025-01-01",
        "--to",
        "2025-12-31",
    ];
    let statements = akoya.json(&list);
    assert_eq!(statements.as_array().unwrap().len(), 12, "{statements}");
    assert!(
        statements[0]["statementDate"]
            .as_str()
            .unwrap()
            .starts_with("2025-01"),
        "{statements}"
    );
    let none = [
        "statements",
        "--account",
        ACCOUNT,
        "--from",
        "2001-01-01",
        "--to",
        "2001-01-02",
    ];
    assert_eq!(akoya.json(&none), Value::Array(Vec::new()));
    assert_eq!(akoya.ok(&none), "There are no statements in this period.\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_holdings_lots_and_statements_have_the_ids_that_the_next_command_takes() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let (account, holding) = holding(&akoya);
    let holdings = akoya.ok(&["investments", "--account", &account]);
    assert!(holdings.contains(&holding), "{holdings}");
    assert!(holdings.contains("$102,616.78"), "{holdings}");
    let lots = akoya.ok(&["tax-lots", "--account", &account, "--holding", &holding]);
    assert!(
        lots.contains("2022-05-16  210.9720  118.19        0.00"),
        "{lots}"
    );
    let statements = akoya.ok(&["statements", "--account", ACCOUNT, "--from", "2025-01-01"]);
    assert!(
        statements
            .lines()
            .any(|line| line.starts_with("  2025-03-28  ")),
        "{statements}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_beginning_of_an_id_is_enough_where_no_other_begins_so() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let (account, holding) = holding(&akoya);
    let lots = |holding: &str| akoya.ok(&["tax-lots", "--account", &account, "--holding", holding]);
    assert_eq!(lots(&holding[..holding.len() - 2]), lots(&holding));

    let statements = akoya.json(&["statements", "--account", ACCOUNT]);
    let all = statements.as_array().unwrap();
    let whole = all[0]["statementId"].as_str().unwrap();
    let file = akoya.path("statement.pdf");
    let statement = |id: &str| {
        let to = ["--account", ACCOUNT, "--output", file.to_str().unwrap()];
        akoya.run(&[&["statement", id], &to[..]].concat())
    };
    let beginning = (1..=whole.len())
        .map(|length| &whole[..length])
        .find(|text| {
            let fits = |one: &&Value| one["statementId"].as_str().unwrap().starts_with(text);
            all.iter().filter(fits).count() == 1
        });
    assert_eq!(statement(beginning.unwrap()).code, 0);
    assert_eq!(statement("no-such-statement").code, 5);

    akoya.ok(&["tax-form", "w2-202"]);
    let several = akoya.run(&["tax-form", "1099-"]);
    assert_eq!(several.code, 2, "{several:?}");
    assert!(several.err.contains("1099-da-2025"), "{several:?}");
    let none = akoya.run(&["tax-form", "nope"]);
    assert_eq!(none.code, 5, "{none:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_show_the_end_of_account_numbers_and_no_numbers_of_taxpayers() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let networks = akoya.json(&["payments", "--account", ACCOUNT]);
    let payments = akoya.ok(&["payments", "--account", ACCOUNT]);
    for network in networks["paymentNetworks"].as_array().unwrap() {
        let number = network["identifier"].as_str().unwrap();
        assert!(!payments.contains(number));
        assert!(payments.contains(&format!("..{}", &number[number.len() - 4..])));
    }
    let form = akoya.ok(&["tax-form", "w2-2025"]);
    assert!(
        form.contains("TaxW2 2025, from Acme Robotics, Inc., to Jordan A Rivera"),
        "{form}"
    );
    assert!(form.contains("codes[1].amount"), "{form}");
    assert!(form.contains("9,120.36"), "{form}");
    let json = akoya.json(&["tax-form", "w2-2025"]);
    for tin in [&json["issuer"]["tin"], &json["recipient"]["tin"]] {
        assert!(!form.contains(tin.as_str().unwrap()), "{form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_one_type_keep_their_own_amounts() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let body = r#"{"forms":[{"taxW2":{"wages":1.10}},{"taxW2":null},{"taxW2":{"wages":2.20}},{"taxNew":{"wages":9.90}}]}"#;
    sandbox.add_fault(Fault::new(Effect::ReplaceResponse {
        status: None,
        content_type: None,
        body: Some(body.to_owned()),
    }));
    let run = akoya.run(&["tax-form", "w2-2025"]);
    assert_eq!(run.code, 5, "a form that is only named: {run:?}");
    assert!(run.err.contains("$.forms[3]"), "{run:?}");
    let form = run.out;
    let (first, second) = form.split_once("\n\n").unwrap();
    assert!(first.contains("1.10"), "{form}");
    assert!(!first.contains("2.20"), "{form}");
    assert!(second.contains("2.20"), "{form}");
    assert!(!second.contains("9.90"), "{form}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tax_forms_are_searched_by_year_and_form() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let found = akoya.ok(&["tax-forms", "--year", "2025", "--form", "W-2"]);
    assert_eq!(found.lines().count(), 3, "{found}");
    assert!(found.contains("w2-2025"), "{found}");
    assert_eq!(akoya.run(&["tax-forms", "--year", "1999"]).code, 5);
    assert_eq!(akoya.run(&["tax-forms", "--form", "W-9"]).code, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_shown_with_their_addresses() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let customer = akoya.ok(&["customer"]);
    assert!(customer.contains("Jordan A Rivera"), "{customer}");
    assert!(customer.contains("PORTLAND, OR 97209-3310"), "{customer}");
    let contact = akoya.ok(&["contact", "--account", ACCOUNT]);
    assert!(contact.contains("Jordan A Rivera, primary"), "{contact}");
    assert!(contact.contains("(mailing)"), "{contact}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_cannot_be_read_is_named_and_the_others_are_shown() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let body = r#"{"accounts":[{"investmentAccount":{"accountId":"bad","error":{"code":"703","message":"gone"}}},
        {"investmentAccount":{"accountId":"good","holdings":[{"holdingId":"h","holdingName":"Fund\u001b[2J","marketValue":0.00}]}}]}"#;
    sandbox.add_fault(
        Fault::new(Effect::ReplaceResponse {
            status: Some(206),
            content_type: None,
            body: Some(body.to_owned()),
        })
        .on(RequestKind::Investments)
        .times(2),
    );
    let run = akoya.run(&["investments"]);
    assert_eq!(run.code, 5, "the list is incomplete: {run:?}");
    let table = run.out;
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(table.contains("0.00"), "{table:?}");
    assert!(!table.contains('\u{1b}'), "{table:?}");
    let csv = akoya.run(&["investments", "--csv"]).out;
    let bad = csv.lines().find(|line| line.starts_with("bad,")).unwrap();
    assert!(!bad.ends_with(','), "{csv}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_in_place_of_an_account_is_shown_with_its_kind_in_both_documented_forms() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let error = || Effect::OddAccount {
        form: OddAccount::Error,
    };
    for (command, kind) in [
        ("accounts", RequestKind::Accounts),
        ("balances", RequestKind::Balances),
    ] {
        sandbox.add_fault(Fault::new(error()).on(kind).times(1));
        let run = akoya.run(&[command]);
        assert_eq!(run.code, 5, "{command}: {run:?}");
        assert!(run.err.contains("a system behind the API is unavailable"));
        assert!(!run.err.contains("not as the API describes"), "{run:?}");
        sandbox.add_fault(Fault::new(error()).on(kind).times(1));
        let rows = akoya.run(&[command, "--csv"]).out;
        assert!(rows.contains("deposit"), "{command}: {rows}");
    }
}
