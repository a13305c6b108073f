//! The paths of a description, written out for each version of the API.
//!
//! The file has each path once, with `{version}` as a parameter. A description cannot say that a header is required
//! for one value of a path parameter only, so programs get v2 and v3 as separate paths.

use serde_json::{Map, Value, json};

/// The parameters of v3 in place of `interactionType`.
const V3_HEADERS: [&str; 3] = ["interactionTypeV3", "lastAccess", "intentType"];

/// Replaces the paths that have a version by one path per version.
pub(super) fn expanded(mut root: Value) -> Value {
    let Some(paths) = root["paths"].as_object_mut().map(std::mem::take) else {
        return root;
    };
    let mut expanded = Map::new();
    for (path, item) in paths {
        if !path.contains("{version}") {
            expanded.insert(path, item);
            continue;
        }
        if !path.starts_with("/statements/") {
            expanded.insert(path.replace("{version}", "v3"), in_v3(item.clone()));
        }
        expanded.insert(path.replace("{version}", "v2"), in_v2(item));
    }
    root["paths"] = expanded.into();
    root
}

/// Rewrites the description for people, who see each path once: with the headers of v3, which say of themselves that v2
/// ignores them.
pub(super) fn for_people(mut root: Value) -> Value {
    for (path, item) in root["paths"].as_object_mut().into_iter().flatten() {
        if path.contains("{version}") && !path.starts_with("/statements/") {
            operations(item).for_each(add_headers);
        }
    }
    root
}

fn add_headers(operation: &mut Value) {
    replace_parameters(operation, |name| match name {
        "interactionType" => V3_HEADERS.map(str::to_owned).into(),
        other => vec![other.to_owned()],
    });
}

fn in_v2(mut item: Value) -> Value {
    for operation in operations(&mut item) {
        replace_parameters(operation, |name| match name {
            "version" => Vec::new(),
            other => vec![other.to_owned()],
        });
    }
    item
}

fn in_v3(mut item: Value) -> Value {
    for operation in operations(&mut item) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        operation["operationId"] = format!("{id}_v3").into();
        add_headers(operation);
        replace_parameters(operation, |name| match name {
            "version" => Vec::new(),
            other => vec![other.to_owned()],
        });
    }
    item
}

fn operations(item: &mut Value) -> impl Iterator<Item = &mut Value> {
    let methods = item.as_object_mut().into_iter().flatten();
    methods.map(|(_, operation)| operation)
}

/// Replaces each reference to a parameter by references to others.
fn replace_parameters(operation: &mut Value, replacement: impl Fn(&str) -> Vec<String>) {
    const PREFIX: &str = "#/components/parameters/";
    let Some(parameters) = operation["parameters"].as_array_mut() else {
        return;
    };
    let replaced = std::mem::take(parameters)
        .into_iter()
        .flat_map(|parameter| {
            match parameter["$ref"]
                .as_str()
                .and_then(|name| name.strip_prefix(PREFIX))
            {
                Some(name) => replacement(name)
                    .into_iter()
                    .map(|name| json!({ "$ref": format!("{PREFIX}{name}") }))
                    .collect(),
                None => vec![parameter],
            }
        });
    *parameters = replaced.collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v3_requires_its_headers_and_has_no_statements() {
        let root: Value = serde_json::from_str(super::super::API).unwrap();
        let paths = expanded(root)["paths"].take();
        let names = |path: &str| -> Vec<String> {
            let parameters = paths[path]["get"]["parameters"].as_array().unwrap();
            let references = parameters.iter().filter_map(|one| one["$ref"].as_str());
            references
                .filter_map(|one| one.rsplit('/').next())
                .map(str::to_owned)
                .collect()
        };
        let v2 = names("/balances/v2/{providerId}");
        let v3 = names("/balances/v3/{providerId}");
        assert!(v2.contains(&"interactionType".to_owned()), "{v2:?}");
        for name in ["interactionTypeV3", "lastAccess", "intentType"] {
            assert!(v3.contains(&name.to_owned()), "{name}: {v3:?}");
            assert!(!v2.contains(&name.to_owned()), "{name}: {v2:?}");
        }
        assert!(!v3.contains(&"version".to_owned()), "{v3:?}");
        let statements = "/statements/v2/{providerId}/{accountId}";
        assert!(paths[statements].is_object());
        assert!(paths[statements.replace("v2", "v3")].is_null());
    }
}
