//! Reading rows: one, many in one statement, those that are due, and all of them.

use std::sync::Arc;
use std::time::Duration;

use acg::ConnectionId;
use acg::store::{Listed, Row, Shard, StoreError, StoreTime, Stored, Version};
use tokio_postgres::types::Type;

use crate::database::{Database, Parameter};
use crate::error::Error;
use crate::queue::Work;
use crate::statements::Statements;
use crate::writes::shard;

/// How rows are read.
#[derive(Debug)]
pub(crate) struct Reads {
    database: Arc<Database>,
    statements: Arc<Statements>,
}

impl Reads {
    pub(crate) fn new(database: Arc<Database>, statements: Arc<Statements>) -> Self {
        Self {
            database,
            statements,
        }
    }

    /// Lists the rows that are due, of one client and of none, or of all.
    pub(crate) async fn due(
        &self,
        part: Shard,
        client: Option<&str>,
        within: Duration,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        let (shard, limit) = (shard(part), row_count(limit));
        let within = i64::try_from(within.as_millis()).unwrap_or(i64::MAX / 2);
        let mut parameters: Vec<Parameter<'_>> = vec![
            (&shard, Type::INT2),
            (&within, Type::INT8),
            (&limit, Type::INT8),
        ];
        let sql = match &client {
            None => &self.statements.due,
            Some(client) => {
                parameters.push((client, Type::TEXT));
                &self.statements.due_of
            }
        };
        let rows = self.database.read(sql, &parameters).await?;
        rows.iter().map(listed).collect()
    }

    /// Lists rows in the order of their keys, after one of them or from the first on.
    pub(crate) async fn page(
        &self,
        after: Option<&ConnectionId>,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        let (shard, id) = after.map_or((-1, ""), |id| (shard(id.shard()), id.as_str()));
        let limit = row_count(limit);
        let parameters: [Parameter<'_>; 3] = [
            (&shard, Type::INT2),
            (&id, Type::TEXT),
            (&limit, Type::INT8),
        ];
        let rows = self
            .database
            .read(&self.statements.page, &parameters)
            .await?;
        rows.iter().map(listed).collect()
    }
}

impl Work for Reads {
    type Item = ConnectionId;
    type Outcome = Option<Stored>;

    /// To ask again costs little.
    const CONTINUES: bool = false;

    fn row(_: &ConnectionId) -> Option<&ConnectionId> {
        None
    }

    async fn one(&self, id: &ConnectionId) -> Result<Option<Stored>, Error> {
        let (shard, id) = (shard(id.shard()), id.as_str());
        let parameters: [Parameter<'_>; 2] = [(&shard, Type::INT2), (&id, Type::TEXT)];
        let rows = self
            .database
            .read(&self.statements.load, &parameters)
            .await?;
        Ok(rows.first().map(stored))
    }

    async fn all(&self, ids: &[ConnectionId]) -> Result<Vec<Option<Stored>>, Error> {
        let shards: Vec<_> = ids.iter().map(|id| shard(id.shard())).collect();
        let names: Vec<_> = ids.iter().map(ConnectionId::as_str).collect();
        let parameters: [Parameter<'_>; 2] =
            [(&shards, Type::INT2_ARRAY), (&names, Type::TEXT_ARRAY)];
        let rows = self
            .database
            .read(&self.statements.load_many, &parameters)
            .await?;
        Ok(rows.iter().map(found).collect())
    }
}

/// Reads a row that may not be there: then only its name is.
fn found(row: &tokio_postgres::Row) -> Option<Stored> {
    let version: Option<i64> = row.get(1);
    version.map(|_| stored(row))
}

fn stored(row: &tokio_postgres::Row) -> Stored {
    let generation = row.get::<_, i64>(2).cast_unsigned();
    let due = row.get::<_, Option<i64>>(3).map(StoreTime);
    let kept = Row::new(generation, due, row.get(4), row.get(5), Some(row.get(6)))
        .with_client(row.get::<_, String>(7));
    Stored::new(
        kept,
        Version(row.get::<_, i64>(1).cast_unsigned()),
        StoreTime(row.get(8)),
    )
}

fn listed(row: &tokio_postgres::Row) -> Result<Listed, StoreError> {
    let id = ConnectionId::new(row.get::<_, String>(0)).map_err(|error| {
        Error::damaged("a connection's name in the token store is damaged").with_cause(error)
    })?;
    Ok((id, stored(row)))
}

fn row_count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
