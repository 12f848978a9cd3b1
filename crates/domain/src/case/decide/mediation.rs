//! Mediation up to the agreement (人民调解法, art. 17 to 26): who wants it, what the parties are told, who mediates, the
//! sessions, and its end.

use super::permit::{other_unit, permit, slug_of};
use super::{Draft, about, agreement, clocks, party, referral, session, texts};
use crate::PostSlug;
use crate::case::{Case, Ended, Event, Mediate, Mediation, Party, Refusal, Role, SignedPaper, Sitting, confirm_until};
use crate::pack::{MediationRules, StepName};

/// The longest room, address of a call, court or body, in characters.
pub(super) const MOST_PLACE_CHARS: usize = 300;

/// Takes a step of a mediation.
pub(super) fn mediate(draft: &mut Draft<'_>, step: &Mediate) -> Result<(), Refusal> {
    permit(draft, step.step())?;
    match step {
        Mediate::Refer(said) => referral::refer(draft, said),
        Mediate::Extend { days, parties, reason } => referral::extend(draft, *days, parties, reason),
        Mediate::InviteOnline { parties } => referral::invite(draft, parties),
        Mediate::AnswerOnline { party, takes_part } => referral::answer(draft, *party, *takes_part),
        Mediate::Consent { party, agrees, note } => consent(draft, *party, *agrees, note),
        Mediate::Notice { party, how } => {
            check_parties(draft, &[*party])?;
            draft.push(Event::NoticeGiven {
                party: *party,
                how: *how,
            });
            Ok(())
        }
        Mediate::Choose { party, post } => choose(draft, *party, post),
        Mediate::Object { party, post, note } => party::object(draft, *party, post, note),
        Mediate::ConfirmRecord {
            party,
            session,
            agrees,
            note,
        } => party::confirm_record(draft, *party, *session, *agrees, note),
        Mediate::ConfirmPerformance {
            party,
            term,
            result,
            note,
        } => party::confirm_performance(draft, *party, *term, *result, note),
        Mediate::CallSitting {
            at,
            minutes,
            place,
            link,
            parties,
        } => session::call(draft, *at, *minutes, (place, link), parties),
        Mediate::MoveSitting {
            sitting,
            at,
            minutes,
            place,
            link,
            reason,
        } => session::relocate(draft, *sitting, *at, *minutes, (place, link), reason),
        Mediate::CallOffSitting { sitting, reason } => session::call_off(draft, *sitting, reason),
        Mediate::RecordSitting {
            sitting,
            present,
            text,
            read_back,
        } => session::record(draft, *sitting, present, text, *read_back),
        Mediate::RecordNobody { sitting, text } => session::record_nobody(draft, *sitting, text),
        Mediate::DraftAgreement(agreed) => agreement::draft(draft, agreed),
        Mediate::Sign {
            paper,
            signer,
            by,
            file,
            draft: read,
        } => agreement::sign(draft, *paper, *signer, *by, file, *read),
        Mediate::Seal => agreement::seal(draft),
        Mediate::OralAgreement(agreed) => agreement::oral(draft, agreed),
        Mediate::ApplyConfirmation { court } => agreement::apply_confirmation(draft, court),
        Mediate::DeclineConfirmation { parties, note } => agreement::decline_confirmation(draft, parties, note),
        Mediate::DecideConfirmation { outcome, note } => agreement::decide_confirmation(draft, *outcome, note),
        Mediate::FollowUp {
            term,
            result,
            note,
            route,
        } => agreement::follow_up(draft, *term, *result, note, route),
        Mediate::Anew { parties, reason } => agreement::anew(draft, parties, reason),
        Mediate::End { why, reason, routes } => {
            texts::needed("reason", reason)?;
            check_routes(draft, routes)?;
            end(draft, *why, None, reason, routes.clone());
            Ok(())
        }
        Mediate::HandOver { route, to, note } => hand_over(draft, route, to, note),
        Mediate::FileUnder { sha256, part } => {
            if !draft.case.evidence.iter().any(|evidence| evidence.sha256 == *sha256) {
                return Err(Refusal::new("refusal-no-evidence").with("number", &draft.case.number));
            }
            draft.push(Event::EvidenceFiled {
                sha256: sha256.clone(),
                part: *part,
            });
            Ok(())
        }
    }
}

/// Nothing goes without the dossier as the case stands.
fn hand_over(draft: &mut Draft<'_>, route: &str, to: &str, note: &str) -> Result<(), Refusal> {
    check_routes(draft, &[route.to_owned()])?;
    texts::needed("body", to)?;
    texts::line("body", to, MOST_PLACE_CHARS)?;
    texts::optional("note", note)?;
    let mediation = state(draft);
    if !mediation.has_dossier() {
        let key = if mediation.dossier.is_empty() {
            "refusal-dossier-none"
        } else {
            "refusal-dossier-stale"
        };
        return Err(Refusal::new(key).with("number", &draft.case.number));
    }
    draft.push(Event::HandedOver {
        route: route.to_owned(),
        to: to.to_owned(),
        note: note.to_owned(),
        dossier: mediation.dossier,
    });
    Ok(())
}

/// The pack's rules for mediation.
pub(super) fn rules<'a>(draft: &Draft<'a>) -> Result<&'a MediationRules, Refusal> {
    let refusal = || Refusal::new("refusal-no-mediation").with_text("kind", &draft.kind.name);
    draft.kind.mediation.as_ref().ok_or_else(refusal)
}

/// What there is of it; nothing at first.
pub(super) fn state(draft: &Draft<'_>) -> Mediation {
    draft.case.mediation().cloned().unwrap_or_default()
}

/// Parties as a refusal names them.
pub(super) fn letters(parties: &[Party]) -> String {
    let letters: Vec<&str> = parties.iter().map(|party| party.letter()).collect();
    letters.join(",")
}

/// All of them are parties of this case, at least one and each once.
pub(super) fn check_parties(draft: &Draft<'_>, parties: &[Party]) -> Result<(), Refusal> {
    let known = draft.case.parties();
    let strange: Vec<Party> = parties.iter().copied().filter(|party| !known.contains(party)).collect();
    if !strange.is_empty() {
        return Err(Refusal::new("refusal-party-unknown").with("partys", letters(&strange)));
    }
    if parties.is_empty() {
        return Err(Refusal::new("refusal-party-none"));
    }
    Ok(())
}

/// A party speaks for itself; what it says elsewhere is written down by those who handle the case.
pub(super) fn check_own_word(draft: &Draft<'_>, party: Party, step: StepName) -> Result<(), Refusal> {
    let own = match draft.actor.role {
        Role::Requester | Role::OtherParty => draft.actor.party() == Some(party),
        _ if draft.case.is_responsible(draft.actor) => true,
        _ => return Err(other_unit(draft, step)),
    };
    if own {
        Ok(())
    } else {
        Err(Refusal::new("refusal-consent-others"))
    }
}

/// Somebody who speaks for a party of the dispute by a link.
const fn is_party(role: Role) -> bool {
    matches!(role, Role::Requester | Role::OtherParty)
}

/// Who refuses is not mediated with, and is told, as the others are, where else a dispute can be settled.
fn consent(draft: &mut Draft<'_>, party: Party, agrees: bool, note: &str) -> Result<(), Refusal> {
    check_parties(draft, &[party])?;
    texts::optional("note", note)?;
    check_own_word(draft, party, StepName::RecordConsent)?;
    draft.push(Event::ConsentRecorded {
        party,
        agrees,
        note: note.to_owned(),
    });
    if !agrees {
        let routes = rules(draft)?.routes.iter().map(|route| route.slug.clone()).collect();
        end(draft, Ended::Refused, Some(party), "", routes);
    }
    Ok(())
}

fn end(draft: &mut Draft<'_>, why: Ended, party: Option<Party>, reason: &str, routes: Vec<String>) {
    let to = draft
        .kind
        .step(StepName::EndMediation)
        .and_then(|step| step.to.as_ref());
    let status = to.unwrap_or(&draft.case.status).clone();
    draft.push(Event::MediationEnded {
        why,
        party,
        reason: reason.to_owned(),
        routes,
        status,
    });
    clocks::apply(draft, StepName::EndMediation, false);
}

/// Routes that the pack names, at least one: nobody is sent away without being told where else to go (art. 26).
fn check_routes(draft: &Draft<'_>, routes: &[String]) -> Result<(), Refusal> {
    let known = &rules(draft)?.routes;
    let all_known = routes.iter().all(|slug| known.iter().any(|route| route.slug == *slug));
    if routes.is_empty() || !all_known {
        return Err(Refusal::new("refusal-routes"));
    }
    Ok(())
}

/// A mediator is one of the committee's own posts, who stands not aside and whom the case is not about.
fn choose(draft: &mut Draft<'_>, party: Option<Party>, post: &PostSlug) -> Result<(), Refusal> {
    let case = &draft.case;
    let known = draft.pack.post(post);
    let known = known.ok_or_else(|| Refusal::new("refusal-post-unknown").with("post", post))?;
    if case.stands_aside(post) {
        return Err(Refusal::new("refusal-aside-already").with_text("post", &known.name));
    }
    if known.unit != case.unit && !case.acting().any(|acting| acting == post) {
        return Err(Refusal::new("refusal-mediator-unit").with_text("post", &known.name));
    }
    about::check_responsible(&case.about, draft.pack, &case.unit, post)?;
    if let Some(party) = party {
        check_parties(draft, &[party])?;
        check_own_word(draft, party, StepName::ChooseMediator)?;
    } else if !draft.case.is_responsible(draft.actor) {
        return Err(other_unit(draft, StepName::ChooseMediator));
    }
    draft.push(Event::MediatorChosen {
        party,
        post: post.clone(),
    });
    Ok(())
}

/// Everybody wants it, and agrees on who mediates.
pub(super) fn check_ready(draft: &Draft<'_>) -> Result<(), Refusal> {
    let missing = draft.case.without_consent();
    if !missing.is_empty() {
        return Err(Refusal::new("refusal-consent-missing").with("partys", letters(&missing)));
    }
    if draft.case.mediator().is_none() {
        return Err(Refusal::new("refusal-no-mediator").with("number", &draft.case.number));
    }
    Ok(())
}

/// Nothing is closed before every promise is performed, or its day is past and how it is pursued was stated (art. 31 to 33).
pub(super) fn check_followed_up(case: &Case, step: StepName) -> Result<(), Refusal> {
    let unsettled = case.mediation().map_or_else(Vec::new, Mediation::unsettled);
    match unsettled.first() {
        Some(term) => Err(Refusal::new("refusal-needs-follow-up")
            .with("step", slug_of(step))
            .with("term", term)),
        None => Ok(()),
    }
}

/// Whether there is something to do by that step: what a page offers.
pub(super) fn concerns(draft: &Draft<'_>, step: StepName) -> bool {
    let case = &draft.case;
    let default = Mediation::default();
    let mediation = case.mediation().unwrap_or(&default);
    let agreement = mediation.agreement.as_ref();
    let in_force = mediation.in_force.is_some();
    match step {
        StepName::RecordReferral => !in_force && mediation.ended.is_none(),
        StepName::ExtendMediation => referral::is_running(draft),
        StepName::InviteOnline => !in_force,
        StepName::AnswerOnline => referral::is_awaited(draft),
        StepName::RecordConsent => is_party(draft.actor.role) || case.is_responsible(draft.actor),
        StepName::ChooseMediator => !in_force && (is_party(draft.actor.role) || case.is_responsible(draft.actor)),
        StepName::ConfirmRecord => mediation.sittings.iter().any(|sitting| sitting.record.is_some()),
        StepName::CallSession => check_ready(draft).is_ok(),
        StepName::RecordSession | StepName::MoveSession | StepName::CallOffSession => {
            mediation.sittings.iter().any(Sitting::is_awaited)
        }
        StepName::MediateAnew => {
            let asked = mediation.confirmation.as_ref();
            in_force && asked.is_none_or(|asked| asked.decided.is_some()) && !mediation.is_confirmed()
        }
        StepName::DraftAgreement | StepName::RecordOralAgreement => !in_force && check_ready(draft).is_ok(),
        StepName::SignPaper => !case.papers_to_sign(draft.pack, draft.now).is_empty(),
        StepName::SealAgreement => {
            !in_force && agreement.is_some_and(|agreement| !agreement.oral) && {
                let unsigned = case.unsigned(SignedPaper::Agreement);
                unsigned.is_empty()
            }
        }
        StepName::ApplyConfirmation => {
            in_force
                && agreement.is_some_and(|agreement| !agreement.oral)
                && mediation.confirmation.is_none()
                && case.unsigned(SignedPaper::Application).is_empty()
                && confirm_until(case, draft.pack).is_none_or(|until| draft.now.as_second() <= until.as_second())
        }
        StepName::DeclineConfirmation => {
            in_force
                && agreement.is_some_and(|agreement| !agreement.oral)
                && mediation.confirmation.is_none()
                && mediation.confirmation_declined.is_none()
                && confirm_until(case, draft.pack).is_none_or(|until| draft.now.as_second() <= until.as_second())
        }
        StepName::RecordConfirmation => mediation
            .confirmation
            .as_ref()
            .is_some_and(|asked| asked.decided.is_none()),
        StepName::FollowUp | StepName::ConfirmPerformance => !mediation.promises().is_empty(),
        StepName::HandOver => mediation.ended.is_some(),
        StepName::FileEvidence => !case.evidence.is_empty(),
        _ => true,
    }
}
