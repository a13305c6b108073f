//! What came in place of a file, by its first bytes.

use akoya_model::api_error::ApiErrorBody;

/// How many bytes are looked at. A PDF may have others before its header (ISO 32000-1, annex H.3.4.1).
pub(crate) const LOOKED_AT: usize = 1024;

/// What the first bytes of a body are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A file: a PDF, or something else that is not text.
    File,
    /// The beginning of a JSON document.
    Json,
    /// Text, also HTML and XML. No statement and no tax form is served as such.
    Text,
    /// There are no bytes.
    Nothing,
}

impl FileKind {
    /// Decides by the bytes and not by the media type: banks label errors as PDF, and files as JSON.
    pub(crate) fn of(start: &[u8]) -> Self {
        let bytes = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        match bytes.trim_ascii_start().first() {
            None if start.is_empty() => Self::Nothing,
            Some(b'{' | b'[') if is_text(start) => Self::Json,
            _ if has_pdf_header(start) || !is_text(start) => Self::File,
            _ => Self::Text,
        }
    }
}

fn has_pdf_header(start: &[u8]) -> bool {
    let start = start.get(..LOOKED_AT).unwrap_or(start);
    start.windows(5).any(|bytes| bytes == b"%PDF-")
}

/// Returns whether the bytes are text; the last character may be cut.
fn is_text(start: &[u8]) -> bool {
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_some() => return false,
        Err(error) => {
            let valid = start.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).unwrap_or_default()
        }
    };
    !text.chars().any(|c| c.is_control() && !c.is_whitespace())
}

/// Returns the error that a JSON document is, if it is one.
pub(crate) fn error_in(json: &[u8]) -> Option<ApiErrorBody> {
    let text = str::from_utf8(json).ok()?.trim_start_matches('\u{feff}');
    ApiErrorBody::in_place_of(&text.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_distinguished_from_what_comes_in_its_place() {
        for (start, kind) in [
            (&b"%PDF-1.7\n"[..], FileKind::File),
            (b"\n\xef\xbb\xbf\n%PDF-1.4", FileKind::File),
            (b"GIF89a\x01\x00\x01", FileKind::File),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF", FileKind::File),
            (b"{\x00\xff", FileKind::File),
            (b" \r\n{\"code\":501", FileKind::Json),
            (b"\xef\xbb\xbf[{", FileKind::Json),
            (b"{\"message\":\"caf\xc3", FileKind::Json),
            (b"<?xml version=\"1.0\"?>", FileKind::Text),
            (b"Statement not available", FileKind::Text),
            (b" \n", FileKind::Text),
            (b"", FileKind::Nothing),
        ] {
            assert_eq!(FileKind::of(start), kind, "{start:?}");
        }
    }

    #[test]
    fn a_document_with_data_is_no_error() {
        let code = |json: &str| {
            error_in(json.as_bytes())?
                .fdx_code()
                .map(|code| code.code())
        };
        assert_eq!(code(r#"{"code":501}"#), Some(501));
        assert_eq!(code(r#"{"error":{"code":"701"}}"#), Some(701));
        assert!(error_in(br#"{"Fault":{"faultstring":"quota"}}"#).is_some());
        assert!(error_in(br#"{"taxYear":2025,"description":"W-2"}"#).is_none());
        assert!(error_in(b"[1]").is_none());
    }
}
