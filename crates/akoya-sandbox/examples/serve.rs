//! A sandbox on fixed ports, until standard input ends: something to point a browser or another language's tests at.
//!
//! `cargo run -p akoya-sandbox --example serve -- [STATE-FILE]`

#![expect(clippy::print_stdout, reason = "a program for a terminal")]

use akoya_sandbox::{Error, Sandbox};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mut options = Sandbox::builder()
        .idp_port(8701)
        .api_port(8702)
        .sts_port(8703)
        .services_port(8704)
        .admin_port(8705);
    if let Some(file) = std::env::args_os().nth(1) {
        options = options.state(file);
    }
    let sandbox = options.start().await?;
    for (name, url) in [
        ("identity provider", sandbox.idp_url()),
        ("data API", sandbox.api_url()),
        ("service tokens", sandbox.sts_url()),
        ("service APIs", sandbox.services_url()),
        ("admin API", sandbox.admin_url().unwrap_or_default()),
    ] {
        println!("{name:17} {url}   ({url}/docs)");
    }
    println!("client id         {}", sandbox.client_id());
    println!("client secret     {}", sandbox.client_secret());

    let ended =
        tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()))
            .await;
    drop(ended);
    sandbox.shutdown().await;
    Ok(())
}
