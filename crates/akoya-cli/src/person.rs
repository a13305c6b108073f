//! Names and addresses of people and companies, and the table of what is known of one.

use akoya_model::address::{CustomerAddress, DeliveryAddress};
use akoya_model::customers::Name;
use akoya_model::tax::TaxParty;
use akoya_model::telephone::{Telephone, TelephoneNumber, TelephoneNumberType};

use crate::style::Style;
use crate::table::{Column, Table, plain, secondary};

/// What is known of a person, one fact to a line.
pub(crate) struct Facts(Table);

impl Facts {
    pub(crate) fn new(style: Style) -> Self {
        Self(Table::new(
            style,
            &[Column::left("What"), Column::left("Value").cut_to(20)],
        ))
    }

    /// Adds a line for each value that is not empty.
    pub(crate) fn add(&mut self, what: &str, values: impl IntoIterator<Item = String>) {
        let values = values.into_iter().filter(|value| !value.is_empty());
        values.for_each(|value| self.0.row([secondary(what), plain(value)]));
    }

    pub(crate) fn into_text(self) -> String {
        self.0.to_string()
    }
}

/// Writes the name with its suffix.
pub(crate) fn name(name: &Name) -> String {
    joined(&[&name.first, &name.middle, &name.last, &name.suffix], " ")
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
    let region = joined(&[&address.state, &address.postal_code], " ");
    joined(
        &[&address.line1, &address.line2, &address.city, &Some(region)],
        ", ",
    )
}

pub(crate) fn delivery_address(address: &DeliveryAddress) -> String {
    let region = joined(&[&address.region, &address.postal_code], " ");
    let lines = joined(
        &[
            &address.line1,
            &address.line2,
            &address.line3,
            &address.city,
            &Some(region),
        ],
        ", ",
    );
    joined(&[&Some(lines), &in_brackets(address.kind.as_deref())], " ")
}

pub(crate) fn telephone(telephone: &TelephoneNumber) -> String {
    numbered(&telephone.number, telephone.kind.as_ref())
}

/// Writes the telephone of a customer or holder.
pub(crate) fn own_telephone(telephone: &Telephone) -> String {
    numbered(&telephone.number, telephone.kind.as_ref())
}

fn numbered(number: &Option<String>, kind: Option<&TelephoneNumberType>) -> String {
    joined(
        &[number, &in_brackets(kind.map(TelephoneNumberType::as_str))],
        " ",
    )
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
