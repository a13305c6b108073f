//! The documents that the stub server sends and the parsers read.

use std::fmt::Write as _;

/// How many transactions are on a page.
pub const PAGE: usize = 500;

/// What is unusual in a page of transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Oddity {
    /// Nothing.
    None,
    /// Two fields in each transaction that no description has.
    UnknownFields,
    /// One amount, in the first transaction, that is text.
    WrongType,
}

/// The balances of six accounts, about 2 KB.
pub fn balances() -> String {
    let accounts: Vec<_> = (0..6).map(account).collect();
    format!(r#"{{"accounts":[{}]}}"#, accounts.join(","))
}

fn account(index: usize) -> String {
    format!(
        r#"{{"depositAccount":{{"accountId":"89056dcc-86b3-2512-{index}","accountNumberDisplay":"xxxxxx482{index}","accountType":"CHECKING","productName":"Everyday Checking","status":"OPEN","currency":{{"currencyCode":"USD"}},"nickname":"Everyday Checking","balanceType":"ASSET","balanceAsOf":"2026-11-20T21:30:00Z","currentBalance":4{index}597.17,"availableBalance":44485.36,"openingDayBalance":44597.17}}}}"#
    )
}

/// A page of transactions, with a link to the next page if there is one. No two pages share a transaction.
pub fn transactions(page: usize, items: usize, next: Option<&str>, oddity: Oddity) -> String {
    let mut text = String::with_capacity(400 * items + 100);
    text.push('{');
    if let Some(next) = next {
        let _ = write!(text, r#""links":{{"next":{{"href":"{next}"}}}},"#);
    }
    text.push_str(r#""transactions":["#);
    for item in 0..items {
        if item > 0 {
            text.push(',');
        }
        transaction(&mut text, page, item, oddity);
    }
    text.push_str("]}");
    text
}

fn transaction(text: &mut String, page: usize, item: usize, oddity: Oddity) {
    let day = 1 + item % 28;
    let _ = write!(
        text,
        r#"{{"depositTransaction":{{"accountId":"a7c506bd","transactionId":"{page:06}-{item:04}","postedTimestamp":"2026-10-{day:02}T05:00:00Z","transactionTimestamp":"2026-10-{day:02}T05:00:00Z","description":"Payment to Briar Cove Market {item}","debitCreditMemo":"DEBIT","category":"Groceries","status":"POSTED","reference":"r{item}","amount":"#
    );
    let _ = match oddity {
        Oddity::WrongType if item == 0 => write!(text, r#""n/a""#),
        // None is zero: the original Python package drops an amount that is.
        _ => write!(text, "{}.{:02}", item % 977, 1 + item % 99),
    };
    if oddity == Oddity::UnknownFields {
        let _ = write!(
            text,
            r#","merchantId":"m-{item}","loyalty":{{"points":{item}}}"#
        );
    }
    text.push_str("}}");
}

#[cfg(test)]
mod tests {
    use akoya::model::transactions::Transactions;

    use super::*;

    #[test]
    fn a_page_has_what_its_name_says() {
        let page =
            |oddity| akoya::model::from_str::<Transactions>(&transactions(3, 5, None, oddity));
        let clean = page(Oddity::None).unwrap();
        assert_eq!(akoya::model::inspect(&clean), []);
        let unknown = akoya::model::inspect(&page(Oddity::UnknownFields).unwrap());
        assert_eq!(unknown.len(), 10);
        let wrong = akoya::model::inspect(&page(Oddity::WrongType).unwrap());
        assert_eq!(wrong.len(), 1);
    }
}
