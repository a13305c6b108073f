//! Ids that a user gives: whole, or only their beginning, as tables show them.

use akoya::Error;

use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::session::Session;

/// What an id is of, and how a user gives it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdKind {
    /// Such as `statement`.
    pub(crate) of: &'static str,
    /// Such as `--holding`.
    pub(crate) option: &'static str,
    /// The command that lists them.
    pub(crate) list: &'static str,
}

/// Asks with the id as it was given. Where there is no such id, looks for the one that begins so, and asks with that.
///
/// An id that is whole costs no other request, and one that no list has is still asked for.
pub(crate) async fn by_id<T>(
    session: &Session<'_>,
    kind: IdKind,
    given: &str,
    ask: impl AsyncFn(&str) -> Result<T, Error>,
    ids: impl AsyncFn() -> Result<Vec<String>, Error>,
) -> Result<T, Failure> {
    let error = match ask(given).await {
        Ok(found) => return Ok(found),
        Err(error) => error,
    };
    if error.status() != Some(404) {
        return Err(session.explain(error));
    }
    let all = ids().await.map_err(|error| session.explain(error))?;
    match beginning(&all, given).as_slice() {
        [] => Err(session.explain(error)),
        [id] => ask(id).await.map_err(|error| session.explain(error)),
        several => Err(ambiguous(kind, several)),
    }
}

/// Returns the ids that begin with a text, each once. A table ends what it cuts in dots.
fn beginning<'a>(all: &'a [String], given: &str) -> Vec<&'a str> {
    let given = given.trim_end_matches(['…', '.']);
    if given.is_empty() {
        return Vec::new();
    }
    let fits = all.iter().map(String::as_str);
    let mut fits: Vec<_> = fits.filter(|id| id.starts_with(given)).collect();
    fits.sort_unstable();
    fits.dedup();
    fits
}

fn ambiguous(kind: IdKind, several: &[&str]) -> Failure {
    let IdKind { of, option, list } = kind;
    let text = format!("{option} matches {} {of}s", several.len());
    Failure::new(ExitCode::Usage, text).advise(format!(
        "Give more of the id: {}. `{list}` lists them.",
        several.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_an_id_is_enough_where_no_other_begins_so() {
        let all = ["H1", "H12", "X", "X"].map(str::to_owned);
        assert_eq!(beginning(&all, "H12"), ["H12"]);
        assert_eq!(beginning(&all, "H"), ["H1", "H12"]);
        assert_eq!(beginning(&all, "H12…"), ["H12"]);
        assert_eq!(beginning(&all, "H12.."), ["H12"]);
        assert!(beginning(&all, "…").is_empty());
        assert_eq!(beginning(&all, "X"), ["X"], "listed twice, but one");
        assert!(beginning(&all, "12").is_empty());
    }
}
