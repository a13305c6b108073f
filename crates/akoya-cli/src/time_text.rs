//! Writes the times of documents for tables.

use akoya_model::DateTime;

/// Returns the day that is written; the text itself when it has none.
pub(crate) fn date_text(time: &DateTime) -> String {
    let day = time.day();
    day.map_or_else(|| time.as_str().to_owned(), |day| day.to_string())
}

/// Does the same for a time as it was sent, which may be anything.
pub(crate) fn day_of(sent: &str) -> String {
    date_text(&DateTime::from(sent))
}
