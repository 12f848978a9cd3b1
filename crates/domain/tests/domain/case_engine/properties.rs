//! Laws that hold for any sequence of commands, actors and times, and for any stream of events.

use super::sample::{ROLES, Story, pack, person, registration};
use domain::case::{
    Actor, Answer, Case, CaseLink, Command, Correction, Event, Evidence, Ground, NoticesBy, Opening, Opinion, Outcome,
    Party, Place, Reason, Role, SealedValues, Verdict, decide, evolve,
};
use domain::clock::{Allowance, ClockStatus, ClockUnit, MARKS, mark_at};
use domain::pack::FieldName;
use domain::{CaseId, ClockSlug, Locale, PostSlug, UnitSlug};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

const CLOCKS: [&str; 6] = ["handling", "transfer", "acknowledgement", "follow-up", "due", "nowhere"];

pub(super) fn moments() -> impl Strategy<Value = Timestamp> {
    let near = 1_772_000_000_i64..1_790_000_000;
    prop_oneof![
        20 => near.prop_map(|second| Timestamp::from_second(second).unwrap()),
        1 => Just(Timestamp::MIN),
        1 => Just(Timestamp::MAX),
    ]
}

fn clocks() -> impl Strategy<Value = ClockSlug> {
    select(&CLOCKS[..]).prop_map(ClockSlug::new)
}

pub(super) fn texts() -> impl Strategy<Value = String> {
    prop_oneof![8 => Just("已办".to_owned()), 1 => Just(String::new()), 1 => ".{0,20}"]
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    select(vec![
        Outcome::Solved,
        Outcome::CannotBeMet,
        Outcome::NotOurs,
        Outcome::Withdrawn,
    ])
}

fn allowances() -> impl Strategy<Value = Allowance> {
    let units = select(vec![ClockUnit::Hours, ClockUnit::Days, ClockUnit::WorkingDays]);
    (prop_oneof![9 => 0..40_u32, 1 => Just(u32::MAX)], units).prop_map(|(n, unit)| Allowance { n, unit })
}

fn places() -> impl Strategy<Value = Place> {
    any::<Option<f64>>().prop_map(|latitude| Place {
        latitude,
        ..Place::default()
    })
}

fn evidence() -> impl Strategy<Value = Evidence> {
    (texts(), select(vec!["a".repeat(64), "b".repeat(64), String::new()])).prop_map(|(name, sha256)| Evidence {
        name,
        media_type: "image/jpeg".to_owned(),
        bytes: 1,
        sha256,
    })
}

fn units() -> impl Strategy<Value = UnitSlug> {
    select(vec!["housing", "fire", "nowhere"]).prop_map(UnitSlug::new)
}

fn leaders() -> impl Strategy<Value = PostSlug> {
    select(vec!["housing-leader", "fire-leader", "nobody"]).prop_map(PostSlug::new)
}

fn sealed() -> impl Strategy<Value = SealedValues> {
    let fields = select(vec![
        FieldName::RequesterName,
        FieldName::RequesterContact,
        FieldName::Title,
    ]);
    proptest::collection::vec((fields, texts()), 0..3).prop_map(|values| {
        let with = |sealed: SealedValues, (field, value): (FieldName, String)| sealed.with(field, &value);
        values.into_iter().fold(SealedValues::default(), with)
    })
}

fn notices() -> impl Strategy<Value = Command> {
    let by = select(vec![None, Some(NoticesBy::Email), Some(NoticesBy::Text)]);
    let typed = select(vec!["a@example.org", "13900000000", "nowhere"]);
    (by, typed).prop_map(|(by, typed)| Command::ChooseNotices {
        by,
        language: Locale::ZhCn,
        address: SealedValues::default().with(FieldName::NoticeAddress, typed),
        reason: (typed == "nowhere").then(String::new),
        party: (typed == "a@example.org").then_some(Party::B),
    })
}

/// Hidden sources, dangers, people of other bodies.
fn shield() -> impl Strategy<Value = Command> {
    let posts = select(vec!["housing-leader", "clerk", "auditor", "nobody"]).prop_map(PostSlug::new);
    let guests = select(vec!["a", "b"]).prop_map(str::to_owned);
    let hand_on = (posts, texts(), any::<bool>()).prop_map(|(post, reason, vacated)| Command::HandSourceOn {
        post,
        reason,
        vacated,
    });
    let dangers = select(vec!["violence", "nothing"]).prop_map(str::to_owned);
    let raise = (dangers, texts()).prop_map(|(danger, situation)| Command::RaiseDanger { danger, situation });
    let invite = (guests.clone(), texts(), moments()).prop_map(|(guest, purpose, until)| Command::InviteGuest {
        guest,
        who: "法院".to_owned(),
        purpose,
        until,
    });
    let file = Evidence {
        name: "a".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: 1,
        sha256: "c".repeat(64),
    };
    prop_oneof![
        hand_on,
        texts().prop_map(|reason| Command::ClearSourceFile {
            sha256: "a".repeat(64),
            reason
        }),
        raise,
        Just(Command::AcknowledgeDanger),
        texts().prop_map(|reason| Command::EndDanger { reason }),
        invite,
        (guests.clone(), texts()).prop_map(|(guest, reason)| Command::EndInvitation { guest, reason }),
        (guests.clone(), texts()).prop_map(|(guest, reason)| Command::ShareSealed { guest, reason }),
        (guests, texts()).prop_map(|(guest, reason)| Command::ShareAgreement { guest, reason }),
        texts().prop_map(|text| Command::StateAsGuest { text }),
        Just(Command::AttachAsGuest(file)),
    ]
}

fn openings() -> impl Strategy<Value = Command> {
    let what = prop_oneof![
        Just(Opening::Sealed { fields: Vec::new() }),
        Just(Opening::Evidence { sha256: "a".repeat(64) }),
        Just(Opening::Export),
        Just(Opening::Attended),
    ];
    (what, texts()).prop_map(|(what, written)| Command::Open {
        what,
        reason: Reason { chosen: None, written },
    })
}

fn erasures() -> impl Strategy<Value = Command> {
    let grounds = select(vec![Ground::Retention, Ground::Request, Ground::Restored]);
    (grounds, texts()).prop_map(|(ground, reason)| Command::Erase { ground, reason })
}

pub(super) fn registrations() -> impl Strategy<Value = domain::case::Registration> {
    let kinds = select(vec!["petition", "job", "incident", "request", "task", "nothing"]);
    (
        kinds,
        moments(),
        units(),
        leaders(),
        any::<Option<u32>>(),
        proptest::option::of(moments()),
        proptest::option::of(moments()),
    )
        .prop_map(
            |(kind, received_at, unit, leader, people_affected, due, finished_at_source)| {
                let mut asked = registration(kind, received_at);
                asked.unit = unit;
                asked.leader = leader;
                asked.people_affected = people_affected;
                asked.due = due;
                asked.finished_at_source = finished_at_source;
                asked.finish_claimed = finished_at_source.and(asked.due);
                if kind != "task" {
                    asked.sealed = SealedValues::default().with(FieldName::RequesterName, "王某某");
                }
                asked
            },
        )
}

fn corrections() -> impl Strategy<Value = Command> {
    let categories = select(vec!["other", "urgent", "nothing"]);
    (
        proptest::option::of(categories),
        proptest::option::of(texts()),
        proptest::option::of(places()),
        proptest::option::of(moments()),
        proptest::option::of(moments()),
        proptest::option::of(moments()),
        texts(),
    )
        .prop_map(
            |(category, title, place, received_at, finished_at_source, finish_claimed, reason)| Command::Correct {
                changes: Correction {
                    category: category.map(Into::into),
                    title,
                    place,
                    received_at,
                    finished_at_source,
                    finish_claimed,
                    ..Correction::default()
                },
                reason,
            },
        )
}

fn posts() -> impl Strategy<Value = PostSlug> {
    select(vec![
        "housing-leader",
        "fire-leader",
        "housing-handler",
        "clerk",
        "nobody",
    ])
    .prop_map(PostSlug::new)
}

fn links() -> impl Strategy<Value = CaseLink> {
    (1..4_u128, texts()).prop_map(|(id, reason)| CaseLink {
        case: CaseId(uuid::Uuid::from_u128(id)),
        number: format!("20260302-{id:05}"),
        reason,
    })
}

/// Opinions, reviews, units that work together, posts that stand aside, repeats.
fn together() -> impl Strategy<Value = Command> {
    let verdicts = select(vec![Verdict::Supported, Verdict::Explained, Verdict::NotSupported]);
    let opinion = (texts(), verdicts).prop_map(|(text, verdict)| {
        Command::RecordOpinion(Opinion {
            request: text.clone(),
            facts: text.clone(),
            opinion: text.clone(),
            basis: text,
            verdict,
        })
    });
    let recuse = (posts(), posts(), texts()).prop_map(|(post, replacement, reason)| Command::Recuse {
        post,
        replacement,
        reason,
    });
    let pass =
        (units(), leaders(), texts()).prop_map(|(unit, leader, reason)| Command::PassOn { unit, leader, reason });
    prop_oneof![
        1 => opinion,
        2 => texts().prop_map(|reason| Command::AskReview { reason }),
        1 => recuse,
        1 => pass,
        1 => Just(Command::TakeOver),
        1 => texts().prop_map(|reason| Command::DeclinePass { reason }),
        1 => (units(), texts()).prop_map(|(unit, note)| Command::JoinUnit { unit, note }),
        1 => (units(), texts()).prop_map(|(unit, reason)| Command::ReleaseUnit { unit, reason }),
        1 => Just(Command::Simplify),
        1 => links().prop_map(Command::RepeatOf),
        1 => links().prop_map(Command::RepeatedBy),
        1 => links().prop_map(Command::SplitFrom),
        1 => links().prop_map(Command::SplitOff),
        1 => links().prop_map(Command::Relate),
        1 => links().prop_map(Command::Unrelate),
        1 => select(vec![None, Some(Party::A), Some(Party::B)])
            .prop_map(|party| Command::GiveLink { link: "a".repeat(64), party }),
        1 => Just(Command::ReportUnreached { note: "打了两次".to_owned() }),
        1 => notices(),
        3 => shield(),
    ]
}

pub(super) fn commands() -> impl Strategy<Value = Command> {
    let extend = (clocks(), allowances(), texts()).prop_map(|(clock, by, reason)| Command::ExtendClock {
        clock,
        by,
        reason,
        requester_told: true,
    });
    let mark = (clocks(), select(vec![0, 50, 80, 100, 255]))
        .prop_map(|(clock, percent)| Command::ReachMark { clock, percent });
    let dispatch =
        (units(), leaders(), texts()).prop_map(|(unit, leader, note)| Command::Dispatch { unit, leader, note });
    let confirm =
        any::<(Option<bool>, Option<bool>)>().prop_map(|(solved, satisfied)| Command::Confirm { solved, satisfied });
    let lifecycle = prop_oneof![
        Just(Command::Accept),
        texts().prop_map(|reason| Command::Refuse { reason }),
        dispatch,
        Just(Command::Acknowledge),
        texts().prop_map(|note| Command::ReportProgress { note }),
        evidence().prop_map(Command::AttachEvidence),
        (texts(), outcomes()).prop_map(|(text, outcome)| Command::Answer { text, outcome }),
        texts().prop_map(|note| Command::SignOff { note }),
        texts().prop_map(|reason| Command::Return { reason }),
        Just(Command::Close),
        confirm,
        texts().prop_map(|reason| Command::Reopen { reason }),
        texts().prop_map(|reason| Command::Withdraw { reason }),
    ];
    let beside = prop_oneof![
        registrations().prop_map(|asked| Command::Register(Box::new(asked))),
        corrections(),
        texts().prop_map(|note| Command::Supervise { note }),
        texts().prop_map(|text| Command::Comment { text }),
        texts().prop_map(|text| Command::Message { text, to: None }),
        Just(Command::RecordRepeat),
        (sealed(), texts()).prop_map(|(values, reason)| Command::KeepSealed { values, reason }),
        openings(),
        erasures(),
    ];
    let clock = prop_oneof![
        (clocks(), texts()).prop_map(|(clock, reason)| Command::PauseClock { clock, reason }),
        clocks().prop_map(|clock| Command::ResumeClock { clock }),
        extend,
        mark,
    ];
    prop_oneof![3 => lifecycle, 1 => beside, 2 => clock, 1 => together()]
}

fn actors() -> impl Strategy<Value = Actor> {
    select(&ROLES[..]).prop_map(person)
}

fn events() -> impl Strategy<Value = Event> {
    let started = (clocks(), proptest::option::of(allowances()), moments(), moments()).prop_map(
        |(clock, allowance, from, due)| Event::ClockStarted {
            clock,
            allowance,
            from,
            due,
            warning: None,
        },
    );
    let extended = (clocks(), allowances(), moments()).prop_map(|(clock, by, due)| Event::ClockExtended {
        clock,
        by,
        due,
        reason: String::new(),
        requester_told: false,
        agreed: Vec::new(),
        warning: None,
    });
    let answered = (texts(), moments()).prop_map(|(text, at)| Event::Answered {
        answer: Answer {
            text,
            outcome: Outcome::Solved,
            by: None,
            at,
        },
        status: "answered".into(),
    });
    prop_oneof![
        1 => registrations().prop_map(|asked| Event::Registered {
            registration: Box::new(asked),
            status: "registered".into(),
            pack: "x@1".to_owned(),
        }),
        3 => started,
        2 => (clocks(), texts()).prop_map(|(clock, reason)| Event::ClockPaused { clock, reason }),
        2 => (clocks(), moments()).prop_map(|(clock, due)| Event::ClockResumed { clock, due, warning: None }),
        1 => extended,
        1 => (clocks(), any::<u8>()).prop_map(|(clock, percent)| Event::MarkReached { clock, percent }),
        2 => (clocks(), proptest::option::of(moments())).prop_map(|(clock, at)| Event::ClockStopped { clock, at }),
        1 => clocks().prop_map(|clock| Event::ClockCancelled { clock }),
        1 => answered,
        1 => Just(Event::Closed {
            outcome: Outcome::Solved,
            status: "closed".into(),
        }),
        1 => Just(Event::Reopened {
            reason: String::new(),
            status: "handling".into(),
            keeps: false,
        }),
        1 => Just(Event::RepeatRecorded),
    ]
}

/// No clock runs backwards, one of a name runs at a time, and what has ended has an end.
fn clocks_are_sound(case: &Case) {
    for clock in &case.clocks {
        assert!(clock.due >= clock.from, "{clock:?}");
        assert!(
            clock.stopped_at.is_none_or(|stopped| stopped >= clock.from),
            "{clock:?}"
        );
        let open = matches!(
            clock.status,
            ClockStatus::Running | ClockStatus::Paused | ClockStatus::Extended
        );
        assert!(clock.is_open() || !open, "{clock:?}");
        assert!(
            clock.is_open() || clock.pauses.iter().all(|pause| pause.to.is_some()),
            "{clock:?}"
        );
        for pause in &clock.pauses {
            assert!(
                pause.from >= clock.from && pause.to.is_none_or(|to| to >= pause.from),
                "{clock:?}"
            );
        }
        for percent in MARKS {
            if let Some(mark) = mark_at(clock, percent) {
                assert!(mark >= clock.from && mark <= clock.due, "{percent} {clock:?}");
            }
        }
        let same = case.open_clocks().filter(|other| other.clock == clock.clock).count();
        assert!(same <= 1, "{case:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_commands(steps in proptest::collection::vec((commands(), actors(), moments()), 0..60), begin in registrations()) {
        let mut story = Story::new(pack());
        let now = begin.received_at;
        let _ = story.act(&Command::Register(Box::new(begin)), &person(Role::Program), now);
        for (command, actor, now) in steps {
            // A refusal is an answer too.
            let _ = story.act(&command, &actor, now);
            let Some(case) = &story.case else { continue };
            assert!(story.pack.unit(&case.unit).is_some() && story.pack.post(&case.leader).is_some());
            clocks_are_sound(case);
            let ends_alone = ["refused", "withdrawn"].contains(&case.status.as_str());
            assert_eq!(case.is_ended(), story.pack.kinds[&case.kind].statuses.iter().any(|status| status.ended && status.slug == case.status));
            assert!(!case.is_ended() || ends_alone || case.answer.is_some(), "{case:?}");
            let mut units: Vec<_> = case.rounds.iter().map(|done| &done.unit).collect();
            units.push(&case.unit);
            // Nobody looks at an own answer again: a review is always another unit's, until the office gives it on.
            assert!(case.rounds.len() <= 2 && case.rounds.windows(2).all(|two| two[0].round < two[1].round), "{units:?}");
            assert!(case.passing.as_ref().is_none_or(|passing| passing.unit != case.unit), "{case:?}");
            assert!(!case.helping.contains(&case.unit), "{case:?}");
            assert_eq!(case.version, u64::try_from(story.stream.len()).unwrap());
            if case.is_ended() && ends_alone {
                assert_eq!(case.open_clocks().count(), 0);
            }
        }
        // What is kept as JSON and read again gives the case that was there.
        let replayed = story.stream.iter().fold(None, |case, (event, actor, at)| {
            let event: Event = serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap();
            evolve(case, &event, actor, *at)
        });
        assert_eq!(replayed, story.case);
    }

    /// Erasing a case overwrites its events by what is left without words: both streams tell the same case, in which
    /// no word is left.
    #[test]
    fn an_erased_stream_tells_the_same_case(steps in proptest::collection::vec((commands(), actors(), moments()), 0..30), begin in registrations()) {
        let mut story = Story::new(pack());
        let now = begin.received_at;
        let _ = story.act(&Command::Register(Box::new(begin)), &person(Role::Program), now);
        for (command, actor, now) in steps {
            let _ = story.act(&command, &actor, now);
        }
        let erased = Event::Erased { ground: Ground::Request, reason: "本人要求".to_owned() };
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        let end = |case| evolve(case, &erased, &person(Role::Leader), at);
        let live = end(story.case.clone());
        let left = end(story.stream.iter().fold(None, |case, (event, actor, at)| {
            let left = event.without_words();
            assert!(!left.has_words());
            evolve(case, &left, actor, *at)
        }));
        assert_eq!(&live, &left);
        let Some(case) = live else { return Ok(()) };
        let text = serde_json::to_string(&case).unwrap();
        assert!(!text.contains("王某某") && !text.contains("已办"), "{text}");
    }

    #[test]
    fn any_events(stream in proptest::collection::vec((events(), actors(), moments()), 0..60), begin in registrations()) {
        let first = Event::Registered {
            registration: Box::new(begin),
            status: "registered".into(),
            pack: "x@1".to_owned(),
        };
        let mut case = None;
        for (event, actor, at) in &stream {
            case = evolve(case, event, actor, *at);
        }
        let mut case = evolve(None, &first, &Actor::program(), Timestamp::UNIX_EPOCH);
        let pack = pack();
        for (event, actor, at) in &stream {
            case = evolve(case, event, actor, *at);
            let case = case.as_ref().expect("a case stays one");
            clocks_are_sound(case);
            // And decides on whatever it has come to.
            let _ = decide(Some(case), &Command::Close, actor, &pack, *at);
            let _ = case.finished_at();
        }
    }
}
