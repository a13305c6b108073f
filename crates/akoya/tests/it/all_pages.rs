//! Lists that the API describes without pages, and that come in several nevertheless: they are read whole.

use akoya::{ErrorKind, Remark};

use crate::scripted::Scripted;

const FIRST: &str = r#"{"LIST":[{"kind":{"accountId":"a1"}}],"links":{"next":{"href":"/p2"}}}"#;
const LAST: &str = r#"{"LIST":[{"kind":{"accountId":"a2"}}],"asOf":"today"}"#;

fn account(id: &str) -> String {
    format!(r#"{{"depositAccount":{{"accountId":"{id}"}}}}"#)
}

fn page(accounts: &[String], beside: &str) -> (u16, String) {
    let accounts = accounts.join(",");
    (200, format!(r#"{{"accounts":[{accounts}]{beside}}}"#))
}

const NEXT: &str = r#","links":{"next":{"href":"/p2"}}"#;

#[tokio::test]
async fn each_list_is_one_document_with_what_the_last_page_has_beside_it() {
    let http = |list: &str| {
        let pages = [FIRST, LAST].map(|page| (200, page.replace("LIST", list)));
        Scripted::new(pages)
    };
    macro_rules! read {
        ($list:literal, $client:ident => $call:expr) => {{
            let http = http($list);
            let $client = http.client();
            let all = $call.send_all().await.unwrap();
            assert_eq!(all.remarks, [], $list);
            assert_eq!(http.targets().len(), 2, $list);
            akoya::model::to_string(&all.body)
        }};
    }
    let read = [
        read!("accounts", client => client.accounts_info("p")),
        read!("accounts", client => client.balances("p")),
        read!("accounts", client => client.investments("p")),
        read!("statements", client => client.tax_forms("p")),
        read!("paymentNetworks", client => client.payment_networks("p", "a")),
    ];
    let lists = [
        "accounts",
        "accounts",
        "accounts",
        "statements",
        "paymentNetworks",
    ];
    for (document, list) in read.iter().zip(lists) {
        let items = r#"[{"kind":{"accountId":"a1"}},{"kind":{"accountId":"a2"}}]"#;
        assert_eq!(*document, format!(r#"{{"{list}":{items},"asOf":"today"}}"#));
    }
}

#[tokio::test]
async fn accounts_that_come_twice_are_given_once() {
    let pages = [
        page(&[account("a1"), account("a2")], NEXT),
        page(
            &[account("a2"), account("a3")],
            r#","links":{"next":{"href":"/p3"}}"#,
        ),
        page(&[account("a3"), account("a4")], ""),
    ];
    let client = Scripted::new(pages).client();
    let all = client.balances("mikomo").send_all().await.unwrap();
    let ids: Vec<_> = all.accounts.iter().flatten().collect();
    let ids: Vec<_> = ids.iter().filter_map(|one| one.account_id()).collect();
    assert_eq!(ids, ["a1", "a2", "a3", "a4"]);
    assert_eq!(all.remarks, [Remark::Repeated(2)]);
}

#[tokio::test]
async fn what_cannot_be_read_on_one_page_is_not_lost_with_the_others() {
    let first = page(&[account("a1"), "null".to_owned()], NEXT);
    let last = page(&[r#"{"code":501}"#.to_owned(), account("a2")], "");
    let client = Scripted::new([(206, first.1), last]).client();
    let all = client.accounts_info("mikomo").send_all().await.unwrap();
    assert!(all.is_partial());
    let unread = all.unread_items();
    let places: Vec<_> = unread.iter().map(|found| found.path()).collect();
    assert_eq!(places, ["$.accounts[1]", "$.accounts[2]"]);
    assert_eq!(
        akoya::model::to_string(&all.body),
        page(
            &[
                account("a1"),
                "null".to_owned(),
                r#"{"code":501}"#.to_owned(),
                account("a2")
            ],
            ""
        )
        .1
    );
}

#[tokio::test]
async fn pages_without_an_end_are_an_error_after_those_that_came() {
    let myself = r#","links":{"next":{"href":"/balances/v3/mikomo"}}"#;
    for (pages, given) in [
        (vec![page(&[account("a1")], myself)], 1),
        (vec![page(&[account("a1")], NEXT); 2], 1),
        (vec![page(&[account("a1")], r#","hasMore":true"#)], 1),
        (
            vec![page(&[account("a1")], r#","page":{"nextOffset":"1"}"#); 2],
            1,
        ),
    ] {
        let client = Scripted::new(pages.clone()).client();
        let error = client.balances("mikomo").send_all().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{pages:?}");
        let client = Scripted::new(pages.clone()).client();
        let mut by_page = client.balances("mikomo").by_page().unwrap();
        let mut count = 0;
        while let Some(Ok(page)) = by_page.next().await {
            assert_eq!(page.remarks, [], "{pages:?}");
            count += 1;
        }
        assert_eq!(count, given, "{pages:?}");
    }
}

#[tokio::test]
async fn list_that_is_shorter_than_announced_over_all_pages_says_so() {
    let total = r#","page":{"totalElements":3}"#;
    let first = page(&[account("a1")], &format!("{NEXT}{total}"));
    let pages = [first, page(&[account("a2")], total)];
    let client = Scripted::new(pages).client();
    let all = client.investments("mikomo").send_all().await.unwrap();
    let (sent, announced) = (2, 3);
    assert_eq!(all.remarks, [Remark::Shortfall { sent, announced }]);
}
