//! The calls for tax forms (beta): the search, and one as JSON or as a PDF file.

use akoya_model::tax::{TaxDataType, TaxFormType, TaxStatement, TaxStatementList};

use super::filter::list_without_links;
use super::operation::operations;
use crate::call::{Call, File};

list_without_links!(TaxStatementList, TaxStatement, statements, |one| one
    .tax_statement_id
    .as_deref());

operations! {
    /// Reads the tax statements that a provider has of the customer: `GET /tax-forms/{version}/{providerId}`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// use akoya::model::tax::TaxFormType;
    ///
    /// let found = client.tax_forms("mikomo").tax_year(2024).forms([TaxFormType::Form1099Div, TaxFormType::FormW2]).send().await?;
    /// for statement in found.statements.iter().flatten() {
    ///     println!("{:?}", statement.tax_statement_id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    tax_forms(provider_id) -> TaxStatementList = "tax form search" of "statements" or r#"{"statements":[]}"# with "statements.forms", "statements.forms.*":
        TaxForms / provider_id;

    /// Reads a tax statement with its forms: `GET /tax-forms/{version}/{providerId}/{taxFormId}`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let statement = client.tax_form("mikomo", "tax2024").send().await?;
    /// println!("{} forms", statement.forms.as_ref().map_or(0, Vec::len));
    /// client.tax_form("mikomo", "tax2024").as_pdf().send().await?.save_to("tax2024.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    tax_form(provider_id, tax_form_id) -> TaxStatement = "tax form" with "forms", "forms.*"
        needs ["forms", "pdf", "taxYear", "taxStatementId", "taxDataType", "issuer", "recipient", "attributes"]: TaxForms / provider_id, tax_form_id;
}

impl Call<TaxStatementList> {
    /// Sets the year. Akoya's guide requires it.
    pub fn tax_year(self, year: u16) -> Self {
        self.change(|parts| parts.set("taxYear", year.to_string()))
    }

    /// Requests only these forms. Default: all.
    pub fn forms(self, forms: impl IntoIterator<Item = TaxFormType>) -> Self {
        let forms = forms.into_iter().map(|form| form.as_str().to_owned());
        let forms: Vec<String> = forms.collect();
        self.change(|parts| parts.set_list("taxForms", &forms))
    }

    /// Requests the forms of one account. Default: all accounts.
    pub fn account(self, account_id: impl Into<String>) -> Self {
        self.change(|parts| parts.set("accountId", account_id.into()))
    }

    /// Requests the forms as one PDF file.
    pub fn as_pdf(self) -> Call<File> {
        self.into_document("application/pdf")
    }
}

impl Call<TaxStatement> {
    /// Sets whether the forms come as data or as a PDF inside the data. Default: the provider's, usually data.
    pub fn data_type(self, data_type: TaxDataType) -> Self {
        self.change(|parts| parts.set("taxDataType", data_type.as_str().to_owned()))
    }

    /// Requests the statement as a PDF file.
    pub fn as_pdf(self) -> Call<File> {
        self.into_document("application/pdf")
    }
}
