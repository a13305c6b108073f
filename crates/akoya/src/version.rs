//! The versions of the API, product by product, and what a version demands with each call.

use std::collections::BTreeMap;

/// A data product. Each has its own version in the path of its calls.
///
/// | product | default | why |
/// |---|---|---|
/// | statements | `v2` | clients of v3 read statements with v2; no v3 of them is known |
/// | all others | `v3` | new applications get v3, and Akoya ends a version six months after the next one |
///
/// Sources: Akoya's pages "Versioning" and "Headers". What v3 demands:
/// [`ClientBuilder::interaction_type`](crate::ClientBuilder::interaction_type), when the customer was last active
/// ([`AcgAuth::touch`](crate::AcgAuth::touch)), and of applications that subscribe to Payments
/// [`ClientBuilder::intent_type`](crate::ClientBuilder::intent_type).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Product {
    /// Accounts without balances: `accounts-info`.
    AccountsInfo,
    /// Balances: `balances`.
    Balances,
    /// Accounts with holdings: `accounts`.
    Investments,
    /// Lots of a holding: `taxlots`.
    TaxLots,
    /// Transactions: `transactions`.
    Transactions,
    /// The customer: `customers`.
    Customers,
    /// Account holders: `contacts`.
    Contacts,
    /// Payment networks: `payments`.
    Payments,
    /// Statements: `statements`.
    Statements,
    /// Tax forms: `tax-forms`.
    TaxForms,
}

impl Product {
    /// All products.
    pub const ALL: &'static [Self] = &[
        Self::AccountsInfo,
        Self::Balances,
        Self::Investments,
        Self::TaxLots,
        Self::Transactions,
        Self::Customers,
        Self::Contacts,
        Self::Payments,
        Self::Statements,
        Self::TaxForms,
    ];

    /// Returns whether the product's paths name an account.
    pub(crate) fn is_of_account(self) -> bool {
        match self {
            Self::TaxLots
            | Self::Transactions
            | Self::Contacts
            | Self::Payments
            | Self::Statements => true,
            Self::AccountsInfo
            | Self::Balances
            | Self::Investments
            | Self::Customers
            | Self::TaxForms => false,
        }
    }

    /// Returns the first segment of the product's paths.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccountsInfo => "accounts-info",
            Self::Balances => "balances",
            Self::Investments => "accounts",
            Self::TaxLots => "taxlots",
            Self::Transactions => "transactions",
            Self::Customers => "customers",
            Self::Contacts => "contacts",
            Self::Payments => "payments",
            Self::Statements => "statements",
            Self::TaxForms => "tax-forms",
        }
    }

    /// Returns the product whose paths begin with this segment.
    pub(crate) fn named(segment: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|product| product.as_str() == segment)
    }

    /// Returns the version that is called unless the program says otherwise: what works for a new application.
    pub fn default_version(self) -> &'static str {
        match self {
            Self::Statements => "v2",
            _ => "v3",
        }
    }
}

/// Which version each product is called in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Versions {
    all: Option<String>,
    own: BTreeMap<Product, String>,
}

impl Versions {
    /// Sets the version of every product that has none of its own.
    pub(crate) fn set_all(&mut self, version: String) {
        self.all = Some(version);
    }

    pub(crate) fn set(&mut self, product: Product, version: String) {
        self.own.insert(product, version);
    }

    pub(crate) fn of(&self, product: Product) -> &str {
        let own = self.own.get(&product).or(self.all.as_ref());
        own.map_or_else(|| product.default_version(), String::as_str)
    }
}

/// What a version demands with each call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demands {
    /// v1 and v2: nothing, and it writes small letters.
    Nothing,
    /// v3: who waits, and when the customer was last active.
    Context,
    /// A later version: what it demands is not known, so it gets what v3 demands, as far as the program has set it.
    Unknown,
}

impl Demands {
    pub(crate) fn of(version: &str) -> Self {
        match version {
            "v1" | "v2" => Self::Nothing,
            "v3" => Self::Context,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_version_of_a_product_wins_over_that_of_all() {
        let mut versions = Versions::default();
        assert_eq!(versions.of(Product::Balances), "v3");
        assert_eq!(versions.of(Product::Statements), "v2");
        versions.set(Product::Balances, "v4-beta".to_owned());
        versions.set_all("v2".to_owned());
        assert_eq!(versions.of(Product::Balances), "v4-beta");
        assert_eq!(versions.of(Product::Transactions), "v2");
    }
}
