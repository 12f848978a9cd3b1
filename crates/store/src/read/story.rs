//! A case with all that happened to it, by its number: what is read most. What was read lately is kept in memory.

use crate::boxed;
use crate::sql::{Args, Columns as _, rows};
use crate::{Error, Recorded, Store};
use domain::case::{Case, Event, evolve};
use lru::LruCache;
use std::any::Any;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// How many stories are kept: some ten megabytes of what a body works on.
const MOST_KEPT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(2_047);

/// A case and its events.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The case as it is now.
    pub case: Case,
    /// Its events, oldest first.
    pub events: Vec<Recorded<Event>>,
    /// What readers have made of it.
    pub made: Made,
}

/// Room for something that is made of a story and costs more than to find the story: it is kept with it and gone with
/// it, so what was made of an older version is never found beside a newer one. It is no part of the story: a copy begins
/// without it.
#[derive(Default)]
pub struct Made(OnceLock<Box<dyn Any + Send + Sync>>);

impl Made {
    /// What was made, `T::default()` at first; none where somebody keeps another type here.
    pub fn get<T: Any + Default + Send + Sync>(&self) -> Option<&T> {
        self.0.get_or_init(|| Box::new(T::default())).downcast_ref()
    }
}

impl Clone for Made {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Made {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Made")
    }
}

/// Stories read lately, by number. The writer forgets a story before it answers for a new event of it, so nobody who
/// was told of a write reads what was before; one that is being read meanwhile is then not kept.
pub(crate) struct KeptStories(Mutex<Kept>);

struct Kept {
    slots: LruCache<String, Slot>,
    readings: u64,
}

enum Slot {
    /// Being read, by the reading of that number.
    Reading(u64),
    Known(Arc<Story>),
}

impl KeptStories {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Kept {
            slots: LruCache::new(MOST_KEPT),
            readings: 0,
        }))
    }

    /// Forgets the story of a case that was written to.
    pub(crate) fn forget(&self, number: &str) {
        self.kept().slots.pop(number);
    }

    /// The story, or the number of a reading that begins now.
    fn get(&self, number: &str) -> Result<Arc<Story>, u64> {
        let mut kept = self.kept();
        if let Some(Slot::Known(story)) = kept.slots.get(number) {
            return Ok(Arc::clone(story));
        }
        kept.readings += 1;
        let reading = kept.readings;
        kept.slots.put(number.to_owned(), Slot::Reading(reading));
        Err(reading)
    }

    /// Keeps what a reading found, unless something was written since it began.
    fn keep(&self, number: &str, reading: u64, found: Option<&Arc<Story>>) {
        let mut kept = self.kept();
        if !matches!(kept.slots.peek(number), Some(Slot::Reading(latest)) if *latest == reading) {
            return;
        }
        match found {
            Some(story) => kept.slots.put(number.to_owned(), Slot::Known(Arc::clone(story))),
            None => kept.slots.pop(number),
        };
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// The case of that public number with its events, if it is known.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if its events cannot be read.
    #[boxed]
    pub async fn story(&self, number: &str) -> Result<Option<Arc<Story>>, Error> {
        let kept = self.kept_stories();
        let reading = match kept.get(number) {
            Ok(story) => return Ok(Some(story)),
            Err(reading) => reading,
        };
        let story = self.read_story(number).await?.map(Arc::new);
        kept.keep(number, reading, story.as_ref());
        Ok(story)
    }

    async fn read_story(&self, number: &str) -> Result<Option<Story>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(number);
        let sql = "SELECT version, at, actor, event FROM events \
                   WHERE case_id = (SELECT id FROM cases WHERE number = $1) ORDER BY version";
        let mut case = None;
        let mut events = Vec::new();
        for row in rows(&mut conn, sql, args).await? {
            let recorded: Recorded<Event> = Recorded {
                version: row.count("version")?,
                event: row.json("event")?,
                actor: row.json("actor")?,
                at: row.at("at")?,
            };
            case = evolve(case, &recorded.event, &recorded.actor, recorded.at);
            events.push(recorded);
        }
        Ok(case.map(|case| Story {
            case,
            events,
            made: Made::default(),
        }))
    }
}
