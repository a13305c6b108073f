//! The address at which a browser ended, as a person pastes it at the terminal.

use std::fmt;
use std::io::{BufRead as _, Read as _};

use akoya::oauth::consent::CallbackOutcome;
use akoya::oauth::{Callback, Secret};
use tokio::sync::mpsc;
use url::Url;

use crate::output::Output;

/// The longest line that is read.
const LIMIT: u64 = 64 * 1024;

/// The lines of the standard input, until it ends.
#[derive(Debug)]
pub(crate) struct PastedLines(mpsc::UnboundedReceiver<Secret>);

/// What a pasted address is held against.
#[derive(Debug)]
pub(crate) struct ExpectedAddress<'a> {
    pub(crate) redirect_uri: &'a str,
    /// The address of the bank's first page, which is pasted by mistake.
    pub(crate) start: &'a Url,
    pub(crate) state: &'a Secret,
}

/// Why the input ended without the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAddress {
    NothingPasted,
    /// Nothing that was pasted is the expected address.
    NoneFits,
}

/// Why a pasted text is not the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Problem {
    NoAddress,
    StartPage,
    NoCallback,
    NoState,
    OtherLogin,
    RefusalWithoutState,
}

impl PastedLines {
    /// Starts reading. A program in the background of its terminal would be stopped by that, so it reads nothing.
    pub(crate) fn read() -> Self {
        let (lines, receiver) = mpsc::unbounded_channel();
        if may_read() {
            // Not awaited: a read of the standard input cannot be given up.
            tokio::task::spawn_blocking(move || {
                while let Some(line) = next_line() {
                    if lines.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Self(receiver)
    }

    /// Waits for a line that is the expected address, and says what is wrong with every other.
    ///
    /// # Errors
    /// At the end of the input.
    pub(crate) async fn callback(
        &mut self,
        expected: &ExpectedAddress<'_>,
        output: &Output,
    ) -> Result<Secret, NoAddress> {
        let mut earlier: Option<Secret> = None;
        while let Some(line) = self.0.recv().await {
            let line = cleaned(&line);
            if line.is_empty() {
                continue;
            }
            let joined = earlier.as_ref().map(|earlier| join(earlier, &line));
            let problem = match check(line.expose(), expected) {
                Ok(()) => return Ok(line),
                Err(problem) => problem,
            };
            // A long address may arrive in pieces.
            match joined {
                Some(joined) if check(joined.expose(), expected).is_ok() => return Ok(joined),
                Some(joined) if !line.expose().contains("://") => earlier = Some(joined),
                _ => earlier = Some(line),
            }
            let hint = format_args!(
                "{problem}. Paste the whole address, which begins with {}",
                expected.redirect_uri
            );
            output.warning(hint);
        }
        Err(match earlier {
            Some(_) => NoAddress::NoneFits,
            None => NoAddress::NothingPasted,
        })
    }
}

/// Returns whether this program is in the foreground of its terminal, or has none.
#[cfg(unix)]
fn may_read() -> bool {
    let group = rustix::termios::tcgetpgrp(std::io::stdin());
    group.is_err() || group == Ok(rustix::process::getpgrp())
}

#[cfg(not(unix))]
fn may_read() -> bool {
    true
}

fn next_line() -> Option<Secret> {
    let mut line = Vec::new();
    let stdin = std::io::stdin().lock();
    match stdin.take(LIMIT).read_until(b'\n', &mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(Secret::new(String::from_utf8_lossy(&line).into_owned())),
    }
}

fn join(earlier: &Secret, line: &Secret) -> Secret {
    Secret::new(format!("{}{}", earlier.expose(), line.expose()))
}

/// Strips the text of what terminals, mail programs and people put around an address.
fn cleaned(text: &Secret) -> Secret {
    let text = text
        .expose()
        // Terminals mark what was pasted.
        .replace("\u{1b}[200~", "")
        .replace("\u{1b}[201~", "")
        .replace("&amp;", "&");
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    let around = |c: char| c.is_whitespace() || "\"'`<>()[]{}“”‘’«»".contains(c);
    let inside = text.trim_matches(around);
    // A word before the address, as in `URL: https://...`.
    let words = inside.split_whitespace();
    let address = words.into_iter().find(|word| word.contains("://"));
    Secret::new(address.unwrap_or(inside).trim_matches(around))
}

fn check(text: &str, expected: &ExpectedAddress<'_>) -> Result<(), Problem> {
    let Ok(callback) = text.parse::<Callback>() else {
        return Err(unreadable(text, expected));
    };
    match callback.state() {
        Some(state) if state == expected.state => Ok(()),
        Some(state) if !state.is_empty() => Err(Problem::OtherLogin),
        _ if matches!(callback.unverified(), CallbackOutcome::Refused(_)) => {
            Err(Problem::RefusalWithoutState)
        }
        _ => Err(Problem::NoState),
    }
}

fn unreadable(text: &str, expected: &ExpectedAddress<'_>) -> Problem {
    match text.parse::<Url>() {
        Ok(url) if url.path() == expected.start.path() && url.host() == expected.start.host() => {
            Problem::StartPage
        }
        Ok(_) => Problem::NoCallback,
        Err(_) => Problem::NoAddress,
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAddress => "this is not the whole address",
            Self::StartPage => {
                "this is the address of the bank's first page, not the one at which the browser ends"
            }
            Self::NoCallback => "this address lacks a complete `code` or `error`",
            Self::NoState => "this address has no `state`, so a part of it is missing",
            Self::OtherLogin => {
                "this address belongs to another login, or a part of its `state` is missing"
            }
            Self::RefusalWithoutState => {
                "this is a refusal that does not say to which login it belongs, so it is not believed; if the customer \
                 refused, stop with Ctrl-C"
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, Problem> {
        let start = "https://idp.example/auth?state=s-1&response_type=code";
        let expected = ExpectedAddress {
            redirect_uri: "https://app.example/callback",
            start: &start.parse().unwrap(),
            state: &Secret::new("s-1"),
        };
        let text = cleaned(&Secret::new(text));
        check(text.expose(), &expected).map(|()| text.expose().to_owned())
    }

    const ADDRESS: &str = "https://app.example/callback?code=c&state=s-1";

    #[test]
    fn what_is_around_an_address_is_left_out() {
        for text in [
            ADDRESS.to_owned(),
            format!("  {ADDRESS}\r\n"),
            format!("\"{ADDRESS}\""),
            format!("'{ADDRESS}'"),
            format!("<{ADDRESS}>"),
            format!("“{ADDRESS}”"),
            format!("\u{1b}[200~{ADDRESS}\u{1b}[201~"),
            format!("URL: {ADDRESS}"),
            ADDRESS.replace('&', "&amp;"),
        ] {
            assert_eq!(read(&text).as_deref(), Ok(ADDRESS), "{text:?}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_explanation() {
        for (text, problem) in [
            ("c0de", Problem::NoAddress),
            ("https://app.example/callback", Problem::NoCallback),
            ("https://app.example/callback?code=c", Problem::NoState),
            (
                "https://app.example/callback?code=c&state=",
                Problem::NoState,
            ),
            (
                "https://app.example/callback?code=c&state=s-",
                Problem::OtherLogin,
            ),
            (
                "https://app.example/callback?error=access_denied&state=",
                Problem::RefusalWithoutState,
            ),
            (
                "https://idp.example/auth?state=s-1&response_type=code",
                Problem::StartPage,
            ),
        ] {
            assert_eq!(read(text), Err(problem), "{text}");
        }
    }
}
