//! What an account says of its holdings, whatever kind it is.

use std::borrow::Cow;

use super::{AccountHoldings, InvestmentHolding};
use crate::api_error::ApiErrorBody;
use crate::wire::extra::Extra;
use crate::wire::json::Json;
use crate::wire::node::read_json;

/// What an account says of its holdings: see [`AccountHoldings::holdings`].
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "there is a list, an error, something else, or nothing"
)]
pub enum Holdings<'a> {
    /// The account does not say: there is no list, or `null`. It may have holdings.
    NotGiven,
    /// The holdings, in the provider's order.
    List(Cow<'a, [InvestmentHolding]>),
    /// An error of the provider in place of the list.
    Error(ApiErrorBody),
    /// Something else in place of the list.
    Unreadable(&'a Json),
}

impl AccountHoldings {
    /// Returns the holdings of an account of any kind: of an investment account, and of others (a digital
    /// wallet, an annuity, an account of a kind that this version does not know), whose API description
    /// has none although providers send them.
    ///
    /// ```
    /// use akoya_model::investments::{AccountHoldings, Holdings};
    ///
    /// let wallet: AccountHoldings =
    ///     akoya_model::from_str(r#"{"digitalWalletAccount": {"accountId": "w", "holdings": [{"holdingId": "h"}]}}"#)?;
    /// let Holdings::List(holdings) = wallet.holdings() else { panic!("there is a list") };
    /// assert_eq!(holdings[0].holding_id.as_deref(), Some("h"));
    /// # Ok::<(), akoya_model::Error>(())
    /// ```
    pub fn holdings(&self) -> Holdings<'_> {
        let extra = match self {
            Self::Investment(account) => match &account.holdings {
                Some(holdings) => return Holdings::List(Cow::Borrowed(holdings)),
                None => return Holdings::of_known(&account.extra),
            },
            Self::Deposit(account) => &account.extra,
            Self::Loan(account) => &account.extra,
            Self::LineOfCredit(account) => &account.extra,
            Self::Insurance(account) => &account.extra,
            Self::Annuity(account) => &account.extra,
            Self::Unknown(account) => &account.extra,
        };
        match extra.get(FIELD) {
            None => Holdings::NotGiven,
            Some(json) if json.is_null() => Holdings::NotGiven,
            Some(json) => {
                let mut holdings = None::<Vec<InvestmentHolding>>;
                read_json(&mut holdings, json.as_str());
                let list = holdings.map(|holdings| Holdings::List(Cow::Owned(holdings)));
                list.unwrap_or_else(|| Holdings::in_place(json))
            }
        }
    }
}

const FIELD: &str = "holdings";

impl<'a> Holdings<'a> {
    /// Reads why an investment account has no list.
    fn of_known(extra: &'a Extra) -> Self {
        extra.invalid(FIELD).map_or(Self::NotGiven, Self::in_place)
    }

    fn in_place(json: &'a Json) -> Self {
        ApiErrorBody::in_place_of(json).map_or(Self::Unreadable(json), Self::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(json: &str) -> String {
        let account: AccountHoldings = crate::from_str(json).unwrap();
        match account.holdings() {
            Holdings::NotGiven => "not given".to_owned(),
            Holdings::List(holdings) => format!("{} holdings", holdings.len()),
            Holdings::Error(error) => format!("error {:?}", error.code.and_then(|code| code.get())),
            Holdings::Unreadable(json) => json.to_string(),
        }
    }

    #[test]
    fn what_is_not_a_list_differs_from_none_and_from_what_is_not_given() {
        let of = |holdings: &str| {
            described(&format!(
                r#"{{"investmentAccount":{{"accountId":"a"{holdings}}}}}"#
            ))
        };
        assert_eq!(of(""), "not given");
        assert_eq!(of(r#","holdings":null"#), "not given");
        assert_eq!(of(r#","holdings":[]"#), "0 holdings");
        assert_eq!(of(r#","holdings":[{},null]"#), "2 holdings");
        assert_eq!(of(r#","holdings":"none""#), r#""none""#);
        assert_eq!(
            of(r#","holdings":{"holdingId":"h"}"#),
            r#"{"holdingId":"h"}"#
        );
        assert_eq!(
            of(r#","holdings":{"code":501,"message":"m"}"#),
            "error Some(501)"
        );
        assert_eq!(
            of(r#","holdings":{"error":{"code":701}}"#),
            "error Some(701)"
        );
    }

    #[test]
    fn holdings_of_every_kind_of_account_are_read() {
        for kind in [
            "depositAccount",
            "loanAccount",
            "locAccount",
            "insuranceAccount",
            "annuityAccount",
            "digitalWalletAccount",
        ] {
            let of = |holdings: &str| {
                described(&format!(
                    r#"{{"{kind}":{{"accountId":"a","holdings":{holdings}}}}}"#
                ))
            };
            assert_eq!(of(r#"[{"holdingId":"h"},17]"#), "2 holdings", "{kind}");
            assert_eq!(of("null"), "not given", "{kind}");
            assert_eq!(of("3"), "3", "{kind}");
            assert_eq!(of(r#"{"code":501}"#), "error Some(501)", "{kind}");
        }
        let flat = r#"{"accountCategory":"INVESTMENT_ACCOUNT","accountId":"a","holdings":[{}]}"#;
        assert_eq!(described(flat), "1 holdings");
        assert_eq!(
            described(r#"{"walletAccount":{"holdings":[{}]}}"#),
            "1 holdings"
        );
        assert_eq!(
            described(r#"{"depositAccount":{"accountId":"a"}}"#),
            "not given"
        );
    }
}
