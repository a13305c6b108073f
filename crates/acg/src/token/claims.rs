//! The claims of an id_token, for the program.

use std::fmt;

use serde_json::{Map, Value};

use crate::token::jwt;

/// The claims of an id_token (OpenID Connect Core §2), by their names. A claim of another type than the one that is
/// asked for counts as missing. They are about a person: `Debug` shows their names alone.
///
/// They are verified where the provider's profile has id_tokens validated. Otherwise they are
/// what came from the token endpoint over TLS.
#[derive(Clone, PartialEq, Eq)]
pub struct Claims(Map<String, Value>);

impl Claims {
    /// Reads the claims of a JWT; `None` when it is none.
    pub(crate) fn of(token: &str) -> Option<Self> {
        serde_json::from_slice(&jwt::payload(token)?).ok().map(Self)
    }

    /// Returns a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// Returns a list of texts, or one text as a list; empty when the claim is missing.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        match self.0.get(name) {
            Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => vec![text],
            _ => Vec::new(),
        }
    }

    /// Returns a moment, in seconds since 1970; a fraction is cut off.
    pub fn seconds(&self, name: &str) -> Option<i64> {
        jwt::seconds(self.0.get(name)?)
    }

    /// Returns a yes or no.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    /// Returns a claim as JSON text, whatever its type.
    pub fn json(&self, name: &str) -> Option<String> {
        self.0.get(name).map(ToString::to_string)
    }

    /// Returns the names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::jwt::tests::jwt;

    #[test]
    fn claims_are_read_by_name_and_type() {
        let payload = r#"{"sub":"u","aud":"c","accounts":["a",7,"b"],"auth_time":1.5,"ok":true}"#;
        let claims = Claims::of(&jwt(payload)).unwrap();
        assert_eq!((claims.text("sub"), claims.text("ok")), (Some("u"), None));
        assert_eq!(claims.texts("aud"), ["c"]);
        assert_eq!(claims.texts("accounts"), ["a", "b"]);
        assert!(claims.texts("none").is_empty());
        assert_eq!(claims.seconds("auth_time"), Some(1));
        assert_eq!(claims.flag("ok"), Some(true));
        assert_eq!(claims.json("accounts").as_deref(), Some(r#"["a",7,"b"]"#));
        assert_eq!(Claims::of("opaque"), None);
    }

    #[test]
    fn debug_shows_the_names_alone() {
        let claims = Claims::of(&jwt(r#"{"email":"canary@example.com"}"#)).unwrap();
        assert_eq!(format!("{claims:?}"), r#"{"email"}"#);
    }
}
