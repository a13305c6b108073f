//! Documents that are changed into forms that banks send and clients do not expect.

use serde_json::{Value, json};

use super::odd_form::OddAccount;
use crate::data::account_list::ErrorForm;

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
pub(super) fn with_odd_account(document: Value, form: OddAccount) -> Value {
    with_first_account(document, |kind, account| odd(kind, account, form))
}

/// Puts an error of this form in place of the first account.
pub(super) fn with_failed_account(document: Value, form: ErrorForm) -> Value {
    let error = json!({"code": 501, "message": "Subsystem unavailable"});
    with_first_account(document, |kind, mut account| {
        let account = match form {
            ErrorForm::Bare | ErrorForm::Wrapped => json!({ "error": error }),
            ErrorForm::Unchanged => {
                account["error"] = error;
                account
            }
        };
        match form {
            ErrorForm::Wrapped => json!({ "value": { kind: account } }),
            ErrorForm::Bare | ErrorForm::Unchanged => json!({ kind: account }),
        }
    })
}

fn with_first_account(mut document: Value, change: impl FnOnce(String, Value) -> Value) -> Value {
    let first = document["accounts"].get_mut(0).map(Value::take);
    if let Some(Value::Object(wrapper)) = first {
        let account = wrapper.into_iter().next();
        let (kind, account) = account.unwrap_or_default();
        document["accounts"][0] = change(kind, account);
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

fn odd(kind: String, mut account: Value, form: OddAccount) -> Value {
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
        // Which form it has is a matter of the product.
        OddAccount::Error => {}
    }
    json!({ kind: account })
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
