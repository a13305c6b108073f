//! The customers: they consent when they are asked, and some of them without being asked.

use acg::store::GrantState;
use acg::{AuthorizationCodeAuth, Error, ErrorKind};
use tokio::sync::Mutex;

use crate::orders::{Consents, Orders, Reason, code};

/// How rarely a customer does something without being asked: once in so many calls.
const RARELY: u32 = 60;

/// Those of a process. The customers are divided among the processes: a provider does not take two consents at once
/// either.
#[derive(Debug)]
pub(super) struct Customers {
    consents: Consents,
    slots: u32,
    slot: u32,
    /// One at a time.
    turn: Mutex<()>,
}

impl Customers {
    pub(super) fn of(orders: &Orders) -> Self {
        Self {
            consents: orders.consents,
            slots: orders.slots,
            slot: orders.worker % orders.slots,
            turn: Mutex::new(()),
        }
    }

    fn has(&self, number: u32) -> bool {
        number % self.slots == self.slot
    }

    /// Lets a customer consent again now and then, or remove the grant first.
    pub(super) async fn act(
        &self,
        number: u32,
        connection: &AuthorizationCodeAuth,
        random: &mut fastrand::Rng,
    ) {
        if self.consents != Consents::Often || !self.has(number) || random.u32(..RARELY) > 0 {
            return;
        }
        let _turn = self.turn.lock().await;
        if random.bool() {
            drop(connection.forget().await);
        }
        consent(number, connection, Reason::Wish).await;
    }

    /// Asks for consent if a call failed for want of it. Returns whether there is one now.
    pub(super) async fn renew(
        &self,
        number: u32,
        connection: &AuthorizationCodeAuth,
        error: &Error,
    ) -> bool {
        let is_wanted = error.kind() == ErrorKind::ConsentNeeded;
        if self.consents == Consents::Never || !self.has(number) || !is_wanted {
            return false;
        }
        let _turn = self.turn.lock().await;
        match connection.record().await {
            Ok(Some(record)) if matches!(record.head.state, GrantState::ConsentNeeded { .. }) => {
                consent(number, connection, Reason::Ended).await
            }
            // It was removed, and the process ended before the customer had consented.
            Ok(None) => consent(number, connection, Reason::Wish).await,
            // Another hand was faster.
            _ => true,
        }
    }
}

async fn consent(number: u32, connection: &AuthorizationCodeAuth, reason: Reason) -> bool {
    connection.fetch_token(code(number, reason)).await.is_ok()
}
