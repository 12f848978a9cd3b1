//! Submissions that mean no good, through every door that takes something in: the portal, the desk, the interface for
//! programs, Open311. Each is answered clearly: taken and found again as it is documented to be kept, or refused with words
//! that say what to do, in the reader's language. Nothing fails, nothing runs, nothing sealed comes out.

mod files;
mod forms;
mod judged;
mod listening;
mod numbers;
mod texts;

use crate::browser::Bureau;
use judged::Judged;

/// How many there have to be.
const FEWEST: usize = 200;

#[tokio::test]
async fn two_hundred_hostile_submissions() {
    let heard = listening::begin();
    let bureau = Bureau::staffed().await;
    let mut judged = Judged::new(&bureau).await;
    texts::send_all(&mut judged).await;
    numbers::send_all(&mut judged).await;
    forms::send_all(&mut judged).await;
    files::send_all(&mut judged).await;
    assert!(judged.sent() >= FEWEST, "only {} distinct submissions", judged.sent());
    judged.nothing_is_lost().await;
    judged.nothing_comes_out(&heard).await;
    judged.passed();
}
