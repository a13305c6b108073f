//! Customers and account holders in the forms that providers send instead of the documented one.

use std::borrow::Cow;

use super::{AccountContact, AccountHolder, BusinessCustomer, CurrentCustomer, Customer};
use crate::document::{Model, extra, field_text, from_str, to_string, unwrapped};
use crate::wire::json::Json;
use crate::wire::pairs::pairs;

impl CurrentCustomer {
    /// Returns the customer, also where the document is the customer itself, as FDX has it, and where there is one
    /// more object around either. Nothing when there is no customer that can be read.
    ///
    /// ```
    /// use akoya_model::customers::CurrentCustomer;
    ///
    /// let bare: CurrentCustomer = akoya_model::from_str(r#"{"customerId": "c1", "email": ["ann@example.com"]}"#)?;
    /// assert_eq!(bare.person().and_then(|customer| customer.customer_id.clone()).as_deref(), Some("c1"));
    /// # Ok::<(), akoya_model::Error>(())
    /// ```
    pub fn person(&self) -> Option<Cow<'_, Customer>> {
        if let Some(customer) = &self.customer {
            return Some(Cow::Borrowed(customer));
        }
        let inside = || match unwrapped(self) {
            Cow::Owned(document) => document.customer,
            Cow::Borrowed(_) => None,
        };
        let wrapped = || {
            let mut inner = self.extra.unknown().map(|(_, json)| json);
            inner.find_map(|json| {
                read_as(
                    &from_str::<Self>(json.as_str())
                        .ok()
                        .filter(|_| is_person(json))?,
                )
            })
        };
        read_as(self)
            .or_else(inside)
            .or_else(wrapped)
            .map(Cow::Owned)
    }
}

impl AccountContact {
    /// Returns the contact as the API describes it, made of what the document has: one more object around
    /// it, a single holder in place of the list, the holder itself in place of the document, and an
    /// object around each holder are read too.
    ///
    /// ```
    /// use akoya_model::customers::AccountContact;
    ///
    /// let single: AccountContact = akoya_model::from_str(r#"{"contact": {"holders": {"customerId": "c1"}}}"#)?;
    /// assert_eq!(single.in_documented_form().holders.as_ref().map(Vec::len), Some(1));
    /// # Ok::<(), akoya_model::Error>(())
    /// ```
    pub fn in_documented_form(&self) -> Cow<'_, Self> {
        if let Cow::Owned(inside) = unwrapped(self) {
            return Cow::Owned(inside.in_documented_form().into_owned());
        }
        if let Some(holders) = &self.holders {
            let of = holders.iter().map(unwrapped);
            let of: Vec<Cow<'_, AccountHolder>> = of.collect();
            if of.iter().all(|holder| matches!(holder, Cow::Borrowed(_))) {
                return Cow::Borrowed(self);
            }
            let holders = of.into_iter().map(Cow::into_owned).collect();
            return Cow::Owned(Self {
                holders: Some(holders),
                ..self.clone()
            });
        }
        let inside = || {
            let mut inner = self.extra.unknown().map(|(_, json)| json);
            inner.find_map(|json| {
                let contact: Self = from_str(json.as_str()).ok().filter(|_| is_person(json))?;
                contact.single_holder()
            })
        };
        match self.single_holder().or_else(inside) {
            Some(contact) => Cow::Owned(contact),
            None => Cow::Borrowed(self),
        }
    }

    fn single_holder(&self) -> Option<Self> {
        if let Some(json) = self.extra.invalid("holders") {
            let holder: AccountHolder = from_str(json.as_str()).ok()?;
            let holder = unwrapped(&holder).into_owned();
            return has_fields(&holder).then(|| Self {
                holders: Some(vec![holder]),
                ..self.clone()
            });
        }
        // What a holder and a contact both have belongs to the holder then.
        read_as(self).map(|holder| Self {
            holders: Some(vec![holder]),
            emails: self.emails.clone(),
            ..Self::default()
        })
    }
}

impl AccountHolder {
    /// Returns the name of the business that holds the account, which some providers send in
    /// the unknown field `businessCustomer`.
    pub fn business_name(&self) -> Option<String> {
        let business = self.extra.get("businessCustomer")?;
        let business: BusinessCustomer = from_str(business.as_str()).ok()?;
        field_text(&business, "name")
    }
}

/// Returns whether an object around which there is one more is a customer. A name alone may be anyone's, the
/// bank's for example.
fn is_person(json: &Json) -> bool {
    let names = pairs(json.as_str()).unwrap_or_default();
    names
        .iter()
        .any(|(name, _)| matches!(&**name, "customerId" | "relationship"))
}

/// Reads an object as another type, when it has a field of that type which it does not know.
fn read_as<T: Model>(value: &impl Model) -> Option<T> {
    let mut unknown = extra(value)?.unknown();
    let is_one = |name: &str| T::FIELDS.iter().any(|field| field.wire() == name);
    let has_field = unknown.any(|(name, json)| is_one(name) && !json.is_null());
    has_field.then(|| T::read(&to_string(value)).ok()).flatten()
}

fn has_fields(holder: &AccountHolder) -> bool {
    *holder
        != AccountHolder {
            extra: holder.extra.clone(),
            ..AccountHolder::default()
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customer(json: &str) -> Option<String> {
        let document: CurrentCustomer = from_str(json).unwrap();
        document.person()?.customer_id.clone()
    }

    #[test]
    fn customer_is_read_with_and_without_objects_around_it() {
        for json in [
            r#"{"customer":{"customerId":"c"}}"#,
            r#"{"customerId":"c","name":{"first":"Ann"}}"#,
            r#"{"data":{"customer":{"customerId":"c"}}}"#,
            r#"{"currentCustomer":{"customerId":"c"}}"#,
        ] {
            assert_eq!(customer(json).as_deref(), Some("c"), "{json}");
        }
        for json in [
            "{}",
            r#"{"customer":"c"}"#,
            r#"{"customer":null}"#,
            r#"{"code":501,"message":"m"}"#,
        ] {
            assert_eq!(customer(json), None, "{json}");
        }
    }

    fn holders(json: &str) -> Vec<String> {
        let contact: AccountContact = from_str(json).unwrap();
        let contact = contact.in_documented_form();
        let holders = contact.holders.iter().flatten();
        holders
            .filter_map(|holder| holder.customer_id.clone())
            .collect()
    }

    #[test]
    fn holders_are_read_with_and_without_lists_and_objects_around_them() {
        for json in [
            r#"{"holders":[{"customerId":"c"}]}"#,
            r#"{"contact":{"holders":[{"customerId":"c"}]}}"#,
            r#"{"holders":{"customerId":"c"}}"#,
            r#"{"holders":{"holder":{"customerId":"c"}}}"#,
            r#"{"holders":[{"holder":{"customerId":"c"}}]}"#,
            r#"{"customerId":"c","name":{"first":"Ann"},"addresses":[{"city":"Reston"}]}"#,
            r#"{"contact":{"customerId":"c"}}"#,
        ] {
            assert_eq!(holders(json), ["c"], "{json}");
        }
        for json in [
            "{}",
            r#"{"holders":"c"}"#,
            r#"{"holders":[]}"#,
            r#"{"emails":["a@b"]}"#,
        ] {
            assert_eq!(holders(json), [""; 0], "{json}");
        }
    }

    #[test]
    fn business_that_holds_an_account_has_its_name() {
        let holder = r#"{"holders":[{"businessCustomer":{"name":"Ann's Shop"}}]}"#;
        let contact: AccountContact = from_str(holder).unwrap();
        let contact = contact.in_documented_form();
        let holder = &contact.holders.as_ref().unwrap()[0];
        assert_eq!(holder.business_name().as_deref(), Some("Ann's Shop"));
    }
}
