//! Lists that are shown whole: all pages of them are read first.

use akoya::{Call, Paged, Response};

use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::session::Session;

/// Reads all pages of a list; the second part is why those after a page that came could not be read.
pub(crate) async fn pages<T: Paged>(
    session: &Session<'_>,
    call: Call<T>,
) -> Result<(Response<T>, Option<Failure>), Failure> {
    let explain = |error| session.explain(error);
    let mut pages = call.by_page().map_err(explain)?;
    let mut all: Option<Response<T>> = None;
    let mut failure = None;
    while let Some(page) = pages.next().await {
        match (page, &mut all) {
            (Ok(page), Some(all)) => all.append(page),
            (Ok(page), None) => all = Some(page),
            (Err(error), None) => return Err(explain(error)),
            (Err(error), Some(_)) => {
                failure = Some(explain(error));
                break;
            }
        }
    }
    let mut all = all.ok_or_else(|| Failure::new(ExitCode::Response, "no page came"))?;
    all.leave_out();
    Ok((all, failure))
}

/// Reads all pages of a list. Those that cannot be read after one that came are a gap; `subject` names it.
pub(crate) async fn read<T: Paged>(
    session: &Session<'_>,
    subject: &str,
    call: Call<T>,
    gaps: &mut Gaps<'_>,
) -> Result<Response<T>, Failure> {
    let (all, failure) = pages(session, call).await?;
    if let Some(failure) = failure {
        gaps.add(subject.to_owned(), None, failure);
    }
    Ok(all)
}
