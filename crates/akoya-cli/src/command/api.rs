//! `akoya api`: a request to the data API for what has no command.

use clap::{Args as ClapArgs, ValueEnum};
use http::StatusCode;

use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::session::{ConnectionArgs, Session};

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
The response is printed as received; JSON is indented on a terminal. `{connector}` in the path stands for the connection's \
institution: `akoya api GET '/balances/v3/{connector}'`. The version in the path decides which headers the request has. \
Retries, deadlines and token refreshes are those of every other command. The bearer is sent to the connection's API only.")]
pub(crate) struct Args {
    /// Only GET: the data API is read-only
    #[arg(value_enum, ignore_case = true)]
    method: ApiMethod,
    /// The path and query, without the host
    #[arg(value_name = "PATH")]
    path: String,
    /// Also send this header, which replaces the usual one of its name; may be repeated
    #[arg(long = "header", short = 'H', value_name = "NAME: VALUE", value_parser = header)]
    headers: Vec<(String, String)>,
    #[command(flatten)]
    connection: ConnectionArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ApiMethod {
    #[value(name = "GET")]
    Get,
}

/// Splits name and value; the library says what is wrong with them.
fn header(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once(':').ok_or("write it as `name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let ApiMethod::Get = args.method;
    let session = Session::open(context, &args.connection).await?;
    let path = args.path.replace("{connector}", session.connector());
    let call = session.client.get(&path);
    let headers = args.headers.iter();
    let call = headers.fold(call, |call, (name, value)| call.header(name, value));
    let response = call.send().await;
    let response = response.map_err(|error| session.explain(error))?;
    print(context, &response.body)?;
    match StatusCode::from_u16(response.status) {
        Ok(status) if !status.is_success() => Err(failed(status)),
        _ => Ok(()),
    }
}

fn print(context: &Context, body: &[u8]) -> Result<(), Failure> {
    let output = &context.output;
    match std::str::from_utf8(body) {
        Ok("") => Ok(()),
        Ok(text) if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => {
            output.json(text)
        }
        Ok(text) if output.is_attended() => output.line(crate::printable::printable(text)),
        _ => {
            output.write_raw(body)?;
            output.flush()
        }
    }
}

fn failed(status: StatusCode) -> Failure {
    let is_temporary = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    let (code, advice) = if is_temporary {
        (ExitCode::TryAgain, "Try again.")
    } else {
        (
            ExitCode::Response,
            "Correct the path; the response says more.",
        )
    };
    Failure::new(
        code,
        format!("the API responded with HTTP {}", status.as_u16()),
    )
    .advise(advice)
}
