//! The documents of the service APIs as tables and rows.

use std::collections::BTreeMap;

use akoya::model::Json;
use akoya::model::service::{
    App, Apps, Catalogue, Consent, Notification, NotificationSubscription,
    NotificationSubscriptions,
};

use crate::account::problem;
use crate::csv::{CsvWriter, id, text};
use crate::failure::Failure;
use crate::person::Facts;
use crate::report::{CsvReport, Report};
use crate::style::Style;
use crate::table::{Column, Table, plain, secondary};
use crate::time_text::date_text;

impl Report for Consent {
    const NOTHING: &'static str = "Akoya says nothing about the consent.";

    fn text(&self, style: Style) -> Option<String> {
        let mut facts = Facts::new(style);
        facts.add("Consent", self.id.clone());
        let status = self.status.as_ref();
        facts.add(
            "Status",
            status.map(|status| status.as_str().to_lowercase()),
        );
        facts.add("Given", self.created_time.as_ref().map(date_text));
        facts.add("Ends", self.expiration_time.as_ref().map(date_text));
        let parties = self.parties.iter().flatten();
        facts.add("Party", parties.filter_map(|party| party.name.clone()));
        let resources = self.resources.iter().flatten();
        facts.add(
            "Account",
            resources.filter_map(|one| one.resource_id.clone()),
        );
        Some(facts.into_text())
    }
}

impl Report for NotificationSubscription {
    const NOTHING: &'static str = "There is no subscription.";

    fn text(&self, style: Style) -> Option<String> {
        Some(subscriptions(style, std::slice::from_ref(self)).to_string())
    }
}

impl Report for NotificationSubscriptions {
    const NOTHING: &'static str = "There are no subscriptions.";

    fn text(&self, style: Style) -> Option<String> {
        let all = self.subscriptions.as_deref().unwrap_or_default();
        (!all.is_empty()).then(|| subscriptions(style, all).to_string())
    }
}

fn subscriptions(style: Style, all: &[NotificationSubscription]) -> Table {
    let columns = [
        Column::left("Event").cut_to(12),
        Column::left("Sent to").cut_to(16),
        Column::left("From").optional(1),
        Column::left("Email").cut_to(12).optional(2),
        Column::left("Id").cut_to(8),
    ];
    let mut table = Table::new(style, &columns);
    for one in all {
        table.row([
            plain(one.kind.as_ref().map_or("", |kind| kind.as_str())),
            plain(one.callback_url.as_deref().unwrap_or_default()),
            plain(one.effective_date.as_ref().map_or("", |day| day.as_str())),
            plain(one.callback_email.as_deref().unwrap_or_default()),
            secondary(one.subscription_id.as_deref().unwrap_or_default()),
        ]);
    }
    table
}

impl CsvReport for NotificationSubscriptions {
    const COLUMNS: &'static [&'static str] = &[
        "subscription_id",
        "category",
        "type",
        "callback_url",
        "effective_date",
        "callback_email",
    ];

    fn rows(&self, csv: &CsvWriter<'_>) -> Result<(), Failure> {
        for one in self.subscriptions.iter().flatten() {
            csv.row([
                id(one.subscription_id.as_deref()),
                text(one.category.as_ref().map(|category| category.as_str())),
                text(one.kind.as_ref().map(|kind| kind.as_str())),
                text(one.callback_url.as_deref()),
                text(one.effective_date.as_ref().map(|day| day.as_str())),
                text(one.callback_email.as_deref()),
            ])?;
        }
        Ok(())
    }
}

impl Report for Notification {
    const NOTHING: &'static str = "Nothing was sent.";

    fn text(&self, style: Style) -> Option<String> {
        let mut facts = Facts::new(style);
        facts.add("Notification", self.notification_id.clone());
        let kind = self.kind.as_ref();
        facts.add("Event", kind.map(|kind| kind.as_str().to_owned()));
        facts.add("Sent", self.sent_on.as_ref().map(date_text));
        let payload = self.payload.as_ref();
        facts.add("About", payload.and_then(|about| about.id.clone()));
        Some(facts.into_text())
    }
}

impl Report for App {
    const NOTHING: &'static str = "There is no application.";

    fn text(&self, style: Style) -> Option<String> {
        let mut facts = Facts::new(style);
        facts.add("Name", self.client_name.clone());
        facts.add("Description", self.description.clone());
        facts.add("Products", self.scope.clone());
        let uris = self.redirect_uris.iter().flatten();
        facts.add("Redirect URI", uris.cloned());
        facts.add("Contact", self.contacts.iter().flatten().cloned());
        facts.add("Client id", self.client_id.clone());
        facts.add("Client secret", self.client_secret.clone());
        facts.add("Problem", self.error.as_ref().map(problem));
        Some(facts.into_text())
    }
}

impl Report for Apps {
    const NOTHING: &'static str = "There are no applications.";

    fn text(&self, style: Style) -> Option<String> {
        let columns = [
            Column::left("Application").cut_to(12),
            Column::left("Products").cut_to(12).optional(1),
            Column::left("Client id").cut_to(8),
        ];
        let mut table = Table::new(style, &columns);
        for app in self.apps.iter().flatten() {
            table.row([
                plain(app.client_name.as_deref().unwrap_or_default()),
                plain(app.scope.as_deref().unwrap_or_default()),
                secondary(app.client_id.as_deref().unwrap_or_default()),
            ]);
        }
        let is_empty = self.apps.as_ref().is_none_or(Vec::is_empty);
        (!is_empty).then(|| table.to_string())
    }
}

impl CsvReport for Apps {
    const COLUMNS: &'static [&'static str] = &[
        "client_id",
        "client_name",
        "description",
        "scope",
        "redirect_uris",
    ];

    fn rows(&self, csv: &CsvWriter<'_>) -> Result<(), Failure> {
        for app in self.apps.iter().flatten() {
            let uris = app.redirect_uris.as_ref().map(|uris| uris.join(" "));
            csv.row([
                id(app.client_id.as_deref()),
                text(app.client_name.as_deref()),
                text(app.description.as_deref()),
                text(app.scope.as_deref()),
                text(uris.as_deref()),
            ])?;
        }
        Ok(())
    }
}

/// Products, institutions and subscriptions, as far as their documents say it: Akoya
/// describes the lists and not what is in them.
impl Report for Catalogue {
    const NOTHING: &'static str = "The list is empty.";

    fn text(&self, style: Style) -> Option<String> {
        let columns = [
            Column::left("Name").cut_to(12),
            Column::left("Status").optional(1),
            Column::left("Products").cut_to(12).optional(2),
            Column::left("Id").cut_to(8),
        ];
        let mut table = Table::new(style, &columns);
        let entries: Vec<Entry> = entries(self).collect();
        for entry in &entries {
            table.row([
                plain(&entry.name),
                plain(&entry.status),
                plain(&entry.products),
                secondary(&entry.id),
            ]);
        }
        (!entries.is_empty()).then(|| table.to_string())
    }
}

impl CsvReport for Catalogue {
    const COLUMNS: &'static [&'static str] = &["id", "name", "status", "products"];

    fn rows(&self, csv: &CsvWriter<'_>) -> Result<(), Failure> {
        for entry in entries(self) {
            csv.row([
                id(Some(&entry.id)),
                text(Some(&entry.name)),
                text(Some(&entry.status)),
                text(Some(&entry.products)),
            ])?;
        }
        Ok(())
    }
}

/// A line of a catalogue.
struct Entry {
    id: String,
    name: String,
    status: String,
    products: String,
}

fn entries(catalogue: &Catalogue) -> impl Iterator<Item = Entry> {
    let lists = [
        &catalogue.products,
        &catalogue.providers,
        &catalogue.subscriptions,
        &catalogue.subscription_status,
    ];
    lists.into_iter().flatten().flatten().map(Entry::of)
}

impl Entry {
    /// Reads an element: a text, or an object with the names that Akoya's samples have.
    fn of(json: &Json) -> Self {
        let fields: BTreeMap<String, Json> = json.read().unwrap_or_default();
        if fields.is_empty() {
            let name = json.text().into_owned();
            return Self {
                id: name.clone(),
                name,
                status: String::new(),
                products: String::new(),
            };
        }
        let first = |names: &[&str]| {
            let given = names.iter().find_map(|name| fields.get(*name));
            given.map_or_else(String::new, shown)
        };
        Self {
            id: first(&["provider_id", "product_id", "id"]),
            name: first(&["display_name", "name"]),
            status: first(&["subscription_status", "status"]),
            products: first(&["products"]),
        }
    }
}

/// Shows a text as it is, a list with blanks between its texts.
fn shown(json: &Json) -> String {
    match json.read::<Vec<String>>() {
        Ok(texts) => texts.join(" "),
        Err(_) => json.text().into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_catalogue_lists_is_read_in_every_form_that_samples_have() {
        let catalogue: Catalogue = akoya_model::from_str(
            r#"{"products":["ACCOUNTS"],"providers":[{"provider_id":"mikomo","display_name":"Mikomo","products":["A","B"]}],
            "subscription_status":[{"provider_id":"m","status":"ACTIVE","more":1}]}"#,
        )
        .unwrap();
        let read: Vec<_> = entries(&catalogue)
            .map(|entry| [entry.id, entry.name, entry.status, entry.products].join("|"))
            .collect();
        assert_eq!(
            read,
            ["ACCOUNTS|ACCOUNTS||", "mikomo|Mikomo||A B", "m||ACTIVE|"]
        );
    }
}
