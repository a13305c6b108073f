use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use crate::wire::Parameters;

/// How many requests of each kind this process has received, whatever came of them.
///
/// Counting starts at 0 with the process; it is not part of the state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counters {
    /// `GET /auth`.
    pub authorizations: u64,
    /// Passwords that were sent to the sign-in page.
    pub sign_ins: u64,
    /// Consents that a customer gave.
    pub approvals: u64,
    /// Consents that a customer refused.
    pub denials: u64,
    /// `POST /token` with `grant_type=authorization_code`.
    pub code_exchanges: u64,
    /// `POST /token` with `grant_type=refresh_token`.
    pub refreshes: u64,
    /// `POST /revoke`.
    pub revocations: u64,
    /// `GET /accounts-info/…`.
    pub accounts: u64,
    /// `GET /balances/…`.
    pub balances: u64,
    /// `GET /transactions/…`, one for each page.
    pub transactions: u64,
    /// `GET /customers/…` and `GET /contacts/…`.
    pub customers: u64,
    /// `GET /accounts/…` and `GET /taxlots/…`.
    pub investments: u64,
    /// `GET /payments/…`.
    pub payments: u64,
    /// `GET /statements/…`, lists and documents.
    pub statements: u64,
    /// `GET /tax-forms/…`, searches and forms.
    pub tax: u64,
}

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RequestKind {
    /// `GET /auth`.
    Authorization,
    /// A password for the sign-in page.
    SignIn,
    /// The customer's yes on the account page.
    Approval,
    /// The customer's no on the account page.
    Denial,
    /// `POST /token` with `grant_type=authorization_code`.
    CodeExchange,
    /// `POST /token` with `grant_type=refresh_token`.
    Refresh,
    /// `POST /revoke`.
    Revocation,
    /// `GET /accounts-info/…`.
    Accounts,
    /// `GET /balances/…`.
    Balances,
    /// `GET /transactions/…`.
    Transactions,
    /// `GET /customers/…` and `GET /contacts/…`.
    Customers,
    /// `GET /accounts/…` and `GET /taxlots/…`.
    Investments,
    /// `GET /payments/…`.
    Payments,
    /// `GET /statements/…`.
    Statements,
    /// `GET /tax-forms/…`.
    Tax,
}

impl RequestKind {
    /// The kind of a request by its path and, on the identity provider, its form.
    pub(crate) fn of(path: &str, form: &Parameters) -> Option<Self> {
        Some(match path {
            "/auth" => Self::Authorization,
            "/auth/login" => Self::SignIn,
            "/auth/accounts" if form.get("decision") == Some("approve") => Self::Approval,
            "/auth/accounts" if form.get("decision") == Some("deny") => Self::Denial,
            "/token" if form.get("grant_type") == Some("authorization_code") => Self::CodeExchange,
            "/token" if form.get("grant_type") == Some("refresh_token") => Self::Refresh,
            "/revoke" | "/token/revoke" => Self::Revocation,
            _ => match path.split('/').nth(1)? {
                "accounts-info" => Self::Accounts,
                "balances" => Self::Balances,
                "transactions" => Self::Transactions,
                "customers" | "contacts" => Self::Customers,
                "accounts" | "taxlots" => Self::Investments,
                "payments" => Self::Payments,
                "statements" => Self::Statements,
                "tax-forms" => Self::Tax,
                _ => return None,
            },
        })
    }
}

/// The running numbers behind [`Counters`].
#[derive(Debug, Default)]
pub(crate) struct Tally([AtomicU64; 15]);

impl Tally {
    pub(crate) fn count(&self, kind: RequestKind) {
        self.0[kind as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn reset(&self) {
        self.0
            .iter()
            .for_each(|number| number.store(0, Ordering::Relaxed));
    }

    pub(crate) fn read(&self) -> Counters {
        let number = |kind: RequestKind| self.0[kind as usize].load(Ordering::Relaxed);
        Counters {
            authorizations: number(RequestKind::Authorization),
            sign_ins: number(RequestKind::SignIn),
            approvals: number(RequestKind::Approval),
            denials: number(RequestKind::Denial),
            code_exchanges: number(RequestKind::CodeExchange),
            refreshes: number(RequestKind::Refresh),
            revocations: number(RequestKind::Revocation),
            accounts: number(RequestKind::Accounts),
            balances: number(RequestKind::Balances),
            transactions: number(RequestKind::Transactions),
            customers: number(RequestKind::Customers),
            investments: number(RequestKind::Investments),
            payments: number(RequestKind::Payments),
            statements: number(RequestKind::Statements),
            tax: number(RequestKind::Tax),
        }
    }
}
