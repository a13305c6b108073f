//! Transactions that are generated on demand, any number of them.

use super::timestamp;

/// The account that the transactions name.
pub(super) const ACCOUNT: &str = "volume-checking";
/// 1 January 2020.
const START_MS: i64 = 1_577_836_800_000;
/// Until 20 November 2026.
const SPAN_MS: i64 = 217_296_000_000;

const KINDS: [(&str, &str, bool); 8] = [
    ("HARBORVIEW MARKET #112", "POSDEBIT", false),
    ("Drip & Draw Coffee", "POSDEBIT", false),
    ("NORTHSTAR FUEL 2281", "POSDEBIT", false),
    ("Café Lumière", "POSDEBIT", false),
    ("TRI-COUNTY POWER & LIGHT", "BILLPAYMENT", false),
    ("ATM WITHDRAWAL 3RD & PINE", "ATMWITHDRAWAL", false),
    ("Transfer from savings", "TRANSFER", true),
    ("ACME ROBOTICS PAYROLL", "DIRECTDEPOSIT", true),
];

/// Transactions that are a function of their number: the same every time, so none has to be stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Generator {
    pub(super) count: usize,
}

impl Generator {
    /// Writes a transaction as JSON.
    pub(crate) fn text(self, number: usize) -> String {
        let (cents, (description, kind, credit)) = Self::of(number);
        let (memo, time) = (
            if credit { "CREDIT" } else { "DEBIT" },
            timestamp::format(self.at(number)),
        );
        format!(
            "{{\"depositTransaction\":{{\"accountId\":\"{ACCOUNT}\",\"amount\":{}.{:02},\"debitCreditMemo\":\"{memo}\",\
             \"description\":\"{description}\",\"status\":\"POSTED\",\"transactionId\":\"volume-{number:09}\",\
             \"transactionTimestamp\":\"{time}\",\"postedTimestamp\":\"{time}\",\"transactionType\":\"{kind}\"}}}}",
            cents / 100,
            cents % 100,
        )
    }

    /// Returns the number of the first transaction for which `is_before` is false, as [`slice::partition_point`].
    pub(crate) fn partition_point(self, is_before: impl Fn(i64) -> bool) -> usize {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(self.at(middle)) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }

    /// Returns the time of a transaction. They are spread evenly.
    fn at(self, number: usize) -> i64 {
        let (number, count) = (number as i128, self.count.max(1) as i128);
        let offset = number * i128::from(SPAN_MS / 1000) / count;
        START_MS + i64::try_from(offset).unwrap_or_default() * 1000
    }

    /// Derives the amount in cents, and the kind. One in eight is income and pays for about seven others.
    fn of(number: usize) -> (u64, (&'static str, &'static str, bool)) {
        let random = mixed(number as u64);
        let kind = KINDS[number % KINDS.len()];
        let most = if kind.2 { 24_000 } else { 8_000 };
        (random % most + 1, kind)
    }

    pub(super) fn balance_cents(self) -> i128 {
        let signed = |number| {
            let (cents, (_, _, credit)) = Self::of(number);
            if credit {
                i128::from(cents)
            } else {
                -i128::from(cents)
            }
        };
        (0..self.count).map(signed).sum()
    }
}

/// Spreads consecutive numbers over the whole range, as SplitMix64 does.
fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_million_transactions_are_found_by_time_and_number() {
        let generator = Generator { count: 500_000 };
        assert_eq!(generator.partition_point(|at| at < START_MS), 0);
        assert_eq!(generator.partition_point(|_| true), 500_000);
        let middle = generator.at(123_456);
        let index = generator.partition_point(|at| at < middle);
        assert_eq!(generator.at(index), middle);
        assert!(generator.at(index - 1) < middle);
        assert_eq!(generator.text(7), generator.text(7));
        assert!(serde_json::from_str::<serde_json::Value>(&generator.text(499_999)).is_ok());
    }
}
