//! Authorization codes, stored by their hash.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use sha2::{Digest, Sha256};

use super::consent::{self, Consent};

/// Codes that expired this long ago are deleted when a new one is stored.
const RETENTION_MS: i64 = 24 * 60 * 60 * 1000;

/// The outcome of a redemption.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Redemption {
    /// The code is used up, and the consent has its first refresh token.
    Granted(Box<Consent>),
    /// The code has been redeemed before.
    Reused(Box<Consent>),
    /// The code is unknown, expired, or belongs to another client.
    Invalid,
    /// The redirect URI differs. The code stays valid.
    WrongRedirectUri,
}

/// Stores the hash of a new code.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    code: &str,
    consent: &str,
    redirect_uri: &str,
    expires_at: i64,
) -> rusqlite::Result<()> {
    transaction.execute(
        "DELETE FROM code WHERE expires_at < ?1",
        [expires_at.saturating_sub(RETENTION_MS)],
    )?;
    transaction.execute(
        "INSERT INTO code (hash, consent, redirect_uri, expires_at) VALUES (?1, ?2, ?3, ?4)",
        (hash(code), consent, redirect_uri, expires_at),
    )?;
    Ok(())
}

/// Redeems a code. Of several attempts at once, one succeeds.
pub(crate) fn redeem(
    transaction: &Transaction<'_>,
    code: &str,
    client_id: &str,
    redirect_uri: &str,
    now: i64,
) -> rusqlite::Result<Redemption> {
    let sql = "SELECT consent, redirect_uri, used FROM code WHERE hash = ?1 AND expires_at > ?2";
    let row = |row: &Row<'_>| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, bool>(2)?,
        ))
    };
    let Some((id, registered, used)) = transaction
        .query_row(sql, (hash(code), now), row)
        .optional()?
    else {
        return Ok(Redemption::Invalid);
    };
    let Some(mut consent) = consent::by_id(transaction, &id)? else {
        return Ok(Redemption::Invalid);
    };
    if consent.client_id != client_id || consent.revoked_by.is_some() {
        return Ok(Redemption::Invalid);
    }
    if used {
        return Ok(Redemption::Reused(Box::new(consent)));
    }
    if registered != redirect_uri {
        return Ok(Redemption::WrongRedirectUri);
    }
    transaction.execute("UPDATE code SET used = 1 WHERE hash = ?1", [hash(code)])?;
    consent::rotate(transaction, &mut consent, now)?;
    Ok(Redemption::Granted(Box::new(consent)))
}

/// Finds the consent of a code, even if the code is no longer valid.
pub(crate) fn consent(connection: &Connection, code: &str) -> rusqlite::Result<Option<Consent>> {
    let sql = "SELECT consent FROM code WHERE hash = ?1";
    let id: Option<String> = connection
        .query_row(sql, [hash(code)], |row| row.get(0))
        .optional()?;
    id.map_or(Ok(None), |id| consent::by_id(connection, &id))
}

fn hash(code: &str) -> [u8; 32] {
    Sha256::digest(code).into()
}
