//! Tax statements and the forms in them, by IRS series.

mod birth_date;
mod form;
mod form_1042;
mod form_1095;
mod form_1097_1098;
mod form_k1;
mod form_type;
mod form_w2;
mod parts;
mod withholding;

pub use birth_date::BirthDate;
pub use form::{TaxForm, TaxFormAttribute, TaxFormFields};
pub use form_1042::{Form1042S, Form1042SAgent, Form1042SRecipient};
pub use form_1095::{
    CoverageMonth, CoverageOffer, CoveredIndividual, Form1095A, Form1095B, Form1095C, MarketplaceCoverage,
    MarketplaceCoveredIndividual,
};
pub use form_1097_1098::{Form1097Btc, Form1098, Form1098C, Form1098E, Form1098Ma, Form1098Q, Form1098T};
pub use form_k1::{Form1041K1, Form1065K1, Form1120SK1};
pub use form_type::TaxFormType;
pub use form_w2::{FormW2, FormW2C, FormW2G};
pub use parts::{
    BusinessName, CodeAndAmount, DateAndAmount, DescriptionAndAmount, IndividualName, Month, MonthAndAmount,
    NameAddressAndPhone, NameAndAddress, TaxParty, TaxPartyType, TaxRefundDirectDeposit,
};
pub use withholding::{LocalTaxWithholding, StateAndLocalTaxWithholding, StateCode, StateTaxWithholding};
