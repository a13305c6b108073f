//! Tax statements and the forms in them, by IRS series.
//!
//! A [`TaxStatement`] is one document of one issuer for one year. It holds either data, one [`TaxData`] per form
//! with the form in the field of its name, or a PDF as text, which [`TaxStatement::decode_pdf`] decodes.
//! [`TaxStatement::tax_forms`] walks through the forms whatever they are.
//!
//! **Boxes** are named where a form has them, as they are numbered for tax year 2023. The IRS moves boxes now and
//! then; what a field means stays. **Amounts** are in US dollars. Most forms round nothing; some are in whole
//! dollars. **Signs** are the provider's: forms print a loss as negative where a field says so, and deductions and
//! tax withheld without a sign. **Percentages** come as the provider sends them: `25`, `25.0000` or `0.25` may mean
//! the same. What the form leaves empty is absent.
//!
//! ```
//! use akoya_model::tax::{TaxFormType, TaxStatement};
//!
//! let statement: TaxStatement = akoya_model::from_str(
//!     r#"{"taxYear": 2023, "issuer": {"businessName": {"name1": "Mikomo"}},
//!         "forms": [{"tax1099Int": {"interestIncome": 120.50, "federalTaxWithheld": 0}}]}"#,
//! )?;
//!
//! for (form_type, form) in statement.tax_forms() {
//!     assert_eq!(form_type, TaxFormType::Form1099Int);
//!     assert!(form.issuer().is_none());
//!     assert!(statement.issuer_of(form).is_some());
//! }
//! let form = statement.forms.iter().flatten().find_map(|data| data.form_1099_int.as_deref()).ok_or("no 1099-INT")?;
//! assert_eq!(form.interest_income.as_ref().map(|amount| amount.to_string()).as_deref(), Some("120.50"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod birth_date;
mod cryptocurrency;
mod form;
mod form_1042;
mod form_1095;
mod form_1097_1098;
mod form_1099_a_to_cap;
mod form_1099_da;
mod form_1099_div_to_k;
mod form_1099_ls_to_patr;
mod form_1099_q_to_sb;
mod form_2439_3921_3922;
mod form_5498;
mod form_k1;
mod form_type;
mod form_w2;
mod parts;
mod pdf;
mod schedules;
mod statement;
mod withholding;

pub use birth_date::BirthDate;
pub use cryptocurrency::{CryptocurrencySale, CryptocurrencyStatement};
pub use form::{TaxForm, TaxFormAttribute, TaxFormFields};
pub use form_1042::{Form1042S, Form1042SAgent, Form1042SRecipient};
pub use form_1095::{
    CoverageMonth, CoverageOffer, CoveredIndividual, Form1095A, Form1095B, Form1095C,
    MarketplaceCoverage, MarketplaceCoveredIndividual,
};
pub use form_1097_1098::{
    Form1097Btc, Form1098, Form1098C, Form1098E, Form1098Ma, Form1098Q, Form1098T,
};
pub use form_1099_a_to_cap::{
    ExpiredOptionType, Form1099A, Form1099B, Form1099C, Form1099Cap, Form1099ConsolidatedStatement,
    InvestmentSaleType, SaleProceedsType, SaleTermType, SecuritySale,
};
pub use form_1099_da::{DigitalAssetSale, Form1099Da};
pub use form_1099_div_to_k::{Form1099Div, Form1099G, Form1099H, Form1099Int, Form1099K};
pub use form_1099_ls_to_patr::{
    Form1099Ls, Form1099Ltc, Form1099Misc, Form1099Nec, Form1099Oid, Form1099Patr,
};
pub use form_1099_q_to_sb::{Form1099Q, Form1099Qa, Form1099R, Form1099S, Form1099Sa, Form1099Sb};
pub use form_2439_3921_3922::{Form2439, Form3921, Form3922};
pub use form_5498::{Form5498, Form5498Esa, Form5498Qa, Form5498Sa};
pub use form_k1::{Form1041K1, Form1065K1, Form1120SK1};
pub use form_type::TaxFormType;
pub use form_w2::{FormW2, FormW2C, FormW2G};
pub use parts::{
    BusinessName, CodeAndAmount, DateAndAmount, DescriptionAndAmount, IndividualName, Month,
    MonthAndAmount, NameAddressAndPhone, NameAndAddress, TaxParty, TaxPartyType,
    TaxRefundDirectDeposit,
};
pub use pdf::{PdfError, PdfErrorKind};
pub use schedules::{
    BusinessIncomeStatement, FarmIncomeStatement, FarmRentalIncomeStatement, RentalIncomeStatement,
    RoyaltyIncomeStatement,
};
pub use statement::{TaxData, TaxDataType, TaxStatement, TaxStatementList};
pub use withholding::{
    LocalTaxWithholding, StateAndLocalTaxWithholding, StateCode, StateTaxWithholding,
};
