//! Words that so many cases have that whoever has them is not alike for that. To ask the full-text index for each of them costs as
//! much as to ask for one that tells, so what was found to be usual is kept and not asked again for a while.

use lru::LruCache;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

/// Words and pairs that are kept.
const MOST: NonZeroUsize = NonZeroUsize::new(16_384).expect("above zero");
/// Cases that were registered since, after which it is asked again: what everybody speaks of changes.
const FOR: i64 = 20_000;

/// What is usual, with the last case that was registered when it was found to be so.
pub(crate) struct Usual(Mutex<LruCache<String, i64>>);

impl Default for Usual {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(MOST)))
    }
}

impl Usual {
    /// Whether these words together were found to be usual not long ago, of the cases in `scope`; `last` is the last case that was
    /// registered.
    pub(crate) fn is(&self, scope: &str, words: &[String], last: i64) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&named(scope, words)).is_some_and(|since| last - since < FOR)
    }

    /// They were found to be.
    pub(crate) fn keep(&self, scope: &str, words: &[String], last: i64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.put(named(scope, words), last);
    }
}

fn named(scope: &str, words: &[String]) -> String {
    format!("{scope} {}", words.join(" "))
}
