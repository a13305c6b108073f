//! The rules of the refresh transaction, as functions of what is known. They do nothing themselves.
//!
//! A lease gates only the *sending* of a refresh token; the *commit* of an answer is gated by the generation alone, because
//! whoever holds an answer holds the only known successor. The engine acts on these rules, and the model check
//! of the protocol explores them: there is no second copy.

use std::time::Duration;

use crate::error::ConsentCause;
use crate::record::{GrantState, Head};
use crate::store::StoreTime;

/// The longest wait that is believed when a record asks for it: what asks for more was written by a clock that was wrong.
pub const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// What is known of the process that holds a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OwnerState {
    /// It has certainly ended.
    Gone,
    /// It certainly lives. Its lease is not over because a clock says so: the clock may be wrong.
    Alive,
    /// Nobody can tell; the lease's end counts.
    Unknown,
}

/// What may be done with a grant that needs a refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claim {
    /// Write this head if the record is still what it was, then send the refresh token.
    Send {
        /// The head with the lease in it.
        head: Box<Head>,
        /// Whether the token may have been sent before, by a request whose answer nobody has.
        in_doubt: bool,
    },
    /// Another process is sending.
    Wait,
    /// Not before this has passed.
    CoolingDown {
        /// The wait.
        wait: Duration,
        /// Whether the token may have been sent.
        in_doubt: bool,
    },
    /// The grant is over.
    Ended(ConsentCause),
}

/// Who claims, and what he knows.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Claimant<'a> {
    /// His name. In a lease under his own name he may go on: he knows that he is not sending.
    pub name: &'a str,
    /// What he knows of the lease's owner.
    pub owner: OwnerState,
    /// Whether he has seen the same lease for its whole length on a clock that nobody can set.
    pub has_waited: bool,
    /// The store's time.
    pub now: StoreTime,
    /// How long his lease lasts.
    pub lease: Duration,
}

impl<'a> Claimant<'a> {
    /// A claimant who knows nothing of the lease's owner.
    pub fn new(name: &'a str, now: StoreTime, lease: Duration) -> Self {
        Self {
            name,
            owner: OwnerState::Unknown,
            has_waited: false,
            now,
            lease,
        }
    }
}

/// Whether the refresh token may be sent.
pub fn claim(head: &Head, claimant: Claimant<'_>) -> Claim {
    let in_doubt = match &head.state {
        GrantState::ConsentNeeded { cause } => return Claim::Ended(*cause),
        GrantState::Refreshing { owner, until } => {
            if !is_free(owner, *until, claimant) {
                return Claim::Wait;
            }
            true
        }
        GrantState::InDoubt => true,
        GrantState::Ready => false,
    };
    let wait = claimant.now.until(head.not_before);
    if !wait.is_zero() && wait <= LONGEST_WAIT {
        return Claim::CoolingDown { wait, in_doubt };
    }
    let until = claimant.now.after(claimant.lease);
    let state = GrantState::Refreshing {
        owner: claimant.name.to_owned(),
        until,
    };
    Claim::Send {
        head: Box::new(Head {
            state,
            ..head.clone()
        }),
        in_doubt,
    }
}

fn is_free(owner: &str, until: StoreTime, claimant: Claimant<'_>) -> bool {
    let by_clock = claimant.owner == OwnerState::Unknown && claimant.now >= until;
    by_clock || claimant.owner == OwnerState::Gone || claimant.has_waited || owner == claimant.name
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Commit {
    /// Write it.
    Write,
    /// There is already a token set of its generation: the same one, or another answer to the same refresh token.
    Twin,
    /// There is a later one.
    Late,
    /// The grant was removed meanwhile.
    Removed,
}

/// Whether the token set of generation `successor` is to be written over the one of generation `stored`.
pub fn commit(stored: Option<u64>, successor: u64) -> Commit {
    match stored {
        None => Commit::Removed,
        Some(stored) if stored < successor => Commit::Write,
        Some(stored) if stored == successor => Commit::Twin,
        Some(_) => Commit::Late,
    }
}

/// Whether the bad end of a refresh under the lease in `claimed` may still be written: only while that lease stands. Else
/// somebody has advanced the record, and his word counts.
pub fn may_end(stored: &Head, claimed: &Head) -> bool {
    stored.generation == claimed.generation && stored.state == claimed.state
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEASE: Duration = Duration::from_secs(100);
    const NOW: StoreTime = StoreTime(1_000_000);

    fn head(state: GrantState) -> Head {
        let text = r#"{"generation":3,"state":"ready","client_id":"c","provider":"p"}"#;
        Head {
            state,
            ..Head::from_bytes(text.as_bytes()).unwrap()
        }
    }

    fn leased(until: i64) -> Head {
        head(GrantState::Refreshing {
            owner: "other".to_owned(),
            until: StoreTime(until),
        })
    }

    fn me() -> Claimant<'static> {
        Claimant::new("me", NOW, LEASE)
    }

    fn sends_in_doubt(claim: &Claim) -> Option<bool> {
        match claim {
            Claim::Send { in_doubt, .. } => Some(*in_doubt),
            _ => None,
        }
    }

    #[test]
    fn a_ready_grant_is_claimed_for_the_length_of_the_lease() {
        let Claim::Send { head, in_doubt } = claim(&head(GrantState::Ready), me()) else {
            panic!()
        };
        assert!(!in_doubt);
        assert_eq!(
            head.state,
            GrantState::Refreshing {
                owner: "me".to_owned(),
                until: StoreTime(1_100_000)
            }
        );
    }

    #[test]
    fn a_lease_is_over_at_its_end_unless_its_owner_is_known_to_live() {
        assert_eq!(claim(&leased(NOW.0 + 1), me()), Claim::Wait);
        assert_eq!(sends_in_doubt(&claim(&leased(NOW.0), me())), Some(true));
        let alive = Claimant {
            owner: OwnerState::Alive,
            ..me()
        };
        assert_eq!(claim(&leased(NOW.0 - 3_600_000), alive), Claim::Wait);
        assert_eq!(
            sends_in_doubt(&claim(
                &leased(0),
                Claimant {
                    has_waited: true,
                    ..alive
                }
            )),
            Some(true)
        );
    }

    #[test]
    fn the_lease_of_who_has_ended_or_is_oneself_is_free_at_once() {
        let gone = Claimant {
            owner: OwnerState::Gone,
            ..me()
        };
        assert_eq!(sends_in_doubt(&claim(&leased(i64::MAX), gone)), Some(true));
        assert_eq!(
            sends_in_doubt(&claim(
                &leased(i64::MAX),
                Claimant {
                    name: "other",
                    ..me()
                }
            )),
            Some(true)
        );
    }

    #[test]
    fn a_cooldown_is_kept_unless_it_is_absurd() {
        let cooling = Head {
            not_before: StoreTime(NOW.0 + 5_000),
            ..head(GrantState::InDoubt)
        };
        assert_eq!(
            claim(&cooling, me()),
            Claim::CoolingDown {
                wait: Duration::from_secs(5),
                in_doubt: true
            }
        );
        let absurd = Head {
            not_before: StoreTime(i64::MAX),
            ..cooling
        };
        assert_eq!(sends_in_doubt(&claim(&absurd, me())), Some(true));
    }

    #[test]
    fn an_answer_counts_by_its_generation_alone() {
        let outcomes = [None, Some(3), Some(1), Some(4), Some(5)].map(|stored| commit(stored, 4));
        assert_eq!(
            outcomes,
            [
                Commit::Removed,
                Commit::Write,
                Commit::Write,
                Commit::Twin,
                Commit::Late
            ]
        );
    }

    #[test]
    fn a_bad_end_counts_only_under_its_own_lease() {
        let claimed = leased(5);
        assert!(may_end(&claimed, &claimed));
        assert!(!may_end(&leased(6), &claimed), "taken over");
        assert!(
            !may_end(
                &Head {
                    generation: 4,
                    ..claimed.clone()
                },
                &claimed
            ),
            "advanced"
        );
        assert!(!may_end(&head(GrantState::Ready), &claimed), "given back");
    }
}
