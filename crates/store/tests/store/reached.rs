//! Notices in a row that did not arrive are counted for each party of a case by itself.

use crate::support::{Home, at, new_id};
use domain::CaseId;
use domain::case::Party;
use store::Store;

async fn counts<const N: usize>(store: &Store, of: [(CaseId, Party, u64); N]) -> [u64; N] {
    let mut counts = [0; N];
    for (count, (case, party, address_at)) in counts.iter_mut().zip(of) {
        *count = store.notice_failures(case, party, address_at).await.unwrap();
    }
    counts
}

#[tokio::test]
async fn each_party_has_a_count_of_its_own() {
    let home = Home::new().await;
    let store = &home.store;
    let now = at("2026-03-02T04:00:00Z");
    let (case, other) = (new_id(), new_id());
    let told = [(case, Party::A, 3), (case, Party::B, 3), (other, Party::A, 3)];
    assert_eq!(counts(store, told).await, [0, 0, 0]);
    for (party, so_far) in [(Party::A, 1), (Party::A, 2), (Party::B, 1), (Party::A, 3)] {
        let failures = store.notice_failed((case, party), 3, None, now).await.unwrap();
        assert_eq!(failures, so_far, "{party:?}");
    }
    // That notices are chosen once more takes nothing from what was counted.
    store
        .queue_notices(0, vec![case, other], Vec::new(), now)
        .await
        .unwrap();
    assert_eq!(counts(store, told).await, [3, 1, 0]);
    store.notice_reached(case, Party::A).await.unwrap();
    assert_eq!(counts(store, told).await, [0, 1, 0]);
    // Of another address everything is counted anew.
    let failures = store.notice_failed((case, Party::B), 5, None, now).await.unwrap();
    assert_eq!(failures, 1);
    let told = [(case, Party::B, 3), (case, Party::B, 5), (case, Party::A, 5)];
    assert_eq!(counts(store, told).await, [0, 1, 0]);
}
