//! What a program asks under one `Idempotency-Key` is done one after the other: a repeat that comes in while the first is still being done
//! waits, and then finds what became of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::OwnedMutexGuard;

/// The id of a program's key, and what it asked under.
type Asked = (String, String);
/// Whose turn it is.
type Turn = tokio::sync::Mutex<()>;

/// Who is at it.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<HashMap<Asked, Weak<Turn>>>);

impl Turns {
    /// Waits for the turn of whoever asks under this key, and holds it until it is dropped.
    pub(super) async fn take(&self, key_id: &str, asked: &str) -> OwnedMutexGuard<()> {
        let turn = self.of(key_id, asked);
        turn.lock_owned().await
    }

    fn of(&self, key_id: &str, asked: &str) -> Arc<Turn> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // No more are kept than there are requests at this moment.
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = turns.entry((key_id.to_owned(), asked.to_owned())).or_default();
        turn.upgrade().unwrap_or_else(|| {
            let new = Arc::default();
            *turn = Arc::downgrade(&new);
            new
        })
    }
}
