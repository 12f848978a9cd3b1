//! Another party's link to its dispute opens what is that party's, on every route, and nothing that is the requester's.

use super::doors::{Caller, Met, address};
use super::rows::{Door, ROWS};
use crate::browser::Bureau;
use crate::dispute::{found, link};
use std::fmt::Write as _;

#[tokio::test]
async fn another_party_s_link_is_no_requester_s() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    let home = link(&mut mediator, &case, &[("party", "b")]).await;
    let secret = home.trim_start_matches("/portal/mine/");
    let number = case.trim_start_matches("/cases/");
    let mut caller = Caller::new(bureau.browser()).await;
    let mut wrong = String::new();
    for row in ROWS {
        let at = address(&bureau, row, number, "0", secret);
        let found = caller.call(row, &at).await;
        let came_in = if row.nothing_there { Met::Nothing } else { Met::In };
        let expected = match row.door {
            Door::Everybody | Door::Party => came_in,
            Door::Link | Door::Invited | Door::Secret => Met::Nothing,
            Door::Anybody | Door::Body(_) | Door::Case(_) | Door::Key(_) | Door::OwnKey(_) => Met::SignIn,
        };
        if found != expected {
            let _ = writeln!(wrong, "{} {at}: {found:?}, not {expected:?}", row.method);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
