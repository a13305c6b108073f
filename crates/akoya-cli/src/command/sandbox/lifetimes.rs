//! `akoya sandbox lifetimes`: shows or sets how long the tokens and codes of a sandbox live.

use std::time::Duration;

use clap::Args as ClapArgs;
use http::Method;
use serde_json::Value;

use super::admin::{self, Admin, AdminArgs};
use super::duration::seconds;
use crate::context::Context;
use crate::date::in_words;
use crate::failure::Failure;
use crate::style::Style;
use crate::table::{Column, Table, plain};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "A TIME is a number of seconds, or a duration such as 90s, 15m, \"1h 30m\", 1d."
)]
pub(super) struct Args {
    /// Issue id_tokens that are valid for this time
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    id_token: Option<u64>,
    /// Issue authorization codes that are valid for this time
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    code: Option<u64>,
    /// Accept refresh tokens for this time after their consent, or `forever`
    #[arg(long, value_name = "TIME", value_parser = seconds_or_forever)]
    refresh_token: Option<Lifetime>,
    /// Accept a refresh token for this time after it was used
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    refresh_reuse: Option<u64>,
    #[command(flatten)]
    admin: AdminArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lifetime {
    Seconds(u64),
    Forever,
}

fn seconds_or_forever(text: &str) -> Result<Lifetime, String> {
    if text == "forever" {
        Ok(Lifetime::Forever)
    } else {
        seconds(text).map(Lifetime::Seconds)
    }
}

impl Args {
    /// Lists the lifetimes that change, by their names in the admin API.
    fn changes(&self) -> Vec<(&'static str, Value)> {
        let refresh_token = self.refresh_token.map(|lifetime| match lifetime {
            Lifetime::Seconds(seconds) => Value::from(seconds),
            Lifetime::Forever => Value::Null,
        });
        let changes = [
            ("id_token", self.id_token.map(Value::from)),
            ("code", self.code.map(Value::from)),
            ("refresh_reuse", self.refresh_reuse.map(Value::from)),
            ("refresh_token", refresh_token),
        ];
        let given = changes.into_iter();
        given
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let admin = Admin::find(context, &args.admin)?;
    let mut lifetimes = admin.get("/lifetimes").await?;
    let changes = args.changes();
    if !changes.is_empty() {
        for (name, value) in changes {
            lifetimes[name] = value;
        }
        lifetimes = admin.send(Method::PUT, "/lifetimes", &lifetimes).await?;
    }
    admin::print(&context.output, &lifetimes, table)
}

fn table(style: Style, lifetimes: &Value) -> String {
    let mut table = Table::new(style, &["Of", "Lifetime"].map(Column::left));
    let rows = [
        ("authorization code", "code"),
        ("id_token", "id_token"),
        ("refresh token, after the consent", "refresh_token"),
        ("refresh token, after it was used", "refresh_reuse"),
    ];
    for (name, field) in rows {
        let lifetime = match lifetimes[field].as_u64() {
            None => "never expires".to_owned(),
            Some(0) => "none".to_owned(),
            Some(seconds) => {
                let words = in_words(Duration::from_secs(seconds));
                format!("{words} ({seconds} s)")
            }
        };
        table.row([plain(name), plain(lifetime)]);
    }
    table.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_may_live_forever() {
        assert_eq!(seconds_or_forever("forever"), Ok(Lifetime::Forever));
        assert_eq!(seconds_or_forever("1m"), Ok(Lifetime::Seconds(60)));
    }
}
