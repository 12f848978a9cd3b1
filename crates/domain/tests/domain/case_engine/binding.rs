//! An agreement binds (人民调解法, art. 31 to 33): what is in force nobody undoes alone, what is signed was read, and no promise is
//! forgotten.

use super::mediation::{
    act, agreement, does, drafted, drawn, holder, in_force, mediation, refuses, requester, sign, sign_application,
    sign_as,
};
use super::sample::{Story, at};
use domain::case::{
    Command, ConfirmationOutcome, Event, Mediate, Outcome, Party, PerformanceResult, SignedBy, SignedPaper, Signer,
    evolve,
};
use domain::clock::ClockStatus;

fn visit(term: u32, result: PerformanceResult, route: &str) -> Mediate {
    Mediate::FollowUp {
        term,
        result,
        note: "看过".to_owned(),
        route: route.to_owned(),
    }
}

fn answer() -> Command {
    Command::Answer {
        text: "已达成协议。".to_owned(),
        outcome: Outcome::Solved,
    }
}

fn reopen() -> Command {
    Command::Reopen {
        reason: "又堵上了".to_owned(),
    }
}

fn anew(parties: &[Party]) -> Mediate {
    Mediate::Anew {
        parties: parties.to_vec(),
        reason: "各方想换一种办法".to_owned(),
    }
}

/// Both promises are kept, and the case is closed on 26 March.
fn closed() -> Story {
    let mut story = in_force();
    for term in [1, 2] {
        let kept = visit(term, PerformanceResult::Performed, "");
        does(&mut story, "mediator-one", "2026-03-26 09:00", kept);
    }
    act(&mut story, "mediator-one", "2026-03-26 10:00", &answer());
    act(&mut story, "mediation-chair", "2026-03-26 11:00", &Command::Close);
    story
}

fn confirmed(story: &mut Story, outcome: ConfirmationOutcome) {
    sign_application(story, "2026-03-10 09:00");
    let apply = Mediate::ApplyConfirmation {
        court: "县人民法院".to_owned(),
    };
    does(story, "mediator-one", "2026-03-10 10:00", apply);
    let decided = Mediate::DecideConfirmation {
        outcome,
        note: "（2026）民特1号".to_owned(),
    };
    does(story, "mediator-one", "2026-03-19 10:00", decided);
}

#[test]
fn a_party_that_has_the_case_opened_again_undoes_no_agreement() {
    let mut story = closed();
    let mut was = mediation(&story).clone();
    story.act(&reopen(), &requester(), at("2026-03-27 09:00")).unwrap();
    // A dossier made before does not tell of the reopening; all else is as it was.
    was.told_at = mediation(&story).told_at;
    assert_eq!(mediation(&story), &was);
    assert!(was.in_force.is_some() && was.signatures.len() == 3);
    assert_eq!(story.case().status.as_str(), "in-force");
    assert!(story.case().answer.is_none() && !story.case().is_ended());
    // The other party's thirty days run on.
    assert_eq!(story.clock("confirmation").status, ClockStatus::Running);
    // What is found not to be kept after all is asked after again.
    let broken = visit(1, PerformanceResult::Partly, "");
    does(&mut story, "mediator-one", "2026-03-27 10:00", broken);
    assert!(story.clock("performance").is_open());
}

#[test]
fn what_was_reopened_before_this_rule_folds_as_it_did() {
    let story = closed();
    let old = serde_json::json!({ "event": "reopened", "reason": "又堵上了", "status": "registered" });
    let old: Event = serde_json::from_value(old).unwrap();
    let case = evolve(story.case.clone(), &old, &requester(), at("2026-03-27 09:00")).unwrap();
    let anew = case.mediation().unwrap();
    assert!(anew.in_force.is_none() && anew.before.len() == 1);
}

#[test]
fn only_all_parties_together_mediate_anew() {
    let mut story = in_force();
    let (who, now) = ("mediator-one", "2026-03-10 09:00");
    for alone in [&[Party::A][..], &[Party::B]] {
        assert_eq!(refuses(&mut story, who, now, anew(alone)), "refusal-anew-consent");
    }
    let by_requester = Command::Mediate(anew(&[Party::A, Party::B]));
    assert!(story.act(&by_requester, &requester(), at(now)).is_err());
    does(&mut story, who, now, anew(&[Party::A, Party::B]));
    assert_eq!(story.case().status.as_str(), "registered");
    let before = mediation(&story).before.last().unwrap();
    assert!(before.in_force.is_some() && mediation(&story).in_force.is_none());
    assert!(!story.clock("confirmation").is_open() && !story.clock("performance").is_open());
}

#[test]
fn what_a_court_has_confirmed_or_is_asked_to_is_not_mediated_anew() {
    let (who, now) = ("mediator-one", "2026-03-20 09:00");
    let both = || anew(&[Party::A, Party::B]);
    let mut story = in_force();
    sign_application(&mut story, "2026-03-10 09:00");
    let apply = Mediate::ApplyConfirmation {
        court: "县人民法院".to_owned(),
    };
    does(&mut story, who, "2026-03-10 10:00", apply);
    assert_eq!(refuses(&mut story, who, now, both()), "refusal-anew-asked");
    let mut story = in_force();
    confirmed(&mut story, ConfirmationOutcome::Confirmed);
    assert_eq!(refuses(&mut story, who, now, both()), "refusal-anew-confirmed");
    let mut story = in_force();
    confirmed(&mut story, ConfirmationOutcome::Rejected);
    does(&mut story, who, now, both());
}

#[test]
fn a_signature_is_of_the_draft_that_was_read() {
    let mut story = drafted();
    let (who, now) = ("mediator-one", "2026-03-04 16:00");
    does(&mut story, who, now, sign(Signer::A, 1));
    // While the second party reads the first draft, the mediator writes another one.
    let mut other = agreement();
    other.content = "乙方留两条排水沟。".to_owned();
    does(&mut story, who, now, Mediate::DraftAgreement(Box::new(other)));
    assert_eq!(
        refuses(&mut story, who, now, sign(Signer::B, 2)),
        "refusal-draft-changed"
    );
    assert_eq!(
        refuses(&mut story, who, now, sign_as(Signer::B, 2, 0)),
        "refusal-draft-changed"
    );
    does(&mut story, who, now, sign_as(Signer::B, 2, 2));
    let signed = mediation(&story).signatures.last().unwrap();
    assert_eq!((signed.signer, signed.draft), (Signer::B, 2));
    let told = story.stream.iter().rev().find_map(|(event, ..)| match event {
        Event::PaperSigned { draft, .. } => Some(*draft),
        _ => None,
    });
    assert_eq!(told, Some(2));
}

#[test]
fn on_the_glass_only_the_mediator_signs_as_the_mediator() {
    let mut story = drafted();
    let now = "2026-03-04 16:00";
    for other in ["mediator-two", "mediation-chair"] {
        assert_eq!(
            refuses(&mut story, other, now, sign(Signer::Mediator, 3)),
            "refusal-sign-mediator"
        );
    }
    // A page that was signed on paper can be handed in by whoever has it.
    let on_paper = Mediate::Sign {
        paper: SignedPaper::Agreement,
        signer: Signer::Mediator,
        by: SignedBy::Paper,
        file: drawn(9),
        draft: 1,
    };
    let mut paper = drafted();
    does(&mut paper, "mediator-two", now, on_paper);
    does(&mut story, "mediator-one", now, sign(Signer::Mediator, 3));
}

#[test]
fn closing_forgets_no_promise() {
    let mut story = in_force();
    let who = "mediator-one";
    let close = |story: &mut Story, now: &str| {
        let done = story.act(&Command::Close, &holder("mediation-chair"), at(now));
        done.map_err(|refusal| (refusal.key, refusal.args.into_iter().find(|(name, _)| name == "term")))
    };
    act(&mut story, who, "2026-03-05 09:00", &answer());
    // Asked after before the day, and not performed: nothing is settled by that.
    for term in [1, 2] {
        does(
            &mut story,
            who,
            "2026-03-06 09:00",
            visit(term, PerformanceResult::NotPerformed, ""),
        );
    }
    let refused = close(&mut story, "2026-03-06 10:00").unwrap_err();
    assert_eq!(refused.0, "refusal-needs-follow-up");
    // Its last day is not past.
    for (now, route, key) in [
        ("2026-03-20 23:00", "suit", "refusal-remedy-early"),
        ("2026-03-21 09:00", "nowhere", "refusal-remedy-unknown"),
        ("2026-03-21 09:00", "enforcement", "refusal-remedy-unconfirmed"),
    ] {
        let pursued = visit(1, PerformanceResult::NotPerformed, route);
        assert_eq!(refuses(&mut story, who, now, pursued), key);
    }
    let performed = visit(1, PerformanceResult::Performed, "suit");
    assert_eq!(
        refuses(&mut story, who, "2026-03-21 09:00", performed),
        "refusal-remedy-performed"
    );
    does(
        &mut story,
        who,
        "2026-03-21 09:00",
        visit(1, PerformanceResult::NotPerformed, "suit"),
    );
    assert!(story.clock("performance").is_open(), "the second promise is waited for");
    let refused = close(&mut story, "2026-03-21 10:00").unwrap_err();
    assert_eq!(refused.1, Some(("term".to_owned(), "2".to_owned())));
    does(
        &mut story,
        who,
        "2026-03-22 09:00",
        visit(2, PerformanceResult::Performed, ""),
    );
    assert!(!story.clock("performance").is_open());
    close(&mut story, "2026-03-22 10:00").unwrap();
    // What a court has confirmed it enforces.
    let mut story = in_force();
    confirmed(&mut story, ConfirmationOutcome::Confirmed);
    does(
        &mut story,
        who,
        "2026-03-21 09:00",
        visit(1, PerformanceResult::Partly, "enforcement"),
    );
    assert_eq!(mediation(&story).unsettled(), [2]);
}
