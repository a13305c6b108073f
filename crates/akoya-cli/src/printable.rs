//! Text of a provider, made safe for a terminal.

/// Replaces characters that could control the terminal, change the direction of text, or hide, by blanks.
pub(crate) fn printable(text: &str) -> String {
    let printable = |c: char| if is_harmful(c) { ' ' } else { c };
    text.chars().map(printable).collect()
}

/// Returns whether the character can control the terminal, change the direction of the text, or hide.
pub(crate) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_cannot_control_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\r\n\u{202e}c"), "a [31mb   c");
    }
}
