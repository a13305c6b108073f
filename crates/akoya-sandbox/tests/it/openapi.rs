//! The descriptions and the pages for people.

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::StatusCode;
use serde_json::Value;

use crate::customer::{builder, http, json};

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
