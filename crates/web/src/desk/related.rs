//! What belongs together with a case, of what somebody may see: whoever may not see the other case meets nothing of it here, neither
//! its number nor why somebody joined the two.

use crate::access::Right;
use crate::fault::Fault;
use crate::visit::Visit;
use domain::CaseId;
use domain::case::{Case, CaseLink};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::Story;

/// Whether this person may know that `other` belongs together with `case`. Where it is hidden who reported one of them, the other may
/// tell it.
pub(crate) fn can_be(visit: &Visit, case: &Case, other: &Case) -> bool {
    let knows = |case: &Case| case.source_shield.is_none() || visit.may_with(Right::SeeSource, case);
    visit.sees(other) && knows(case) && knows(other)
}

/// The story without what says that it belongs together with cases that this person may not know of.
pub(super) async fn without_unseen(visit: &Visit, story: Arc<Story>) -> Result<Arc<Story>, Fault> {
    let linked = story.events.iter().filter_map(|recorded| recorded.event.related());
    let linked: BTreeSet<CaseId> = linked.map(|link| link.case).collect();
    if linked.is_empty() {
        return Ok(story);
    }
    let many = linked.len();
    let seen = seen(visit, &story.case, linked).await?;
    if seen.len() == many {
        return Ok(story);
    }
    let is_seen = |link: &CaseLink| seen.contains_key(&link.case);
    let mut story = Story::clone(&story);
    story
        .events
        .retain(|recorded| recorded.event.related().is_none_or(is_seen));
    story.case.related.retain(is_seen);
    Ok(Arc::new(story))
}

/// The cases that belong together with it, of those that this person may know of, with why.
pub(crate) async fn of(visit: &Visit, case: &Case) -> Result<Vec<(Case, CaseLink)>, Fault> {
    let linked: BTreeSet<CaseId> = case.related.iter().map(|link| link.case).collect();
    if linked.is_empty() {
        return Ok(Vec::new());
    }
    let mut seen = seen(visit, case, linked).await?;
    let links = case.related.iter();
    Ok(links
        .filter_map(|link| Some((seen.remove(&link.case)?, link.clone())))
        .collect())
}

async fn seen(visit: &Visit, case: &Case, linked: BTreeSet<CaseId>) -> Result<HashMap<CaseId, Case>, Fault> {
    let linked: Vec<CaseId> = linked.into_iter().collect();
    let mut others = visit.desk.office.store.cases(&linked).await?;
    others.retain(|_, other| can_be(visit, case, other));
    Ok(others)
}
