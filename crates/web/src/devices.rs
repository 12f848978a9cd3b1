//! Devices on which somebody has signed in before (OWASP's device cookies): their attempts are counted apart, so that
//! whoever guesses at a name from elsewhere does not keep its holder out.
//!
//! The cookie holds, for each of the last few people who signed in there, a random number with our seal on it and the
//! name. The store keeps the key of the seal and nothing of the devices.

use crate::cookies::Cookie;
use crate::guest::Guest;
use crate::secrets;
use axum::http::HeaderValue;
use std::time::Duration;
use tokio::sync::OnceCell;

/// The setting that keeps the key.
const SETTING: &str = "device-key";
/// How long a device is known after the last sign-in there.
const LASTS: Duration = Duration::from_hours(365 * 24);
/// The most people known on one device: a duty room's.
const MOST: usize = 8;
/// Between the entries of the cookie.
const BETWEEN: char = '.';
/// Characters of an entry's number; the seal follows.
const NUMBER_CHARS: usize = 32;

/// The key of the seals, read when it is first needed.
#[derive(Default)]
pub(crate) struct DeviceKey(OnceCell<String>);

impl DeviceKey {
    async fn get(&self, store: &store::Store) -> Result<&str, store::Error> {
        let key = self.0.get_or_try_init(async || {
            if let Some(kept) = store.setting(SETTING).await? {
                return Ok(kept);
            }
            let key = secrets::token();
            store.set_setting(SETTING, &key).await?;
            Ok(key)
        });
        key.await.map(String::as_str)
    }
}

/// The number of the guest's device where `user` has signed in on it before.
pub(crate) async fn known(guest: &Guest, user: &str) -> Result<Option<String>, store::Error> {
    if guest.devices.is_empty() {
        return Ok(None);
    }
    let key = guest.desk.device_key.get(&guest.desk.office.store).await?;
    let mut entries = guest.devices.split(BETWEEN).take(MOST);
    Ok(entries.find_map(|entry| number(key, entry, user)))
}

/// A `Set-Cookie` with which the guest's device is known as `user`'s from now on.
pub(crate) async fn remember(guest: &Guest, user: &str) -> Result<HeaderValue, store::Error> {
    let key = guest.desk.device_key.get(&guest.desk.office.store).await?;
    let before = guest.devices.split(BETWEEN).take(MOST);
    let (own, others): (Vec<&str>, Vec<&str>) = before
        .filter(|entry| is_entry(entry))
        .partition(|entry| number(key, entry, user).is_some());
    let own = own
        .first()
        .map_or_else(|| entry(key, user), |known| (*known).to_owned());
    let entries: Vec<&str> = std::iter::once(own.as_str()).chain(others).take(MOST).collect();
    Ok(Cookie::Device.set(&entries.join(&BETWEEN.to_string()), LASTS, guest.desk.options))
}

fn entry(key: &str, user: &str) -> String {
    let number = secrets::number();
    let seal = seal(key, &number, user);
    number + &seal
}

/// The entry's number, if its seal is ours and for `user`.
fn number(key: &str, entry: &str, user: &str) -> Option<String> {
    let (number, given) = entry.split_at_checked(NUMBER_CHARS)?;
    secrets::same(given, &seal(key, number, user)).then(|| number.to_owned())
}

fn seal(key: &str, number: &str, user: &str) -> String {
    secrets::hmac_sha256(key.as_bytes(), format!("{number} {user}").as_bytes())
}

/// Something of a cookie that can go into a cookie again.
fn is_entry(text: &str) -> bool {
    text.len() == NUMBER_CHARS + 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
