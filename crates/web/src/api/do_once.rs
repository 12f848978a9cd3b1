//! What is done once under an `Idempotency-Key`, where nothing of what was done says under which.

use super::caller::Caller;
use crate::fault::Fault;

/// Does it, unless it was done under the key before; answers whether it had been. `key` is as [`super::sent::Sent`] has it. The caller has the
/// key's turn; only after a power cut between doing and remembering is it done again.
///
/// # Errors
/// What doing it answers: then it was not done, and the same key may try it again; the store's.
pub(super) async fn do_once(
    caller: &Caller,
    key: Option<&str>,
    doing: impl Future<Output = Result<(), Fault>>,
) -> Result<bool, Fault> {
    let Some((id, asked)) = key.and_then(store::asked_under) else {
        doing.await?;
        return Ok(false);
    };
    let store = &caller.visit.desk.office.store;
    if store.is_done(id, asked).await? {
        return Ok(true);
    }
    doing.await?;
    store.mark_done(id, asked, caller.visit.now).await?;
    Ok(false)
}
