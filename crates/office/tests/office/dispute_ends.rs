//! A dispute in a store that ends without an agreement in writing: refused and handed over with its dossier, failed after its time,
//! or agreed by word of mouth.

use super::dispute::{Desk, at, holder};
use documents::mediation::{self, Paper};
use domain::case::{
    Actor, Agreement, Command, Ended, Mediate, Opening, Outcome, Party, PerformanceResult, Reason, Role, Term,
    confirm_until,
};
use domain::clock::{Allowance, ClockStatus, ClockUnit};
use domain::pack::DossierPart;
use office::DossierFiles;

#[tokio::test]
async fn a_party_refuses_and_the_others_are_told_where_else_to_go() {
    let desk = Desk::with_a_dispute().await;
    let requester = Actor {
        role: Role::Requester,
        ..Actor::program()
    };
    let consent = |party, agrees| {
        Command::Mediate(Mediate::Consent {
            party,
            agrees,
            note: "不想谈".to_owned(),
        })
    };
    desk.act(&requester, "2026-03-03 09:00", consent(Party::A, true))
        .await
        .unwrap();
    desk.does("mediator-one", "2026-03-03 10:00", consent(Party::B, false))
        .await;
    let case = desk.case().await;
    let ended = case.mediation().unwrap().ended.clone().unwrap();
    assert_eq!(
        (ended.why, ended.party, ended.routes.len()),
        (Ended::Refused, Some(Party::B), 3)
    );
    assert_eq!(desk.status("mediation").await, ClockStatus::Met);
    // The requester reads that it ended and the routes, and of the other's words none.
    let story = desk.office.store.story(&case.number).await.unwrap().unwrap();
    let told: Vec<String> = story
        .events
        .iter()
        .filter_map(|recorded| Some(serde_json::to_string(recorded.event.told(&recorded.actor).event()?).unwrap()))
        .collect();
    let told = told.join("\n");
    assert!(told.contains("mediation_ended") && told.contains("judicial"));
    assert_eq!(told.matches("不想谈").count(), 1, "only the own words: {told}");
    let early = desk
        .refuses("mediation-chair", "2026-03-03 11:00", Command::Close)
        .await;
    assert_eq!(early, "refusal-status");
    let hand_over = Mediate::HandOver {
        route: "judicial".to_owned(),
        to: "县人民法院".to_owned(),
        note: "附卷宗".to_owned(),
    };
    let none = desk
        .refuses("mediator-one", "2026-03-03 13:00", Command::Mediate(hand_over.clone()))
        .await;
    assert_eq!(none, "refusal-dossier-none");
    let (actor, reason) = (
        holder(&desk.office, "mediator-one"),
        Reason {
            written: "移交法院".to_owned(),
            ..Reason::default()
        },
    );
    let now = at("2026-03-03 13:30");
    let dossier = office::open_dossier(&desk.office, desk.case, DossierFiles::All, reason.clone(), &actor, now);
    let dossier = dossier.await.unwrap();
    let made = Command::Open {
        what: Opening::Dossier {
            sha256: "d".repeat(64),
            of: dossier.case.version,
        },
        reason,
    };
    desk.does("mediator-one", "2026-03-03 13:40", made).await;
    desk.mediates("mediator-one", "2026-03-03 14:00", hand_over).await;
    assert_eq!(
        desk.case().await.mediation().unwrap().handed_over[0].dossier,
        "d".repeat(64)
    );
    desk.answers_and_closes("2026-03-04 09:00", Outcome::CannotBeMet).await;
    assert!(Paper::of(&desk.case().await).contains(&Paper::Ending));
}

#[tokio::test]
async fn a_mediation_that_failed_after_its_month() {
    let desk = Desk::ready().await;
    // More time is the parties' to give, not a leader's.
    let alone = Command::ExtendClock {
        clock: "mediation".into(),
        by: Allowance {
            n: 30,
            unit: ClockUnit::Days,
        },
        reason: "再谈一次".to_owned(),
        requester_told: true,
    };
    assert_eq!(
        desk.refuses("mediation-chair", "2026-03-30 09:00", alone).await,
        "refusal-extension-none"
    );
    let more = Mediate::Extend {
        days: 30,
        parties: vec![Party::A, Party::B],
        reason: "双方都愿意再谈一次".to_owned(),
    };
    desk.mediates("mediator-one", "2026-03-30 09:00", more).await;
    desk.marks(at("2026-04-10 09:00")).await;
    assert_eq!(desk.status("mediation").await, ClockStatus::Extended);
    desk.marks(at("2026-05-10 09:00")).await;
    assert_eq!(desk.status("mediation").await, ClockStatus::Breached);
    let end = |routes: &[&str]| {
        Command::Mediate(Mediate::End {
            why: Ended::Failed,
            reason: "差得太远".to_owned(),
            routes: routes.iter().map(ToString::to_string).collect(),
        })
    };
    assert_eq!(
        desk.refuses("mediator-one", "2026-05-11 09:00", end(&[])).await,
        "refusal-routes"
    );
    desk.does("mediator-one", "2026-05-11 09:00", end(&["arbitration", "judicial"]))
        .await;
    assert_eq!(desk.case().await.status.as_str(), "ended");
    desk.answers_and_closes("2026-05-12 09:00", Outcome::CannotBeMet).await;
    // Nothing of it is missing that there cannot be.
    let case = desk.case().await;
    let standing = mediation::standing(&case, &desk.office.pack);
    let missing: Vec<DossierPart> = standing
        .iter()
        .filter(|part| part.is_missing())
        .map(|part| part.part)
        .collect();
    assert_eq!(missing, [DossierPart::Identity, DossierPart::Record]);
}

#[tokio::test]
async fn agreed_by_word_of_mouth() {
    let desk = Desk::ready().await;
    let oral = Mediate::OralAgreement(Box::new(Agreement {
        content: "乙方当场道歉，三天内清走杂物。".to_owned(),
        terms: vec![Term {
            party: Party::B,
            what: "清走杂物".to_owned(),
            due: "2026-03-07".parse().unwrap(),
            visits: Vec::new(),
        }],
        ..Agreement::default()
    }));
    desk.mediates("mediator-one", "2026-03-04 16:00", oral).await;
    let case = desk.case().await;
    assert!(case.mediation().unwrap().in_force.is_some());
    assert!(confirm_until(&case, &desk.office.pack).is_none());
    let visit = Mediate::FollowUp {
        term: 1,
        result: PerformanceResult::Performed,
        note: String::new(),
        route: String::new(),
    };
    desk.mediates("mediator-one", "2026-03-08 09:00", visit).await;
    desk.answers_and_closes("2026-03-09 09:00", Outcome::Solved).await;
    assert!(desk.case().await.is_ended());
}
