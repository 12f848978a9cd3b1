//! What the steps of a mediation do to a case.

use crate::PostSlug;
use crate::case::{
    CalledOff, Case, Confirmation, ConfirmationDeclined, Consent, Ending, Event, HandOver, Mediation, Notice,
    Objection, Online, Performance, RecordWord, Signature, SignedPaper, Sitting, SittingRecord, TermWord,
};
use jiff::Timestamp;
use std::collections::BTreeMap;

#[expect(clippy::too_many_lines, reason = "one arm for each event, read as a table")]
pub(super) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    if let Event::MediationAnew { status, .. } = event {
        begin_anew(case);
        case.status.clone_from(status);
        case.answer = None;
        return;
    }
    let Case { mediation, status, .. } = case;
    let mediation = &mut **mediation.get_or_insert_default();
    match event {
        Event::CourtReferred(referral) => mediation.referral = Some(referral.clone()),
        Event::OnlineInvited { parties } => {
            mediation.online = Some(Online {
                parties: parties.clone(),
                at,
                answers: BTreeMap::new(),
            });
        }
        Event::OnlineAnswered { party, takes_part } => {
            if let Some(online) = &mut mediation.online {
                online.answers.insert(*party, *takes_part);
            }
        }
        Event::ConsentRecorded { party, agrees, note } => {
            let consent = Consent {
                agrees: *agrees,
                note: note.clone(),
                at,
            };
            mediation.consents.insert(*party, consent);
        }
        Event::NoticeGiven { party, how } => {
            mediation.notices.insert(*party, Notice { how: *how, at });
        }
        Event::MediatorChosen { party: None, post } => mediation.proposed = Some(post.clone()),
        Event::MediatorChosen {
            party: Some(party),
            post,
        } => {
            mediation.choices.insert(*party, post.clone());
            mediation
                .objections
                .retain(|objection| objection.party != *party || objection.post != *post);
        }
        Event::MediatorObjected { party, post, note } => {
            mediation.choices.retain(|who, chosen| who != party || chosen != post);
            if mediation.proposed.as_ref() == Some(post) {
                mediation.proposed = None;
            }
            mediation.objections.push(Objection {
                party: *party,
                post: post.clone(),
                note: note.clone(),
                at,
            });
        }
        Event::RecordConfirmed {
            party,
            session,
            agrees,
            note,
        } => mediation.record_words.push(RecordWord {
            party: *party,
            session: *session,
            agrees: *agrees,
            note: note.clone(),
            at,
        }),
        Event::PerformanceConfirmed {
            party,
            term,
            result,
            note,
        } => mediation.term_words.push(TermWord {
            party: *party,
            term: *term,
            result: *result,
            note: note.clone(),
            at,
        }),
        Event::SessionCalled {
            at: begins,
            minutes,
            place,
            link,
            parties,
            status: to,
        } => {
            mediation.sittings.push(Sitting {
                at: *begins,
                minutes: *minutes,
                place: place.clone(),
                link: link.clone(),
                parties: parties.clone(),
                called_at: at,
                moved: 0,
                called_off: None,
                record: None,
            });
            status.clone_from(to);
        }
        Event::SessionMoved {
            session,
            at: begins,
            minutes,
            place,
            link,
            ..
        } => {
            if let Some(sitting) = sitting(mediation, *session) {
                sitting.at = *begins;
                sitting.minutes = *minutes;
                sitting.place.clone_from(place);
                sitting.link.clone_from(link);
                sitting.called_at = at;
                sitting.moved = sitting.moved.saturating_add(1);
            }
        }
        Event::SessionCalledOff { session, reason, .. } => {
            if let Some(sitting) = sitting(mediation, *session) {
                sitting.called_off = Some(CalledOff {
                    reason: reason.clone(),
                    at,
                });
            }
        }
        Event::SessionRecorded { session, present, text } => {
            if let Some(sitting) = sitting(mediation, *session) {
                sitting.record = Some(SittingRecord {
                    present: present.clone(),
                    text: text.clone(),
                    at,
                });
            }
        }
        Event::AgreementDrafted { agreement } => {
            mediation.agreement = Some((**agreement).clone());
            mediation.drafts = mediation.drafts.saturating_add(1);
            mediation
                .signatures
                .retain(|signature| signature.paper != SignedPaper::Agreement);
        }
        Event::PaperSigned {
            paper,
            signer,
            by,
            sha256,
            draft,
        } => mediation.signatures.push(Signature {
            paper: *paper,
            signer: *signer,
            by: *by,
            sha256: sha256.clone(),
            draft: *draft,
            at,
        }),
        Event::AgreementSealed { status: to, .. } => {
            mediation.in_force = Some(at);
            status.clone_from(to);
        }
        Event::OralAgreementRecorded { agreement, status: to } => {
            mediation.agreement = Some((**agreement).clone());
            mediation.in_force = Some(at);
            status.clone_from(to);
        }
        Event::ConfirmationApplied { court } => {
            mediation.confirmation = Some(Confirmation {
                court: court.clone(),
                at,
                decided: None,
            });
            mediation.confirmation_declined = None;
        }
        Event::ConfirmationDeclined { parties, note } => {
            mediation.confirmation_declined = Some(ConfirmationDeclined {
                parties: parties.clone(),
                note: note.clone(),
                at,
            });
        }
        Event::ConfirmationDecided { outcome, note } => {
            if let Some(confirmation) = &mut mediation.confirmation {
                confirmation.decided = Some((*outcome, note.clone(), at));
            }
        }
        Event::PerformanceVisited {
            term,
            result,
            note,
            route,
        } => {
            let place = usize::try_from(*term).ok().and_then(|number| number.checked_sub(1));
            let terms = mediation.agreement.as_mut().map(|agreement| &mut agreement.terms);
            if let Some(term) = terms.and_then(|terms| terms.get_mut(place?)) {
                term.visits.push(Performance {
                    result: *result,
                    note: note.clone(),
                    route: route.clone(),
                    at,
                });
            }
        }
        Event::MediationEnded {
            why,
            party,
            reason,
            routes,
            status: to,
        } => {
            mediation.ended = Some(Ending {
                why: *why,
                party: *party,
                reason: reason.clone(),
                routes: routes.clone(),
                at,
            });
            status.clone_from(to);
        }
        Event::HandedOver {
            route,
            to,
            note,
            dossier,
        } => mediation.handed_over.push(HandOver {
            route: route.clone(),
            to: to.clone(),
            note: note.clone(),
            dossier: dossier.clone(),
            at,
        }),
        Event::EvidenceFiled { sha256, part } => {
            mediation.filed.insert(sha256.clone(), *part);
        }
        _ => {}
    }
}

/// A session by its number, 1 first.
fn sitting(mediation: &mut Mediation, number: u32) -> Option<&mut Sitting> {
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    mediation.sittings.get_mut(place)
}

/// The dossier was made as a file of that hash, of the case in that version.
pub(super) fn take_out(case: &mut Case, sha256: &str, of: u64) {
    let mediation = case.mediation.get_or_insert_default();
    sha256.clone_into(&mut mediation.dossier);
    mediation.dossier_of = of;
}

/// Whether the dossier tells of an event. It does not of what is said and done around a mediation: who looked, clocks, words with
/// those who ask, who was invited or told, and where the dossier went.
pub(super) const fn is_told(event: &Event) -> bool {
    !matches!(
        event,
        Event::Opened { .. }
            | Event::NoticesChosen { .. }
            | Event::LinkGiven { .. }
            | Event::HandedOver { .. }
            | Event::Messaged { .. }
            | Event::Commented { .. }
            | Event::Supervised { .. }
            | Event::ProgressReported { .. }
            | Event::Answered { .. }
            | Event::Confirmed { .. }
            | Event::Unreached { .. }
            | Event::Closed { .. }
            | Event::RepeatRecorded
            | Event::RepeatOf { .. }
            | Event::RepeatedBy { .. }
            | Event::SplitFrom { .. }
            | Event::SplitOff { .. }
            | Event::Related { .. }
            | Event::Unrelated { .. }
            | Event::Published(_)
            | Event::Unpublished { .. }
            | Event::UnitJoined { .. }
            | Event::UnitReleased { .. }
            | Event::DangerRaised { .. }
            | Event::DangerAcknowledged
            | Event::DangerEnded { .. }
            | Event::GuestInvited { .. }
            | Event::GuestEnded { .. }
            | Event::GuestStated { .. }
            | Event::SealedShared { .. }
            | Event::ClockStarted { .. }
            | Event::ClockPaused { .. }
            | Event::ClockResumed { .. }
            | Event::ClockExtended { .. }
            | Event::ClockStopped { .. }
            | Event::ClockCancelled { .. }
            | Event::MarkReached { .. }
    )
}

/// A dossier that was made before does not say it.
pub(super) fn tell_anew(case: &mut Case) {
    if let Some(mediation) = &mut case.mediation {
        mediation.told_at = case.version;
    }
}

/// A mediator who stands aside is nobody's choice any more; the parties are offered the other one.
pub(super) fn stand_aside(case: &mut Case, post: &PostSlug, replacement: &PostSlug) {
    let Some(mediation) = &mut case.mediation else { return };
    let was_proposed = mediation.proposed.as_ref() == Some(post);
    let before = mediation.choices.len();
    mediation.choices.retain(|_, chosen| chosen != post);
    if was_proposed || mediation.choices.len() < before {
        mediation.proposed = Some(replacement.clone());
    }
}

/// The parties are asked anew. What there was is kept, files stay where they were put, and drafts are counted on.
pub(super) fn begin_anew(case: &mut Case) {
    let Some(mut done) = case.mediation.take() else { return };
    let mut before = std::mem::take(&mut done.before);
    let filed = done.filed.clone();
    let drafts = done.drafts;
    before.push(*done);
    case.mediation = Some(Box::new(Mediation {
        drafts,
        filed,
        before,
        ..Mediation::default()
    }));
}
