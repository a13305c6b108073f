//! A tax statement's PDF, which comes as text in base64.

use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Senders differ in whether they pad.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why a statement gave no PDF. It says nothing of what the statement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PdfError {
    kind: PdfErrorKind,
}

/// What kind of mistake it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PdfErrorKind {
    /// The statement has no PDF: it came with data, or its `pdf` is no text. Ask for
    /// [`Base64Pdf`](super::TaxDataType::Base64Pdf).
    Absent,
    /// The text is not base64 (RFC 4648 section 4).
    Encoding,
}

impl PdfError {
    /// Returns what kind of mistake it was.
    pub fn kind(&self) -> PdfErrorKind {
        self.kind
    }
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            PdfErrorKind::Absent => "tax statement has no PDF",
            PdfErrorKind::Encoding => "PDF of the tax statement is not base64",
        })
    }
}

impl std::error::Error for PdfError {}

/// Decodes a PDF; line breaks and other white space in the text are skipped (RFC 2045 section 6.8).
pub(super) fn decode(text: Option<&str>) -> Result<Vec<u8>, PdfError> {
    let text = text.ok_or(PdfError {
        kind: PdfErrorKind::Absent,
    })?;
    let decoded = if text.contains(|c: char| c.is_ascii_whitespace()) {
        ENGINE.decode(text.split_ascii_whitespace().collect::<String>())
    } else {
        ENGINE.decode(text)
    };
    decoded.map_err(|_| PdfError {
        kind: PdfErrorKind::Encoding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_with_and_without_padding_and_line_breaks() {
        for text in [
            "JVBERi0xLjcK4g==",
            "JVBERi0xLjcK4g",
            " JVBERi0x\r\nLjcK4g==\n",
        ] {
            assert_eq!(
                decode(Some(text)).as_deref(),
                Ok(b"%PDF-1.7\n\xe2".as_slice()),
                "{text}"
            );
        }
        assert_eq!(decode(Some("")).as_deref(), Ok([].as_slice()));
    }

    #[test]
    fn text_that_is_not_base64_is_refused_without_showing_it() {
        for text in [
            "JVBERi0x!",
            "J",
            "JVBERi0xLjcK4h==",
            "=",
            "JVBE=Ri0x",
            "JVB-Ri0x",
        ] {
            let error = decode(Some(text)).unwrap_err();
            assert_eq!(error.kind(), PdfErrorKind::Encoding, "{text}");
            assert_eq!(error.to_string(), "PDF of the tax statement is not base64");
        }
        assert_eq!(decode(None).unwrap_err().kind(), PdfErrorKind::Absent);
    }
}
