//! How the client that is built in verifies servers, and the certificate that it shows them.

use std::sync::Arc;

use rustls::client::WantsClientCert;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::{ClientConfig, ConfigBuilder, RootCertStore};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::Verifier;

use crate::error::Error;
use crate::http::http_client_options::HttpClientOptions;
use crate::secret::Secret;

/// Reads the certificates once, for all clients that are built of the configuration: the platform's alone cost
/// more than all else that a short program does.
pub(super) fn config(options: &HttpClientOptions) -> Result<ClientConfig, Error> {
    let builder = with_authorities(options)?;
    let mut config = match &options.client_certificate {
        Some(pem) => with_certificate(builder, pem)?,
        None => builder.with_no_client_auth(),
    };
    if cfg!(feature = "http2") {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(config)
}

fn with_authorities(
    options: &HttpClientOptions,
) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, Error> {
    let failed = |error: rustls::Error| {
        Error::configuration("the HTTP client cannot be set up").with_source(error)
    };
    let provider = CryptoProvider::get_default().cloned();
    let provider = provider.unwrap_or_else(|| Arc::new(aws_lc_rs::default_provider()));
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let own = own_authorities(options)?;
    if options.platform_authorities {
        // Beside the platform's: alone, they would make every other server untrusted.
        let verifier = Verifier::new_with_extra_roots(own, provider).map_err(failed)?;
        let builder = builder.dangerous();
        return Ok(builder.with_custom_certificate_verifier(Arc::new(verifier)));
    }
    let mut roots = RootCertStore::empty();
    for authority in own {
        roots.add(authority).map_err(failed)?;
    }
    Ok(builder.with_root_certificates(roots))
}

fn own_authorities(options: &HttpClientOptions) -> Result<Vec<CertificateDer<'static>>, Error> {
    let Some(pem) = &options.authorities else {
        return Ok(Vec::new());
    };
    let failed = || Error::configuration("the CA certificates cannot be read");
    let read = CertificateDer::pem_slice_iter(pem.as_bytes());
    let authorities: Vec<_> = read.collect::<Result<_, _>>().map_err(|_| failed())?;
    // A file of something else must not look like a file that says nothing.
    Some(authorities)
        .filter(|authorities| !authorities.is_empty())
        .ok_or_else(failed)
}

fn with_certificate(
    builder: ConfigBuilder<ClientConfig, WantsClientCert>,
    pem: &Secret,
) -> Result<ClientConfig, Error> {
    // The cause is left out: it may quote the key.
    let failed = || Error::configuration("the client certificate or its key cannot be read");
    let pem = pem.expose().as_bytes();
    let chain = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>();
    let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| failed())?;
    builder
        .with_client_auth_cert(chain.map_err(|_| failed())?, key)
        .map_err(|_| failed())
}
