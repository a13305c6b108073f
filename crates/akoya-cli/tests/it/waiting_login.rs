//! A login that waits for a person.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStderr, Stdio};

use crate::akoya::{Akoya, Run};

/// A login that waits for a person.
pub(crate) struct Waiting {
    pub(crate) child: Child,
    stderr: BufReader<ChildStderr>,
    /// Where the person has to go.
    pub(crate) url: String,
}

impl Waiting {
    pub(crate) fn start(akoya: &Akoya, more: &[&str]) -> Self {
        Self::of(akoya, &[&["login", "--no-browser"][..], more].concat())
    }

    /// A command that asks for consent.
    pub(crate) fn of(akoya: &Akoya, arguments: &[&str]) -> Self {
        let mut command = akoya.command(arguments);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut shown = String::new();
        while !shown.contains("/auth?") {
            assert!(stderr.read_line(&mut shown).unwrap() > 0, "{shown}");
        }
        let url = shown.lines().last().unwrap().trim().to_owned();
        Self { child, stderr, url }
    }

    pub(crate) fn parameter(&self, name: &str) -> String {
        let url: url::Url = self.url.parse().unwrap();
        url.query_pairs()
            .find(|(given, _)| given == name)
            .unwrap()
            .1
            .into_owned()
    }

    /// Types a line at the terminal.
    pub(crate) fn paste(&mut self, line: &str) {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    /// Waits until this is said at the terminal.
    pub(crate) fn hears(&mut self, text: &str) {
        let mut heard = String::new();
        while !heard.contains(text) {
            assert!(self.stderr.read_line(&mut heard).unwrap() > 0, "{heard}");
        }
    }

    /// Waits for the end of the command.
    pub(crate) fn end(mut self) -> Run {
        drop(self.child.stdin.take());
        let mut err = String::new();
        std::io::Read::read_to_string(&mut self.stderr, &mut err).unwrap();
        let mut run = Run::from(self.child);
        run.err = err;
        run
    }
}
