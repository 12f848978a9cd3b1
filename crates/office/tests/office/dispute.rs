//! A dispute through mediation in a store, with the clock moved: from the field to an agreement, its confirmation by a court
//! and what became of its promises; a refusal; one that failed; one agreed by word of mouth. And its dossier, whose names are
//! opened with a reason.

#[path = "../../../domain/tests/shared/first_steps.rs"]
mod first_steps;

use documents::mediation::{self, Paper};
use domain::case::{
    Actor, Agreement, Case, Command, ConfirmationOutcome, Event, Evidence, Mediate, NoticeHow, Opening, Outcome, Party,
    PerformanceResult, Place, Reason, Refusal, Registration, SealedValues, SignedBy, SignedPaper, Signer, Term,
    confirm_until,
};
use domain::clock::ClockStatus;
use domain::pack::{DossierPart, FieldName, builtin};
use domain::{CaseId, ClockSlug, Locale};
use first_steps::first_steps;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, DossierFiles, Error, Office};
use store::Store;

const NAME: &str = "欧阳某某";
const OTHER: &str = "司徒某某";

pub(super) struct Desk {
    pub(super) office: Office,
    pub(super) case: CaseId,
    _dir: tempfile::TempDir,
}

pub(super) fn at(local: &str) -> Timestamp {
    format!("{}:00+08:00", local.replace(' ', "T")).parse().unwrap()
}

fn registration(received_at: Timestamp) -> Registration {
    Registration {
        id: office::new_case_id(received_at),
        number: String::new(),
        kind: "dispute".into(),
        category: "dispute-neighbours".into(),
        title: "演示：两家的排水沟".to_owned(),
        description: "乙方翻建院墙，甲方院里积水。".to_owned(),
        place: Place::default(),
        source: "走访发现".to_owned(),
        received_at,
        unit: "mediation".into(),
        leader: "mediation-chair".into(),
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
        sealed: SealedValues::default()
            .with(FieldName::RequesterName, NAME)
            .with(FieldName::PartyB, &format!("{OTHER}\n东街3号")),
    }
}

pub(super) fn holder(office: &Office, post: &str) -> Actor {
    let post = office.pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

impl Desk {
    /// Found in the field by a mediator on 2 March, and accepted.
    pub(super) async fn with_a_dispute() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = at("2026-03-02 09:00");
        let office = Office {
            store: Store::open(dir.path()).await.unwrap(),
            pack: builtin("demo-bureau").unwrap(),
            clock: Clock::starting_at(now),
        };
        let found = registration(now);
        let case = found.id;
        let mediator = holder(&office, "mediator-one");
        office::register(&office, found, &mediator, now, None).await.unwrap();
        let desk = Self {
            office,
            case,
            _dir: dir,
        };
        desk.does("mediator-one", "2026-03-02 09:30", Command::Accept).await;
        desk
    }

    /// Both parties want it, were told their rights, and chose the first mediator; called for 4 March.
    pub(super) async fn ready() -> Self {
        let desk = Self::with_a_dispute().await;
        for step in first_steps(NoticeHow::Written) {
            desk.mediates("mediator-one", "2026-03-02 10:00", step).await;
        }
        let call = Mediate::CallSitting {
            at: at("2026-03-04 14:30"),
            minutes: 90,
            place: "一号调解室".to_owned(),
            link: "https://meet.example/room".to_owned(),
            parties: vec![Party::A, Party::B],
        };
        desk.mediates("mediator-one", "2026-03-02 10:30", call).await;
        desk
    }

    pub(super) async fn act(&self, actor: &Actor, local: &str, command: Command) -> Result<(), Refusal> {
        match office::act(&self.office, self.case, &command, actor, at(local), None).await {
            Ok(_) => Ok(()),
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(error) => panic!("{error}"),
        }
    }

    pub(super) async fn does(&self, post: &str, local: &str, command: Command) {
        let told = format!("{post} {command:?}");
        let done = self.act(&holder(&self.office, post), local, command).await;
        done.unwrap_or_else(|refusal| panic!("{told}: {refusal}"));
    }

    pub(super) async fn mediates(&self, post: &str, local: &str, step: Mediate) {
        self.does(post, local, Command::Mediate(step)).await;
    }

    pub(super) async fn refuses(&self, post: &str, local: &str, command: Command) -> String {
        let done = self.act(&holder(&self.office, post), local, command).await;
        done.unwrap_err().key
    }

    pub(super) async fn case(&self) -> Case {
        self.office.store.case(self.case).await.unwrap().unwrap()
    }

    pub(super) async fn status(&self, clock: &str) -> ClockStatus {
        self.case().await.clock(&ClockSlug::new(clock)).unwrap().status
    }

    /// Answered by the mediator and closed by the chair.
    pub(super) async fn answers_and_closes(&self, local: &str, outcome: Outcome) {
        let text = "见调解文书。".to_owned();
        self.does("mediator-one", local, Command::Answer { text, outcome })
            .await;
        self.does("mediation-chair", local, Command::Close).await;
    }

    pub(super) async fn marks(&self, now: Timestamp) {
        office::run_due_marks(&self.office, now).await.unwrap();
    }
}

fn agreement() -> Agreement {
    let text = |text: &str| text.to_owned();
    Agreement {
        oral: false,
        template: text("neighbours"),
        facts: text("乙方翻建院墙，甲方院内排水不畅。"),
        dispute: text("双方对排水有争议。"),
        responsibility: text("乙方负主要责任。"),
        content: text("乙方在墙下留一条排水沟，甲方付一半工料。"),
        manner: text("自行施工"),
        place: text("双方院墙"),
        terms: vec![
            Term {
                party: Party::B,
                what: text("修好排水沟"),
                due: "2026-03-20".parse().unwrap(),
                visits: Vec::new(),
            },
            Term {
                party: Party::A,
                what: text("付一半工料"),
                due: "2026-03-27".parse().unwrap(),
                visits: Vec::new(),
            },
        ],
    }
}

/// A small picture, as a glass gives it.
const PICTURE: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0x60, 0x60,
    0xf8, 0x0f, 0, 1, 4, 1, 0, 0x5f, 0xe5, 0xc3, 0x4b, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

#[tokio::test]
async fn from_the_field_to_an_agreement_confirmed_and_performed() {
    let desk = Desk::ready().await;
    // The month passes at its half: a mark and nothing more.
    desk.marks(at("2026-03-18 09:00")).await;
    assert_eq!(desk.status("mediation").await, ClockStatus::Running);
    let record = Mediate::RecordSitting {
        sitting: 1,
        present: vec![Party::A, Party::B],
        text: "双方各说了经过，乙方愿意留一条沟。".to_owned(),
        read_back: true,
    };
    desk.mediates("mediator-one", "2026-03-18 16:00", record).await;
    let draft = Mediate::DraftAgreement(Box::new(agreement()));
    desk.mediates("mediator-one", "2026-03-18 16:10", draft).await;
    let sha256 = desk.office.store.put_file(desk.case, PICTURE).await.unwrap();
    let file = Evidence {
        name: "签名.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: PICTURE.len() as u64,
        sha256: sha256.clone(),
    };
    let by = SignedBy::Glass;
    #[rustfmt::skip]
    let sign = |paper, signer| Mediate::Sign { paper, signer, by, file: file.clone(), draft: 1 };
    for signer in [Signer::A, Signer::B, Signer::Mediator] {
        let early = desk.refuses("mediation-chair", "2026-03-18 16:20", Command::Mediate(Mediate::Seal));
        assert_eq!(early.await, "refusal-unsigned");
        let step = sign(SignedPaper::Agreement, signer);
        desk.mediates("mediator-one", "2026-03-18 16:30", step).await;
    }
    desk.mediates("mediation-chair", "2026-03-18 17:00", Mediate::Seal)
        .await;
    assert_eq!(desk.status("mediation").await, ClockStatus::Met);

    // Judicial confirmation: until the last second of the thirtieth day, which rolls past Friday's holiday to none.
    let case = desk.case().await;
    let until = confirm_until(&case, &desk.office.pack).unwrap();
    assert_eq!(until, "2026-04-17T23:59:59+08:00".parse::<Timestamp>().unwrap());
    let apply = Command::Mediate(Mediate::ApplyConfirmation {
        court: "县人民法院".to_owned(),
    });
    for signer in [Signer::A, Signer::B] {
        let step = sign(SignedPaper::Application, signer);
        desk.mediates("mediator-one", "2026-03-18 17:30", step).await;
    }
    let mediator = holder(&desk.office, "mediator-one");
    let late = until + SignedDuration::from_secs(1);
    let late = office::act(&desk.office, desk.case, &apply, &mediator, late, None).await;
    assert!(matches!(late, Err(Error::Refused(refusal)) if refusal.key == "refusal-confirmation-late"));

    // The first promise's day passes: the timer writes it down; then it is kept, and the next one is waited for.
    desk.marks(at("2026-03-21 09:00")).await;
    assert_eq!(desk.status("performance").await, ClockStatus::Breached);
    let visit = |term, result, note: &str| Mediate::FollowUp {
        term,
        result,
        note: note.to_owned(),
        route: String::new(),
    };
    let half = visit(1, PerformanceResult::Partly, "沟挖好了，还没有抹灰");
    desk.mediates("mediator-one", "2026-03-21 10:00", half).await;
    let kept = visit(1, PerformanceResult::Performed, "");
    desk.mediates("mediator-one", "2026-03-24 10:00", kept).await;
    assert_eq!(desk.status("performance").await, ClockStatus::Running);
    office::act(&desk.office, desk.case, &apply, &mediator, at("2026-03-25 09:00"), None)
        .await
        .unwrap();
    let ruling = Mediate::DecideConfirmation {
        outcome: ConfirmationOutcome::Confirmed,
        note: "（2026）民特1号".to_owned(),
    };
    desk.mediates("mediator-one", "2026-03-26 09:00", ruling).await;
    let text = "已达成协议。".to_owned();
    let outcome = Outcome::Solved;
    desk.does("mediator-one", "2026-03-26 10:00", Command::Answer { text, outcome })
        .await;
    let early = desk
        .refuses("mediation-chair", "2026-03-26 11:00", Command::Close)
        .await;
    assert_eq!(early, "refusal-needs-follow-up");
    let kept = visit(2, PerformanceResult::Performed, "当场付清");
    desk.mediates("mediator-one", "2026-03-26 15:00", kept).await;
    assert_eq!(desk.status("performance").await, ClockStatus::Met);
    let file = Mediate::FileUnder {
        sha256: sha256.clone(),
        part: DossierPart::Evidence,
    };
    desk.mediates("mediator-one", "2026-03-26 16:00", file).await;
    assert_eq!(desk.status("confirmation").await, ClockStatus::Met);
    desk.does("mediation-chair", "2026-03-27 09:00", Command::Close).await;

    the_dossier_opens_with_a_reason(&desk, &sha256).await;
}

/// Names and drawn signatures are in the papers, and who opened them is in the record; in the open there are none.
async fn the_dossier_opens_with_a_reason(desk: &Desk, signature: &str) {
    let mediator = holder(&desk.office, "mediator-one");
    let now = at("2026-03-30 09:00");
    let story = async || {
        let number = desk.case().await.number;
        desk.office.store.story(&number).await.unwrap().unwrap()
    };
    let opened = |events: &[store::Recorded<Event>]| {
        let opened = events.iter().filter_map(|recorded| match &recorded.event {
            Event::Opened { what, .. } => Some(what.clone()),
            _ => None,
        });
        opened.collect::<Vec<_>>()
    };
    let none = office::open_dossier(
        &desk.office,
        desk.case,
        DossierFiles::All,
        Reason::default(),
        &mediator,
        now,
    )
    .await;
    assert!(
        matches!(none, Err(Error::Refused(_))),
        "without a reason nothing is opened"
    );
    assert!(opened(&story().await.events).is_empty());
    let reason = Reason {
        chosen: None,
        written: "归档".to_owned(),
    };
    let dossier = office::open_dossier(&desk.office, desk.case, DossierFiles::All, reason, &mediator, now)
        .await
        .unwrap();
    let openings = opened(&story().await.events);
    assert!(matches!(&openings[0], Opening::Sealed { fields } if fields.contains(&FieldName::PartyB)));
    assert!(matches!(&openings[1], Opening::Evidence { sha256 } if sha256 == signature));
    assert_eq!(openings.len(), 2, "the same picture is opened once");
    assert!(
        dossier.files.contains_key(signature),
        "what stands in the dossier comes with it"
    );
    let missing = mediation::standing(&dossier.case, &dossier.pack);
    let missing: Vec<DossierPart> = missing
        .iter()
        .filter(|part| part.is_missing())
        .map(|part| part.part)
        .collect();
    assert_eq!(missing, [DossierPart::Identity]);
    for paper in Paper::of(&dossier.case) {
        let pdf = mediation::pdf(&dossier, paper, Locale::ZhCn).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"), "{paper:?}");
    }
    assert!(
        mediation::dossier_pdf(&dossier, Locale::ZhCn)
            .unwrap()
            .starts_with(b"%PDF-1.7")
    );
    assert!(
        mediation::dossier_docx(&dossier, Locale::En)
            .unwrap()
            .starts_with(b"PK")
    );
    // In events and state there are letters alone.
    let story = story().await;
    let told = serde_json::to_string(&story.case).unwrap() + &format!("{:?}", story.events);
    assert!(!told.contains(NAME) && !told.contains(OTHER));
    // A calendar's entry has neither.
    let entry = office::session_invitation(&story.case, 1, Locale::ZhCn).unwrap();
    let entry = String::from_utf8(entry).unwrap();
    assert!(entry.contains("DTSTART:20260304T063000Z") && !entry.contains(NAME));
    let rebuilt = desk
        .office
        .store
        .rebuild(&desk.office.pack.zone, |_, _| {})
        .await
        .unwrap();
    assert!(rebuilt.differed.is_empty(), "{:?}", rebuilt.differed);
}
