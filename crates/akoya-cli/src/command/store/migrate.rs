//! `akoya store migrate`

use acg_postgres::PostgresStore;
use serde_json::json;

use crate::context::Context;
use crate::exit::Failure;
use crate::token_store::StorePlace;

pub(super) async fn run(context: &Context, place: &StorePlace) -> Result<(), Failure> {
    match place {
        StorePlace::File(_) => told(
            context,
            "sqlite",
            "Nothing to do: a store in a file makes and upgrades its tables by itself.",
        ),
        StorePlace::Database(options) => {
            PostgresStore::migrate(options).await?;
            told(
                context,
                "postgresql",
                &format!("The tables at {} are up to date.", options.location()),
            )
        }
    }
}

fn told(context: &Context, kind: &str, text: &str) -> Result<(), Failure> {
    let output = &context.output;
    if output.is_json() {
        return output.line(json!({ "kind": kind, "up_to_date": true }));
    }
    output.line(format_args!("{} {text}", output.look().tick()))
}
