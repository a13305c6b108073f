use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use sha2::{Digest, Sha256};

use super::consent::{self, Consent};

/// Codes much older than a new one are of no use to anybody.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// How the redemption of an authorization code ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Redemption {
    /// The code is spent, and its consent has its first refresh token.
    Granted(Box<Consent>),
    /// It has been spent before.
    Reused(Box<Consent>),
    /// Unknown, expired, or another client's.
    Invalid,
    /// The code stays valid.
    WrongRedirectUri,
}

/// Keeps a fresh code, by its hash alone.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    code: &str,
    consent: &str,
    redirect_uri: &str,
    expires_at: i64,
) -> rusqlite::Result<()> {
    transaction.execute(
        "DELETE FROM code WHERE expires_at < ?1",
        [expires_at.saturating_sub(KEPT_MS)],
    )?;
    transaction.execute(
        "INSERT INTO code (hash, consent, redirect_uri, expires_at) VALUES (?1, ?2, ?3, ?4)",
        (hash(code), consent, redirect_uri, expires_at),
    )?;
    Ok(())
}

/// Spends a code. Of several attempts at once, one gets the grant.
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

/// The consent behind a code, whether or not it is still good.
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
