//! How often somebody may try to sign in.
//!
//! Guesses are counted for each device that is known, and for the rest by name and address, and by address. No number of
//! guesses shuts a name for everybody: from many addresses they only get slow, and a known device is not touched by it.

use crate::fault::Fault;
use crate::guest::Guest;
use crate::secrets;
use jiff::SignedDuration;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The window in which attempts are counted.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Attempts on one name from one device, or from one address, within the window.
const MOST_ON_NAME: u32 = 10;
/// Attempts from one address within the window: many people share an office's address.
const MOST_FROM_ADDRESS: u32 = 100;
/// Attempts on one name from everywhere but known devices, after which each waits longer than the one before.
const SLOW_FROM: u32 = 20;
/// By how much longer.
const SLOWER: Duration = Duration::from_millis(100);
/// The longest wait.
const SLOWEST: Duration = Duration::from_secs(8);

/// Attempts that wait; there is no more room for guesses than this.
static WAITING: Semaphore = Semaphore::const_new(16);

/// An attempt that may be made.
pub(crate) struct Attempt {
    counted: Vec<String>,
}

impl Attempt {
    /// Counts an attempt on `user` from the guest's device or address before its password is looked at, so that attempts
    /// at the same moment don't slip through together; lets it wait where there have been too many.
    pub(crate) async fn begin(guest: &Guest, user: &str, device: Option<&str>) -> Result<Self, Fault> {
        let name = secrets::sha256(user);
        if let Some(device) = device {
            let by_device = format!("sign-in device {} {name}", secrets::sha256(device));
            return within(guest, vec![(by_device, MOST_ON_NAME)]).await;
        }
        let address = guest.address.map_or_else(String::new, |address| address.to_string());
        let counted = vec![
            (format!("sign-in name and address {name} {address}"), MOST_ON_NAME),
            (format!("sign-in address {address}"), MOST_FROM_ADDRESS),
        ];
        let mut attempt = within(guest, counted).await?;
        let by_name = format!("sign-in name {name}");
        let store = &guest.desk.office.store;
        slow_down(store.count_attempt(&by_name, guest.now, WINDOW).await?).await?;
        attempt.counted.push(by_name);
        Ok(attempt)
    }

    /// The password was right: what this device, or this name from this address, has missed is forgotten, and nowhere
    /// else is this attempt counted. The others' guesses are.
    pub(crate) async fn succeed(self, guest: &Guest) -> Result<(), Fault> {
        let store = &guest.desk.office.store;
        let mut counted = self.counted.iter();
        if let Some(own) = counted.next() {
            store.clear_attempts(own).await?;
        }
        for shared in counted {
            store.take_back_attempt(shared, guest.now).await?;
        }
        Ok(())
    }
}

/// A name under which something can be counted that nobody may read from the counting: this process alone can make it.
pub(crate) fn masked(of: &str) -> String {
    static PROCESS: LazyLock<[u8; 32]> = LazyLock::new(secrets::bytes);
    secrets::hmac_sha256(&*PROCESS, of.as_bytes())
}

async fn within(guest: &Guest, limits: Vec<(String, u32)>) -> Result<Attempt, Fault> {
    let mut counted = Vec::with_capacity(limits.len());
    let mut too_many = false;
    for (key, most) in limits {
        too_many |= guest.desk.office.store.count_attempt(&key, guest.now, WINDOW).await? > most;
        counted.push(key);
    }
    if too_many {
        tracing::warn!("sign-in throttled");
        return Err(Fault::TooMany);
    }
    Ok(Attempt { counted })
}

async fn slow_down(attempts: u32) -> Result<(), Fault> {
    let wait = SLOWER.saturating_mul(attempts.saturating_sub(SLOW_FROM)).min(SLOWEST);
    if wait.is_zero() {
        return Ok(());
    }
    let Ok(_waiting) = WAITING.try_acquire() else {
        tracing::warn!("sign-in throttled: too many guesses at one name wait");
        return Err(Fault::TooMany);
    };
    tokio::time::sleep(wait).await;
    Ok(())
}
