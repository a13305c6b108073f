//! `akoya store migrate`: makes or updates the tables of a token store on PostgreSQL.

use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;
use crate::token_store::StoreLocation;

pub(super) async fn run(context: &Context, location: &StoreLocation) -> Result<(), Failure> {
    let (kind, text) = match location {
        StoreLocation::File(..) => (
            "sqlite",
            "Nothing to do: a store in a file creates and upgrades its tables itself.".to_owned(),
        ),
        StoreLocation::Database(options) => {
            options.migrate().await?;
            (
                "postgresql",
                format!("The tables at {} are up to date.", options.location()),
            )
        }
    };
    let json = json!({ "kind": kind, "up_to_date": true });
    context.output.done(&json, text)
}
