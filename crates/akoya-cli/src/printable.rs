//! Text of a provider, made safe for a terminal.

/// The text with blanks for characters that could control the terminal, change the direction of text, or hide.
pub(crate) fn printable(text: &str) -> String {
    let printable = |c: char| {
        if c.is_control() || is_invisible(c) {
            ' '
        } else {
            c
        }
    };
    text.chars().map(printable).collect()
}

/// Characters that change the direction of the text or hide.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_cannot_control_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\r\n\u{202e}c"), "a [31mb   c");
    }
}
