//! How a body begins, without its values: they may be tokens, or about a person.

use crate::provider::error::redact;

/// The most characters of an excerpt.
const LENGTH: usize = 160;

/// How much of a body is looked at, in bytes.
const LOOKED_AT: usize = 4096;

/// The longest name of a field that is shown, and the longest word.
const NAME_LIMIT: usize = 40;
const WORD_LIMIT: usize = 24;

/// Stands for what is not shown.
const HIDDEN: &str = "…";

/// Returns how a body begins: the names and types of its fields if it looks like JSON, otherwise its plain words.
/// `secrets` are those of the request. `None` for an empty body.
pub(crate) fn excerpt(body: &[u8], secrets: &[&str]) -> Option<String> {
    let body = body.get(..LOOKED_AT).unwrap_or(body);
    let text = redact(&String::from_utf8_lossy(body), secrets);
    let text = text.trim_start_matches('\u{feff}').trim();
    let shown = match text.chars().next()? {
        '{' | '[' | '"' => outline(text),
        _ => words(text),
    };
    Some(match shown.char_indices().nth(LENGTH) {
        Some((end, _)) => shown[..end].to_owned() + HIDDEN,
        None => shown,
    })
}

/// Returns JSON text, whole or not, with its structure and the names of its fields alone.
fn outline(text: &str) -> String {
    let (mut shown, mut rest) = (String::new(), text);
    while let Some(next) = rest.chars().next() {
        let (shows, length) = match next {
            '"' => string(rest),
            '{' | '}' | '[' | ']' | ':' | ',' => (next.to_string(), 1),
            _ if next.is_whitespace() => (String::new(), next.len_utf8()),
            _ => literal(rest),
        };
        shown.push_str(&shows);
        rest = &rest[length..];
    }
    shown
}

/// Returns what is shown of the string that the text begins with, and how long it is.
fn string(text: &str) -> (String, usize) {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, next)| {
        let is_end = *next == '"' && !is_escaped;
        is_escaped = *next == '\\' && !is_escaped;
        is_end
    });
    let Some((end, _)) = end else {
        return (format!("\"{HIDDEN}"), text.len());
    };
    let content = &text[1..end];
    let is_name = text[end + 1..].trim_start().starts_with(':');
    let shown = if is_name && is_plain(content, NAME_LIMIT) {
        content
    } else {
        HIDDEN
    };
    (format!("\"{shown}\""), end + 1)
}

/// Returns what is shown of the number or literal that the text begins with, and how long it is.
fn literal(text: &str) -> (String, usize) {
    let is_over = |next: char| next.is_whitespace() || "{}[]:,\"".contains(next);
    let end = text.find(is_over).unwrap_or(text.len());
    let shown = match &text[..end] {
        literal @ ("true" | "false" | "null") => literal,
        number if number.parse::<f64>().is_ok() => "number",
        _ => HIDDEN,
    };
    (shown.to_owned(), end)
}

/// Returns the plain words of a text or a page; of a page with a title, those of the title.
fn words(text: &str) -> String {
    let visible = visible(text);
    let mut shown: Vec<&str> = Vec::new();
    for word in visible.split_whitespace() {
        let bare = word.trim_matches(|edge: char| edge.is_ascii_punctuation());
        let is_number = bare.len() <= 3 && bare.bytes().all(|byte| byte.is_ascii_digit());
        let word = if is_number || is_plain(bare, WORD_LIMIT) {
            word
        } else {
            HIDDEN
        };
        if word != HIDDEN || shown.last() != Some(&HIDDEN) {
            shown.push(word);
        }
    }
    shown.join(" ")
}

/// Returns the text between the tags of a page.
fn visible(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if let Some(start) = lower.find("<title>").map(|start| start + "<title>".len())
        && let Some(length) = lower[start..].find("</title>")
    {
        return text[start..start + length].to_owned();
    }
    let mut visible = String::new();
    for piece in text.split('<') {
        // The first piece stands before any tag.
        let after = piece.split_once('>').map_or("", |(_, after)| after);
        visible.push(' ');
        visible.push_str(if visible.len() == 1 { piece } else { after });
    }
    visible
}

/// Returns whether a text is a name or a word and cannot be a token or a number of an account.
fn is_plain(text: &str, limit: usize) -> bool {
    let is_letter = |next: char| next.is_alphabetic() || next == '_' || next == '\'';
    !text.is_empty() && text.len() <= limit && text.chars().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &str) -> String {
        excerpt(body.as_bytes(), &["canary"]).unwrap_or_default()
    }

    #[test]
    fn of_json_the_names_and_types_are_shown() {
        assert_eq!(
            shown(
                r#" {"access_token": 17, "expires_in": "3600", "ok": true, "list": [1, "a", null]}"#
            ),
            r#"{"access_token":number,"expires_in":"…","ok":true,"list":[number,"…",null]}"#
        );
        assert_eq!(shown(r#"[{"a":"b"}]"#), r#"[{"a":"…"}]"#);
        assert_eq!(shown(r#"{"a":"x\"y","b":"cut of"#), r#"{"a":"…","b":"…"#);
        assert_eq!(shown("{oops}"), "{…}");
    }

    #[test]
    fn of_a_page_or_a_text_the_plain_words_are_shown() {
        let page = "<!doctype html><html><head><title>502 Bad Gateway</title></head><body>x</body>";
        assert_eq!(shown(page), "502 Bad Gateway");
        assert_eq!(
            shown("<html><p>Please <b>sign in</b>.</p>"),
            "Please sign in ."
        );
        assert_eq!(shown("invalid_grant"), "invalid_grant");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn no_value_of_a_body_is_shown() {
        for body in [
            r#"{"access_token":"canary","refresh_token":"sesame-7","id":123456789}"#,
            r#"{"sesame-7":1,"token sesame":2,"access_token":"sesame"#,
            r#"{"a":{"b":["sesame"]},"c":"\"sesame\"","d":sesame7}"#,
            r#""sesame""#,
            "access_token=sesame&refresh_token=sesame",
            "Your account 123456789, ada@sesame.example, card 1234-5678, canary",
            "<p>eyJhbGciOiJub25lIn0.sesame7.c2ln</p>",
            "<title>canary</title>",
        ] {
            let shown = shown(body);
            for secret in ["canary", "sesame", "123456789", "5678", "eyJ"] {
                assert!(!shown.contains(secret), "{body}: {shown}");
            }
        }
    }

    #[test]
    fn an_excerpt_is_short_whatever_the_body() {
        let long = "word ".repeat(10_000);
        assert!(shown(&long).chars().count() <= LENGTH + 1);
        let nested = "[".repeat(10_000);
        assert!(shown(&nested).chars().count() <= LENGTH + 1);
    }

    proptest::proptest! {
        #[test]
        fn any_body_has_an_excerpt_without_a_panic(body in proptest::collection::vec(0_u8.., 0..200)) {
            let _ = excerpt(&body, &["canary"]);
        }

        #[test]
        fn anything_that_looks_like_json_or_a_page_has_one_too(body in r#"[{}\[\]:,"\\<>/a1é …-]{0,60}"#) {
            let _ = excerpt(body.as_bytes(), &[]);
        }
    }
}
