//! Opening what is sealed, a file or a list: first it is written down who does so and why, and only then it is shown.
//! Nothing else reads them for people.

use crate::act::append;
use crate::boxed;
use crate::{Error, Office, act};
use domain::CaseId;
use domain::case::{Actor, Command, Opening, Reason, Refusal, SealedValues, check_reason, decide};
use jiff::Timestamp;
use store::SaidBy;

/// Cases of a list that are written to at once.
const AT_ONCE: usize = 1_000;

/// Opens the sealed fields of a case. Each call is an opening of its own: there is no key under which a second one
/// would go unwritten.
///
/// # Errors
/// A refusal of the rules; the store's.
#[boxed]
pub async fn open_sealed(
    office: &Office,
    case: CaseId,
    reason: Reason,
    actor: &Actor,
    now: Timestamp,
) -> Result<SealedValues, Error> {
    let what = Opening::Sealed { fields: Vec::new() };
    act(office, case, &Command::Open { what, reason }, actor, now, None).await?;
    Ok(office.store.open_sealed(case).await?)
}

/// Opens a file of a case.
///
/// # Errors
/// A refusal of the rules; the store's, [`store::Error::Corrupt`] where the bytes are gone though nothing was erased.
#[boxed]
pub async fn open_evidence(
    office: &Office,
    case: CaseId,
    sha256: &str,
    reason: Reason,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<u8>, Error> {
    let what = Opening::Evidence {
        sha256: sha256.to_owned(),
    };
    act(office, case, &Command::Open { what, reason }, actor, now, None).await?;
    let bytes = office.store.file(case, sha256).await?;
    let missing = || store::Error::Corrupt(format!("the file {sha256} is not kept"));
    Ok(bytes.ok_or_else(missing)?)
}

/// Writes down that a list with these cases in it is saved as a file; the reason is asked for where there are none, too. Another's write in between leads to a new try.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them. Then it may be written down of some
/// cases and not of others: the record says more than what was shown, never less.
#[boxed]
pub async fn open_export(
    office: &Office,
    cases: &[CaseId],
    reason: &Reason,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    const TRIES: u32 = 5;
    check_reason(&office.pack, reason)?;
    let command = Command::Open {
        what: Opening::Export,
        reason: reason.clone(),
    };
    for some in cases.chunks(AT_ONCE) {
        let mut left = some.to_vec();
        for tries in 1.. {
            let mut states = office.store.cases(&left).await?;
            let mut appends = Vec::with_capacity(left.len());
            for id in &left {
                let state = states.remove(id).ok_or_else(|| Refusal::new("refusal-no-case"))?;
                let events = decide(Some(&state), &command, actor, &office.pack, now)?;
                appends.push(append(office, *id, Some(state), events, actor, now, None));
            }
            let answers = office.store.append_many(appends).await;
            let mut again = Vec::new();
            for (id, answer) in left.into_iter().zip(answers) {
                match answer {
                    Ok(_) => {}
                    Err(store::Error::Conflict { .. }) if tries < TRIES => again.push(id),
                    Err(error) => return Err(error.into()),
                }
            }
            if again.is_empty() {
                break;
            }
            left = again;
        }
    }
    Ok(())
}

/// Writes down that the rows to mend of an import are saved as a file. They are of no case, so no event and no leaf of the log says
/// so: it stands in the access record, as what was said of accounts does.
///
/// # Errors
/// The refusal that there is no reason; the store's.
#[boxed]
pub async fn open_rows(
    office: &Office,
    import: &str,
    reason: &Reason,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    check_reason(&office.pack, reason)?;
    let words = serde_json::to_string(reason).map_err(|error| store::Error::Corrupt(error.to_string()))?;
    let said = SaidBy {
        actor: actor.clone(),
        reason: words,
        at: now,
    };
    Ok(office.store.record_rows_saved(import, said).await?)
}
