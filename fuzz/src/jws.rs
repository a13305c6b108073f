//! A JWS is verified or refused, never a panic; only what the key has signed is verified.

use std::sync::LazyLock;

use acg::jose::{Algorithm, KeySet};

/// The example of RFC 7515 Appendix A.3.
pub const JWS: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

/// What is signed there.
pub const PAYLOAD: &[u8] =
    b"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

/// A coordinate of its key.
pub const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";

static KEYS: LazyLock<KeySet> = LazyLock::new(|| {
    let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    let key = format!(r#"{{"keys":[{{"kty":"EC","crv":"P-256","x":"{X}","y":"{y}"}}]}}"#);
    KeySet::from_json(key.as_bytes()).unwrap_or_else(|error| panic!("the key is one: {error}"))
});

/// Reads the input as a signed statement of the provider.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let accepted = [Algorithm::Es256, Algorithm::Es384, Algorithm::Rs256];
    match KEYS.verify(text, &accepted) {
        Ok(payload) => assert_eq!(payload, PAYLOAD),
        Err(fault) => assert!(text != JWS, "{fault}"),
    }
}
