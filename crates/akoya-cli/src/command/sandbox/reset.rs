//! `akoya sandbox reset`: makes a sandbox as it was at its start.

use http::Method;
use serde_json::json;

use super::admin::{self, Admin, AdminArgs};
use crate::context::Context;
use crate::failure::Failure;

pub(super) async fn run(context: &Context, args: &AdminArgs) -> Result<(), Failure> {
    let admin = Admin::find(context, args)?;
    let response = admin.send(Method::POST, "/reset", &json!({})).await?;
    admin::print(&context.output, &response, |_, _| {
        "The sandbox is as it was at the start.".to_owned()
    })
}
