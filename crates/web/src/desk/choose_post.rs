//! In which of two posts somebody acts who has the watch of a desk: in the desk's, or in their own.

use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame;
use crate::visit::Visit;
use axum::response::Response;
use jiff::Timestamp;

/// `POST /post`
///
/// It holds for this session, and the desk's no longer than this watch. What was on the page may be in sight no more: it leads to the first one.
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let at = match fields.get("post") {
        "watch" => Some(visit.now),
        "own" => None,
        _ => return Err(Fault::Unreadable),
    };
    choose(&visit, at).await?;
    Ok(frame::see_other("/"))
}

/// The session acts in the post of the watch from that moment on; none: in one's own.
pub(crate) async fn choose(visit: &Visit, at: Option<Timestamp>) -> Result<(), Fault> {
    let desk = &visit.desk;
    desk.office
        .store
        .choose_duty_post(&visit.person.token_sha256, at)
        .await?;
    desk.sessions.forget_account(&visit.person.account.id);
    Ok(())
}
