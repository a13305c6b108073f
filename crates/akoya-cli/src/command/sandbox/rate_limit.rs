//! `akoya sandbox rate-limit`: shows or sets how many data calls a second a sandbox accepts.

use clap::Args as ClapArgs;
use http::Method;
use serde_json::{Value, json};

use super::admin::{self, Admin, AdminArgs};
use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// Let this many data calls per second succeed; the others get 429 and code 1207. `off` lets
    /// all succeed. Akoya's sandbox allows 5
    #[arg(value_name = "PER_SECOND", value_parser = limit_or_off)]
    limit: Option<Limit>,
    #[command(flatten)]
    admin: AdminArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    PerSecond(u32),
    Off,
}

fn limit_or_off(text: &str) -> Result<Limit, String> {
    match text.parse() {
        _ if text == "off" => Ok(Limit::Off),
        Ok(limit) => Ok(Limit::PerSecond(limit)),
        Err(_) => Err("neither a number nor `off`".to_owned()),
    }
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let admin = Admin::find(context, &args.admin)?;
    let response = match args.limit {
        None => admin.get("/rate-limit").await?,
        Some(limit) => {
            let per_second = match limit {
                Limit::PerSecond(limit) => Value::from(limit),
                Limit::Off => Value::Null,
            };
            let body = json!({ "per_second": per_second });
            admin.send(Method::PUT, "/rate-limit", &body).await?
        }
    };
    admin::print(
        &context.output,
        &response,
        |_, response| match response["per_second"].as_u64() {
            Some(limit) => format!("{limit} data calls per second succeed; the others get 429."),
            None => "There is no rate limit.".to_owned(),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_or_off() {
        assert_eq!(limit_or_off("5"), Ok(Limit::PerSecond(5)));
        assert_eq!(limit_or_off("off"), Ok(Limit::Off));
        assert!(limit_or_off("x").is_err());
    }
}
