//! The part of a case's page on a danger to somebody, on a source that is hidden, and on outsiders who are invited.

use crate::access::Right;
use crate::dangers::{self, Urgent};
use crate::fault::Fault;
use crate::frame::Frame;
use crate::visit::Visit;
use domain::case::{Case, Role, open_steps};
use domain::pack::StepName;

/// What the page says of it.
pub(super) struct Shield<'a> {
    /// The danger that has not ended.
    pub(super) danger: Option<Open<'a>>,
    /// Kinds of danger that can be raised; none where nobody can.
    pub(super) raise: Vec<Urgent<'a>>,
    /// Message key of the button that does.
    pub(super) raise_key: &'static str,
    /// Who reported is hidden.
    pub(super) source: Option<Source<'a>>,
    /// Who is invited, the last first.
    pub(super) guests: Vec<Invited>,
    /// Somebody can be invited.
    pub(super) may_invite: bool,
}

/// A danger that has not ended.
pub(super) struct Open<'a> {
    pub(super) kind: String,
    pub(super) situation: String,
    pub(super) urgent: Option<Urgent<'a>>,
    pub(super) since: String,
    /// Which duty post has it in hand, and since when; none while it calls.
    pub(super) taken_up: Option<(&'a str, String)>,
    /// Message key of how far its call has come.
    pub(super) called: &'static str,
    pub(super) may_answer: bool,
    pub(super) may_end: bool,
}

/// A source that is hidden.
pub(super) struct Source<'a> {
    /// The post that received it.
    pub(super) post: &'a str,
    /// Whoever reads holds that post.
    pub(super) is_own: bool,
    /// Nobody holds it, and whoever reads can name another.
    pub(super) may_name: bool,
    /// Posts that it can be handed on to.
    pub(super) posts: Vec<(&'a str, &'a str)>,
    /// Files that came with it: SHA-256 and name.
    pub(super) files: Vec<(String, String)>,
}

/// An invitation.
#[expect(clippy::struct_excessive_bools, reason = "what the page offers, each by itself")]
pub(super) struct Invited {
    pub(super) guest: String,
    pub(super) who: String,
    pub(super) purpose: String,
    pub(super) until: String,
    pub(super) by: String,
    pub(super) holds: bool,
    /// What was opened to them.
    pub(super) shared: String,
    pub(super) may_end: bool,
    pub(super) may_share: bool,
    /// They were shown the agreement of the mediation.
    pub(super) agreement: bool,
    pub(super) may_show_agreement: bool,
}

/// Of this case, for this person.
pub(super) async fn of<'a>(visit: &'a Visit, f: &Frame<'_>, case: &'a Case) -> Result<Shield<'a>, Fault> {
    let pack = &visit.desk.office.pack;
    let works = visit.may_with(Right::TakeStep, case);
    let is_open = !case.is_ended() && case.erased_at.is_none();
    let called = office::danger_called(&visit.desk.office, case).await?;
    let danger = case.danger.as_ref().map(|danger| {
        let urgent = dangers::of(pack, danger, visit.locale);
        Open {
            kind: urgent
                .as_ref()
                .map_or_else(|| danger.danger.clone(), |urgent| urgent.kind.to_owned()),
            situation: danger.situation.clone(),
            urgent,
            since: f.moment(&danger.raised_at),
            taken_up: danger
                .acknowledged
                .as_ref()
                .map(|(at, post)| (pack.post_name(post, visit.locale), f.moment(at))),
            called: dangers::called_by_desk(called),
            may_answer: danger.calls() && visit.may_with(Right::AnswerDanger, case),
            may_end: works,
        }
    });
    let may_raise = works && is_open && danger.is_none();
    Ok(Shield {
        danger,
        raise: if may_raise {
            dangers::all(pack, visit.locale)
        } else {
            Vec::new()
        },
        raise_key: dangers::raise_key(pack),
        source: source(visit, case).await?,
        guests: guests(visit, f, case),
        may_invite: is_open && visit.may_with(Right::InviteGuest, case),
    })
}

async fn source<'a>(visit: &'a Visit, case: &'a Case) -> Result<Option<Source<'a>>, Fault> {
    let Some(shield) = case.source_shield.as_ref().filter(|_| case.erased_at.is_none()) else {
        return Ok(None);
    };
    let office = &visit.desk.office;
    let pack = &office.pack;
    let is_own = visit.may_with(Right::SeeSource, case);
    let may_name =
        !is_own && visit.may_with(Right::NameReceiver, case) && !office::is_held(office, &shield.post).await?;
    let fits = |role| !matches!(role, Role::Auditor | Role::Administrator);
    let posts = pack.posts.iter().filter(|post| {
        let stands_aside = case.stands_aside(&post.slug) || case.about.covers_post(pack, &post.slug);
        (is_own || may_name) && post.slug != shield.post && fits(post.role) && !stands_aside
    });
    let files = case
        .evidence
        .iter()
        .filter(|file| is_own && case.is_of_source(&file.sha256));
    Ok(Some(Source {
        post: pack.post_name(&shield.post, visit.locale),
        is_own,
        may_name,
        posts: posts
            .map(|post| (post.slug.as_str(), post.name.get(visit.locale)))
            .collect(),
        files: files.map(|file| (file.sha256.clone(), file.name.clone())).collect(),
    }))
}

fn guests(visit: &Visit, f: &Frame<'_>, case: &Case) -> Vec<Invited> {
    let pack = &visit.desk.office.pack;
    let may_invite = visit.may_with(Right::InviteGuest, case);
    let opens = visit.may_with(Right::OpenSealed, case)
        && open_steps(case, visit.actor(), pack, visit.now).contains(&StepName::OpenSealed);
    let invited = case.invitations.iter().rev().map(|one| {
        let holds = one.holds(visit.now);
        let is_host = visit.actor().post.as_ref() == Some(&one.by);
        let more = case.sealed_fields.iter().any(|field| !one.shared.contains(field));
        // What is sealed is not even named where the source is hidden.
        let shared = if case.hides_source_from(visit.actor()) {
            String::new()
        } else {
            super::story::labels(f, &case.kind, &one.shared)
        };
        Invited {
            guest: one.guest.clone(),
            who: one.who.clone(),
            purpose: one.purpose.clone(),
            until: f.moment(&one.until),
            by: pack.post_name(&one.by, visit.locale).to_owned(),
            holds,
            shared,
            may_end: holds && may_invite,
            may_share: holds && is_host && opens && more,
            agreement: one.agreement,
            may_show_agreement: holds
                && visit.may_with(Right::OpenSealed, case)
                && case.may_show_agreement(visit.actor(), one),
        }
    });
    invited.collect()
}
