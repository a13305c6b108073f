//! What happened in a run, as the provider and the workers tell it.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use acg::Secret;
use acg::store::{Fingerprint, Head};
use serde::Deserialize;

use crate::orders::{WorkerEvent, fingerprint, refresh_token};
use crate::sync::lock;

/// A refresh token that came to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Presentation {
    pub(crate) connection: u32,
    /// The token's own.
    pub(crate) generation: u64,
    pub(crate) at: u64,
    pub(crate) worker: u32,
    pub(crate) handling: Handling,
    pub(crate) arrival: Arrival,
}

/// What the provider made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handling {
    /// It was the live one, and was replaced.
    Rotated,
    /// It had been replaced a moment ago, and its successor was given again.
    Repeated,
    /// It had been replaced.
    Refused,
    /// Its consent had been replaced by another one, which is nobody's fault.
    Outdated,
    /// The provider refuses everything, or the bank has ended the consent.
    Denied,
    /// No refresh token but a code: the customer has consented again.
    Consented,
}

/// A consent that was given because the grant had ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Renewal {
    pub(crate) connection: u32,
    /// The generation that was live until then, and that nobody had.
    pub(crate) generation: u64,
}

/// What became of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// It was sent.
    Sent,
    /// The provider dropped it on purpose, corrupted it, or sent it too late.
    Lost,
}

/// When a worker was killed: it lived at the first moment and not at the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Death {
    pub(crate) after: u64,
    pub(crate) before: u64,
}

/// Everything that was reported.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) presentations: Vec<Presentation>,
    pub(crate) renewals: Vec<Renewal>,
    /// The connection and generation of each refresh token, by its fingerprint.
    pub(crate) issued: HashMap<String, (u32, u64)>,
    /// When a store had first taken a generation of a connection.
    pub(crate) saved: HashMap<(u32, u64), u64>,
    /// What a worker that was killed has left in its spool, and when it had.
    pub(crate) spooled: HashMap<(u32, u64), u64>,
    pub(crate) deaths: HashMap<u32, Death>,
    /// When a response left the provider, by the worker and the token that it had presented.
    pub(crate) sent: HashMap<(u32, u32, u64), u64>,
    /// When a worker gave up waiting for a response.
    pub(crate) gave_up: HashMap<(u32, u32, u64), u64>,
    pub(crate) taken_over: u32,
    pub(crate) recovered: u32,
    pub(crate) failures: BTreeMap<String, u32>,
    pub(crate) stuck: Vec<u32>,
    /// Connections that asked for consent in the end.
    pub(crate) ended: Vec<u32>,
    /// Connections whose consent the bank has ended.
    pub(crate) revoked: Vec<u32>,
    /// What should not happen in a run at all.
    pub(crate) complaints: Vec<String>,
    /// Requests that the provider did not look at.
    pub(crate) turned_away: u32,
    /// Requests that it did not process because their proof lacked its nonce.
    pub(crate) challenged: u32,
    /// Kills, stops and other blows.
    pub(crate) blows: u32,
}

/// The events of a run, from all sides.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<Events>);

/// Between the moment that the provider notes for a response and the one when it is on its way.
const ON_THE_WAY_OUT: u64 = 1_000_000_000;

impl Events {
    /// Returns when the worker that presented this token had given up waiting for the response, if it was sent only
    /// then.
    pub(crate) fn came_too_late(&self, presentation: &Presentation) -> Option<u64> {
        let Presentation {
            worker,
            connection,
            generation,
            ..
        } = *presentation;
        let request = (worker, connection, generation);
        let gave_up = *self.gave_up.get(&request)?;
        let sent = self.sent.get(&request).copied();
        sent.is_none_or(|sent| gave_up < sent + ON_THE_WAY_OUT)
            .then_some(gave_up)
    }
}

impl Journal {
    pub(crate) fn events(&self) -> MutexGuard<'_, Events> {
        lock(&self.0)
    }

    /// Notes what a worker reported, if it is of this kind.
    pub(crate) fn note(&self, event: &WorkerEvent) {
        let mut events = self.events();
        match event {
            WorkerEvent::Saved {
                fingerprint,
                at,
                recovered,
            } => {
                if let Some(token) = events.issued.get(fingerprint).copied() {
                    let first = events.saved.entry(token).or_insert(*at);
                    *first = (*first).min(*at);
                }
                events.recovered += u32::from(*recovered);
            }
            WorkerEvent::TakenOver => events.taken_over += 1,
            WorkerEvent::Failed { kind, text } => {
                *events
                    .failures
                    .entry(format!("{kind}: {text}"))
                    .or_default() += 1
            }
            WorkerEvent::Stuck { connection } => events.stuck.push(*connection),
            WorkerEvent::Ended { connection } => events.ended.push(*connection),
            WorkerEvent::GaveUp {
                worker,
                connection,
                generation,
                at,
            } => {
                let request = (*worker, *connection, *generation);
                events.gave_up.insert(request, *at);
            }
            WorkerEvent::Ready
            | WorkerEvent::CaughtUp
            | WorkerEvent::Halted
            | WorkerEvent::Done => {}
        }
    }

    /// Notes a refresh token that the provider gives.
    pub(crate) fn issue(&self, connection: u32, generation: u64) {
        let token = Secret::from(refresh_token(connection, generation));
        let fingerprint = Fingerprint::of(&token).as_str().to_owned();
        let mut events = self.events();
        events.issued.insert(fingerprint, (connection, generation));
    }

    /// Notes that the response to a refresh token leaves the provider.
    pub(crate) fn send(&self, worker: u32, connection: u32, generation: u64, at: u64) {
        let request = (worker, connection, generation);
        self.events().sent.insert(request, at);
    }

    pub(crate) fn blow(&self) {
        self.events().blows += 1;
    }

    pub(crate) fn complain(&self, complaint: impl Into<String>) {
        self.events().complaints.push(complaint.into());
    }

    /// Notes what a worker that was killed has left in its spool.
    pub(crate) fn note_spool(&self, directory: &Path, process: u32, death: Death) {
        let mine = format!("-{process}-");
        for path in files_below(directory) {
            if is_free_room(&path) {
                continue;
            }
            // Another worker may have taken it up since.
            let Ok(text) = std::fs::read(path) else {
                continue;
            };
            let Ok(entry) = serde_json::from_slice::<SpoolEntry>(&text) else {
                continue;
            };
            let mut events = self.events();
            let token = entry.fingerprint().filter(|_| entry.owner.contains(&mine));
            if let Some(token) = token.and_then(|token| events.issued.get(&token).copied()) {
                events.spooled.entry(token).or_insert(death.before);
            }
        }
    }
}

/// Returns whether a file is one that is reserved and in which there is no entry: it begins with a zero.
fn is_free_room(path: &Path) -> bool {
    let mut first = [1];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && first == [0]
}

/// Lists the files in a directory and in the folders in it.
fn files_below(directory: &Path) -> Vec<PathBuf> {
    let list = |directory: &Path| {
        let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let (folders, mut files): (Vec<_>, Vec<_>) =
        list(directory).into_iter().partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| list(folder)));
    files.retain(|path| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        matches!(extension, Some("grant" | "room"))
    });
    files
}

/// The part of a spool's entry that is in clear.
#[derive(Deserialize)]
struct SpoolEntry {
    head: String,
    owner: String,
}

impl SpoolEntry {
    fn fingerprint(&self) -> Option<String> {
        fingerprint(&Head::from_bytes(self.head.as_bytes()).ok()?)
    }
}
