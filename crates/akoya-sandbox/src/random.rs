//! Random identifiers in the forms that Dex and Akoya use.

use crate::error::{Error, ErrorKind};

/// The alphabet of Dex's identifiers: base32 in lower case, all unreserved in a URL.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Returns `N` bytes from the operating system.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut buffer = [0; N];
    getrandom::fill(&mut buffer).map_err(|source| {
        Error::new(
            ErrorKind::System,
            "the operating system provided no random bytes",
        )
        .because(source)
    })?;
    Ok(buffer)
}

/// Returns a secret or identifier of 25 characters with 124 random bits, as Dex writes it.
pub(crate) fn token() -> Result<String, Error> {
    Ok(base32_token(bytes()?))
}

/// Writes 25 bytes as Dex writes an identifier: a letter first, then letters and the digits 2 to 7.
pub(crate) fn base32_token(bytes: [u8; 25]) -> String {
    let letter = |(position, byte): (usize, u8)| {
        // Half of the alphabet in the first position, so that every letter is equally likely.
        let index = if position == 0 { byte & 15 } else { byte & 31 };
        char::from(BASE32[usize::from(index)])
    };
    bytes.into_iter().enumerate().map(letter).collect()
}

/// Returns a random UUID (RFC 9562, version 4).
pub(crate) fn uuid() -> Result<String, Error> {
    let mut bytes = bytes::<16>()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    Ok(uuid_text(bytes))
}

/// Writes 16 bytes in the form of a UUID.
pub(crate) fn uuid_text(bytes: [u8; 16]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_25_characters_of_the_lower_case_base32_alphabet_and_starts_with_a_letter() {
        for byte in 0..=255 {
            let token = base32_token([byte; 25]);
            assert_eq!(token.len(), 25);
            assert!(
                token.bytes().all(|letter| BASE32.contains(&letter)),
                "{token}"
            );
            assert!(
                token.starts_with(|letter: char| letter.is_ascii_lowercase()),
                "{token}"
            );
        }
    }

    #[test]
    fn a_uuid_carries_its_version_and_variant() {
        let uuid = uuid().unwrap();
        assert_eq!(uuid.len(), 36);
        assert_eq!(&uuid[14..15], "4");
        assert!("89ab".contains(&uuid[19..20]), "{uuid}");
    }
}
