//! How long it takes to find the cases that may be about the same as one, in a register of a million.

use crate::failure::Failure;
use office::{Office, Said, proposals};
use std::time::{Duration, Instant};
use store::{Filter, Sort, Viewer};

/// Proposals for one case, as the desk asks for them.
const MOST: usize = 5;
/// Cases of a page.
const PAGE: u32 = 500;

/// The time that 99 of 100 questions stay within.
pub(super) async fn p99(office: &Office, questions: usize) -> Result<Duration, Failure> {
    let viewer = Viewer::body();
    let mut took = Vec::with_capacity(questions);
    let mut after = None;
    while took.len() < questions {
        let page = office
            .store
            .list(&viewer, &Filter::default(), Sort::ReceivedNewest, after.as_ref(), PAGE)
            .await?;
        let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        let cases = office.store.cases(&ids).await?;
        for case in cases.values().take(questions - took.len()) {
            let began = Instant::now();
            proposals(office, &viewer, &Said::of(case), MOST).await?;
            took.push(began.elapsed());
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    took.sort_unstable();
    let at = (took.len() * 99).div_ceil(100).saturating_sub(1);
    Ok(took.get(at).copied().unwrap_or_default())
}
