//! Documents that are changed into forms that banks send and clients do not expect.

use serde_json::{Map, Value, json};

use super::odd_form::OddAccount;

/// The lists of the products, of which a document has one.
const LISTS: [&str; 4] = ["accounts", "transactions", "statements", "paymentNetworks"];

/// Removes the list from the document.
pub(super) fn without_list(mut document: Value) -> Value {
    if let Some(fields) = document.as_object_mut() {
        fields.retain(|name, _| !LISTS.contains(&name.as_str()));
    }
    document
}

/// Puts the first item in place of the list.
pub(super) fn with_object_for_list(mut document: Value) -> Value {
    if let Some(list) = list(&mut document) {
        let items = list.as_array_mut().map(std::mem::take);
        *list = items
            .into_iter()
            .flatten()
            .next()
            .unwrap_or_else(|| json!({}));
    }
    document
}

/// Puts an account of this form before the others.
pub(super) fn with_odd_account(mut document: Value, form: OddAccount) -> Value {
    let first = document["accounts"].get_mut(0).map(Value::take);
    if let Some(Value::Object(wrapper)) = first {
        document["accounts"][0] = odd(wrapper, form);
    }
    document
}

/// Writes another value into every field of this name.
pub(super) fn with_field(mut document: Value, name: &str, value: &Value) -> Value {
    set(&mut document, name, value);
    document
}

fn list(document: &mut Value) -> Option<&mut Value> {
    let fields = document.as_object_mut()?;
    fields
        .iter_mut()
        .find_map(|(name, value)| LISTS.contains(&name.as_str()).then_some(value))
}

fn odd(wrapper: Map<String, Value>, form: OddAccount) -> Value {
    let Some((kind, mut account)) = wrapper.into_iter().next() else {
        return json!({});
    };
    match form {
        OddAccount::NoId => {
            account
                .as_object_mut()
                .map(|fields| fields.remove("accountId"));
        }
        OddAccount::NumericId => account["accountId"] = 839_502_593.into(),
        OddAccount::UnknownKind => return json!({ "digitalWalletAccount": account }),
        OddAccount::Flat => {
            let category = kind.trim_end_matches("Account").to_uppercase();
            account["accountCategory"] = format!("{category}_ACCOUNT").into();
            return account;
        }
        OddAccount::List => account = json!([account]),
        OddAccount::Error => {
            account = json!({"error": {"code": 501, "message": "Subsystem unavailable"}});
        }
    }
    Value::Object(Map::from_iter([(kind, account)]))
}

fn set(within: &mut Value, name: &str, value: &Value) {
    match within {
        Value::Object(fields) => {
            for (field, found) in fields {
                if field == name {
                    found.clone_from(value);
                } else {
                    set(found, name, value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| set(item, name, value)),
        _ => {}
    }
}
