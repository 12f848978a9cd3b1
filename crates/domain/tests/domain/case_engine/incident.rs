//! Incidents: the level by each number, when reports are due, and what has to be there before one is over.

use super::sample::at;
use domain::case::incident::{DueState, ReportDue, grade_asked, minutes_left, reports, reports_due};
use domain::case::{
    Actor, Case, Command, DRILL_MARK, Event, Figures, IncidentEvent, Movement, Place, Refusal, Registration,
    ReportSort, ReportText, Respond, Role, SealedValues, decide, evolve,
};
use domain::clock::ClockStatus;
use domain::pack::{self, IncidentRules, Pack, ReportPart, StepName};
use domain::{CaseId, PostSlug, UnitSlug};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

pub(super) fn bureau() -> Arc<Pack> {
    pack::builtin("demo-bureau").expect("built in")
}

pub(super) fn rules(pack: &Pack) -> &IncidentRules {
    let kind = pack.kind(&"incident".into()).expect("in the pack");
    kind.incident.as_ref().expect("incidents")
}

pub(super) fn holder(post: &str) -> Actor {
    let pack = bureau();
    let known = pack.post(&PostSlug::new(post)).expect("a post");
    Actor {
        role: known.role,
        post: Some(known.slug.clone()),
        unit: Some(known.unit.clone()),
        account: Some(post.to_owned()),
    }
}

pub(super) fn registration(kind: &str, category: &str, received: Timestamp) -> Registration {
    Registration {
        id: CaseId(uuid::Uuid::from_u128(7)),
        number: "20261001-00001".to_owned(),
        kind: kind.into(),
        category: category.into(),
        title: "东门市场起火".to_owned(),
        description: "二楼布匹摊位冒烟，有人被困。".to_owned(),
        place: Place {
            address: "东门市场".to_owned(),
            ..Place::default()
        },
        source: "电话".to_owned(),
        received_at: received,
        unit: UnitSlug::new("fire"),
        leader: PostSlug::new("fire-leader"),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: domain::case::About::default(),
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    }
}

pub(super) fn figures(dead: u32, seriously_injured: u32, loss_wan: u64) -> Figures {
    Figures {
        dead,
        seriously_injured,
        loss: (loss_wan > 0).then_some(loss_wan * 10_000),
        ..Figures::default()
    }
}

pub(super) fn report(sort: ReportSort) -> Respond {
    let parts = ReportPart::ALL.iter().map(|part| ReportText {
        part: *part,
        text: "如实".to_owned(),
    });
    Respond::SendReport {
        sort,
        parts: parts.collect(),
        to: "市应急管理局".to_owned(),
        channel: "电话".to_owned(),
        contact: String::new(),
        said_at: None,
        receivers: Vec::new(),
        known: None,
    }
}

pub(super) fn first(rung: &str) -> Respond {
    report(ReportSort::First { rung: rung.to_owned() })
}

pub(super) fn known(figures: Figures) -> Respond {
    Respond::Figures {
        figures,
        note: "现场".to_owned(),
    }
}

/// An incident being dealt with.
pub(super) struct Fire {
    pack: Arc<Pack>,
    case: Option<Case>,
    events: Vec<Event>,
}

impl Fire {
    pub(super) fn at(local: &str) -> Self {
        Self::of("incident", "incident-fire", local)
    }

    pub(super) fn of(kind: &str, category: &str, local: &str) -> Self {
        let mut fire = Self {
            pack: bureau(),
            case: None,
            events: Vec::new(),
        };
        let asked = registration(kind, category, at(local));
        fire.act("duty-officer", local, &Command::Register(Box::new(asked)))
            .expect("registered");
        fire
    }

    pub(super) fn act(&mut self, post: &str, local: &str, command: &Command) -> Result<(), Refusal> {
        let actor = holder(post);
        for event in decide(self.case.as_ref(), command, &actor, &self.pack, at(local))? {
            self.case = evolve(self.case.take(), &event, &actor, at(local));
            self.events.push(event);
        }
        Ok(())
    }

    /// What the program does by itself.
    pub(super) fn by_program(&mut self, local: &str, command: &Command) {
        let program = Actor::program();
        for event in decide(self.case.as_ref(), command, &program, &self.pack, at(local)).expect(local) {
            self.case = evolve(self.case.take(), &event, &program, at(local));
            self.events.push(event);
        }
    }

    pub(super) fn events(&self) -> &[Event] {
        &self.events
    }

    pub(super) fn does(&mut self, local: &str, step: Respond) {
        self.act("duty-officer", local, &Command::Respond(step)).expect(local);
    }

    pub(super) fn refuses(&mut self, post: &str, local: &str, step: Respond) -> String {
        self.act(post, local, &Command::Respond(step)).expect_err(local).key
    }

    /// As it is after somebody else did something.
    pub(super) fn take(&mut self, case: Option<Case>) {
        self.case = case;
    }

    pub(super) fn case(&self) -> &Case {
        self.case.as_ref().expect("registered")
    }

    pub(super) fn level(&self) -> &str {
        let incident = self.case().incident().expect("an incident");
        &incident.level().expect("a level").slug
    }

    pub(super) fn due(&self, local: &str) -> Vec<ReportDue> {
        reports_due(self.case(), &self.pack, at(local))
    }

    pub(super) fn reports(&self, local: &str) -> Vec<ReportDue> {
        reports(self.case(), &self.pack, at(local))
    }

    pub(super) fn rung(&self, slug: &str, local: &str) -> ReportDue {
        let sort = ReportSort::First { rung: slug.to_owned() };
        let mut all = self.reports(local).into_iter();
        all.find(|due| due.sort == sort).expect(slug)
    }
}

#[test]
fn a_level_rises_with_the_numbers_and_falls_by_a_leader_alone() {
    let mut fire = Fire::at("2026-10-01 02:10");
    assert_eq!(fire.level(), "ordinary");
    fire.does("2026-10-01 02:20", known(figures(3, 2, 0)));
    assert_eq!(fire.level(), "larger", "in the same append");
    fire.does("2026-10-01 03:00", known(figures(1, 4, 0)));
    assert_eq!(fire.level(), "larger", "never down by itself");
    let pack = bureau();
    let incident = fire.case().incident().expect("an incident").clone();
    let asked = grade_asked(rules(&pack), &incident).expect("the page says so");
    assert_eq!(asked.level.slug, "ordinary");
    let down = || Respond::Grade {
        level: "ordinary".to_owned(),
        reason: "核实死亡1人".to_owned(),
    };
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 03:05", down()),
        "refusal-incident-level-down"
    );
    let silent = Respond::Grade {
        level: "ordinary".to_owned(),
        reason: " ".to_owned(),
    };
    assert_eq!(
        fire.refuses("deputy-head", "2026-10-01 03:05", silent),
        "refusal-text-needed"
    );
    fire.act("deputy-head", "2026-10-01 03:10", &Command::Respond(down()))
        .expect("a leader");
    assert_eq!(fire.level(), "ordinary");
    fire.does("2026-10-01 03:20", known(figures(3, 4, 0)));
    assert_eq!(fire.level(), "larger");
    let below = fire.refuses("deputy-head", "2026-10-01 03:25", down());
    assert_eq!(
        below, "refusal-incident-level-below",
        "while the numbers reach the higher one"
    );
    // Up by hand: another standard than the table's, by whoever is on watch.
    let up = Respond::Grade {
        level: "major".to_owned(),
        reason: "按专项预案".to_owned(),
    };
    fire.does("2026-10-01 03:30", up);
    assert_eq!(fire.level(), "major");
    let known = &fire.case().incident().expect("an incident").figures;
    let dead: Vec<_> = known.iter().map(|known| known.figures.dead).collect();
    assert_eq!(dead, [3, 1, 3], "what was known when");
}

#[test]
fn reports_are_due_from_the_incident_and_each_from_the_one_before() {
    let mut fire = Fire::at("2026-10-01 02:10");
    let slugs = |due: &[ReportDue]| -> Vec<(String, Timestamp)> {
        let slug = |due: &ReportDue| match &due.sort {
            ReportSort::First { rung } => rung.clone(),
            sort => format!("{sort:?}"),
        };
        due.iter().map(|due| (slug(due), due.due)).collect()
    };
    let due = fire.due("2026-10-01 02:15");
    assert_eq!(minutes_left(due[0].due, at("2026-10-01 02:15")), 25);
    assert_eq!(
        slugs(&due)[..3],
        [
            ("head".to_owned(), at("2026-10-01 02:40")),
            ("government".to_owned(), at("2026-10-01 03:40")),
            ("city".to_owned(), at("2026-10-01 03:40")),
        ]
    );
    let clock = |fire: &Fire| fire.case().clock(&"report".into()).expect("a clock").due;
    assert_eq!(clock(&fire), at("2026-10-01 02:40"), "lists and marks know of it");
    fire.does("2026-10-01 02:30", first("head"));
    assert_eq!(
        fire.rung("city", "2026-10-01 02:30").due,
        at("2026-10-01 03:30"),
        "from when it was told"
    );
    assert_eq!(clock(&fire), at("2026-10-01 03:30"));
    // Late: written down as late, for ever.
    fire.does("2026-10-01 03:31", first("city"));
    assert_eq!(fire.rung("city", "2026-10-01 09:00").state, DueState::SentLate);
    assert_eq!(fire.rung("head", "2026-10-01 09:00").state, DueState::Sent);
    assert_eq!(fire.rung("government", "2026-10-01 04:00").state, DueState::Missing);
    let verdicts: Vec<_> = fire.case().clocks.iter().map(|clock| clock.status).collect();
    assert_eq!(verdicts[..2], [ClockStatus::Met, ClockStatus::Breached]);
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 04:00", first("city")),
        "refusal-report-sent"
    );
}

#[test]
fn a_higher_level_brings_more_reports_from_that_moment() {
    let mut fire = Fire::at("2026-10-01 02:10");
    fire.does("2026-10-01 02:30", first("head"));
    fire.does("2026-10-01 02:40", first("city"));
    fire.does("2026-10-01 02:41", first("government"));
    let before: Vec<_> = fire.due("2026-10-01 05:00").into_iter().map(|due| due.sort).collect();
    assert_eq!(before, [ReportSort::Continuing, ReportSort::Inquiry]);
    fire.does("2026-10-01 05:00", known(figures(10, 0, 0)));
    assert_eq!(
        fire.rung("province", "2026-10-01 05:00").due,
        at("2026-10-01 07:00"),
        "from the raise on"
    );
    assert_eq!(fire.rung("state", "2026-10-01 05:00").due, at("2026-10-01 09:00"));
    let supplement = fire.due("2026-10-01 05:00");
    assert!(supplement.iter().any(|due| due.sort == ReportSort::Supplement));
    fire.does("2026-10-01 05:30", first("province"));
    assert_eq!(fire.rung("state", "2026-10-01 05:30").due, at("2026-10-01 07:30"));
    let left = fire.due("2026-10-01 05:30");
    // Twice a day now.
    let next = left
        .iter()
        .find(|due| due.sort == ReportSort::Continuing)
        .expect("until it is over");
    assert_eq!(next.due, at("2026-10-01 17:30"));
    // What was asked for by a level that a leader took back is not waited for, unless it was missing by then.
    let down = Respond::Grade {
        level: "larger".to_owned(),
        reason: "核实死亡3人".to_owned(),
    };
    fire.does("2026-10-01 06:00", known(figures(3, 0, 0)));
    let mut late = Fire {
        pack: fire.pack.clone(),
        case: fire.case.clone(),
        events: Vec::new(),
    };
    fire.act("deputy-head", "2026-10-01 06:05", &Command::Respond(down.clone()))
        .expect("a leader");
    let sort = ReportSort::First {
        rung: "state".to_owned(),
    };
    let all = reports(fire.case(), &fire.pack, at("2026-10-02 00:00"));
    assert!(!all.iter().any(|due| due.sort == sort));
    late.act("deputy-head", "2026-10-01 08:00", &Command::Respond(down))
        .expect("a leader");
    assert_eq!(late.rung("state", "2026-10-02 00:00").state, DueState::Missed);
}

#[test]
fn numbers_that_change_later_are_reported_for_as_many_days_as_the_category_has() {
    let last_day = |category: &str, days: i64| {
        let mut fire = Fire::of("incident", category, "2026-10-01 02:10");
        fire.does("2026-10-01 02:20", first("head"));
        let late = at("2026-10-01 12:00") + SignedDuration::from_hours(24 * days);
        let actor = holder("duty-officer");
        let step = Command::Respond(known(figures(1, 0, 0)));
        for event in decide(fire.case.as_ref(), &step, &actor, &fire.pack, late).expect("recorded") {
            fire.case = evolve(fire.case.take(), &event, &actor, late);
        }
        let due = reports_due(fire.case(), &fire.pack, late);
        due.iter().any(|due| due.sort == ReportSort::Supplement)
    };
    assert!(last_day("incident-fire", 7) && !last_day("incident-fire", 8));
    assert!(last_day("incident-traffic", 7) && !last_day("incident-traffic", 8));
    assert!(last_day("incident-gas", 30) && !last_day("incident-gas", 31));
}

/// Everything that has to be there, one after the other.
#[test]
fn an_incident_ends_when_all_were_told_and_nobody_is_out_there() {
    let mut fire = Fire::at("2026-10-01 02:10");
    let end = || Respond::End {
        text: "明火扑灭，人员清点完毕。".to_owned(),
    };
    let report_final = || report(ReportSort::Final);
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 02:20", report_final()),
        "refusal-report-first"
    );
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 02:20", end()),
        "refusal-incident-untold"
    );
    for rung in ["head", "government", "city"] {
        fire.does("2026-10-01 02:30", first(rung));
    }
    let engines = Respond::CallResource {
        what: "消防车".to_owned(),
        count: 3,
        from: "城东消防站".to_owned(),
    };
    fire.does("2026-10-01 02:31", engines);
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 05:00", end()),
        "refusal-incident-no-final"
    );
    fire.does("2026-10-01 05:00", report_final());
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 05:10", end()),
        "refusal-incident-out-there"
    );
    let moved = |to| Respond::MoveResource { resource: 1, to };
    fire.does("2026-10-01 05:11", moved(Movement::Arrived));
    fire.does("2026-10-01 05:12", moved(Movement::Released));
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 05:13", moved(Movement::Arrived)),
        "refusal-incident-resource"
    );
    fire.does("2026-10-01 05:20", end());
    assert!(fire.case().is_ended() && fire.case().answer.is_some());
    assert!(fire.case().open_clocks().next().is_none());
    let left: Vec<_> = fire.due("2026-10-02 00:00").into_iter().map(|due| due.sort).collect();
    assert_eq!(left, [ReportSort::Inquiry], "what the law still asks for");
    let again = fire.refuses("duty-officer", "2026-10-02 00:00", report(ReportSort::Continuing));
    assert_eq!(again, "refusal-report-ended");
    // A death in hospital days later is known, and reported.
    fire.does("2026-10-03 09:00", known(figures(1, 0, 0)));
    assert_eq!(fire.due("2026-10-03 09:00")[0].sort, ReportSort::Supplement);
    fire.does("2026-10-03 09:30", report(ReportSort::Supplement));
    let more = Respond::ExtendInquiry {
        days: 61,
        reason: "鉴定".to_owned(),
    };
    assert_eq!(
        fire.refuses("deputy-head", "2026-10-03 10:00", more),
        "refusal-inquiry-days"
    );
    let more = Respond::ExtendInquiry {
        days: 60,
        reason: "鉴定".to_owned(),
    };
    let before = fire.due("2026-10-03 10:00")[0].due;
    fire.act("deputy-head", "2026-10-03 10:00", &Command::Respond(more))
        .expect("a leader");
    assert_eq!(
        fire.due("2026-10-03 10:00")[0].due,
        before + SignedDuration::from_hours(60 * 24)
    );
}

#[test]
fn a_drill_is_marked_and_no_incident() {
    let mut drill = Fire::of("drill", "incident-fire", "2026-10-01 09:00");
    assert!(drill.case().is_drill());
    assert_eq!(drill.case().title, format!("{DRILL_MARK}东门市场起火"));
    let changes = domain::case::Correction {
        title: Some("西门市场起火".to_owned()),
        ..domain::case::Correction::default()
    };
    let reason = "写错".to_owned();
    drill
        .act(
            "duty-officer",
            "2026-10-01 09:01",
            &Command::Correct { changes, reason },
        )
        .expect("put right");
    assert_eq!(
        drill.case().title,
        format!("{DRILL_MARK}西门市场起火"),
        "whoever corrects it"
    );
    let kind = drill.pack.kind(&"drill".into()).expect("made from incidents");
    assert!(kind.categories.iter().all(|category| !category.public));
    assert_ne!(drill.pack.import.kind.as_str(), "drill");
    let due: Vec<_> = drill.due("2026-10-01 09:02").into_iter().map(|due| due.sort).collect();
    assert!(!due.contains(&ReportSort::Inquiry), "nothing has happened");
    assert_eq!(due.len(), 3);
}

#[test]
fn a_report_keeps_what_was_known_and_a_part_that_is_missing_is_named() {
    let mut fire = Fire::at("2026-10-01 02:10");
    fire.does("2026-10-01 02:20", known(figures(1, 0, 0)));
    let mut short = first("head");
    if let Respond::SendReport { parts, .. } = &mut short {
        parts.retain(|part| part.part != ReportPart::Measures);
    }
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 02:25", short),
        "refusal-report-part"
    );
    let mut ahead = first("head");
    if let Respond::SendReport { said_at, .. } = &mut ahead {
        *said_at = Some(at("2026-10-01 02:26"));
    }
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 02:25", ahead),
        "refusal-incident-ahead"
    );
    fire.does("2026-10-01 02:25", first("head"));
    fire.does("2026-10-01 02:50", known(figures(2, 0, 0)));
    let noted = |by: &str| Respond::NoteReceipt {
        report: 1,
        receiver: None,
        by: by.to_owned(),
        said_at: None,
    };
    fire.does("2026-10-01 02:51", noted("县应急局值班室"));
    let again = fire.refuses("duty-officer", "2026-10-01 02:52", noted("别人"));
    assert_eq!(again, "refusal-report-receipt");
    let sent = &fire.case().incident().expect("an incident").reports[0];
    assert_eq!(sent.report.figures.dead, 1);
    assert_eq!(
        sent.receipts.first().map(|receipt| receipt.by.as_str()),
        Some("县应急局值班室")
    );
    assert_eq!(sent.post, Some(PostSlug::new("duty-officer")));
    let levels = fire.events.iter().filter(|event| {
        matches!(
            event,
            Event::Incident(IncidentEvent::LevelRaised { .. } | IncidentEvent::LevelSet { .. })
        )
    });
    assert_eq!(levels.count(), 0);
    let open = domain::case::open_steps(fire.case(), &holder("auditor"), &fire.pack, at("2026-10-01 03:00"));
    assert!(open.is_empty());
    let open = domain::case::open_steps(fire.case(), &holder("duty-officer"), &fire.pack, at("2026-10-01 03:00"));
    assert!(open.contains(&StepName::SendReport) && !open.contains(&StepName::ExtendInquiry));
    assert_eq!(holder("duty-officer").role, Role::DutyOfficer);
}
