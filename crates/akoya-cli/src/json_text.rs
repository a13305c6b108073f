//! JSON text as a terminal shows it: indented, and without characters that could control the terminal.
//!
//! It is rewritten as text and not as values, so that every digit and every repeated name stays as the API sent it.

use std::fmt::Write as _;

use crate::printable::is_harmful;

/// Indents the text from `depth` on, with a line for each member. Harmful characters in strings are written as escapes,
/// which mean the same.
pub(crate) fn indented(json: &str, depth: usize) -> String {
    let mut text = Indented {
        text: String::with_capacity(json.len() * 2),
        depth,
    };
    let mut rest = json.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => text.string(&mut rest),
            '{' | '[' => {
                while rest.next_if(|c| c.is_ascii_whitespace()).is_some() {}
                match rest.next_if(|c| matches!(c, '}' | ']')) {
                    Some(end) => text.text.extend([c, end]),
                    None => text.open(c),
                }
            }
            '}' | ']' => text.close(c),
            ',' => text.line(","),
            ':' => text.text.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => text.text.push(c),
        }
    }
    text.text
}

struct Indented {
    text: String,
    depth: usize,
}

impl Indented {
    fn open(&mut self, c: char) {
        self.depth += 1;
        self.line(c.encode_utf8(&mut [0; 4]));
    }

    fn close(&mut self, c: char) {
        self.depth = self.depth.saturating_sub(1);
        self.line("");
        self.text.push(c);
    }

    /// Ends a line and begins the next.
    fn line(&mut self, end: &str) {
        self.text.push_str(end);
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }

    /// Copies the rest of a string, to its closing quote.
    fn string(&mut self, rest: &mut impl Iterator<Item = char>) {
        self.text.push('"');
        let mut is_escaped = false;
        for c in rest {
            if is_harmful(c) {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    // Writing to a string cannot fail.
                    let _ = write!(self.text, "\\u{unit:04x}");
                }
            } else {
                self.text.push(c);
            }
            if c == '"' && !is_escaped {
                break;
            }
            is_escaped = c == '\\' && !is_escaped;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_that_means_something_stays() {
        let json = r#"{"a":[1.0,{"b":"x, \"y\": {}"}],"c":[],"d":{ },"a":1E+2}"#;
        let expected = "{\n  \"a\": [\n    1.0,\n    {\n      \"b\": \"x, \\\"y\\\": {}\"\n    }\n  ],\n  \"c\": [],\n  \
             \"d\": {},\n  \"a\": 1E+2\n}";
        assert_eq!(indented(json, 0), expected);
    }

    #[test]
    fn what_could_control_a_terminal_is_an_escape_that_means_the_same() {
        let json = "{\"a\":\"\u{9b}31m\u{202e}\u{e0041}\"}";
        let shown = indented(json, 0);
        assert!(
            !shown.chars().any(|c| c != '\n' && is_harmful(c)),
            "{shown:?}"
        );
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&shown), value(json));
    }
}
