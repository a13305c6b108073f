//! The versions of the API, and the headers that v3 requires.

use axum::http::HeaderMap;

use super::error::ApiError;
use crate::data::timestamp;
use crate::settings::Settings;

const INTERACTION_TYPE: &str = "x-akoya-interaction-type";
const LAST_ACCESS: &str = "x-akoya-last-access";
const INTENT_TYPE: &str = "x-akoya-intent-type";

/// The major version that a call uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V2,
    V3,
}

impl Version {
    /// Reads the version of a path segment, if the product has it now.
    pub(super) fn of(
        segment: &str,
        product: &str,
        settings: &Settings,
        now_ms: i64,
    ) -> Option<Self> {
        // Clients of v3 still read statements with v2, so statements neither move nor end.
        let stays_at_v2 = product == "statements";
        match segment {
            "v2" if stays_at_v2 => Some(Self::V2),
            "v2" if settings.v2_until.is_none_or(|end| now_ms < end) => Some(Self::V2),
            "v3" if !stays_at_v2 => Some(Self::V3),
            _ => None,
        }
    }

    /// Returns the path segment.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::V2 => "v2",
            Self::V3 => "v3",
        }
    }

    /// Checks the headers that v3 requires. v2 ignores them.
    pub(super) fn check_headers(
        self,
        headers: &HeaderMap,
        settings: &Settings,
    ) -> Result<(), ApiError> {
        if self == Self::V2 {
            return Ok(());
        }
        let required = |name: &str, missing| {
            let value = headers
                .get(name)
                .ok_or_else(|| ApiError::bad_request(missing))?;
            Ok::<_, ApiError>(value.to_str().unwrap_or_default())
        };
        let interaction = required(INTERACTION_TYPE, "Missing header x-akoya-interaction-type")?;
        if !["USER", "BATCH"].contains(&interaction) {
            return Err(ApiError::bad_request(
                "Invalid header x-akoya-interaction-type",
            ));
        }
        let last_access = required(LAST_ACCESS, "Missing header x-akoya-last-access")?;
        if !is_utc(last_access) {
            return Err(ApiError::bad_request("Invalid header x-akoya-last-access"));
        }
        // Only subscribers of Payments have to send it, but a value that is sent must be valid.
        if settings.intent_type_required || headers.contains_key(INTENT_TYPE) {
            let intent = required(INTENT_TYPE, "Missing header x-akoya-intent-type")?;
            if !["payments", "nonpayments"].contains(&intent) {
                return Err(ApiError::bad_request("Invalid header x-akoya-intent-type"));
            }
        }
        Ok(())
    }
}

/// Returns whether a time is an instant in UTC. Times in the future are valid: the
/// sandbox's clock may be behind the client's.
fn is_utc(text: &str) -> bool {
    let has_zero_offset = ["Z", "+00:00", "-00:00"]
        .iter()
        .any(|offset| text.ends_with(offset));
    has_zero_offset && timestamp::request(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_access_is_an_instant_in_utc() {
        for good in [
            "2026-11-23T12:00:00Z",
            "2026-11-23T12:00:00.125Z",
            "2026-11-23T12:00:00+00:00",
        ] {
            assert!(is_utc(good), "{good}");
        }
        for bad in [
            "",
            "now",
            "2026-11-23",
            "2026-11-23T12:00:00",
            "2026-11-23T12:00:00+01:00",
            "2026-11-23 12:00:00Z",
            "2026-02-30T12:00:00Z",
            "1795435200",
        ] {
            assert!(!is_utc(bad), "{bad}");
        }
    }
}
