//! Passwords: argon2id, off the async threads, and no more of them at once than the machine bears.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// The fewest characters of a password that a person chooses (NIST SP 800-63B asks for length, not for kinds of
/// characters).
pub(crate) const LEAST_CHARS: usize = 12;
/// The most: longer input is refused before it costs anything.
pub(crate) const MOST_CHARS: usize = 200;

/// A password that its holder has to change at the first sign-in is kept with this before its PHC string.
const ONE_TIME: &str = "one-time:";

/// Each hash takes 19 MiB; a flood of sign-ins waits here instead of filling the memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Stands in for an account that is not there, so that its absence cannot be measured.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_password("nobody has this password"));

/// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password to a PHC string. Takes some tens of milliseconds: call it off the async threads.
///
/// # Panics
///
/// When the operating system gives no random bytes for the salt.
#[must_use]
pub fn hash_password(password: &str) -> String {
    let salt = crate::secrets::bytes::<16>();
    hasher()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .expect("argon2 hashes any password with a salt of 16 bytes")
        .to_string()
}

/// Hashes without holding up an async thread.
pub(crate) async fn hash(password: String) -> String {
    off_thread(move || hash_password(&password)).await
}

/// Hashes a password that must be changed at the first sign-in.
pub(crate) async fn hash_one_time(password: String) -> String {
    off_thread(move || format!("{ONE_TIME}{}", hash_password(&password))).await
}

/// Whether the kept hash is of a password that must be changed.
pub(crate) fn is_one_time(kept: &str) -> bool {
    kept.starts_with(ONE_TIME)
}

/// Whether `password` is the one that `kept` was made of; without an account it takes as long and says no.
pub(crate) async fn verify(password: String, kept: Option<String>) -> bool {
    off_thread(move || {
        let known = kept.is_some();
        let kept = kept.as_deref().unwrap_or(&NOBODY);
        let phc = kept.strip_prefix(ONE_TIME).unwrap_or(kept);
        let right =
            PasswordHash::new(phc).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok());
        known && right
    })
    .await
}

/// A one-time password a person can read out over the telephone: no look-alikes, 20 characters in groups, 98 bits.
pub(crate) fn one_time() -> String {
    const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
    let mut text = String::with_capacity(24);
    for (index, byte) in crate::secrets::bytes::<20>().into_iter().enumerate() {
        if index > 0 && index % 5 == 0 {
            text.push('-');
        }
        // 31 signs without the hyphen: the slight unevenness costs a thousandth of a bit.
        text.push(char::from(SIGNS[usize::from(byte) % 31]));
    }
    text
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let _permit = AT_ONCE.acquire().await.expect("this semaphore is never closed");
    tokio::task::spawn_blocking(work).await.expect("hashing does not panic")
}
