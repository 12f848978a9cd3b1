//! Whose certificates are believed.

use std::sync::{Arc, OnceLock};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Whose certificates are believed.
#[derive(Debug, Clone)]
pub enum Roots {
    /// Those that this machine trusts: what its package `ca-certificates` holds, and what was installed beside it.
    OfThisMachine,
    /// These alone.
    These(Vec<CertificateDer<'static>>),
}

impl Roots {
    /// How TLS is spoken with them; none where there are none.
    pub(super) fn config(&self) -> Option<Arc<ClientConfig>> {
        /// Read once: it is some hundred files. Not kept while there are none, so that installing them is enough.
        static MACHINE: OnceLock<Arc<ClientConfig>> = OnceLock::new();
        match self {
            Self::These(certificates) => config(certificates.clone()),
            Self::OfThisMachine => {
                if let Some(known) = MACHINE.get() {
                    return Some(known.clone());
                }
                let found = rustls_native_certs::load_native_certs();
                for error in &found.errors {
                    tracing::warn!(%error, "a file of trusted certificates cannot be read");
                }
                let config = config(found.certs)?;
                Some(MACHINE.get_or_init(|| config).clone())
            }
        }
    }
}

impl Roots {
    /// Those of a file (PEM); none where there is none in it that is a certificate.
    pub(crate) fn of_pem(pem: &[u8]) -> Option<Self> {
        let found = CertificateDer::pem_slice_iter(pem)
            .collect::<Result<Vec<_>, _>>()
            .ok()?;
        let mut roots = RootCertStore::empty();
        let (taken, wrong) = roots.add_parsable_certificates(found.clone());
        (taken > 0 && wrong == 0).then_some(Self::These(found))
    }

    /// The same for what is not HTTP.
    pub(crate) fn config_without_alpn(&self) -> Option<Arc<ClientConfig>> {
        let mut config = ClientConfig::clone(&*self.config()?);
        config.alpn_protocols.clear();
        Some(Arc::new(config))
    }
}

fn config(certificates: Vec<CertificateDer<'static>>) -> Option<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    let (taken, _) = roots.add_parsable_certificates(certificates);
    if taken == 0 {
        return None;
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    // The provider speaks TLS 1.2 and 1.3, so there is nothing to go wrong here.
    let builder = builder.with_safe_default_protocol_versions().ok()?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Some(Arc::new(config))
}
