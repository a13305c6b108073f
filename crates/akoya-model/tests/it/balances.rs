//! Balances of every kind.

use akoya_model::balances::{
    AccountBalance, AnnuityBalances, BalanceMeaning, Balances, PeriodCertainGuarantee,
};

use crate::round_trip;

#[test]
fn main_balance_of_every_kind_is_found() {
    let balances: Balances = round_trip(
        r#"{"accounts": [
            {"depositAccount": {"currentBalance": 1.10, "availableBalance": 0}},
            {"loanAccount": {"principalBalance": 210000.00, "escrowBalance": null}},
            {"locAccount": {"currentBalance": -3.5, "pointsAccrued": 1200}},
            {"investmentAccount": {"currentValue": 52672.49, "balanceList": [{"balanceName": "MARGINCALL", "balanceValue": 0, "balanceDate": "2021-07-06"}]}},
            {"insuranceAccount": {"policyCoverageAmount": 1e5, "policyPremiumTerm": "ANNUAL"}},
            {"annuityAccount": {"netPresentValue": 88, "periodCertainGuarantee": "NO PERIOD CERTAIN"}},
            {"otherAccount": {}}
        ]}"#,
    );
    let shown: Vec<_> = balances
        .accounts
        .iter()
        .flatten()
        .map(|account| {
            account
                .main_balance()
                .map(|balance| format!("{} {}", balance.amount, balance.meaning))
        })
        .collect();
    let expected = [
        Some("1.10 owned"),
        Some("210000.00 owed"),
        Some("-3.5 owed"),
        Some("52672.49 worth"),
        Some("1e5 covered"),
        Some("88 worth"),
        None,
    ];
    assert_eq!(shown, expected.map(|text| text.map(str::to_owned)));
}

#[test]
fn deposit_without_a_current_balance_falls_back_to_the_available_one() {
    for json in [
        r#"{"depositAccount":{"availableBalance":7.50}}"#,
        r#"{"accountCategory":"DEPOSIT_ACCOUNT","availableBalance":7.50}"#,
    ] {
        let balances: Balances = round_trip(&format!(r#"{{"accounts":[{json}]}}"#));
        let account = &balances.accounts.as_ref().unwrap()[0];
        let balance = account.main_balance().unwrap();
        assert_eq!(balance.amount.to_string(), "7.50", "{json}");
        assert_eq!(balance.meaning, BalanceMeaning::Available, "{json}");
    }
}

#[test]
fn figure_that_cannot_be_read_gives_way_to_no_other() {
    let json = r#"{"depositAccount":{"currentBalance":"1,234.50","availableBalance":7.50}}"#;
    assert_eq!(round_trip::<AccountBalance>(json).main_balance(), None);
    let null = r#"{"depositAccount":{"currentBalance":null,"availableBalance":7.50}}"#;
    assert!(round_trip::<AccountBalance>(null).main_balance().is_some());
}

#[test]
fn currency_is_read_as_an_object_and_as_its_code_alone() {
    for json in [r#"{"currencyCode":"EUR"}"#, r#""EUR""#] {
        let json = format!(r#"{{"depositAccount":{{"currency":{json}}}}}"#);
        assert_eq!(
            round_trip::<AccountBalance>(&json).currency_code(),
            Some("EUR")
        );
    }
    let json = r#"{"depositAccount":{"currency":840}}"#;
    assert_eq!(round_trip::<AccountBalance>(json).currency_code(), None);
}

#[test]
fn debt_on_a_deposit_account_is_not_owned() {
    for (json, told) in [
        (r#""currentBalance":-50.25"#, "-50.25 overdrawn"),
        (
            r#""currentBalance":-50.25,"balanceType":"LIABILITY""#,
            "-50.25 overdrawn",
        ),
        (
            r#""currentBalance":50.25,"balanceType":"LIABILITY""#,
            "50.25 owed",
        ),
        (
            r#""currentBalance":50.25,"balanceType":" Liability""#,
            "50.25 owed",
        ),
        (
            r#""currentBalance":50.25,"balanceType":"ASSET""#,
            "50.25 owned",
        ),
        (r#""currentBalance":0,"balanceType":"DEBT""#, "0 owned"),
        (r#""availableBalance":-7"#, "-7 overdrawn"),
        (
            r#""availableBalance":7,"balanceType":"LIABILITY""#,
            "7 available",
        ),
    ] {
        let account: AccountBalance = round_trip(&format!(r#"{{"depositAccount":{{{json}}}}}"#));
        let balance = account.main_balance().unwrap();
        assert_eq!(
            format!("{} {}", balance.amount, balance.meaning),
            told,
            "{json}"
        );
    }
    let margin: AccountBalance =
        round_trip(r#"{"investmentAccount":{"currentValue":9,"balanceType":"LIABILITY"}}"#);
    assert_eq!(margin.main_balance().unwrap().meaning, BalanceMeaning::Owed);
}

#[test]
fn debt_that_calls_itself_an_asset_is_neither_owed_nor_owned_for_sure() {
    for (json, told) in [
        (
            r#"{"locAccount":{"currentBalance":94.45,"balanceType":"ASSET"}}"#,
            "94.45 owed or owned",
        ),
        (
            r#"{"locAccount":{"currentBalance":-94.45,"balanceType":" asset"}}"#,
            "-94.45 owed or owned",
        ),
        (
            r#"{"loanAccount":{"principalBalance":9,"balanceType":"ASSET"}}"#,
            "9 owed or owned",
        ),
        (
            r#"{"locAccount":{"currentBalance":0,"balanceType":"ASSET"}}"#,
            "0 owed",
        ),
        (
            r#"{"locAccount":{"currentBalance":9,"balanceType":"OTHER"}}"#,
            "9 owed",
        ),
        (
            r#"{"loanAccount":{"principalBalance":9,"balanceType":"LIABILITY"}}"#,
            "9 owed",
        ),
    ] {
        let account: AccountBalance = round_trip(json);
        let balance = account.main_balance().unwrap();
        let found = format!("{} {}", balance.amount, balance.meaning);
        assert_eq!(found, told, "{json}");
    }
}

#[test]
fn zero_null_and_absent_are_three_things() {
    let balances: Balances = round_trip(
        r#"{"accounts":[{"depositAccount":{"currentBalance":0,"availableBalance":null,"interestYtd":0.00}}]}"#,
    );
    let Some(AccountBalance::Deposit(deposit)) = balances.accounts.iter().flatten().next() else {
        panic!("a deposit")
    };
    assert!(
        deposit
            .current_balance
            .as_ref()
            .is_some_and(|amount| amount.is_zero())
    );
    assert!(deposit.available_balance.is_none());
    assert!(deposit.extra.is_null("availableBalance"));
    assert!(deposit.opening_day_balance.is_none());
    assert!(!deposit.extra.is_null("openingDayBalance"));
}

#[test]
fn guarantees_are_read_from_their_odd_spelling() {
    let annuity: AnnuityBalances =
        round_trip(r#"{"periodCertainGuarantee":"20-YEAR","totalPaymentCount":240}"#);
    assert_eq!(
        annuity.period_certain_guarantee,
        Some(PeriodCertainGuarantee::TwentyYears)
    );
}
