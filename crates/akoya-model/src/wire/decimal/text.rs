//! The text of a number: whether it has the form that JSON demands, and how many digits are written out.

/// Most digits that fit an `i64` whatever they are.
pub(super) const SHORT_DIGITS: usize = 18;

/// How a number is written in JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Number,
    /// A string that holds a number.
    String,
}

/// Returns the text of a number that has too many digits to be short.
pub(super) fn long_text(units: i128, scale: u32) -> String {
    if scale as usize > 2 * SHORT_DIGITS {
        return format!("{units}e-{scale}");
    }
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!(
        "{:0width$}",
        units.unsigned_abs(),
        width = scale as usize + 1
    );
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

/// Returns the exponent (0 without one) if the text has the form of a JSON number. In a string it
/// may have leading zeros, as check numbers do.
pub(super) fn exponent_of_number(text: &str, written: Written) -> Option<i64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned
        .split_once(['e', 'E'])
        .map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, "0"), |parts| parts);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole)
        || !is_digits(fraction)
        || (written == Written::Number && whole.len() > 1 && whole.starts_with('0'))
    {
        return None;
    }
    let Some(exponent) = exponent else {
        return Some(0);
    };
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if is_digits(digits) {
        exponent.parse().ok()
    } else {
        None
    }
}
