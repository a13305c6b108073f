//! Tax statements and the forms in them, by IRS series.

mod birth_date;
mod form;
mod form_k1;
mod form_type;
mod form_w2;
mod parts;
mod withholding;

pub use birth_date::BirthDate;
pub use form::{TaxForm, TaxFormAttribute, TaxFormFields};
pub use form_k1::{Form1041K1, Form1065K1, Form1120SK1};
pub use form_type::TaxFormType;
pub use form_w2::{FormW2, FormW2C, FormW2G};
pub use parts::{
    BusinessName, CodeAndAmount, DateAndAmount, DescriptionAndAmount, IndividualName, Month, MonthAndAmount,
    NameAddressAndPhone, NameAndAddress, TaxParty, TaxPartyType, TaxRefundDirectDeposit,
};
pub use withholding::{LocalTaxWithholding, StateAndLocalTaxWithholding, StateCode, StateTaxWithholding};
