//! A list is a list: what is not one is never reported as empty.

use akoya::oauth::Recovery;
use akoya::{Client, Error, ErrorKind, Remark};

use crate::scripted::{Scripted, ScriptedResponse};

fn client(status: u16, body: &str) -> Client {
    Scripted::new([(status, body.to_owned())]).client()
}

async fn accounts(status: u16, body: &str) -> Result<(usize, Vec<Remark>), Error> {
    let call = client(status, body).accounts_info("mikomo");
    let response = call.retry(akoya::RetryPolicy::off()).send().await?;
    let accounts = response.accounts.as_ref().map_or(0, Vec::len);
    Ok((accounts, response.remarks))
}

async fn transactions(status: u16, body: &str) -> Result<usize, Error> {
    let call = client(status, body).transactions("mikomo", "a1");
    let response = call.retry(akoya::RetryPolicy::off()).send().await?;
    Ok(response.into_items().len())
}

#[tokio::test]
async fn something_else_in_place_of_a_list_is_an_error_that_says_what_came() {
    for (body, says) in [
        ("{}", "no list `accounts`"),
        (
            r#"{"accounts":{"depositAccount":{"accountId":"a1"}}}"#,
            "no list `accounts`",
        ),
        (r#"{"accounts":"none"}"#, "no list `accounts`"),
        (r#"{"accounts":null}"#, "no list `accounts`"),
        (
            r#"{"code":501,"message":"System temporarily unavailable"}"#,
            "System temporarily unavailable",
        ),
        (r#"{"errors":["Try later"],"accounts":[]}"#, "Try later"),
        (r#"{"error":{"code":705,"message":"Gone"}}"#, "code 705"),
    ] {
        let error = accounts(200, body).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{body}");
        assert!(error.to_string().contains(says), "{error}");
    }
    let fault = r#"{"Fault":{"faultstring":"Rate limit quota violation"}}"#;
    let error = transactions(200, fault).await.unwrap_err();
    assert!(
        error.to_string().contains("Rate limit quota violation"),
        "{error}"
    );
}

#[tokio::test]
async fn an_error_in_place_of_a_document_without_a_list_is_an_error() {
    let busy = r#"{"code":501,"message":"busy","timestamp":"2026-01-31T12:00:00Z"}"#;
    let error = client(200, busy)
        .current_customer("mikomo")
        .retry(akoya::RetryPolicy::off())
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.recovery(), Recovery::Retry { after: None });
    assert!(error.to_string().contains("busy"), "{error}");
}

#[tokio::test]
async fn an_error_inside_of_a_document_is_one_in_its_place_if_there_is_nothing_else() {
    let customer = async |body| {
        let client = client(200, body);
        let call = client.current_customer("mikomo");
        call.retry(akoya::RetryPolicy::off()).send().await
    };
    for alone in [
        r#"{"customer":{"error":{"code":501,"message":"busy"}}}"#,
        r#"{"customer":{"code":501,"message":"busy"}}"#,
    ] {
        let error = customer(alone).await.unwrap_err();
        assert!(error.to_string().contains("busy"), "{alone}: {error}");
        assert_eq!(error.recovery(), Recovery::Retry { after: None }, "{alone}");
    }
    for data in [
        r#"{"customer":{"customerId":"c1"},"message":"welcome"}"#,
        r#"{"customer":{"customerId":"c1","error":{"code":501,"message":"busy"}}}"#,
    ] {
        assert!(customer(data).await.is_ok(), "{data}");
    }
}

#[tokio::test]
async fn error_that_passes_is_a_matter_of_trying_again_whatever_its_status() {
    let error = accounts(200, r#"{"code":501,"message":"m"}"#)
        .await
        .unwrap_err();
    assert_eq!(error.recovery(), Recovery::Retry { after: None });
    assert_eq!(error.api().map(|api| api.status), Some(200));
}

#[tokio::test]
async fn an_empty_list_is_read_from_all_four_ways_to_say_nothing() {
    for (status, body) in [
        (200, r#"{"accounts":[],"transactions":[]}"#),
        (204, ""),
        (404, r#"{"code":1107,"message":"Data not found"}"#),
        (404, r#"{"error":{"code":"1108"}}"#),
    ] {
        assert_eq!(accounts(status, body).await.unwrap(), (0, vec![]), "{body}");
        assert_eq!(transactions(status, body).await.unwrap(), 0, "{body}");
    }
    for (status, body) in [(404, r#"{"code":701}"#), (400, r#"{"code":1107}"#)] {
        assert_eq!(
            transactions(status, body).await.unwrap_err().kind(),
            ErrorKind::Api
        );
    }
}

#[tokio::test]
async fn an_error_that_says_nothing_to_list_stays_one_where_that_is_asked_for() {
    for body in [r#"{"code":1107}"#, r#"{"code":704}"#] {
        let call = client(404, body).transactions("p", "a").no_data_as_error();
        let error = call.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api, "{body}");
        let call = client(404, body).transactions("p", "a").no_data_as_error();
        let error = call.by_page().unwrap().next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api, "{body}");
    }
    let call = client(204, "").transactions("p", "a").no_data_as_error();
    assert!(call.send().await.is_ok(), "no content is no error");
}

#[tokio::test]
async fn null_in_place_of_a_list_says_nothing_of_the_customer_in_any_operation() {
    let body = r#"{"accounts":null,"transactions":null,"statements":null,"paymentNetworks":null,"holding":{"taxLots":null}}"#;
    let client = || client(200, body);
    let all = [
        client().accounts_info("p").send().await.map(drop),
        client().balances("p").send().await.map(drop),
        client().investments("p").send().await.map(drop),
        client().transactions("p", "a").send().await.map(drop),
        client().statements("p", "a").send().await.map(drop),
        client().tax_forms("p").send().await.map(drop),
        client().payment_networks("p", "a").send().await.map(drop),
        client().tax_lots("p", "a", "h").send().await.map(drop),
    ];
    for result in all {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
        assert!(error.to_string().contains("has no list"), "{error}");
    }
}

#[tokio::test]
async fn pages_of_a_list_that_has_none_are_remarked() {
    let account = r#"{"depositAccount":{"accountId":"a1"}}"#;
    for more in [
        r#""links":{"next":{"href":"/p2"}}"#,
        r#""links":[{"rel":"next","href":"/p2"}]"#,
        r#""next":"/p2""#,
        r#""_links":{"next":"/p2"}"#,
        r#""hasMore":true"#,
        r#""page":{"nextOffset":"1"}"#,
        r#""page":{"nextOffset":1,"totalElements":2}"#,
    ] {
        let body = format!(r#"{{"accounts":[{account}],{more}}}"#);
        let remarks = accounts(200, &body).await.unwrap().1;
        assert_eq!(remarks, [Remark::MorePages], "{more}");
        let balances = client(200, &body).balances("mikomo").send().await.unwrap();
        assert_eq!(balances.remarks, [Remark::MorePages], "{more}");
        let investments = client(200, &body).investments("mikomo").send().await;
        assert_eq!(investments.unwrap().remarks, [Remark::MorePages], "{more}");
        let forms = client(200, &body.replace("accounts", "statements"));
        let forms = forms.tax_forms("mikomo").send().await.unwrap();
        assert_eq!(forms.remarks, [Remark::MorePages], "{more}");
        let networks = client(200, &body.replace("accounts", "paymentNetworks"));
        let networks = networks.payment_networks("mikomo", "a1").send().await;
        assert_eq!(networks.unwrap().remarks, [Remark::MorePages], "{more}");
    }
    let link = r#""links":{"next":{"href":"/p2"}}"#;
    let holders = client(
        200,
        &format!(r#"{{"holders":[{{"customerId":"c"}}],{link}}}"#),
    );
    let holders = holders.account_contact("mikomo", "a1").send().await;
    assert_eq!(holders.unwrap().remarks, [Remark::MorePages]);
    let form = client(200, &format!(r#"{{"forms":[{{"taxW2":{{}}}}],{link}}}"#));
    let form = form.tax_form("mikomo", "t1").send().await.unwrap();
    assert_eq!(form.remarks, [Remark::MorePages]);
    for none in [
        r#""links":{"self":{"href":"/p1"}}"#,
        r#""page":{"nextOffset":"1","totalElements":1}"#,
        r#""page":{"totalElements":1}"#,
        r#""hasMore":false"#,
    ] {
        let body = format!(r#"{{"accounts":[{account}],{none}}}"#);
        assert_eq!(accounts(200, &body).await.unwrap(), (1, vec![]), "{none}");
    }
}

#[tokio::test]
async fn list_that_is_shorter_than_announced_is_remarked() {
    let account = r#"{"depositAccount":{"accountId":"a1"}}"#;
    for more in [
        r#""page":{"totalElements":3}"#,
        r#""page":{"totalElements":"3"}"#,
        r#""totalElements":3"#,
    ] {
        let body = format!(r#"{{"accounts":[{account},{account}],{more}}}"#);
        let (sent, announced) = (2, 3);
        let expected = vec![Remark::Shortfall { sent, announced }];
        assert_eq!(accounts(200, &body).await.unwrap(), (2, expected), "{more}");
    }
    for enough in [r#""page":{"totalElements":1}"#, r#""totalElements":"many""#] {
        let body = format!(r#"{{"accounts":[{account}],{enough}}}"#);
        assert_eq!(accounts(200, &body).await.unwrap(), (1, vec![]), "{enough}");
    }
}

#[tokio::test]
async fn error_beside_a_list_is_remarked() {
    let body = r#"{"accounts":[{"depositAccount":{"accountId":"a1"}}],"errors":["Connection may need attention"]}"#;
    let (count, remarks) = accounts(200, body).await.unwrap();
    assert_eq!((count, remarks.len()), (1, 1));
    assert!(remarks[0].is_incomplete());
    assert!(
        remarks[0]
            .to_string()
            .ends_with("Connection may need attention"),
        "{}",
        remarks[0]
    );
}

#[tokio::test]
async fn list_that_says_that_it_is_not_whole_is_incomplete_and_never_empty() {
    for beside in [
        r#""warnings":["Some accounts could not be retrieved"]"#,
        r#""status":"PARTIAL""#,
        r#""meta":{"isComplete":false}"#,
    ] {
        let one = format!(r#"{{"accounts":[{{"depositAccount":{{"accountId":"a1"}}}}],{beside}}}"#);
        let (count, remarks) = accounts(200, &one).await.unwrap();
        assert_eq!((count, remarks.len()), (1, 1), "{beside}");
        assert!(remarks[0].is_incomplete(), "{beside}");
        let none = format!(r#"{{"accounts":[],"transactions":[],{beside}}}"#);
        let error = accounts(200, &none).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{beside}");
        assert!(transactions(200, &none).await.is_err(), "{beside}");
        let form = format!(r#"{{"forms":[{{"taxW2":{{}}}}],{beside}}}"#);
        let form = client(200, &form).tax_form("mikomo", "t1").send().await;
        let remarks = form.unwrap().remarks;
        assert_eq!(remarks.len(), 1, "{beside}");
        assert!(remarks[0].is_incomplete(), "{beside}");
    }
    let well = r#"{"accounts":[],"code":0,"message":"Success","status":"COMPLETE"}"#;
    assert_eq!(accounts(200, well).await.unwrap(), (0, vec![]));
    let link = r#"{"accounts":[],"status":"PARTIAL","next":"/p2"}"#;
    assert_eq!(accounts(200, link).await.unwrap().1.len(), 2);
}

#[tokio::test]
async fn more_pages_of_a_list_without_pages_are_remarked() {
    let body =
        r#"{"accounts":[{"depositAccount":{"accountId":"a1"}}],"links":{"next":{"href":"/p2"}}}"#;
    assert_eq!(
        accounts(200, body).await.unwrap(),
        (1, vec![Remark::MorePages])
    );
}

#[tokio::test]
async fn byte_that_is_not_utf_8_costs_one_character() {
    let mut body =
        br#"{"transactions":[{"depositTransaction":{"transactionId":"1","description":"it's"}}]}"#
            .to_vec();
    let quote = body.iter().position(|byte| *byte == b'\'').unwrap();
    body[quote] = 0x92;
    let call = Scripted::new([(200, body)])
        .client()
        .transactions("mikomo", "a1");
    let response = call.send().await.unwrap();
    assert_eq!(response.remarks, [Remark::BrokenText]);
    assert_eq!(response.into_items()[0].description(), Some("it\u{fffd}s"));
}

#[tokio::test]
async fn encoding_that_the_response_names_is_read() {
    let body =
        b"{\"accounts\":[{\"depositAccount\":{\"accountId\":\"1\",\"nickname\":\"Caf\xe9\"}}]}";
    let labelled = |status, body: &[u8]| {
        let response = ScriptedResponse::from((status, body));
        response.header("content-type", "application/json; charset=ISO-8859-1")
    };
    let error = b"{\"code\":701,\"message\":\"d\xe9j\xe0\"}";
    let http = Scripted::new([labelled(200, body), labelled(404, error)]);
    let client = http.client();
    let response = client.balances("mikomo").send().await.unwrap();
    assert_eq!(response.remarks, []);
    let account = &response.accounts.as_ref().unwrap()[0];
    assert_eq!(account.nickname(), Some("Caf\u{e9}"));
    let error = client.balances("mikomo").send().await.unwrap_err();
    assert_eq!(error.api().unwrap().message(), Some("d\u{e9}j\u{e0}"));
}

#[tokio::test]
async fn what_cannot_be_read_is_reported_with_its_place() {
    let body =
        r#"{"transactions":[{"depositTransaction":{"amount":"1,234.50"}},7,{"newKind":{}}]}"#;
    let response = client(200, body)
        .transactions("mikomo", "a1")
        .send()
        .await
        .unwrap();
    let places: Vec<_> = response
        .unread()
        .iter()
        .map(|found| found.path().to_owned())
        .collect();
    assert_eq!(
        places,
        [
            "$.transactions[0].depositTransaction.amount",
            "$.transactions[1]",
            "$.transactions[2]"
        ]
    );
}

#[tokio::test]
async fn item_that_cannot_be_read_makes_a_list_incomplete() {
    let body = r#"{"transactions":[{"depositTransaction":{"amount":"1,234.50"}},null,{"code":501},{"x":1},
        {"newTransaction":{"amount":1}},{"loanTransaction":{"amount":1},"locTransaction":{"amount":2}}]}"#;
    let call = client(200, body).transactions("mikomo", "a1");
    let response = call.send().await.unwrap();
    let found = response.unread_items();
    let places: Vec<_> = found.iter().map(|found| found.path()).collect();
    assert_eq!(
        places,
        [
            "$.transactions[1]",
            "$.transactions[2]",
            "$.transactions[3]",
            "$.transactions[5].locTransaction"
        ]
    );
    let body = r#"{"holders":[null,{"name":{"first":"Ann"}}],"emails":[null]}"#;
    let call = client(200, body).account_contact("mikomo", "a1");
    let found = call.send().await.unwrap().unread_items();
    assert_eq!(
        found.iter().map(|found| found.path()).collect::<Vec<_>>(),
        ["$.holders[0]"]
    );
    let body = r#"{"forms":[{"taxW2":"x"},{"tax1099Div":{"ordinaryDividends":"many"}},{"tax1099Int":null}]}"#;
    let call = client(200, body).tax_form("mikomo", "t1");
    let found = call.send().await.unwrap().unread_items();
    assert_eq!(
        found.iter().map(|found| found.path()).collect::<Vec<_>>(),
        ["$.forms[0].taxW2"]
    );
}

#[tokio::test]
async fn statement_that_is_being_made_is_asked_for_again() {
    let body = r#"{"code":400,"message":"Statement is being processed"}"#;
    let error = client(400, body)
        .statement("mikomo", "a1", "s1")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.recovery(), Recovery::Retry { after: None });
    assert!(error.to_string().contains("not ready yet"), "{error}");
}
