use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// How long a customer may take from the first page to the last, in milliseconds.
pub(super) const LIFETIME_MS: i64 = 60 * 60 * 1000;

/// An authorization request on its way through the consent pages.
///
/// It travels in a hidden field of each form, signed, so that the servers keep nothing about unfinished requests and a
/// browser without cookies can walk through. A page accepts only the ticket of its own step, and only one answer is
/// given for a ticket's `id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ticket {
    pub(super) id: String,
    pub(super) step: Step,
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) scope: String,
    pub(super) state: String,
    pub(super) connector: String,
    pub(super) requested_at: i64,
    /// Who has signed in, and when; empty and 0 before.
    pub(super) user: String,
    pub(super) signed_in_at: i64,
    pub(super) expires_at: i64,
}

/// The page that a ticket is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Step {
    SignIn,
    Terms,
    Accounts,
}

impl Ticket {
    pub(super) fn seal(&self, key: &[u8]) -> Result<String, Error> {
        jsonwebtoken::encode(
            &Header::new(Algorithm::HS256),
            self,
            &EncodingKey::from_secret(key),
        )
        .map_err(|source| {
            Error::new(ErrorKind::System, "a page could not be signed").because(source)
        })
    }

    /// `None` for a forged, expired or foreign ticket.
    pub(super) fn open(sealed: &str, key: &[u8], step: Step, now: i64) -> Option<Self> {
        let mut validation = Validation::new(Algorithm::HS256);
        // Its own expiry goes by the sandbox's clock.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let ticket =
            jsonwebtoken::decode::<Self>(sealed, &DecodingKey::from_secret(key), &validation)
                .ok()?
                .claims;
        (ticket.step == step && now < ticket.expires_at).then_some(ticket)
    }

    pub(super) fn at(mut self, step: Step) -> Self {
        self.step = step;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket() -> Ticket {
        Ticket {
            id: "id".into(),
            step: Step::Terms,
            client_id: "client".into(),
            redirect_uri: "http://127.0.0.1/".into(),
            scope: "openid".into(),
            state: "\u{1F511}".into(),
            connector: "mikomo".into(),
            requested_at: 1,
            user: "kim".into(),
            signed_in_at: 2,
            expires_at: 1000,
        }
    }

    #[test]
    fn a_ticket_opens_for_its_own_step_until_it_expires() {
        let sealed = ticket().seal(b"key").unwrap();
        assert_eq!(
            Ticket::open(&sealed, b"key", Step::Terms, 999),
            Some(ticket())
        );
        assert_eq!(Ticket::open(&sealed, b"key", Step::Terms, 1000), None);
        assert_eq!(Ticket::open(&sealed, b"key", Step::Accounts, 0), None);
    }

    #[test]
    fn a_ticket_of_another_key_or_with_a_changed_letter_does_not_open() {
        let sealed = ticket().seal(b"key").unwrap();
        assert_eq!(Ticket::open(&sealed, b"other", Step::Terms, 0), None);
        for place in 0..sealed.len() - 1 {
            let mut changed = sealed.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(
                Ticket::open(&changed, b"key", Step::Terms, 0),
                None,
                "place {place}"
            );
        }
    }
}
