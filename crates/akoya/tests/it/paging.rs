//! Links between pages, as odd as providers make them.

use akoya::{Cursor, ErrorKind};

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
    answers: impl IntoIterator<Item = (u16, String)>,
) -> (Vec<Result<String, ErrorKind>>, Vec<String>) {
    let http = Scripted::new(answers);
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
    let href = "/transactions/v2/mikomo/a%2F1?tag=1&tag=2&blank=&offset=MTA%3D&startTime=2019-02-26T00:00:00Z";
    let (read, targets) = read([page(&["1"], Some(href)), page(&["2"], None)]).await;
    assert_eq!(read, ids(&["1", "2"]));
    assert_eq!(
        targets,
        [
            "https://api.example/transactions/v2/mikomo/a%2F1".to_owned(),
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
            "https://api.example/transactions/v2/mikomo/a%2F1?offset=2",
        ),
        (
            "b?offset=2",
            "https://api.example/transactions/v2/mikomo/b?offset=2",
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
        assert!(
            read == [Err(ErrorKind::UnexpectedResponse)] || targets.len() == 2,
            "{href}: {read:?}"
        );
    }
}

#[tokio::test]
async fn empty_pages_go_on_and_circles_end() {
    let (read_all, _) = read([
        page(&[], Some("/p2")),
        (200, r#"{"links":{"next":{"href":"/p3"}}}"#.to_owned()),
        page(&["1"], None),
    ])
    .await;
    assert_eq!(read_all, ids(&["1"]));
    let circle = "/transactions/v2/mikomo/a%2F1";
    let (read_all, targets) = read([page(&["1"], Some(circle)), page(&["1"], Some(circle))]).await;
    assert_eq!(
        (read_all, targets.len()),
        (vec![Err(ErrorKind::UnexpectedResponse)], 1)
    );
    let (_, targets) = read([
        page(&["1"], Some("/a")),
        page(&["2"], Some("/b")),
        page(&["3"], Some("/a")),
    ])
    .await;
    assert_eq!(targets.len(), 3);
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

    // Another run goes on where this one was.
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
