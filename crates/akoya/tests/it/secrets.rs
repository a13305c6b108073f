//! Nothing secret is printed or logged.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use crate::world::World;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The subscriber is the whole process's and sees other tests too: they log none of these secrets either.
#[tokio::test]
async fn no_secret_code_or_token_is_logged_or_printed_in_a_whole_life() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let (printed, secrets) = live().await;
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        logged.contains("refreshing the token"),
        "the log is read at all"
    );
    for secret in secrets {
        assert!(!printed.contains(&secret), "printed");
        assert!(!logged.contains(&secret), "logged");
    }
}

/// Leads a grant from its consent to its end. Returns what a program may print of it, and the secrets that were used.
async fn live() -> (String, Vec<String>) {
    let world = World::start().await;
    let client = world.client();
    let mut secrets = vec![world.sandbox.client_secret().to_owned()];
    let mut printed = format!("{client:?} {:?}", client.config());
    let (url, pending) = client.acg_auth().authorize("mikomo").start().unwrap();
    secrets.push(pending.state().expose().to_owned());
    printed += &format!("{pending:?}");
    let callback = world.walk(url.as_str(), "mikomo_7", "approve").await;
    let (_, code) = callback.split_once("code=").unwrap();
    secrets.push(code.split('&').next().unwrap().to_owned());
    let token = client
        .acg_auth()
        .complete(pending, &callback)
        .await
        .unwrap();
    let refreshed = client.acg_auth().refresh_token().await.unwrap();
    for token in [&token, &refreshed] {
        printed += &format!("{token:?}");
        secrets.extend(
            [&token.id_token, &token.refresh_token]
                .into_iter()
                .flatten()
                .map(|secret| secret.expose().to_owned()),
        );
    }
    printed += &format!("{:?}", client.balances("mikomo").send().await.unwrap());
    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();
    let error = client.balances("mikomo").send().await.unwrap_err();
    printed += &format!("{error} {error:?} {:?}", client.acg_auth().record().await);
    printed += &format!("{:?} {client:?}", client.acg_auth().revoke_token().await);
    (printed, secrets)
}
