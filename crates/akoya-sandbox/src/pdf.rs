//! Printable documents: statements and tax forms.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

const ROWS_ON_A_PAGE: usize = 44;
const TEXT: Name<'static> = Name(b"F1");
const BOLD: Name<'static> = Name(b"F2");
const FIGURES: Name<'static> = Name(b"F3");
/// Where the column of amounts ends, in points from the left of a US letter page.
const RIGHT: f32 = 558.0;

/// A document of the bank: a heading, then rows of date, text and amount on as many pages as they need.
#[derive(Debug)]
pub(crate) struct Sheet {
    title: String,
    lines: Vec<String>,
    rows: Vec<[String; 3]>,
}

impl Sheet {
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

    /// The document as PDF 1.7, with the fonts that every reader has.
    pub(crate) fn render(&self) -> Vec<u8> {
        let pages: Vec<&[[String; 3]]> = if self.rows.is_empty() {
            vec![&[]]
        } else {
            self.rows.chunks(ROWS_ON_A_PAGE).collect()
        };
        let mut pdf = Pdf::new();
        let [catalog, tree, text, bold, figures] = [1, 2, 3, 4, 5].map(Ref::new);
        let ids = |place: usize| {
            let first = i32::try_from(6 + 2 * place).unwrap_or(i32::MAX - 1);
            (Ref::new(first), Ref::new(first + 1))
        };
        pdf.catalog(catalog).pages(tree);
        let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
        pdf.pages(tree)
            .kids((0..pages.len()).map(|place| ids(place).0))
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
        for (place, rows) in pages.iter().enumerate() {
            let (page_id, content_id) = ids(place);
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
            pdf.stream(content_id, &self.page(rows, place + 1, pages.len()));
        }
        pdf.finish()
    }

    fn page(&self, rows: &[[String; 3]], number: usize, of: usize) -> Vec<u8> {
        let mut content = Content::new();
        content.set_fill_rgb(0.043, 0.29, 0.263);
        write(&mut content, BOLD, 16.0, (54.0, 740.0), "Mikomo Financial");
        content.set_fill_gray(0.0);
        write(&mut content, BOLD, 11.0, (54.0, 716.0), &self.title);
        for (place, line) in (0_u8..).zip(self.lines.iter().take(3)) {
            write(
                &mut content,
                TEXT,
                9.0,
                (54.0, 700.0 - 12.0 * f32::from(place)),
                line,
            );
        }
        for (place, [date, text, amount]) in (0_u8..).zip(rows) {
            let height = 656.0 - 13.0 * f32::from(place);
            write(&mut content, TEXT, 9.0, (54.0, height), date);
            write(&mut content, TEXT, 9.0, (120.0, height), text);
            // Every character of Courier is 0.6 em wide.
            let width = 5.4 * f32::from(u8::try_from(amount.len()).unwrap_or(u8::MAX));
            write(&mut content, FIGURES, 9.0, (RIGHT - width, height), amount);
        }
        let note = format!("Sandbox document, not of a real bank. Page {number} of {of}");
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

/// The bytes of WinAnsi, which is Latin-1 where it matters here.
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
    fn a_long_sheet_has_several_pages() {
        let mut sheet = Sheet::new("Statement".into(), vec!["Line".into()]);
        for _ in 0..ROWS_ON_A_PAGE + 1 {
            sheet.row(["2026-11-01", "Café \u{1F600}", "1.00"]);
        }
        let pdf = sheet.render();
        assert!(pdf.starts_with(b"%PDF-1.7"));
        let shown = String::from_utf8_lossy(&pdf);
        assert!(
            shown.contains("/Count 2")
                && shown.contains("Page 2 of 2")
                && shown.trim_end().ends_with("%%EOF")
        );
    }
}
