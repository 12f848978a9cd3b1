//! A petition through review and re-review in a store, with the clock moved: what the timer writes down when a deadline
//! passes, who takes each round, and the opinions as papers.

use documents::opinion;
use domain::case::{
    Actor, Case, Command, Event, Opinion, Outcome, Place, Refusal, Registration, Role, Round, SealedValues, Verdict,
    ask_until,
};
use domain::clock::ClockStatus;
use domain::pack::{FieldName, builtin};
use domain::{CaseId, ClockSlug, Locale};
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Error, Office};
use store::Store;

const NAME: &str = "欧阳某某";

struct Desk {
    office: Office,
    case: CaseId,
    _dir: tempfile::TempDir,
}

fn at(local: &str) -> Timestamp {
    format!("{}:00+08:00", local.replace(' ', "T")).parse().unwrap()
}

fn requester() -> Actor {
    Actor {
        role: Role::Requester,
        post: None,
        unit: None,
        account: None,
    }
}

fn registration(received_at: Timestamp) -> Registration {
    Registration {
        id: office::new_case_id(received_at),
        number: String::new(),
        kind: "petition".into(),
        category: "claim-housing".into(),
        title: "演示：物业费多收".to_owned(),
        description: "要求退还多收的物业费。".to_owned(),
        place: Place::default(),
        source: "窗口".to_owned(),
        received_at,
        unit: "office".into(),
        leader: "deputy-head".into(),
        external: None,
        origin: None,
        people_affected: Some(312),
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: domain::case::About::default(),
        sealed_fields: Vec::new(),
        sealed: SealedValues::default().with(FieldName::RequesterName, NAME),
    }
}

impl Desk {
    async fn with_a_petition() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = at("2026-03-02 09:00");
        let office = Office {
            store: Store::open(dir.path()).await.unwrap(),
            pack: builtin("demo-bureau").unwrap(),
            clock: Clock::starting_at(now),
        };
        let asked = registration(now);
        let case = asked.id;
        let clerk = holder(&office, "clerk");
        office::register(&office, asked, &clerk, now, None).await.unwrap();
        Self {
            office,
            case,
            _dir: dir,
        }
    }

    async fn act(&self, actor: &Actor, local: &str, command: Command) -> Result<(), Refusal> {
        match office::act(&self.office, self.case, &command, actor, at(local), None).await {
            Ok(_) => Ok(()),
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(error) => panic!("{error}"),
        }
    }

    async fn does(&self, post: &str, local: &str, command: Command) {
        let told = format!("{post} {command:?}");
        let done = self.act(&holder(&self.office, post), local, command).await;
        done.unwrap_or_else(|refusal| panic!("{told}: {refusal}"));
    }

    async fn case(&self) -> Case {
        self.office.store.case(self.case).await.unwrap().unwrap()
    }

    async fn status(&self, clock: &str) -> ClockStatus {
        self.case().await.clock(&ClockSlug::new(clock)).unwrap().status
    }

    /// Opinion and answer of whoever has it.
    async fn answers(&self, post: &str, local: &str, verdict: Verdict, outcome: Outcome) {
        self.does(post, local, Command::RecordOpinion(opinion(verdict))).await;
        let text = "见意见书。".to_owned();
        self.does(post, local, Command::Answer { text, outcome }).await;
    }
}

fn holder(office: &Office, post: &str) -> Actor {
    let post = office.pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

fn opinion(verdict: Verdict) -> Opinion {
    Opinion {
        request: "退还多收的物业费".to_owned(),
        facts: "收费高于备案标准，共涉及312户".to_owned(),
        opinion: "责令限期退还".to_owned(),
        basis: "物业管理条例，第40条".to_owned(),
        verdict,
    }
}

fn ask() -> Command {
    Command::AskReview {
        reason: "没有查清收了几年".to_owned(),
    }
}

#[tokio::test]
async fn a_petition_through_review_and_re_review_with_the_clock_moved() {
    let desk = Desk::with_a_petition().await;
    let dispatch = Command::Dispatch {
        unit: "housing".into(),
        leader: "housing-leader".into(),
        note: String::new(),
    };
    desk.does("clerk", "2026-03-03 09:00", dispatch).await;
    desk.does("housing-handler", "2026-03-04 09:00", Command::TakeOver)
        .await;
    desk.does("housing-handler", "2026-03-10 09:00", Command::Accept).await;
    let due = |case: &Case, clock: &str| case.clock(&ClockSlug::new(clock)).unwrap().due;
    let handling = due(&desk.case().await, "handling");
    // Sixty days from 10 March: Saturday 9 May, a day worked in exchange for one of the holidays.
    assert_eq!(handling, "2026-05-09T23:59:59+08:00".parse::<Timestamp>().unwrap());

    // The head of the unit gives thirty days more; then the sixtieth day passes and nothing is late.
    let more = Command::ExtendClock {
        clock: "handling".into(),
        by: domain::clock::Allowance {
            n: 30,
            unit: domain::clock::ClockUnit::Days,
        },
        reason: "需要委托审计".to_owned(),
        requester_told: true,
    };
    desk.does("housing-leader", "2026-05-06 09:00", more).await;
    office::run_due_marks(&desk.office, at("2026-05-12 09:00"))
        .await
        .unwrap();
    assert_eq!(desk.status("handling").await, ClockStatus::Extended);
    // The ninetieth passes as well: the timer writes it down, and an answer after that is late.
    let extended = due(&desk.case().await, "handling");
    office::run_due_marks(&desk.office, extended + SignedDuration::from_secs(1))
        .await
        .unwrap();
    assert_eq!(desk.status("handling").await, ClockStatus::Breached);
    desk.answers(
        "housing-handler",
        "2026-06-15 09:00",
        Verdict::NotSupported,
        Outcome::CannotBeMet,
    )
    .await;
    assert_eq!(desk.status("handling").await, ClockStatus::Breached);

    // Review: a month is left for asking, and not a second more.
    let case = desk.case().await;
    let until = ask_until(&case, &desk.office.pack).unwrap();
    let (ask_for, person) = (ask(), requester());
    let late = until + SignedDuration::from_secs(1);
    let late = office::act(&desk.office, desk.case, &ask_for, &person, late, None).await;
    let Err(Error::Refused(refusal)) = late else {
        panic!("a review was asked for too late");
    };
    assert_eq!(refusal.key, "refusal-review-late");
    office::act(&desk.office, desk.case, &ask(), &requester(), until, None)
        .await
        .unwrap();
    assert_eq!(desk.case().await.unit.as_str(), "office");
    let review = due(&desk.case().await, "review");
    office::run_due_marks(&desk.office, review).await.unwrap();
    assert_eq!(desk.status("review").await, ClockStatus::Running);
    desk.answers(
        "office-handler",
        "2026-08-03 09:00",
        Verdict::Explained,
        Outcome::CannotBeMet,
    )
    .await;
    assert_eq!(desk.status("review").await, ClockStatus::Met);

    // Re-review, taken down by a clerk for somebody who came to the counter, and then no more.
    desk.does("clerk", "2026-08-10 09:00", ask()).await;
    assert_eq!(desk.case().await.unit.as_str(), "review-committee");
    desk.answers(
        "committee-handler",
        "2026-09-01 09:00",
        Verdict::Supported,
        Outcome::Solved,
    )
    .await;
    let again = desk.act(&requester(), "2026-09-02 09:00", ask()).await;
    assert_eq!(again.unwrap_err().key, "refusal-review-over");
    let case = desk.case().await;
    assert!(case.is_final() && case.rounds.len() == 2);
    assert_eq!(case.people_affected, Some(312));

    // Each round's opinion is a paper of its own unit, without a name in it.
    for (round, unit, title) in [
        (Round::Handling, "县住房和城乡建设局", "信访事项处理意见书"),
        (Round::Review, "县接诉即办专班办公室", "信访事项复查意见书"),
        (Round::ReReview, "县信访事项复查复核委员会", "信访事项复核意见书"),
    ] {
        let paper = office::opinion_paper(&desk.office, &case, round).unwrap();
        assert_eq!(paper.issuer.zh, unit);
        assert!(paper.given_on.is_some() && paper.next.is_some() != (round == Round::ReReview));
        let pdf = opinion::pdf(&paper, Locale::ZhCn).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"), "{title}");
        assert!(!format!("{paper:?}").contains(NAME));
    }
    // And the read models that a rebuild makes are those that were kept.
    let rebuilt = desk
        .office
        .store
        .rebuild(&desk.office.pack.zone, |_, _| {})
        .await
        .unwrap();
    assert!(rebuilt.differed.is_empty(), "{:?}", rebuilt.differed);
}

#[tokio::test]
async fn repeats_are_linked_and_raise_the_case() {
    let desk = Desk::with_a_petition().await;
    let now = at("2026-03-05 09:00");
    let clerk = holder(&desk.office, "clerk");
    let mut others = Vec::new();
    for _ in 0..2 {
        let asked = registration(now);
        others.push(asked.id);
        office::register(&desk.office, asked, &clerk, now, None).await.unwrap();
    }
    let link = |repeat, main| office::link_repeat(&desk.office, repeat, main, "same lamp", &clerk, now, None);
    for other in &others {
        link(*other, desk.case).await.unwrap();
        // Once more changes nothing.
        link(*other, desk.case).await.unwrap();
    }
    let main = desk.case().await;
    assert_eq!((main.repeats, main.repeated_by.len()), (2, 2));
    let repeat = desk.office.store.case(others[0]).await.unwrap().unwrap();
    assert_eq!(repeat.repeat_of.unwrap().number, main.number);
    let refused = |done: Result<office::Done, Error>| match done {
        Err(Error::Refused(refusal)) => refusal.key,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(link(desk.case, desk.case).await), "refusal-link-itself");
    assert_eq!(refused(link(desk.case, others[0]).await), "refusal-link-chain");
    // Whoever one of them is withheld from must not hear of it by the other.
    let mut about = registration(now);
    about.about = domain::case::About::unit("housing".into());
    let complaint = about.id;
    office::register(&desk.office, about, &clerk, now, None).await.unwrap();
    assert_eq!(refused(link(complaint, desk.case).await), "refusal-link-about");
    let story = desk.office.store.story(&main.number).await.unwrap().unwrap();
    let linked = story
        .events
        .iter()
        .filter(|recorded| matches!(recorded.event, Event::RepeatedBy { .. }));
    assert_eq!(linked.count(), 2);
    // A wrong link is undone, with a reason, in both; the other one stays.
    let split = |reason| office::split_repeat(&desk.office, others[0], reason, &clerk, now, None);
    assert_eq!(refused(split(" ").await), "refusal-text-needed");
    split("another lamp").await.unwrap();
    let (main, repeat) = (
        desk.case().await,
        desk.office.store.case(others[0]).await.unwrap().unwrap(),
    );
    assert_eq!((main.repeats, main.repeated_by.len()), (1, 1));
    assert_eq!(main.repeated_by[0].case, others[1]);
    assert!(repeat.repeat_of.is_none());
    assert_eq!(refused(split("again").await), "refusal-not-linked");
    for (number, wanted) in [(&main.number, "split_off"), (&repeat.number, "split_from")] {
        let story = desk.office.store.story(number).await.unwrap().unwrap();
        assert!(
            story.events.iter().any(|recorded| recorded.event.name() == wanted),
            "{wanted}"
        );
    }
}

#[tokio::test]
async fn a_link_is_written_in_both_or_in_neither() {
    let desk = Desk::with_a_petition().await;
    let now = at("2026-03-05 09:00");
    let (clerk, analyst) = (holder(&desk.office, "clerk"), holder(&desk.office, "office-analyst"));
    let mut others = Vec::new();
    for _ in 0..2 {
        let asked = registration(now);
        others.push(asked.id);
        office::register(&desk.office, asked, &clerk, now, None).await.unwrap();
    }
    let aside = Command::Recuse {
        post: "office-analyst".into(),
        replacement: "office-chief".into(),
        reason: "与物业公司经理是夫妻".to_owned(),
    };
    desk.does("clerk", "2026-03-05 09:00", aside).await;
    let versions = async || {
        let repeat = desk.office.store.case(others[0]).await.unwrap().unwrap();
        (repeat.version, desk.case().await.version)
    };
    let refused = |done: Result<office::Done, Error>| match done {
        Err(Error::Refused(refusal)) => refusal.key,
        other => panic!("{other:?}"),
    };
    let link = |repeat, actor, key: &str| {
        let key = Some(format!("{key} {repeat}"));
        office::link_repeat(&desk.office, repeat, desk.case, "same lamp", actor, now, key)
    };
    // Who stands aside in the one that was asked first could write to the other.
    let before = versions().await;
    assert_eq!(refused(link(others[0], &analyst, "aside").await), "refusal-aside");
    assert_eq!(versions().await, before);
    // Whoever is quicker, and sends twice: each is linked once.
    let done = tokio::join!(
        link(others[0], &clerk, "k"),
        link(others[1], &clerk, "k"),
        link(others[0], &clerk, "k")
    );
    assert_eq!(done.0.unwrap().appended.case, others[0]);
    assert_eq!(done.1.unwrap().appended.case, others[1]);
    assert_eq!(done.2.unwrap().appended.case, others[0]);
    let main = desk.case().await;
    assert_eq!((main.repeats, main.repeated_by.len()), (2, 2));
    let before = versions().await;
    let split = office::split_repeat(&desk.office, others[0], "another lamp", &analyst, now, None).await;
    assert_eq!(refused(split), "refusal-aside");
    assert_eq!(versions().await, before);
}
