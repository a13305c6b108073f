//! `mode=standard`: the same document with values and times as the FDX standard writes them.

use super::timestamp;

/// Fields whose values FDX enumerates; it writes them in capitals without separators.
const ENUMERATED: [&str; 7] = [
    "accountType",
    "balanceType",
    "debitCreditMemo",
    "holdingType",
    "interestRateType",
    "status",
    "transactionType",
];

/// Rewrites the values that the standard defines; every other character stays.
///
/// It scans the text instead of parsing it, because parsed numbers lose digits. The text must be valid JSON.
pub(crate) fn standardized(json: &str) -> String {
    let mut written = String::with_capacity(json.len());
    let mut key = "";
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let (before, from) = rest.split_at(start);
        let (literal, after) = from.split_at(literal_length(from));
        written.push_str(before);
        if after.trim_start().starts_with(':') {
            key = content(literal);
            written.push_str(literal);
        } else {
            match before
                .trim_end()
                .ends_with(':')
                .then(|| value(key, content(literal)))
                .flatten()
            {
                Some(value) => written.extend(["\"", &value, "\""]),
                None => written.push_str(literal),
            }
        }
        rest = after;
    }
    written.push_str(rest);
    written
}

/// Returns the length of the string literal that a text begins with, including its quotes.
fn literal_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().enumerate().skip(1).find(|(_, byte)| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(index, _)| index + 1)
}

fn content(literal: &str) -> &str {
    literal.get(1..literal.len() - 1).unwrap_or_default()
}

/// Returns how the standard writes a value, or `None` if it has no rule for it.
fn value(key: &str, text: &str) -> Option<String> {
    // No enumerated value and no time contains an escape.
    if text.contains('\\') {
        return None;
    }
    if ENUMERATED.contains(&key) {
        let letters = text.chars().filter(|letter| !" -_".contains(*letter));
        return Some(letters.flat_map(char::to_uppercase).collect());
    }
    let is_moment = key.ends_with("Timestamp") || key.ends_with("AsOf");
    let has_clock = key.ends_with("Date") && text.contains('T');
    let time = if is_moment || has_clock {
        timestamp::provider(text)
    } else {
        None
    };
    time.and_then(timestamp::precise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_and_times_are_rewritten() {
        let text = r#"{ "status" : "pending_open", "memo":"status", "tags":["status","open"], "a\"b":"\\", "n":1.10, "status":"a\u00e4\"",
            "postedTimestamp":"2019-09-16T00:00:00.375+0000","maturityDate":"2021-08-09","orderDate":"soon at T"}"#;
        let standard = text
            .replace("pending_open", "PENDINGOPEN")
            .replace("2019-09-16T00:00:00.375+0000", "2019-09-16T00:00:00.375Z");
        assert_eq!(standardized(text), standard);
        assert_eq!(standardized(&standard), standard);
    }

    #[test]
    fn a_text_without_strings_is_unchanged() {
        for text in ["", "[]", "{}", "12.50", "\"unfinished"] {
            assert_eq!(standardized(text), text);
        }
    }
}
