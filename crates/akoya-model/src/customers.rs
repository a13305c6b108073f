//! Customers and account holders: who they are and how to reach them.

mod forms;

use serde_json::value::RawValue;

use crate::address::{CustomerAddress, DeliveryAddress};
use crate::document::field_text;
use crate::telephone::{Telephone, TelephoneNumber};
use crate::wire::extra::Extra;
use crate::wire::json::{Json, JsonKind};
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// The response of current customer: the person who gave the consent.
    pub struct CurrentCustomer {
        /// The customer.
        pub customer: Option<Customer>,
    }
}

model! {
    /// A customer of the provider.
    pub struct Customer {
        /// The provider's identifier of the customer.
        pub customer_id: Option<String> = "customerId",
        /// The name.
        pub name: Option<Name>,
        /// The addresses.
        pub addresses: Option<Vec<CustomerAddress>>,
        /// The telephone numbers, in the provider's form. Often `null`.
        pub telephones: Option<Vec<String>>,
        /// The addresses for electronic mail.
        pub email: Option<Vec<String>>,
        /// The identifiers of the customer's accounts. Often `null`.
        pub accounts: Option<Vec<String>>,
    }
}

impl Customer {
    /// Returns the telephones in every form that providers send: texts, objects with number and kind, a single one in place of the list, and
    /// those beside the name. What is something else is a number as it came.
    pub fn all_telephones(&self) -> Vec<Telephone> {
        telephones(self.telephones.as_deref(), &self.extra, self.name.as_ref())
    }
}

model! {
    /// The response of account holder contact: who holds an account and how to reach them.
    pub struct AccountContact = "AccountContactEntity" {
        /// The holders.
        pub holders: Option<Vec<AccountHolder>>,
        /// The account's addresses for electronic mail.
        pub emails: Option<Vec<String>>,
        /// The account's postal addresses.
        pub addresses: Option<Vec<DeliveryAddress>>,
        /// The account's telephone numbers.
        pub telephones: Option<Vec<TelephoneNumber>>,
    }
}

model! {
    /// A holder of an account. Some providers send a business in the unknown field `businessCustomer`;
    /// it can be read as a [`BusinessCustomer`].
    pub struct AccountHolder = "AccountHolderEntity" {
        /// The provider's identifier of the customer.
        pub customer_id: Option<String> = "customerId",
        /// The name.
        pub name: Option<Name>,
        /// How the holder is related to the account.
        pub relationship: Option<HolderRelationship>,
        /// The addresses.
        pub addresses: Option<Vec<CustomerAddress>>,
        /// The telephone numbers, in the provider's form. Often `null`.
        pub telephones: Option<Vec<String>>,
        /// The addresses for electronic mail.
        pub email: Option<Vec<String>>,
        /// The identifiers of the holder's accounts. Often `null`.
        pub accounts: Option<Vec<String>>,
    }
}

impl AccountHolder {
    /// Returns the telephones in every form that providers send: texts, objects with number and kind, a single one in place of the list, and
    /// those beside the name. What is something else is a number as it came.
    pub fn all_telephones(&self) -> Vec<Telephone> {
        telephones(self.telephones.as_deref(), &self.extra, self.name.as_ref())
    }
}

fn telephones(texts: Option<&[String]>, extra: &Extra, name: Option<&Name>) -> Vec<Telephone> {
    // A list that is not of texts alone is kept as it came, and so is what is none.
    let mut telephones: Vec<Telephone> = match extra.invalid(TELEPHONES) {
        Some(json) => in_place_of_list(json),
        None => texts
            .unwrap_or_default()
            .iter()
            .map(|text| numbered(text.clone()))
            .collect(),
    };
    if let Some(name) = name {
        let listed = name.telephones.iter().flatten().cloned();
        telephones.extend(listed);
        let other = name.extra.invalid(TELEPHONES);
        telephones.extend(other.into_iter().flat_map(in_place_of_list));
    }
    telephones
}

const TELEPHONES: &str = "telephones";

fn in_place_of_list(json: &Json) -> Vec<Telephone> {
    match json.read::<Vec<&RawValue>>() {
        Ok(list) => list
            .into_iter()
            .filter_map(|json| telephone(&Json::from_checked(json.get())))
            .collect(),
        Err(_) => telephone(json).into_iter().collect(),
    }
}

fn telephone(json: &Json) -> Option<Telephone> {
    match json.kind() {
        JsonKind::Object => json.read().ok().map(|telephone: Telephone| Telephone {
            number: field_text(&telephone, "number"),
            ..telephone
        }),
        JsonKind::Null => None,
        _ => Some(numbered(json.text().into_owned())),
    }
}

fn numbered(number: String) -> Telephone {
    Telephone {
        number: Some(number),
        ..Telephone::default()
    }
}

model! {
    /// A person's name. The API description of 2025-06 has how to reach the person in here; later ones have it
    /// beside the name.
    pub struct Name {
        /// The first name.
        pub first: Option<String>,
        /// The middle name or its first letter.
        pub middle: Option<String>,
        /// The last name.
        pub last: Option<String>,
        /// The title before the name, such as `Dr.`.
        pub prefix: Option<String>,
        /// The suffix after the name, such as `Jr.`.
        pub suffix: Option<String>,
        /// The company.
        pub company: Option<String>,
        /// The addresses.
        pub addresses: Option<Vec<CustomerAddress>>,
        /// The telephone numbers.
        pub telephones: Option<Vec<Telephone>>,
        /// The addresses for electronic mail.
        pub email: Option<Vec<String>>,
        /// The person's accounts.
        pub accounts: Option<Vec<AccountRelationship>>,
    }
}

model! {
    /// An account of a person.
    pub struct AccountRelationship {
        /// The provider's identifier of the account.
        pub account_id: Option<String> = "accountId",
        /// How the person is related to the account.
        pub relationship: Option<AccountHolderRelationship>,
    }
}

model! {
    /// A person's name with all that may belong to it. No operation is documented to return it;
    /// providers send it as a holder's name.
    pub struct CustomerName {
        /// The first name.
        pub first: Option<String>,
        /// The middle name or its first letter.
        pub middle: Option<String>,
        /// The last name.
        pub last: Option<String>,
        /// The title before the name, such as `Dr.`.
        pub prefix: Option<String>,
        /// The suffix after the name, such as `Jr.`.
        pub suffix: Option<String>,
        /// The company.
        pub company: Option<String>,
    }
}

model! {
    /// A business that is a customer. No operation is documented to return it; some
    /// providers send it for an account holder.
    pub struct BusinessCustomer = "BusinessCustomerEntity" {
        /// The name of the business.
        pub name: Option<String>,
        /// The persons who act for the business.
        pub registered_agents: Option<Vec<CustomerName>> = "registeredAgents",
        /// The number under which the business is registered.
        pub registered_id: Option<String> = "registeredId",
        /// What the business does.
        pub industry_code: Option<IndustryCode> = "industryCode",
        /// Where the business is registered.
        pub domicile: Option<Domicile>,
    }
}

model! {
    /// What a business does, as a code.
    pub struct IndustryCode {
        /// The system of codes, such as `NAICS` or `SIC`.
        pub kind: Option<String> = "type",
        /// The code.
        pub code: Option<String>,
    }
}

model! {
    /// Where a business is registered.
    pub struct Domicile {
        /// The state or province.
        pub region: Option<String>,
        /// The country.
        pub country: Option<String>,
    }
}

open_enum! {
    /// How a holder is related to an account.
    pub enum HolderRelationship = "AccountHolderEntityRelationship" {
        /// The first holder.
        Primary = "PRIMARY",
        /// One of several holders.
        Joint = "JOINT",
        /// May use the account without holding it.
        AuthorizedUser = "AUTHORIZED_USER",
    }
}

open_enum! {
    /// How a holder is related to an account, in the finer words of FDX that some providers use.
    pub enum AccountHolderRelationship {
        /// May use the account without holding it.
        AuthorizedUser = "AUTHORIZED_USER",
        /// A business.
        Business = "BUSINESS",
        /// Someone else has the benefit.
        ForBenefitOf = "FOR_BENEFIT_OF",
        /// The first of those who have the benefit.
        ForBenefitOfPrimary = "FOR_BENEFIT_OF_PRIMARY",
        /// The first of those who have the benefit, together with others and with limits.
        ForBenefitOfPrimaryJointRestricted = "FOR_BENEFIT_OF_PRIMARY_JOINT_RESTRICTED",
        /// The second of those who have the benefit.
        ForBenefitOfSecondary = "FOR_BENEFIT_OF_SECONDARY",
        /// The second of those who have the benefit, together with others and with limits.
        ForBenefitOfSecondaryJointRestricted = "FOR_BENEFIT_OF_SECONDARY_JOINT_RESTRICTED",
        /// The only one who has the benefit, with limits.
        ForBenefitOfSoleOwnerRestricted = "FOR_BENEFIT_OF_SOLE_OWNER_RESTRICTED",
        /// Acts with a power of attorney.
        PowerOfAttorney = "POWER_OF_ATTORNEY",
        /// The first of several holders whose shares go to the others.
        PrimaryJointTenants = "PRIMARY_JOINT_TENANTS",
        /// The first holder.
        Primary = "PRIMARY",
        /// The first of several borrowers.
        PrimaryBorrower = "PRIMARY_BORROWER",
        /// The first of several holders.
        PrimaryJoint = "PRIMARY_JOINT",
        /// The second holder.
        Secondary = "SECONDARY",
        /// The second of several holders whose shares go to the others.
        SecondaryJointTenants = "SECONDARY_JOINT_TENANTS",
        /// The second borrower.
        SecondaryBorrower = "SECONDARY_BORROWER",
        /// The second of several holders.
        SecondaryJoint = "SECONDARY_JOINT",
        /// The only holder.
        SoleOwner = "SOLE_OWNER",
        /// Holds the account for others.
        Trustee = "TRUSTEE",
        /// Holds the account until a minor is grown (UTMA).
        UniformTransferToMinor = "UNIFORM_TRANSFER_TO_MINOR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telephone::TelephoneNumberType;

    #[test]
    fn telephones_are_read_in_every_form_that_providers_send() {
        let listed = |telephones: &str| {
            let text = format!(
                r#"{{"telephones":{telephones},"name":{{"telephones":[{{"number":"3","type":"FAX"}}]}}}}"#
            );
            let customer: Customer = crate::from_str(&text).unwrap();
            let pair = |one: Telephone| (one.number.unwrap(), one.kind);
            customer
                .all_telephones()
                .into_iter()
                .map(pair)
                .collect::<Vec<_>>()
        };
        let one = |number: &str, kind| (number.to_owned(), kind);
        let (fax, home) = (
            Some(TelephoneNumberType::Fax),
            Some(TelephoneNumberType::Home),
        );
        assert_eq!(listed("null"), [one("3", fax.clone())]);
        for (single, kind) in [
            (r#""1""#, None),
            ("1", None),
            (r#"{"number":1,"type":"HOME"}"#, home.clone()),
        ] {
            let expected = [one("1", kind), one("3", fax.clone())];
            assert_eq!(listed(single), expected, "{single}");
        }
        let odd = [one("[1]", None), one("true", None), one("3", fax.clone())];
        assert_eq!(listed("[[1],true]"), odd);
        assert_eq!(listed(r#"["1"]"#), [one("1", None), one("3", fax.clone())]);
        assert_eq!(
            listed(r#"[{"number":"1","type":"HOME"},{"number":2},"4",5,null]"#),
            [
                one("1", home),
                one("2", None),
                one("4", None),
                one("5", None),
                one("3", fax)
            ]
        );
    }
}
