//! A dispute that a court has given, at the desk: its own time, its number on page and papers, the parties at home who say
//! whether they mediate online, and the way back with the dossier.

use crate::browser::Bureau;
use crate::browser::done;
use crate::dispute::{found, link, step};
use axum::http::StatusCode;

const COURT: &str = "县人民法院";
const NUMBER: &str = "（2026）诉前调12号";

#[tokio::test]
async fn a_court_s_dispute_has_the_court_s_time_and_goes_back_with_its_dossier() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    done(&step(&mut mediator, &case, "accept", &[]).await);
    let now = bureau.office.pack.zone.to_datetime(bureau.office.clock.now());
    let now = now.strftime("%Y-%m-%dT%H:%M").to_string();
    let page = mediator.get(&case).await.text().to_owned();
    assert!(page.contains("steps/referral") && page.contains(&now[..13]), "{page}");
    let referral = [
        ("way", "entrusted_summary"),
        ("court", COURT),
        ("court_number", NUMBER),
        ("received", now.as_str()),
    ];
    let ahead = [&referral[..3], &[("received", "2999-01-01T09:00")]].concat();
    let ahead = step(&mut mediator, &case, "referral", &ahead).await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    done(&step(&mut mediator, &case, "referral", &referral).await);
    let page = mediator.get(&case).await.text().to_owned();
    assert!(page.contains(COURT) && page.contains(NUMBER), "{page}");
    assert!(page.contains("summary procedure") && page.contains("第27条"), "{page}");
    // On the mediation and in the story, with no line that breaks within the date.
    let whole = format!("signed for on <span class=\"num\">{}</span>", &now[..10]);
    assert_eq!(page.matches(&whole).count(), 2, "{page}");

    // More time is both parties' to give, and nobody is ticked beforehand.
    let alone = [("days", "5"), ("party_a", "yes"), ("text", "等鉴定")];
    let alone = step(&mut mediator, &case, "extend-mediation", &alone).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let both = [
        ("days", "5"),
        ("party_a", "yes"),
        ("party_b", "yes"),
        ("text", "等鉴定"),
    ];
    done(&step(&mut mediator, &case, "extend-mediation", &both).await);
    let page = mediator.get(&case).await.text().to_owned();
    assert!(page.contains("Party A, Party B agreed to 5 days more"), "{page}");

    // The first party says at home that it takes part online, and reads what happens where nobody does.
    let home = link(&mut mediator, &case, &[("party", "a")]).await;
    let mut person = bureau.browser();
    assert!(!person.get(&home).await.text().contains("/steps/online"));
    let invited = [("party_a", "yes"), ("party_b", "yes")];
    done(&step(&mut mediator, &case, "invite-online", &invited).await);
    let page = person.get(&home).await.text().to_owned();
    assert!(
        page.contains("/steps/online") && page.contains("mediated in a room"),
        "{page}"
    );
    assert!(page.contains(COURT) && page.contains(&whole), "{page}");
    done(
        &person
            .fill(&home, &format!("{home}/steps/online"), &[("takes_part", "yes")])
            .await,
    );
    assert!(!person.get(&home).await.text().contains("/steps/online"));
    assert!(mediator.get(&case).await.text().contains("Party A: Takes part online"));

    // Without an agreement it goes back; the form knows to whom.
    let end = [("why", "failed"), ("text", "差得太远"), ("told", "yes")];
    done(&step(&mut mediator, &case, "end-mediation", &end).await);
    let page = mediator.get(&case).await.text().to_owned();
    assert!(
        page.contains("hand it back with it") && page.contains(&format!("value=\"{COURT}\"")),
        "{page}"
    );
    let answer = [("text", "没有达成协议。"), ("outcome", "cannot-be-met")];
    done(&step(&mut mediator, &case, "answer", &answer).await);
    let mut chair = bureau.signed_in("mediation-chair").await;
    let early = step(&mut chair, &case, "close", &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let dossier = format!("{case}/dossier");
    let whole = [("file", "dossier.pdf"), ("written", "退回法院")];
    let whole = mediator.fill(&dossier, &dossier, &whole).await;
    assert_eq!(whole.status, StatusCode::OK);
    let back = [("route", "judicial"), ("to", COURT)];
    done(&step(&mut mediator, &case, "hand-over", &back).await);
    done(&step(&mut chair, &case, "close", &[]).await);
}
