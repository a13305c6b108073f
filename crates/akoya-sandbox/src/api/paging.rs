//! Pages of a ledger, and the links between them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::ApiError;
use crate::data::ledger::Ledger;
use crate::data::timestamp;
use crate::fault::odd_form::OddPages;
use crate::wire::{Parameters, percent_encode};

const DEFAULT_LIMIT: usize = 50;
/// A larger limit gives pages of this size.
const LARGEST_PAGE: usize = 500;

/// The part of a ledger that a call asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    start: i64,
    end: i64,
    offset: usize,
    limit: usize,
}

/// A list in pages.
pub(super) struct Pages<'a> {
    /// The name of the list in the document.
    pub(super) list: &'a str,
    pub(super) ledger: &'a Ledger,
    /// The path of the call, for links.
    pub(super) path: &'a str,
    /// The mode of the call, for links.
    pub(super) mode: Option<&'a str>,
    pub(super) odd: Option<OddPages>,
}

impl Pages<'_> {
    /// Writes one page as a JSON text: the list under its name, and links to the pages before and after it.
    pub(super) fn page(&self, window: Window) -> String {
        let rows = self.rows(window);
        let Window {
            start,
            end,
            offset,
            limit,
        } = rows;
        let next = self
            .next(window)
            .map(|offset| self.link("next", window, offset));
        let prev = (window.offset > 0)
            .then(|| self.link("prev", window, window.offset.saturating_sub(limit)));
        let links: Vec<String> = [next, prev].into_iter().flatten().collect();
        format!(
            "{{\"links\":{{{}}},\"{}\":[{}]}}",
            links.join(","),
            self.list,
            self.ledger.page(start, end, offset, limit)
        )
    }

    /// Returns which rows a page has.
    fn rows(&self, window: Window) -> Window {
        match self.odd {
            Some(OddPages::SameRows) => Window {
                offset: 0,
                ..window
            },
            Some(OddPages::Empty) => Window {
                offset: usize::MAX,
                ..window
            },
            Some(OddPages::Overlap) => Window {
                offset: window.offset.saturating_sub(1),
                limit: window.limit + usize::from(window.offset > 0),
                ..window
            },
            _ => window,
        }
    }

    /// Returns where the next page begins, if there is one.
    fn next(&self, window: Window) -> Option<usize> {
        let next = window.offset.saturating_add(window.limit);
        let has_more = next < self.ledger.count(window.start, window.end);
        match self.odd {
            Some(OddPages::SameRows | OddPages::Empty) => Some(next),
            Some(OddPages::Circle) => Some(window.offset),
            _ => has_more.then_some(next),
        }
    }

    fn link(&self, name: &str, window: Window, offset: usize) -> String {
        let href = Window { offset, ..window }.href(self.path, self.mode);
        match self.odd {
            Some(OddPages::TextLink) => format!("\"{name}\":\"{href}\""),
            _ => format!("\"{name}\":{{\"href\":\"{href}\"}}"),
        }
    }
}

impl Window {
    /// Reads `startTime`, `endTime`, `offset` and `limit`. Without dates, the range is the last `default` milliseconds.
    pub(super) fn of(parameters: &Parameters, now: i64, default: i64) -> Result<Self, ApiError> {
        let (start, end) = match (parameters.get("startTime"), parameters.get("endTime")) {
            (None, None) => (now.saturating_sub(default), now),
            (Some(start), Some(end)) => (time(start)?, time(end)?),
            _ => return Err(ApiError::invalid_date()),
        };
        if end < start {
            return Err(ApiError::invalid_range());
        }
        let limit = parameters
            .get("limit")
            .map_or(Some(DEFAULT_LIMIT), number)
            .filter(|limit| *limit > 0);
        let offset = parameters.get("offset").map_or(Some(0), offset);
        Ok(Self {
            start,
            end,
            offset: offset.ok_or_else(|| ApiError::bad_request("Invalid offset"))?,
            limit: limit
                .ok_or_else(|| ApiError::bad_request("Invalid limit"))?
                .min(LARGEST_PAGE),
        })
    }

    /// Puts the whole range on one page.
    pub(super) fn unlimited(self) -> Self {
        Self {
            offset: 0,
            limit: usize::MAX,
            ..self
        }
    }

    /// Builds a relative link with all parameters, so that its pages share one fixed range even when the call named no
    /// dates.
    fn href(self, path: &str, mode: Option<&str>) -> String {
        let time = |ms| percent_encode(&timestamp::format(ms));
        let mode = mode.map_or_else(String::new, |mode| format!("&mode={mode}"));
        let offset = URL_SAFE_NO_PAD.encode(format!("offset:{}", self.offset));
        let (start, end) = (time(self.start), time(self.end));
        format!(
            "{path}?endTime={end}&limit={}{mode}&offset={offset}&startTime={start}",
            self.limit
        )
    }
}

fn time(text: &str) -> Result<i64, ApiError> {
    timestamp::request(text).ok_or_else(ApiError::invalid_date)
}

fn number(text: &str) -> Option<usize> {
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Reads a number, or the opaque text of a link: Akoya's samples have both.
fn offset(text: &str) -> Option<usize> {
    let opaque = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        number(text.strip_prefix("offset:")?)
    };
    number(text).or_else(opaque)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Result<Window, ApiError> {
        Window::of(&Parameters::query(Some(query)), 1_700_000_000_000, 1000)
    }

    #[test]
    fn without_dates_the_range_is_the_default_time_before_now() {
        let window = asked("").unwrap();
        assert_eq!(
            (window.end - window.start, window.offset, window.limit),
            (1000, 0, 50)
        );
    }

    #[test]
    fn one_date_alone_is_702_and_a_reversed_range_703() {
        assert_eq!(
            asked("startTime=2021-01-01T00:00:00Z"),
            Err(ApiError::invalid_date())
        );
        assert_eq!(
            asked("endTime=2021-01-01T00:00:00Z"),
            Err(ApiError::invalid_date())
        );
        assert_eq!(
            asked("startTime=2021-01-01&endTime=2021-01-02"),
            Err(ApiError::invalid_date())
        );
        let reversed = asked("startTime=2021-01-02T00:00:00Z&endTime=2021-01-01T00:00:00Z");
        assert_eq!(reversed, Err(ApiError::invalid_range()));
    }

    #[test]
    fn the_offset_of_a_link_is_read_back_and_garbage_refused() {
        let window = asked("limit=7").unwrap();
        let href = Window {
            offset: 21,
            ..window
        }
        .href("/transactions/v2/mikomo/a", None);
        let (path, query) = href.split_once('?').unwrap();
        assert_eq!(path, "/transactions/v2/mikomo/a");
        assert_eq!(
            asked(query).unwrap(),
            Window {
                offset: 21,
                ..window
            }
        );
        for bad in [
            "offset=-1",
            "offset=x",
            "offset=99999999999",
            "limit=0",
            "limit=-5",
            "limit=1.5",
        ] {
            assert!(asked(bad).is_err(), "{bad}");
        }
    }
}
