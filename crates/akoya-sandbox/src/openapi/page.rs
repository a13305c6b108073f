//! `/docs`: a description as a page for people.

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

use super::versions;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// What the page shows of a description.
#[derive(Template)]
#[template(path = "openapi.html")]
struct Page {
    title: String,
    description: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    parameters: Vec<Parameter>,
    responses: Vec<(String, String)>,
    /// Sample bodies with what they are.
    examples: Vec<(&'static str, String)>,
}

struct Parameter {
    name: String,
    place: String,
    required: bool,
    description: String,
}

/// Builds the page `/docs`.
pub(super) fn page(description: &str) -> Response {
    let root = versions::for_people(serde_json::from_str(description).unwrap_or_default());
    let page = Page {
        title: text(&root["info"]["title"]),
        description: text(&root["info"]["description"]),
        operations: operations(&root),
    };
    let Ok(page) = page.render() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    shown(page)
}

/// Responds with a page that loads nothing but its stylesheet.
pub(super) fn shown(page: String) -> Response {
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let mut response = Html(page).into_response();
    response
        .headers_mut()
        .insert("content-security-policy", HeaderValue::from_static(policy));
    response
}

/// Returns the stylesheet of the page.
pub(super) async fn stylesheet() -> Response {
    (
        [(CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("../../static/openapi.css"),
    )
        .into_response()
}

fn operations(root: &Value) -> Vec<Operation> {
    let paths = root["paths"].as_object().into_iter().flatten();
    let methods = paths.flat_map(|(path, methods)| {
        methods
            .as_object()
            .into_iter()
            .flatten()
            .map(move |(method, operation)| (path, method, operation))
    });
    let described = methods.map(|(path, method, operation)| Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.clone(),
        summary: text(&operation["summary"]),
        parameters: parameters(root, operation),
        responses: fields(&operation["responses"])
            .map(|(status, response)| (status, text(&resolved(root, response)["description"])))
            .collect(),
        examples: examples(operation),
    });
    described.collect()
}

fn examples(operation: &Value) -> Vec<(&'static str, String)> {
    let form = &operation["requestBody"]["content"][FORM]["example"];
    let bodies = [
        ("Form", form),
        (
            "Request",
            &operation["requestBody"]["content"][JSON]["example"],
        ),
        (
            "Response",
            &operation["responses"]["200"]["content"][JSON]["example"],
        ),
    ];
    let given = bodies.into_iter().filter(|(_, example)| !example.is_null());
    given
        .map(|(name, example)| {
            (
                name,
                serde_json::to_string_pretty(example).unwrap_or_default(),
            )
        })
        .collect()
}

fn parameters(root: &Value, operation: &Value) -> Vec<Parameter> {
    let listed = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| resolved(root, one))
        .map(|one| Parameter {
            name: text(&one["name"]),
            place: text(&one["in"]),
            required: one["required"] == true,
            description: text(&one["description"]),
        });
    let content = &operation["requestBody"]["content"];
    let form = body_fields(root, &content[FORM]["schema"], "form");
    let json = body_fields(root, &content[JSON]["schema"], "body");
    listed.chain(form).chain(json).collect()
}

fn body_fields(root: &Value, schema: &Value, place: &'static str) -> Vec<Parameter> {
    let schema = resolved(root, schema);
    let required = |name: &str| {
        schema["required"]
            .as_array()
            .is_some_and(|names| names.iter().any(|one| one == name))
    };
    let fields = fields(&schema["properties"]).map(|(name, field)| Parameter {
        required: required(&name),
        description: field["description"]
            .as_str()
            .map_or_else(|| values(field), str::to_owned),
        place: place.to_owned(),
        name,
    });
    fields.collect()
}

/// Lists the values of an enumeration, as a sentence.
fn values(field: &Value) -> String {
    let values: Vec<String> = field["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .map(text)
        .collect();
    values.join(" or ")
}

/// Follows a `$ref` within the document.
fn resolved<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    let pointer = value["$ref"]
        .as_str()
        .and_then(|reference| reference.strip_prefix('#'));
    pointer
        .and_then(|pointer| root.pointer(pointer))
        .unwrap_or(value)
}

fn fields(object: &Value) -> impl Iterator<Item = (String, &Value)> {
    object
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_every_description_is_shown() {
        for description in [
            super::super::IDP,
            super::super::API,
            super::super::STS,
            super::super::SERVICES,
            super::super::ADMIN,
        ] {
            let root: Value = serde_json::from_str(description).unwrap();
            let paths = root["paths"].as_object().unwrap().values();
            let operations = operations(&root);
            let count: usize = paths.map(|path| path.as_object().unwrap().len()).sum();
            assert_eq!(operations.len(), count);
            for operation in &operations {
                let name = format!("{} {}", operation.method, operation.path);
                assert!(!operation.id.is_empty(), "{name}");
                assert!(!operation.summary.is_empty(), "{name}");
                assert!(!operation.responses.is_empty(), "{name}");
                for (status, description) in &operation.responses {
                    assert!(!description.is_empty(), "{name}: {status}");
                }
            }
        }
    }

    #[test]
    fn data_and_tokens_have_an_example_of_every_json_and_form() {
        for description in [super::super::IDP, super::super::API] {
            let root: Value = serde_json::from_str(description).unwrap();
            for (path, methods) in fields(&root["paths"]) {
                for (method, operation) in fields(methods) {
                    let content = [
                        &operation["requestBody"]["content"][FORM],
                        &operation["responses"]["200"]["content"][JSON],
                    ];
                    for content in content.into_iter().filter(|content| content.is_object()) {
                        assert!(!content["example"].is_null(), "{method} {path}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_admin_api_has_an_example_of_every_body() {
        let root: Value = serde_json::from_str(super::super::ADMIN).unwrap();
        for operation in operations(&root) {
            let names: Vec<_> = operation.examples.iter().map(|(name, _)| *name).collect();
            let has_body = operation.parameters.iter().any(|one| one.place == "body");
            let expected: &[&str] = if has_body {
                &["Request", "Response"]
            } else {
                &["Response"]
            };
            assert_eq!(names, expected, "{} {}", operation.method, operation.path);
        }
    }
}
