//! `akoya sandbox partial-response`: shows or sets how a sandbox writes an account that cannot be read.

use akoya_sandbox::PartialResponse;
use clap::Args as ClapArgs;
use http::Method;
use serde_json::json;

use super::admin::{self, Admin, AdminArgs};
use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// Use this form from now on
    #[arg(value_enum)]
    form: Option<PartialResponse>,
    #[command(flatten)]
    admin: AdminArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let admin = Admin::find(context, &args.admin)?;
    let response = match args.form {
        None => admin.get("/partial-response").await?,
        Some(form) => {
            let body = json!({ "form": form });
            admin.send(Method::PUT, "/partial-response", &body).await?
        }
    };
    admin::print(&context.output, &response, |_, response| {
        admin::text(&response["form"])
    })
}
