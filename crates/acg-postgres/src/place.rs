//! Where the tables are, and what that says: the same store, one after a failover or an upgrade, or a copy.

use std::time::Duration;

use tokio_postgres::types::Type;

use crate::database::Database;
use crate::error::Error;
use crate::statements::NOW;

/// What was read of the store's identity.
#[derive(Debug)]
pub(crate) struct Sighting {
    pub(crate) store_id: String,
    pub(crate) finding: PlaceCheck,
    /// Whether the server told its timeline, or never did.
    pub(crate) is_sure: bool,
}

/// What a look says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PlaceCheck {
    /// It is where it belongs.
    Same { failed_over: Option<Failover> },
    /// It is a copy, or was restored.
    Copied,
}

/// The last failover of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failover {
    /// By the server's clock, in milliseconds.
    pub(crate) at: i64,
    pub(crate) ago: Duration,
}

/// Of the server: what it calls its data, and the timeline that it writes. Both are missing when this user may not
/// know, or the server has no such thing; a standby writes no timeline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Server {
    pub(crate) system: String,
    pub(crate) timeline: Option<String>,
}

impl Server {
    /// Asks the server where it is. A standby that is promoted begins a new timeline, at once and before any
    /// checkpoint.
    pub(crate) async fn ask(database: &Database) -> Result<Self, Error> {
        const BOTH: &str = "SELECT system_identifier::text, CASE WHEN pg_is_in_recovery() THEN NULL
             ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END FROM pg_control_system()";
        match database.read(BOTH, &[]).await {
            Ok(rows) => Ok(rows.first().map_or_else(Self::default, |row| Self {
                system: row.get(0),
                timeline: row.get(1),
            })),
            // Any other failure says nothing about the server: without its timeline a failover would be overlooked,
            // and in the middle of one statements fail.
            Err(error) if error.is_unavailable() => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }
}

/// Returns an SQL expression for where the tables are: the server (`$1`), the database in it, and the table in that. A
/// dump that is restored has another table, wherever that is; a standby that takes over has the same one.
pub(crate) fn here(schema: &str) -> String {
    format!(
        "concat_ws('/', $1::text, (SELECT oid FROM pg_database WHERE datname = current_database())::text,
         '{schema}.meta'::regclass::oid::text)"
    )
}

/// An SQL assignment that every update of `meta` makes: the number of the transaction, which the
/// row has too. Files that are copied keep that, and `pg_upgrade` copies files; a dump that is
/// restored is written by another transaction.
pub(crate) const WRITTEN: &str = "written = txid_current()";

/// Reads the store's identity, and corrects what is recorded of it after a failover or an upgrade.
pub(crate) async fn look(database: &Database, schema: &str) -> Result<Sighting, Error> {
    let server = Server::ask(database).await?;
    let facts = Facts::read(database, schema, &server).await?;
    let (store_id, is_sure) = (facts.store_id.clone(), facts.is_sure(&server));
    let finding = match facts.verdict(&server) {
        Verdict::Copied => PlaceCheck::Copied,
        Verdict::Same => PlaceCheck::Same {
            failed_over: facts.failed_over,
        },
        Verdict::Upgraded => {
            let update = format!(
                "UPDATE {schema}.meta SET place = {}, timeline = $2, failed_over_at = NULL, {WRITTEN} WHERE place = $3",
                here(schema)
            );
            put_right(database, &update, &server, &facts.place).await?;
            PlaceCheck::Same { failed_over: None }
        }
        Verdict::FailedOver => {
            // Of all processes that see it, one notes the time.
            let update = format!(
                "UPDATE {schema}.meta SET timeline = $2, failed_over_at = {NOW}, {WRITTEN}
                 WHERE place = {} AND timeline = $3",
                here(schema)
            );
            let before = facts.timeline.unwrap_or_default();
            put_right(database, &update, &server, &before).await?;
            let Facts { failed_over, .. } = Facts::read(database, schema, &server).await?;
            PlaceCheck::Same { failed_over }
        }
    };
    Ok(Sighting {
        store_id,
        finding,
        is_sure,
    })
}

async fn put_right(
    database: &Database,
    update: &str,
    server: &Server,
    before: &str,
) -> Result<(), Error> {
    let parameters: [crate::database::Parameter<'_>; 3] = [
        (&server.system, Type::TEXT),
        (&server.timeline, Type::TEXT),
        (&before, Type::TEXT),
    ];
    database.query(update, &parameters).await.map(drop)
}

/// What the store remembers of where it was, and where it is.
#[derive(Debug)]
struct Facts {
    store_id: String,
    place: String,
    here: String,
    /// Whether the row was written in the file that it is in.
    is_first_hand: bool,
    timeline: Option<String>,
    failed_over: Option<Failover>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Same,
    FailedOver,
    Upgraded,
    Copied,
}

impl Facts {
    async fn read(database: &Database, schema: &str, server: &Server) -> Result<Self, Error> {
        let select = format!(
            "SELECT store_id, place, {}, coalesce(xmin::text::bigint = written % 4294967296, false), timeline,
             failed_over_at, {NOW} FROM {schema}.meta",
            here(schema)
        );
        let rows = database
            .read(&select, &[(&server.system, Type::TEXT)])
            .await?;
        let row = rows.first().ok_or_else(no_meta)?;
        let now: i64 = row.get(6);
        let failed_over = row.get::<_, Option<i64>>(5).map(|at| Failover {
            at,
            ago: Duration::from_millis(u64::try_from(now.saturating_sub(at)).unwrap_or(0)),
        });
        Ok(Self {
            store_id: row.get(0),
            place: row.get(1),
            here: row.get(2),
            is_first_hand: row.get(3),
            timeline: row.get(4),
            failed_over,
        })
    }

    fn verdict(&self, server: &Server) -> Verdict {
        if self.place != self.here {
            let (before, now) = (Parts::of(&self.place), Parts::of(&self.here));
            return match before.zip(now) {
                Some((before, now)) if self.is_first_hand => before.verdict(&now),
                _ => Verdict::Copied,
            };
        }
        match (&self.timeline, &server.timeline) {
            (Some(before), Some(now)) if before != now => Verdict::FailedOver,
            _ => Verdict::Same,
        }
    }

    /// Returns whether the server has told where it is. A standby tells no timeline, and may become the primary
    /// at any moment, on the same connection.
    fn is_sure(&self, server: &Server) -> bool {
        self.timeline.is_none() || server.timeline.is_some()
    }
}

/// The parts of a place.
struct Parts<'a> {
    /// Empty when it could not be read: this user may not, or the server has no such thing.
    server: &'a str,
    database: &'a str,
    table: &'a str,
}

impl<'a> Parts<'a> {
    /// Reads a place; `None` for what was written by hand.
    fn of(place: &'a str) -> Option<Self> {
        let mut parts = place.split('/');
        let (server, database, table) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            server,
            database,
            table,
        })
    }

    /// Says what it means that the files of this place are at another one now.
    ///
    /// `pg_upgrade` makes a new server and moves the tables' files into it: everything that the files hold stays,
    /// and the number of the table. (That of the database does since PostgreSQL 15.) On one server, another
    /// database is a copy. A server that did not say who it is may be the same one, and nothing is noted of it.
    fn verdict(&self, now: &Self) -> Verdict {
        let is_same_table = self.table == now.table;
        if self.server.is_empty() || now.server.is_empty() {
            return if is_same_table && self.database == now.database {
                Verdict::Same
            } else {
                Verdict::Copied
            };
        }
        if is_same_table && self.server != now.server {
            Verdict::Upgraded
        } else {
            Verdict::Copied
        }
    }
}

pub(crate) fn no_meta() -> Error {
    Error::damaged("the token store's table `meta` is empty")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(place: &str, here: &str, timeline: Option<&str>) -> Facts {
        Facts {
            store_id: "s".to_owned(),
            place: place.to_owned(),
            here: here.to_owned(),
            is_first_hand: true,
            timeline: timeline.map(str::to_owned),
            failed_over: None,
        }
    }

    fn verdict(place: &str, here: &str) -> Verdict {
        facts(place, here, None).verdict(&Server::default())
    }

    fn verdict_of_dump(place: &str, here: &str) -> Verdict {
        let facts = Facts {
            is_first_hand: false,
            ..facts(place, here, None)
        };
        facts.verdict(&Server::default())
    }

    #[test]
    fn an_upgraded_server_is_distinguished_from_a_restored_dump() {
        assert_eq!(verdict("1/2/3", "1/2/3"), Verdict::Same);
        assert_eq!(verdict("1/2/3", "9/2/3"), Verdict::Upgraded);
        assert_eq!(verdict("1/2/3", "9/8/3"), Verdict::Upgraded);
        assert_eq!(verdict_of_dump("1/2/3", "9/2/3"), Verdict::Copied);
        assert_eq!(verdict("1/2/3", "9/2/7"), Verdict::Copied);
        assert_eq!(verdict("1/2/3", "1/8/3"), Verdict::Copied, "a template");
        assert_eq!(verdict("1/2/3", "1/2/7"), Verdict::Copied);
        assert_eq!(verdict("copy", "1/2/3"), Verdict::Copied, "by hand");
    }

    #[test]
    fn a_server_that_does_not_say_who_it_is_was_not_upgraded() {
        assert_eq!(verdict("1/2/3", "/2/3"), Verdict::Same);
        assert_eq!(verdict("/2/3", "1/2/3"), Verdict::Same);
        assert_eq!(verdict_of_dump("/2/3", "/2/3"), Verdict::Same);
        assert_eq!(verdict_of_dump("1/2/3", "/2/3"), Verdict::Copied);
        assert_eq!(verdict("1/2/3", "/8/3"), Verdict::Copied);
        assert_eq!(verdict("1/2/3", "/2/7"), Verdict::Copied);
    }

    fn server(timeline: Option<&str>) -> Server {
        Server {
            system: String::new(),
            timeline: timeline.map(str::to_owned),
        }
    }

    #[test]
    fn a_server_whose_timeline_was_known_and_is_not_told_is_looked_at_again() {
        let of = |before, now| facts("1/2/3", "1/2/3", before).is_sure(&server(now));
        assert!(of(Some("00000001"), Some("00000002")));
        assert!(!of(Some("00000001"), None), "a standby");
        assert!(of(None, None));
    }

    #[test]
    fn a_new_timeline_is_a_failover_and_an_unknown_one_is_not() {
        let of = |before, now| facts("1/2/3", "1/2/3", before).verdict(&server(now));
        assert_eq!(of(Some("00000001"), Some("00000002")), Verdict::FailedOver);
        assert_eq!(of(Some("00000001"), Some("00000001")), Verdict::Same);
        assert_eq!(of(Some("00000001"), None), Verdict::Same, "a standby");
        assert_eq!(of(None, Some("00000001")), Verdict::Same);
    }
}
