//! Witnesses are shown the log's head whenever it has grown (<https://c2sp.org/tlog-witness>): at the start, and then at
//! most once a minute. What they answer is kept; what contradicts the log is an alarm.

use crate::boxed;
use crate::metering;
use crate::outgoing::Outgoing;
use jiff::{SignedDuration, Timestamp};
use ledger::key::VerifierKey;
use ledger::note::MOST_BYTES;
use ledger::witness::{ADD_CHECKPOINT, Answer, request, take_cosignature};
use office::Office;
use std::time::Duration;
use store::{AlarmKind, Asked, Error, SignedHead, Store, WitnessState};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the head is shown.
const EVERY: Duration = Duration::from_mins(1);
/// A witness that does not sign is asked again after a minute, two, four, …, and an hour at most.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// How long a witness may take, all in all.
const PATIENCE: Duration = Duration::from_secs(10);

/// Shows the head until the stop is asked for. A round that hangs is left: what it found is not lost, it asks again.
pub(crate) async fn run(office: Office, mut stopped: watch::Receiver<()>) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = every.tick() => {}
        }
        let round = show_witnesses(&office.store, office.clock.now());
        tokio::select! {
            _ = stopped.changed() => return,
            done = round => match done {
                // The desk's pages say that the key is not there.
                Ok(()) | Err(Error::NoLogKey) => {}
                Err(error) => tracing::warn!(%error, "the witnesses could not be asked"),
            },
        }
    }
}

/// Signs the head, so that `log.checkpoint` is never older than a round, and shows it to each witness that has not signed
/// it and is not waited for.
///
/// # Errors
/// What the store says; what witnesses do is none.
#[boxed]
pub async fn show_witnesses(store: &Store, now: Timestamp) -> Result<(), Error> {
    let head = store.signed_head().await?;
    if head.checkpoint.size == 0 {
        return Ok(());
    }
    let mut asking = JoinSet::new();
    let mut alarmed = 0_u32;
    for witness in store.witnesses().await? {
        alarmed += u32::from(witness.is_alarmed());
        if !is_due(&witness, &head, store.witnessed_head().as_ref(), now) {
            continue;
        }
        let (store, head) = (store.clone(), head.clone());
        asking.spawn(async move {
            let asked = ask(&store, &witness, &head).await;
            tell(&witness, &asked);
            store.record_asked(&witness.witness.key, asked, now).await
        });
    }
    metering::witness_alarms(alarmed);
    while let Some(done) = asking.join_next().await {
        done.unwrap_or(Err(Error::Stopping))?;
    }
    Ok(())
}

/// Whether a witness is to be asked now.
fn is_due(witness: &WitnessState, head: &SignedHead, witnessed: Option<&SignedHead>, now: Timestamp) -> bool {
    let has_signed = |kept: &SignedHead| {
        let key = &witness.witness.key;
        kept.checkpoint == head.checkpoint && kept.note.signatures().iter().any(|line| key.is_of(line))
    };
    if witness.witness.url.is_none() || witnessed.is_some_and(has_signed) {
        return false;
    }
    let Some(asked) = witness.asked_at.filter(|_| witness.failures > 0) else {
        return true;
    };
    let doubled = i32::try_from(witness.failures.min(7)).unwrap_or(7) - 1;
    let wait = SignedDuration::from_mins(1 << doubled).min(LONGEST_WAIT);
    // A little early is well: rounds do not come to the millisecond.
    now.duration_since(asked) + SignedDuration::from_secs(5) >= wait || now < asked
}

fn tell(witness: &WitnessState, asked: &Asked) {
    let name = &witness.witness.name;
    match asked {
        Asked::Signed(head) => tracing::debug!(witness = name, size = head.checkpoint.size, "a witness has signed"),
        Asked::NotSigned(why) => tracing::warn!(witness = name, why, "a witness has not signed"),
        Asked::Alarm(AlarmKind::Longer { size }) => tracing::error!(
            witness = name,
            signed = size,
            "THE LOG HAS BEEN SET BACK: a witness has signed more entries than there are; see `huying log audit`"
        ),
        Asked::Alarm(AlarmKind::OtherHistory) => tracing::error!(
            witness = name,
            "THE LOG HAS TWO HISTORIES: a witness has signed another one than this; see `huying log audit`"
        ),
    }
    if matches!(asked, Asked::Alarm(_)) {
        metering::witness_alarm();
    }
}

/// Asks one witness; once more where it says that it has last signed another size than we thought.
async fn ask(store: &Store, witness: &WitnessState, head: &SignedHead) -> Asked {
    let (key, size) = (&witness.witness.key, head.checkpoint.size);
    let Some(url) = &witness.witness.url else {
        return Asked::NotSigned("it has no address".to_owned());
    };
    let url = format!("{}/{ADD_CHECKPOINT}", url.trim_end_matches('/'));
    // Where we remember more than we have, it is ours that was set back; the witness says so itself.
    let mut old = if witness.signed_size <= size {
        witness.signed_size
    } else {
        0
    };
    for again in [false, true] {
        let answer = match ask_from(store, &url, old, head).await {
            Ok(answer) => answer,
            Err(why) => return Asked::NotSigned(why),
        };
        match answer {
            Answer::Cosigned(lines) => return signed(head, &lines, key),
            Answer::OtherSize { size: theirs } if theirs > size => {
                return Asked::Alarm(AlarmKind::Longer { size: theirs });
            }
            Answer::OtherSize { size: theirs } if !again => old = theirs,
            Answer::OtherSize { size: theirs } => {
                return Asked::NotSigned(format!("it says that it has signed {theirs} after it said {old}"));
            }
            Answer::OtherRoot | Answer::Inconsistent => return Asked::Alarm(AlarmKind::OtherHistory),
            Answer::UnknownLog => return Asked::NotSigned("404: it does not know this log".to_owned()),
            Answer::UnknownKey => return Asked::NotSigned("403: it does not know the log's key".to_owned()),
            Answer::Refused => return Asked::NotSigned("400: it does not understand the request".to_owned()),
            Answer::Unavailable { status } => return Asked::NotSigned(format!("status {status}")),
        }
    }
    Asked::NotSigned("it was asked twice".to_owned())
}

fn signed(head: &SignedHead, lines: &[ledger::note::Signature], key: &VerifierKey) -> Asked {
    match take_cosignature(head.note.clone(), lines, key) {
        Ok(note) => Asked::Signed(Box::new(SignedHead {
            checkpoint: head.checkpoint.clone(),
            note,
        })),
        Err(error) => Asked::NotSigned(error.to_string()),
    }
}

async fn ask_from(store: &Store, url: &str, old: u64, head: &SignedHead) -> Result<Answer, String> {
    let size = head.checkpoint.size;
    let proof = if old == 0 || old == size {
        Vec::new()
    } else {
        let proof = store.log_consistency(old, size).await;
        proof.map_err(|error| error.to_string())?
    };
    let request = request(old, proof, head.note.clone()).ok_or("the checkpoint cannot be sent")?;
    let calls = Outgoing::new(PATIENCE, MOST_BYTES);
    let answered = calls.post(url, "text/plain; charset=utf-8", request.to_string()).await;
    let answered = answered.map_err(|error| error.to_string())?;
    Answer::read(answered.status, &answered.body).map_err(|error| error.to_string())
}
