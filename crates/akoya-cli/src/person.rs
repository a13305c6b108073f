//! Names and addresses of people and companies, and the table of what is known of one.

use akoya_model::address::{CustomerAddress, DeliveryAddress};
use akoya_model::customers::Name;
use akoya_model::tax::TaxParty;
use akoya_model::telephone::{Telephone, TelephoneNumber};
use akoya_model::{Json, JsonKind, Model, field_text};

use crate::style::Style;
use crate::table::{Column, Table, plain, secondary};

/// What is known of a person, one fact to a line.
pub(crate) struct Facts {
    table: Table,
    is_empty: bool,
}

impl Facts {
    pub(crate) fn new(style: Style) -> Self {
        let columns = [Column::left("What"), Column::left("Value").cut_to(20)];
        Self {
            table: Table::new(style, &columns),
            is_empty: true,
        }
    }

    /// Adds a line for each value that is not empty.
    pub(crate) fn add(&mut self, what: &str, values: impl IntoIterator<Item = String>) {
        let values = values.into_iter().filter(|value| !value.is_empty());
        for value in values {
            self.is_empty = false;
            self.table.row([secondary(what), plain(value)]);
        }
    }

    pub(crate) fn into_text(self) -> String {
        self.table.to_string()
    }

    /// Returns the table; `None` when nothing is known.
    pub(crate) fn into_known(self) -> Option<String> {
        (!self.is_empty).then(|| self.table.to_string())
    }
}

/// Writes the name of a customer or holder with all its parts; the name that was sent, when it is a text; and where
/// there is none, what stands in fields that are called so: `firstName`, `organizationName`.
pub(crate) fn name_in(around: &impl Model, name: Option<&Name>) -> Option<String> {
    let written = match name {
        Some(name) => Some(whole(name)),
        None => field_text(around, "name"),
    };
    let is_filled = |text: &String| !text.is_empty();
    let of_name = || name.and_then(named_fields);
    let written = written.filter(is_filled).or_else(of_name);
    written.or_else(|| named_fields(around))
}

fn whole(name: &Name) -> String {
    let [prefix, first, middle, last, suffix] =
        ["prefix", "first", "middle", "last", "suffix"].map(|part| field_text(name, part));
    let person = joined(&[&prefix, &first, &middle, &last, &suffix], " ");
    joined(&[&Some(person), &field_text(name, "company")], ", ")
}

/// Joins the texts of unknown fields whose names end in `name`.
fn named_fields(around: &impl Model) -> Option<String> {
    let unknown = akoya_model::extra(around)?.unknown();
    let named = unknown.filter(|(field, json)| {
        field.to_lowercase().ends_with("name") && json.kind() == JsonKind::String
    });
    let texts: Vec<_> = named
        .map(|(_, json)| Some(json.text().into_owned()))
        .collect();
    let texts: Vec<_> = texts.iter().collect();
    Some(joined(&texts, " ")).filter(|text| !text.is_empty())
}

/// Returns the texts of a list as they were sent; what is not a list is one of them.
pub(crate) fn texts(around: &impl Model, name: &str) -> Vec<String> {
    let Some(sent) = field_text(around, name) else {
        return Vec::new();
    };
    let Ok(list) = serde_json::from_str::<Vec<Json>>(&sent) else {
        return vec![sent];
    };
    let list = list.iter().filter(|json| !json.is_null());
    list.map(|json| json.text().into_owned()).collect()
}

/// Writes each element of a list; what is in place of the list, as it was sent.
pub(crate) fn each<T: Model>(
    around: &impl Model,
    name: &str,
    list: Option<&[T]>,
    write: fn(&T) -> String,
) -> Vec<String> {
    match list {
        Some(list) => list.iter().map(write).collect(),
        None => field_text(around, name).into_iter().collect(),
    }
}

/// Writes something of which nothing can be shown as it was sent.
fn as_sent(value: &impl Model) -> String {
    let json: Result<Json, _> = akoya_model::to_string(value).parse();
    let json = json.ok().filter(|json| !json.is_null());
    let text = json.map_or_else(String::new, |json| json.text().into_owned());
    Some(text).filter(|text| text != "{}").unwrap_or_default()
}

/// Returns what a party of a tax form is called. Its number is never shown.
pub(crate) fn party(party: &TaxParty) -> String {
    let business = party.business_name.as_ref();
    let business = business.map(|name| joined(&[&name.name1, &name.name2], " "));
    let person = party.individual_name.as_ref();
    let person =
        person.map(|name| joined(&[&name.first, &name.middle, &name.last, &name.suffix], " "));
    business
        .filter(|name| !name.is_empty())
        .or(person)
        .unwrap_or_default()
}

pub(crate) fn customer_address(address: &CustomerAddress) -> String {
    let sent = |name| field_text(address, name);
    let region = joined(
        &[
            &sent("state").or_else(|| sent("region")),
            &sent("postalCode"),
        ],
        " ",
    );
    let [line1, line2, line3, city] = ["line1", "line2", "line3", "city"].map(sent);
    let lines = joined(&[&line1, &line2, &line3, &city, &Some(region)], ", ");
    if lines.is_empty() {
        return as_sent(address);
    }
    lines
}

pub(crate) fn delivery_address(address: &DeliveryAddress) -> String {
    let sent = |name| field_text(address, name);
    let region = joined(
        &[
            &sent("region").or_else(|| sent("state")),
            &sent("postalCode"),
        ],
        " ",
    );
    let [line1, line2, line3, city] = ["line1", "line2", "line3", "city"].map(sent);
    let lines = joined(&[&line1, &line2, &line3, &city, &Some(region)], ", ");
    if lines.is_empty() {
        return as_sent(address);
    }
    joined(&[&Some(lines), &in_brackets(sent("type").as_deref())], " ")
}

pub(crate) fn telephone(telephone: &TelephoneNumber) -> String {
    numbered(telephone, field_text(telephone, "number"))
}

/// Writes the telephone of a customer or holder.
pub(crate) fn own_telephone(telephone: &Telephone) -> String {
    numbered(telephone, telephone.number.clone())
}

fn numbered(telephone: &impl Model, number: Option<String>) -> String {
    if number
        .as_ref()
        .is_none_or(|number| number.trim().is_empty())
    {
        return as_sent(telephone);
    }
    let extension = field_text(telephone, "extension").map(|extension| format!("ext. {extension}"));
    let kind = field_text(telephone, "type");
    joined(&[&number, &extension, &in_brackets(kind.as_deref())], " ")
}

fn in_brackets(kind: Option<&str>) -> Option<String> {
    kind.map(|kind| format!("({})", kind.to_lowercase()))
}

/// Joins the parts that are there.
pub(crate) fn joined(parts: &[&Option<String>], separator: &str) -> String {
    let parts = parts
        .iter()
        .filter_map(|part| part.as_deref())
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(separator)
}
