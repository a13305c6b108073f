//! The authority that has issued the certificates of subscribers on this machine.

use std::fmt;
use std::io;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::{Host, Url};

use crate::error::{Error, ErrorKind};

/// An authority whose certificates are accepted, and no others.
#[derive(Clone)]
pub(crate) struct Authority(TlsConnector);

impl Authority {
    /// Reads certificates in PEM.
    pub(crate) fn read(pem: &[u8]) -> Result<Self, Error> {
        let refused = || {
            let text = "the CA of the callbacks is not a PEM certificate";
            Error::new(ErrorKind::Configuration, text)
        };
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| refused().because(error))?;
            roots
                .add(certificate)
                .map_err(|error| refused().because(error))?;
        }
        if roots.is_empty() {
            return Err(refused());
        }
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| refused().because(error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self(TlsConnector::from(Arc::new(config))))
    }

    /// Starts TLS with the server of a URL.
    pub(crate) async fn connect(
        &self,
        url: &Url,
        stream: TcpStream,
    ) -> io::Result<TlsStream<TcpStream>> {
        self.0.connect(server_name(url)?, stream).await
    }
}

fn server_name(url: &Url) -> io::Result<ServerName<'static>> {
    match url.host() {
        Some(Host::Domain(name)) => ServerName::try_from(name.to_owned()).map_err(io::Error::other),
        Some(Host::Ipv4(ip)) => Ok(std::net::IpAddr::V4(ip).into()),
        Some(Host::Ipv6(ip)) => Ok(std::net::IpAddr::V6(ip).into()),
        None => Err(io::Error::other("the URL has no host")),
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}
