//! Each party of a dispute is told of what concerns it, in the way that it chose itself, and of no other party's way.

use super::catcher::{Catcher, Taken};
use super::{body, send};
use crate::browser::{Browser, Bureau, done};
use crate::dispute::{first_steps, found, link, step};
use axum::http::StatusCode;
use domain::case::{Event, Party, Role};
use web::{Outcome, deliver};

const FIRST: &str = "first@example.org";
const SECOND: &str = "second@example.org";

/// A dispute on which both parties want to be told, each by its own link; the case, and the two pages.
async fn dispute(bureau: &Bureau, mediator: &mut Browser<'_>) -> (String, [String; 2]) {
    let case = found(mediator).await;
    first_steps(mediator, &case, "read-out").await;
    let first = link(mediator, &case, &[("party", "a")]).await;
    let second = link(mediator, &case, &[("party", "b")]).await;
    let homes = [first, second];
    for (home, address) in homes.iter().zip([FIRST, SECOND]) {
        let page = format!("{home}/notices");
        let chosen = [("notices", "email"), ("notice_address", address)];
        done(&bureau.browser().fill(&page, &page, &chosen).await);
    }
    (case, homes)
}

async fn letters(bureau: &Bureau, server: &Catcher) -> Vec<(String, String)> {
    send(&bureau.office).await;
    let taken: Vec<Taken> = server.taken();
    let mut letters: Vec<_> = taken
        .iter()
        .map(|letter| (letter.to.clone(), body(&letter.text)))
        .collect();
    letters.sort();
    letters
}

#[tokio::test]
async fn each_party_is_told_of_what_is_its_own_and_where_it_chose() {
    let server = Catcher::start().await;
    let bureau = Bureau::with_notices(&server.settings()).await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let (case, homes) = dispute(&bureau, &mut mediator).await;
    let told = letters(&bureau, &server).await;
    let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, [FIRST, SECOND]);
    assert!(
        told[1].1.contains("the mediation that you are a party of"),
        "{}",
        told[1].1
    );

    // A session with the second alone, and a message to the first alone.
    let called = [
        ("at", "2999-01-01T09:00"),
        ("minutes", "60"),
        ("place", "二号调解室"),
        ("party_b", "yes"),
    ];
    done(&step(&mut mediator, &case, "call-session", &called).await);
    let told = letters(&bureau, &server).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, SECOND);
    assert!(
        told[0].1.contains("A mediation session") && !told[0].1.contains("二号"),
        "{}",
        told[0].1
    );
    done(&step(&mut mediator, &case, "message", &[("text", "请带上房契")]).await);
    let told = letters(&bureau, &server).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, FIRST);

    // No page has an address, and none tells how the other one is told.
    let mut pages = vec![mediator.get(&case).await.text().to_owned()];
    for home in &homes {
        for path in [home.clone(), format!("{home}/notices")] {
            let page = bureau.browser().get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            pages.push(page.text().to_owned());
        }
    }
    assert!(
        pages[0].contains("Party B: Notices are sent by e-mail."),
        "{}",
        pages[0]
    );
    for page in pages {
        assert!(!page.contains(FIRST) && !page.contains(SECOND), "{page}");
    }
    let own = bureau.browser().get(&format!("{}/notices", homes[1])).await;
    assert!(own.text().contains("A mediation session"), "{}", own.text());
    assert!(!own.text().contains("There is a message for you"), "{}", own.text());

    // Stopped for one, the other one is told still.
    let page = format!("{}/notices", homes[0]);
    done(&bureau.browser().fill(&page, &page, &[("notices", "")]).await);
    done(&step(&mut mediator, &case, "consent", &[("party", "a"), ("agrees", "no")]).await);
    let told = letters(&bureau, &server).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, SECOND);
    assert!(told[0].1.contains("The mediation has ended"), "{}", told[0].1);
}

#[tokio::test]
async fn a_reply_is_the_word_of_the_party_whose_notice_it_was() {
    let server = Catcher::start().await;
    let bureau = Bureau::with_notices(&server.settings()).await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let (case, homes) = dispute(&bureau, &mut mediator).await;
    send(&bureau.office).await;
    let taken = server.taken();
    let letter = taken.iter().find(|letter| letter.to == SECOND).unwrap();
    let reply = letter.header("Reply-To");
    let reply = reply.trim_matches(['<', '>']);
    let answer = format!("From: x@example.org\r\nTo: <{reply}>\r\nMessage-ID: <1@me>\r\n\r\nOnly in the morning\r\n");
    let outcome = deliver(&bureau.office, answer.as_bytes(), true, None).await.unwrap();
    assert_eq!(outcome, Outcome::Recorded);
    let number = case.trim_start_matches("/cases/");
    let story = bureau.office.store.story(number).await.unwrap().unwrap();
    let said = story.events.last().unwrap();
    assert!(matches!(said.event, Event::Messaged { .. }), "{said:?}");
    assert_eq!(
        (said.actor.role, said.actor.party()),
        (Role::OtherParty, Some(Party::B))
    );
    for (home, reads) in homes.iter().zip([false, true]) {
        let page = bureau.browser().get(home).await;
        assert_eq!(page.text().contains("Only in the morning"), reads, "{home}");
    }
}

#[tokio::test]
async fn the_desk_chooses_for_a_party_that_has_no_link() {
    let server = Catcher::start().await;
    let bureau = Bureau::with_notices(&server.settings()).await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    first_steps(&mut mediator, &case, "read-out").await;
    let chosen = [
        ("party", "b"),
        ("notices", "email"),
        ("notice_address", SECOND),
        ("text", "乙方来电要求"),
    ];
    // Nobody is taken for want of a word; what was filled in stays.
    let unsaid = [("party", ""), chosen[1], chosen[2], chosen[3]];
    for unsaid in [&unsaid[..], &unsaid[1..]] {
        let refused = mediator.fill(&case, &format!("{case}/notices"), unsaid).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
        let kept = [
            "<a href=\"#notices-party\">Choose who is told.</a>",
            "id=\"notices-party-wrong\"",
            "<option value=\"email\" selected>",
            "name=\"notice_address\" value=\"second@example.org\"",
            ">乙方来电要求</textarea>",
        ];
        for kept in kept {
            assert!(refused.text().contains(kept), "{kept}: {}", refused.text());
        }
    }
    let page = mediator.get(&case).await;
    assert!(page.text().contains("<p>No notices are sent.</p>"), "{}", page.text());
    done(&mediator.fill(&case, &format!("{case}/notices"), &chosen).await);
    let told = letters(&bureau, &server).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, SECOND);
    // By a program, and stopped.
    let program = bureau.program("mediator-one", &["cases:write"]).await;
    let stop = serde_json::json!({ "by": null, "reason": "乙方不要了", "party": "b" });
    let stopped = program.post(&format!("/api/v1{case}/notices"), "", &stop).await;
    assert_eq!(stopped.status, StatusCode::OK, "{}", stopped.text());
    assert!(
        mediator
            .get(&case)
            .await
            .text()
            .contains("Party B: No notices are sent.")
    );
    // A third party is none of this case.
    let strange = [chosen[1], chosen[2], chosen[3], ("party", "c")];
    let refused = mediator.fill(&case, &format!("{case}/notices"), &strange).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
}
