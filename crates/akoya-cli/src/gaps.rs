//! What is missing from what a command shows: each gap is reported with its reason, the rest
//! is shown, and the command fails at its end.

use akoya::model::{FindingKind, Model};
use akoya::{Error, ErrorKind, Remark, Response};
use serde_json::{Value, json};

use crate::account::Account;
use crate::counted::counted;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::session::Session;
use crate::unread_items;

/// The gaps so far.
#[derive(Debug)]
pub(crate) struct Gaps<'a> {
    output: &'a Output,
    gaps: Vec<Gap>,
}

#[derive(Debug)]
struct Gap {
    /// What is missing, as people know it.
    subject: String,
    id: Option<String>,
    failure: Failure,
}

const UNUSABLE_ID: &str =
    "its id is empty, `.` or `..`, which cannot be part of a URL path, so it cannot be read";

/// How many paths of values that could not be read are listed.
const PATHS: usize = 3;

impl<'a> Gaps<'a> {
    pub(crate) fn new(output: &'a Output) -> Self {
        Self {
            output,
            gaps: Vec::new(),
        }
    }

    /// Returns whether nothing is missing so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Notes that something is missing. With `--json` the error at the end has it.
    pub(crate) fn add(&mut self, subject: String, id: Option<&str>, failure: Failure) {
        if !self.output.is_json() {
            self.output
                .warning(format_args!("{subject}: {}", failure.message()));
        }
        self.gaps.push(Gap {
            subject,
            id: id.filter(|id| !id.is_empty()).map(ToOwned::to_owned),
            failure,
        });
    }

    /// Notes that the provider has an error in place of the account, or something that says nothing about it.
    pub(crate) fn add_account(&mut self, account: &Account) {
        let is_nameless = account.id.is_empty() && account.name.is_empty();
        let problem = match &account.error {
            Some(error) => error.clone(),
            None if is_nameless => "it has no id and no name, so it cannot be read".to_owned(),
            None => return,
        };
        let failure = Failure::new(ExitCode::Response, problem);
        self.add(account.title(), Some(&account.id), failure);
    }

    /// Continues after a failure that is one account's alone, of so many that are read.
    pub(crate) fn failed(
        &mut self,
        session: &Session<'_>,
        account: &Account,
        error: Error,
        accounts: usize,
    ) -> Result<(), Failure> {
        let is_of_one = accounts > 1 && error.is_of_one_account();
        // The user has named no id: the institution has one that cannot be asked for.
        let is_of_its_id = error.kind() == ErrorKind::InvalidInput && error.is_of_one_account();
        let failure = match is_of_its_id {
            true => Failure::new(ExitCode::Response, UNUSABLE_ID),
            false => session.explain(error),
        };
        if !is_of_one {
            return Err(failure.about(&account.title()));
        }
        self.add(account.title(), Some(&account.id), failure);
        Ok(())
    }

    /// Prints something that a reader of the result should know. `--json` prints it all, so that it needs no note.
    pub(crate) fn note(&self, text: impl std::fmt::Display) {
        if !self.output.is_json() {
            self.output.warning(text);
        }
    }

    fn missing(&mut self, subject: &str, text: String) {
        let failure = Failure::new(ExitCode::Response, text);
        self.add(subject.to_owned(), None, failure);
    }

    /// Reports what a response says beside its data, and which values could not be read. An
    /// item that could not be read is missing.
    pub(crate) fn look<T: Model>(&mut self, subject: &str, response: &Response<T>) {
        self.look_except(&[], subject, response);
    }

    /// Does the same for a response with items at these paths that the command shows nevertheless.
    pub(crate) fn look_except<T: Model>(
        &mut self,
        shown: &[String],
        subject: &str,
        response: &Response<T>,
    ) {
        for remark in &response.remarks {
            match remark {
                _ if remark.is_incomplete() => self.missing(subject, remark.to_string()),
                Remark::NoData(_) if self.output.is_json() => {}
                // Not every account has every product.
                Remark::NoData(_) => self.output.status(format_args!("{subject}: {remark}")),
                // JSON does not show it.
                Remark::BrokenText => self.output.warning(format_args!("{subject}: {remark}")),
                _ => self.note(format_args!("{subject}: {remark}")),
            }
        }
        self.look_at(subject, &response.body);
        let mut items = response.unread_items();
        items.retain(|item| !shown.iter().any(|path| path == item.path()));
        if let Some(text) = unread_items::text(&response.body, &items) {
            self.missing(subject, text);
        }
    }

    /// Reports which values of a document could not be read. An error in place of an item is reported with the item.
    pub(crate) fn look_at<T: Model>(&self, subject: &str, document: &T) {
        let mut unread = akoya::model::unread(document);
        unread.retain(|finding| finding.kind() != FindingKind::Error);
        if unread.is_empty() {
            return;
        }
        let paths: Vec<_> = unread
            .iter()
            .take(PATHS)
            .map(|finding| finding.path())
            .collect();
        let more = if unread.len() > PATHS { ", ..." } else { "" };
        self.note(format_args!(
            "{subject}: {} not as the API describes: {}{more}. --json shows all.",
            counted(unread.len(), "value"),
            paths.join(", ")
        ));
    }

    /// Ends the command: it has failed if something is missing, with the worst code.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let Some(worst) = self
            .gaps
            .iter()
            .max_by_key(|gap| severity(gap.failure.code()))
        else {
            return Ok(());
        };
        let text = match self.gaps.len() {
            1 => format!(
                "the list is incomplete: {}: {}",
                worst.subject,
                worst.failure.message()
            ),
            count => format!("the list is incomplete: {count} parts of it could not be read"),
        };
        let failures: Vec<Value> = self.gaps.iter().map(Gap::json).collect();
        let failure =
            Failure::new(worst.failure.code(), text).detailed(json!({ "failures": failures }));
        Err(match worst.failure.advice() {
            Some(advice) => failure.advise(advice),
            None => failure,
        })
    }
}

impl Gap {
    fn json(&self) -> Value {
        let mut json = self.failure.to_json()["error"].take();
        json["subject"] = self.subject.clone().into();
        json["account_id"] = self.id.clone().into();
        json
    }
}

/// Ranks exit codes: a failure that a retry cannot cure is worse than one that it can.
fn severity(code: ExitCode) -> u8 {
    match code {
        ExitCode::TryAgain => 0,
        ExitCode::Response => 1,
        _ => 2,
    }
}
