//! The file that describes a provider and a client of it.

use std::path::{Path, PathBuf};

use acg::AuthorizationCodeAuthCredentials;
use acg::grant::CredentialsBuilder;
use acg::jose::{Algorithm, SigningKey};
use acg::loopback::ANY_PORT;
use acg::provider::ProviderSettings;
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

/// Where a client secret comes from. Not from the file, which gets about.
const SECRET: &str = "ACG_CLIENT_SECRET";

/// What the file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientFile {
    pub(crate) provider: ProviderSettings,
    client: ClientSettings,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientSettings {
    id: String,
    /// As it is registered; without a port, one is chosen.
    #[serde(default = "any_port")]
    redirect_uri: String,
    /// A private key in PEM, for `private_key_jwt`.
    key_file: Option<PathBuf>,
    /// The signature algorithm of the key, such as `ES256`.
    key_algorithm: Option<String>,
    /// The name of the key at the provider.
    key_id: Option<String>,
    /// Parameters of the provider's own in the authorization request.
    #[serde(default)]
    parameters: std::collections::BTreeMap<String, String>,
}

fn any_port() -> String {
    ANY_PORT.to_owned()
}

/// Reads an environment variable; an empty one counts as unset.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
pub(crate) fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok();
    value.filter(|value| !value.is_empty())
}

impl ClientFile {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let text = std::fs::read_to_string(path).with_context(|| {
            format!("`{shown}` cannot be read; `acg --help` shows what is in it")
        })?;
        toml::from_str(&text).with_context(|| format!("`{shown}` is not valid"))
    }

    /// Returns the redirect URI as it is registered.
    pub(crate) fn redirect_uri(&self) -> &str {
        &self.client.redirect_uri
    }

    /// Returns the parameters of the authorization request.
    pub(crate) fn parameters(&self) -> Vec<(String, String)> {
        self.client.parameters.clone().into_iter().collect()
    }

    /// Returns the client's credentials: with its key, else its secret, else neither.
    pub(crate) fn credentials(
        &self,
        redirect_uri: &str,
    ) -> Result<AuthorizationCodeAuthCredentials> {
        Ok(self.builder(redirect_uri)?.build()?)
    }

    fn builder(&self, redirect_uri: &str) -> Result<CredentialsBuilder> {
        let id = &self.client.id;
        if let Some(path) = &self.client.key_file {
            let key = self.key(path)?;
            return Ok(AuthorizationCodeAuthCredentials::key_client(
                id,
                key,
                redirect_uri,
            ));
        }
        Ok(match variable(SECRET) {
            Some(secret) => AuthorizationCodeAuthCredentials::builder(id, secret, redirect_uri),
            _ => AuthorizationCodeAuthCredentials::public_client(id, redirect_uri),
        })
    }

    fn key(&self, path: &Path) -> Result<SigningKey> {
        let shown = path.display();
        let pem = std::fs::read_to_string(path)
            .with_context(|| format!("the key in `{shown}` cannot be read"))?;
        let name = self.client.key_algorithm.as_deref().unwrap_or("ES256");
        let Some(algorithm) = Algorithm::from_name(name) else {
            bail!("`{name}` is not a supported signature algorithm");
        };
        let key = SigningKey::from_pem(&pem, algorithm)?;
        Ok(match &self.client.key_id {
            Some(id) => key.with_id(id),
            None => key,
        })
    }
}
