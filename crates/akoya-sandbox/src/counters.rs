use std::sync::atomic::{AtomicU64, Ordering};

/// How many requests of each kind this process has received, whatever came of them.
///
/// Counting starts at 0 with the process; it is not part of the state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Authorization,
    SignIn,
    Approval,
    Denial,
    CodeExchange,
    Refresh,
    Revocation,
    Accounts,
    Balances,
    Transactions,
    Customers,
    Investments,
    Payments,
    Statements,
    Tax,
}

/// The running numbers behind [`Counters`].
#[derive(Debug, Default)]
pub(crate) struct Tally([AtomicU64; 15]);

impl Tally {
    pub(crate) fn count(&self, kind: Kind) {
        self.0[kind as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> Counters {
        let number = |kind: Kind| self.0[kind as usize].load(Ordering::Relaxed);
        Counters {
            authorizations: number(Kind::Authorization),
            sign_ins: number(Kind::SignIn),
            approvals: number(Kind::Approval),
            denials: number(Kind::Denial),
            code_exchanges: number(Kind::CodeExchange),
            refreshes: number(Kind::Refresh),
            revocations: number(Kind::Revocation),
            accounts: number(Kind::Accounts),
            balances: number(Kind::Balances),
            transactions: number(Kind::Transactions),
            customers: number(Kind::Customers),
            investments: number(Kind::Investments),
            payments: number(Kind::Payments),
            statements: number(Kind::Statements),
            tax: number(Kind::Tax),
        }
    }
}
