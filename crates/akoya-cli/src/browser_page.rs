//! The pages that a browser gets from the command, in the style of the sandbox's bank.

use akoya::oauth::loopback::Pages;

/// A page without anything that came from outside.
struct BrowserPage {
    title: &'static str,
    /// HTML.
    text: &'static str,
    sign: Sign,
}

/// The sign above the title.
enum Sign {
    Done,
    None,
}

/// Returns the pages of a login.
pub(crate) fn pages() -> Pages {
    let mut pages = Pages::default();
    pages.connected = CONNECTED.html().into();
    pages.not_connected = NOT_CONNECTED.html().into();
    pages.unexpected = UNEXPECTED.html().into();
    pages.nothing_here = NOTHING_HERE.html().into();
    pages.used = USED.html().into();
    pages
}

const STYLE: &str = include_str!("../static/page.css");

const TICK: &str = "<svg class=\"sign\" viewBox=\"0 0 32 32\" aria-hidden=\"true\" focusable=\"false\"><circle cx=\"16\" cy=\"16\" \
     r=\"16\" fill=\"#0b4a43\"/><path d=\"M9 16.5l5 5L23.5 12\" fill=\"none\" stroke=\"#f2c14e\" stroke-width=\"3\" \
     stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>";

impl BrowserPage {
    fn html(&self) -> String {
        let Self { title, text, sign } = self;
        let sign = match sign {
            Sign::Done => TICK,
            Sign::None => "",
        };
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>{title} · \
             akoya</title><style>{STYLE}</style></head><body><header><p>akoya</p></header><main><div \
             class=\"card\">{sign}<h1>{title}</h1><p>{text}</p></div></main></body></html>"
        )
    }
}

const CONNECTED: BrowserPage = BrowserPage {
    title: "Connected",
    text: "You can close this page and go back to the terminal.",
    sign: Sign::Done,
};
const NOT_CONNECTED: BrowserPage = BrowserPage {
    title: "Not connected",
    text: "Nothing is shared. The terminal has the details; you can close this page.",
    sign: Sign::None,
};
const UNEXPECTED: BrowserPage = BrowserPage {
    title: "Not expected",
    text: "This is not the callback that <code>akoya</code> is waiting for. Nothing was changed.",
    sign: Sign::None,
};
const NOTHING_HERE: BrowserPage = BrowserPage {
    title: "Nothing here",
    text: "<code>akoya</code> is waiting for something else on this port.",
    sign: Sign::None,
};
const USED: BrowserPage = BrowserPage {
    title: "Already used",
    text: "This page leads to the bank once. If you have not seen the bank's page, stop the command in the terminal and log in \
           again.",
    sign: Sign::None,
};
