//! What requests are for, and how many of each kind have come in.

use serde::{Deserialize, Serialize};

use crate::wire::Parameters;

/// Declares every kind of request once: its name, its counter, its paths, and the form field that
/// distinguishes it from others at the same path.
///
/// The enum, the counters and the recognition of a request are made from this one table, because as four lists they
/// could disagree. A path that ends with a slash matches every path below it.
macro_rules! request_kinds {
    ($(
        $(#[doc = $doc:literal])+
        $kind:ident $name:literal counts $counter:ident at $($path:literal),+ $(with $field:literal = $value:literal)?;
    )+) => {
        /// What a request is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum RequestKind {
            $(
                $(#[doc = $doc])+
                #[serde(rename = $name)]
                $kind,
            )+
        }

        impl RequestKind {
            /// Every kind, in the order of [`Counters`].
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Returns the name that faults and the journal use, such as `code_exchange`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }

        /// How many requests of each kind this process has received, whatever came of them.
        ///
        /// Counting starts at 0 with the process; the counters are not part of the state.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
        #[non_exhaustive]
        pub struct Counters {
            $(
                $(#[doc = $doc])+
                pub $counter: u64,
            )+
        }

        impl Counters {
            pub(crate) fn count(&mut self, kind: RequestKind) {
                match kind {
                    $(RequestKind::$kind => self.$counter += 1,)+
                }
            }
        }

        const ROUTES: &[Route] = &[$(
            Route { kind: RequestKind::$kind, paths: &[$($path),+], field: &[$(($field, $value))?] },
        )+];
    };
}

/// How a kind of request is recognized.
struct Route {
    kind: RequestKind,
    paths: &'static [&'static str],
    /// A form field and the value it has, or nothing.
    field: &'static [(&'static str, &'static str)],
}

request_kinds! {
    /// `GET /auth`.
    Authorization "authorization" counts authorizations at "/auth";
    /// `POST /auth/login`: a password for the sign-in page.
    SignIn "sign_in" counts sign_ins at "/auth/login";
    /// `POST /auth/accounts` with `decision=approve`, and [`Sandbox::approve`](crate::Sandbox::approve).
    Approval "approval" counts approvals at "/auth/accounts" with "decision" = "approve";
    /// `POST /auth/accounts` with `decision=deny`.
    Denial "denial" counts denials at "/auth/accounts" with "decision" = "deny";
    /// `POST /token` with `grant_type=authorization_code`.
    CodeExchange "code_exchange" counts code_exchanges at "/token" with "grant_type" = "authorization_code";
    /// `POST /token` with `grant_type=refresh_token`.
    Refresh "refresh" counts refreshes at "/token" with "grant_type" = "refresh_token";
    /// `POST /revoke`.
    Revocation "revocation" counts revocations at "/revoke", "/token/revoke";
    /// `GET /accounts-info/…`.
    Accounts "accounts" counts accounts at "/accounts-info/";
    /// `GET /balances/…`.
    Balances "balances" counts balances at "/balances/";
    /// `GET /transactions/…`, one for each page.
    Transactions "transactions" counts transactions at "/transactions/";
    /// `GET /customers/…` and `GET /contacts/…`.
    Customers "customers" counts customers at "/customers/", "/contacts/";
    /// `GET /accounts/…` and `GET /taxlots/…`.
    Investments "investments" counts investments at "/accounts/", "/taxlots/";
    /// `GET /payments/…`.
    Payments "payments" counts payments at "/payments/";
    /// `GET /statements/…`, lists and documents.
    Statements "statements" counts statements at "/statements/";
    /// `GET /tax-forms/…`, searches and forms.
    Tax "tax" counts tax at "/tax-forms/";
    /// `POST /oauth2/token` of the service token server.
    ServiceToken "service_token" counts service_tokens at "/oauth2/token";
    /// `/manage/…` of the service APIs.
    Apps "apps" counts apps at "/manage/";
    /// `GET /consents/…` of the service APIs.
    ConsentDetails "consent_details" counts consent_details at "/consents/";
    /// `/notifications/…` of the service APIs: subscriptions and test events.
    Subscriptions "subscriptions" counts subscriptions at "/notifications/";
}

impl RequestKind {
    /// Returns the kind of a request by its path and, for the identity provider, its form.
    pub(crate) fn of(path: &str, form: &Parameters) -> Option<Self> {
        let found = ROUTES
            .iter()
            .find(|route| route.leads_to(path) && route.fits(form));
        found.map(|route| route.kind)
    }
}

impl Route {
    fn leads_to(&self, path: &str) -> bool {
        self.paths
            .iter()
            .any(|one| *one == path || one.ends_with('/') && path.starts_with(one))
    }

    fn fits(&self, form: &Parameters) -> bool {
        self.field
            .iter()
            .all(|(name, value)| form.get(name) == Some(*value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_its_form_tell_the_kind() {
        let kind = |path, form| RequestKind::of(path, &Parameters::query(Some(form)));
        for (path, form, expected) in [
            ("/auth", "", Some(RequestKind::Authorization)),
            ("/auth/login", "", Some(RequestKind::SignIn)),
            ("/auth/accounts", "decision=deny", Some(RequestKind::Denial)),
            ("/auth/accounts", "", None),
            (
                "/token",
                "grant_type=refresh_token",
                Some(RequestKind::Refresh),
            ),
            ("/token", "grant_type=password", None),
            ("/token/revoke", "", Some(RequestKind::Revocation)),
            ("/accounts/v2/mikomo", "", Some(RequestKind::Investments)),
            ("/accounts-info/v2/mikomo", "", Some(RequestKind::Accounts)),
            ("/accounts", "", None),
            ("/", "", None),
        ] {
            assert_eq!(kind(path, form), expected, "{path} {form}");
        }
    }

    #[test]
    fn the_counter_of_a_kind_has_its_place_in_the_list_of_all_kinds() {
        for (index, kind) in RequestKind::ALL.iter().enumerate() {
            let mut counters = Counters::default();
            counters.count(*kind);
            let text = serde_json::to_string(&counters).unwrap();
            let values: Vec<&str> = text.split(',').collect();
            assert!(
                values[index].trim_end_matches('}').ends_with(":1"),
                "{kind:?}: {text}"
            );
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
