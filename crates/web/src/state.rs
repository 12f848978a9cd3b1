//! What every action of the desk can reach.

use crate::api::turns::Turns;
use crate::boxed;
use crate::calls::Ways;
use crate::devices::DeviceKey;
use crate::duty::propose_rosters::Rosters;
use crate::imports::Imports;
use crate::incidents::handing::ReportWays;
use crate::notices::Settings;
use crate::sessions::Sessions;
use crate::tiles::Tiles;
use domain::daily::Names;
use office::{Office, Watches};
use sha2::{Digest, Sha256};
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::{Mutex, watch};

/// How the desk is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Options {
    /// Browsers come over HTTPS (a proxy in front speaks it): cookies are `Secure`, HSTS is sent.
    pub https: bool,
    /// A proxy in front sets `X-Forwarded-For`; its last entry is believed for throttling and the log.
    pub proxy: bool,
    /// With this token, a collector reads the metrics.
    pub metrics_token: Option<MetricsToken>,
    /// A map beneath points; without it no page asks anybody else for a picture.
    pub tiles: Option<Tiles>,
}

/// What a collector of metrics shows: the hash of a token, so that it is not kept anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetricsToken([u8; 32]);

impl MetricsToken {
    /// The fewest characters of a token.
    pub const LEAST_CHARS: usize = 16;

    /// None where the token could be guessed.
    #[must_use]
    pub fn of(token: &str) -> Option<Self> {
        let long = token.chars().count() >= Self::LEAST_CHARS;
        long.then(|| Self(Sha256::digest(token.as_bytes()).into()))
    }

    /// Whether `shown` is the token; takes as long wherever it differs.
    pub(crate) fn is(self, shown: &str) -> bool {
        let shown: [u8; 32] = Sha256::digest(shown.as_bytes()).into();
        self.0.iter().zip(shown).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
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
    /// The desks' watches as they were asked for last.
    pub(crate) watches: Watches,
    /// How people are told of what happens.
    pub(crate) notices: Arc<Settings>,
    /// By what the body's own people are called.
    pub(crate) calls: Arc<Ways>,
    /// To whom reports of incidents are handed on.
    pub(crate) reports: Arc<ReportWays>,
    /// Imports that run beside the pages.
    pub(crate) imports: Imports,
    /// Rosters that are worked at beside the pages.
    pub(crate) rosters: Rosters,
    /// Names of the pack's units, categories, areas and clocks.
    pub(crate) names: Names,
    /// Seals the cookies of known devices.
    pub(crate) device_key: DeviceKey,
    /// Programs' requests under one `Idempotency-Key`.
    pub(crate) turns: Turns,
    /// The one-time link is used by one request at a time, so that it makes one administrator.
    pub(crate) set_up: Mutex<()>,
}

impl Desk {
    /// A desk over `office`.
    #[must_use]
    pub fn new(office: Office, options: Options) -> Self {
        let names = Names::of_pack(&office.pack);
        let notices = Settings::read(office.store.dir()).unwrap_or_else(|refusal| {
            tracing::error!(%refusal, "nobody is sent notices");
            Settings::default()
        });
        let notices = Arc::new(notices);
        let reports = Arc::new(ReportWays::read(&office, notices.clone()));
        let calls = Arc::new(Ways::read(&office, notices.clone()));
        Self(Arc::new(Inner {
            office,
            options,
            sessions: Sessions::default(),
            watches: Watches::default(),
            notices,
            calls,
            reports,
            imports: Imports::default(),
            rosters: Rosters::default(),
            names,
            device_key: DeviceKey::default(),
            turns: Turns::default(),
            set_up: Mutex::new(()),
        }))
    }

    /// Does the imports that pages have asked for, until the stop is asked for (the sender dropped).
    #[boxed]
    pub async fn work_imports(&self, stopped: watch::Receiver<()>) {
        self.imports.work(self.office.clone(), stopped).await;
    }

    /// Works at the rosters that pages have asked for, until the stop is asked for (the sender dropped).
    #[boxed]
    pub async fn work_rosters(&self, stopped: watch::Receiver<()>) {
        self.rosters.work(self.office.clone(), stopped).await;
    }
}

impl Deref for Desk {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
