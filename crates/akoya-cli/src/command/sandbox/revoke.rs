//! `akoya sandbox revoke`: revokes a consent as the customer does at the bank.

use clap::Args as ClapArgs;
use http::Method;
use serde_json::json;

use super::admin::{self, Admin, AdminArgs};
use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// End the consents of this user
    #[arg(required_unless_present = "consent", conflicts_with = "consent")]
    user: Option<String>,
    /// End the consent with this id, from `akoya sandbox consents`
    #[arg(long, value_name = "ID")]
    consent: Option<String>,
    /// End them as the application does: data calls then get 401 and code 602, instead of 404 and 601
    #[arg(long)]
    by_client: bool,
    #[command(flatten)]
    admin: AdminArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let admin = Admin::find(context, &args.admin)?;
    let by = if args.by_client { "client" } else { "customer" };
    let body = match &args.consent {
        Some(consent) => json!({ "consent": consent, "by": by }),
        None => json!({ "user": args.user, "by": by }),
    };
    let response = admin.send(Method::POST, "/consents/revoke", &body).await?;
    admin::print(
        &context.output,
        &response,
        |_, response| match response["ended"].as_u64() {
            Some(1) => "1 consent has ended.".to_owned(),
            ended => format!("{} consents have ended.", ended.unwrap_or_default()),
        },
    )
}
