//! Reads the bytes of a response as a document, or finds out which error they are.

use akoya_model::api_error::ApiErrorBody;
use akoya_model::{Model, Untyped};
use http::StatusCode;
use http::header::CONTENT_TYPE;

use crate::api_error::ApiError;
use crate::body_text;
use crate::completeness;
use crate::error::Error;
use crate::list::{self, About, DocumentKind, List};
use crate::remark::Remark;
use crate::response::{Response, ResponseHead};

/// Where the document of a response goes.
///
/// All that is done with a document is written for this and for [`Untyped`], and so compiled here once, and not again in each program for
/// each type of document that it asks for.
pub(crate) trait Place: Send {
    /// Reads a document into the place.
    fn read(&mut self, text: &str) -> Result<Untyped<'_>, akoya_model::Error>;
}

impl<T: Model> Place for Option<T> {
    fn read(&mut self, text: &str) -> Result<Untyped<'_>, akoya_model::Error> {
        Ok(Untyped::of(self.insert(akoya_model::from_str(text)?)))
    }
}

/// Reads the document of a response with a success status into its place. `name` is the operation's and the provider's,
/// for errors: it is made where there is one.
pub(crate) fn read(
    name: &dyn Fn() -> String,
    about: &About,
    head: &ResponseHead,
    bytes: &[u8],
    place: &mut dyn Place,
) -> Result<Response<()>, Error> {
    let About {
        list,
        items,
        has_status,
        ..
    } = *about;
    if let (StatusCode::NO_CONTENT, Some(list)) = (head.status, list) {
        let status = head.status.as_u16();
        read_empty(list, place)?;
        return Ok(Response::new((), status, head.interaction_id()));
    }
    let (text, is_broken) = body_text::text(head.text(&CONTENT_TYPE), bytes);
    let body = place
        .read(&text)
        .map_err(|error| no_document(name(), head, error))?;
    let mut remarks = Vec::new();
    if is_broken {
        remarks.push(Remark::BrokenText);
    }
    let partial = has_status
        .then(|| completeness::partial_marker(body))
        .flatten();
    match list.map(|list| (list, list.in_document(body, partial.clone()))) {
        Some((_, DocumentKind::List(found))) => remarks.extend(found),
        Some((list, DocumentKind::Other(error))) => return Err(no_list(name(), list, head, error)),
        None => {
            if let Some(error) = list::error_in_place_of(body) {
                return Err(error_instead(name(), "the document", head, error));
            }
            if !about.is_in(body) {
                let field = about.needs.first().copied().unwrap_or_default();
                return Err(without(name(), &format!("`{field}`"), head));
            }
            remarks.extend(list::error_beside(body).map(Remark::Error));
            remarks.extend(partial.map(Remark::Partial));
            if list::has_next_link(body) {
                remarks.push(Remark::MorePages);
            }
        }
    }
    let response = Response::new((), head.status.as_u16(), head.interaction_id());
    Ok(Response {
        remarks,
        items,
        ..response
    })
}

/// Reads the document of a list that has nothing in it.
pub(crate) fn read_empty(list: List, place: &mut dyn Place) -> Result<(), Error> {
    place.read(list.empty)?;
    Ok(())
}

fn no_document(name: String, head: &ResponseHead, error: akoya_model::Error) -> Error {
    let text = format!(
        "the response (HTTP {}, {}) is not the expected document",
        head.status.as_u16(),
        head.content_type()
    );
    Error::unexpected(name, text)
        .with_interaction_id(head.interaction_id())
        .with_source(error)
}

/// Returns the error of a success status that has something other than the list: it does not say what the customer has.
fn no_list(name: String, list: List, head: &ResponseHead, error: Option<ApiErrorBody>) -> Error {
    let field = list.field;
    match error {
        None => without(name, &format!("list `{field}`"), head),
        Some(body) => error_instead(name, &format!("the list `{field}`"), head, body),
    }
}

/// Returns the error of a success status without what was asked for.
fn without(name: String, what: &str, head: &ResponseHead) -> Error {
    Error::unexpected(name, format!("the response has no {what}"))
        .with_interaction_id(head.interaction_id())
}

/// Returns the error of a success status with an error in place of what was asked for.
pub(crate) fn error_instead(
    name: String,
    of: &str,
    head: &ResponseHead,
    body: ApiErrorBody,
) -> Error {
    let api = ApiError::of_body(head.status.as_u16(), body, head.interaction_id());
    let text = format!("the response is an error instead of {of}: {api}");
    Error::unexpected_api(name, text, api)
}
