//! Statements and tax forms as files.

use std::process::Stdio;

use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};

use crate::akoya::Akoya;

const ACCOUNT: &str = "89056dcc-86b3-2512-7fb4-960755e198ae";

fn statement(akoya: &Akoya) -> String {
    akoya.json(&["statements", "--account", ACCOUNT])[0]["statementId"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_saved_and_replaces_an_existing_file() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let file = akoya.write("documents/statement.pdf", "old");
    let id = statement(&akoya);
    let save = [
        "statement",
        "--account",
        ACCOUNT,
        "--statement",
        &id,
        "--output",
        file.to_str().unwrap(),
    ];
    let said = akoya.ok(&save);
    let bytes = std::fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(bytes.trim_ascii_end().ends_with(b"%%EOF"));
    assert!(
        said.starts_with(&format!(
            "Saved {} bytes of application/pdf to ",
            bytes.len()
        )),
        "{said}"
    );
    assert_eq!(
        std::fs::read_dir(file.parent().unwrap()).unwrap().count(),
        1
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let told = akoya.json(&save);
    assert_eq!(
        (&told["bytes"], &told["content_type"]),
        (&bytes.len().into(), &"application/pdf".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_goes_to_the_standard_output_as_it_is() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let file = akoya.path("form.pdf");
    akoya.ok(&["tax-form", "w2-2025", "--output", file.to_str().unwrap()]);
    let mut command = akoya.command(&["tax-form", "w2-2025", "--output", "-"]);
    let output = command.stdout(Stdio::piped()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    assert_eq!(output.stdout, std::fs::read(&file).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_truncated_document_leaves_the_old_file_and_nothing_else() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let file = akoya.write("documents/statement.pdf", "old");
    let id = statement(&akoya);
    sandbox.add_fault(Fault::new(Effect::CutResponse { after_bytes: 1000 }).times(20));
    let save = [
        "statement",
        "--account",
        ACCOUNT,
        "--statement",
        &id,
        "--output",
        file.to_str().unwrap(),
    ];
    let run = akoya.run(&save);
    assert_eq!((run.code, run.out.as_str()), (6, ""), "{run:?}");
    assert_eq!(std::fs::read(&file).unwrap(), b"old");
    assert_eq!(
        std::fs::read_dir(file.parent().unwrap()).unwrap().count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_in_place_of_a_document_is_reported_and_leaves_no_file() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let id = statement(&akoya);
    for kind in [RequestKind::Statements, RequestKind::Tax] {
        let effect = Effect::ReplaceResponse {
            status: Some(200),
            content_type: Some("application/pdf".to_owned()),
            body: Some(r#"{"code":701,"message":"No longer kept"}"#.to_owned()),
        };
        sandbox.add_fault(Fault::new(effect).on(kind));
    }
    let file = akoya.path("document.pdf");
    let output = ["--output", file.to_str().unwrap()];
    for command in [
        &["statement", "--account", ACCOUNT, &id][..],
        &["tax-form", "w2-2025"],
    ] {
        let run = akoya.run(&[command, &output].concat());
        assert_eq!((run.code, run.out.as_str()), (5, ""), "{run:?}");
        assert!(run.err.contains("No longer kept"), "{run:?}");
        assert!(!file.exists(), "{command:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_output_that_cannot_be_written_is_refused_before_anything_is_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let before = sandbox.counters();
    for (output, code) in [("no-such-directory/a.pdf", 8), ("/", 2), ("..", 2)] {
        assert_eq!(
            akoya.run(&["tax-form", "w2-2025", "--output", output]).code,
            code,
            "{output}"
        );
    }
    assert_eq!(sandbox.counters(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_are_not_a_list_are_shown_as_they_came() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let body = r#"{"statements":[{"taxStatementId":"t1","taxYear":2024,"forms":"W-2 and 1099"}]}"#;
    let effect = Effect::ReplaceResponse {
        status: Some(200),
        content_type: None,
        body: Some(body.to_owned()),
    };
    sandbox.add_fault(Fault::new(effect).on(RequestKind::Tax));
    let run = akoya.run(&["tax-forms"]);
    assert!(run.out.contains("W-2 and 1099"), "{run:?}");
    assert_eq!(run.code, 5, "{run:?}");
}
