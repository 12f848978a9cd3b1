//! By keys of one's own what whoever plans a roster decides: skills and pairs, teams in turn, and a roster that the program proposes.

use crate::browser::Bureau;
use crate::program::{Program, ok, refused};
use crate::rosters_proposed::worker;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

const SCOPES: [&str; 2] = ["watch:read", "watch:write"];
const TEAM: &str = "/api/v1/duty/office/team";
const PROPOSALS: &str = "/api/v1/duty/office/proposals";

fn day(bureau: &Bureau, n: i64) -> String {
    bureau.today().saturating_add(jiff::Span::new().days(n)).to_string()
}

#[tokio::test]
async fn skills_pairs_and_teams_are_said_and_planned_by_a_person() {
    let bureau = Bureau::staffed().await;
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let (one, other) = (bureau.user_in("duty-officer"), bureau.user_in("clerk"));
    let skill = json!({ "step": "skill", "staff": one, "skills": ["first-aid"] });
    let of_post = bureau.program("office-chief", &SCOPES).await;
    assert_eq!(of_post.post(TEAM, "", &skill).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        let team = ok(&chief.post(TEAM, "", &skill).await);
        let people = team["people"].as_array().unwrap();
        let known = people.iter().find(|member| member["staff"] == one).unwrap();
        assert_eq!(known["skills"], json!(["first-aid"]));
    }
    let flying = json!({ "step": "skill", "staff": one, "skills": ["flying"] });
    refused(&chief.post(TEAM, "", &flying).await, "refusal-duty-skill");
    let pair = |pairing: Value| json!({ "step": "pair", "staff": one, "with": other, "pairing": pairing });
    let paired = ok(&chief.post(TEAM, "apart", &pair(json!("apart"))).await);
    assert_eq!(
        paired["pairs"],
        json!([{ "staff": one, "with": other, "pairing": "apart" }])
    );
    assert_eq!(ok(&chief.post(TEAM, "", &pair(Value::Null)).await)["pairs"], json!([]));
    assert_eq!(
        ok(&chief.post(TEAM, "apart", &pair(json!("apart"))).await)["pairs"],
        json!([])
    );
    // Night after night: planned only with a reason.
    let rotate = |why: &str| {
        json!({
            "step": "rotate", "turn": "night", "teams": [[one]], "from": day(&bureau, 3), "until": day(&bureau, 4),
            "despite": why,
        })
    };
    let answer = chief.post(TEAM, "", &rotate("")).await;
    refused(&answer, "api-duty-despite");
    assert!(
        answer.json()["detail"].as_str().unwrap().contains("12"),
        "{}",
        answer.text()
    );
    let roster = format!("/api/v1/duty/office?from={}&until={}", day(&bureau, 3), day(&bureau, 4));
    assert_eq!(
        ok(&chief.get(&roster).await)["shifts"],
        json!([]),
        "nothing was planned"
    );
    let planned = ok(&chief.post(TEAM, "turns", &rotate("两人学习")).await);
    assert_eq!(planned["rotations"][0]["teams"], json!([[one]]));
    assert_eq!(planned["despite"][0]["why"], "两人学习");
    let shifts = ok(&chief.get(&roster).await)["shifts"].clone();
    assert_eq!(shifts.as_array().unwrap().len(), 2);
    // What became of it since is not planned over by the repeat of the request.
    let withdraw = json!({ "step": "withdraw_shift", "shift": shifts[0]["id"] });
    ok(&chief.post("/api/v1/duty/office/steps", "", &withdraw).await);
    ok(&chief.post(TEAM, "turns", &rotate("两人学习")).await);
    assert_eq!(ok(&chief.get(&roster).await)["shifts"].as_array().unwrap().len(), 1);
    let nobody = json!({ "step": "rotate", "turn": "night", "teams": [["nobody"]], "from": day(&bureau, 3), "until": day(&bureau, 4) });
    refused(&chief.post(TEAM, "", &nobody).await, "refusal-duty-member");
    let leader = bureau.own_program_for("housing-leader", &SCOPES).await;
    assert_eq!(leader.post(TEAM, "", &skill).await.status, StatusCode::NOT_FOUND);
    assert_eq!(leader.get(TEAM).await.status, StatusCode::NOT_FOUND);
    let officer = bureau.own_program_for("duty-officer", &SCOPES).await;
    assert_eq!(officer.get(TEAM).await.status, StatusCode::FORBIDDEN);
}

/// Asks for a proposal until it is worked at no more.
async fn over(program: &Program<'_>, at: &str) -> Value {
    for _ in 0..900 {
        let proposal = ok(&program.get(at).await);
        if proposal["state"] != "working" {
            return proposal;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{at} does not end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_is_asked_for_by_a_program_and_taken_by_a_person() {
    let bureau = Bureau::staffed().await;
    let chief = bureau.own_program_for("office-chief", &SCOPES).await;
    let people = ok(&chief.get(TEAM).await)["people"].clone();
    for member in people.as_array().unwrap() {
        let skill = json!({ "step": "skill", "staff": member["staff"], "skills": ["first-aid"] });
        ok(&chief.post(TEAM, "", &skill).await);
    }
    let of_post = bureau.program("office-chief", &SCOPES).await;
    let days = json!({ "from": day(&bureau, 2), "until": day(&bureau, 5) });
    let asked = of_post.post(PROPOSALS, "days", &days).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text());
    assert_eq!(asked.json()["state"], "working");
    let again = of_post.post(PROPOSALS, "days", &days).await;
    assert_eq!(asked.json()["id"], again.json()["id"]);
    let at = asked.header("location").to_owned();
    let take = format!("{at}/take");
    refused(&chief.post(&take, "", &json!({})).await, "api-proposal-none");
    let (stop, working) = worker(&bureau.desk);
    let proposal = over(&of_post, &at).await;
    drop(stop);
    working.await.unwrap();
    assert_eq!(proposal["state"], "made", "{proposal}");
    assert_eq!(of_post.post(&take, "", &json!({})).await.status, StatusCode::FORBIDDEN);
    let leader = bureau.own_program_for("housing-leader", &SCOPES).await;
    for desk in ["office", "housing", "fire"] {
        let there = at.replace("/office/", &format!("/{desk}/"));
        assert_eq!(leader.get(&there).await.status, StatusCode::NOT_FOUND, "{desk}");
    }
    let roster = format!("/api/v1/duty/office?from={}&until={}", day(&bureau, 2), day(&bureau, 5));
    assert_eq!(
        ok(&chief.get(&roster).await)["shifts"],
        json!([]),
        "nothing is planned by asking"
    );
    ok(&chief.post(&take, "take", &json!({})).await);
    let planned = ok(&chief.get(&roster).await);
    assert_eq!(
        (planned["shifts"].as_array().unwrap().len(), &planned["gaps"]),
        (proposal["shifts"].as_array().unwrap().len(), &json!([]))
    );
    let withdraw = json!({ "step": "withdraw_shift", "shift": planned["shifts"][0]["id"] });
    ok(&chief.post("/api/v1/duty/office/steps", "", &withdraw).await);
    ok(&chief.post(&take, "take", &json!({})).await);
    let left = ok(&chief.get(&roster).await)["shifts"].as_array().unwrap().len();
    assert_eq!(
        left + 1,
        planned["shifts"].as_array().unwrap().len(),
        "taken once under a key"
    );
    let today = json!({ "from": day(&bureau, 0), "until": day(&bureau, 1) });
    refused(&chief.post(PROPOSALS, "", &today).await, "refusal-duty-ahead");
}
