//! Nothing that is a secret is in anything that is printed.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acg::testing::{Reaction, unsigned_jwt};
use acg::{AuthorizationCodeAuth, Callback, Error};
use serde_json::{Value, json};

use crate::world::World;

/// Everything that was printed.
#[derive(Debug, Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Printed {
    fn show(&self, value: &impl std::fmt::Debug) {
        let mut text = String::new();
        write!(text, "{value:?}\n{value:#?}\n").unwrap();
        self.0.lock().unwrap().extend_from_slice(text.as_bytes());
    }

    fn fail<T>(&self, result: Result<T, Error>) {
        let Err(error) = result else {
            panic!("this should have failed")
        };
        self.show(&error);
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = cause {
            self.0
                .lock()
                .unwrap()
                .extend_from_slice(format!("{error}\n{error:?}\n").as_bytes());
            cause = error.source();
        }
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn mark(response: &mut Value) {
    let token = response["refresh_token"].as_str().unwrap().to_owned();
    response["id_token"] =
        unsigned_jwt(&json!({"sub": "canary-subject", "exp": 1_900_000_000})).into();
    response["extra"] = json!({"deep": ["canary-extra"]});
    response["refresh_token"] = token.into();
}

#[tokio::test]
async fn a_whole_life_prints_no_secret() {
    let printed = Printed::default();
    let writer = printed.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // For all threads, so that the other tests' logs are searched too.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let secrets = live(&printed).await;

    let text = printed.text();
    assert!(text.contains("refreshing the token"), "no log: {text}");
    assert!(text.contains("refused to refresh"), "no log: {text}");
    assert!(text.contains("[redacted]"));
    for secret in secrets {
        assert!(!text.contains(&secret), "{secret} is in: {text}");
    }
    assert!(
        !text.contains("canary"),
        "{}",
        text.lines().find(|line| line.contains("canary")).unwrap()
    );
}

/// The client's secret.
const SECRET: &str = "canary:secret/%";

/// Leads a grant through its whole life. Returns the secrets that were used.
async fn live(printed: &Printed) -> Vec<String> {
    let world = World::new();
    let auth = world.auth_with(|builder| {
        builder
            .oauth_client_secret(SECRET)
            .oauth_on_token_update(|update| {
                assert!(!format!("{update:?}").contains("canary"));
                Err("the program's own text".into())
            })
    });
    let mut secrets = consent(&world, &auth, printed).await;
    for reaction in mishaps().into_iter().map(Some).chain([const { None }; 6]) {
        world.clock.advance(Duration::from_secs(2_000));
        secrets.push(refresh(&world, &auth, printed, reaction).await);
        printed.show(&(
            world.stored().await,
            &auth,
            &world.records,
            auth.record().await.unwrap(),
        ));
    }
    secrets.push(end(&world, &auth, printed).await);
    secrets
}

/// Exchanges a code twice: the provider refuses it, then issues tokens.
async fn consent(world: &World, auth: &AuthorizationCodeAuth, printed: &Printed) -> Vec<String> {
    let (_, pending) = auth
        .authorize()
        .parameter("connector", "mikomo")
        .start()
        .unwrap();
    let state = pending.state().expose().to_owned();
    printed.show(&(auth, auth.credentials(), auth.provider(), &pending));
    let callback: Callback = format!("code=canary-code&state={state}").parse().unwrap();
    printed.show(&callback);
    world.idp.next([repeat("canary-code")]);
    printed.fail(auth.fetch_token("canary-code").await);
    world.idp.give_code("canary-code");
    world.idp.next([Reaction::Edit(mark)]);
    let token = auth.complete(pending, callback).await.unwrap();
    printed.show(&token);
    printed.show(&token.refresh_token);
    let id_token = token.id_token.as_ref().unwrap().expose().to_owned();
    vec![state, id_token]
}

/// Refreshes, and fails if the provider reacts in an unusual way. Returns the refresh token that was sent.
async fn refresh(
    world: &World,
    auth: &AuthorizationCodeAuth,
    printed: &Printed,
    mishap: Option<fn(&str) -> Reaction>,
) -> String {
    let refresh_token = refresh_token(world).await;
    match mishap {
        Some(mishap) => {
            world.idp.give_refresh_token(&refresh_token);
            world.idp.next([mishap(&refresh_token)]);
            printed.fail(auth.refresh_token().await);
            world.idp.give_refresh_token(&refresh_token);
        }
        None => {
            world.idp.next([Reaction::Edit(mark)]);
            printed.show(&auth.refresh_token().await.unwrap());
            printed.show(&auth.bearer().await.unwrap());
        }
    }
    refresh_token
}

/// Responses that end a refresh, most of which repeat what was sent.
fn mishaps() -> [fn(&str) -> Reaction; 6] {
    [
        |_| Reaction::LoseResponse,
        repeat,
        |token| Reaction::Respond(502, "text/html", format!("<html>{token} {SECRET}</html>")),
        |_| Reaction::ProcessAndRespond(200, JSON, format!("{{\"id_token\":\"{SECRET}\",")),
        |_| {
            let error = json!({"error": SECRET, "error_description": SECRET});
            Reaction::Respond(401, JSON, error.to_string())
        },
        |_| Reaction::Unreachable,
    ]
}

const JSON: &str = "application/json";

/// Refuses a request in an error that repeats a token and the client's secret, once whole and once cut off.
fn repeat(token: &str) -> Reaction {
    let padding = "x".repeat(500);
    let description =
        format!("you sent {token} client_secret=canary%3Asecret%2F%25 {padding}{token}");
    let error =
        json!({"error": "invalid_request", "error_description": description, "error_uri": token});
    Reaction::Respond(400, JSON, error.to_string())
}

/// Revokes the grant after a failure of the store and a refusal. Returns the last refresh token.
async fn end(world: &World, auth: &AuthorizationCodeAuth, printed: &Printed) -> String {
    world.store.set_down(true);
    printed.fail(auth.refresh_token().await);
    world.store.set_down(false);
    let last = refresh_token(world).await;
    world.idp.next([repeat(&last)]);
    printed.fail(auth.revoke_token().await);
    printed.show(&auth.revoke_token().await.unwrap());
    printed.fail(auth.bearer().await);
    assert!(world.stored().await.is_none());
    last
}

async fn refresh_token(world: &World) -> String {
    let token = world.record().await.token.refresh_token.unwrap();
    token.expose().to_owned()
}
