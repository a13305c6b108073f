//! What opening a store needs, and how it fails.

use acg::store::TokenStore as _;
use acg_postgres::{ErrorKind, PostgresStore};
use tokio::task::JoinSet;

use crate::server::{Database, variable};
use crate::{connection, kind, row};

async fn failure(url: &str) -> (ErrorKind, String) {
    let error = PostgresStore::connect(&PostgresStore::options(url).unwrap())
        .await
        .unwrap_err();
    (error.kind(), format!("{error} {error:?}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_processes_may_make_the_tables_at_once() {
    let database = Database::new().await;
    let mut migrations = JoinSet::new();
    for _ in 0..8 {
        let options = database.options();
        migrations.spawn(async move { PostgresStore::migrate(&options).await });
    }
    for migrated in migrations.join_all().await {
        migrated.unwrap();
    }
    let id = database.store().await.identity().id.clone();
    PostgresStore::migrate(&database.options()).await.unwrap();
    assert_eq!(database.store().await.identity().id, id);
    assert_eq!(database.store().await.identity().quarantine, None);
}

#[tokio::test]
async fn tables_that_are_missing_or_of_another_version_are_reported_and_left_alone() {
    let database = Database::new().await;
    let (kind, text) = failure(&database.url()).await;
    assert_eq!(kind, ErrorKind::MissingSchema);
    assert!(text.contains("PostgresStore::migrate"), "{text}");
    assert_eq!(
        database
            .sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'acg'")
            .await,
        ["0"]
    );
    PostgresStore::migrate(&database.options()).await.unwrap();
    for (version, expected) in [
        ("0", ErrorKind::OlderSchema),
        ("99", ErrorKind::NewerSchema),
    ] {
        database
            .sql(&format!("UPDATE acg.meta SET schema_version = {version}"))
            .await;
        assert_eq!(failure(&database.url()).await.0, expected);
        assert_eq!(
            database.sql("SELECT schema_version FROM acg.meta").await,
            [version]
        );
    }
    let error = PostgresStore::migrate(&database.options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NewerSchema);
    assert_eq!(
        error.to_string(),
        "the token store has version 99, and this program supports up to 3"
    );
}

#[tokio::test]
async fn the_tables_are_made_in_a_schema_that_is_there_without_the_right_to_make_one() {
    let database = Database::new().await;
    let user = format!("{}_user", database.name());
    database
        .sql(&format!("CREATE USER {user} PASSWORD 'modest'"))
        .await;
    let place = database.url().split_once('@').unwrap().1.to_owned();
    let options = PostgresStore::options(&format!("postgres://{user}:modest@{place}")).unwrap();
    assert_eq!(
        PostgresStore::migrate(&options).await.unwrap_err().kind(),
        ErrorKind::Refused
    );
    database
        .sql(&format!("CREATE SCHEMA acg AUTHORIZATION {user}"))
        .await;
    PostgresStore::migrate(&options).await.unwrap();
    PostgresStore::connect(&options).await.unwrap();
}

#[tokio::test]
async fn a_database_in_another_encoding_is_refused() {
    let database = Database::new().await;
    let name = format!("{}_latin", database.name());
    let create = format!("CREATE DATABASE {name} ENCODING LATIN1 LOCALE 'C' TEMPLATE template0");
    database.sql(&create).await;
    let url = database.url().replace(database.name(), &name);
    let error = PostgresStore::migrate(&PostgresStore::options(&url).unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn a_server_that_acknowledges_before_its_disk_is_refused() {
    let database = Database::migrated().await;
    database
        .sql(&format!(
            "ALTER DATABASE {} SET synchronous_commit = off",
            database.name()
        ))
        .await;
    assert_eq!(failure(&database.url()).await.0, ErrorKind::NotDurable);
}

#[tokio::test]
async fn a_store_that_may_not_write_says_so() {
    let database = Database::migrated().await;
    database
        .sql(&format!(
            "ALTER DATABASE {} SET default_transaction_read_only = on",
            database.name()
        ))
        .await;
    let error = database
        .store()
        .await
        .compare_and_swap(&connection("c"), None, &row(1))
        .await
        .unwrap_err();
    assert_eq!(kind(&error), ErrorKind::ReadOnly);
}

#[tokio::test]
async fn a_login_that_is_refused_is_reported_without_the_password() {
    let database = Database::migrated().await;
    let place = database.url().split_once('@').unwrap().1.to_owned();
    for user in ["postgres:canary", "nobody:canary"] {
        let (kind, text) = failure(&format!("postgres://{user}@{place}")).await;
        assert_eq!(kind, ErrorKind::Refused);
        assert!(text.contains("authentication failed"), "{text}");
        assert!(!text.contains("canary"), "{text}");
    }
    assert_eq!(
        failure(&format!("postgres://postgres@{place}")).await.0,
        ErrorKind::Configuration,
        "no password"
    );
    assert_eq!(
        failure(&database.url().replace(database.name(), "nothing"))
            .await
            .0,
        ErrorKind::Refused
    );
}

#[tokio::test]
async fn a_store_does_not_show_its_password() {
    let database = Database::migrated().await;
    let url = database.url();
    let password = url.split_once('@').unwrap().0.rsplit_once(':').unwrap().1;
    let shown = format!("{:?} {:?}", database.options(), database.store().await);
    assert!(shown.contains(database.name()), "{shown}");
    assert!(!shown.contains(password), "{shown}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_reported() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let (kind, text) = failure(&format!("postgres://u:canary@127.0.0.1:{port}/d")).await;
    assert_eq!(kind, ErrorKind::Unreachable);
    assert!(text.contains("refused"), "{text}");
    assert!(!text.contains("canary"), "{text}");
}

#[tokio::test]
async fn a_certificate_is_trusted_if_its_authority_is_and_the_name_is_right() {
    let database = Database::migrated().await;
    let named = database.url().replace("127.0.0.1", "localhost");
    let authority = variable("ACG_POSTGRES_AUTHORITY");
    assert_eq!(
        failure(&format!("{named}?sslmode=require")).await.0,
        ErrorKind::Tls,
        "an authority of its own"
    );
    let numbered = format!("{}?sslmode=require&sslrootcert={authority}", database.url());
    assert_eq!(
        failure(&numbered).await.0,
        ErrorKind::Tls,
        "the certificate is for `localhost`"
    );

    let options = PostgresStore::options(&format!(
        "{named}?sslmode=verify-full&sslrootcert={authority}"
    ))
    .unwrap();
    let store = PostgresStore::connect(&options).await.unwrap();
    store.load(&connection("c")).await.unwrap();
    let encrypted = "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
         WHERE application_name = 'acg-postgres' AND datname = current_database()";
    assert_eq!(database.sql(encrypted).await, ["t"]);
    let missing =
        PostgresStore::options(&format!("{named}?sslmode=require&sslrootcert=/nothing")).unwrap();
    assert_eq!(
        PostgresStore::connect(&missing).await.unwrap_err().kind(),
        ErrorKind::Configuration
    );
}
