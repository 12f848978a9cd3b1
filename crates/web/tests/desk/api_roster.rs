//! By programs the changes to a roster: leave that was asked for elsewhere, swaps that both agreed on, and who is there instead.

use crate::browser::Bureau;
use crate::program::{ok, refused};
use axum::http::StatusCode;
use domain::UnitSlug;
use domain::duty::RosterCommand;
use serde_json::{Value, json};

const SCOPES: [&str; 2] = ["watch:read", "watch:write"];
const STEPS: &str = "/api/v1/duty/office/steps";
const ASKED: &str = "/api/v1/duty/office/asked";

#[tokio::test]
async fn leave_comes_in_from_another_program_and_a_shift_is_taken_over() {
    let bureau = Bureau::staffed().await;
    let day = bureau.today().saturating_add(jiff::Span::new().days(3)).to_string();
    let chief = bureau.program("office-chief", &SCOPES).await;
    let officer = bureau.user_in("duty-officer");
    let put = json!({ "step": "put_shift", "turn": "day", "date": day, "staff": officer });
    for _ in 0..2 {
        ok(&chief.post(STEPS, "", &put).await);
    }
    let roster = ok(&chief.get(&format!("/api/v1/duty/office?from={day}&until={day}")).await);
    assert_eq!(roster["shifts"].as_array().unwrap().len(), 1);
    let shift = roster["shifts"][0]["id"].clone();
    let enter = json!({ "step": "enter_leave", "staff": officer, "from": day, "until": day });
    for _ in 0..2 {
        let asked = ok(&chief.post(STEPS, "leave-7", &enter).await);
        let leaves = asked["leaves"].as_array().unwrap();
        assert_eq!(
            (leaves.len(), &leaves[0]["state"]),
            (1, &json!("open")),
            "once under a key"
        );
    }
    let asked = ok(&chief.get(ASKED).await);
    assert_eq!(asked["leaves"][0]["staff"], officer);
    let settle = json!({ "step": "settle_leave", "leave": asked["leaves"][0]["id"], "granted": true });
    for _ in 0..2 {
        assert_eq!(
            ok(&chief.post(STEPS, "", &settle).await)["leaves"][0]["state"],
            "granted"
        );
    }
    refused(
        &chief
            .post(
                STEPS,
                "",
                &json!({ "step": "override_shift", "shift": shift, "staff": officer }),
            )
            .await,
        "refusal-duty-leave",
    );
    let clerk = bureau.user_in("clerk");
    ok(&chief
        .post(
            STEPS,
            "",
            &json!({ "step": "override_shift", "shift": shift, "staff": clerk }),
        )
        .await);
    ok(&chief
        .post(STEPS, "", &json!({ "step": "withdraw_shift", "shift": shift }))
        .await);
    for (step, code) in [
        (
            json!({ "step": "enter_leave", "staff": "nobody", "from": day, "until": day }),
            "refusal-duty-member",
        ),
        (
            json!({ "step": "put_shift", "turn": "tea", "date": day, "staff": officer }),
            "refusal-duty-turn",
        ),
        (
            json!({ "step": "override_shift", "shift": shift, "staff": clerk }),
            "refusal-duty-shift",
        ),
        (json!({ "step": "plan_month" }), "api-body-differs"),
    ] {
        refused(&chief.post(STEPS, "", &step).await, code);
    }
}

#[tokio::test]
async fn who_does_not_plan_a_desk_reads_nothing_of_what_is_asked_there_and_nobody_settles_their_own() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    let unit = UnitSlug::from("office");
    let now = office.clock.now();
    let day = bureau.today().saturating_add(jiff::Span::new().days(3));
    let own = crate::duty::actor(&bureau, "office-chief").await;
    let ask = RosterCommand::AskLeave {
        id: "own".to_owned(),
        from: day,
        until: day,
    };
    office::change_roster(office, &unit, &ask, &own, now).await.unwrap();
    let settle = json!({ "step": "settle_leave", "leave": "own", "granted": true });
    let chief = bureau.program("office-chief", &SCOPES).await;
    assert_eq!(ok(&chief.get(ASKED).await)["leaves"].as_array().unwrap().len(), 1);
    refused(&chief.post(STEPS, "", &settle).await, "refusal-duty-not-own");
    let unknown = json!({ "step": "settle_swap", "swap": "none", "approved": true });
    refused(&chief.post(STEPS, "", &unknown).await, "refusal-duty-swap-unknown");

    let water = bureau.program("water-leader", &SCOPES).await;
    let nowhere = water.get("/api/v1/duty/nowhere/asked").await;
    let there = water.get(ASKED).await;
    assert_eq!((there.status, there.text()), (nowhere.status, nowhere.text()));
    assert_eq!(water.post(STEPS, "", &settle).await.status, there.status);
    let clerk = bureau.program("clerk", &SCOPES).await;
    assert_eq!(clerk.get(ASKED).await.status, StatusCode::FORBIDDEN);
    let reader = bureau.program("office-chief", &["watch:read"]).await;
    assert_eq!(reader.post(STEPS, "", &settle).await.status, StatusCode::FORBIDDEN);
    let roster: Value = ok(&clerk.get("/api/v1/duty/office").await);
    assert!(!roster.to_string().contains("leave"), "{roster}");
}

#[tokio::test]
async fn whose_a_shift_was_before_leave_and_overrides_is_told_to_whoever_plans_alone() {
    let bureau = Bureau::staffed().await;
    let day = bureau.today().saturating_add(jiff::Span::new().days(3)).to_string();
    let there = format!("/api/v1/duty/office?from={day}&until={day}");
    let page = format!("/duty?desk=office&month={}", &day[..7]);
    let officer = bureau.user_in("duty-officer");
    let name = |post: &str| {
        let mut people = bureau.office.pack.people.iter();
        people.find(|one| one.post.as_str() == post).unwrap().name.as_str()
    };
    let chief = bureau.program("office-chief", &SCOPES).await;
    let others = [
        bureau.program("housing-handler", &SCOPES).await,
        bureau.program("housing-leader", &SCOPES).await,
        bureau.program("clerk", &SCOPES).await,
    ];
    let mut housing = bureau.signed_in("housing-handler").await;
    let posts = |roster: &Value| {
        let shifts = roster["shifts"].as_array().unwrap();
        shifts
            .iter()
            .map(|one| one["post"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let put = json!({ "step": "put_shift", "turn": "day", "date": day, "staff": officer });
    ok(&chief.post(STEPS, "", &put).await);
    let shift = ok(&chief.get(&there).await)["shifts"][0].clone();
    for other in &others {
        assert_eq!(ok(&other.get(&there).await)["shifts"], json!([shift]));
    }
    assert!(housing.get(&page).await.text().contains(name("duty-officer")));
    // Who is away is not told by what the plan was.
    let enter = json!({ "step": "enter_leave", "staff": officer, "from": day, "until": day });
    let leave = ok(&chief.post(STEPS, "", &enter).await)["leaves"][0]["id"].clone();
    let settle = json!({ "step": "settle_leave", "leave": leave, "granted": true });
    ok(&chief.post(STEPS, "", &settle).await);
    for other in &others {
        assert_eq!(ok(&other.get(&there).await)["shifts"], json!([]));
    }
    assert!(!housing.get(&page).await.text().contains(name("duty-officer")));
    assert_eq!(ok(&chief.get(&there).await)["shifts"], json!([shift]));
    // Who is there instead stands there under the same shift.
    let over = json!({ "step": "override_shift", "shift": shift["id"], "staff": bureau.user_in("clerk") });
    ok(&chief.post(STEPS, "", &over).await);
    for other in &others {
        let roster = ok(&other.get(&there).await);
        assert_eq!(
            (posts(&roster), &roster["shifts"][0]["id"]),
            (vec!["clerk".to_owned()], &shift["id"])
        );
    }
    assert!(housing.get(&page).await.text().contains(name("clerk")));
    assert_eq!(posts(&ok(&chief.get(&there).await)), ["duty-officer"]);
}
