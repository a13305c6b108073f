//! A place in JSON text that moves forward.
//!
//! serde_json's readers are generic, so each type of this crate would have one of its own, compiled here and again
//! in every program; and it reads a number as one of Rust's before anyone sees the digits. A cursor is one type,
//! and hands out the text. It reads what a response is made of: names, numbers, strings without escapes. Escapes,
//! and values that no type has a field for, serde_json checks and reads.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::string;

/// How deep objects of this crate's types may lie in one another; what is below is kept as text. A type that
/// contains itself could else be as deep as the document likes, and the stack is not.
const DEPTH: usize = 32;

/// A place in JSON text.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// Where the name that was read last begins.
    name: usize,
}

/// The text is not JSON. serde_json reads it again, and says where and how it is wrong.
#[derive(Debug)]
pub struct Malformed;

/// A string as it stands in the text.
pub(crate) enum Token<'a> {
    /// Without escapes and without the quotes: the text that it means.
    Plain(&'a str),
    /// With escapes, and with the quotes.
    Escaped(&'a str),
}

impl<'a> Cursor<'a> {
    /// Returns a cursor at the first value of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut cursor = Self {
            text,
            at: 0,
            depth: 0,
            name: 0,
        };
        cursor.skip_space();
        cursor
    }

    /// Returns a cursor at a value that was skipped, as deep in the document as this one is.
    pub(crate) fn again<'b>(&self, json: &'b str) -> Cursor<'b> {
        Cursor {
            text: json,
            at: 0,
            ..*self
        }
    }

    /// Returns whether nothing but white space follows.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.at == self.text.len()
    }

    /// Returns the byte here. At the start of a value it gives the kind.
    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Returns the text from its beginning to its end.
    pub(crate) fn whole(&self) -> &'a str {
        self.text
    }

    /// Returns where the name that was read last begins, behind the quote.
    pub(crate) fn name_position(&self) -> usize {
        self.name
    }

    /// Returns the text from a place where the cursor was to here.
    pub(crate) fn since(&self, position: usize) -> &'a str {
        self.text.get(position..self.at).unwrap_or_default()
    }

    /// Enters an object if there is one, and it is not too deep.
    pub(crate) fn enter_object(&mut self) -> bool {
        let enters = self.depth < DEPTH && self.take(b'{');
        self.depth += usize::from(enters);
        enters
    }

    /// Enters a list if there is one.
    pub(crate) fn enter_list(&mut self) -> bool {
        self.take(b'[')
    }

    /// Moves to the value of an object's next field, and returns the name; nothing at the object's end, which it
    /// leaves.
    ///
    /// `is_first` says whether it is the first field.
    pub(crate) fn next_name(
        &mut self,
        is_first: &mut bool,
    ) -> Result<Option<Cow<'a, str>>, Malformed> {
        if !self.next(b'}', is_first)? {
            self.depth -= 1;
            return Ok(None);
        }
        self.name = self.at + 1;
        let name = match self.plain() {
            Some(name) => Cow::Borrowed(name),
            None => self.escaped_name()?,
        };
        self.skip_space();
        self.expect(b':')?;
        self.skip_space();
        Ok(Some(name))
    }

    /// Moves to a list's next element; false at the list's end, which it leaves.
    pub(crate) fn next_element(&mut self, is_first: &mut bool) -> Result<bool, Malformed> {
        self.next(b']', is_first)
    }

    #[inline]
    fn next(&mut self, end: u8, is_first: &mut bool) -> Result<bool, Malformed> {
        self.skip_space();
        if self.take(end) {
            return Ok(false);
        }
        if !std::mem::take(is_first) {
            self.expect(b',')?;
            self.skip_space();
        }
        Ok(true)
    }

    /// Reads a name that has escapes.
    #[cold]
    fn escaped_name(&mut self) -> Result<Cow<'a, str>, Malformed> {
        match self.string()? {
            Token::Plain(name) => Ok(Cow::Borrowed(name)),
            Token::Escaped(json) => string::text(json).ok_or(Malformed),
        }
    }

    /// Reads a string.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Token<'a>, Malformed> {
        match self.plain() {
            Some(text) => Ok(Token::Plain(text)),
            None => self.escaped().map(Token::Escaped),
        }
    }

    /// Reads a string if it is one without escapes, as nearly all are.
    #[inline]
    fn plain(&mut self) -> Option<&'a str> {
        let (b'"', rest) = self.text.as_bytes().get(self.at..)?.split_first()? else {
            return None;
        };
        let start = self.at + 1;
        let end = start + plain_length(rest);
        let bytes = self.text.as_bytes();
        if bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    #[cold]
    fn escaped(&mut self) -> Result<&'a str, Malformed> {
        if self.peek() == Some(b'"') {
            self.skip_with_serde()
        } else {
            Err(Malformed)
        }
    }

    /// Reads any value; the text of a string, if it is one without half a surrogate pair, which is not text.
    pub(crate) fn text(&mut self) -> Result<Option<Cow<'a, str>>, Malformed> {
        if self.peek() != Some(b'"') {
            self.skip()?;
            return Ok(None);
        }
        Ok(match self.string()? {
            Token::Plain(text) => Some(Cow::Borrowed(text)),
            Token::Escaped(json) => serde_json::from_str(json).ok().map(Cow::Owned),
        })
    }

    /// Reads a number (RFC 8259 section 6).
    pub(crate) fn number(&mut self) -> Result<&'a str, Malformed> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(self.since(start))
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        if digits == 0 { Err(Malformed) } else { Ok(()) }
    }

    /// Reads the word `true`, `false` or `null`.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_here = rest.starts_with(word.as_bytes());
        if is_here {
            self.at += word.len();
        }
        is_here
    }

    /// Reads any value, and returns its text.
    pub(crate) fn skip(&mut self) -> Result<&'a str, Malformed> {
        let start = self.at;
        let is_read = match self.peek() {
            Some(b'"') => self.string().map(|_| true)?,
            Some(b'-' | b'0'..=b'9') => self.number().map(|_| true)?,
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => return self.skip_with_serde(),
        };
        if is_read {
            Ok(self.since(start))
        } else {
            Err(Malformed)
        }
    }

    /// Reads any value with serde_json, which needs no stack for it, however deep it is.
    fn skip_with_serde(&mut self) -> Result<&'a str, Malformed> {
        let rest = self.text.get(self.at..).ok_or(Malformed)?;
        let mut deserializer = serde_json::Deserializer::from_str(rest);
        let json = <&RawValue>::deserialize(&mut deserializer).map_err(|_| Malformed)?;
        self.at += json.get().len();
        Ok(json.get())
    }

    #[inline]
    fn skip_space(&mut self) {
        // Providers send none: one comparison is to tell.
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.skip_some_space();
        }
    }

    #[cold]
    fn skip_some_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(Malformed)
        }
    }
}

/// Returns how many bytes come before the first that is not plain text in a string: a quote, a backslash, a control
/// character.
///
/// Eight bytes at a time: names and texts are most of a response.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    // With this bit turned, a quote comes next after the control characters.
    const TURN: u64 = ONES * 0x02;
    const BACKSLASHES: u64 = ONES * b'\\' as u64;
    let mut rest = bytes;
    while let Some((eight, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*eight);
        // The top bit of a byte is set where the byte is below what is subtracted; a borrow from the byte before
        // can set it wrongly only above one where it is right, and the lowest counts.
        let ends = (word ^ TURN).wrapping_sub(ONES * 0x21);
        let ends = ends | (word ^ BACKSLASHES).wrapping_sub(ONES);
        let ends = ends & !word & (ONES << 7);
        if ends != 0 {
            return bytes.len() - rest.len() + ends.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    bytes.len() - rest.len() + plain_length_at_end(rest)
}

/// Returns the same of the last bytes of a document, fewer than eight.
#[cold]
fn plain_length_at_end(bytes: &[u8]) -> usize {
    let is_plain = |byte: &&u8| **byte >= 0x20 && **byte != b'"' && **byte != b'\\';
    bytes.iter().take_while(is_plain).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the first value of a text as serde_json finds it, if nothing follows.
    fn by_serde(text: &str) -> Option<&str> {
        serde_json::from_str::<&RawValue>(text)
            .ok()
            .map(RawValue::get)
    }

    fn by_cursor(text: &str) -> Option<&str> {
        let mut cursor = Cursor::new(text);
        let json = cursor.skip().ok()?;
        cursor.is_at_end().then_some(json)
    }

    #[test]
    fn string_ends_at_its_quote_wherever_that_is() {
        for length in 0..20 {
            for stop in ["\"", "\\", "\n", "\u{1f}"] {
                let text = format!("{}{stop}é\"", "\u{7f}".repeat(length));
                assert_eq!(plain_length(text.as_bytes()), length, "{text:?}");
            }
        }
    }

    #[test]
    fn bytes_beyond_ascii_are_plain() {
        let text = "é\u{80}ÿ\u{10ffff}日本語".repeat(3);
        assert_eq!(plain_length(text.as_bytes()), text.len());
    }

    #[test]
    fn fields_and_elements_come_in_their_order() {
        let mut cursor = Cursor::new(" { \"a\" : 1 , \"\\u0062\":[ true,\"x\" ] } ");
        assert!(cursor.enter_object());
        let mut is_first = true;
        let mut fields = Vec::new();
        while let Some(name) = cursor.next_name(&mut is_first).unwrap() {
            fields.push((name, cursor.skip().unwrap()));
        }
        assert!(cursor.is_at_end());
        assert_eq!(fields, [("a".into(), "1"), ("b".into(), "[ true,\"x\" ]")]);
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn text_is_a_value_exactly_if_it_is_one_for_serde_json(text in "[-+0-9.eE \"\\\\ntruefalse\\[\\]{}:,\u{0}-\u{20}é]{0,12}") {
            prop_assert_eq!(by_cursor(&text), by_serde(&text));
        }

        #[test]
        fn number_is_one_exactly_if_it_is_one_for_serde_json(text in "-?[0-9]{0,3}(\\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?") {
            prop_assert_eq!(by_cursor(&text), by_serde(&text));
        }

        #[test]
        fn string_says_what_it_says_to_serde_json(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            let read = Cursor::new(&json).text().unwrap();
            prop_assert_eq!(read.as_deref(), Some(text.as_str()));
        }
    }
}
