//! What every action of the desk can reach.

use crate::imports::Imports;
use crate::sessions::Sessions;
use domain::daily::Names;
use office::Office;
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::{Mutex, watch};

/// How the desk is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Browsers come over HTTPS (a proxy in front speaks it): cookies are `Secure`, HSTS is sent.
    pub https: bool,
    /// A proxy in front sets `X-Forwarded-For`; its last entry is believed for throttling and the log.
    pub proxy: bool,
}

/// The desk's state. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

/// What [`Desk`] leads to.
pub struct Inner {
    /// Store, pack and clock.
    pub(crate) office: Office,
    /// How the desk is reached.
    pub(crate) options: Options,
    /// Sessions seen lately.
    pub(crate) sessions: Sessions,
    /// Imports that run beside the pages.
    pub(crate) imports: Imports,
    /// Names of the pack's units, categories, areas and clocks.
    pub(crate) names: Names,
    /// The one-time link is used by one request at a time, so that it makes one administrator.
    pub(crate) set_up: Mutex<()>,
}

impl Desk {
    /// A desk over `office`.
    #[must_use]
    pub fn new(office: Office, options: Options) -> Self {
        let names = Names::of_pack(&office.pack);
        Self(Arc::new(Inner {
            office,
            options,
            sessions: Sessions::default(),
            imports: Imports::default(),
            names,
            set_up: Mutex::new(()),
        }))
    }

    /// Does the imports that pages have asked for, until the stop is asked for (the sender dropped).
    pub async fn work_imports(&self, stopped: watch::Receiver<()>) {
        self.imports.work(self.office.clone(), stopped).await;
    }
}

impl Deref for Desk {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
