//! What every tax form has, and how to read it from any of them.

use std::fmt;

use super::form_type::TaxFormType;
use super::parts::TaxParty;
use crate::api_error::ApiErrorBody;
use crate::link::Link;
use crate::number::Integer;
use crate::time::Date;
use crate::wire::model::model;
use crate::wire::node::Node;

/// What every tax form has. [`TaxData::forms`](super::TaxData::forms) gives forms as this, whatever form they are.
/// Only this crate implements it.
pub trait TaxForm: Node + fmt::Debug + Send + Sync {
    /// Returns the year that the form is for, such as 2023.
    fn tax_year(&self) -> Option<&Integer>;
    /// Returns whether the form corrects one that was sent before.
    fn corrected(&self) -> Option<bool>;
    /// Returns the provider's identifier of the account that the form is about; not the account number.
    fn account_id(&self) -> Option<&str>;
    /// Returns the provider's identifier of the form; it may equal the statement's.
    fn tax_form_id(&self) -> Option<&str>;
    /// Returns when the form was made or delivered.
    fn tax_form_date(&self) -> Option<&Date>;
    /// Returns more about the form, in words.
    fn additional_information(&self) -> Option<&str>;
    /// Returns which form it says to be.
    fn tax_form_type(&self) -> Option<&TaxFormType>;
    /// Returns who issued the form. Often absent, and the statement's issuer counts: see
    /// [`TaxStatement::issuer_of`](super::TaxStatement::issuer_of).
    fn issuer(&self) -> Option<&TaxParty>;
    /// Returns whom the form is for. Often absent, and the statement's recipient counts: see
    /// [`TaxStatement::recipient_of`](super::TaxStatement::recipient_of).
    fn recipient(&self) -> Option<&TaxParty>;
    /// Returns the entries of the form that have no field.
    fn attributes(&self) -> &[TaxFormAttribute];
    /// Returns what went wrong when the provider fetched the form.
    fn error(&self) -> Option<&ApiErrorBody>;
    /// Links to the form, as data or as a document.
    fn links(&self) -> &[Link];
}

/// Defines a tax form: the fields that every form has, then its own.
macro_rules! tax_form {
    ($(#[doc = $doc:literal])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::wire::model::model! {
            $(#[doc = $doc])*
            pub struct $name $(= $wire)? {
                /// The year that the form is for, such as 2023.
                pub tax_year: Option<$crate::Integer> = "taxYear",
                /// Whether the form corrects one that was sent before.
                pub corrected: Option<bool>,
                /// The provider's identifier of the account that the form is about; not the account number.
                pub account_id: Option<String> = "accountId",
                /// The provider's identifier of the form, constant; it may equal the statement's.
                pub tax_form_id: Option<String> = "taxFormId",
                /// When the form was made or delivered.
                pub tax_form_date: Option<$crate::Date> = "taxFormDate",
                /// More about the form, in words.
                pub additional_information: Option<String> = "additionalInformation",
                /// Which form it is; the key in [`TaxData`](crate::tax::TaxData) says the same.
                pub tax_form_type: Option<$crate::tax::TaxFormType> = "taxFormType",
                /// Who issued the form. Often absent, and the statement's issuer counts.
                pub issuer: Option<Box<$crate::tax::TaxParty>>,
                /// Whom the form is for. Often absent, and the statement's recipient counts.
                pub recipient: Option<Box<$crate::tax::TaxParty>>,
                /// Entries of the form that have no field.
                pub attributes: Option<Vec<$crate::tax::TaxFormAttribute>>,
                /// What went wrong when the provider fetched the form.
                pub error: Option<$crate::api_error::ApiErrorBody>,
                /// Links to the form, as data or as a document.
                pub links: Option<Vec<$crate::link::Link>>,
                $($own)*
            }
        }

        impl $crate::tax::TaxForm for $name {
            fn tax_year(&self) -> Option<&$crate::Integer> {
                self.tax_year.as_ref()
            }

            fn corrected(&self) -> Option<bool> {
                self.corrected
            }

            fn account_id(&self) -> Option<&str> {
                self.account_id.as_deref()
            }

            fn tax_form_id(&self) -> Option<&str> {
                self.tax_form_id.as_deref()
            }

            fn tax_form_date(&self) -> Option<&$crate::Date> {
                self.tax_form_date.as_ref()
            }

            fn additional_information(&self) -> Option<&str> {
                self.additional_information.as_deref()
            }

            fn tax_form_type(&self) -> Option<&$crate::tax::TaxFormType> {
                self.tax_form_type.as_ref()
            }

            fn issuer(&self) -> Option<&$crate::tax::TaxParty> {
                self.issuer.as_deref()
            }

            fn recipient(&self) -> Option<&$crate::tax::TaxParty> {
                self.recipient.as_deref()
            }

            fn attributes(&self) -> &[$crate::tax::TaxFormAttribute] {
                self.attributes.as_deref().unwrap_or_default()
            }

            fn error(&self) -> Option<&$crate::api_error::ApiErrorBody> {
                self.error.as_ref()
            }

            fn links(&self) -> &[$crate::link::Link] {
                self.links.as_deref().unwrap_or_default()
            }
        }
    };
}

pub(crate) use tax_form;

tax_form! {
    /// A form with nothing but what every form has. No operation returns it; it is here because the API description
    /// has it.
    pub struct TaxFormFields = "Tax" {}
}

model! {
    /// An entry of a form that has no field.
    pub struct TaxFormAttribute {
        /// What the entry is, such as `nameControl` or `recipientIdType`.
        pub name: Option<String>,
        /// The entry; text, whatever it means.
        pub value: Option<String>,
        /// The box on the form.
        pub box_number: Option<String> = "boxNumber",
        /// The code printed with the entry.
        pub code: Option<String>,
    }
}
