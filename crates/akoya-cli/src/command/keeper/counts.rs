//! What a keeper counts, by name: for its status line in JSON and for the metrics.

use akoya::oauth::keeper::Health;

/// Lists the counts with their names.
pub(super) fn counts(health: &Health) -> [(&'static str, u64); 10] {
    [
        ("due", health.due),
        ("in_flight", health.in_flight),
        ("refreshed", health.refreshed),
        ("consent_needed", health.consent_needed),
        ("unknown", health.unknown),
        ("failed", health.failed),
        ("throttled", health.throttled),
        ("store_failures", health.store_failures),
        ("spool_failures", health.spool_failures),
        ("passes", health.passes),
    ]
}
