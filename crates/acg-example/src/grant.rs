//! The grant in its store.

use std::path::PathBuf;
use std::sync::Arc;

use acg::grant::Revocation;
use acg::http::HttpService;
use acg::vault::{Keyring, SealingKey};
use acg::{AuthorizationCodeAuth, ConnectionId, Vault};
use acg_sqlite::SqliteStore;
use anyhow::{Context as _, Result, bail};

use crate::client_file::{ClientFile, variable};
use crate::status::Status;
use crate::terminal::{print, tell};

/// Where the key comes from that the tokens are encrypted with.
const KEY: &str = "ACG_STORE_KEY";

/// What is said of a grant that ends with its access token.
const NO_REFRESH_TOKEN: &str = "The provider gave no refresh token, so the grant ends when its access token does. Many providers give one for \
the scope `offline_access`, some of them only with `parameters = { prompt = \"consent\" }` under [client].";

/// Where a grant is kept, and how its provider is reached.
#[derive(Debug)]
pub(crate) struct GrantLocation {
    pub(crate) http: Arc<dyn HttpService>,
    pub(crate) store: PathBuf,
    pub(crate) connection: ConnectionId,
}

impl GrantLocation {
    /// Returns the grant, for a client with this redirect URI.
    pub(crate) async fn open(
        &self,
        file: &ClientFile,
        redirect_uri: &str,
    ) -> Result<AuthorizationCodeAuth> {
        let provider = file.provider.provider(&*self.http).await?;
        let auth = AuthorizationCodeAuth::builder(file.credentials(redirect_uri)?, provider)
            .http(self.http.clone())
            .store(self.vault()?, self.connection.clone());
        Ok(auth.build()?)
    }

    fn vault(&self) -> Result<Vault> {
        let store = SqliteStore::open(&self.store)
            .with_context(|| format!("`{}` cannot be opened", self.store.display()))?;
        let vault = Vault::builder(Arc::new(store));
        Ok(match variable(KEY) {
            Some(key) => {
                let key: SealingKey = key.parse().context(KEY)?;
                vault.keys(Keyring::new(key)).build()
            }
            _ => {
                tell(format_args!(
                    "{KEY} is not set: tokens are stored unencrypted."
                ));
                vault.build()
            }
        })
    }

    /// Prints a token that can be used now.
    pub(crate) async fn token(&self, file: &ClientFile) -> Result<()> {
        let bearer = self.open(file, file.redirect_uri()).await?.bearer().await?;
        let header = bearer.header().to_str()?;
        // The scheme stays away: this is for `curl -H "Authorization: Bearer $(acg token)"`.
        print(header.split(' ').next_back().unwrap_or_default());
        Ok(())
    }

    /// Refreshes now.
    pub(crate) async fn refresh(&self, file: &ClientFile) -> Result<()> {
        let auth = self.open(file, file.redirect_uri()).await?;
        auth.refresh_token().await?;
        self.tell_generation(&auth).await
    }

    /// Prints the claims of the id_token, a line for each.
    pub(crate) async fn claims(&self, file: &ClientFile) -> Result<()> {
        let auth = self.open(file, file.redirect_uri()).await?;
        let token = auth.record().await?.map(|record| record.token);
        let Some(claims) = token.and_then(|token| token.claims()) else {
            bail!("there is no id_token; ask for the scope `openid` and run `acg login`");
        };
        for name in claims.names() {
            let value = claims.json(name).unwrap_or_default();
            print(format_args!("{name} = {value}"));
        }
        Ok(())
    }

    /// Says what is known of the grant.
    pub(crate) async fn status(&self, file: &ClientFile) -> Result<()> {
        let auth = self.open(file, file.redirect_uri()).await?;
        let Some(record) = auth.record().await? else {
            bail!("there is no grant; run `acg login`");
        };
        print(Status::new(&self.connection, &record.head));
        Ok(())
    }

    /// Ends the grant.
    pub(crate) async fn revoke(&self, file: &ClientFile) -> Result<()> {
        let auth = self.open(file, file.redirect_uri()).await?;
        tell(match auth.revoke_token().await? {
            Revocation::Revoked => "The grant is revoked.",
            Revocation::AlreadyInvalid(_) => {
                "The provider no longer knows the grant; it is removed here."
            }
            _ => "There was nothing to revoke.",
        });
        Ok(())
    }

    /// Says which token set of the grant is the newest.
    pub(crate) async fn tell_generation(&self, auth: &AuthorizationCodeAuth) -> Result<()> {
        let Some(record) = auth.record().await? else {
            bail!("there is no grant; run `acg login`");
        };
        tell(format_args!(
            "The grant `{}` is kept; token set {}.",
            self.connection, record.head.generation
        ));
        if record.token.refresh_token.is_none() {
            tell(NO_REFRESH_TOKEN);
        }
        Ok(())
    }
}
