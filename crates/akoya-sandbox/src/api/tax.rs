//! Tax forms: the search, and a statement as JSON or PDF.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::call::Call;
use super::error::ApiError;
use crate::data::tax::TaxStatement;
use crate::wire::{self, Parameters};

/// Handles `GET /tax-forms/{version}/{providerId}`: the statements that exist, without the boxes of their forms.
pub(super) async fn search(call: Call) -> Result<Response, ApiError> {
    let search = TaxSearch::of(&call)?;
    let found: Vec<Value> = shared(&call)
        .filter(|statement| search.matches(statement))
        .map(TaxStatement::summary)
        .collect();
    if found.is_empty() {
        return Err(search.nothing_found());
    }
    call.json(
        StatusCode::OK,
        wire::to_json(&json!({ "statements": found })).into(),
    )
}

/// Handles `GET /tax-forms/{version}/{providerId}/{taxFormId}`: a statement as JSON, as PDF, or as JSON that contains
/// the PDF.
pub(super) async fn form(call: Call) -> Result<Response, ApiError> {
    let id = call.segment("form");
    let statement = shared(&call).find(|statement| statement.has_id(id));
    let statement = statement.ok_or_else(|| ApiError::not_found("Tax form not found"))?;
    match call.parameters.get("taxDataType") {
        Some("BASE64_PDF") => {
            call.json(StatusCode::OK, wire::to_json(&statement.with_pdf()).into())
        }
        Some("JSON") => call.json(StatusCode::OK, statement.text().to_owned().into()),
        Some(_) => Err(ApiError::bad_request("Invalid taxDataType")),
        None if call.accepts_json() => {
            call.json(StatusCode::OK, statement.text().to_owned().into())
        }
        None => call.pdf(statement.pdf()),
    }
}

/// The parameters of a search.
struct TaxSearch {
    year: Option<i64>,
    account: Option<String>,
    forms: Vec<String>,
}

impl TaxSearch {
    fn of(call: &Call) -> Result<Self, ApiError> {
        let year = call.parameters.get("taxYear").map(year).transpose()?;
        let account = call.parameters.get("accountId");
        account.map_or(Ok(()), |account| call.check_account(account))?;
        Ok(Self {
            year,
            account: account.map(str::to_owned),
            forms: form_types(&call.parameters),
        })
    }

    fn matches(&self, statement: &TaxStatement) -> bool {
        let account = self.account.as_deref();
        self.year.is_none_or(|year| statement.year() == Some(year))
            && account.is_none_or(|account| statement.accounts().any(|one| one == account))
            && (self.forms.is_empty() || self.forms.iter().any(|form| statement.has_form(form)))
    }

    /// Returns the error of a search without result. Akoya documents 409 for an account or year without forms, and
    /// nothing for a customer without any: 404 is a guess.
    fn nothing_found(&self) -> ApiError {
        if self.year.is_some() || self.account.is_some() {
            ApiError::tax_form_not_available()
        } else {
            ApiError::not_found("No tax forms")
        }
    }
}

fn year(text: &str) -> Result<i64, ApiError> {
    let year = text.parse().ok().filter(|year| (1900..3000).contains(year));
    year.ok_or_else(|| ApiError::bad_request("Invalid taxYear"))
}

/// Lists the statements whose accounts have all been shared.
fn shared(call: &Call) -> impl Iterator<Item = &TaxStatement> {
    call.user
        .tax
        .values()
        .filter(|statement| statement.accounts().all(|account| call.is_shared(account)))
}

/// Types separated by commas, or the parameter repeated, with or without brackets: clients send both forms.
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
