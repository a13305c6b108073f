//! The amounts of a tax statement's forms, by the names of their fields.

use std::collections::{BTreeMap, HashMap};

use akoya_model::registry::{self, Field, Shape, Type};
use akoya_model::tax::{TaxFormType, TaxStatement};
use akoya_model::{Amount, Json, JsonKind};

/// The amounts of one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FormAmounts {
    /// The field of the form in its statement: `taxW2`.
    form: &'static str,
    /// Each with its field and those around it: `wages`, `codes[0].amount`.
    pub(crate) amounts: Vec<(String, FormAmount)>,
    /// The fields that this version does not know. They may be amounts too.
    pub(crate) unknown: Vec<String>,
}

/// What stands in the field of an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FormAmount {
    Amount(Amount),
    /// Something that is not written as the API describes it, as it was sent.
    Sent(String),
}

/// Lists the amounts of all forms. Text is left out, and with it every identification number.
pub(crate) fn of(statement: &TaxStatement) -> Vec<FormAmounts> {
    let Some(data) = registry::by_name("TaxData") else {
        return Vec::new();
    };
    let forms = statement
        .forms
        .iter()
        .flatten()
        .filter_map(|forms| akoya_model::to_string(forms).parse::<Json>().ok());
    let forms = forms
        .flat_map(|forms| members(data, &forms))
        .filter(|(_, form)| form.kind() == JsonKind::Object);
    forms.map(|(field, form)| of_form(field, &form)).collect()
}

fn of_form(field: &'static Field, json: &Json) -> FormAmounts {
    let mut amounts = Vec::new();
    walk(field.shape(), json, String::new(), &mut |field, amount| {
        amounts.push((field, amount))
    });
    FormAmounts {
        form: field.wire(),
        amounts,
        unknown: unknown(field, json),
    }
}

/// Lists the fields of a form that its type has not.
fn unknown(form: &'static Field, json: &Json) -> Vec<String> {
    let Shape::Named(name) = form.shape() else {
        return Vec::new();
    };
    let known = registry::by_name(name).map_or(&[][..], Type::fields);
    let is_known = |name: &String| known.iter().any(|field| field.wire() == name);
    let members = json.read::<BTreeMap<String, Json>>().unwrap_or_default();
    let given = members.into_iter().filter(|(_, json)| !json.is_null());
    given
        .map(|(name, _)| name)
        .filter(|name| !is_known(name))
        .collect()
}

/// Takes the amounts of the first form of this type.
pub(crate) fn take(all: &mut Vec<FormAmounts>, kind: &TaxFormType) -> FormAmounts {
    let position = all
        .iter()
        .position(|form| form.form.eq_ignore_ascii_case(kind.as_str()));
    position
        .map(|position| all.remove(position))
        .unwrap_or_default()
}

/// Lists the known fields of an object that are there.
fn members(kind: &'static Type, json: &Json) -> Vec<(&'static Field, Json)> {
    let Ok(mut members) = json.read::<HashMap<String, Json>>() else {
        return Vec::new();
    };
    kind.fields()
        .iter()
        .filter_map(|field| Some((field, members.remove(field.wire())?)))
        .collect()
}

fn walk(shape: Shape, json: &Json, path: String, found: &mut dyn FnMut(String, FormAmount)) {
    match shape {
        Shape::Named("number") if !json.is_null() => {
            let sent = |_| FormAmount::Sent(json.text().into_owned());
            found(path, json.read().map_or_else(sent, FormAmount::Amount));
        }
        Shape::List(element) => {
            let elements = json.read::<Vec<Json>>().unwrap_or_default();
            for (index, json) in elements.iter().enumerate() {
                let code = code(json).map(|code| format!(" ({code})"));
                walk(
                    *element,
                    json,
                    format!("{path}[{index}]"),
                    &mut |field, amount| {
                        let code = code.as_deref().unwrap_or_default();
                        found(format!("{field}{code}"), amount);
                    },
                );
            }
        }
        Shape::Named(name) => {
            let Some(kind) = registry::by_name(name) else {
                return;
            };
            for (field, json) in members(kind, json) {
                let dot = if path.is_empty() { "" } else { "." };
                walk(
                    field.shape(),
                    &json,
                    format!("{path}{dot}{}", field.wire()),
                    found,
                );
            }
        }
        _ => {}
    }
}

/// Returns what an amount of a list is for, as in box 12 of a W-2.
fn code(json: &Json) -> Option<String> {
    let members = json.read::<HashMap<String, Json>>().ok()?;
    members.get("code")?.read::<String>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_found_at_every_depth_and_numbers_of_persons_are_not() {
        let statement = akoya_model::from_str::<TaxStatement>(
            r#"{"taxYear":2025,"issuer":{"tin":"12-3456789"},"forms":[{"taxW2":{"taxYear":2025,"wages":70000.10,
            "employeeTin":"123-45-6789","federalTaxWithheld":"1,234.50","controlNumber":"7","codes":[{"code":"D","amount":0},{"code":"E","amount":null}]}}]}"#,
        );
        let found = take(&mut of(&statement.unwrap()), &TaxFormType::FormW2).amounts;
        let written = |(field, figure): &(String, FormAmount)| match figure {
            FormAmount::Amount(amount) => format!("{field} {amount}"),
            FormAmount::Sent(text) => format!("{field} as sent {text}"),
        };
        let found: Vec<_> = found.iter().map(written).collect();
        assert_eq!(
            found,
            [
                "wages 70000.10",
                "federalTaxWithheld as sent 1,234.50",
                "codes[0].amount (D) 0"
            ]
        );
    }
}
