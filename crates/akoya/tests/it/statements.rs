//! Statements as files.

use std::time::Duration;

use akoya::{ErrorKind, RetryPolicy};

use crate::scripted::{Scripted, ScriptedResponse};

fn pdf() -> ScriptedResponse {
    ScriptedResponse::from((200, PDF))
        .header("content-type", "application/pdf")
        .header("x-akoya-interaction-id", "i-1")
}

const PDF: &[u8] = b"%PDF-1.7\n\xff\xfe\x00\xd8 not text";

fn redirect(location: &str) -> ScriptedResponse {
    ScriptedResponse::from((302, "")).header("location", location)
}

#[tokio::test]
async fn the_bytes_arrive_as_they_are() {
    let http = Scripted::new([pdf()]);
    let document = http
        .client()
        .statement("mikomo", "a/1", "s 1")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            document.content_type(),
            document.interaction_id().as_deref()
        ),
        (Some("application/pdf"), Some("i-1"))
    );
    assert_eq!(document.bytes().await.unwrap(), PDF);
    assert_eq!(
        http.targets(),
        ["https://api.example/statements/v2/mikomo/a%2F1/s%201"]
    );
    assert_eq!(http.headers("accept"), [Some("application/pdf".to_owned())]);
}

#[tokio::test]
async fn a_redirect_on_the_apis_own_host_keeps_the_bearer() {
    let http = Scripted::new([redirect("/files/1?sig=x"), pdf()]);
    let document = http
        .client()
        .statement("mikomo", "a", "s")
        .send()
        .await
        .unwrap();
    assert_eq!(document.bytes().await.unwrap(), PDF);
    assert_eq!(http.targets()[1], "https://api.example/files/1?sig=x");
    assert!(http.headers("authorization").iter().all(Option::is_some));
}

#[tokio::test]
async fn a_redirect_to_an_allowed_host_goes_without_the_bearer_and_others_are_not_followed() {
    let http = Scripted::new([
        redirect("https://files.example/1"),
        redirect("https://files.example/2"),
        pdf(),
    ]);
    let client = http
        .client()
        .clone_with(|b| b.download_host("files.example"))
        .unwrap();
    client
        .statement("mikomo", "a", "s")
        .header("x-akoya-last-access", "now")
        .send()
        .await
        .unwrap();
    assert_eq!(
        http.headers("authorization")
            .iter()
            .map(Option::is_some)
            .collect::<Vec<_>>(),
        [true, false, false]
    );
    assert_eq!(
        http.headers("x-akoya-last-access")
            .iter()
            .filter(|header| header.is_some())
            .count(),
        1
    );

    for location in [
        "https://evil.example/1",
        "http://files.example/1",
        "//evil.example",
        "https://u@files.example/",
        "https://api.example:1/",
    ] {
        let http = Scripted::new([redirect(location), pdf()]);
        let client = http
            .client()
            .clone_with(|b| b.download_host("files.example"))
            .unwrap();
        let error = client
            .statement("mikomo", "a", "s")
            .send()
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), http.targets().len()),
            (ErrorKind::UnexpectedResponse, 1),
            "{location}"
        );
    }
}

#[tokio::test]
async fn redirects_come_to_an_end() {
    let http = Scripted::new(vec![redirect("/again"); 9]);
    let error = http
        .client()
        .statement("mikomo", "a", "s")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), http.targets().len()),
        (ErrorKind::UnexpectedResponse, 4)
    );
}

#[tokio::test]
async fn errors_html_and_too_large_documents_are_errors() {
    let http = Scripted::new([ScriptedResponse::from((
        400,
        r#"{"code":400,"message":"statement is being processed"}"#,
    ))]);
    let error = http
        .client()
        .statement("mikomo", "a", "s")
        .send()
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(400)));
    let http =
        Scripted::new([ScriptedResponse::from((200, "<html>"))
            .header("content-type", "text/html; charset=utf-8")]);
    let error = http
        .client()
        .statement("mikomo", "a", "s")
        .retry(RetryPolicy::off())
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    let document = Scripted::new([pdf()])
        .client()
        .statement("mikomo", "a", "s")
        .send()
        .await
        .unwrap();
    assert_eq!(
        document.limit(10).bytes().await.unwrap_err().kind(),
        ErrorKind::UnexpectedResponse
    );
}

#[tokio::test]
async fn what_comes_in_place_of_a_file_is_an_error_whatever_it_is_called() {
    for (status, media_type, body, says) in [
        (
            200,
            "application/json",
            r#"{"code":501,"message":"busy"}"#,
            "code 501",
        ),
        (
            200,
            "application/pdf",
            r#" {"error":{"code":"701","message":"no"}}"#,
            "code 701",
        ),
        (
            200,
            "application/pdf",
            r#"{"Fault":{"faultstring":"Quota exceeded"}}"#,
            "Quota exceeded",
        ),
        (
            200,
            "application/problem+json",
            r#"{"detail":"Gone"}"#,
            "Gone",
        ),
        (
            200,
            "application/octet-stream",
            r#"{"pdf":"JVBERi0="}"#,
            "JSON document",
        ),
        (200, "application/json", "[]", "JSON document"),
        (
            200,
            "application/pdf",
            "<?xml version=\"1.0\"?><error/>",
            "is text",
        ),
        (200, "text/plain", "Not available", "is text"),
        (200, "application/pdf", "", "empty (HTTP 200)"),
        (204, "application/pdf", "", "empty (HTTP 204)"),
    ] {
        let response = ScriptedResponse::from((status, body)).header("content-type", media_type);
        let client = Scripted::new([response]).client();
        let error = client
            .statement("mikomo", "a", "s")
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{body}");
        assert!(error.to_string().contains(says), "{body}: {error}");
    }
    let busy = Scripted::new([(200, r#"{"code":501,"message":"busy"}"#)]).client();
    let call = busy.tax_form("mikomo", "t").as_pdf();
    assert!(call.send().await.unwrap_err().is_transient());
}

#[tokio::test]
async fn a_file_is_taken_whatever_it_is_called() {
    for (media_type, bytes) in [
        ("application/json", PDF),
        ("application/octet-stream", &b"\n\n%PDF-1.4 only text"[..]),
        ("image/gif", b"GIF89a\x01\x00"),
    ] {
        let response = ScriptedResponse::from((200, bytes)).header("content-type", media_type);
        let client = Scripted::new([response]).client();
        let document = client.statement("mikomo", "a", "s").send().await.unwrap();
        assert_eq!(document.bytes().await.unwrap(), bytes, "{media_type}");
    }
}

#[tokio::test]
async fn what_is_left_of_a_file_is_not_taken_for_it() {
    let begun = async || {
        let client = Scripted::new([pdf()]).client();
        let document = client.statement("mikomo", "a", "s").send().await;
        let mut document = document.unwrap();
        assert!(document.chunk().await.unwrap().is_some());
        document
    };
    let name = format!("akoya-statement-rest-{}.pdf", std::process::id());
    let path = std::env::temp_dir().join(name);
    let saved = begun().await.save_to(&path).await;
    assert_eq!(saved.unwrap_err().kind(), ErrorKind::InvalidInput);
    assert!(!path.exists());
    let read = begun().await.bytes().await;
    assert_eq!(read.unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_file_is_there_whole_or_not_at_all() {
    let folder = std::env::temp_dir().join(format!("akoya-statement-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("statement.pdf");
    let document = async || {
        Scripted::new([pdf()])
            .client()
            .statement("mikomo", "a", "s")
            .send()
            .await
            .unwrap()
    };
    let files = || std::fs::read_dir(&folder).unwrap().count();

    assert!(document().await.limit(10).save_to(&path).await.is_err());
    assert_eq!(files(), 0);
    assert_eq!(
        document().await.save_to(&path).await.unwrap(),
        PDF.len() as u64
    );
    assert_eq!(std::fs::read(&path).unwrap(), PDF);
    assert!(document().await.limit(10).save_to(&path).await.is_err());
    assert_eq!(
        (std::fs::read(&path).unwrap().as_slice(), files()),
        (PDF, 1),
        "the file of before is untouched"
    );
    let error = document()
        .await
        .save_to(folder.join("no/such/folder.pdf"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    std::fs::remove_dir_all(folder).unwrap();
}

/// In a directory that others can write, names that can be foreseen are taken by links and files of theirs.
#[cfg(unix)]
#[tokio::test]
async fn a_file_that_another_user_planted_does_not_choose_where_a_document_goes() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let [path, victim] = ["statement.pdf", "victim"].map(|name| folder.path().join(name));
    std::fs::write(&victim, "mine").unwrap();
    std::os::unix::fs::symlink(&victim, &path).unwrap();
    let part = format!("statement.pdf.{}.part", std::process::id());
    std::os::unix::fs::symlink(&victim, folder.path().join(part)).unwrap();
    let client = Scripted::new([pdf()]).client();
    let document = client.statement("mikomo", "a", "s").send().await.unwrap();
    document.save_to(&path).await.unwrap();
    assert_eq!(std::fs::read(&victim).unwrap(), b"mine");
    let metadata = std::fs::symlink_metadata(&path).unwrap();
    assert!(metadata.is_file());
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_file_may_take_as_long_as_it_likes() {
    let http = Scripted::new([pdf()]);
    let call = http.client().statement("mikomo", "a/1", "s 1");
    let document = call.timeout(Duration::MAX).send().await.unwrap();
    assert_eq!(document.bytes().await.unwrap(), PDF);
}
