//! Sources that are hidden, dangers to somebody, and people of other bodies who are invited.

use super::sample::{Story, answer, at, pack, registration};
use domain::CaseId;
use domain::access::{CaseFacts, Right, Standing, attend, follow};
use domain::case::{
    About, Actor, Case, Command, Correction, Event, Evidence, Opening, Party, Publication, Reason, Refusal, Role,
    SealedValues, Told, evolve, invited_actor, open_steps,
};
use domain::pack::{FieldName, Pack, StepName};
use jiff::{SignedDuration, Timestamp};

const GUEST: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn holder(pack: &Pack, post: &str) -> Actor {
    let post = pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

fn requester() -> Actor {
    Actor {
        role: Role::Requester,
        ..Actor::program()
    }
}

/// A pack in which cases of the category `urgent` hide their source.
fn hiding() -> Pack {
    let mut pack = pack();
    let kind = pack.kinds.get_mut("petition").unwrap();
    kind.categories[1].hides_source = true;
    pack
}

/// A report of wrongdoing with a name, taken down by the holder of `post`; by the person who reports where there is none.
fn report(pack: Pack, post: Option<&str>) -> Story {
    let mut story = Story::new(pack);
    let mut asked = registration("petition", at("2026-03-02 09:00"));
    asked.category = "urgent".into();
    asked.external = Some("举报-77".to_owned());
    asked.sealed = SealedValues::default().with(FieldName::RequesterName, "欧阳某某");
    let actor = post.map_or_else(requester, |post| holder(&story.pack, post));
    let command = Command::Register(Box::new(asked));
    story.act(&command, &actor, at("2026-03-02 09:00")).unwrap();
    story
}

fn by(story: &mut Story, post: &str, command: &Command) -> Result<usize, Refusal> {
    let actor = holder(&story.pack, post);
    story.act(command, &actor, at("2026-03-02 10:00"))
}

fn refusal(done: Result<usize, Refusal>) -> String {
    done.expect_err("it was done").key
}

fn hand_on(post: &str, vacated: bool) -> Command {
    Command::HandSourceOn {
        post: post.into(),
        reason: "岗位调整".to_owned(),
        vacated,
    }
}

fn open_sealed() -> Command {
    Command::Open {
        what: Opening::Sealed { fields: Vec::new() },
        reason: Reason {
            chosen: None,
            written: "核实".to_owned(),
        },
    }
}

fn evidence(n: char) -> Evidence {
    Evidence {
        name: format!("{n}.pdf"),
        media_type: "application/pdf".to_owned(),
        bytes: 7,
        sha256: n.to_string().repeat(64),
    }
}

/// The state of the whole stream, read again.
fn replayed(story: &Story) -> Case {
    let fold = |state, (event, actor, now): &(Event, Actor, Timestamp)| {
        let text = serde_json::to_string(event).unwrap();
        let event: Event = serde_json::from_str(&text).unwrap();
        evolve(state, &event, actor, *now)
    };
    story.stream.iter().fold(None, fold).unwrap()
}

fn give_link() -> Command {
    Command::GiveLink {
        link: "a".repeat(64),
        party: None,
    }
}

#[test]
fn who_reported_is_seen_by_the_receiving_post_alone() {
    let mut story = report(hiding(), Some("clerk"));
    assert_eq!(story.case().source_shield.as_ref().unwrap().post.as_str(), "clerk");
    for post in ["office-chief", "duty-officer", "water-handler", "deputy-head"] {
        assert_eq!(
            refusal(by(&mut story, post, &open_sealed())),
            "refusal-source-hidden",
            "{post}"
        );
        let keep = Command::KeepSealed {
            values: SealedValues::default().with(FieldName::RequesterContact, "139"),
            reason: "补充".to_owned(),
        };
        assert_eq!(refusal(by(&mut story, post, &keep)), "refusal-source-hidden");
        assert_eq!(refusal(by(&mut story, post, &give_link())), "refusal-source-hidden");
        assert_eq!(
            refusal(by(&mut story, post, &hand_on(post, false))),
            "refusal-source-hidden"
        );
        let actor = holder(&story.pack, post);
        let open = open_steps(story.case(), &actor, &story.pack, at("2026-03-02 10:00"));
        for step in [StepName::OpenSealed, StepName::KeepSealed, StepName::GiveLink] {
            assert!(!open.contains(&step), "{post} {step:?}");
        }
    }
    by(&mut story, "clerk", &open_sealed()).unwrap();
    // It is nobody's to read, whatever the category says of publishing.
    let publication = Publication {
        text: "有人举报".to_owned(),
        with_place: false,
    };
    let publish = by(&mut story, "office-chief", &Command::Publish(publication));
    assert_eq!(refusal(publish), "refusal-publish-source");
    assert_eq!(replayed(&story), *story.case());
}

#[test]
fn what_others_read_tells_nothing_of_the_source() {
    let mut story = report(hiding(), Some("clerk"));
    story
        .act(
            &Command::AttachEvidence(evidence('a')),
            &requester(),
            at("2026-03-02 09:30"),
        )
        .unwrap();
    by(&mut story, "clerk", &Command::AttachEvidence(evidence('b'))).unwrap();
    by(&mut story, "office-chief", &Command::AttachEvidence(evidence('c'))).unwrap();
    by(&mut story, "clerk", &open_sealed()).unwrap();
    by(&mut story, "clerk", &give_link()).unwrap();
    let case = story.case();
    let shield = case.source_shield.clone().unwrap();
    let masked = case.without_source();
    assert_eq!(masked.title, case.title);
    let files: Vec<&str> = masked.evidence.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(files, ["c.pdf"]);
    let mut told = serde_json::to_string(&masked).unwrap();
    for (event, ..) in &story.stream {
        if let Some(event) = event.without_source(&shield) {
            told.push_str(&serde_json::to_string(&event).unwrap());
        }
    }
    let (a, b) = (&evidence('a').sha256, &evidence('b').sha256);
    let words = ["热线", "举报-77", "requester_name", "a.pdf", "b.pdf", "link_given"];
    for secret in words.into_iter().chain([a.as_str(), b.as_str()]) {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    assert!(told.contains("c.pdf"));
    // A file that came with it is opened by nobody else, until the receiving post says that it tells nothing.
    let open = |file: &Evidence| Command::Open {
        what: Opening::Evidence {
            sha256: file.sha256.clone(),
        },
        reason: Reason {
            chosen: None,
            written: "办理".to_owned(),
        },
    };
    let opened = by(&mut story, "office-chief", &open(&evidence('b')));
    assert_eq!(refusal(opened), "refusal-source-hidden");
    let clear = Command::ClearSourceFile {
        sha256: b.clone(),
        reason: "只有账目".to_owned(),
    };
    assert_eq!(refusal(by(&mut story, "office-chief", &clear)), "refusal-source-hidden");
    by(&mut story, "clerk", &clear).unwrap();
    by(&mut story, "office-chief", &open(&evidence('b'))).unwrap();
    assert_eq!(replayed(&story), *story.case());
}

#[test]
fn the_source_is_handed_on_by_the_receiving_post_or_where_it_is_vacant() {
    let mut story = report(hiding(), Some("clerk"));
    for (post, key) in [
        ("clerk", "refusal-source-post"),
        ("auditor", "refusal-source-post"),
        ("nobody", "refusal-post-unknown"),
    ] {
        assert_eq!(refusal(by(&mut story, "clerk", &hand_on(post, false))), key);
    }
    by(&mut story, "clerk", &hand_on("office-chief", false)).unwrap();
    assert_eq!(
        refusal(by(&mut story, "clerk", &open_sealed())),
        "refusal-source-hidden"
    );
    by(&mut story, "office-chief", &open_sealed()).unwrap();
    // Nobody holds it any more: a leader of the body, never one of a unit.
    for post in ["water-leader", "clerk", "duty-officer"] {
        let named = by(&mut story, post, &hand_on("clerk", true));
        assert_eq!(refusal(named), "refusal-source-leader", "{post}");
    }
    by(&mut story, "deputy-head", &hand_on("clerk", true)).unwrap();
    by(&mut story, "clerk", &open_sealed()).unwrap();
    // One that is not hidden has nothing to hand on.
    let mut plain = Story::of("petition", "2026-03-02 09:00");
    assert_eq!(
        refusal(by(&mut plain, "clerk", &hand_on("office-chief", false))),
        "refusal-source-open"
    );
}

#[test]
fn what_came_without_a_post_is_received_by_the_one_that_the_kind_names() {
    let mut pack = hiding();
    let of = |pack: &Pack| report(pack.clone(), None).case().source_shield.clone().unwrap().post;
    assert_eq!(of(&pack).as_str(), "housing-leader");
    let kind = pack.kinds.get_mut("petition").unwrap();
    kind.source_post = Some("clerk".into());
    assert_eq!(of(&pack).as_str(), "clerk");
    // Never a post that is complained about.
    let mut asked = registration("petition", at("2026-03-02 09:00"));
    asked.category = "urgent".into();
    asked.about = About::post("clerk".into());
    let mut story = Story::new(pack);
    let register = Command::Register(Box::new(asked));
    story.act(&register, &requester(), at("2026-03-02 09:00")).unwrap();
    assert_eq!(
        story.case().source_shield.as_ref().unwrap().post.as_str(),
        "housing-leader"
    );
}

#[test]
fn a_case_that_turns_out_to_be_such_a_report_hides_its_source_for_good() {
    let mut story = Story::new(hiding());
    let mut asked = registration("petition", at("2026-03-02 09:00"));
    asked.category = "other".into();
    let clerk = holder(&story.pack, "clerk");
    story
        .act(&Command::Register(Box::new(asked)), &clerk, at("2026-03-02 09:00"))
        .unwrap();
    by(&mut story, "clerk", &Command::AttachEvidence(evidence('a'))).unwrap();
    assert_eq!(story.case().source_shield, None);
    let correct = |category: &str| Command::Correct {
        changes: Correction {
            category: Some(category.into()),
            ..Correction::default()
        },
        reason: "是检举".to_owned(),
    };
    by(&mut story, "duty-officer", &correct("urgent")).unwrap();
    let shield = story.case().source_shield.clone().unwrap();
    assert_eq!((shield.post.as_str(), shield.files.len()), ("duty-officer", 1));
    by(&mut story, "duty-officer", &correct("other")).unwrap();
    assert_eq!(story.case().source_shield, Some(shield));
}

#[test]
fn the_policies_say_the_same_of_a_hidden_source() {
    let story = report(hiding(), Some("water-handler"));
    let case = story.case();
    let may = |post: &str, right| {
        let standing = Standing::of(&story.pack, &holder(&story.pack, post));
        standing.may_with(right, case).allowed
    };
    // It is the housing bureau's case; the post that received it keeps it in sight.
    assert!(may("water-handler", Right::SeeCases) && may("water-handler", Right::SeeSource));
    assert!(may("water-handler", Right::OpenSealed) && !may("water-leader", Right::SeeCases));
    for post in ["housing-handler", "office-chief", "auditor", "deputy-head"] {
        assert!(may(post, Right::SeeCases), "{post}");
        assert!(!may(post, Right::SeeSource) && !may(post, Right::OpenSealed), "{post}");
    }
    assert!(may("deputy-head", Right::NameReceiver) && !may("housing-leader", Right::NameReceiver));
    let plain = Story::of("petition", "2026-03-02 09:00");
    let standing = Standing::of(&story.pack, &holder(&story.pack, "housing-handler"));
    assert!(standing.may_with(Right::SeeSource, plain.case()).allowed);
}

fn raise(situation: &str) -> Command {
    Command::RaiseDanger {
        danger: "violence".to_owned(),
        situation: situation.to_owned(),
    }
}

fn end_danger() -> Command {
    Command::EndDanger {
        reason: "民警已到场".to_owned(),
    }
}

#[test]
fn a_danger_calls_the_duty_post_and_ends_with_a_reason() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    assert_eq!(
        refusal(by(&mut story, "auditor", &raise("打人"))),
        "refusal-danger-role"
    );
    assert_eq!(refusal(by(&mut story, "clerk", &raise(" "))), "refusal-text-needed");
    let unknown = Command::RaiseDanger {
        danger: "ghosts".to_owned(),
        situation: "有鬼".to_owned(),
    };
    assert_eq!(refusal(by(&mut story, "clerk", &unknown)), "refusal-danger-unknown");
    assert_eq!(
        refusal(by(&mut story, "duty-officer", &Command::AcknowledgeDanger)),
        "refusal-danger-none"
    );
    by(&mut story, "housing-handler", &raise("门口有人打人")).unwrap();
    // The same again says nothing new; other words call again.
    assert_eq!(by(&mut story, "clerk", &raise("门口有人打人")), Ok(0));
    assert_eq!(
        refusal(by(&mut story, "housing-handler", &Command::AcknowledgeDanger)),
        "refusal-danger-duty"
    );
    assert_eq!(
        refusal(by(&mut story, "auditor", &Command::TakeDangerCall)),
        "refusal-danger-duty"
    );
    by(&mut story, "duty-officer", &Command::AcknowledgeDanger).unwrap();
    // What is in hand already stays so.
    assert_eq!(by(&mut story, "housing-leader", &Command::TakeDangerCall), Ok(0));
    let danger = story.case().danger.clone().unwrap();
    assert_eq!(danger.acknowledged.unwrap().1.as_str(), "duty-officer");
    by(&mut story, "clerk", &raise("又打起来了")).unwrap();
    assert!(story.case().danger.as_ref().unwrap().calls());
    // Whoever was called for it has it in hand, whatever their post.
    by(&mut story, "housing-leader", &Command::TakeDangerCall).unwrap();
    assert!(!story.case().danger.as_ref().unwrap().calls());
    by(&mut story, "housing-handler", &end_danger()).unwrap();
    assert_eq!(story.case().danger, None);
    assert_eq!(refusal(by(&mut story, "clerk", &end_danger())), "refusal-danger-none");
    assert_eq!(replayed(&story), *story.case());
}

#[test]
fn a_danger_ends_with_its_case_and_leaves_no_mark() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    by(&mut story, "clerk", &raise("门口有人打人")).unwrap();
    story
        .does(Role::Clerk, "2026-03-02 11:00", &Command::Accept)
        .does(Role::Handler, "2026-03-02 12:00", &answer());
    story.does(Role::SpecialOffice, "2026-03-02 13:00", &Command::Close);
    assert_eq!(story.case().danger, None);
    assert_eq!(
        refusal(by(&mut story, "clerk", &raise("又来了"))),
        "refusal-danger-ended"
    );
    // Nothing in the state says that there ever was one.
    let state = serde_json::to_string(story.case()).unwrap();
    assert!(!state.contains("violence") && !state.contains("danger"), "{state}");
    let reopen = Command::Reopen {
        reason: "没有解决".to_owned(),
    };
    by(&mut story, "clerk", &reopen).unwrap();
    assert_eq!(story.case().danger, None);
}

#[test]
fn what_others_say_of_a_danger_is_not_told_to_who_may_be_overlooked() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    let (event, actor) = (
        Event::DangerRaised {
            danger: "violence".to_owned(),
            situation: "家里有人打人".to_owned(),
        },
        holder(&story.pack, "clerk"),
    );
    assert_eq!(event.told(&actor), Told::Nothing);
    assert!(event.told(&requester()).is_whole());
    by(&mut story, "clerk", &raise("家里有人打人")).unwrap();
    assert_eq!(story.case().danger.as_ref().unwrap().said_by(Party::A), None);
    story
        .act(&raise("他回来了"), &requester(), at("2026-03-02 11:00"))
        .unwrap();
    assert!(story.case().danger.as_ref().unwrap().said_by(Party::A).is_some());
}

fn until(hours: i64) -> Timestamp {
    at("2026-03-02 10:00") + SignedDuration::from_hours(hours)
}

fn invite(until: Timestamp) -> Command {
    Command::InviteGuest {
        guest: GUEST.to_owned(),
        who: "城关派出所 社区民警".to_owned(),
        purpose: "联合调解".to_owned(),
        until,
    }
}

fn look(what: Opening) -> Command {
    Command::Open {
        what,
        reason: Reason {
            chosen: None,
            written: "联合调解".to_owned(),
        },
    }
}

#[test]
fn an_invited_outsider_sees_one_case_until_a_time() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    for (hours, key) in [(-1, "refusal-guest-past"), (24 * 200, "refusal-guest-until")] {
        assert_eq!(refusal(by(&mut story, "clerk", &invite(until(hours)))), key);
    }
    assert_eq!(
        refusal(by(&mut story, "auditor", &invite(until(24)))),
        "refusal-guest-role"
    );
    by(&mut story, "clerk", &invite(until(24))).unwrap();
    let guest = invited_actor(GUEST);
    let now = at("2026-03-02 11:00");
    story.act(&look(Opening::Attended), &guest, now).unwrap();
    let state = |text: &str| Command::StateAsGuest { text: text.to_owned() };
    story.act(&state("双方愿意坐下来谈"), &guest, now).unwrap();
    story.act(&Command::AttachAsGuest(evidence('a')), &guest, now).unwrap();
    // No step of the case is theirs, and nobody else's link is theirs.
    for command in [
        Command::Accept,
        answer(),
        Command::Close,
        Command::AcknowledgeDanger,
        open_sealed(),
    ] {
        assert!(story.act(&command, &guest, now).is_err(), "{command:?}");
    }
    let other = invited_actor("b");
    for command in [
        look(Opening::Attended),
        state("我也想看"),
        Command::AttachAsGuest(evidence('b')),
    ] {
        assert_eq!(refusal(story.act(&command, &other, now)), "refusal-guest-over");
    }
    // The policies: that link, that case, that time, and never as the requester.
    let case = story.case();
    let facts = |at| CaseFacts::at(case, at);
    assert!(attend(GUEST, &facts(now)).allowed && !attend("b", &facts(now)).allowed);
    assert!(!attend(GUEST, &facts(until(25))).allowed && !attend(GUEST, &CaseFacts::of(case)).allowed);
    assert!(!follow(GUEST, None, &facts(now)).allowed);
    assert!(!follow(GUEST, Some(CaseId(uuid::Uuid::from_u128(9))), &facts(now)).allowed);
    // It is over.
    let late = until(25);
    assert_eq!(
        refusal(story.act(&look(Opening::Attended), &guest, late)),
        "refusal-guest-over"
    );
    let end = Command::EndInvitation {
        guest: GUEST.to_owned(),
        reason: "已谈成".to_owned(),
    };
    by(&mut story, "clerk", &end).unwrap();
    assert_eq!(refusal(story.act(&state("还有"), &guest, now)), "refusal-guest-over");
    assert_eq!(replayed(&story), *story.case());
}

#[test]
fn names_are_opened_to_the_invited_by_who_invited_them_alone() {
    let mut story = report(hiding(), Some("clerk"));
    by(&mut story, "office-chief", &invite(until(24))).unwrap();
    let share = Command::ShareSealed {
        guest: GUEST.to_owned(),
        reason: "需要联系".to_owned(),
    };
    // The source is hidden from whoever invited: they have nothing to open.
    assert_eq!(refusal(by(&mut story, "office-chief", &share)), "refusal-source-hidden");
    assert_eq!(refusal(by(&mut story, "clerk", &share)), "refusal-guest-host");
    by(&mut story, "clerk", &hand_on("office-chief", false)).unwrap();
    let guest = invited_actor(GUEST);
    let now = at("2026-03-02 11:00");
    let sealed = look(Opening::Sealed { fields: Vec::new() });
    assert!(story.act(&sealed, &guest, now).is_err());
    by(&mut story, "office-chief", &share).unwrap();
    story.act(&sealed, &guest, now).unwrap();
    assert_eq!(story.case().invitations[0].shared, [FieldName::RequesterName]);
    assert_eq!(replayed(&story), *story.case());
}
