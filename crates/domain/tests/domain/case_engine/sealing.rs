//! What is said in confidence: put down, opened with a reason, erased.

use super::sample::{Story, at, pack, registration};
use domain::case::{Command, Event, Evidence, Ground, Opening, Outcome, Reason, Role, SealedValues};
use domain::clock::ClockStatus;
use domain::pack::FieldName;

const NAME: &str = "欧阳演示";
const PHONE: &str = "13900000000";

fn reason(written: &str) -> Reason {
    Reason {
        chosen: None,
        written: written.to_owned(),
    }
}

fn open_sealed(reason: Reason) -> Command {
    Command::Open {
        what: Opening::Sealed { fields: Vec::new() },
        reason,
    }
}

/// A petition with a name, a telephone number and a file, closed.
fn closed() -> Story {
    let mut story = Story::new(pack());
    let mut asked = registration("petition", at("2026-03-02 09:00"));
    asked.sealed = SealedValues::default().with(FieldName::RequesterName, NAME);
    story.does(Role::Clerk, "2026-03-02 09:00", &Command::Register(Box::new(asked)));
    let values = SealedValues::default().with(FieldName::RequesterContact, PHONE);
    let keep = Command::KeepSealed {
        values,
        reason: "来电补充".to_owned(),
    };
    story.does(Role::Clerk, "2026-03-02 09:10", &keep);
    story.does(Role::Clerk, "2026-03-02 09:20", &Command::Accept);
    let evidence = Evidence {
        name: "身份证.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        bytes: 10,
        sha256: "a".repeat(64),
    };
    story.does(Role::Clerk, "2026-03-02 09:30", &Command::AttachEvidence(evidence));
    let answer = Command::Answer {
        text: "已清理，谢谢王女士。".to_owned(),
        outcome: Outcome::Solved,
    };
    story.does(Role::Handler, "2026-03-03 09:00", &answer);
    story.does(Role::Clerk, "2026-03-03 10:00", &Command::Close);
    story
}

#[test]
fn values_are_in_no_event_text_and_no_debug_text() {
    let story = closed();
    let case = story.case.as_ref().unwrap();
    assert_eq!(
        case.sealed_fields,
        [FieldName::RequesterName, FieldName::RequesterContact]
    );
    let kept: Vec<_> = story.stream.iter().filter_map(|(event, ..)| event.sealed()).collect();
    assert_eq!(kept[0].get(FieldName::RequesterName), Some(NAME));
    assert_eq!(kept[1].get(FieldName::RequesterContact), Some(PHONE));
    for text in [
        serde_json::to_string(&story.stream).unwrap(),
        format!("{:?}", story.stream),
        format!("{case:?}"),
    ] {
        assert!(!text.contains(NAME) && !text.contains(PHONE), "{text}");
    }
}

#[test]
fn a_field_that_the_form_does_not_have_is_refused() {
    let mut story = closed();
    let keep = |field| Command::KeepSealed {
        values: SealedValues::default().with(field, "x"),
        reason: "补充".to_owned(),
    };
    for field in [FieldName::Title, FieldName::IdentityNumber] {
        assert_eq!(
            story.refuses(Role::Clerk, "2026-03-04 09:00", &keep(field)),
            "refusal-sealed-unknown"
        );
    }
    let nothing = Command::KeepSealed {
        values: SealedValues::default().with(FieldName::RequesterName, "  "),
        reason: "补充".to_owned(),
    };
    assert_eq!(
        story.refuses(Role::Clerk, "2026-03-04 09:00", &nothing),
        "refusal-sealed-nothing"
    );
}

#[test]
fn opening_needs_a_reason_and_is_written_down() {
    let mut story = closed();
    let changed = story.case.as_ref().unwrap().changed_at;
    assert_eq!(
        story.refuses(Role::Clerk, "2026-03-04 09:00", &open_sealed(Reason::default())),
        "refusal-text-needed"
    );
    let unknown = Reason {
        chosen: Some("curiosity".to_owned()),
        written: String::new(),
    };
    assert_eq!(
        story.refuses(Role::Clerk, "2026-03-04 09:00", &open_sealed(unknown)),
        "refusal-reason-unknown"
    );
    assert_eq!(
        story.refuses(Role::Auditor, "2026-03-04 09:00", &open_sealed(reason("x"))),
        "refusal-role"
    );
    assert_eq!(
        story.refuses(Role::Requester, "2026-03-04 09:00", &open_sealed(reason("x"))),
        "refusal-role"
    );
    assert_eq!(
        story.refuses(Role::Program, "2026-03-04 09:00", &open_sealed(reason("x"))),
        "refusal-open-nobody"
    );
    let chosen = Reason {
        chosen: Some("contact-requester".to_owned()),
        written: String::new(),
    };
    story.does(Role::Clerk, "2026-03-04 09:00", &open_sealed(chosen));
    story.does(
        Role::Auditor,
        "2026-03-04 09:05",
        &Command::Open {
            what: Opening::Evidence { sha256: "a".repeat(64) },
            reason: reason("核对"),
        },
    );
    let missing = Command::Open {
        what: Opening::Evidence { sha256: "b".repeat(64) },
        reason: reason("核对"),
    };
    assert_eq!(
        story.refuses(Role::Clerk, "2026-03-04 09:06", &missing),
        "refusal-no-evidence"
    );
    let opened = story
        .stream
        .iter()
        .filter(|(event, ..)| matches!(event, Event::Opened { .. }));
    assert_eq!(opened.count(), 2);
    assert_eq!(story.case.as_ref().unwrap().changed_at, changed);
}

#[test]
fn erasing_leaves_what_happened_and_nothing_that_was_said() {
    let mut story = closed();
    let erase = |ground| Command::Erase {
        ground,
        reason: "本人书面要求，已核对".to_owned(),
    };
    assert_eq!(
        story.refuses(Role::Program, "2027-03-03 09:00", &erase(Ground::Retention)),
        "refusal-erase-early"
    );
    assert_eq!(
        story.refuses(Role::Program, "2026-03-05 09:00", &erase(Ground::Request)),
        "refusal-erase-ground"
    );
    story.does(Role::Leader, "2026-03-05 09:00", &erase(Ground::Request));
    let case = story.case.clone().unwrap();
    assert_eq!(case.erased_at, Some(at("2026-03-05 09:00")));
    assert!(case.title.is_empty() && case.sealed_fields.is_empty());
    assert_eq!(case.outcome, Some(Outcome::Solved));
    assert!(case.clocks.iter().all(|clock| !clock.is_open()));
    assert_eq!(case.clocks.last().unwrap().status, ClockStatus::Cancelled);
    let again = Command::Reopen {
        reason: "还在".to_owned(),
    };
    assert_eq!(story.refuses(Role::Clerk, "2026-03-06 09:00", &again), "refusal-erased");
    let export = Command::Open {
        what: Opening::Export,
        reason: reason("统计"),
    };
    story.does(Role::Clerk, "2026-03-06 09:00", &export);
}

#[test]
fn an_open_case_is_not_erased() {
    let mut story = Story::new(pack());
    let asked = registration("petition", at("2026-03-02 09:00"));
    story.does(Role::Clerk, "2026-03-02 09:00", &Command::Register(Box::new(asked)));
    let erase = Command::Erase {
        ground: Ground::Request,
        reason: "本人要求".to_owned(),
    };
    assert_eq!(
        story.refuses(Role::Leader, "2026-03-02 10:00", &erase),
        "refusal-erase-open"
    );
    let kind = &story.pack.kinds["petition"];
    assert_eq!(story.case.as_ref().unwrap().erase_at(kind), None);
}

#[test]
fn the_packs_time_erases() {
    let mut story = closed();
    let kind = story.pack.kinds["petition"].clone();
    let due = story.case.as_ref().unwrap().erase_at(&kind).unwrap();
    assert_eq!(due, at("2027-03-03 10:00"));
    let erase = Command::Erase {
        ground: Ground::Retention,
        reason: String::new(),
    };
    story.does(Role::Program, "2027-03-03 10:00", &erase);
    assert_eq!(story.case.as_ref().unwrap().erase_at(&kind), None);
}
