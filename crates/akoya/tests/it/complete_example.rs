//! The example `complete`, run as a program would be: again and again on one token file.

#[expect(dead_code, reason = "the example's main is not called")]
#[path = "../../examples/complete.rs"]
mod complete;

use std::time::Duration;

use self::complete::{TokenFile, authorized_client, read_everything};
use crate::world::World;

#[tokio::test]
async fn the_saved_token_serves_the_next_run_also_after_it_has_expired_and_revoking_removes_it() {
    let world = World::start().await;
    let folder = std::env::temp_dir().join(format!("akoya-complete-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = TokenFile(folder.join("token.json"));
    let run = async |expect_consent: bool| {
        let mut asked = false;
        let client = authorized_client(
            world.credentials(),
            world.environment(),
            file.clone(),
            async |url| {
                asked = true;
                Ok(world.walk(&url, "mikomo_7", "approve").await)
            },
        )
        .await
        .unwrap();
        assert_eq!(asked, expect_consent);
        let (accounts, _) = read_everything(&client).await.unwrap();
        assert!(accounts > 5);
        client
    };

    run(true).await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file.0).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "the token is its owner's alone");
    }
    let first = file.load().unwrap().unwrap();
    world
        .sandbox
        .advance(Duration::from_secs(2 * 86_400))
        .unwrap();
    run(false).await;
    assert_ne!(
        file.load().unwrap().unwrap().refresh_token,
        first.refresh_token,
        "the refreshed token was saved"
    );
    let client = run(false).await;
    client.acg_auth().revoke_token().await.unwrap();
    assert!(file.load().unwrap().is_none());
    run(true).await;
    std::fs::remove_dir_all(folder).unwrap();
}
