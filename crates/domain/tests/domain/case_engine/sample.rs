//! The invented county's pack with a kind that has every step and every sort of clock, and what tests say of it.

use domain::case::{
    Actor, Case, Command, Event, Outcome, Place, Refusal, Registration, Role, SealedValues, decide, evolve,
};
use domain::clock::{Allowance, ClockUnit};
use domain::pack::{
    self, Category, ClockRule, Field, FieldName, Kind, Pack, Requirement, Rule, Status, Step, StepName, Visibility,
};
use domain::{CaseId, ClockSlug, KindSlug, PostSlug, StatusSlug, Text, UnitSlug};
use jiff::Timestamp;

pub(crate) const STEPS: [StepName; 78] = [
    StepName::Register,
    StepName::Correct,
    StepName::Accept,
    StepName::Refuse,
    StepName::Dispatch,
    StepName::Acknowledge,
    StepName::ReportProgress,
    StepName::AttachEvidence,
    StepName::Answer,
    StepName::SignOff,
    StepName::Return,
    StepName::Close,
    StepName::Confirm,
    StepName::Reopen,
    StepName::Withdraw,
    StepName::Supervise,
    StepName::Comment,
    StepName::RecordRepeat,
    StepName::PauseClock,
    StepName::ResumeClock,
    StepName::ExtendClock,
    StepName::KeepSealed,
    StepName::OpenSealed,
    StepName::RecordAbout,
    StepName::LiftAbout,
    StepName::Publish,
    StepName::Unpublish,
    StepName::Erase,
    StepName::Message,
    StepName::RecordOpinion,
    StepName::AskReview,
    StepName::AskReReview,
    StepName::Recuse,
    StepName::Simplify,
    StepName::JoinUnit,
    StepName::ReleaseUnit,
    StepName::PassOn,
    StepName::TakeOver,
    StepName::DeclinePass,
    StepName::LinkCase,
    StepName::GiveLink,
    StepName::RecordReferral,
    StepName::ExtendMediation,
    StepName::InviteOnline,
    StepName::AnswerOnline,
    StepName::RecordConsent,
    StepName::GiveNotice,
    StepName::ChooseMediator,
    StepName::ConfirmRecord,
    StepName::ConfirmPerformance,
    StepName::CallSession,
    StepName::MoveSession,
    StepName::CallOffSession,
    StepName::RecordSession,
    StepName::DraftAgreement,
    StepName::SignPaper,
    StepName::SealAgreement,
    StepName::RecordOralAgreement,
    StepName::ApplyConfirmation,
    StepName::DeclineConfirmation,
    StepName::RecordConfirmation,
    StepName::FollowUp,
    StepName::MediateAnew,
    StepName::EndMediation,
    StepName::HandOver,
    StepName::FileEvidence,
    StepName::RecordFigures,
    StepName::GradeIncident,
    StepName::SendReport,
    StepName::KeepTimeline,
    StepName::NameRole,
    StepName::CallResources,
    StepName::FollowPlan,
    StepName::HandToHealth,
    StepName::LinkWarning,
    StepName::EndIncident,
    StepName::ReviewIncident,
    StepName::ExtendInquiry,
];

pub(crate) const ROLES: [Role; 9] = [
    Role::Program,
    Role::Requester,
    Role::Clerk,
    Role::Handler,
    Role::DutyOfficer,
    Role::SpecialOffice,
    Role::Leader,
    Role::Auditor,
    Role::Administrator,
];

fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn rule<T>(value: T) -> Rule<T> {
    Rule {
        value,
        source: "test".to_owned(),
        verified: false,
    }
}

pub(crate) fn hours(n: u32) -> Allowance {
    Allowance {
        n,
        unit: ClockUnit::Hours,
    }
}

pub(crate) fn days(n: u32) -> Allowance {
    Allowance {
        n,
        unit: ClockUnit::Days,
    }
}

pub(crate) fn working_days(n: u32) -> Allowance {
    Allowance {
        n,
        unit: ClockUnit::WorkingDays,
    }
}

/// A moment in Shanghai: `2026-03-02 09:00`.
pub(crate) fn at(local: &str) -> Timestamp {
    format!("{}:00+08:00", local.replace(' ', "T")).parse().unwrap()
}

fn clock(slug: &str, starts: StepName, stops: &[StepName], allowance: Option<Allowance>) -> ClockRule {
    ClockRule {
        slug: ClockSlug::new(slug),
        name: text("时限", slug),
        told: None,
        starts,
        stops: stops.to_vec(),
        cancels: vec![StepName::Withdraw, StepName::Refuse],
        allowance: allowance.map(rule),
        extension: None,
        pausable: false,
        lapses: false,
        by_category: std::collections::BTreeMap::new(),
        by_referral: std::collections::BTreeMap::new(),
    }
}

/// A kind in which every role may take every step, so that only the engine's own rules refuse.
fn open_kind(slug: &str, clocks: Vec<ClockRule>) -> Kind {
    let to = |step| match step {
        StepName::Accept | StepName::Dispatch | StepName::Return | StepName::Reopen => Some("handling"),
        StepName::Answer => Some("answered"),
        StepName::Close => Some("closed"),
        StepName::Refuse => Some("refused"),
        StepName::Withdraw => Some("withdrawn"),
        _ => None,
    };
    let status = |slug: &str, ended| Status {
        slug: StatusSlug::new(slug),
        name: text("状态", slug),
        ended,
    };
    Kind {
        slug: KindSlug::new(slug),
        name: text("事项", slug),
        categories: ["other", "urgent"]
            .map(|category| Category {
                slug: category.into(),
                name: text("类别", category),
                aliases: Vec::new(),
                public: true,
                hides_source: slug == "incident" && category == "urgent",
            })
            .into(),
        statuses: vec![
            status("registered", false),
            status("handling", false),
            status("answered", false),
            status("closed", true),
            status("refused", true),
            status("withdrawn", true),
        ],
        steps: STEPS
            .iter()
            .map(|step| Step {
                name: *step,
                from: Vec::new(),
                to: to(*step).map(StatusSlug::new),
                by: ROLES.to_vec(),
                requires: Vec::new(),
            })
            .collect(),
        fields: [FieldName::RequesterName, FieldName::RequesterContact]
            .map(|name| Field {
                name,
                label: text("密封", "Sealed"),
                visibility: Visibility::Sealed,
                required: false,
                max_chars: 100,
            })
            .into(),
        clocks,
        retention: Some(rule(365)),
        ladder: (slug == "job").then(|| pack::Ladder {
            settled: None,
            ask_within: rule(days(30)),
            highest: Some("review-committee".into()),
        }),
        mediation: None,
        incident: None,
        not_ours: Some(rule(working_days(5))),
        representatives: Some(rule(5)),
        routes: Vec::new(),
        source_post: None,
    }
}

/// `petition`: 信访工作条例 22 and 34, with pauses; `task`-like `job`: due by hand; `incident`: hours.
pub(crate) fn pack() -> Pack {
    let mut pack = (*pack::builtin("demo-bureau").expect("the demonstration pack is built in")).clone();
    let mut handling = clock("handling", StepName::Accept, &[StepName::Answer], Some(days(60)));
    handling.extension = Some(rule(days(30)));
    handling.pausable = true;
    handling.by_category.insert("urgent".into(), rule(hours(24)));
    let follow_up = clock(
        "follow-up",
        StepName::Close,
        &[StepName::Confirm],
        Some(working_days(3)),
    );
    let acknowledgement = clock(
        "acknowledgement",
        StepName::Dispatch,
        &[StepName::Acknowledge],
        Some(hours(4)),
    );
    let transfer = clock("transfer", StepName::Register, &[StepName::Dispatch], Some(days(15)));
    let petition = open_kind("petition", vec![transfer, acknowledgement, handling, follow_up]);
    let mut due = clock("due", StepName::Register, &[StepName::SignOff, StepName::Close], None);
    due.pausable = true;
    due.extension = Some(rule(hours(48)));
    let job = open_kind("job", vec![due]);
    let report = clock(
        "report",
        StepName::Register,
        &[StepName::ReportProgress],
        Some(hours(1)),
    );
    let incident = open_kind("incident", vec![report]);
    for kind in [petition, job, incident] {
        pack.kinds.insert(kind.slug.clone(), kind);
    }
    pack
}

/// The pack with what one step of a kind requires.
pub(crate) fn requiring(mut pack: Pack, kind: &str, step: StepName, requirement: Requirement) -> Pack {
    let kind = pack.kinds.get_mut(kind).unwrap();
    let step = kind.steps.iter_mut().find(|known| known.name == step).unwrap();
    step.requires.push(requirement);
    pack
}

/// The pack with a kind whose cases are with a unit as soon as they are dispatched to it.
pub(crate) fn given_at_once(mut pack: Pack, kind: &str) -> Pack {
    let kind = pack.kinds.get_mut(kind).unwrap();
    kind.steps.retain(|step| step.name != StepName::TakeOver);
    pack
}

pub(crate) fn person(role: Role) -> Actor {
    Actor {
        role,
        post: Some(PostSlug::new("housing-leader")),
        unit: Some(UnitSlug::new("housing")),
        account: Some(format!("{role:?}")),
    }
}

pub(crate) fn registration(kind: &str, received_at: Timestamp) -> Registration {
    Registration {
        id: CaseId(uuid::Uuid::from_u128(1)),
        number: "20260302-00001".to_owned(),
        kind: KindSlug::new(kind),
        category: "other".into(),
        title: "消防通道被占用".to_owned(),
        description: "三号楼北侧，两周了。".to_owned(),
        place: Place::default(),
        source: "热线".to_owned(),
        received_at,
        unit: UnitSlug::new("housing"),
        leader: PostSlug::new("housing-leader"),
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

/// A case with its pack and the stream that made it.
pub(crate) struct Story {
    pub(crate) pack: Pack,
    pub(crate) case: Option<Case>,
    pub(crate) stream: Vec<(Event, Actor, Timestamp)>,
}

impl Story {
    pub(crate) fn new(pack: Pack) -> Self {
        Self {
            pack,
            case: None,
            stream: Vec::new(),
        }
    }

    /// A case of `kind`, received and registered at `local`.
    pub(crate) fn of(kind: &str, local: &str) -> Self {
        let mut story = Self::new(pack());
        let received = at(local);
        story
            .act(
                &Command::Register(Box::new(registration(kind, received))),
                &person(Role::Clerk),
                received,
            )
            .expect("registered");
        story
    }

    pub(crate) fn act(&mut self, command: &Command, actor: &Actor, now: Timestamp) -> Result<usize, Refusal> {
        let events = decide(self.case.as_ref(), command, actor, &self.pack, now)?;
        let count = events.len();
        for event in events {
            self.case = evolve(self.case.take(), &event, actor, now);
            self.stream.push((event, actor.clone(), now));
        }
        Ok(count)
    }

    /// A step that is taken.
    pub(crate) fn does(&mut self, role: Role, local: &str, command: &Command) -> &mut Self {
        self.act(command, &person(role), at(local))
            .unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
        self
    }

    /// The key with which a step is refused.
    pub(crate) fn refuses(&mut self, role: Role, local: &str, command: &Command) -> String {
        match self.act(command, &person(role), at(local)) {
            Ok(_) => panic!("{command:?} was done"),
            Err(refusal) => refusal.key,
        }
    }

    pub(crate) fn case(&self) -> &Case {
        self.case.as_ref().expect("a case")
    }

    pub(crate) fn clock(&self, slug: &str) -> &domain::case::RunningClock {
        self.case()
            .clock(&ClockSlug::new(slug))
            .unwrap_or_else(|| panic!("no clock {slug}"))
    }
}

pub(crate) fn answer() -> Command {
    Command::Answer {
        text: "已清理并划线。".to_owned(),
        outcome: Outcome::Solved,
    }
}
