//! The JSON form of a token set: as providers send it, and as programs save it.

use serde::de::Error as _;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::secret::Secret;
use crate::token::oauth_token::{ExtraFields, OauthToken, bearer_type};

/// The name under which the key of bound tokens is saved. No provider's response sets it.
pub(crate) const DPOP_KEY: &str = "dpop_key";

/// A token response or saved token that cannot be one. Names the field, never its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` is not {expected}")]
pub(crate) struct MalformedToken {
    field: &'static str,
    expected: &'static str,
}

impl OauthToken {
    /// Reads the members of a JSON object. Tolerant where real servers are odd (`expires_in` as text, `scope` as a
    /// list, no `token_type`), strict where a wrong value could become a token.
    pub(crate) fn from_members(mut members: Map<String, Value>) -> Result<Self, MalformedToken> {
        Ok(Self {
            id_token: secret(&mut members, "id_token")?,
            access_token: secret(&mut members, "access_token")?,
            token_type: text(&mut members, "token_type")?.unwrap_or_else(bearer_type),
            // One that cannot be read counts as missing: the token is good, and its life is
            // assumed.
            expires_in: members
                .remove("expires_in")
                .and_then(|value| seconds(&value)),
            scope: members.remove("scope").and_then(|value| scope(&value)),
            expiry: members.remove("expiry").and_then(|value| seconds(&value)),
            refresh_token: secret(&mut members, "refresh_token")?,
            dpop_key: secret(&mut members, DPOP_KEY)?,
            extra: ExtraFields::new(members),
        })
    }
}

fn text(
    members: &mut Map<String, Value>,
    field: &'static str,
) -> Result<Option<String>, MalformedToken> {
    match members.remove(field) {
        None | Some(Value::Null) => Ok(None),
        // An empty text stands for a token that was not given: as a token it would be sent, and refused.
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        // A number is not made into text: that would be a token that the provider has not issued.
        Some(_) => Err(MalformedToken {
            field,
            expected: "a string",
        }),
    }
}

/// Takes a token out of the members. It is sent in a header: anything but visible ASCII could not be, or would be
/// something else than a token.
pub(crate) fn secret(
    members: &mut Map<String, Value>,
    field: &'static str,
) -> Result<Option<Secret>, MalformedToken> {
    match text(members, field)?.map(Secret::new) {
        Some(secret) if !secret.is_visible_ascii() => Err(MalformedToken {
            field,
            expected: "visible ASCII",
        }),
        secret => Ok(secret),
    }
}

/// Reads the scopes of a text or a list (real servers send both); anything else says nothing.
pub(crate) fn scope(value: &Value) -> Option<String> {
    let joined = match value {
        Value::String(text) => text.clone(),
        Value::Array(scopes) => {
            let scopes = scopes.iter().filter_map(Value::as_str);
            scopes.collect::<Vec<_>>().join(" ")
        }
        _ => return None,
    };
    Some(joined).filter(|scope| !scope.is_empty())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float casts to the nearest value, which is far away enough"
)]
pub(crate) fn seconds(value: &Value) -> Option<i64> {
    let float = || {
        value
            .as_f64()
            // A string of digits is common among providers, against RFC 6749 §5.1.
            .or_else(|| value.as_str()?.trim().parse().ok())
            // `NaN` and `inf` can be parsed, and would become moments.
            .filter(|seconds| seconds.is_finite())
    };
    value
        .as_i64()
        .or_else(|| float().map(|seconds| seconds as i64))
}

impl Serialize for OauthToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("token_type", &self.token_type)?;
        let secrets = [
            ("id_token", &self.id_token),
            ("access_token", &self.access_token),
            ("refresh_token", &self.refresh_token),
            (DPOP_KEY, &self.dpop_key),
        ];
        for (name, secret) in secrets {
            secret
                .as_ref()
                .map_or(Ok(()), |secret| map.serialize_entry(name, secret))?;
        }
        for (name, seconds) in [("expires_in", self.expires_in), ("expiry", self.expiry)] {
            seconds.map_or(Ok(()), |seconds| map.serialize_entry(name, &seconds))?;
        }
        self.scope
            .as_ref()
            .map_or(Ok(()), |scope| map.serialize_entry("scope", scope))?;
        for (name, value) in &self.extra.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for OauthToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_members(Map::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
