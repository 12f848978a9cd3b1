//! Four invented disputes of the last days: agreed by word of mouth and performed; in mediation, with a session to come; refused by
//! one party; and mediated without an agreement, and handed over with its dossier to the authority that decides such things.

use super::stories::{Step, Who, moment};
use super::town::Town;
use crate::failure::Failure;
use documents::mediation::dossier_pdf;
use domain::case::{
    About, Agreement, Command, Ended, Mediate, NoticeHow, Opening, Outcome, Party, PerformanceResult, Place, Reason,
    Registration, SealedValues, Term,
};
use domain::pack::{FieldName, Pack};
use domain::{CaseId, Locale};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use office::DossierFiles;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Who finds them and mediates.
pub(crate) const MEDIATOR: &str = "mediator-one";
const CHAIR: &str = "mediation-chair";
const COMMITTEE: &str = "mediation";
/// By which route the last of them goes on.
const ROUTE: &str = "administrative";

/// A dispute, found by the mediator, and what becomes of it.
pub(crate) struct Dispute {
    pub(crate) registration: Registration,
    pub(crate) steps: Vec<Step>,
    /// It is handed over in the end.
    pub(crate) handed_over: bool,
}

/// Found on `date`; nothing where the pack has no such committee.
pub(crate) fn found(date: Date, pack: &Pack) -> Vec<Dispute> {
    let kind = pack.kind(&"dispute".into()).filter(|kind| kind.mediation.is_some());
    if kind.is_none() || pack.unit(&COMMITTEE.into()).is_none() {
        return Vec::new();
    }
    vec![
        by_word_of_mouth(date, pack),
        under_way(date, pack),
        refused(date, pack),
        without_agreement(date, pack),
    ]
}

/// Times and steps of one dispute.
struct Pen<'a> {
    date: Date,
    pack: &'a Pack,
    steps: Vec<Step>,
}

impl Pen<'_> {
    fn day(&self, days: i64) -> Date {
        self.date.saturating_add(Span::new().days(days))
    }

    fn at(&self, days: i64, hour: u32, minute: u32) -> Timestamp {
        moment(self.day(days), hour * 60 + minute, self.pack)
    }

    fn does(&mut self, at: Timestamp, post: &'static str, command: Command) {
        let who = Who::Post(post);
        self.steps.push(Step { at, who, command });
    }

    fn mediates(&mut self, at: Timestamp, step: Mediate) {
        self.does(at, MEDIATOR, Command::Mediate(step));
    }

    /// Both parties agree to mediation, are told their rights and choose the mediator.
    fn begins(&mut self, at: Timestamp) {
        self.does(at, MEDIATOR, Command::Accept);
        for party in [Party::A, Party::B] {
            self.mediates(at, consent(party, true, ""));
            let how = NoticeHow::Written;
            self.mediates(at, Mediate::Notice { party, how });
            let (party, post) = (Some(party), MEDIATOR.into());
            self.mediates(at, Mediate::Choose { party, post });
        }
    }

    fn calls(&mut self, at: Timestamp, begins: Timestamp, link: &str) {
        self.mediates(
            at,
            Mediate::CallSitting {
                at: begins,
                minutes: 90,
                place: "县人民调解委员会一号调解室".to_owned(),
                link: link.to_owned(),
                parties: vec![Party::A, Party::B],
            },
        );
    }

    fn records(&mut self, at: Timestamp, text: &str) {
        self.mediates(
            at,
            Mediate::RecordSitting {
                sitting: 1,
                present: vec![Party::A, Party::B],
                text: text.to_owned(),
                read_back: true,
            },
        );
    }

    fn dispute(
        self,
        found: Timestamp,
        category: &str,
        [title, description, address]: [&str; 3],
        names: [&str; 2],
    ) -> Dispute {
        let registration = Registration {
            id: office::new_case_id(found),
            number: String::new(),
            kind: "dispute".into(),
            category: category.into(),
            title: title.to_owned(),
            description: description.to_owned(),
            place: Place {
                address: address.to_owned(),
                ..Place::default()
            },
            source: "走访发现".to_owned(),
            received_at: found,
            unit: COMMITTEE.into(),
            leader: CHAIR.into(),
            external: None,
            origin: None,
            people_affected: None,
            casualties: None,
            repeats: 0,
            due: None,
            finished_at_source: None,
            finish_claimed: None,
            about: About::default(),
            sealed_fields: Vec::new(),
            sealed: SealedValues::default()
                .with(FieldName::RequesterName, names[0])
                .with(FieldName::PartyB, names[1]),
        };
        Dispute {
            registration,
            steps: self.steps,
            handed_over: false,
        }
    }
}

fn consent(party: Party, agrees: bool, note: &str) -> Mediate {
    Mediate::Consent {
        party,
        agrees,
        note: note.to_owned(),
    }
}

fn pen(date: Date, pack: &Pack) -> Pen<'_> {
    Pen {
        date,
        pack,
        steps: Vec::new(),
    }
}

fn by_word_of_mouth(date: Date, pack: &Pack) -> Dispute {
    let mut pen = pen(date, pack);
    let found = pen.at(0, 9, 20);
    pen.begins(pen.at(0, 10, 5));
    pen.calls(pen.at(0, 10, 20), pen.at(0, 15, 0), "");
    pen.records(
        pen.at(0, 16, 10),
        "甲方说楼道堆的杂物挡了门，老人出入不便。\n乙方说是临时放的，愿意清走。\n双方对清走的时间达成一致。",
    );
    let agreed = Agreement {
        content: "乙方向甲方道歉，并清走楼道里的杂物；甲方不再追究。".to_owned(),
        terms: vec![Term {
            party: Party::B,
            what: "清走楼道杂物".to_owned(),
            due: pen.day(1),
            visits: Vec::new(),
        }],
        ..Agreement::default()
    };
    pen.mediates(pen.at(0, 16, 20), Mediate::OralAgreement(Box::new(agreed)));
    pen.mediates(
        pen.at(1, 17, 0),
        Mediate::FollowUp {
            term: 1,
            result: PerformanceResult::Performed,
            note: "到现场看过，楼道已清空。".to_owned(),
            route: String::new(),
        },
    );
    let answer = Command::Answer {
        text: "双方达成口头协议，当天说清，次日已履行。".to_owned(),
        outcome: Outcome::Solved,
    };
    pen.does(pen.at(1, 17, 20), MEDIATOR, answer);
    pen.does(pen.at(2, 9, 0), CHAIR, Command::Close);
    pen.dispute(
        found,
        "dispute-neighbours",
        [
            "楼道堆放杂物引起的争吵",
            "乙方在楼道堆放纸箱和旧家具，挡住甲方家门，双方为此争吵。",
            "东湖路12号3单元",
        ],
        ["甲某某（演示）", "乙某某（演示）\n东湖路12号3单元502"],
    )
}

fn under_way(date: Date, pack: &Pack) -> Dispute {
    let mut pen = pen(date, pack);
    let found = pen.at(1, 8, 50);
    pen.begins(pen.at(1, 9, 30));
    pen.calls(pen.at(1, 9, 40), pen.at(2, 14, 30), "");
    pen.records(
        pen.at(2, 16, 0),
        "甲方说装修款多付了一万二千元，有转账记录。\n乙方说增项是口头同意的，没有签单。\n双方同意各自整理单据，下次逐项对。",
    );
    pen.calls(pen.at(2, 16, 10), pen.at(9, 9, 30), "https://meet.example/tiaojie-1");
    pen.dispute(
        found,
        "dispute-contract",
        [
            "装修增项款的争议",
            "甲方认为装修公司多收增项款，乙方认为是口头同意过的。",
            "新区锦绣路6号",
        ],
        ["丙某某（演示）", "某某装饰公司（演示）\n新区锦绣路88号"],
    )
}

fn refused(date: Date, pack: &Pack) -> Dispute {
    let mut pen = pen(date, pack);
    let found = pen.at(2, 10, 0);
    pen.does(pen.at(2, 10, 30), MEDIATOR, Command::Accept);
    pen.mediates(pen.at(2, 10, 40), consent(Party::A, true, ""));
    pen.mediates(pen.at(2, 15, 0), consent(Party::B, false, "要求直接走法律程序"));
    let answer = Command::Answer {
        text: "对方不愿意调解，依法终止。您可以申请仲裁、请有关部门处理或者向法院起诉；要移交的，我们带卷宗移交。"
            .to_owned(),
        outcome: Outcome::CannotBeMet,
    };
    pen.does(pen.at(2, 16, 0), MEDIATOR, answer);
    pen.dispute(
        found,
        "dispute-damages",
        [
            "宠物伤人的赔偿争议",
            "甲方称被乙方的狗咬伤，要求赔偿医药费和误工费。",
            "城南街道河滨公园",
        ],
        ["丁某某（演示）", "戊某某（演示）"],
    )
}

fn without_agreement(date: Date, pack: &Pack) -> Dispute {
    let mut pen = pen(date, pack);
    let found = pen.at(0, 10, 40);
    pen.begins(pen.at(0, 11, 20));
    pen.calls(pen.at(0, 11, 30), pen.at(1, 9, 0), "");
    pen.records(
        pen.at(1, 11, 0),
        "甲方说承包地的界桩被移动，少了两分地。\n乙方说界桩一直在原处，是按土地证种的。\n双方都要求由有关部门确认界址，不愿再谈。",
    );
    let end = Mediate::End {
        why: Ended::Failed,
        reason: "双方对界址各执一词，要求由有关部门确认。".to_owned(),
        routes: vec![ROUTE.to_owned(), "judicial".to_owned()],
    };
    pen.mediates(pen.at(1, 11, 20), end);
    let answer = Command::Answer {
        text: "没有达成协议，依法终止。界址由有关部门处理，卷宗随案移交；对处理不服的，可以向法院起诉。".to_owned(),
        outcome: Outcome::CannotBeMet,
    };
    pen.does(pen.at(1, 15, 0), MEDIATOR, answer);
    let dispute = pen.dispute(
        found,
        "dispute-land",
        [
            "承包地界桩的争议",
            "甲方认为乙方移动了两家承包地之间的界桩，乙方否认。",
            "竹溪镇石桥村",
        ],
        ["己某某（演示）", "庚某某（演示）\n竹溪镇石桥村六组"],
    );
    Dispute {
        handed_over: true,
        ..dispute
    }
}

/// The committee hands a dispute over whose mediation has ended: its dossier is opened with a reason and made as the case stands, and
/// goes with it.
pub(crate) async fn hand_over(town: &Town, case: CaseId, now: Timestamp) -> Result<(), Failure> {
    let (office, mediator) = (&town.office, town.at_post(MEDIATOR));
    let reason = Reason {
        chosen: None,
        written: "移交有关部门处理".to_owned(),
    };
    let dossier = office::open_dossier(office, case, DossierFiles::All, reason.clone(), &mediator, now).await?;
    let of = dossier.case.version;
    let made = tokio::task::spawn_blocking(move || dossier_pdf(&dossier, Locale::ZhCn)).await;
    let bytes = made.map_err(std::io::Error::other)??;
    let sha256 = Sha256::digest(&bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let open = Command::Open {
        what: Opening::Dossier { sha256, of },
        reason,
    };
    let hand_over = Command::Mediate(Mediate::HandOver {
        route: ROUTE.to_owned(),
        to: "县自然资源局".to_owned(),
        note: "附卷宗一册。".to_owned(),
    });
    for command in [open, hand_over] {
        office::act(office, case, &command, &mediator, now, None).await?;
    }
    Ok(())
}
