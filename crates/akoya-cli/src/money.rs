//! Writes sums of money as people read them.

use akoya_model::Amount;

/// Currencies without a smaller unit that a user may meet.
const WHOLE: [&str; 4] = ["JPY", "KRW", "VND", "CLP"];

/// The most decimals that are written out.
const MOST_DECIMALS: u8 = 12;

/// Writes an amount: `$1,234.50`, `-$0.05`, `1,234.50 EUR`; without a currency `1,234.50`. Digits below the cent are
/// never left out.
pub(crate) fn money(amount: &Amount, currency: Option<&str>) -> String {
    let decimals = if currency.is_some_and(|currency| WHOLE.contains(&currency)) {
        0
    } else {
        2
    };
    let sign = if amount.is_negative() { "-" } else { "" };
    // As many decimals as it takes to leave no digit out.
    let units = (decimals..=MOST_DECIMALS)
        .find_map(|decimals| Some((amount.minor_units(decimals)?, decimals)));
    let digits = match units {
        Some((units, decimals)) => grouped(units.unsigned_abs(), decimals),
        None => amount.abs().to_string(),
    };
    match currency {
        Some("USD") => format!("{sign}${digits}"),
        Some(currency) => format!("{sign}{digits} {currency}"),
        None => format!("{sign}{digits}"),
    }
}

/// Writes whole units in groups of three, then the decimals.
fn grouped(units: u128, decimals: u8) -> String {
    let scale = 10_u128.pow(u32::from(decimals));
    let whole = (units / scale).to_string();
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    match decimals {
        0 => text,
        _ => format!(
            "{text}.{:0width$}",
            units % scale,
            width = usize::from(decimals)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_people_read_it() {
        let cases = [
            ("0", Some("USD"), "$0.00"),
            ("-0.00", Some("USD"), "$0.00"),
            ("12.5", Some("USD"), "$12.50"),
            ("-1234567.89", Some("USD"), "-$1,234,567.89"),
            ("999", None, "999.00"),
            ("1000", Some("EUR"), "1,000.00 EUR"),
            ("1234567", Some("JPY"), "1,234,567 JPY"),
            ("0.125", Some("USD"), "$0.125"),
            ("-0.005", Some("USD"), "-$0.005"),
            ("1234.567", Some("KWD"), "1,234.567 KWD"),
            ("-7654321.50", Some("JPY"), "-7,654,321.5 JPY"),
            ("1e-7", Some("USD"), "$0.0000001"),
            ("1e400", Some("USD"), "$1e400"),
            (
                "12345678901234567890123456789.01",
                Some("USD"),
                "$12,345,678,901,234,567,890,123,456,789.01",
            ),
        ];
        for (amount, currency, text) in cases {
            assert_eq!(money(&amount.parse().unwrap(), currency), text);
        }
    }
}
