//! Callbacks that the provider signs (JARM): the code, the state and the error stand in one JWT.

use acg::jose::{Algorithm, SigningKey};
use acg::provider::ResponseMode;
use acg::testing::RotatingProvider;
use acg::{
    AuthorizationCodeAuth, Callback, ErrorKind, Operation, PendingAuthorization, Provider,
    Recovery, Secret,
};
use serde_json::{Value, json};

use crate::id_token::{ISSUER, Signing, auth_of, key, signed};
use crate::world::World;

fn profile() -> Provider {
    RotatingProvider::profile()
        .unwrap()
        .issuer(ISSUER)
        .keys_at("https://idp.example/keys".parse().unwrap())
        .unwrap()
        .response_mode(ResponseMode::Jwt)
}

fn started(auth: &AuthorizationCodeAuth) -> PendingAuthorization {
    let (url, pending) = auth.authorize().start().unwrap();
    let mode = url.query_pairs().find(|(name, _)| name == "response_mode");
    assert_eq!(mode.unwrap().1, "jwt");
    pending
}

/// What the provider says of an authorization, with changes.
fn claims(world: &World, pending: &PendingAuthorization, changes: Value) -> Value {
    let mut claims = json!({
        "iss": ISSUER,
        "aud": "client",
        "exp": world.seconds() + 60,
        "code": "code",
        "state": pending.state().expose(),
    });
    let Value::Object(changes) = changes else {
        panic!()
    };
    claims.as_object_mut().unwrap().extend(changes);
    claims
}

fn callback(jwt: &str) -> Result<Callback, acg::Error> {
    format!("https://app.example/callback?response={jwt}").parse()
}

struct Scene {
    world: World,
    signing: Signing,
    auth: AuthorizationCodeAuth,
    pending: PendingAuthorization,
}

impl Scene {
    fn new() -> Self {
        let world = World::new();
        let signing = Signing::at(&world);
        let auth = auth_of(&world, &signing, profile());
        let pending = started(&auth);
        Self {
            world,
            signing,
            auth,
            pending,
        }
    }

    /// The key that is published at first.
    fn key(&self) -> SigningKey {
        let mut key = None;
        self.signing.change(|state| key = Some(state.key.clone()));
        key.unwrap()
    }

    async fn complete(&self, key: &SigningKey, changes: Value) -> Result<(), acg::Error> {
        let jwt = signed(key, &claims(&self.world, &self.pending, changes));
        let completed = self.auth.complete(&self.pending, callback(&jwt)?).await;
        completed.map(drop)
    }

    /// Expects that nothing was sent, and that the genuine callback still works.
    async fn assert_untouched(&self) {
        assert_eq!(self.world.idp.count(Operation::Exchange), 0);
        self.complete(&self.key(), json!({})).await.unwrap();
        self.world.assert_alive().await;
    }
}

#[tokio::test]
async fn a_code_in_a_signed_callback_gives_the_token() {
    let scene = Scene::new();
    scene.assert_untouched().await;
    assert_eq!(scene.signing.loads(), 1);
}

#[tokio::test]
async fn a_refusal_in_a_signed_callback_is_a_refusal() {
    let scene = Scene::new();
    let refusal = json!({"code": null, "error": "access_denied"});
    let mut claims = claims(&scene.world, &scene.pending, refusal);
    claims.as_object_mut().unwrap().remove("code");
    let genuine = callback(&signed(&scene.key(), &claims)).unwrap();
    let forged = callback(&signed(&key("first"), &claims)).unwrap();
    let error = scene.auth.complete(&scene.pending, forged).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidCallback);
    let error = scene.auth.complete(&scene.pending, genuine).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::AccessDenied);
}

#[tokio::test]
async fn a_signed_callback_that_is_not_for_this_authorization_is_not_believed() {
    let scene = Scene::new();
    let now = scene.world.seconds();
    for changes in [
        json!({"iss": "https://other.example"}),
        json!({"iss": null}),
        json!({"aud": "other"}),
        json!({"aud": []}),
        json!({"exp": now - 120}),
        json!({"exp": null}),
        json!({"state": "another"}),
        json!({"code": 7}),
        json!({"access_token": "t"}),
        json!({"error": "access_denied"}),
    ] {
        let error = scene.complete(&scene.key(), changes.clone()).await;
        let kind = error.unwrap_err().kind();
        assert_eq!(kind, ErrorKind::InvalidCallback, "{changes}");
    }
    scene.assert_untouched().await;
}

#[tokio::test]
async fn a_callback_without_the_providers_signature_is_not_believed() {
    let scene = Scene::new();
    let forger = key("first");
    let error = scene.complete(&forger, json!({})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    let jwt = signed(
        &scene.key(),
        &claims(&scene.world, &scene.pending, json!({})),
    );
    let (_, rest) = jwt.split_once('.').unwrap();
    // {"alg":"none"}
    let unsigned = format!("eyJhbGciOiJub25lIn0.{rest}");
    let state = scene.pending.state().expose();
    let plain = format!("code=code&iss=https%3A%2F%2Fidp.example&state={state}");
    for query in [
        format!("response={unsigned}"),
        plain.clone(),
        format!("error=access_denied&state={state}"),
    ] {
        let forged = query.parse().unwrap();
        let error = scene.auth.complete(&scene.pending, forged).await;
        let kind = error.unwrap_err().kind();
        assert_eq!(kind, ErrorKind::InvalidCallback, "{query}");
    }
    for query in [
        format!("response={jwt}&{plain}"),
        format!("response={jwt}&response={jwt}"),
        "response=".to_owned(),
        "response=a.b.c.d.e".to_owned(),
    ] {
        assert!(query.parse::<Callback>().is_err(), "{query}");
    }
    scene.assert_untouched().await;
}

#[tokio::test]
async fn a_new_key_is_loaded_when_a_callback_names_it() {
    let scene = Scene::new();
    let first = scene.key();
    // Loads the keys as they are.
    let error = scene.complete(&first, json!({"aud": "other"})).await;
    assert!(error.is_err());
    let second = key("second");
    let published = vec![first, second.clone()];
    scene.signing.change(|state| state.published = published);
    scene
        .world
        .clock
        .advance(std::time::Duration::from_secs(90));
    scene.complete(&second, json!({})).await.unwrap();
    assert_eq!(scene.signing.loads(), 2);
}

#[tokio::test]
async fn keys_that_cannot_be_loaded_do_not_use_the_attempt_up() {
    let scene = Scene::new();
    scene.signing.change(|state| state.is_up = false);
    let error = scene.complete(&scene.key(), json!({})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.recovery(), Recovery::Retry { after: None });
    scene.signing.change(|state| state.is_up = true);
    scene.assert_untouched().await;
}

#[tokio::test]
async fn a_signed_callback_that_was_not_asked_for_is_not_believed() {
    let scene = Scene::new();
    let auth = auth_of(
        &scene.world,
        &scene.signing,
        profile().response_mode(ResponseMode::Query),
    );
    let (_, pending) = auth.authorize().start().unwrap();
    let jwt = signed(&scene.key(), &claims(&scene.world, &pending, json!({})));
    let error = auth.complete(&pending, callback(&jwt).unwrap()).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidCallback);
}

#[tokio::test]
async fn outside_the_safe_path_a_signed_callback_is_not_believed() {
    let scene = Scene::new();
    let jwt = signed(
        &scene.key(),
        &claims(&scene.world, &scene.pending, json!({})),
    );
    let callback = callback(&jwt).unwrap();
    let state = scene.pending.state();
    assert_eq!(callback.state(), Some(state));
    assert!(callback.verified(&Secret::new(state.expose())).is_err());
    assert!(
        scene
            .auth
            .get_authorization_url(&[], "state-of-the-program")
            .is_err()
    );
}

#[tokio::test]
async fn signed_callbacks_need_the_issuer_and_its_keys_and_no_secret_for_a_key() {
    let without_keys = RotatingProvider::profile()
        .unwrap()
        .issuer(ISSUER)
        .response_mode(ResponseMode::Jwt);
    let credentials = crate::world::credentials().build().unwrap();
    let auth = AuthorizationCodeAuth::builder(credentials, without_keys).build();
    assert_eq!(auth.unwrap_err().kind(), ErrorKind::Configuration);
    let scene = Scene::new();
    let by_secret = profile().id_token_algorithms([Algorithm::Hs256]);
    let auth = auth_of(&scene.world, &scene.signing, by_secret);
    let (_, pending) = auth.authorize().start().unwrap();
    let claims = claims(&scene.world, &pending, json!({}));
    let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    let secret = jsonwebtoken::EncodingKey::from_secret(b"client-secret");
    let jwt = jsonwebtoken::encode(&header, &claims, &secret).unwrap();
    let error = auth.complete(&pending, callback(&jwt).unwrap()).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidCallback);
}
