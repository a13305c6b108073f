//! Logs each data call and each attempt, without any data: for `-v`, and for Akoya's support, which asks for the
//! interaction id.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use akoya::oauth::clock::Clock;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use crate::printable::printable;

/// The span of a call, with all its tries.
const CALL: &str = "akoya.call";

/// The span of one try.
const TRY: &str = "akoya.attempt";

/// Writes a line at the end of each call and each try.
#[derive(Debug)]
pub(crate) struct CallLog(Arc<dyn Clock>);

/// What is known of a call or a try.
struct Seen {
    started: Duration,
    fields: Fields,
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl CallLog {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self(clock)
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for CallLog {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if !is_logged(attributes.metadata()) {
            return;
        }
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            let started = self.0.monotonic();
            span.extensions_mut().insert(Seen { started, fields });
        }
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else {
            return;
        };
        if let Some(seen) = span.extensions_mut().get_mut::<Seen>() {
            record.record(&mut seen.fields);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else {
            return;
        };
        let extensions = span.extensions();
        let Some(seen) = extensions.get::<Seen>() else {
            return;
        };
        let took = self.0.monotonic().saturating_sub(seen.started);
        let line = match span.name() {
            CALL => seen.fields.call(took),
            _ => {
                let parent = span.parent();
                let call = parent.as_ref().map(|parent| parent.extensions());
                let call = call.as_ref().and_then(|call| call.get::<Seen>());
                seen.fields.one_try(call.map(|call| &call.fields), took)
            }
        };
        // A standard error stream that is closed has no reader.
        let _ = writeln!(std::io::stderr().lock(), "{}", printable(&line));
    }
}

fn is_logged(metadata: &Metadata<'_>) -> bool {
    [CALL, TRY].contains(&metadata.name())
}

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn subject(&self) -> String {
        let part = |name| self.get(name).unwrap_or_default();
        format!("{} at {}", part("operation"), part("provider"))
    }

    fn outcome(&self) -> String {
        match (self.get("status"), self.get("error")) {
            (Some(status), _) => format!("HTTP {status}"),
            (None, Some(error)) => format!("no response ({error})"),
            (None, None) => "no response".to_owned(),
        }
    }

    fn interaction_id(&self) -> String {
        let id = self.get("interaction_id");
        id.map_or_else(String::new, |id| format!(", interaction id {id}"))
    }

    fn call(&self, took: Duration) -> String {
        let tries = match self.get("attempts") {
            None | Some("1") => String::new(),
            Some(tries) => format!(" after {tries} tries"),
        };
        format!(
            "call: {}: {}{tries} in {} ms{}",
            self.subject(),
            self.outcome(),
            took.as_millis(),
            self.interaction_id()
        )
    }

    fn one_try(&self, call: Option<&Self>, took: Duration) -> String {
        format!(
            "  try {} of {}: {} in {} ms{}",
            self.get("number").unwrap_or("?"),
            call.map(Self::subject).unwrap_or_default(),
            self.outcome(),
            took.as_millis(),
            self.interaction_id()
        )
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}
