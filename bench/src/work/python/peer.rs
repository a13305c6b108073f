//! A program in Python that works when it is told to, so that several work in turn.

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Whom the scripts know: the package of that name, whichever it is, and a program without one.
const WHO: [&str; 2] = ["package", "requests"];

/// A program that is ready to work.
pub(super) struct Peer {
    /// What it works with.
    pub(super) name: String,
    process: Child,
    orders: Option<ChildStdin>,
    printed: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    /// Starts a script for whomever the interpreters have, each once.
    pub(super) fn all(pythons: &[String], script: &str, arguments: &[&str]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for (python, who) in pythons
            .iter()
            .flat_map(|python| WHO.map(|who| (python, who)))
        {
            let started = Self::start(python, script, who, arguments);
            found.extend(started.filter(|new| found.iter().all(|old| old.name != new.name)));
        }
        found
    }

    /// Nothing where the interpreter does not have what the script works with.
    fn start(python: &str, script: &str, who: &str, arguments: &[&str]) -> Option<Self> {
        let script = format!("{}/python/{script}", env!("CARGO_MANIFEST_DIR"));
        let mut process = Command::new(python)
            .arg(script)
            .arg(who)
            .args(arguments)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        let orders = process.stdin.take();
        let mut printed = BufReader::new(process.stdout.take()?).lines();
        let name = printed.next().and_then(Result::ok);
        let Some(name) = name.and_then(|name| serde_json::from_str(&name).ok()) else {
            let _ = process.wait();
            return None;
        };
        Some(Self {
            name,
            process,
            orders,
            printed,
        })
    }

    /// Has it work once, and returns its figure.
    pub(super) fn round(&mut self) -> f64 {
        let mut orders = self.orders.as_ref().unwrap();
        orders.write_all(b"\n").unwrap();
        let Some(printed) = self.printed.next() else {
            let complaint = self.complaint();
            panic!("{} has failed: {complaint}", self.name);
        };
        printed.unwrap().parse().unwrap()
    }

    /// What it printed before it failed.
    fn complaint(&mut self) -> String {
        let mut text = String::new();
        if let Some(mut errors) = self.process.stderr.take() {
            let _ = errors.read_to_string(&mut text);
        }
        text
    }
}

/// It ends when no orders come.
impl Drop for Peer {
    fn drop(&mut self) {
        self.orders = None;
        let _ = self.process.wait();
    }
}
