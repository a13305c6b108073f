//! The SQL of the rows. Each statement is a transaction of its own and leaves nothing behind in the session, so that it
//! works behind a pooler that gives every transaction another connection.

/// Milliseconds since 1970 by the server's clock. It must not change within a statement, or the index on `due`
/// would not be used: `clock_timestamp()` is not the same.
pub(crate) const NOW: &str = "(extract(epoch FROM statement_timestamp()) * 1000)::bigint";

/// The columns of a row as it is given back.
const COLUMNS: &str = "id, version, generation, due, owner, head, sealed, client";

/// Whether a row's name is one. A row with another name harms itself alone; it would make every list fail. The
/// regular expression is of control characters. As a `CASE`, because the planner takes a condition on a length for
/// one that hardly a row meets, and then does not use the order of the index.
const NAMED: &str = r"CASE WHEN octet_length(id) BETWEEN 1 AND 255 THEN id !~ '[\u0001-\u001f\u007f-\u009f]' ELSE false END";

/// The statements for one schema.
#[derive(Debug)]
pub(crate) struct Statements {
    pub(crate) load: String,
    pub(crate) load_many: String,
    pub(crate) insert: String,
    pub(crate) update: String,
    pub(crate) change_many: String,
    pub(crate) delete: String,
    pub(crate) due: String,
    pub(crate) due_of: String,
    pub(crate) page: String,
}

impl Statements {
    /// Writes the statements for a schema, whose name is a plain one.
    pub(crate) fn new(schema: &str) -> Self {
        let table = format!("{schema}.connection");
        let next = format!("nextval('{schema}.version')");
        let select = format!("SELECT {COLUMNS}, {NOW} FROM {table}");
        Self {
            load: format!("{select} WHERE shard = $1 AND id = $2"),
            load_many: format!(
                "SELECT {COLUMNS}, {NOW} FROM unnest($1, $2) WITH ORDINALITY AS wanted (shard, id, position)
                 LEFT JOIN {table} USING (shard, id) ORDER BY position"
            ),
            insert: format!(
                "INSERT INTO {table} (shard, id, version, generation, due, owner, head, sealed, client)
                 VALUES ($1, $2, {next}, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING version"
            ),
            update: format!(
                "UPDATE {table} SET version = {next}, generation = $3, due = $4, owner = $5, head = $6,
                 sealed = coalesce($7, sealed), client = $8, updated_at = statement_timestamp()
                 WHERE shard = $1 AND id = $2 AND version = $9 RETURNING version"
            ),
            change_many: change_many(&table, &next),
            delete: format!("DELETE FROM {table} WHERE shard = $1 AND id = $2 AND version = $3 RETURNING version"),
            due: format!(
                "{select} WHERE shard = $1 AND due <= {NOW} + $2 AND {NAMED} ORDER BY due LIMIT $3"
            ),
            due_of: format!(
                "{select} WHERE shard = $1 AND due <= {NOW} + $2 AND client IN ($4, '') AND {NAMED} ORDER BY due LIMIT $3"
            ),
            page: format!(
                "{select} WHERE (shard, id) > ($1, $2) AND {NAMED} ORDER BY shard, id LIMIT $3"
            ),
        }
    }
}

/// Gives the new version of each change, or null, in their order.
fn change_many(table: &str, next: &str) -> String {
    format!(
        "WITH change AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
            AS change (shard, id, generation, due, owner, head, sealed, client, expected, position)
        ), updated AS (
            UPDATE {table} AS old SET version = {next}, generation = change.generation, due = change.due,
            owner = change.owner, head = change.head, sealed = coalesce(change.sealed, old.sealed),
            client = change.client, updated_at = statement_timestamp()
            FROM change WHERE old.shard = change.shard AND old.id = change.id AND old.version = change.expected
            RETURNING old.id, old.version
        ), inserted AS (
            INSERT INTO {table} (shard, id, version, generation, due, owner, head, sealed, client)
            SELECT shard, id, {next}, generation, due, owner, head, sealed, client FROM change WHERE expected IS NULL
            ON CONFLICT DO NOTHING RETURNING id, version
        )
        SELECT coalesce(updated.version, inserted.version) FROM change
        LEFT JOIN updated ON updated.id = change.id LEFT JOIN inserted ON inserted.id = change.id
        ORDER BY change.position"
    )
}
