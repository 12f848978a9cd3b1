//! Mediation without an agreement: it ends, the parties are told where else to go, and the dossier goes there.

use super::mediation::{accepted, act, call, choose, consent, does, holder, mediation, ready, refuses, requester};
use super::sample::at;
use domain::case::{Command, Correction, Ended, Mediate, Opening, Outcome, Party, Reason, open_steps};
use domain::pack::StepName;

#[test]
fn who_refuses_ends_it_and_all_are_told_the_other_routes() {
    let mut story = accepted();
    does(&mut story, "mediator-one", "2026-03-02 10:00", consent(Party::A, true));
    // The requester speaks for the first party and for nobody else.
    let other = story.act(
        &Command::Mediate(consent(Party::B, true)),
        &requester(),
        at("2026-03-02 10:00"),
    );
    assert_eq!(other.unwrap_err().key, "refusal-consent-others");
    does(&mut story, "mediator-one", "2026-03-02 11:00", consent(Party::B, false));
    let ended = mediation(&story).ended.clone().unwrap();
    assert_eq!((ended.why, ended.party), (Ended::Refused, Some(Party::B)));
    assert_eq!(ended.routes, ["arbitration", "administrative", "judicial"]);
    assert_eq!(story.case().status.as_str(), "ended");
    assert!(!story.clock("mediation").is_open());
    for step in [
        call("2026-03-04 14:30"),
        choose(Some(Party::A), "mediator-one"),
        consent(Party::B, true),
    ] {
        assert_eq!(
            refuses(&mut story, "mediator-one", "2026-03-02 12:00", step),
            "refusal-status"
        );
    }
    // The end is no answer; closing needs one.
    let close = story.act(&Command::Close, &holder("mediation-chair"), at("2026-03-03 09:00"));
    assert!(close.is_err());
    let hand_over = || Mediate::HandOver {
        route: "judicial".to_owned(),
        to: "县人民法院".to_owned(),
        note: String::new(),
    };
    // No dossier, or one of before: nothing goes to anybody.
    assert_eq!(
        refuses(&mut story, "mediator-one", "2026-03-03 09:00", hand_over()),
        "refusal-dossier-none"
    );
    let made = |n: char, of: u64| Command::Open {
        what: Opening::Dossier {
            sha256: n.to_string().repeat(64),
            of,
        },
        reason: Reason {
            written: "移交".to_owned(),
            ..Reason::default()
        },
    };
    let of = story.case().version;
    act(&mut story, "mediator-one", "2026-03-03 09:10", &made('a', of));
    let correct = Command::Correct {
        changes: Correction {
            title: Some("两家的院墙".to_owned()),
            ..Correction::default()
        },
        reason: "说错了".to_owned(),
    };
    act(&mut story, "mediator-one", "2026-03-03 09:15", &correct);
    assert_eq!(
        refuses(&mut story, "mediator-one", "2026-03-03 09:15", hand_over()),
        "refusal-dossier-stale"
    );
    // Made while it was put right, it does not say so either.
    act(&mut story, "mediator-one", "2026-03-03 09:16", &made('a', of));
    assert_eq!(
        refuses(&mut story, "mediator-one", "2026-03-03 09:16", hand_over()),
        "refusal-dossier-stale"
    );
    let of = story.case().version;
    act(&mut story, "mediator-one", "2026-03-03 09:17", &made('b', of));
    // Who looks, and what is said to those who wait, is in no dossier.
    let word = Command::Message {
        text: "材料送去了。".to_owned(),
        to: None,
    };
    act(&mut story, "mediator-one", "2026-03-03 09:18", &word);
    does(&mut story, "mediator-one", "2026-03-03 09:20", hand_over());
    does(&mut story, "mediator-one", "2026-03-03 09:21", hand_over());
    // The dossier that went is told from any other by its hash.
    let went = mediation(&story).handed_over.iter();
    assert!(
        went.map(|handed| &handed.dossier)
            .eq([&"b".repeat(64), &"b".repeat(64)])
    );
    let answer = Command::Answer {
        text: "对方不愿意调解，可以走仲裁、行政、司法途径。".to_owned(),
        outcome: Outcome::CannotBeMet,
    };
    act(&mut story, "mediator-one", "2026-03-03 10:00", &answer);
    act(&mut story, "mediation-chair", "2026-03-03 11:00", &Command::Close);
    // Opened again, the parties are asked anew, and what there was is kept.
    let reopen = Command::Reopen {
        reason: "对方愿意谈了".to_owned(),
    };
    act(&mut story, "clerk", "2026-03-05 09:00", &reopen);
    assert!(mediation(&story).consents.is_empty() && mediation(&story).ended.is_none());
    assert_eq!(mediation(&story).before.len(), 1);
}

#[test]
fn a_failed_mediation_tells_where_else_to_go() {
    let mut story = ready();
    let end = |routes: &[&str]| Mediate::End {
        why: Ended::Failed,
        reason: "双方对数额差得太远".to_owned(),
        routes: routes.iter().map(ToString::to_string).collect(),
    };
    for routes in [&[][..], &["nowhere"][..]] {
        assert_eq!(
            refuses(&mut story, "mediator-one", "2026-03-20 09:00", end(routes)),
            "refusal-routes"
        );
    }
    does(&mut story, "mediator-one", "2026-03-20 09:00", end(&["judicial"]));
    assert_eq!(story.case().status.as_str(), "ended");
    let open = open_steps(
        story.case(),
        &holder("mediator-one"),
        &story.pack,
        at("2026-03-20 10:00"),
    );
    assert!(open.contains(&StepName::HandOver) && open.contains(&StepName::Answer));
    assert!(!open.contains(&StepName::CallSession) && !open.contains(&StepName::RecordConsent));
}
