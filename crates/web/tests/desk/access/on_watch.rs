//! Somebody of a unit who has the body's watch and is signed in to its post: every door answers as the policies say of that post, and
//! what is withheld from either of their two posts is withheld from them.

use super::doors::{Caller, Met, address, bureau_with_one_beneath, cases, expected, holders, may_be_there_now};
use super::rows::{Door, ROWS};
use crate::duty::{actor, on_shift_now};
use axum::http::StatusCode;
use domain::access::{Right, Standing};
use domain::case::Actor;
use domain::duty::watch::WatchCommand;
use std::fmt::Write as _;

const OWN: &str = "water-handler";
const OF_THE_WATCH: &str = "duty-officer";

#[tokio::test]
async fn every_route_answers_whoever_has_the_watch_as_the_policies_say() {
    let bureau = bureau_with_one_beneath().await;
    let office = &bureau.office;
    on_shift_now(&bureau, OWN, "clerk").await;
    let own = actor(&bureau, OWN).await;
    office::change_watch(office, &"office".into(), &WatchCommand::Join, &own, office.clock.now())
        .await
        .unwrap();
    let mut browser = bureau.signed_in(OWN).await;
    let chosen = browser.fill("/watch", "/post", &[("post", "watch")]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    let acts = Actor {
        account: own.account.clone(),
        ..actor(&bureau, OF_THE_WATCH).await
    };
    let held = holders(&bureau, OWN).await;
    let standing = Standing::beside(&office.pack, &acts, held, own.post.as_ref());
    let mut asked = cases(&bureau, OWN).await;
    asked.extend(cases(&bureau, OF_THE_WATCH).await);
    // The rule by which it has to come out, written down once more: the two posts' sight of complaints, and the person's.
    for (relation, case) in &asked {
        let withheld = [&own, &acts]
            .iter()
            .any(|post| case.is_withheld_from(&office.pack, post));
        let sees = standing.may_with(Right::SeeCases, case).allowed;
        assert_eq!(sees, !withheld, "{relation}: {case:?}");
        let aside = [&own, &acts]
            .iter()
            .any(|post| case.stands_aside(post.post.as_ref().unwrap()));
        assert_eq!(
            standing.may_with(Right::TakeStep, case).allowed,
            !withheld && !aside,
            "{relation}"
        );
    }
    let mut caller = Caller::new(browser).await;
    let mut wrong = String::new();
    for row in ROWS.iter().filter(|row| row.path != "/sign-out") {
        let of_case = matches!(row.door, Door::Case(_));
        let some = asked.iter().filter(|_| of_case);
        let some = some.map(|(relation, case)| (*relation, Some(case)));
        let nowhere = (!of_case).then_some(("", None));
        for (relation, case) in some.chain(nowhere) {
            let at = address(&bureau, row, case.map_or("", |case| &case.number), "0", "0");
            let found = caller.call(row, &at).await;
            let expected = expected(&standing, row, case);
            let is_there_now = expected == Met::Nothing && found == Met::In && may_be_there_now(&standing, row, case);
            if found != expected && !is_there_now {
                let _ = writeln!(
                    wrong,
                    "{} {} ({relation}): {found:?}, not {expected:?}",
                    row.method, row.path
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    for list in ["/cases", "/cases?q=Burst", "/api/v1/cases", "/"] {
        let shown = caller.browser.get(list).await;
        assert_eq!(shown.status, StatusCode::OK, "{list}");
        for (relation, case) in &asked {
            let hidden = !standing.may_with(Right::SeeCases, case).allowed;
            assert!(!hidden || !shown.text().contains(&case.number), "{list}: {relation}");
        }
    }
}
