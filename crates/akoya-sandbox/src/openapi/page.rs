//! `/docs`: a description as a page for people.

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

/// What the page shows of a description.
#[derive(Template)]
#[template(path = "openapi.html")]
struct Page {
    title: String,
    description: String,
    operations: Vec<Operation>,
}

struct Operation {
    method: String,
    path: String,
    summary: String,
    parameters: Vec<Parameter>,
    responses: Vec<(String, String)>,
}

struct Parameter {
    name: String,
    place: String,
    required: bool,
    description: String,
}

/// `/docs`.
pub(super) fn page(description: &str) -> Response {
    let root: Value = serde_json::from_str(description).unwrap_or_default();
    let page = Page {
        title: text(&root["info"]["title"]),
        description: text(&root["info"]["description"]),
        operations: operations(&root),
    };
    let Ok(page) = page.render() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let mut response = Html(page).into_response();
    response
        .headers_mut()
        .insert("content-security-policy", HeaderValue::from_static(policy));
    response
}

/// The stylesheet of the page.
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
        method: method.to_uppercase(),
        path: path.clone(),
        summary: text(&operation["summary"]),
        parameters: parameters(root, operation),
        responses: fields(&operation["responses"])
            .map(|(status, response)| (status, text(&resolved(root, response)["description"])))
            .collect(),
    });
    described.collect()
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
    let form = &operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"];
    let required = |name: &str| {
        form["required"]
            .as_array()
            .is_some_and(|names| names.iter().any(|one| one == name))
    };
    let fields = fields(&form["properties"]).map(|(name, field)| Parameter {
        required: required(&name),
        description: field["description"]
            .as_str()
            .map_or_else(|| values(field), str::to_owned),
        place: "form".to_owned(),
        name,
    });
    listed.chain(fields).collect()
}

/// The values of an enumeration, as a sentence.
fn values(field: &Value) -> String {
    let values: Vec<String> = field["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .map(text)
        .collect();
    values.join(" or ")
}

/// What a `$ref` within the document points to.
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
    fn every_operation_of_both_descriptions_is_shown() {
        for (description, count) in [(super::super::IDP, 8), (super::super::API, 12)] {
            let root: Value = serde_json::from_str(description).unwrap();
            let operations = operations(&root);
            assert_eq!(operations.len(), count);
            for operation in &operations {
                let name = format!("{} {}", operation.method, operation.path);
                assert!(!operation.summary.is_empty(), "{name}");
                assert!(!operation.responses.is_empty(), "{name}");
                for (status, description) in &operation.responses {
                    assert!(!description.is_empty(), "{name}: {status}");
                }
            }
        }
    }
}
