//! Calls to the body's own people 呼叫: who is called is decided by the pack (`domain::call`), here they are reached. Every timer is in
//! the database: a program that starts takes up what another had begun. A message is sent at least once; sent again, it has the same id,
//! by which its receiver knows it (`docs/escalation.md`).

pub(crate) mod answer_call;
pub(crate) mod hear_beat;
mod heart;
pub(crate) mod keep_channels;
pub(crate) mod list_calls;
pub(crate) mod push;
mod raise;
mod robots;
mod sending;
mod settings;
pub(crate) mod show_call;
pub(crate) mod take_receipt;
pub(crate) mod words;

use crate::boxed;
use heart::Looked;
pub use heart::sign_of_life;
use settings::Settings;

use crate::notices;
use crate::secrets;
use jiff::Timestamp;
use office::Office;
use push::Vapid;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use store::ChannelKind;
use tokio::sync::{Notify, watch};

/// How often it is looked for what is due.
const EVERY: Duration = Duration::from_millis(100);
/// How often it is looked for what calls somebody: dangers, watches that nobody took, silence from outside.
const RAISE_EVERY: Duration = Duration::from_secs(3);

/// By what people are reached.
pub struct Ways {
    settings: Settings,
    notices: Arc<notices::Settings>,
    vapid: Option<Vapid>,
    /// Until when the program before this one listened to those who say that they live, once that was looked up.
    stopped: OnceLock<Option<Timestamp>>,
    /// When gaps of rosters were looked for last, and how often the store's streams had changed by then.
    gaps: Mutex<Option<(Timestamp, u64)>>,
    /// When it was last looked for what calls somebody.
    looked: Looked,
}

impl Ways {
    /// Of a data directory. What is wrong with it stands in the operator's log, and what is right is used.
    #[must_use]
    pub fn read(office: &Office, notices: Arc<notices::Settings>) -> Self {
        let dir = office.store.dir();
        let settings = Settings::read(dir).unwrap_or_else(|refusal| {
            tracing::error!(%refusal, "no robots, no spoken calls and no signs of life");
            Settings::default()
        });
        let mail = notices.mail.as_ref().map(|mail| format!("mailto:{}", mail.from));
        let subject = mail.or_else(|| notices.public_url.clone());
        let subject = subject.unwrap_or_else(|| String::from("mailto:nobody@localhost"));
        let vapid = Vapid::read(dir, subject);
        let vapid = vapid.inspect_err(|error| tracing::error!(error, "no browser is told"));
        Self {
            settings,
            notices,
            vapid: vapid.ok(),
            stopped: OnceLock::new(),
            gaps: Mutex::default(),
            looked: Looked::begun(),
        }
    }

    /// The ways that somebody can choose.
    pub(crate) fn kinds(&self) -> Vec<ChannelKind> {
        let ways = [
            (ChannelKind::Push, self.vapid.is_some()),
            (ChannelKind::Mail, self.notices.mail.is_some()),
            (ChannelKind::Text, self.notices.text.is_some()),
            (ChannelKind::Voice, self.settings.voice.is_some()),
        ];
        ways.into_iter().filter_map(|(kind, is)| is.then_some(kind)).collect()
    }

    /// The key that a browser asks with; none where no browser can be told.
    pub(crate) fn push_key(&self) -> Option<String> {
        self.vapid.as_ref().map(Vapid::public)
    }
}

/// A fresh token with its hash.
fn draw() -> (String, String) {
    let token = secrets::token();
    let hash = secrets::sha256(&token);
    (token, hash)
}

/// Calls and sends until the stop is asked for.
pub(crate) async fn run(office: Office, ways: Arc<Ways>, stopped: watch::Receiver<()>) {
    let rang = Notify::new();
    tokio::join!(
        call(&office, &ways, &rang, stopped.clone()),
        sending::run(&office, &ways, &rang, stopped.clone()),
        raise::run(&office, &ways, stopped.clone()),
        heart::run(&office, &ways, stopped),
    );
}

/// One round of everything, for whoever keeps their own time: looks for what calls somebody, calls those whose step is due, and sends
/// what is due. `started`: since when this program runs. Answers whether there was anything to call or to send.
///
/// # Errors
/// What the store says; what mail servers, gateways and robots do is none.
#[boxed]
pub async fn call_round(office: &Office, ways: &Arc<Ways>, started: Timestamp) -> Result<bool, office::Error> {
    if let Some(rules) = &office.pack.calls {
        raise::look(office, ways, rules, started, office.clock.now()).await?;
    }
    let called = office::run_due_calls(office, &ways.settings.told(), draw, office.clock.now()).await?;
    let sent = sending::send_due(office, ways).await?;
    Ok(called > 0 || sent > 0)
}

async fn call(office: &Office, ways: &Ways, rang: &Notify, mut stopped: watch::Receiver<()>) {
    let robots = ways.settings.told();
    loop {
        match office::run_due_calls(office, &robots, draw, office.clock.now()).await {
            Ok(looked) if looked > 0 => {
                rang.notify_one();
                // More may wait.
                continue;
            }
            Ok(_) => {}
            // What is due is due still at the next round.
            Err(error) => tracing::warn!(%error, "calls could not be looked at"),
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
