//! How the person who asked is told: chosen, changed, stopped, erased; and what a notice goes out of.

use super::sample::{Story, at, pack, person, registration};
use domain::Locale;
use domain::case::{Actor, Command, Event, Ground, NoticesBy, Outcome, Party, Role, SealedValues, Told};
use domain::pack::FieldName;

const ADDRESS: &str = "requester@example.org";

fn choose(by: Option<NoticesBy>, address: &str) -> Command {
    Command::ChooseNotices {
        by,
        language: Locale::En,
        address: SealedValues::default().with(FieldName::NoticeAddress, address),
        reason: None,
        party: None,
    }
}

fn story() -> Story {
    let mut story = Story::new(pack());
    let asked = registration("petition", at("2026-03-02 09:00"));
    story.does(Role::Clerk, "2026-03-02 09:00", &Command::Register(Box::new(asked)));
    story
}

#[test]
fn the_requester_chooses_changes_and_stops_and_no_text_holds_the_address() {
    let mut story = story();
    let before = story.case.clone().unwrap();
    story.does(
        Role::Requester,
        "2026-03-02 09:01",
        &choose(Some(NoticesBy::Email), ADDRESS),
    );
    let case = story.case.clone().unwrap();
    let notices = case.notices.unwrap();
    assert_eq!((notices.by, notices.address_at), (Some(NoticesBy::Email), case.version));
    assert_eq!(
        case.changed_at, before.changed_at,
        "being told of it changes nothing of a case"
    );
    assert!(case.sealed_fields.is_empty(), "people have nothing to open");
    story.does(Role::Requester, "2026-03-02 09:02", &choose(None, ""));
    let stopped = story.case.clone().unwrap().notices.unwrap();
    assert_eq!((stopped.by, stopped.address_at), (None, notices.address_at));
    story.does(
        Role::Requester,
        "2026-03-02 09:03",
        &choose(Some(NoticesBy::Text), "139 0000 0000"),
    );
    let case = story.case.clone().unwrap();
    assert_eq!(case.notices.unwrap().address_at, case.version);
    let kept: Vec<_> = story.stream.iter().filter_map(|(event, ..)| event.sealed()).collect();
    assert_eq!(kept[0].get(FieldName::NoticeAddress), Some(ADDRESS));
    assert_eq!(kept[1].get(FieldName::NoticeAddress), Some("13900000000"));
    let text = format!("{} {:?}", serde_json::to_string(&story.stream).unwrap(), story.stream);
    assert!(!text.contains(ADDRESS) && !text.contains("139"), "{text}");
}

#[test]
fn who_may_choose_and_where_to() {
    let mut story = story();
    for (role, command, key) in [
        (
            Role::Requester,
            choose(Some(NoticesBy::Email), "nowhere"),
            "refusal-notice-email",
        ),
        (
            Role::Requester,
            choose(Some(NoticesBy::Text), ADDRESS),
            "refusal-notice-text",
        ),
        (Role::Program, choose(Some(NoticesBy::Email), ADDRESS), "refusal-role"),
        (Role::Auditor, choose(Some(NoticesBy::Email), ADDRESS), "refusal-role"),
    ] {
        let refusal = story.refuses(role, "2026-03-02 09:01", &command);
        assert!(refusal.starts_with(key), "{role:?}: {refusal}");
    }
    story.does(
        Role::Clerk,
        "2026-03-02 09:01",
        &choose(Some(NoticesBy::Email), ADDRESS),
    );
    // What does not arrive the program stops, once.
    story.does(Role::Program, "2026-03-02 09:02", &choose(None, ""));
    let length = story.stream.len();
    story.does(Role::Program, "2026-03-02 09:03", &choose(None, ""));
    assert_eq!(story.stream.len(), length);
}

#[test]
fn the_desk_changes_it_later_with_a_reason_that_is_told() {
    let mut story = story();
    let by_desk = |reason: Option<&str>| Command::ChooseNotices {
        by: Some(NoticesBy::Email),
        language: Locale::En,
        address: SealedValues::default().with(FieldName::NoticeAddress, ADDRESS),
        reason: reason.map(str::to_owned),
        party: None,
    };
    // Set later: the form always asks why.
    let silent = by_desk(Some(" "));
    assert_eq!(
        story.refuses(Role::Clerk, "2026-03-03 09:00", &silent),
        "refusal-text-needed"
    );
    story.does(Role::Clerk, "2026-03-03 09:00", &by_desk(Some("来电要求发邮件")));
    // Changed, there is no other way.
    for unsaid in [by_desk(None), choose(None, "")] {
        assert_eq!(
            story.refuses(Role::Clerk, "2026-03-03 10:00", &unsaid),
            "refusal-text-needed"
        );
    }
    let (event, actor, _) = story.stream.last().unwrap();
    let told = event.told(actor);
    assert!(told.is_whole() && format!("{told:?}").contains("来电要求发邮件"));
    assert!(!format!("{:?}", event.without_words()).contains("来电"));
}

#[test]
fn an_erased_case_tells_nobody_anything() {
    let mut story = story();
    story.does(
        Role::Requester,
        "2026-03-02 09:01",
        &choose(Some(NoticesBy::Email), ADDRESS),
    );
    story.does(Role::Clerk, "2026-03-02 09:20", &Command::Accept);
    let answer = Command::Answer {
        text: "已清理。".to_owned(),
        outcome: Outcome::Solved,
    };
    story.does(Role::Handler, "2026-03-03 09:00", &answer);
    story.does(Role::Clerk, "2026-03-03 10:00", &Command::Close);
    let erase = Command::Erase {
        ground: Ground::Request,
        reason: "本人申请".to_owned(),
    };
    story.does(Role::Leader, "2026-03-04 10:00", &erase);
    assert_eq!(story.case.as_ref().unwrap().notices, None);
    let chosen = story.stream.iter().find(|(event, ..)| event.name() == "notices_chosen");
    let (event, ..) = chosen.unwrap();
    assert!(event.has_words(), "erasing takes its address");
    assert!(event.without_words().sealed().is_none());
}

#[test]
fn notices_go_out_of_what_is_told_and_was_not_said_by_the_requester() {
    let requester = Actor {
        role: Role::Requester,
        ..Actor::program()
    };
    let clerk = person(Role::Clerk);
    let messaged = Event::Messaged {
        text: "x".to_owned(),
        to: None,
    };
    assert_eq!(messaged.notice(&clerk), Some("notice-messaged"));
    assert_eq!(messaged.notice(&requester), None);
    let commented = Event::Commented { text: "x".to_owned() };
    assert_eq!(commented.notice(&clerk), None, "offices among themselves");
    let chosen = Event::NoticesChosen {
        by: Some(NoticesBy::Text),
        language: Locale::En,
        with_address: true,
        address: SealedValues::default(),
        reason: String::new(),
        party: None,
    };
    assert_eq!(chosen.notice(&requester), Some("notice-chosen"));
}

#[test]
fn another_party_is_told_of_its_own_and_nobody_chooses_for_it() {
    let clerk = person(Role::Clerk);
    let b = Actor::of_party(Party::B);
    let chosen = Event::NoticesChosen {
        by: Some(NoticesBy::Email),
        language: Locale::En,
        with_address: true,
        address: SealedValues::default(),
        reason: String::new(),
        party: Some(Party::B),
    };
    assert_eq!(chosen.notice_to(Party::B, &b), Some("notice-party-chosen"));
    for other in [Party::A, Party::C] {
        assert_eq!(chosen.notice_to(other, &b), None, "{other:?}");
        assert_eq!(chosen.told_as(other, &b), Told::Nothing, "{other:?}");
    }
    let messaged = |to| Event::Messaged {
        text: "x".to_owned(),
        to,
    };
    for (event, by, party, what) in [
        (messaged(None), &clerk, Party::A, Some("notice-messaged")),
        (messaged(None), &clerk, Party::B, None),
        (messaged(Some(Party::B)), &clerk, Party::A, None),
        (messaged(Some(Party::B)), &clerk, Party::B, Some("notice-messaged")),
        (messaged(None), &b, Party::B, None),
        (
            Event::Accepted {
                status: "accepted".into(),
            },
            &clerk,
            Party::B,
            Some("notice-party-accepted"),
        ),
    ] {
        assert_eq!(event.notice_to(party, by), what, "{event:?} to {party:?}");
    }
    // A petition has no other party, and nobody says for another how it is told.
    let mut story = story();
    for (role, key) in [
        (Role::Requester, "refusal-consent-others"),
        (Role::Clerk, "refusal-party-unknown"),
    ] {
        let mut command = choose(Some(NoticesBy::Email), ADDRESS);
        if let Command::ChooseNotices { party, .. } = &mut command {
            *party = Some(Party::B);
        }
        let refusal = story.refuses(role, "2026-03-02 09:01", &command);
        assert!(refusal.starts_with(key), "{role:?}: {refusal}");
    }
}
