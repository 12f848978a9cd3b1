//! Standing aside 回避: who has a direct interest does nothing more in the case, and somebody named acts instead
//! (信访工作条例, art. 28).

use super::permit::permit;
use super::{Draft, about, ladder, texts};
use crate::PostSlug;
use crate::case::{Actor, Case, Event, Refusal};
use crate::pack::StepName;

/// Refuses whatever somebody does whose post stands aside.
pub(super) fn check_actor(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    if actor.post.as_ref().is_some_and(|post| case.stands_aside(post)) {
        return Err(Refusal::new("refusal-aside").with("number", &case.number));
    }
    Ok(())
}

/// A post stands aside. The replacement acts in the same capacity, has nothing to do with what the case is about, and does
/// not stand aside itself; where the responsible leader stands aside, the replacement leads.
pub(super) fn recuse(
    draft: &mut Draft<'_>,
    post: &PostSlug,
    replacement: &PostSlug,
    reason: &str,
) -> Result<(), Refusal> {
    permit(draft, StepName::Recuse)?;
    texts::needed("reason", reason)?;
    let known = |slug: &PostSlug| {
        let post = draft.pack.post(slug);
        post.ok_or_else(|| Refusal::new("refusal-post-unknown").with("post", slug))
    };
    let (aside, instead) = (known(post)?, known(replacement)?);
    let case = &draft.case;
    if case.stands_aside(post) {
        return Err(Refusal::new("refusal-aside-already").with_text("post", &aside.name));
    }
    if aside.slug == instead.slug || aside.role != instead.role || case.stands_aside(replacement) {
        return Err(Refusal::new("refusal-aside-replacement")
            .with_text("post", &aside.name)
            .with_text("replacement", &instead.name));
    }
    about::check_responsible(&case.about, draft.pack, &case.unit, replacement)?;
    ladder::check_fresh(draft, &instead.unit, replacement)?;
    let leads = case.leader == *post;
    let unit = aside.unit.clone();
    draft.push(Event::Recused {
        post: post.clone(),
        unit,
        replacement: replacement.clone(),
        reason: reason.to_owned(),
        leads,
    });
    Ok(())
}
