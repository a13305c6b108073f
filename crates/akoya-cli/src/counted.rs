//! A number with its noun.

use std::fmt::Display;

/// Writes how many there are: `1 value`, `2 values`. The plural ends with an s.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    let plural = if count == N::from(1) { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_all_else_plural() {
        let text: Vec<String> = [0_usize, 1, 2].map(|count| counted(count, "page")).into();
        assert_eq!(text, ["0 pages", "1 page", "2 pages"]);
    }
}
