//! A place in JSON text that moves forward.
//!
//! serde_json's readers are generic, so each type of this crate would have one of its own, compiled here and again
//! in every program; and it reads a number as one of Rust's before anyone sees the digits. A cursor is one type,
//! and hands out the text. It reads what a response is made of: names, numbers, strings without escapes. Escapes,
//! and values that no type has a field for, serde_json checks and reads.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::plain::plain_length;
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
    #[inline(always)]
    pub(crate) fn next_name(
        &mut self,
        is_first: &mut bool,
    ) -> Result<Option<Cow<'a, str>>, Malformed> {
        match self.usual_name(*is_first) {
            Some(name) => {
                *is_first = false;
                let name = self.text.get(name).unwrap_or_default();
                Ok(Some(Cow::Borrowed(name)))
            }
            None => self.any_name(is_first),
        }
    }

    /// Moves to the value of an object's next field as [`next_name`](Self::next_name) does, and returns whether the name has
    /// escapes.
    #[inline]
    pub(crate) fn pass_name(&mut self, is_first: &mut bool) -> Result<Option<bool>, Malformed> {
        if self.usual_name(*is_first).is_some() {
            *is_first = false;
            return Ok(Some(false));
        }
        let name = self.any_name(is_first)?;
        Ok(name.map(|name| matches!(name, Cow::Owned(_))))
    }

    /// Moves to the value of an object's next field if its name is as nearly all are, without escapes and with a colon at
    /// once behind it, and returns where it is; nothing, and the cursor stays, where there is another, or none.
    #[inline(always)]
    fn usual_name(&mut self, is_first: bool) -> Option<Range<usize>> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let rest = if is_first {
            rest
        } else {
            rest.strip_prefix(b",")?
        };
        let rest = match rest {
            [b'"', rest @ ..] => rest,
            _ => behind_space(rest).strip_prefix(b"\"")?,
        };
        let length = plain_length(rest);
        let [b'"', b':', ..] = rest.get(length..)? else {
            return None;
        };
        self.name = self.text.len() - rest.len();
        let name = self.name..self.name + length;
        self.at = name.end + 2;
        self.skip_space();
        Some(name)
    }

    /// Moves to the value of an object's next field, whatever its name.
    #[inline(never)]
    fn any_name(&mut self, is_first: &mut bool) -> Result<Option<Cow<'a, str>>, Malformed> {
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
    #[inline(always)]
    fn plain(&mut self) -> Option<&'a str> {
        let start = self.at + 1;
        let text = start..start + self.pass_plain()?;
        self.text.get(text)
    }

    /// Moves over a string if it is one without escapes, and returns how long its text is.
    #[inline(always)]
    fn pass_plain(&mut self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let rest = rest.strip_prefix(b"\"")?;
        let length = plain_length(rest);
        rest.get(length).filter(|end| **end == b'"')?;
        self.at += length + 2;
        Some(length)
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

    /// Reads a number.
    pub(crate) fn number(&mut self) -> Result<&'a str, Malformed> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        self.at += number_length(rest).ok_or(Malformed)?;
        Ok(self.since(start))
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
        self.pass()?;
        Ok(self.since(start))
    }

    /// Reads any value.
    #[inline(always)]
    pub(crate) fn pass(&mut self) -> Result<(), Malformed> {
        // Most values are texts.
        match self.pass_plain() {
            Some(_) => Ok(()),
            None => self.pass_other(),
        }
    }

    #[inline(never)]
    fn pass_other(&mut self) -> Result<(), Malformed> {
        let is_read = match self.peek() {
            Some(b'-' | b'0'..=b'9') => return self.number().map(drop),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => return self.skip_with_serde().map(drop),
        };
        if is_read { Ok(()) } else { Err(Malformed) }
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

    #[inline(never)]
    fn skip_some_space(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at = self.text.len() - behind_space(rest).len();
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

/// Returns what is behind the white space with which a text begins (RFC 8259 section 2).
fn behind_space(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let [b' ' | b'\n' | b'\r' | b'\t', after @ ..] = rest {
        rest = after;
    }
    rest
}

/// Returns how long the number is with which a text begins (RFC 8259 section 6).
fn number_length(text: &[u8]) -> Option<usize> {
    let integer = text.strip_prefix(b"-").unwrap_or(text);
    let mut rest = match integer.strip_prefix(b"0") {
        Some(rest) => rest,
        None => behind_digits(integer)?,
    };
    if let Some(fraction) = rest.strip_prefix(b".") {
        rest = behind_digits(fraction)?;
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let sign = |byte: &u8| matches!(byte, b'+' | b'-');
        let digits = exponent.split_first().filter(|(first, _)| sign(first));
        rest = behind_digits(digits.map_or(exponent, |(_, digits)| digits))?;
    }
    Some(text.len() - rest.len())
}

/// Returns what is behind the digits with which a text begins; nothing where it begins with none.
#[inline(always)]
fn behind_digits(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    while let [b'0'..=b'9', after @ ..] = rest {
        rest = after;
    }
    (rest.len() < text.len()).then_some(rest)
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
