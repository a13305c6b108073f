//! Many customers: one template, a client for each connection, a keeper for all.

use std::sync::Arc;

use akoya::oauth::vault::{Keyring, SealingKey, Spool};
use akoya::oauth::{ConnectionId, Vault};
use akoya::sqlite::SqliteStore;
use akoya::{Error, ErrorKind};

use crate::world::World;

fn vault(folder: &std::path::Path) -> Result<Vault, Error> {
    let store = SqliteStore::open(folder.join("tokens.db"))?;
    let key = SealingKey::from_bytes([7; 32]);
    let vault = Vault::builder(Arc::new(store)).keys(Keyring::new(key));
    Ok(vault.spool(Spool::open(folder.join("spool"))?).build())
}

#[tokio::test]
async fn template_gives_each_customer_a_client_and_has_no_grant_itself() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let builder = world.builder(world.credentials());
    let clients = builder
        .vault(vault(folder.path()).unwrap())
        .build()
        .unwrap();

    let error = clients.balances("mikomo").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("`with_connection`"), "{error}");
    let error = clients.acg_auth().fetch_token("code").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);

    for name in ["ann", "bob"] {
        let client = clients.with_connection(name.parse().unwrap()).unwrap();
        world.consent(&client, "mikomo_7").await;
    }
    let connection = ConnectionId::new("ann").unwrap();
    let ann = clients.with_connection(connection).unwrap();
    assert!(ann.balances("mikomo").send().await.is_ok());
    let changed = clients.clone_with(|builder| builder.version("v2")).unwrap();
    assert!(
        changed.balances("mikomo").send().await.is_err(),
        "still a template"
    );

    let keeper = clients.keeper().build().unwrap();
    let health = keeper.run(std::future::ready(())).await.unwrap();
    assert_eq!(health.failed, 0);
}

#[test]
fn errors_of_all_parts_become_the_clients_error() {
    fn parts() -> Result<(), Error> {
        let name: ConnectionId = "ann".parse()?;
        let day: akoya::model::Day = "2026-01-31".parse()?;
        let _ = (name, day, "short".parse::<SealingKey>()?);
        Ok(())
    }
    assert_eq!(parts().unwrap_err().kind(), ErrorKind::Configuration);
    let name = "".parse::<ConnectionId>().map_err(Error::from);
    assert_eq!(name.unwrap_err().kind(), ErrorKind::InvalidInput);
    let file = tempfile::NamedTempFile::new().unwrap();
    let store = SqliteStore::open(file.path().join("tokens.db"))
        .map(|_| ())
        .map_err(Error::from);
    assert_eq!(store.unwrap_err().kind(), ErrorKind::Store);
}
