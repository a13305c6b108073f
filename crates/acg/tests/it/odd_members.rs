//! What a provider sends beside its tokens is saved with them, and costs none of them.

use acg::Vault;
use acg::store::Record;
use acg::testing::{Reaction, unsigned_jwt};

use crate::faulty_store::Fault;
use crate::world::World;

/// Has the next refresh give a token with a member beside it.
fn give_with(world: &World, member: &str) {
    let exp = world.seconds() + 900;
    let id_token =
        unsigned_jwt(&serde_json::json!({ "sub": "customer", "exp": exp, "iat": exp - 900 }));
    world.idp.give_refresh_token("odd");
    let body = format!(r#"{{"id_token":"{id_token}","refresh_token":"odd",{member}}}"#);
    let reaction = Reaction::ProcessAndRespond(200, "application/json", body);
    world.idp.next([reaction]);
}

/// Reads what was saved as another process does.
async fn opened(world: &World) -> Record {
    let loaded = Vault::from(world.records.clone()).load(&world.id).await;
    loaded.unwrap().unwrap().record
}

#[tokio::test]
async fn however_deep_a_member_is_nested_the_row_can_be_read_again() {
    for depth in [1, 63, 64, 65, 120, 125, 126, 127, 128] {
        let world = World::new();
        let auth = world.auth_in(Vault::from(world.records.clone()));
        auth.fetch_token("code").await.unwrap();
        let nested = [r#""d":"#, &"[".repeat(depth), &"]".repeat(depth)].concat();
        give_with(&world, &nested);
        auth.refresh_token().await.unwrap();
        let record = opened(&world).await;
        let token = record.token.refresh_token.as_ref().unwrap();
        assert_eq!(token.expose(), "odd", "{depth}");
        assert_eq!(record.token.extra.is_empty(), depth > 64, "{depth}");
    }
}

#[tokio::test]
async fn a_number_is_the_same_when_it_is_read_again() {
    let world = World::new();
    let auth = world.auth_in(Vault::from(world.records.clone()));
    auth.fetch_token("code").await.unwrap();
    give_with(
        &world,
        r#""f":[6.513971337567627e-13,0.1,1e23,-0.0,5e-324]"#,
    );
    auth.refresh_token().await.unwrap();
    assert_eq!(auth.record().await.unwrap(), Some(opened(&world).await));
}

#[tokio::test]
async fn a_token_with_a_number_is_known_again_when_its_write_was_done_although_it_failed() {
    let world = World::new();
    let auth = world.consented().await;
    give_with(&world, r#""f":6.513971337567627e-13"#);
    world.store.on_write([Fault::Pass, Fault::DoneButFailed]);
    auth.refresh_token().await.unwrap();
    let record = opened(&world).await;
    assert!(record.sibling.is_none());
    assert_eq!(record.token.refresh_token.unwrap().expose(), "odd");
}
