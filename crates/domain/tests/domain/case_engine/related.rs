//! What belongs together without asking the same: it changes nothing else, and what it says is for those who may know of both.

use super::sample::{Story, at, pack, person, registration};
use domain::CaseId;
use domain::case::{About, Case, CaseLink, Command, Event, Ground, MOST_RELATED, Role, evolve};

const NOW: &str = "2026-03-02 10:00";

fn link(id: u128) -> CaseLink {
    CaseLink {
        case: CaseId(uuid::Uuid::from_u128(id)),
        number: format!("20260302-{id:05}"),
        reason: "同一户的两件事".to_owned(),
    }
}

fn relate(id: u128) -> Command {
    Command::Relate(link(id))
}

#[test]
fn it_is_a_persons_word_and_changes_nothing_else() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    for role in [Role::Program, Role::Requester, Role::Auditor] {
        assert_eq!(story.refuses(role, NOW, &relate(7)), "refusal-role");
    }
    let before = story.case().clone();
    story.does(Role::Clerk, NOW, &relate(7));
    assert_eq!(story.case().related, [link(7)]);
    let rest = |case: &Case| Case {
        related: Vec::new(),
        version: 0,
        changed_at: at(NOW),
        ..case.clone()
    };
    assert_eq!(rest(story.case()), rest(&before));
    // Said once more, it is said already.
    assert_eq!(story.act(&relate(7), &person(Role::Clerk), at(NOW)), Ok(0));
    assert_eq!(story.refuses(Role::Clerk, NOW, &relate(1)), "refusal-related-itself");
    let silent = CaseLink {
        reason: " ".to_owned(),
        ..link(8)
    };
    for command in [Command::Relate(silent.clone()), Command::Unrelate(silent)] {
        assert_eq!(story.refuses(Role::Clerk, NOW, &command), "refusal-text-needed");
    }
    // Whom it is about can be put down all the same: nobody reads of the other who may not see both.
    let about = Command::RecordAbout {
        about: About::unit("water".into()),
        reason: "来电补充".to_owned(),
    };
    story.does(Role::Clerk, NOW, &about);
    let apart = |id| Command::Unrelate(link(id));
    assert_eq!(story.act(&apart(8), &person(Role::Clerk), at(NOW)), Ok(0));
    assert_eq!(story.act(&apart(7), &person(Role::Clerk), at(NOW)), Ok(1));
    assert!(story.case().related.is_empty());
}

#[test]
fn what_asks_the_same_is_not_said_to_belong_together_too_and_there_is_an_end_of_it() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    story.does(Role::Clerk, NOW, &Command::RepeatedBy(link(7)));
    assert_eq!(story.refuses(Role::Clerk, NOW, &relate(7)), "refusal-related-repeat");
    for id in (100..).take(MOST_RELATED) {
        story.does(Role::Clerk, NOW, &relate(id));
    }
    assert_eq!(story.refuses(Role::Clerk, NOW, &relate(8)), "refusal-related-most");
    assert_eq!(story.act(&relate(100), &person(Role::Clerk), at(NOW)), Ok(0));
    story.does(Role::Clerk, NOW, &Command::Unrelate(link(100)));
    story.does(Role::Clerk, NOW, &relate(8));
}

/// The other case may be one of whoever reported.
#[test]
fn where_who_reported_is_hidden_the_receiving_post_alone_says_and_reads_it() {
    let mut pack = pack();
    pack.kinds.get_mut("petition").unwrap().categories[1].hides_source = true;
    let mut story = Story::new(pack);
    let mut asked = registration("petition", at("2026-03-02 09:00"));
    asked.category = "urgent".into();
    story.does(Role::Clerk, "2026-03-02 09:00", &Command::Register(Box::new(asked)));
    let receiver = person(Role::Clerk);
    let shield = story.case().source_shield.clone().unwrap();
    assert_eq!(Some(&shield.post), receiver.post.as_ref());
    let other = domain::case::Actor {
        post: Some("water-handler".into()),
        ..receiver.clone()
    };
    for command in [relate(7), Command::Unrelate(link(7))] {
        let refused = story.act(&command, &other, at(NOW)).unwrap_err();
        assert_eq!(refused.key, "refusal-source-hidden");
    }
    story.act(&relate(7), &receiver, at(NOW)).unwrap();
    assert!(story.case().without_source().related.is_empty());
    let (last, ..) = story.stream.last().unwrap();
    assert_eq!((last.related(), last.without_source(&shield)), (Some(&link(7)), None));
}

#[test]
fn erasing_takes_why_and_the_log_does_not_call_it_by_its_name() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    story.does(Role::Clerk, NOW, &relate(7));
    let (event, ..) = story.stream.last().unwrap();
    assert_eq!((event.name(), event.logged_name()), ("related", domain::case::NOTED));
    let without = event.without_words();
    assert!(event.has_words() && without.related().unwrap().reason.is_empty());
    let erased = Event::Erased {
        ground: Ground::Request,
        reason: "本人要求".to_owned(),
    };
    let case = evolve(story.case.clone(), &erased, &person(Role::Leader), at(NOW)).unwrap();
    let kept: Vec<_> = case.related.iter().map(|link| (&*link.number, &*link.reason)).collect();
    assert_eq!(kept, [("20260302-00007", "")]);
}
