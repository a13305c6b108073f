//! Lists whose items the program reads itself: what is found out of the list is what reading all of it finds out.

use akoya::model::Model;
use akoya::model::balances::Balances;
use akoya::model::transactions::Transactions;
use akoya::{Call, Error, Paged, Pages, Remark, Response};

use crate::scripted::Scripted;

/// What a list of transactions may have in it.
const ITEMS: [&str; 33] = [
    r#"{"depositTransaction":{"transactionId":"1","amount":1.5,"memo":"a","postedTimestamp":"2023-11-01T00:00:00Z"}}"#,
    r#"{"depositTransaction":{"postedTimestamp":"2023-11-01T00:00:00Z","amount":1.50,"memo":"b","transactionId":"1"}}"#,
    r#"{"depositTransaction":{"transactionId":"1","amount":2,"status":"PENDING","links":[{"href":1}]}}"#,
    r#"{"depositTransaction":{"transactionId":"1","amount":2,"status":"POSTED","description":"b","memo":{"a":[1]}}}"#,
    r#"{"depositTransaction":{"transactionId":"1","transactionId":"2","description":"\u0061","amount":"n/a"}}"#,
    r#"{"loanTransaction":{"transactionId":"2","description":"a","amount":null,"status":null}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":"a","description":null,"amount":1,"amount":2}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":null,"amount":"2"}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":"a","description":null}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":"a","description":"\u0062"}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":"b"}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":"b","amount":7,"amount":null}}"#,
    r#"{"depositTransaction":{"transactionId":"1","amount":"1.5","postedTimestamp":"2023-11-01T00:00\u003a00Z"}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":"\u0061","amount":1}}"#,
    r#"{"depositTransaction":{"transactionId":2,"description":"a","amount":1.0,"status":5}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":5,"amount":[1],"status":"\u0050OSTED"}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":"5","status":"POSTED"}}"#,
    r#"{"depositTransaction":{"transactionId":"2","description":["5"],"status":{"a":1}}}"#,
    r#"{"depositTransaction":{"transactionId":["2"],"postedTimestamp":{"a":1},"description":"\ud800"}}"#,
    r#"{"depositTransaction":{"amount":1.5,"memo":"a"}}"#,
    r#"{"depositTransaction":{"amount":1.5,"memo":"b"}}"#,
    r#"{"depositTransaction":{"transactionId":"00-0","amount":1.5,"payee":"c"}}"#,
    r#"{"depositTransaction":{"transactionId":"3"},"locTransaction":{"transactionId":"4"}}"#,
    r#"{"error":{"code":1},"depositTransaction":null,"locTransaction":{"transactionId":"3"}}"#,
    r#"{"locTransaction":{"transactionId":"4"},"locTransaction":{"transactionId":"3"}}"#,
    r#"{"depositTransaction":{},"locTransaction":{"transactionId":"4"}}"#,
    r#"{"depositTransaction":{"transactionId":"","amount":5},"locTransaction":{"transactionId":"4","amount":1}}"#,
    r#"{"depositTransaction":{"amount":6},"locTransaction":{"transactionId":"4","amount":1}}"#,
    r#"{"depositTransaction":{"transactionId":"4","status":"\ud800"}}"#,
    r#"{"depositTransaction":{"transactionId":"4","status":"\ufffd"}}"#,
    r#"{"newTransaction":{"transactionId":"3","postedTimestamp":"2021-01-01T00:00:00Z"}}"#,
    "null",
    r#"{"depositTransaction":{"transactionId":4,"postedTimestamp":1,"amount":1e99999999}}"#,
];

/// Returns what there is to know besides that items cannot be read.
fn told(remarks: &[Remark]) -> Vec<&Remark> {
    let is_told = |remark: &&Remark| !matches!(remark, Remark::UnreadItems(_));
    remarks.iter().filter(is_told).collect()
}

/// Reads the pages, and says what is to be left out of each, and what else there is to know.
async fn way<T: Paged>(
    pages: &[(u16, String)],
    by_page: impl FnOnce(Call<Transactions>) -> Result<Pages<T>, Error>,
) -> Vec<String> {
    let http = Scripted::new(pages.iter().cloned());
    let mut pages = by_page(http.client().transactions("mikomo", "a")).unwrap();
    let mut way = Vec::new();
    while let Some(page) = pages.next().await {
        let is_over = page.is_err();
        way.push(page.map_or_else(
            |error| error.to_string(),
            |page| {
                let remarks = told(&page.remarks);
                format!("{} {:?} {remarks:?}", page.items().len(), page.left_out())
            },
        ));
        if is_over {
            break;
        }
    }
    way
}

async fn same_way(pages: &[(u16, String)]) -> Vec<String> {
    let whole = way(pages, Call::by_page).await;
    let outline = way(pages, |call| call.outline().by_page()).await;
    assert_eq!(outline, whole, "{pages:?}");
    whole
}

fn page(items: &[&str], next: &str) -> (u16, String) {
    let items = items.join(",");
    (200, format!(r#"{{"transactions":[{items}]{next}}}"#))
}

#[tokio::test]
async fn the_way_through_a_list_is_the_same_whatever_is_in_it() {
    let next = r#","links":{"next":{"href":"/transactions/v3/mikomo/a?offset=2"}}"#;
    let mut different = std::collections::BTreeSet::new();
    for first in ITEMS {
        for second in ITEMS {
            for last in [&[second][..], &[second, first]] {
                let way = same_way(&[page(&[first], next), page(last, "")]).await;
                different.insert(way);
            }
        }
    }
    // Repeated pages, repeated items and neither: each was seen.
    assert!(different.len() >= 4, "{different:?}");
}

#[tokio::test]
async fn what_is_not_the_list_is_refused_in_the_same_words() {
    for body in [
        r#"{"transactions":[{"depositTransaction":{"memo":"a}]}"#,
        r#"{"transactions":[{"depositTransaction":{"memo":01}}]}"#,
        r#"{"transactions":[{"depositTransaction":{"transactionId":"a" "memo":1}}]}"#,
        r#"{"transactions":[{"depositTransaction":{"memo":"a"}}"#,
        r#"{"transactions":{"depositTransaction":{"memo":"a"}}}"#,
        r#"{"transactions":null}"#,
        r#"{"transactions":[],"error":{"code":"500","message":"no"}}"#,
        r#"{"code":501,"message":"not now"}"#,
        "[]",
        "<html></html>",
        "",
    ] {
        let pages = [(200, body.to_owned())];
        let way = same_way(&pages).await;
        assert!(way[0].starts_with("transactions of mikomo: "), "{way:?}");
        let call = || {
            Scripted::new(pages.iter().cloned())
                .client()
                .transactions("mikomo", "a")
        };
        assert_eq!(
            outcome(call().outline()).await,
            outcome(call()).await,
            "{body}"
        );
    }
}

/// Makes a call, and says what came of it.
async fn outcome<T: Model>(call: Call<T>) -> Result<String, String> {
    let told = |response: Response<T>| format!("{} {:?}", response.status, told(&response.remarks));
    call.send()
        .await
        .map(told)
        .map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_list_of_accounts_is_one_whatever_is_in_it() {
    let mut different = std::collections::BTreeSet::new();
    for (status, body) in [
        (
            200,
            r#"{"accounts":[{"depositAccount":{"accountId":"a","currentBalance":1.5}}]}"#,
        ),
        (
            206,
            r#"{"accounts":[{"depositAccount":{"accountId":"a","error":{"code":1}}},null,17]}"#,
        ),
        (200, r#"{"accounts":[]}"#),
        (200, r#"{"accounts":null}"#),
        (200, r#"{"accounts":{"depositAccount":{}}}"#),
        (
            200,
            r#"{"accounts":[],"error":{"code":"500","message":"no"}}"#,
        ),
        (
            200,
            r#"{"accounts":[{}],"error":{"code":"500","message":"no"}}"#,
        ),
        (200, r#"{"accounts":[{}],"links":{"next":{"href":"/x"}}}"#),
        (200, r#"{"accounts":[{}],"page":{"totalElements":2}}"#),
        (200, r#"{"accounts":[{"depositAccount":{"accountId":}}]}"#),
        (200, r#"{"status":"PARTIAL","accounts":[{}]}"#),
        (204, ""),
        (200, "<html></html>"),
    ] {
        let call = || {
            let http = Scripted::new([(status, body)]);
            let call: Call<Balances> = http.client().balances("mikomo");
            call
        };
        let whole = outcome(call()).await;
        assert_eq!(outcome(call().outline()).await, whole, "{body}");
        different.insert(whole);
    }
    assert!(different.len() >= 9, "{different:?}");
}
