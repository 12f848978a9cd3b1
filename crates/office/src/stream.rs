//! One command to a stream beside the cases: read, decided, appended; another's write in between leads to a new decision on the new
//! state.

use crate::{Error, Office};
use domain::case::{Actor, Refusal};
use jiff::Timestamp;
use store::{Recorded, StreamEvent};

/// How often a command is decided anew.
const TRIES: u32 = 5;

/// As it is kept and read again: whole milliseconds.
pub(crate) fn whole(now: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// Appends what `decide` answers to the state that `fold` makes of the stream; nothing where it answers nothing.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them.
pub(crate) async fn change_stream<E: StreamEvent, S>(
    office: &Office,
    id: &str,
    (actor, now): (&Actor, Timestamp),
    fold: impl Fn(&[Recorded<E>]) -> S,
    decide: impl Fn(&S) -> Result<Option<E>, Refusal>,
) -> Result<(), Error> {
    let mut tries = 0;
    loop {
        tries += 1;
        let events = office.store.stream_events::<E>(id, 0).await?;
        let Some(event) = decide(&fold(&events))? else {
            return Ok(());
        };
        let version = events.last().map_or(0, |last| last.version);
        match office.store.append_stream(id, version, &event, actor, now).await {
            Ok(_) => return Ok(()),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}
