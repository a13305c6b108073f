//! Accounts of every kind.

use akoya_model::account::{AccountStatus, BalanceType};
use akoya_model::accounts::{AccountInfo, AccountsInfo, DepositAccount};
use akoya_model::api_error::FdxCode;
use akoya_model::{FindingKind, inspect, unread};

use crate::round_trip;

const ALL_KINDS: &str = r#"{"accounts": [
    {"depositAccount": {"accountId": "d-1", "accountType": "CHECKING", "accountNumberDisplay": "xxxx4471", "status": "OPEN",
        "currency": {"currencyCode": "USD", "currencyRate": 0}, "balanceType": "ASSET", "interestRate": 0.0125, "term": null,
        "fiAttributes": [{"name": "opened", "value": "2019-03-01", "since": 1}], "transferIn": true}},
    {"loanAccount": {"accountId": "l-1", "loanTerm": 360, "compoundingPeriod": "MONTHLY", "paymentFrequency": "MONTHLY"}},
    {"locAccount": {"accountId": "c-1", "balanceType": "LIABILITY", "nickname": "Travel card"}},
    {"investmentAccount": {"accountId": "i-1", "calendarYearFor401K": "2024", "margin": false}},
    {"insuranceAccount": {"accountId": "p-1", "accountCategory": "INSURANCE_ACCOUNT"}},
    {"annuityAccount": {"accountId": "a-1", "annuityValueBasis": "VARIABLE", "paymentFrequency": "QUARTERLY"}}
]}"#;

#[test]
fn six_kinds_are_distinguished_by_their_key() {
    let info: AccountsInfo = round_trip(ALL_KINDS);
    let accounts = info.accounts.unwrap();
    let ids: Vec<_> = accounts
        .iter()
        .map(|account| (account.wire_key(), account.account_id()))
        .collect();
    assert_eq!(
        ids,
        [
            (Some("depositAccount"), Some("d-1")),
            (Some("loanAccount"), Some("l-1")),
            (Some("locAccount"), Some("c-1")),
            (Some("investmentAccount"), Some("i-1")),
            (Some("insuranceAccount"), Some("p-1")),
            (Some("annuityAccount"), Some("a-1")),
        ]
    );
    let AccountInfo::Deposit(deposit) = &accounts[0] else {
        panic!("a deposit account")
    };
    assert_eq!(deposit.status, Some(AccountStatus::Open));
    assert_eq!(deposit.balance_type, Some(BalanceType::Asset));
    assert!(deposit.term.is_none());
    assert!(deposit.extra.is_null("term"));
    assert_eq!(accounts[0].currency_code(), Some("USD"));
}

#[test]
fn case_is_found_wherever_its_key_stands() {
    let info: AccountsInfo = round_trip(
        r#"{"accounts":[{"rank":1,"loanAccount":{"accountId":"l"},"zone":{"a":[1.50]}}]}"#,
    );
    let account = &info.accounts.as_ref().unwrap()[0];
    let AccountInfo::Loan(loan) = account else {
        panic!("a loan")
    };
    assert_eq!(
        loan.siblings
            .unknown()
            .map(|(name, _)| name)
            .collect::<Vec<_>>(),
        ["rank", "zone"]
    );
    let findings = inspect(&info);
    assert_eq!(findings[0].path(), "$.accounts[0].rank");
}

#[test]
fn account_of_an_unknown_kind_keeps_its_json() {
    let info: AccountsInfo = round_trip(
        r#"{"accounts":[{"cryptoAccount":{"accountId":"x","coins":0.10}},{},null,17,"x",[1]]}"#,
    );
    let accounts = info.accounts.as_ref().unwrap();
    let ids: Vec<_> = accounts
        .iter()
        .map(|account| (account.wire_key(), account.account_id()))
        .collect();
    assert_eq!(ids[0], (None, Some("x")));
    assert_eq!(ids[1..], [(None, None); 5]);
    let kinds: Vec<_> = inspect(&info)
        .iter()
        .map(|finding| finding.kind())
        .collect();
    use FindingKind::{NoKnownField, NullElement, UnknownCase, WrongType};
    assert_eq!(
        kinds,
        [
            UnknownCase,
            NoKnownField,
            NullElement,
            WrongType,
            WrongType,
            WrongType
        ]
    );
}

#[test]
fn identifier_and_name_are_read_from_every_shape() {
    for (json, id, name) in [
        (
            r#"{"depositAccount":{"accountId":839502593,"nickname":"Numeric"}}"#,
            "839502593",
            "Numeric",
        ),
        (
            r#"{"digitalWalletAccount":{"accountId":"w1","nickname":"Wallet"}}"#,
            "w1",
            "Wallet",
        ),
        (
            r#"{"accountCategory":"DEPOSIT_ACCOUNT","accountId":"v6","nickname":"Flat"}"#,
            "v6",
            "Flat",
        ),
        (
            r#"{"value":{"locAccount":{"accountId":"c1","nickname":" ","productName":"Card"}}}"#,
            "c1",
            "Card",
        ),
        (
            r#"{"depositAccount":{"accountId":" a1 ","accountType":"CHECKING","accountNumberDisplay":"xxxx4821"}}"#,
            " a1 ",
            "CHECKING ..4821",
        ),
        (
            r#"{"loanAccount":{"accountId":"l1","accountNumberDisplay":"12"}}"#,
            "l1",
            "loanAccount ..12",
        ),
    ] {
        let info: AccountsInfo = round_trip(&format!(r#"{{"accounts":[{json}]}}"#));
        let account = &info.accounts.as_ref().unwrap()[0];
        assert_eq!(account.account_id(), Some(id), "{json}");
        assert_eq!(account.display_name().as_deref(), Some(name), "{json}");
    }
}

#[test]
fn error_in_place_of_an_account_has_its_kind_in_both_documented_forms() {
    for json in [
        r#"{"depositAccount":{"error":{"code":704,"message":"No"}}}"#,
        r#"{"value":{"depositAccount":{"error":{"code":704,"message":"No"}}}}"#,
    ] {
        let info: AccountsInfo = round_trip(&format!(r#"{{"accounts":[{json}]}}"#));
        let account = &info.accounts.as_ref().unwrap()[0];
        assert_eq!(account.wire_key(), Some("depositAccount"), "{json}");
        let code = account.error().and_then(|error| error.fdx_code());
        assert_eq!(code, Some(FdxCode::AccountTypeNotSupported), "{json}");
        let found = unread(&info)
            .into_iter()
            .map(|finding| finding.kind())
            .collect::<Vec<_>>();
        assert!(!found.contains(&FindingKind::UnknownCase), "{json}");
        assert_eq!(account.display_name().as_deref(), Some("depositAccount"));
    }
}

#[test]
fn value_that_is_no_error_of_a_known_kind_has_none() {
    for json in [
        r#"{"value":{"depositAccount":{"accountId":"a"}}}"#,
        r#"{"value":{"newAccount":{"error":{"code":704}}}}"#,
        r#"{"value":{"value":{"loanAccount":{"error":{"code":704}}}}}"#,
        r#"{"value":{"loanAccount":{"error":{"code":704}}},"more":1}"#,
    ] {
        let info: AccountsInfo = round_trip(&format!(r#"{{"accounts":[{json}]}}"#));
        let account = &info.accounts.as_ref().unwrap()[0];
        assert_eq!(account.wire_key(), None, "{json}");
    }
}

#[test]
fn key_without_an_object_does_not_hide_the_real_case() {
    let info: AccountsInfo = round_trip(
        r#"{"accounts":[{"depositAccount":null,"loanAccount":{"accountId":"l"}},{"loanAccount":17}]}"#,
    );
    let accounts = info.accounts.unwrap();
    assert_eq!(
        (accounts[0].wire_key(), accounts[1].wire_key()),
        (Some("loanAccount"), None)
    );
}

#[test]
fn two_cases_in_one_object_are_both_kept() {
    let info: AccountsInfo = round_trip(
        r#"{"accounts":[{"depositAccount":{"accountId":"d"},"loanAccount":{"accountId":"l"}}]}"#,
    );
    assert_eq!(info.accounts.unwrap()[0].wire_key(), Some("depositAccount"));
}

#[test]
fn error_of_one_account_is_found_wherever_it_stands() {
    let info: AccountsInfo = round_trip(
        r#"{"accounts":[
            {"depositAccount":{"accountId":"d","error":{"code":701,"message":"gone"}}},
            {"depositAccount":{"accountId":"d"},"error":{"code":"704"}},
            {"error":{"code":501}},
            {"code":602,"message":"no"},
            {"depositAccount":{"error":{"code":705,"message":"Account closed"}}},
            {"value":{"loanAccount":{"error":{"code":704,"message":"no"}}}},
            {"walletAccount":{"accountId":"w","message":"hello"}},
            {"depositAccount":{"accountId":"d"}}]}"#,
    );
    let codes: Vec<_> = info
        .accounts
        .unwrap()
        .iter()
        .map(|account| account.error().and_then(|error| error.fdx_code()))
        .collect();
    use FdxCode::{
        AccountClosed, AccountNotFound, AccountTypeNotSupported, CustomerNotAuthorized,
        SubsystemUnavailable,
    };
    assert_eq!(
        codes,
        [
            Some(AccountNotFound),
            Some(AccountTypeNotSupported),
            Some(SubsystemUnavailable),
            Some(CustomerNotAuthorized),
            Some(AccountClosed),
            Some(AccountTypeNotSupported),
            None,
            None
        ]
    );
}

#[test]
fn accounts_can_be_built_by_hand() {
    let deposit = DepositAccount {
        account_id: Some("d-9".into()),
        ..Default::default()
    };
    let info = AccountsInfo {
        accounts: Some(vec![deposit.into()]),
        ..Default::default()
    };
    assert_eq!(
        akoya_model::to_string(&info),
        r#"{"accounts":[{"depositAccount":{"accountId":"d-9"}}]}"#
    );
}

#[test]
fn last_of_equal_cases_counts() {
    let text =
        r#"{"accounts":[{"loanAccount":{"accountId":"1"},"loanAccount":{"accountId":"2"}}]}"#;
    let info: AccountsInfo = akoya_model::from_str(text).unwrap();
    assert_eq!(info.accounts.as_ref().unwrap()[0].account_id(), Some("2"));
    assert_eq!(akoya_model::to_string(&info), text);
}
