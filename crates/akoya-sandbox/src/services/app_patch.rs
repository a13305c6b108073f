//! Changes of an application, as operations of JSON Patch (RFC 6902).

use serde::Deserialize;

use super::error::ServiceError;
use crate::state::registration::Registration;

/// One operation.
#[derive(Debug, Deserialize)]
pub(super) struct PatchOperation {
    op: String,
    path: String,
    #[serde(default)]
    value: String,
}

/// Changes the application. Returns whether its secret is to be replaced by a new one.
///
/// Akoya allows the description, single redirect URIs and the secret, and not the name.
pub(super) fn apply(
    app: &mut Registration,
    operations: &[PatchOperation],
) -> Result<bool, ServiceError> {
    let mut resets_secret = false;
    for PatchOperation { op, path, value } in operations {
        match (op.as_str(), path.as_str()) {
            ("add" | "replace", "/description") => app.description.clone_from(value),
            ("replace", "/client_secret") if value.is_empty() => resets_secret = true,
            (op, path) => {
                let place = path.strip_prefix("/redirect_uris/");
                let place = place.ok_or_else(|| refused(op, path))?;
                change(&mut app.redirect_uris, op, place, value)
                    .ok_or_else(|| refused(op, path))?;
            }
        }
    }
    Ok(resets_secret)
}

fn change(uris: &mut Vec<String>, op: &str, place: &str, value: &str) -> Option<()> {
    if (op, place) == ("add", "-") {
        uris.push(value.to_owned());
        return Some(());
    }
    let place: usize = place.parse().ok()?;
    match op {
        "add" if place <= uris.len() => uris.insert(place, value.to_owned()),
        "replace" => *uris.get_mut(place)? = value.to_owned(),
        "remove" if place < uris.len() => drop(uris.remove(place)),
        _ => return None,
    }
    Some(())
}

fn refused(op: &str, path: &str) -> ServiceError {
    ServiceError::invalid(&format!("the operation {op} on {path} is not supported"))
}
