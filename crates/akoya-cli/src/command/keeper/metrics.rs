//! The keeper's health, for Prometheus.

use std::net::SocketAddr;

use akoya::oauth::keeper::Health;
use metrics_exporter_prometheus::PrometheusBuilder;

use super::counts::counts;
use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// Serves the metrics of this process.
pub(super) fn serve(address: SocketAddr) -> Result<(), Failure> {
    let builder = PrometheusBuilder::new().with_http_listener(address);
    builder.install().map_err(|error| {
        let text = format!("metrics cannot be served at {address}");
        let failure = Failure::new(ExitCode::Files, text).because(&error);
        failure.advise("Give another address with --metrics.")
    })
}

/// Sets the metrics to what the keeper says.
pub(super) fn set(health: &Health) {
    metrics::gauge!("akoya_keeper_lag_seconds").set(health.lag.as_secs_f64());
    for (name, count) in counts(health) {
        if matches!(name, "due" | "in_flight") {
            metrics::gauge!(format!("akoya_keeper_{name}")).set(count as f64);
        } else {
            metrics::counter!(format!("akoya_keeper_{name}_total")).absolute(count);
        }
    }
}
