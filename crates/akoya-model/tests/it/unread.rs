//! What cannot be read is found, with its place and with what it is.

use akoya_model::accounts::AccountsInfo;
use akoya_model::investments::InvestmentsDetails;
use akoya_model::payments::PaymentNetworks;
use akoya_model::statements::StatementList;
use akoya_model::transactions::Transactions;
use akoya_model::{FindingKind, Model, unread};

use crate::round_trip;

/// The places of what cannot be read in a document, and what each is.
fn found<T: Model + PartialEq + std::fmt::Debug>(json: &str) -> Vec<(String, FindingKind)> {
    let findings = unread(&round_trip::<T>(json));
    let told = findings
        .iter()
        .map(|one| (one.path().to_owned(), one.kind()));
    told.collect()
}

fn at(place: &str, kind: FindingKind) -> (String, FindingKind) {
    (place.to_owned(), kind)
}

#[test]
fn second_value_in_one_object_is_found_and_the_first_is_read() {
    let two =
        r#"{"accounts":[{"depositAccount":{"accountId":"a"},"loanAccount":{"accountId":"b"}}]}"#;
    assert_eq!(
        found::<AccountsInfo>(two),
        [at("$.accounts[0].loanAccount", FindingKind::SecondCase)]
    );
    let accounts: AccountsInfo = round_trip(two);
    assert_eq!(accounts.accounts.unwrap()[0].account_id(), Some("a"));
    for second in [
        r#""depositTransaction":{"amount":2}"#,
        r#""walletTransaction":{"amount":2}"#,
        r#""loanTransaction":[{"amount":2}]"#,
    ] {
        let json =
            format!(r#"{{"transactions":[{{"depositTransaction":{{"amount":1}},{second}}}]}}"#);
        let kinds: Vec<_> = found::<Transactions>(&json)
            .into_iter()
            .map(|one| one.1)
            .collect();
        assert_eq!(kinds, [FindingKind::SecondCase], "{second}");
    }
}

#[test]
fn empty_places_of_other_kinds_are_no_second_values() {
    for other in [
        r#""loanAccount":null"#,
        r#""loanAccount":{}"#,
        r#""loanAccount":[]"#,
        r#""links":{"self":"/a"}"#,
        r#""note":"x""#,
    ] {
        for json in [
            format!(r#"{{"accounts":[{{"depositAccount":{{"accountId":"a"}},{other}}}]}}"#),
            format!(r#"{{"accounts":[{{{other},"depositAccount":{{"accountId":"a"}}}}]}}"#),
        ] {
            assert_eq!(found::<AccountsInfo>(&json), [], "{json}");
            let accounts: AccountsInfo = round_trip(&json);
            assert_eq!(
                accounts.accounts.unwrap()[0].account_id(),
                Some("a"),
                "{json}"
            );
        }
    }
}

#[test]
fn element_of_which_nothing_can_be_read_is_found_whatever_it_is() {
    let kinds = [
        ("null", FindingKind::NullElement),
        ("17", FindingKind::WrongType),
        (r#"{"x":1}"#, FindingKind::NoKnownField),
        ("{}", FindingKind::NoKnownField),
    ];
    for (element, kind) in kinds {
        let list = |name: &str| format!(r#"{{"{name}":[{element}]}}"#);
        let place = |name: &str| [at(&format!("$.{name}[0]"), kind)];
        assert_eq!(
            found::<Transactions>(&list("transactions")),
            place("transactions")
        );
        assert_eq!(found::<AccountsInfo>(&list("accounts")), place("accounts"));
        assert_eq!(
            found::<StatementList>(&list("statements")),
            place("statements")
        );
        assert_eq!(
            found::<PaymentNetworks>(&list("paymentNetworks")),
            place("paymentNetworks")
        );
        let account = format!(
            r#"{{"accounts":[{{"investmentAccount":{{"accountId":"a","holdings":[{element}]}}}}]}}"#
        );
        assert_eq!(
            found::<InvestmentsDetails>(&account),
            [at("$.accounts[0].investmentAccount.holdings[0]", kind)]
        );
    }
    let known = r#"{"statements":[{"statementId":null}]}"#;
    assert_eq!(found::<StatementList>(known), []);
}

#[test]
fn error_in_place_of_an_element_is_found_as_one() {
    for error in [
        r#"{"error":{"code":501}}"#,
        r#"{"code":501,"message":"m"}"#,
        r#"{"depositTransaction":{"error":{"code":501}}}"#,
        r#"{"depositTransaction":{"transactionId":"t"},"error":{"code":501}}"#,
    ] {
        let json = format!(r#"{{"transactions":[{error}]}}"#);
        assert_eq!(
            found::<Transactions>(&json)[0],
            at("$.transactions[0]", FindingKind::Error),
            "{error}"
        );
    }
}

#[test]
fn value_of_a_new_kind_is_read_by_what_all_kinds_share() {
    let wallet = r#"{"accounts":[{"digitalWalletAccount":{"accountId":"w"}}]}"#;
    assert_eq!(
        found::<AccountsInfo>(wallet),
        [at("$.accounts[0]", FindingKind::UnknownCase)]
    );
    let strange = r#"{"accounts":[{"digitalWalletAccount":{"color":"red"}}]}"#;
    assert_eq!(
        found::<AccountsInfo>(strange),
        [at("$.accounts[0]", FindingKind::NoKnownField)]
    );
}
