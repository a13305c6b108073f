//! PDF documents: statements and tax forms.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

const ROWS_PER_PAGE: usize = 44;
const TEXT: Name<'static> = Name(b"F1");
const BOLD: Name<'static> = Name(b"F2");
const FIGURES: Name<'static> = Name(b"F3");
/// The right edge of the column of amounts, in points from the left of a US letter page.
const RIGHT: f32 = 558.0;

/// A document of the bank: a heading, then rows of date, text and amount, over as many pages as they need.
#[derive(Debug)]
pub(crate) struct PdfDocument {
    title: String,
    lines: Vec<String>,
    rows: Vec<[String; 3]>,
}

impl PdfDocument {
    pub(crate) fn new(title: String, lines: Vec<String>) -> Self {
        Self {
            title,
            lines,
            rows: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, row: [&str; 3]) {
        self.rows.push(row.map(str::to_owned));
    }

    /// Renders the document as PDF 1.7. It uses the standard fonts, which need not be embedded.
    pub(crate) fn render(&self) -> Vec<u8> {
        let pages: Vec<&[[String; 3]]> = if self.rows.is_empty() {
            vec![&[]]
        } else {
            self.rows.chunks(ROWS_PER_PAGE).collect()
        };
        let mut pdf = Pdf::new();
        let [catalog, tree, text, bold, figures] = [1, 2, 3, 4, 5].map(Ref::new);
        let ids = |index: usize| {
            let first = i32::try_from(6 + 2 * index).unwrap_or(i32::MAX - 1);
            (Ref::new(first), Ref::new(first + 1))
        };
        pdf.catalog(catalog).pages(tree);
        let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
        pdf.pages(tree)
            .kids((0..pages.len()).map(|index| ids(index).0))
            .count(count);
        for (id, name) in [
            (text, "Helvetica"),
            (bold, "Helvetica-Bold"),
            (figures, "Courier"),
        ] {
            pdf.type1_font(id)
                .base_font(Name(name.as_bytes()))
                .encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        for (index, rows) in pages.iter().enumerate() {
            let (page_id, content_id) = ids(index);
            let mut page = pdf.page(page_id);
            page.media_box(Rect::new(0.0, 0.0, 612.0, 792.0))
                .parent(tree)
                .contents(content_id);
            page.resources()
                .fonts()
                .pair(TEXT, text)
                .pair(BOLD, bold)
                .pair(FIGURES, figures);
            page.finish();
            pdf.stream(content_id, &self.page(rows, index + 1, pages.len()));
        }
        pdf.finish()
    }

    fn page(&self, rows: &[[String; 3]], number: usize, of: usize) -> Vec<u8> {
        let mut content = Content::new();
        content.set_fill_rgb(0.043, 0.29, 0.263);
        write(&mut content, BOLD, 16.0, (54.0, 740.0), "Mikomo Financial");
        content.set_fill_gray(0.0);
        write(&mut content, BOLD, 11.0, (54.0, 716.0), &self.title);
        for (index, line) in (0_u8..).zip(self.lines.iter().take(3)) {
            write(
                &mut content,
                TEXT,
                9.0,
                (54.0, 700.0 - 12.0 * f32::from(index)),
                line,
            );
        }
        for (index, [date, text, amount]) in (0_u8..).zip(rows) {
            let height = 656.0 - 13.0 * f32::from(index);
            write(&mut content, TEXT, 9.0, (54.0, height), date);
            write(&mut content, TEXT, 9.0, (120.0, height), text);
            // Every character of Courier is 0.6 em wide.
            let width = 5.4 * f32::from(u8::try_from(amount.len()).unwrap_or(u8::MAX));
            write(&mut content, FIGURES, 9.0, (RIGHT - width, height), amount);
        }
        let note = format!("Sandbox document, not from a real bank. Page {number} of {of}");
        write(&mut content, TEXT, 8.0, (54.0, 48.0), &note);
        content.finish().into_vec()
    }
}

fn write(content: &mut Content, font: Name<'_>, size: f32, (x, y): (f32, f32), text: &str) {
    content
        .begin_text()
        .set_font(font, size)
        .next_line(x, y)
        .show(Str(&latin(text)))
        .end_text();
}

/// Encodes the text in WinAnsi, which equals Latin-1 for the characters used here.
fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .take(200)
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_document_has_several_pages() {
        let mut document = PdfDocument::new("Statement".into(), vec!["Line".into()]);
        for _ in 0..ROWS_PER_PAGE + 1 {
            document.row(["2026-11-01", "Café \u{1F600}", "1.00"]);
        }
        let pdf = document.render();
        assert!(pdf.starts_with(b"%PDF-1.7"));
        let shown = String::from_utf8_lossy(&pdf);
        assert!(shown.contains("/Count 2"), "{shown}");
        assert!(shown.contains("Page 2 of 2"), "{shown}");
        assert!(shown.trim_end().ends_with("%%EOF"), "{shown}");
    }
}
