//! The rules of the refresh transaction, as pure functions.
//!
//! The lease decides only who *sends* a refresh token. Whether a response *counts* is decided by its generation alone,
//! because the process that holds a response holds the only known successor of the token it sent. A generation counts
//! within its consent: a response to an older consent never counts.
//!
//! The engine and the model check of the refresh (`acg-check`) both decide by these functions. The order of the steps
//! between the decisions is written twice, once in each of them.

use std::cmp::Ordering;
use std::time::Duration;

use crate::error::ConsentCause;
use crate::store::consent_id::order_of;
use crate::store::head::{GrantState, Head};
use crate::store::owner_state::OwnerState;
use crate::store::time::StoreTime;

/// The longest wait that a record may ask for. A longer one was written under a wrong clock and is ignored.
pub const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// What to do with a grant that needs a refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LeaseDecision {
    /// Write this state if the record has not changed, then send the refresh token.
    Take {
        /// The state with the lease in it; all else in the head stays.
        state: GrantState,
        /// Whether an earlier request may have sent the token, without a response.
        in_doubt: bool,
    },
    /// Another process is sending: wait for it.
    Wait,
    /// The last refresh failed: do not send yet.
    CoolingDown {
        /// The time left.
        wait: Duration,
        /// Whether an earlier request may have sent the token, without a response.
        in_doubt: bool,
    },
    /// The grant has ended.
    Ended(ConsentCause),
    /// Only a newer version of this crate knows what may be done with the grant.
    Newer,
}

/// How long a process has seen the same lease, on its monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LeaseSeen {
    /// For less than the length of a lease.
    Briefly,
    /// For that length. The lease is over, whatever its end says: that may have been written under a wrong clock.
    WholeLength,
}

/// A process that asks for the lease of a record, and what it knows.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct LeaseRequest<'a> {
    /// The owner name of the process. A lease under its own name is free: the process knows that it is not sending.
    pub name: &'a str,
    /// What the process knows about the owner of the current lease.
    pub owner: OwnerState,
    /// How long the process has seen the same lease.
    pub seen: LeaseSeen,
    /// The store's time.
    pub now: StoreTime,
    /// How long the new lease lasts.
    pub length: Duration,
}

impl<'a> LeaseRequest<'a> {
    /// Describes a process that wants the lease and knows nothing about the current owner.
    pub fn new(name: &'a str, now: StoreTime, length: Duration) -> Self {
        Self {
            name,
            owner: OwnerState::Unknown,
            seen: LeaseSeen::Briefly,
            now,
            length,
        }
    }
}

/// Decides whether the process may take the lease and send the refresh token.
pub fn request_lease(head: &Head, request: LeaseRequest<'_>) -> LeaseDecision {
    let in_doubt = match &head.state {
        GrantState::ConsentNeeded { cause } => {
            let is_due = head.second_look.is_some_and(|at| at <= request.now);
            if !is_due {
                return LeaseDecision::Ended(*cause);
            }
            *cause == ConsentCause::RotationLost
        }
        GrantState::Refreshing { owner, until } => {
            if !is_free(owner, *until, request) {
                return LeaseDecision::Wait;
            }
            // The earlier owner may have sent the token before it ended.
            true
        }
        GrantState::InDoubt => true,
        GrantState::Ready => false,
        // To a caller a grant that was removed and one that never was are the same: only the customer can give another.
        GrantState::Removed { .. } => return LeaseDecision::Ended(ConsentCause::NoGrant),
        GrantState::Newer(_) => return LeaseDecision::Newer,
    };
    let wait = request.now.until(head.not_before);
    // A longer one was written under a wrong clock, and would keep the grant from being refreshed at all.
    let is_right = wait <= LONGEST_WAIT && !head.is_ahead_of(request.now);
    if !wait.is_zero() && is_right {
        return LeaseDecision::CoolingDown { wait, in_doubt };
    }
    let until = request.now.after(request.length);
    let state = GrantState::Refreshing {
        owner: request.name.to_owned(),
        until,
    };
    LeaseDecision::Take { state, in_doubt }
}

fn is_free(owner: &str, until: StoreTime, request: LeaseRequest<'_>) -> bool {
    let by_clock = request.owner == OwnerState::Unknown && request.now >= until;
    by_clock
        || request.owner == OwnerState::Gone
        || request.seen == LeaseSeen::WholeLength
        || owner == request.name
}

/// What to do with a token set that the provider has issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CommitDecision {
    /// Write it.
    Write,
    /// The store holds a token set of the same generation: this one, or its sibling.
    SameGeneration,
    /// The store holds a later token set.
    Superseded,
    /// The store holds another consent, which was given later or at the same moment.
    AnotherConsent,
    /// The grant was removed in the meantime.
    Removed,
}

/// Decides whether the token set of `successor` replaces what is `stored`.
///
/// The consent is compared first. A later consent replaces an earlier one whatever their generations,
/// because a refresh of the earlier one may have gone on; an earlier one never replaces or stands beside a
/// later one. Within a consent the generation decides.
pub fn commit(stored: Option<&Head>, successor: &Head) -> CommitDecision {
    let Some(stored) = stored else {
        return CommitDecision::Removed;
    };
    if stored.consent != successor.consent {
        let [stored, successor] = [stored, successor].map(|head| order_of(head.consent.as_ref()));
        // Not by the time alone: the order is counted on from the consent that was there, whatever a clock says.
        return if stored < successor {
            CommitDecision::Write
        } else {
            CommitDecision::AnotherConsent
        };
    }
    if stored.is_removed() {
        return CommitDecision::Removed;
    }
    match stored.generation.cmp(&successor.generation) {
        Ordering::Less => CommitDecision::Write,
        Ordering::Equal => CommitDecision::SameGeneration,
        Ordering::Greater => CommitDecision::Superseded,
    }
}

/// Returns whether the lease in `leased` still stands in `stored`.
///
/// Only then may a failed refresh write its outcome. Otherwise another process has advanced the record, and what that
/// process wrote counts.
pub fn lease_stands(stored: &Head, leased: &Head) -> bool {
    stored.consent == leased.consent
        && stored.generation == leased.generation
        && stored.state == leased.state
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

    fn me() -> LeaseRequest<'static> {
        LeaseRequest::new("me", NOW, LEASE)
    }

    fn taken_in_doubt(decision: &LeaseDecision) -> Option<bool> {
        match decision {
            LeaseDecision::Take { in_doubt, .. } => Some(*in_doubt),
            _ => None,
        }
    }

    #[test]
    fn a_ready_grant_is_leased_for_the_length_asked_for() {
        let decision = request_lease(&head(GrantState::Ready), me());
        let LeaseDecision::Take { state, in_doubt } = decision else {
            panic!()
        };
        assert!(!in_doubt);
        assert_eq!(
            state,
            GrantState::Refreshing {
                owner: "me".to_owned(),
                until: StoreTime(1_100_000)
            }
        );
    }

    #[test]
    fn an_ended_grant_is_leased_for_its_second_look_and_not_before() {
        let ended = |cause, second_look| Head {
            second_look,
            ..head(GrantState::ConsentNeeded { cause })
        };
        let (refused, lost) = (
            ConsentCause::RefreshTokenRefused,
            ConsentCause::RotationLost,
        );
        for second_look in [None, Some(StoreTime(NOW.0 + 1))] {
            assert_eq!(
                request_lease(&ended(refused, second_look), me()),
                LeaseDecision::Ended(refused)
            );
        }
        for (cause, in_doubt) in [(refused, false), (lost, true)] {
            let decision = request_lease(&ended(cause, Some(NOW)), me());
            assert_eq!(taken_in_doubt(&decision), Some(in_doubt));
        }
    }

    #[test]
    fn a_lease_is_free_at_its_end_unless_its_owner_is_known_to_be_alive() {
        assert_eq!(request_lease(&leased(NOW.0 + 1), me()), LeaseDecision::Wait);
        assert_eq!(
            taken_in_doubt(&request_lease(&leased(NOW.0), me())),
            Some(true)
        );
        let alive = LeaseRequest {
            owner: OwnerState::Alive,
            ..me()
        };
        assert_eq!(
            request_lease(&leased(NOW.0 - 3_600_000), alive),
            LeaseDecision::Wait
        );
        assert_eq!(
            taken_in_doubt(&request_lease(
                &leased(0),
                LeaseRequest {
                    seen: LeaseSeen::WholeLength,
                    ..alive
                }
            )),
            Some(true)
        );
    }

    #[test]
    fn the_lease_of_a_process_that_ended_and_the_own_lease_are_free_at_once() {
        let gone = LeaseRequest {
            owner: OwnerState::Gone,
            ..me()
        };
        assert_eq!(
            taken_in_doubt(&request_lease(&leased(i64::MAX), gone)),
            Some(true)
        );
        assert_eq!(
            taken_in_doubt(&request_lease(
                &leased(i64::MAX),
                LeaseRequest {
                    name: "other",
                    ..me()
                }
            )),
            Some(true)
        );
    }

    #[test]
    fn a_cooldown_is_observed_unless_it_is_longer_than_an_hour() {
        let cooling = Head {
            not_before: StoreTime(NOW.0 + 5_000),
            ..head(GrantState::InDoubt)
        };
        assert_eq!(
            request_lease(&cooling, me()),
            LeaseDecision::CoolingDown {
                wait: Duration::from_secs(5),
                in_doubt: true
            }
        );
        let absurd = Head {
            not_before: StoreTime(i64::MAX),
            ..cooling
        };
        assert_eq!(taken_in_doubt(&request_lease(&absurd, me())), Some(true));
    }

    #[test]
    fn a_cooldown_of_a_clock_that_was_set_back_is_not_observed() {
        let text = r#"{"generation":3,"state":"ready","client_id":"c","provider":"p","history":[{"at":AT,"by":"p","event":"no_response"}]}"#;
        let failed = |at: i64| Head {
            not_before: StoreTime(NOW.0 + 3_000_000),
            ..Head::from_bytes(text.replace("AT", &at.to_string()).as_bytes()).unwrap()
        };
        let decide = |at| request_lease(&failed(at), me());
        // A failure that is not an event, as too many requests.
        let refused = Head {
            failed_at: Some(StoreTime(NOW.0 + 3_000_000)),
            ..failed(NOW.0 - 9_000_000)
        };
        assert!(matches!(
            request_lease(&refused, me()),
            LeaseDecision::Take { .. }
        ));
        assert!(matches!(
            decide(NOW.0 - 1),
            LeaseDecision::CoolingDown { .. }
        ));
        assert!(matches!(
            decide(NOW.0 + 1_000),
            LeaseDecision::CoolingDown { .. }
        ));
        assert!(matches!(
            decide(NOW.0 + 3_000_000),
            LeaseDecision::Take { .. }
        ));
    }

    #[test]
    fn a_response_counts_by_its_generation_alone() {
        let generation = |generation| Head {
            generation,
            ..head(GrantState::Ready)
        };
        let outcomes = [None, Some(3), Some(1), Some(4), Some(5)]
            .map(|stored| commit(stored.map(generation).as_ref(), &generation(4)));
        assert_eq!(
            outcomes,
            [
                CommitDecision::Removed,
                CommitDecision::Write,
                CommitDecision::Write,
                CommitDecision::SameGeneration,
                CommitDecision::Superseded
            ]
        );
    }

    #[test]
    fn a_later_consent_replaces_an_earlier_one_and_never_the_reverse() {
        let of = |order: Option<u64>, generation, state: &str| {
            let consent = order.map_or(String::new(), |order| {
                format!(r#""consent":{{"order":{order},"id":"i{order}"}},"#)
            });
            let text = format!(
                r#"{{{consent}"generation":{generation},"state":{state},"client_id":"c","provider":"p"}}"#
            );
            Head::from_bytes(text.as_bytes()).unwrap()
        };
        let (ready, removed) = (r#""ready""#, r#"{"removed":{"until":9}}"#);
        let new = of(Some(20), 3, ready);
        for (stored, expected) in [
            (of(Some(10), 9, ready), CommitDecision::Write),
            (of(Some(10), 9, removed), CommitDecision::Write),
            (of(None, 9, ready), CommitDecision::Write),
            (of(Some(30), 1, ready), CommitDecision::AnotherConsent),
            (of(Some(30), 1, removed), CommitDecision::AnotherConsent),
            (of(Some(20), 2, removed), CommitDecision::Removed),
            (of(Some(20), 2, ready), CommitDecision::Write),
        ] {
            assert_eq!(commit(Some(&stored), &new), expected, "{stored:?}");
        }
        let old_version = of(None, 5, ready);
        assert_eq!(
            commit(Some(&new), &old_version),
            CommitDecision::AnotherConsent
        );
        assert_eq!(
            commit(Some(&of(None, 4, removed)), &old_version),
            CommitDecision::Removed
        );
    }

    #[test]
    fn a_lease_stands_until_the_record_is_advanced_or_leased_again() {
        let lease = leased(5);
        assert!(lease_stands(&lease, &lease));
        assert!(!lease_stands(&leased(6), &lease), "taken over");
        assert!(
            !lease_stands(
                &Head {
                    generation: 4,
                    ..lease.clone()
                },
                &lease
            ),
            "advanced"
        );
        assert!(
            !lease_stands(&head(GrantState::Ready), &lease),
            "given back"
        );
    }
}
