//! A dossier from its cover to its back: in order, with what is missing named, the same bytes each time, and safe from what
//! people type.

#[path = "../../../domain/tests/shared/first_steps.rs"]
mod first_steps;

use super::{Dossier, Invitation, Paper, docx, dossier_docx, dossier_pdf, invitation, pdf, standing};
use domain::case::{
    Actor, Agreement, Case, Command, Ended, Ending, Evidence, Mediate, NoticeHow, Party, PerformanceResult, Place,
    Referral, ReferralWay, Registration, Role, SealedValues, SignedBy, SignedPaper, Signer, Term, TermWord, decide,
    evolve,
};
use domain::pack::{DossierPart, FieldName, Pack, builtin};
use domain::{CaseId, Locale};
use first_steps::first_steps;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;

const NAME: &str = "欧阳演示";
const OTHER: &str = "司徒演示";

pub(super) fn at(local: &str) -> Timestamp {
    format!("{}:00+08:00", local.replace(' ', "T")).parse().unwrap()
}

pub(super) fn holder(pack: &Pack, post: &str) -> Actor {
    let post = pack.post(&post.into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

fn sealed() -> SealedValues {
    SealedValues::default()
        .with(FieldName::RequesterName, NAME)
        .with(FieldName::IdentityNumber, "110101199001011234")
        .with(FieldName::PartyB, &format!("{OTHER}\n竹溪镇东街3号"))
}

fn registration() -> Registration {
    Registration {
        id: CaseId(uuid::Uuid::from_u128(7)),
        number: "20260302-00007".to_owned(),
        kind: "dispute".into(),
        category: "dispute-neighbours".into(),
        title: "演示：两家的排水沟".to_owned(),
        description: "乙方砌墙，甲方院里积水。\n#import \"x\" *不是标记* <b>".to_owned(),
        place: Place::default(),
        source: "走访发现".to_owned(),
        received_at: at("2026-03-02 09:00"),
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
        sealed: sealed(),
    }
}

pub(super) fn picture() -> Vec<u8> {
    let mut dots = resvg::tiny_skia::Pixmap::new(300, 110).unwrap();
    let mut line = resvg::tiny_skia::PathBuilder::new();
    line.move_to(20.0, 80.0);
    line.cubic_to(90.0, -20.0, 120.0, 150.0, 280.0, 30.0);
    let stroke = resvg::tiny_skia::Stroke {
        width: 5.0,
        ..resvg::tiny_skia::Stroke::default()
    };
    let paint = resvg::tiny_skia::Paint::default();
    let path = line.finish().unwrap();
    dots.stroke_path(&path, &paint, &stroke, resvg::tiny_skia::Transform::identity(), None);
    dots.encode_png().unwrap()
}

fn drawn(n: u8) -> Evidence {
    Evidence {
        name: format!("签名{n}.png"),
        media_type: "image/png".to_owned(),
        bytes: 100,
        sha256: format!("{n:x}").repeat(64),
    }
}

/// Mediated, agreed, signed and in force.
pub(super) fn agreed() -> Dossier {
    let pack = builtin("demo-bureau").unwrap();
    let mut case: Option<Case> = None;
    let mut does = |post: &str, local: &str, command: Command| {
        let actor = holder(&pack, post);
        let events = decide(case.as_ref(), &command, &actor, &pack, at(local));
        for event in events.unwrap_or_else(|refusal| panic!("{command:?}: {refusal}")) {
            case = evolve(case.take(), &event, &actor, at(local));
        }
    };
    does(
        "mediator-one",
        "2026-03-02 09:00",
        Command::Register(Box::new(registration())),
    );
    does("mediator-one", "2026-03-02 09:30", Command::Accept);
    for step in first_steps(NoticeHow::Written) {
        does("mediator-one", "2026-03-02 10:00", Command::Mediate(step));
    }
    let steps = [
        (
            "2026-03-02 10:10",
            Mediate::CallSitting {
                at: at("2026-03-04 14:30"),
                minutes: 90,
                place: "县人民调解委员会一号调解室".to_owned(),
                link: String::new(),
                parties: vec![Party::A, Party::B],
            },
        ),
        (
            "2026-03-04 16:00",
            Mediate::RecordSitting {
                sitting: 1,
                present: vec![Party::A, Party::B],
                text: "甲方说墙砌高了，水排不出去。\n乙方说愿意留一条沟。".to_owned(),
                read_back: true,
            },
        ),
        (
            "2026-03-04 16:10",
            Mediate::DraftAgreement(Box::new(Agreement {
                template: "neighbours".to_owned(),
                facts: "乙方翻建院墙，甲方院内排水不畅。".to_owned(),
                dispute: "双方对排水有争议。".to_owned(),
                responsibility: "乙方砌墙占了原有水沟，负主要责任。".to_owned(),
                content: "1．乙方在墙下留一条三十厘米宽的排水沟。\n2．甲方对此前的争吵表示谅解。".to_owned(),
                manner: "自行施工，调解员到场查看".to_owned(),
                place: "双方院墙".to_owned(),
                terms: vec![Term {
                    party: Party::B,
                    what: "把排水沟修好".to_owned(),
                    due: "2026-03-20".parse().unwrap(),
                    visits: Vec::new(),
                }],
                oral: false,
            })),
        ),
    ];
    for (local, step) in steps {
        does("mediator-one", local, Command::Mediate(step));
    }
    for (signer, n) in [(Signer::A, 1), (Signer::B, 2), (Signer::Mediator, 3)] {
        let sign = Mediate::Sign {
            paper: SignedPaper::Agreement,
            signer,
            by: SignedBy::Glass,
            file: drawn(n),
            draft: 1,
        };
        does("mediator-one", "2026-03-04 16:30", Command::Mediate(sign));
    }
    does("mediation-chair", "2026-03-04 17:00", Command::Mediate(Mediate::Seal));
    let pictures = (1..=3).map(|n: u8| (drawn(n).sha256, picture()));
    Dossier {
        case: case.unwrap(),
        pack: Arc::clone(&pack),
        sealed: sealed(),
        pictures: pictures.collect(),
        files: BTreeMap::new(),
    }
}

#[test]
fn a_dossier_stands_in_its_legal_order_and_names_what_is_missing() {
    let dossier = agreed();
    let standing = standing(&dossier.case, &dossier.pack);
    let order: Vec<DossierPart> = standing.iter().map(|part| part.part).collect();
    assert_eq!(
        (order[0], order[1], order.last()),
        (DossierPart::Cover, DossierPart::Contents, Some(&DossierPart::BackCover))
    );
    let missing: Vec<DossierPart> = standing
        .iter()
        .filter(|part| part.is_missing())
        .map(|part| part.part)
        .collect();
    assert_eq!(missing, [DossierPart::Identity, DossierPart::FollowUp]);
    let sheet = super::compose::whole(&dossier, Locale::ZhCn, super::Files::AsPages);
    let names: Vec<&str> = sheet.folios.iter().map(|folio| folio.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "cover",
            "contents",
            "intake",
            "notice",
            "record-1",
            "agreement",
            "notes",
            "back-cover"
        ]
    );
    let text = serde_json::to_string(&sheet).unwrap();
    for needed in [
        "（2026）人调字第20260302-00007号",
        NAME,
        OTHER,
        "竹溪镇东街3号",
        "本卷还缺：当事人身份证明、回访记录。",
    ] {
        assert!(text.contains(needed), "{needed}");
    }
    for locale in Locale::ALL {
        let text = serde_json::to_string(&super::compose::whole(&dossier, locale, super::Files::AsPages)).unwrap();
        assert!(
            !text.contains("folio-") && !text.contains("dossier-"),
            "a key without words: {text}"
        );
    }
}

#[test]
fn what_parties_say_of_promises_stands_in_the_dossier_and_is_no_visit() {
    let mut dossier = agreed();
    let mediation = dossier.case.mediation.as_mut().unwrap();
    for (result, note) in [
        (PerformanceResult::Partly, "沟只挖了一半"),
        (PerformanceResult::Performed, "后来挖完了"),
    ] {
        mediation.term_words.push(TermWord {
            party: Party::A,
            term: 1,
            result,
            note: note.to_owned(),
            at: at("2026-03-21 09:00"),
        });
    }
    let sheet = super::compose::whole(&dossier, Locale::ZhCn, super::Files::AsPages);
    let folio = sheet.folios.iter().find(|folio| folio.name == "follow-up").unwrap();
    let text = serde_json::to_string(folio).unwrap();
    for needed in ["当事人自述", "沟只挖了一半", "后来挖完了", "把排水沟修好"] {
        assert!(text.contains(needed), "{needed}: {text}");
    }
    // Somebody has yet to go there.
    let standing = standing(&dossier.case, &dossier.pack);
    let follow_up = standing.iter().find(|part| part.part == DossierPart::FollowUp).unwrap();
    assert!(follow_up.is_missing());
    assert!(dossier_pdf(&dossier, Locale::ZhCn).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn what_a_court_has_given_says_so_on_cover_intake_and_ending() {
    let mut dossier = agreed();
    let mediation = dossier.case.mediation.as_mut().unwrap();
    mediation.referral = Some(Referral {
        way: ReferralWay::EntrustedSummary,
        court: "县人民法院".to_owned(),
        number: "（2026）诉前调12号".to_owned(),
        received: at("2026-03-02 14:00"),
    });
    mediation.ended = Some(Ending {
        why: Ended::Failed,
        party: None,
        reason: String::new(),
        routes: vec!["judicial".to_owned()],
        at: at("2026-03-09 09:00"),
    });
    let sheet = super::compose::whole(&dossier, Locale::ZhCn, super::Files::AsPages);
    for (name, says) in [
        ("cover", "（2026）诉前调12号"),
        ("intake", "立案后委托，简易程序"),
        ("ending", "本纠纷由县人民法院移送"),
    ] {
        let folio = sheet.folios.iter().find(|folio| folio.name == name).unwrap();
        assert!(serde_json::to_string(folio).unwrap().contains(says), "{name}");
    }
}

#[test]
fn papers_and_dossier_are_set_the_same_each_time() {
    let dossier = agreed();
    for locale in Locale::ALL {
        let whole = dossier_pdf(&dossier, locale).unwrap();
        assert!(whole.starts_with(b"%PDF-1.7"));
        assert_eq!(whole, dossier_pdf(&dossier, locale).unwrap());
        let parts = dossier_docx(&dossier, locale).unwrap();
        assert_eq!(parts, dossier_docx(&dossier, locale).unwrap());
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&parts)).unwrap();
        assert_eq!(zip.by_index(0).unwrap().name().unwrap(), "01-cover.docx");
        for paper in Paper::of(&dossier.case) {
            assert!(
                pdf(&dossier, paper, locale).unwrap().starts_with(b"%PDF-1.7"),
                "{paper:?}"
            );
            let text = document(&docx(&dossier, paper, locale).unwrap());
            well_formed(&text);
            assert!(!text.contains("<b>"), "{paper:?}");
        }
        keep(&whole, &parts, locale);
    }
    // What the fonts lack and pictures that are none harm nothing.
    let mut odd = dossier;
    odd.pictures = BTreeMap::from([(drawn(1).sha256, b"\x89PNG\r\n\x1a\nnothing".to_vec())]);
    odd.sealed = SealedValues::default();
    assert!(dossier_pdf(&odd, Locale::ZhCn).unwrap().starts_with(b"%PDF-1.7"));
}

/// For looking at, where somebody wants to.
fn keep(pdf: &[u8], zip: &[u8], locale: Locale) {
    let Some(dir) = std::env::var_os("HUYING_KEEP_PAPERS") else {
        return;
    };
    let dir = std::path::PathBuf::from(dir);
    std::fs::write(dir.join(format!("dossier.{}.pdf", locale.tag())), pdf).unwrap();
    std::fs::write(dir.join(format!("dossier.{}.zip", locale.tag())), zip).unwrap();
}

fn document(docx: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn well_formed(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
}

#[test]
fn an_invitation_is_a_calendars_file_whatever_the_room_is_called() {
    let place = "县人民调解委员会；一号,调解室\\东楼\n二层，从大院东门进来以后沿着走廊一直走到头再上楼".to_owned()
        + &"长".repeat(40);
    let session = Invitation {
        uid: "00000000-0000-0000-0000-000000000007-1@huying",
        called_at: at("2026-03-02 10:00"),
        changes: 0,
        called_off: false,
        begins: at("2026-03-04 14:30"),
        minutes: 90,
        summary: "人民调解 20260302-00007",
        place: &place,
        link: "https://meet.example/abc",
    };
    let file = String::from_utf8(invitation(&session)).unwrap();
    assert_eq!(file, String::from_utf8(invitation(&session)).unwrap());
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "{line}");
        assert!(!line.contains('\n'));
    }
    let unfolded = file.replace("\r\n ", "");
    for line in [
        "DTSTART:20260304T063000Z",
        "DTEND:20260304T080000Z",
        "DTSTAMP:20260302T020000Z",
        "UID:00000000-0000-0000-0000-000000000007-1@huying",
        "URL:https://meet.example/abc",
    ] {
        assert!(unfolded.lines().any(|known| known == line), "{line}");
    }
    let location = unfolded
        .lines()
        .find_map(|line| line.strip_prefix("LOCATION:"))
        .unwrap();
    assert!(
        location.starts_with("县人民调解委员会；一号\\,调解室\\\\东楼\\n二层"),
        "{location}"
    );
    assert!(unfolded.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && unfolded.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), 1);
}

#[test]
fn only_roles_that_may_mediate_see_steps_of_it() {
    let dossier = agreed();
    let auditor = Actor {
        role: Role::Auditor,
        ..holder(&dossier.pack, "auditor")
    };
    let open = domain::case::open_steps(&dossier.case, &auditor, &dossier.pack, at("2026-03-05 09:00"));
    assert!(open.is_empty(), "{open:?}");
}
