//! The client of the service APIs, from options and variables.

use std::path::PathBuf;

use akoya::Environment;
use akoya::oauth::Secret;
use akoya::service::ServiceClient;
use clap::Args;

use crate::client_secret;
use crate::connection::EnvironmentName;
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::http_client::{self, Proxy, Reach};

/// Whose service APIs, and as whom.
#[derive(Debug, Args)]
#[command(next_help_heading = "Organisation and environment")]
pub(super) struct ServiceArgs {
    /// Use Akoya's sandbox or Akoya's production [default: sandbox]
    #[arg(long, value_enum, global = true, env = "AKOYA_ENVIRONMENT")]
    environment: Option<EnvironmentName>,
    /// Get service tokens at this base URL; requires --services-url
    #[arg(long, value_name = "URL", global = true, env = "AKOYA_STS_URL")]
    sts_url: Option<String>,
    /// Use the service APIs at this base URL; requires --sts-url
    #[arg(long, value_name = "URL", global = true, env = "AKOYA_SERVICES_URL")]
    services_url: Option<String>,
    /// Act as the organisation with this client id
    #[arg(
        long,
        value_name = "ID",
        global = true,
        env = "AKOYA_SERVICE_CLIENT_ID"
    )]
    service_client_id: Option<String>,
    /// Read the organisation's client secret from the first line of this file [env: AKOYA_SERVICE_CLIENT_SECRET]
    #[arg(long, value_name = "FILE", global = true)]
    service_client_secret_file: Option<PathBuf>,
    /// The organisation's id, for applications, products and institutions
    #[arg(long, value_name = "ID", global = true, env = "AKOYA_RECIPIENT_ID")]
    recipient: Option<String>,
    /// Send everything through this proxy [default: HTTPS_PROXY or ALL_PROXY]
    #[arg(long, value_name = "URL", global = true, env = "AKOYA_PROXY")]
    proxy: Option<Secret>,
}

impl ServiceArgs {
    pub(super) fn client(&self, context: &Context) -> Result<ServiceClient, Failure> {
        let config = context.config_file()?;
        let named = self.proxy.as_ref().or(config.proxy.as_ref());
        let proxy = Proxy::new(named, &context.variables);
        let missing = |what: &str, advice: &str| {
            Failure::new(ExitCode::Configuration, format!("there is no {what}")).advise(advice)
        };
        let id = self.service_client_id.as_ref().ok_or_else(|| {
            missing(
                "client id of the organisation",
                "Set AKOYA_SERVICE_CLIENT_ID, or give --service-client-id.",
            )
        })?;
        let secret = match (
            &self.service_client_secret_file,
            &context.variables.service_client_secret,
        ) {
            (Some(path), _) => client_secret::from_file(path, &context.output)?,
            (None, Some(secret)) => secret.clone(),
            (None, None) => {
                return Err(missing(
                    "client secret of the organisation",
                    "Set AKOYA_SERVICE_CLIENT_SECRET, or give --service-client-secret-file.",
                ));
            }
        };
        let client = ServiceClient::builder(id, secret)
            .environment(self.environment(config.environment)?)
            .http(http_client::client(&proxy, Reach::Https)?)
            .clock(context.clock.clone())
            .build()?;
        Ok(client)
    }

    /// Returns the environment that is given, else that of the config file, else the sandbox.
    fn environment(&self, usual: Option<EnvironmentName>) -> Result<Environment, Failure> {
        let name = self.environment.or(usual);
        match (&self.sts_url, &self.services_url, name) {
            // Nothing but the service APIs is asked for, so the other addresses do not matter.
            (Some(sts), Some(api), _) => {
                Ok(Environment::custom(sts, api)?.with_services(sts, api)?)
            }
            (None, None, Some(EnvironmentName::Production)) => Ok(Environment::Production),
            (None, None, None | Some(EnvironmentName::Sandbox)) => Ok(Environment::Sandbox),
            _ => Err(Failure::new(
                ExitCode::Configuration,
                "the addresses of the service APIs are incomplete",
            )
            .advise("Give --environment, or both --sts-url and --services-url.")),
        }
    }

    /// Returns the organisation's id.
    pub(super) fn recipient(&self) -> Result<&str, Failure> {
        self.recipient.as_deref().ok_or_else(|| {
            Failure::new(
                ExitCode::Configuration,
                "there is no id of the organisation",
            )
            .advise("Set AKOYA_RECIPIENT_ID, or give --recipient.")
        })
    }
}
