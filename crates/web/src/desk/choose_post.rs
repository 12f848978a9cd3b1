//! In which of two posts somebody acts who has the watch of a desk: in the desk's, or for a while in their own again.

use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame;
use axum::response::Response;

/// `POST /post`
///
/// It holds for this session, and no longer than this watch. What was on the page may be in sight no more: it leads to the first one.
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let own_at = match fields.get("post") {
        "own" => Some(visit.now),
        "watch" => None,
        _ => return Err(Fault::Unreadable),
    };
    let desk = &visit.desk;
    let session = &visit.person.token_sha256;
    desk.office.store.choose_own_post(session, own_at).await?;
    desk.sessions.forget_account(&visit.person.account.id);
    Ok(frame::see_other("/"))
}
