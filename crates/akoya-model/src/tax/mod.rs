//! Tax statements and the forms in them, by IRS series.

mod birth_date;
mod form;
mod form_type;
mod parts;
mod withholding;

pub use birth_date::BirthDate;
pub use form::{TaxForm, TaxFormAttribute, TaxFormFields};
pub use form_type::TaxFormType;
pub use parts::{
    BusinessName, CodeAndAmount, DateAndAmount, DescriptionAndAmount, IndividualName, Month, MonthAndAmount,
    NameAddressAndPhone, NameAndAddress, TaxParty, TaxPartyType, TaxRefundDirectDeposit,
};
pub use withholding::{LocalTaxWithholding, StateAndLocalTaxWithholding, StateCode, StateTaxWithholding};
