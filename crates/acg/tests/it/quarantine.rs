//! A store that may be a copy.

use std::sync::Arc;

use acg::keeper::Keeper;
use acg::{ErrorKind, Operation, Recovery, Vault};

use crate::faulty_store::FaultyStore;
use crate::world::World;

#[tokio::test]
async fn nothing_is_refreshed_from_a_copy_and_what_is_valid_is_used() {
    let world = World::new();
    drop(world.consented().await);
    let copy =
        Arc::new(FaultyStore::new(world.records.clone(), "staging").quarantined("it is a copy"));
    let auth = world.auth_in(Vault::from(copy));
    auth.bearer().await.unwrap();
    world.expire();
    for error in [
        auth.bearer().await.unwrap_err(),
        auth.refresh_token().await.unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.recovery()),
            (ErrorKind::Store, Recovery::CheckStore)
        );
        assert!(
            std::error::Error::source(&error)
                .unwrap()
                .to_string()
                .contains("it is a copy")
        );
    }
    let keeper = Keeper::builder(auth).build().unwrap();
    assert_eq!(
        keeper.run(std::future::pending()).await.unwrap_err().kind(),
        ErrorKind::Store
    );
    assert_eq!(world.idp.count(Operation::Refresh), 0);
}
