//! HTML forms, as far as a browser without scripts would need them.
//!
//! Read as XML that need not be well-formed: the pages are the sandbox's. A reader of HTML knows 2,200 names of characters,
//! which every start of the command would pay for.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A form of a page.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// Where it is sent, relative to the page; empty for the page itself.
    pub(crate) action: String,
    /// Whether it is sent as a POST.
    pub(crate) is_post: bool,
    pub(crate) fields: Vec<Field>,
}

/// An input or button of a form.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) kind: FieldKind,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    #[default]
    Text,
    Password,
    Hidden,
    Checkbox,
    /// A button that sends the form.
    Submit,
    /// One that does not take part.
    Other,
}

/// What a page says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) forms: Vec<Form>,
    /// The text of its first heading.
    pub(crate) heading: String,
    /// The text of its first `role="alert"`.
    pub(crate) alert: Option<String>,
}

impl Page {
    /// Reads a page. Never fails: what makes no sense is passed over.
    pub(crate) fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut open: Option<Form> = None;
        let mut text = Text::default();
        let mut reader = reader(html);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(tag) | Event::Empty(tag) if is(name(&tag), "form") => {
                    open = Some(Form::of(&tag));
                }
                Event::Start(tag) | Event::Empty(tag) => {
                    text.start(&tag);
                    if let (Some(form), Some(field)) = (&mut open, Field::of(&tag)) {
                        form.fields.push(field);
                    }
                }
                Event::End(tag) if is(tag.name().0, "form") => page.forms.extend(open.take()),
                Event::End(tag) => text.end(tag.name().0),
                Event::Text(part) => text.add(&part.html_content()),
                Event::GeneralRef(part) => text.add(&character(&part)),
                Event::Eof => break,
                _ => {}
            }
        }
        Self {
            heading: text.heading.unwrap_or_default(),
            alert: text.alert,
            ..page
        }
    }

    /// Returns whether the page asks for a password.
    pub(crate) fn asks_for_password(&self) -> bool {
        self.forms
            .iter()
            .flat_map(|form| &form.fields)
            .any(|field| field.kind == FieldKind::Password)
    }
}

/// Collects the text of the elements that are looked for.
#[derive(Default)]
struct Text {
    heading: Option<String>,
    alert: Option<String>,
    /// The element whose text is being collected, and whether it is the alert.
    inside: Option<(String, bool)>,
}

impl Text {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let is_alert = attribute(tag, "role").as_deref() == Some("alert") && self.alert.is_none();
        if is_alert {
            self.alert = Some(String::new());
        } else if is(name(tag), "h1") && self.heading.is_none() {
            self.heading = Some(String::new());
        } else {
            return;
        }
        self.inside = Some((name(tag).to_owned(), is_alert));
    }

    fn end(&mut self, name: &str) {
        self.inside.take_if(|(open, _)| is(open, name));
    }

    fn add(&mut self, text: &str) {
        let target = match &self.inside {
            Some((_, true)) => &mut self.alert,
            Some((_, false)) => &mut self.heading,
            None => return,
        };
        target.get_or_insert_default().push_str(text);
    }
}

impl Form {
    fn of(tag: &BytesStart<'_>) -> Self {
        let is_post =
            attribute(tag, "method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
        Self {
            action: attribute(tag, "action").unwrap_or_default(),
            is_post,
            fields: Vec::new(),
        }
    }
}

impl Field {
    fn of(tag: &BytesStart<'_>) -> Option<Self> {
        let kind = attribute(tag, "type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let name = name(tag).to_ascii_lowercase();
        let kind = match (name.as_str(), kind.as_str()) {
            ("button", "" | "submit") | ("input", "submit") => FieldKind::Submit,
            ("input", "password") => FieldKind::Password,
            ("input", "hidden") => FieldKind::Hidden,
            ("input", "checkbox") => FieldKind::Checkbox,
            ("input", "" | "text" | "email") => FieldKind::Text,
            ("input" | "button", _) => FieldKind::Other,
            _ => return None,
        };
        let value = attribute(tag, "value").unwrap_or_default();
        Some(Self {
            name: attribute(tag, "name").unwrap_or_default(),
            value,
            kind,
        })
    }
}

/// Returns a reader of what browsers take: elements without an end, ends without an element, a lone `&`.
fn reader(html: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(html);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

fn name<'tag>(tag: &'tag BytesStart<'_>) -> &'tag str {
    tag.name().into_inner()
}

/// Returns whether two names of elements or attributes are the same, in whatever case.
fn is(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let value = attributes
        .find(|attribute| is(attribute.key.0, name))?
        .value;
    // A value that is not escaped is what it looks like, `?a=1&b=2` for one.
    Some(
        unescape(&value)
            .map(Cow::into_owned)
            .unwrap_or_else(|_| value.to_string()),
    )
}

/// Returns the character that a reference stands for, or the reference where its name is not one of XML's.
fn character(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.html_content();
    let known = resolve_predefined_entity(&name).map(str::to_owned);
    known.unwrap_or_else(|| format!("&{name};"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: &str, kind: FieldKind) -> Field {
        Field {
            name: name.to_owned(),
            value: value.to_owned(),
            kind,
        }
    }

    #[test]
    fn forms_are_read_with_all_that_takes_part() {
        let page = Page::read(
            r#"<h1>Choose <b>accounts</b></h1><p role="alert" id=x>Choose &amp; go</p>
            <!-- <form action="/no"> -- --><script>if (1 < 2) { "<form>" }</script>
            <FORM method=POST action="/next?a=1&amp;b=2">
              <input type="hidden" name="t" value="a&quot;b&#39;&gt;"><input name=user>
              <input type=password name=p><input type=checkbox name=account value=1 checked><input type=reset>
              <button name="d" value="approve">Approve</button><button type=button>No</button>
            </form><input name=outside>"#,
        );
        assert_eq!(
            (page.heading.as_str(), page.alert.as_deref()),
            ("Choose accounts", Some("Choose & go"))
        );
        let fields = vec![
            field("t", "a\"b'>", FieldKind::Hidden),
            field("user", "", FieldKind::Text),
            field("p", "", FieldKind::Password),
            field("account", "1", FieldKind::Checkbox),
            field("", "", FieldKind::Other),
            field("d", "approve", FieldKind::Submit),
            field("", "", FieldKind::Other),
        ];
        assert_eq!(
            page.forms,
            [Form {
                action: "/next?a=1&b=2".to_owned(),
                is_post: true,
                fields
            }]
        );
        assert!(page.asks_for_password());
    }

    #[test]
    fn what_is_not_escaped_or_has_another_name_stays_as_it_is() {
        let html = "<h1>A & B&nbsp;&#x43;&amp;&</h1><form action='?a=1&b=&lt;'></form><form action='?a=1&b=2'></form>";
        let page = Page::read(html);
        assert_eq!(page.heading, "A & B&nbsp;C&&");
        let actions: Vec<_> = page.forms.iter().map(|form| &*form.action).collect();
        assert_eq!(actions, ["?a=1&b=&lt;", "?a=1&b=2"]);
    }

    #[test]
    fn anything_is_read_without_a_panic() {
        for html in [
            "",
            "<",
            "<form",
            "<form><input",
            "</form>",
            "<h1>",
            "\0<input name=\u{fffd}>",
            "<form><form></form>",
        ] {
            let _ = Page::read(html);
        }
    }
}
