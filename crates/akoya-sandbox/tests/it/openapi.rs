//! The descriptions and the pages for people.

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::StatusCode;
use serde_json::Value;

use crate::customer::{builder, connect, get, http, json};

#[tokio::test]
async fn every_server_has_a_description_for_programs_and_people() {
    let sandbox = builder().admin_port(0).start().await.unwrap();
    for (base, path) in [
        (sandbox.idp_url(), "/token"),
        (sandbox.api_url(), "/balances/v3/{providerId}"),
        (sandbox.sts_url(), "/oauth2/token"),
        (sandbox.services_url(), "/consents/v1/{consentId}"),
        (sandbox.admin_url().unwrap(), "/clock/advance"),
    ] {
        let (status, description) = json(
            http()
                .get(format!("{base}/openapi.json"))
                .send()
                .await
                .unwrap(),
        )
        .await;
        assert_eq!(
            (status, &description["openapi"]),
            (StatusCode::OK, &"3.1.0".into())
        );
        assert!(description["paths"][path].is_object());
        let page = http().get(format!("{base}/docs")).send().await.unwrap();
        assert!(
            page.headers()["content-security-policy"]
                .to_str()
                .unwrap()
                .starts_with("default-src 'none'")
        );
        let page = page.text().await.unwrap();
        assert!(page.contains(&path.replace("v3", "{version}")));
        for target in words_after(&page, "<li><a href=\"#") {
            assert!(page.contains(&format!("<h2 id=\"{target}\">")), "{target}");
        }
        let has_v3 = page.contains("x-akoya-last-access");
        assert_eq!(has_v3, base == sandbox.api_url(), "{base}");
        assert_eq!(loaded(&page), ["/docs/style.css"]);
        let style = http()
            .get(format!("{base}/docs/style.css"))
            .send()
            .await
            .unwrap();
        assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
        assert!(!style.text().await.unwrap().contains("url("));
    }
}

#[tokio::test]
async fn the_address_of_a_server_says_what_it_is_and_leads_to_its_description() {
    let sandbox = builder().admin_port(0).start().await.unwrap();
    for base in [
        sandbox.idp_url(),
        sandbox.api_url(),
        sandbox.sts_url(),
        sandbox.services_url(),
        sandbox.admin_url().unwrap(),
    ] {
        let get = || http().get(format!("{base}/"));
        let (status, front) = json(get().send().await.unwrap()).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(front["docs"], "/docs");
        let title = front["title"].as_str().unwrap();
        assert!(title.starts_with("Akoya sandbox: "), "{front}");
        let browser = get().header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        let page = browser.send().await.unwrap();
        assert_eq!(page.status(), StatusCode::OK);
        let page = page.text().await.unwrap();
        assert!(page.contains(title), "{page}");
        assert!(page.contains("href=\"/docs\""), "{page}");
        assert_eq!(loaded(&page), ["/docs/style.css"]);
    }
}

/// The examples of the data API that are in its description, each with the path that it is an example of.
fn data_examples(description: &Value) -> Vec<(String, Value)> {
    let paths = description["paths"].as_object().unwrap().iter();
    let example = |(path, methods): (&String, &Value)| {
        let example = &methods["get"]["responses"]["200"]["content"]["application/json"]["example"];
        (!example.is_null()).then(|| (path.clone(), example.clone()))
    };
    paths.filter_map(example).collect()
}

#[tokio::test]
async fn examples_of_the_data_api_are_what_it_serves() {
    let sandbox = builder().start().await.unwrap();
    let tokens = connect(&sandbox, "mikomo_7").await;
    let url = format!("{}/openapi.json", sandbox.api_url());
    let (_, description) = json(http().get(url).send().await.unwrap()).await;
    let examples = data_examples(&description);
    // With v2 and v3 of a path; statements and tax forms as files have none.
    assert_eq!(
        examples.len(),
        examples_expected(&description),
        "{examples:?}"
    );
    for (path, served) in [
        ("/accounts-info/v2/{providerId}", "/accounts-info/v2/mikomo"),
        ("/balances/v2/{providerId}", "/balances/v2/mikomo"),
        ("/accounts/v2/{providerId}", "/accounts/v2/mikomo"),
        (
            "/customers/v2/{providerId}/current",
            "/customers/v2/mikomo/current",
        ),
    ] {
        let (_, example) = examples.iter().find(|(one, _)| one == path).unwrap();
        let (_, served) = json(get(&sandbox, served, &tokens.id_token).await).await;
        assert!(is_part(example, &served), "{path}: {example}");
    }
}

/// How many operations have a JSON document.
fn examples_expected(description: &Value) -> usize {
    let paths = description["paths"].as_object().unwrap().values();
    let has_json = |methods: &&Value| {
        methods["get"]["responses"]["200"]["content"]["application/json"].is_object()
    };
    paths.filter(has_json).count()
}

/// Whether everything in one document is in the other; of a list, whether each element is.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => part
            .iter()
            .all(|(name, value)| whole.get(name).is_some_and(|whole| is_part(value, whole))),
        (Value::Array(part), Value::Array(whole)) => part
            .iter()
            .all(|value| whole.iter().any(|whole| is_part(value, whole))),
        _ => part == whole,
    }
}

#[tokio::test]
async fn every_route_and_every_parameter_is_described() {
    let sandbox = builder().admin_port(0).start().await.unwrap();
    for (base, server) in [
        (sandbox.idp_url(), "idp"),
        (sandbox.api_url(), "api"),
        (sandbox.sts_url(), "sts"),
        (sandbox.services_url(), "services"),
        (sandbox.admin_url().unwrap(), "admin"),
    ] {
        let (_, description) = json(
            http()
                .get(format!("{base}/openapi.json"))
                .send()
                .await
                .unwrap(),
        )
        .await;
        let paths = description["paths"].as_object().unwrap();
        let described: BTreeSet<String> = paths.keys().map(|path| shape(path)).collect();
        assert_eq!(described, routes(server));
        let described = parameters(&description);
        let unknown: Vec<_> = asked(server)
            .into_iter()
            .filter(|name| !described.contains(name))
            .collect();
        assert!(unknown.is_empty(), "{server}: {unknown:?}");
    }
}

/// What a page makes a browser load.
fn loaded(page: &str) -> Vec<&str> {
    let sources = [
        " src=\"",
        "<link rel=\"stylesheet\" href=\"",
        "<link rel=\"icon\" href=\"",
    ];
    sources
        .iter()
        .flat_map(|source| words_after(page, source))
        .collect()
}

/// The routes in a server's source but for those of the description itself and of stylesheets and icons.
fn routes(server: &str) -> BTreeSet<String> {
    let source = unwrapped(&sources().join(format!("{server}.rs")));
    let routes = words_after(&source, ".route(\"").map(shape);
    routes
        .filter(|path| {
            !["/openapi.json", "/docs", "/static"]
                .iter()
                .any(|own| path.starts_with(own))
        })
        .collect()
}

/// The names of the parameters that a server's source asks its requests for.
fn asked(server: &str) -> BTreeSet<String> {
    let files = std::fs::read_dir(sources().join(server));
    let files = files.into_iter().flatten().map(|file| file.unwrap().path());
    let files = files.chain([sources().join(format!("{server}.rs"))]);
    let text: String = files.map(|file| unwrapped(&file)).collect();
    let ways = [
        "parameters.get(\"",
        "form.get(\"",
        "form.all(\"",
        "required(\"",
    ];
    ways.iter()
        .flat_map(|way| words_after(&text, way))
        .map(str::to_owned)
        .collect()
}

/// A source without white space, so that it does not matter where rustfmt breaks a line.
fn unwrapped(path: &Path) -> String {
    let source = std::fs::read_to_string(path).unwrap();
    source.split_whitespace().collect()
}

/// The names of all parameters and form fields in a description.
fn parameters(description: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = vec![description];
    while let Some(value) = rest.pop() {
        if value["in"].is_string() {
            names.extend(value["name"].as_str().map(str::to_owned));
        }
        let form = &value["application/x-www-form-urlencoded"]["schema"]["properties"];
        names.extend(
            form.as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone()),
        );
        rest.extend(
            value
                .as_object()
                .into_iter()
                .flatten()
                .map(|(_, value)| value),
        );
        rest.extend(value.as_array().into_iter().flatten());
    }
    names
}

/// A path without the names of its variable segments, one of which is the version.
fn shape(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') || ["v2", "v3"].contains(&segment) {
            "{}"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// What stands between each occurrence of `start` and the next quotation mark.
fn words_after<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

fn sources() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[tokio::test]
async fn the_description_of_the_data_api_names_both_versions() {
    let sandbox = builder().start().await.unwrap();
    let url = format!("{}/openapi.json", sandbox.api_url());
    let response = http().get(url).send().await.unwrap();
    let info = json(response).await.1["info"].take();
    assert_eq!(info["version"], "3.0.0");
    let text = info["description"].as_str().unwrap();
    for version in ["v3 (3.0.0)", "v2 (2.4.0)"] {
        assert!(text.contains(version), "{version}: {text}");
    }
}
