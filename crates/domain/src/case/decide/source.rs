//! Hiding who reported, and handing that on: by the post that received it alone, or by a leader of the body where nobody
//! holds that post any more (信访工作条例, art. 30 and 46).

use super::{Draft, about, texts};
use crate::PostSlug;
use crate::case::{About, Actor, Case, Event, Refusal, Role};
use crate::pack::{Kind, Pack};

/// Hides the source where the category of a new or corrected case says so.
pub(super) fn hide(draft: &mut Draft<'_>) {
    let category = draft.kind.category(&draft.case.category);
    if draft.case.source_shield.is_some() || !category.is_some_and(|category| category.hides_source) {
        return;
    }
    let post = receiver(draft.pack, draft.kind, &draft.case, draft.actor);
    draft.push(Event::SourceHidden { post });
}

/// The post that received it: whoever wrote it down; for what came without a post, the one that the kind names for it, else
/// the responsible leader's.
fn receiver(pack: &Pack, kind: &Kind, case: &Case, actor: &Actor) -> PostSlug {
    let without_post = || source_receiver(pack, kind, &case.about, &case.leader);
    actor.post.clone().unwrap_or_else(without_post)
}

/// The post that receives a report which comes without one: the one that the kind names for it, unless it is about that; else
/// the responsible leader's.
#[must_use]
pub fn source_receiver(pack: &Pack, kind: &Kind, about: &About, leader: &PostSlug) -> PostSlug {
    let named = kind.source_post.as_ref().filter(|post| fits(pack, about, post));
    named.unwrap_or(leader).clone()
}

/// Whether a post can be trusted with it: it is there, handles cases, and is not complained about.
fn fits(pack: &Pack, about: &About, post: &PostSlug) -> bool {
    let known = pack.post(post);
    let handles = known.is_some_and(|post| !matches!(post.role, Role::Auditor | Role::Administrator));
    handles && !about.covers_post(pack, post)
}

/// Refuses whoever the source is hidden from.
pub(super) fn check_actor(case: &Case, actor: &Actor, pack: &Pack) -> Result<(), Refusal> {
    match &case.source_shield {
        Some(shield) if shield.hides_from(actor) => Err(hidden(&shield.post, pack)),
        _ => Ok(()),
    }
}

fn hidden(post: &PostSlug, pack: &Pack) -> Refusal {
    let refusal = Refusal::new("refusal-source-hidden");
    match pack.post(post) {
        Some(post) => refusal.with_text("post", &post.name),
        None => refusal.with("post", post),
    }
}

/// Another post sees the source from now on, and the one so far does not. `vacated`: nobody holds the one so far, as the
/// caller has found; then a leader of the body says so, and nobody else can.
pub(super) fn hand_on(draft: &mut Draft<'_>, post: &PostSlug, reason: &str, vacated: bool) -> Result<(), Refusal> {
    let Some(shield) = draft.case.source_shield.clone() else {
        return Err(Refusal::new("refusal-source-open").with("number", &draft.case.number));
    };
    if vacated {
        let unit = draft.actor.unit.as_ref().and_then(|unit| draft.pack.unit(unit));
        let leads_body = draft.actor.role == Role::Leader && unit.is_some_and(|unit| !unit.reports_daily);
        if !leads_body {
            return Err(Refusal::new("refusal-source-leader"));
        }
    } else {
        check_actor(&draft.case, draft.actor, draft.pack)?;
    }
    texts::needed("reason", reason)?;
    let known = draft.pack.post(post);
    let known = known.ok_or_else(|| Refusal::new("refusal-post-unknown").with("post", post))?;
    let aside = draft.case.stands_aside(post);
    if *post == shield.post || aside || !fits(draft.pack, &draft.case.about, post) {
        return Err(Refusal::new("refusal-source-post").with_text("post", &known.name));
    }
    about::check_unit(&draft.case.about, draft.pack, &known.unit)?;
    draft.push(Event::SourceHandedOn {
        post: post.clone(),
        reason: reason.to_owned(),
        vacated,
    });
    Ok(())
}

/// A file that came with it tells nothing of who reported: those who handle the case may read it.
pub(super) fn clear_file(draft: &mut Draft<'_>, sha256: &str, reason: &str) -> Result<(), Refusal> {
    check_actor(&draft.case, draft.actor, draft.pack)?;
    texts::needed("reason", reason)?;
    if !draft.case.is_of_source(sha256) {
        return Err(Refusal::new("refusal-no-evidence").with("number", &draft.case.number));
    }
    draft.push(Event::SourceFileCleared {
        sha256: sha256.to_owned(),
        reason: reason.to_owned(),
    });
    Ok(())
}
