//! Joint mediation 联合调解: a court or a police station that is invited into one dispute sees when and where all parties meet, who
//! mediates and what was written down of it, and the agreement where the mediator shows it; nothing that a party said apart.

use crate::browser::{Bureau, done};
use crate::dispute::{first_steps, found, step};
use axum::http::StatusCode;
use domain::case::{Actor, Command, Mediate, Party};
use jiff::{SignedDuration, Timestamp};

const NAME: &str = "欧阳某某";
const OTHER: &str = "司徒某某";

/// Calls a session that begins in a moment, and lets it begin.
pub(crate) async fn call(bureau: &Bureau, number: &str, place: &str, link: &str, parties: &[Party]) -> Timestamp {
    let office = &bureau.office;
    let post = office.pack.post(&"mediator-one".into()).unwrap();
    let actor = Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: None,
    };
    let now = office.clock.now();
    let at = now + SignedDuration::from_millis(20);
    let session = Command::Mediate(Mediate::CallSitting {
        at,
        minutes: 60,
        place: place.to_owned(),
        link: link.to_owned(),
        parties: parties.to_vec(),
    });
    let case = office.store.story(number).await.unwrap().unwrap().case.id;
    office::act(office, case, &session, &actor, now, None).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(40)).await;
    at
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one mediation from the invitation to the agreement"
)]
async fn who_is_invited_into_a_dispute_sees_what_the_joint_mediation_needs() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    let number = case.trim_start_matches("/cases/").to_owned();
    first_steps(&mut mediator, &case, "read-out").await;
    // One session with both, one with the first party apart: they begin at once, so that they can be recorded here.
    let begins = call(
        &bureau,
        &number,
        "一号调解室",
        "https://meet.example/joint",
        &[Party::A, Party::B],
    )
    .await;
    call(&bureau, &number, "甲方家里", "", &[Party::A]).await;
    let apart = [("text", "请甲方带上房契")];
    done(&step(&mut mediator, &case, "message", &apart).await);

    // The committee's chair invites the police station.
    let mut chair = bureau.signed_in("mediation-chair").await;
    let until = format!("{}T18:00", bureau.today().tomorrow().unwrap());
    let fields = [
        ("who", "城关派出所 社区民警"),
        ("purpose", "联合调解"),
        ("until", &until),
    ];
    let given = chair.fill(&case, &format!("{case}/guests"), &fields).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text());
    let secret = given.text().split("/invited/").nth(1).unwrap();
    let home: String = secret.chars().take_while(char::is_ascii_alphanumeric).collect();
    let home = format!("/invited/{home}");

    // The first page shows nothing of it, and nothing is on a calendar without a look that is written down.
    let mut guest = bureau.browser();
    let cover = guest.get(&home).await.text().to_owned();
    for hidden in ["一号调解室", "排水沟", "meet.example"] {
        assert!(!cover.contains(hidden), "{hidden} in {cover}");
    }
    let page = guest.fill(&home, &home, &[]).await.text().to_owned();
    for needed in [
        "两家的排水沟",
        "乙方翻建院墙，甲方院里积水。",
        "Party A",
        "Party B",
        "一号调解室",
        "https://meet.example/joint",
        bureau.office.pack.post_name(&"mediator-one".into(), domain::Locale::En),
    ] {
        assert!(page.contains(needed), "{needed} not in {page}");
    }
    for theirs in ["甲方家里", "房契", NAME, OTHER] {
        assert!(!page.contains(theirs), "{theirs} in {page}");
    }
    let version = async || bureau.office.store.story(&number).await.unwrap().unwrap().case.version;
    let before = version().await;
    let entry = guest.fill(&home, &format!("{home}/sessions/1"), &[]).await;
    assert_eq!(entry.status, StatusCode::OK, "{}", entry.text());
    assert!(entry.header("content-type").starts_with("text/calendar"));
    assert!(
        entry.text().starts_with("BEGIN:VCALENDAR")
            && entry
                .text()
                .contains(&begins.strftime("DTSTART:%Y%m%dT%H%M%SZ").to_string())
    );
    assert_eq!(version().await, before + 1, "taking it is a look");
    let apart = guest.fill(&home, &format!("{home}/sessions/2"), &[]).await;
    assert_eq!(apart.status, StatusCode::NOT_FOUND, "the first party's alone");
    assert_eq!(version().await, before + 1);

    // What was written down of the joint session; not of the other one.
    let record = [
        ("session", "1"),
        ("party_a", "yes"),
        ("party_b", "yes"),
        ("text", "双方各说了经过。"),
        ("read_back", "yes"),
    ];
    done(&step(&mut mediator, &case, "record-session", &record).await);
    let record = [
        ("session", "2"),
        ("party_a", "yes"),
        ("text", "甲方愿意出一半工料。"),
        ("read_back", "yes"),
    ];
    done(&step(&mut mediator, &case, "record-session", &record).await);
    let draft = [
        ("template", "general"),
        ("facts", "乙方翻建院墙。"),
        ("dispute", "排水。"),
        ("responsibility", "乙方负主要责任。"),
        ("content", "乙方留一条排水沟。"),
        ("manner", "自行施工"),
        ("place", "院墙"),
        ("term1_party", "b"),
        ("term1_what", "修好排水沟的出口"),
        ("term1_due", "2999-03-20"),
    ];
    done(&step(&mut mediator, &case, "agreement", &draft).await);
    let page = guest.fill(&home, &home, &[]).await.text().to_owned();
    assert!(page.contains("双方各说了经过。"), "{page}");
    for theirs in ["甲方愿意出一半工料", "留一条排水沟", "修好排水沟的出口", "负主要责任"] {
        assert!(!page.contains(theirs), "{theirs} in {page}");
    }

    // The draft once the mediator, who has not invited them, shows it: with a reason, once, which both sides can read.
    let invitation = bureau.office.store.story(&number).await.unwrap().unwrap();
    let invited = invitation.case.invitations[0].guest.clone();
    let share = format!("{case}/guests/share");
    let without = [("guest", invited.as_str()), ("what", "agreement")];
    let without = mediator.fill(&case, &share, &without).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = [
        ("guest", invited.as_str()),
        ("what", "agreement"),
        ("text", "请派出所把关"),
    ];
    // Another mediator of the committee is not at this table.
    let mut second = bureau.signed_in("mediator-two").await;
    let refused = second.fill(&case, &share, &shown).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    done(&mediator.fill(&case, &share, &shown).await);
    let again = mediator.fill(&case, &share, &shown).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = guest.fill(&home, &home, &[]).await.text().to_owned();
    for needed in ["留一条排水沟", "修好排水沟的出口", "负主要责任"] {
        assert!(page.contains(needed), "{needed} not in {page}");
    }
    assert!(!page.contains("甲方愿意出一半工料") && !page.contains(NAME) && !page.contains(OTHER));
    let desk = mediator.get(&case).await.text().to_owned();
    assert!(
        desk.contains("城关派出所 社区民警 was shown the agreement") && desk.contains("请派出所把关"),
        "{desk}"
    );

    // Once it is ended there is nothing.
    let end = [("guest", invited.as_str()), ("text", "已谈成")];
    done(&chair.fill(&case, &format!("{case}/guests/end"), &end).await);
    assert_eq!(guest.get(&home).await.status, StatusCode::NOT_FOUND);
    let entry = guest.post(&format!("{home}/sessions/1"), &[]).await;
    assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&entry.status));
}

#[tokio::test]
async fn a_case_without_mediation_has_no_part_for_it() {
    let bureau = Bureau::staffed().await;
    let mut clerk = bureau.signed_in("clerk").await;
    let number = clerk.register("Fence between two yards", "housing").await;
    let case = format!("/cases/{number}");
    let until = format!("{}T18:00", bureau.today().tomorrow().unwrap());
    let fields = [("who", "County court"), ("purpose", "Advice"), ("until", &until)];
    let given = clerk.fill(&case, &format!("{case}/guests"), &fields).await;
    let secret = given.text().split("/invited/").nth(1).unwrap();
    let home: String = secret.chars().take_while(char::is_ascii_alphanumeric).collect();
    let home = format!("/invited/{home}");
    let mut guest = bureau.browser();
    let page = guest.fill(&home, &home, &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("id=\"joint\""), "{}", page.text());
    let none = guest.fill(&home, &format!("{home}/sessions/1"), &[]).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
