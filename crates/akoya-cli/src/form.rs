//! HTML forms, as far as a browser without scripts would need them.

use html5gum::{HtmlString, StartTag, Token, Tokenizer};

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
        for Ok(token) in Tokenizer::new(html) {
            match token {
                Token::StartTag(tag) if name(&tag) == b"form" => open = Some(Form::of(&tag)),
                Token::StartTag(tag) => {
                    text.start(&tag);
                    if let (Some(form), Some(field)) = (&mut open, Field::of(&tag)) {
                        form.fields.push(field);
                    }
                }
                Token::EndTag(tag) if &**tag.name == b"form" => page.forms.extend(open.take()),
                Token::EndTag(tag) => text.end(&tag.name),
                Token::String(string) => text.add(&string),
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
    inside: Option<(Vec<u8>, bool)>,
}

impl Text {
    fn start(&mut self, tag: &StartTag<()>) {
        let is_alert = attribute(tag, "role").as_deref() == Some("alert") && self.alert.is_none();
        if is_alert {
            self.alert = Some(String::new());
        } else if name(tag) == b"h1" && self.heading.is_none() {
            self.heading = Some(String::new());
        } else {
            return;
        }
        self.inside = Some((name(tag).to_vec(), is_alert));
    }

    fn end(&mut self, name: &HtmlString) {
        if self
            .inside
            .as_ref()
            .is_some_and(|(open, _)| **open == ***name)
        {
            self.inside = None;
        }
    }

    fn add(&mut self, text: &[u8]) {
        let target = match &self.inside {
            Some((_, true)) => &mut self.alert,
            Some((_, false)) => &mut self.heading,
            None => return,
        };
        target
            .get_or_insert_default()
            .push_str(&String::from_utf8_lossy(text));
    }
}

impl Form {
    fn of(tag: &StartTag<()>) -> Self {
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
    fn of(tag: &StartTag<()>) -> Option<Self> {
        let kind = attribute(tag, "type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let kind = match (name(tag), kind.as_str()) {
            (b"button", "" | "submit") | (b"input", "submit") => FieldKind::Submit,
            (b"input", "password") => FieldKind::Password,
            (b"input", "hidden") => FieldKind::Hidden,
            (b"input", "checkbox") => FieldKind::Checkbox,
            (b"input", "" | "text" | "email") => FieldKind::Text,
            (b"input" | b"button", _) => FieldKind::Other,
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

fn name(tag: &StartTag<()>) -> &[u8] {
    &tag.name
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes
        .get(name.as_bytes())
        .map(|value| String::from_utf8_lossy(value).into_owned())
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
            <!-- <form action="/no"> -->
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
