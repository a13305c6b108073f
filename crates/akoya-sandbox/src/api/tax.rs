use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::json;

use super::call::Call;
use super::error::ApiError;
use super::segments::Segments;
use crate::counters::RequestKind;
use crate::data::tax::TaxStatement;
use crate::server::App;
use crate::wire::{self, Parameters};

const JSON: &str = "application/json";
const PDF: &str = "application/pdf";

/// `GET /tax-forms/{version}/{providerId}`: which statements there are, without the boxes of their forms.
pub(super) async fn search(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Tax);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    let wanted = Wanted::asked(&call)?;
    let found: Vec<_> = shared(&call)
        .filter(|one| wanted.is(one))
        .map(TaxStatement::summary)
        .collect();
    if found.is_empty() {
        return Err(wanted.nothing());
    }
    Ok(wire::json(StatusCode::OK, &json!({ "statements": found })))
}

/// `GET /tax-forms/{version}/{providerId}/{taxFormId}`: a statement as JSON, as PDF, or as JSON with the PDF in it.
pub(super) async fn form(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider, form)): Segments<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Tax);
    let call = Call::check_media(
        &app,
        (&version, &provider),
        &headers,
        query.as_deref(),
        &[JSON, PDF],
    )?;
    let statement = shared(&call).find(|statement| statement.has_id(&form));
    let statement = statement.ok_or_else(|| ApiError::not_found("Tax form not found"))?;
    match call.parameters.get("taxDataType") {
        Some("BASE64_PDF") => Ok(wire::json(StatusCode::OK, &statement.with_pdf())),
        Some("JSON") | None if wire::accepts(&headers, JSON) => Ok(wire::json_text(
            StatusCode::OK,
            statement.text().to_owned().into(),
        )),
        Some("JSON") => Err(ApiError::not_acceptable()),
        None => Ok(wire::pdf(statement.pdf())),
        Some(_) => Err(ApiError::bad_request("Invalid taxDataType")),
    }
}

/// What a search is for.
struct Wanted {
    year: Option<i64>,
    account: Option<String>,
    forms: Vec<String>,
}

impl Wanted {
    fn asked(call: &Call<'_>) -> Result<Self, ApiError> {
        let year = call
            .parameters
            .get("taxYear")
            .map(|year| year.parse().ok().filter(|year| (1900..3000).contains(year)));
        if year == Some(None) {
            return Err(ApiError::bad_request("Invalid taxYear"));
        }
        let account = call.parameters.get("accountId");
        account.map_or(Ok(()), |account| call.check_account(account))?;
        Ok(Self {
            year: year.flatten(),
            account: account.map(str::to_owned),
            forms: form_types(&call.parameters),
        })
    }

    fn is(&self, statement: &TaxStatement) -> bool {
        let account = self.account.as_deref();
        self.year.is_none_or(|year| statement.year() == Some(year))
            && account.is_none_or(|account| statement.accounts().any(|one| one == account))
            && (self.forms.is_empty() || self.forms.iter().any(|form| statement.has_form(form)))
    }

    fn nothing(&self) -> ApiError {
        if self.year.is_some() || self.account.is_some() {
            ApiError::tax_form_not_available()
        } else {
            ApiError::not_found("No tax forms")
        }
    }
}

/// The statements whose accounts have all been shared.
fn shared<'a>(call: &'a Call<'_>) -> impl Iterator<Item = &'a TaxStatement> {
    call.user
        .tax
        .values()
        .filter(|statement| statement.accounts().all(|account| call.is_shared(account)))
}

/// Types separated by commas, or the parameter repeated, with or without brackets.
fn form_types(parameters: &Parameters) -> Vec<String> {
    let values = parameters
        .iter()
        .filter(|(name, _)| name.split('[').next() == Some("taxForms"));
    let types = values
        .flat_map(|(_, value)| value.split(','))
        .map(str::trim)
        .filter(|one| !one.is_empty());
    types.map(str::to_owned).collect()
}
