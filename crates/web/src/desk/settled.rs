//! Petitions of which the last word has been said: after a re-review the same facts and reasons are not accepted again, and the
//! petitioner is told so (信访工作条例, art. 36). Who takes a petition that may be one of these is shown the earlier one; whether they
//! are the same facts and reasons, a person says.

use super::step_forms::StepForm;
use crate::fault::Fault;
use crate::frame::Frame;
use crate::visit::Visit;
use domain::Text;
use domain::case::Case;
use domain::pack::Rule;
use office::{Said, alike};

/// Cases alike that are looked through.
const MOST: usize = 20;
/// The step that refuses, as addresses name it.
const REFUSE: &str = "refuse";

/// What is shown where a petition can still be refused.
pub(super) struct Settled<'a> {
    /// Numbers of the earlier ones, of those that whoever reads may see.
    pub(super) numbers: Vec<String>,
    /// The reason with which it can be refused, by the pack.
    pub(super) reason: &'a str,
    /// Where the rule comes from.
    pub(super) source: String,
}

/// Of this case, for this person; none where nothing was settled before.
pub(super) async fn of<'a>(
    visit: &'a Visit,
    f: &Frame<'_>,
    case: &Case,
    forms: &[StepForm<'_>],
) -> Result<Option<Settled<'a>>, Fault> {
    if !forms.iter().any(|form| form.slug == REFUSE) {
        return Ok(None);
    }
    let Some((numbers, rule)) = before(visit, case).await? else {
        return Ok(None);
    };
    Ok((!numbers.is_empty()).then(|| Settled {
        numbers,
        reason: rule.value.get(visit.locale),
        source: f.source(rule),
    }))
}

/// Numbers of the earlier ones, of those that whoever reads may see, and the reason with which this one can be refused, by the
/// pack; none where the pack knows no last word.
pub(crate) async fn before<'a>(visit: &'a Visit, case: &Case) -> Result<Option<(Vec<String>, &'a Rule<Text>)>, Fault> {
    let office = &visit.desk.office;
    let ladder = office.pack.kind(&case.kind).and_then(|kind| kind.ladder.as_ref());
    let Some(rule) = ladder.and_then(|ladder| ladder.settled.as_ref()) else {
        return Ok(None);
    };
    let linked = match &case.repeat_of {
        Some(link) => office.store.case(link.case).await?,
        None => None,
    };
    let found = alike(office, visit.viewer(), &Said::of(case), MOST).await?;
    let all = linked.into_iter().chain(found.into_iter().map(|alike| alike.case));
    let mut numbers: Vec<String> = all
        .filter(|earlier| earlier.is_final() && visit.sees(earlier))
        .map(|earlier| earlier.number)
        .collect();
    numbers.sort();
    numbers.dedup();
    Ok(Some((numbers, rule)))
}
