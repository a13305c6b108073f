//! Links between pages, as odd as providers make them.

use akoya::{Cursor, DayRange, ErrorKind, Remark};

use crate::scripted::Scripted;

fn page(items: &[&str], next: Option<&str>) -> (u16, String) {
    let items: Vec<_> = items
        .iter()
        .map(|id| format!(r#"{{"depositTransaction":{{"transactionId":"{id}"}}}}"#))
        .collect();
    let links = next.map_or(String::new(), |href| {
        format!(r#""links":{{"next":{{"href":"{href}"}}}},"#)
    });
    (
        200,
        format!(r#"{{{links}"transactions":[{}]}}"#, items.join(",")),
    )
}

async fn read(
    responses: impl IntoIterator<Item = (u16, String)>,
) -> (Vec<Result<String, ErrorKind>>, Vec<String>) {
    let http = Scripted::new(responses);
    let mut items = http
        .client()
        .transactions("mikomo", "a/1")
        .by_item()
        .unwrap();
    let mut read = Vec::new();
    while let Some(item) = items.next().await {
        let failed = item.is_err();
        read.push(
            item.map(|item| item.transaction_id().unwrap().to_owned())
                .map_err(|error| error.kind()),
        );
        if failed {
            break;
        }
    }
    (read, http.targets())
}

fn ids(ids: &[&str]) -> Vec<Result<String, ErrorKind>> {
    ids.iter().map(|id| Ok((*id).to_owned())).collect()
}

#[tokio::test]
async fn the_link_is_followed_to_the_letter() {
    let href = "/transactions/v3/mikomo/a%2F1?tag=1&tag=2&blank=&offset=MTA%3D&startTime=2019-02-26T00:00:00Z";
    let (read, targets) = read([page(&["1"], Some(href)), page(&["2"], None)]).await;
    assert_eq!(read, ids(&["1", "2"]));
    assert_eq!(
        targets,
        [
            "https://api.example/transactions/v3/mikomo/a%2F1".to_owned(),
            format!("https://api.example{href}")
        ]
    );
}

#[tokio::test]
async fn relative_and_absolute_links_of_the_same_origin_are_followed() {
    for (href, target) in [
        (
            "https://api.example/x?offset=2",
            "https://api.example/x?offset=2",
        ),
        (
            "?offset=2",
            "https://api.example/transactions/v3/mikomo/a%2F1?offset=2",
        ),
        (
            "b?offset=2",
            "https://api.example/transactions/v3/mikomo/b?offset=2",
        ),
        // What may not be in a URL as it is.
        (
            "/x/{2}?q={a}<>",
            "https://api.example/x/%7B2%7D?q={a}%3C%3E",
        ),
    ] {
        let (read, targets) = read([page(&["1"], Some(href)), page(&["2"], None)]).await;
        assert_eq!((read, targets[1].as_str()), (ids(&["1", "2"]), target));
    }
}

#[tokio::test]
async fn a_link_to_another_host_is_never_followed() {
    for href in [
        "https://evil.example/x",
        "//evil.example/x",
        "http://api.example/x",
        "https://api.example:444/x",
        "https://api.example@evil.example/x",
        "https://u:p@api.example/x",
        "javascript:alert(1)",
        "/\\\\evil.example/x",
    ] {
        let (read, targets) = read([page(&["1"], Some(href)), page(&["2"], None)]).await;
        assert!(
            targets
                .iter()
                .all(|target| target.starts_with("https://api.example/")),
            "{href}: {targets:?}"
        );
        let ended = [Ok("1".to_owned()), Err(ErrorKind::UnexpectedResponse)];
        assert!(read == ended || targets.len() == 2, "{href}: {read:?}");
    }
}

#[tokio::test]
async fn empty_pages_continue() {
    let (read, _) = read([
        page(&[], Some("/p2")),
        (200, r#"{"links":{"next":{"href":"/p3"}}}"#.to_owned()),
        page(&["1"], None),
    ])
    .await;
    assert_eq!(read, ids(&["1"]));
}

#[tokio::test]
async fn page_in_hand_is_given_before_what_ends_the_list() {
    let myself = "/transactions/v3/mikomo/a%2F1";
    let (read_all, targets) = read([page(&["1"], Some(myself)), page(&["1"], Some(myself))]).await;
    assert_eq!((read_all, targets.len()), (ended_after(&["1"]), 1));

    let (read_all, targets) = read([
        page(&["1"], Some("/a")),
        page(&["2"], Some("/b")),
        page(&["3"], Some("/a")),
    ])
    .await;
    assert_eq!(
        (read_all, targets.len()),
        (ended_after(&["1", "2", "3"]), 3)
    );

    for links in [
        r#""links":{"next":{"page":2}}"#,
        r#""links":["next","/p2"]"#,
        r#""nextPage":2"#,
        r#""hasMore":true"#,
    ] {
        let body = page(&["1"], None)
            .1
            .replacen('{', &format!("{{{links},"), 1);
        let (read, _) = read([(200, body)]).await;
        assert_eq!(read, ended_after(&["1"]), "{links}");
    }
}

#[tokio::test]
async fn link_is_followed_in_every_form_that_is_clear() {
    for (links, target) in [
        (r#""links":{"next":"/p2"}"#, "https://api.example/p2"),
        (
            r#""links":[{"rel":"next","href":"/p2"}]"#,
            "https://api.example/p2",
        ),
        (r#""next":"/p2","links":{}"#, "https://api.example/p2"),
        (
            r#""page":{"nextOffset":"B 2","totalElements":2}"#,
            "https://api.example/transactions/v3/mikomo/a%2F1?offset=B+2",
        ),
        (
            r#""page":{"nextOffset":1}"#,
            "https://api.example/transactions/v3/mikomo/a%2F1?offset=1",
        ),
    ] {
        let body = page(&["1"], None)
            .1
            .replacen('{', &format!("{{{links},"), 1);
        let (read, targets) = read([(200, body), page(&["2"], None)]).await;
        assert_eq!((read, targets[1].as_str()), (ids(&["1", "2"]), target));
    }
}

#[tokio::test]
async fn offset_that_the_provider_ignores_ends_the_list_with_an_error() {
    let body = page(&["1"], None)
        .1
        .replacen('{', r#"{"page":{"nextOffset":"1"},"#, 1);
    let (read, _) = read([(200, body.clone()), (200, body)]).await;
    assert_eq!(read, ended_after(&["1"]));
}

#[tokio::test]
async fn offset_follows_the_settings_of_the_call() {
    let first = r#"{"page":{"nextOffset":"2"},"statements":[{"statementId":"s1"}]}"#;
    let last = r#"{"statements":[{"statementId":"s2"}]}"#;
    let http = Scripted::new([(200, first.to_owned()), (200, last.to_owned())]);
    let call = http.client().statements("mikomo", "a").limit(1).offset("0");
    let mut items = call.by_item().unwrap();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 2);
    assert!(
        http.targets()[1].ends_with("/a?limit=1&offset=2"),
        "{:?}",
        http.targets()
    );
}

fn ended_after(given: &[&str]) -> Vec<Result<String, ErrorKind>> {
    let mut read = ids(given);
    read.push(Err(ErrorKind::UnexpectedResponse));
    read
}

#[tokio::test]
async fn list_that_says_how_long_it_is_ends_when_all_of_it_came() {
    let body =
        page(&["1"], None)
            .1
            .replacen('{', r#"{"page":{"nextOffset":"1","totalElements":1},"#, 1);
    assert_eq!(read([(200, body)]).await.0, ids(&["1"]));
}

#[tokio::test]
async fn list_that_ends_before_it_is_as_long_as_announced_says_so() {
    let announced = |(status, body): (u16, String)| {
        let body = body.replacen('{', r#"{"page":{"totalElements":3},"#, 1);
        (status, body)
    };
    let pages = |last: &[&str]| [page(&["1"], Some("/p2")), page(last, None)].map(announced);
    let read = async |last: &[&str]| {
        let client = Scripted::new(pages(last)).client();
        let mut items = client.transactions("mikomo", "a1").by_item().unwrap();
        while let Some(item) = items.next().await {
            item.unwrap();
        }
        items.remarks()
    };
    let (sent, announced) = (2, 3);
    assert_eq!(read(&["2"]).await, [Remark::Shortfall { sent, announced }]);
    assert_eq!(read(&["2", "3"]).await, []);
}

#[tokio::test]
async fn a_list_that_never_ends_is_ended_with_an_error() {
    let next = |at: usize| format!("/p?offset={at}");
    // The offset grows, the transactions stay.
    let same = (0..1_000).map(|at| page(&["1"], Some(&next(at))));
    let (read_all, targets) = read(same).await;
    assert_eq!((read_all, targets.len()), (ended_after(&["1"]), 2));

    let in_turns = (0..1_000).map(|at| page(&[["1"], ["2"]][at % 2], Some(&next(at))));
    let (read_all, targets) = read(in_turns).await;
    assert_eq!((read_all, targets.len()), (ended_after(&["1", "2"]), 3));

    let shuffled = (0..1_000).map(|at| page(&[["1", "2"], ["2", "1"]][at % 2], Some(&next(at))));
    assert_eq!(read(shuffled).await.0, ended_after(&["1", "2"]));

    let empty = (0..1_000).map(|at| page(&[], Some(&next(at))));
    let (read_all, targets) = read(empty).await;
    assert_eq!((read_all, targets.len()), (ended_after(&[]), 100));
}

#[tokio::test]
async fn transaction_on_two_pages_comes_once() {
    let (read_all, _) = read([
        page(&["1", "2"], Some("/p2")),
        page(&["2", "3"], Some("/p3")),
        page(&["3"], None),
    ])
    .await;
    assert_eq!(read_all, ids(&["1", "2", "3"]));

    let pending = r#"{"depositTransaction":{"transactionId":"1","status":"PENDING","amount":5}}"#;
    let posted = pending.replace("PENDING", "POSTED");
    let body = format!(r#"{{"transactions":[{pending},{posted},{pending}]}}"#);
    assert_eq!(
        read([(200, body)]).await.0,
        ids(&["1", "1"]),
        "pending and posted are two entries"
    );
}

#[tokio::test]
async fn rows_that_share_a_placeholder_for_an_identifier_are_all_given() {
    for none in ["", "0", "00000000-0000-0000-0000-000000000000"] {
        let (read, _) = read([page(&[none, none, "1"], None)]).await;
        assert_eq!(read, ids(&[none, none, "1"]));
    }
}

#[tokio::test]
async fn page_is_as_it_was_sent_and_says_what_it_repeats() {
    let http = Scripted::new([page(&["1", "2"], Some("/p2")), page(&["2", "3"], None)]);
    let mut pages = http.client().transactions("mikomo", "a").by_page().unwrap();
    assert!(pages.next().await.unwrap().unwrap().remarks.is_empty());
    let second = pages.next().await.unwrap().unwrap();
    assert_eq!(second.remarks, [Remark::Repeated(1)]);
    assert_eq!(second.transactions.as_ref().unwrap().len(), 2);
    assert_eq!(second.into_items().len(), 1);
}

#[tokio::test]
async fn days_are_those_that_are_written() {
    let row = |time: &str| {
        format!(
            r#"{{"depositTransaction":{{"transactionId":"{time}","postedTimestamp":"{time}"}}}}"#
        )
    };
    let times = [
        "2023-01-31T23:30:00.000-0500",
        "2023-01-30T20:00:00.000-0500",
        "2023-02-01T01:00:00.000+0900",
        "2023-01-31",
        "soon",
    ];
    let body = format!(r#"{{"transactions":[{}]}}"#, times.map(row).join(","));
    let http = Scripted::new([(200, body)]);
    let day = DayRange::new("2023-01-31".parse().unwrap(), "2023-01-31".parse().unwrap()).unwrap();
    let call = http.client().transactions("mikomo", "a").days(day);
    let mut items = call.by_item().unwrap();
    let mut read = Vec::new();
    while let Some(item) = items.next().await {
        read.push(item.unwrap().transaction_id().unwrap().to_owned());
    }
    assert_eq!(read, [times[0], times[3], times[4]]);
    assert!(
        http.targets()[0]
            .ends_with("?startTime=2023-01-30T00%3A00%3A00Z&endTime=2023-02-02T00%3A00%3A00Z"),
        "{:?}",
        http.targets()
    );
}

#[tokio::test]
async fn after_an_error_the_same_page_is_asked_for_again() {
    let http = Scripted::new([
        page(&["1"], Some("/p2")),
        (400, r#"{"code":703}"#.to_owned()),
        page(&["2"], Some("/p3")),
        page(&["3"], None),
    ]);
    let client = http.client();
    let mut items = client.transactions("mikomo", "a").by_item().unwrap();
    assert_eq!(
        items.next().await.unwrap().unwrap().transaction_id(),
        Some("1")
    );
    assert_eq!(
        items.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Api
    );
    let cursor = items.cursor().unwrap().as_str().to_owned();
    assert_eq!(
        items.next().await.unwrap().unwrap().transaction_id(),
        Some("2")
    );

    // Another run continues where this one was.
    let cursor_of_page_3 = items.cursor().unwrap();
    let mut pages = client
        .transactions("mikomo", "a")
        .resume(&cursor_of_page_3)
        .unwrap();
    assert_eq!(
        pages
            .next()
            .await
            .unwrap()
            .unwrap()
            .transactions
            .as_ref()
            .unwrap()
            .len(),
        1
    );
    assert!(pages.next().await.is_none());
    assert_eq!(cursor, "https://api.example/p2");
    let elsewhere = client
        .transactions("mikomo", "a")
        .resume(&Cursor::new("https://evil.example/p2"));
    assert_eq!(elsewhere.unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn no_data_where_a_link_led_is_no_end_of_the_list() {
    for code in [1104, 1107, 1108] {
        let none = (404, format!(r#"{{"code":{code},"message":"No data"}}"#));
        let http = Scripted::new([page(&["1"], Some("/p2")), none, page(&["2"], None)]);
        let call = http.client().transactions("mikomo", "a");
        let mut items = call.by_item().unwrap();
        let first = items.next().await.unwrap().unwrap();
        assert_eq!(first.transaction_id(), Some("1"));
        let error = items.next().await.unwrap().unwrap_err();
        assert!(error.api().unwrap().is_no_data(), "{error}");
        assert!(error.is_of_one_account(), "{error}");
        // Where the page is there at the next attempt, nothing was lost.
        let second = items.next().await.unwrap().unwrap();
        assert_eq!(second.transaction_id(), Some("2"));
    }
}

#[tokio::test]
async fn list_that_is_read_item_by_item_says_what_is_missing() {
    let first = r#"{"transactions":[{"depositTransaction":{"transactionId":"1"}},null,{"code":501},{"newTransaction":{"amount":1}}],
        "links":{"next":{"href":"/p2"}},"errors":["Try later"]}"#;
    let second = r#"{"transactions":[{"depositTransaction":{"transactionId":"1"}},
        {"depositTransaction":{"transactionId":"2"},"loanTransaction":{"transactionId":"3"}}],"errors":["Try later"]}"#;
    let http = Scripted::new([(200, first.to_owned()), (200, second.to_owned())]);
    let call = http.client().transactions("mikomo", "a");
    let mut items = call.by_item().unwrap();
    assert_eq!(items.remarks(), []);
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 5, "what cannot be read is given as it came");
    let remarks = items.remarks();
    let Remark::Error(error) = &remarks[0] else {
        panic!("{remarks:?}")
    };
    assert_eq!(error.text().as_deref(), Some("Try later"));
    assert_eq!(remarks[1..], [Remark::UnreadItems(3), Remark::Repeated(1)]);
    assert!(remarks[1].is_incomplete());

    let whole = Scripted::new([page(&["1"], None)]);
    let mut items = whole.client().transactions("m", "a").by_item().unwrap();
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next().await.is_none());
    assert_eq!(items.remarks(), []);
}
