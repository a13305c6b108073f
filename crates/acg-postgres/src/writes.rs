//! Writing rows: one, or many in one statement.

use std::sync::Arc;

use acg::ConnectionId;
use acg::store::{Change, Row, Shard, Swap, Version};
use tokio_postgres::types::Type;

use crate::database::{Database, Parameter};
use crate::error::Error;
use crate::queue::Work;
use crate::statements::Statements;

/// How rows are written.
#[derive(Debug)]
pub(crate) struct Writes {
    database: Arc<Database>,
    statements: Arc<Statements>,
}

impl Writes {
    pub(crate) fn new(database: Arc<Database>, statements: Arc<Statements>) -> Self {
        Self {
            database,
            statements,
        }
    }

    /// Writes many rows. Returns the new version of each, or `None`.
    async fn change_many(&self, changes: &[&Change]) -> Result<Vec<Option<i64>>, Error> {
        let shards: Vec<_> = changes
            .iter()
            .map(|change| shard(change.id.shard()))
            .collect();
        let ids: Vec<_> = changes.iter().map(|change| change.id.as_str()).collect();
        let expected: Vec<_> = changes
            .iter()
            .map(|change| change.expected.map(version))
            .collect();
        let rows: Vec<_> = changes
            .iter()
            .map(|change| Written::from(&change.row))
            .collect();
        let generations: Vec<_> = rows.iter().map(|row| row.generation).collect();
        let due: Vec<_> = rows.iter().map(|row| row.due).collect();
        let owners: Vec<_> = rows.iter().map(|row| row.owner).collect();
        let heads: Vec<_> = rows.iter().map(|row| row.head).collect();
        let sealed: Vec<_> = rows.iter().map(|row| row.sealed).collect();
        let clients: Vec<_> = rows.iter().map(|row| row.client).collect();
        let parameters: [Parameter<'_>; 9] = [
            (&shards, Type::INT2_ARRAY),
            (&ids, Type::TEXT_ARRAY),
            (&generations, Type::INT8_ARRAY),
            (&due, Type::INT8_ARRAY),
            (&owners, Type::TEXT_ARRAY),
            (&heads, Type::BYTEA_ARRAY),
            (&sealed, Type::BYTEA_ARRAY),
            (&clients, Type::TEXT_ARRAY),
            (&expected, Type::INT8_ARRAY),
        ];
        let rows = self
            .database
            .query(&self.statements.change_many, &parameters)
            .await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// Deletes a row.
    pub(crate) async fn remove(&self, id: &ConnectionId, expected: Version) -> Result<Swap, Error> {
        let (shard, id, version) = (shard(id.shard()), id.as_str(), version(expected));
        let parameters: [Parameter<'_>; 3] = [
            (&shard, Type::INT2),
            (&id, Type::TEXT),
            (&version, Type::INT8),
        ];
        let rows = self
            .database
            .query(&self.statements.delete, &parameters)
            .await?;
        Ok(outcome(rows.first().map(|row| row.get(0))))
    }
}

impl Work for Writes {
    type Item = Change;
    type Outcome = Swap;

    /// The changes of others are in the same statement.
    const CONTINUES: bool = true;

    fn row(change: &Change) -> Option<&ConnectionId> {
        Some(&change.id)
    }

    async fn one(&self, change: &Change) -> Result<Swap, Error> {
        let written = Written::from(&change.row);
        let (shard, id) = (shard(change.id.shard()), change.id.as_str());
        let expected = change.expected.map(version);
        let mut parameters: Vec<Parameter<'_>> = vec![
            (&shard, Type::INT2),
            (&id, Type::TEXT),
            (&written.generation, Type::INT8),
            (&written.due, Type::INT8),
            (&written.owner, Type::TEXT),
            (&written.head, Type::BYTEA),
            (&written.sealed, Type::BYTEA),
            (&written.client, Type::TEXT),
        ];
        if expected.is_some() {
            parameters.push((&expected, Type::INT8));
        }
        let sql = if expected.is_some() {
            &self.statements.update
        } else {
            &self.statements.insert
        };
        let rows = self.database.query(sql, &parameters).await?;
        Ok(outcome(rows.first().map(|row| row.get(0))))
    }

    /// Writes all of them or none; returns for each whether it had another version.
    async fn all(&self, changes: &[Change]) -> Result<Vec<Swap>, Error> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        // Rows are locked in this order, so that two batches that share some do not lock each other out.
        let mut order: Vec<_> = (0..changes.len()).collect();
        order.sort_unstable_by_key(|&index| (changes[index].id.shard(), &changes[index].id));
        let sorted: Vec<_> = order.iter().map(|&index| &changes[index]).collect();
        let versions = self.change_many(&sorted).await?;
        let mut outcomes = vec![Swap::Conflict; changes.len()];
        for (index, version) in order.into_iter().zip(versions) {
            outcomes[index] = outcome(version);
        }
        Ok(outcomes)
    }
}

/// A row as the database takes it.
struct Written<'a> {
    generation: i64,
    due: Option<i64>,
    owner: Option<&'a str>,
    head: &'a [u8],
    sealed: Option<&'a [u8]>,
    client: &'a str,
}

impl<'a> From<&'a Row> for Written<'a> {
    fn from(row: &'a Row) -> Self {
        Self {
            generation: row.generation.cast_signed(),
            due: row.due.map(|due| due.0),
            owner: row.owner.as_deref(),
            head: &row.head,
            sealed: row.sealed.as_deref(),
            client: &row.client,
        }
    }
}

fn outcome(version: Option<i64>) -> Swap {
    version.map_or(Swap::Conflict, |version| {
        Swap::Done(Version(version.cast_unsigned()))
    })
}

/// Converts a version to the database's number. One that the sequence cannot give is one that no row has.
fn version(version: Version) -> i64 {
    i64::try_from(version.0).unwrap_or(-1)
}

pub(crate) fn shard(shard: Shard) -> i16 {
    i16::from(shard.0)
}
