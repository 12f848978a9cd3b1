//! Who comes in where: the policies hold at the door of every page, `docs/access.md` says so, and a unit sees its own
//! cases only.

mod complete;
mod doc;
pub(crate) mod doors;
mod hidden;
mod keys;
mod moved;
mod nothing;
mod on_watch;
mod party;
pub(crate) mod rows;

use crate::browser::Bureau;
use axum::http::StatusCode;

#[tokio::test]
async fn a_unit_sees_its_own_cases_only() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let water = clerk.register("Burst main", "water").await;
    let fire = clerk.register("Blocked exit", "fire").await;
    let mut handler = bureau.signed_in("water-handler").await;
    let page = handler.get(&format!("/cases/{water}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text()
            .contains("You see this because the unit Water Bureau is responsible for it")
    );
    let page = clerk.get(&format!("/cases/{fire}")).await;
    assert!(page.text().contains("works for all units"));
    assert_eq!(
        handler.get(&format!("/cases/{fire}")).await.status,
        StatusCode::NOT_FOUND
    );
    let list = handler.get("/cases?unit=fire").await;
    assert!(list.text().contains(&water) && !list.text().contains(&fire));
    let token = handler.get(&format!("/cases/{water}")).await.hidden("csrf");
    let answer = handler
        .post(&format!("/cases/{fire}/steps/acknowledge"), &[("csrf", &token)])
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
