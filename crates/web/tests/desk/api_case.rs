//! A case read back by programs says what its page and an incident's page say: what was done is held against what is read.

use crate::api_warnings::rain;
use crate::browser::{Bureau, done};
use crate::described::check;
use crate::plans::approved;
use crate::program::{Program, ok};
use axum::http::StatusCode;
use serde_json::{Value, json};

const NAME: &str = "欧阳某某";
const SCOPES: [&str; 2] = ["cases:read", "cases:write"];

async fn does(program: &Program<'_>, path: &str, step: Value) {
    let answer = program.post(path, "", &step).await;
    assert_eq!(answer.status, StatusCode::OK, "{step}: {}", answer.text());
}

/// Nobody's account is in what is answered, nor what they are called.
async fn names_nobody(bureau: &Bureau, answer: &str) {
    for account in bureau.office.store.accounts().await.unwrap() {
        assert!(
            !answer.contains(&account.id) && !answer.contains(&account.name),
            "{answer}"
        );
    }
}

/// A fire, told by somebody, with three dead.
async fn fire(duty: &Program<'_>) -> String {
    let fire = json!({
        "kind": "incident", "category": "incident-fire", "title": "东门市场起火", "unit": "fire", "description": "二楼冒烟。",
        "place": { "address": "东门市场" }, "sealed": { "requester_name": NAME },
    });
    let case = duty.registered(&fire).await;
    let figures = json!({ "step": "record_figures", "dead": 3, "loss": 125_000, "note": "现场指挥部" });
    does(duty, &format!("{case}/incident"), figures).await;
    case
}

fn report(sort: &str, to: &str) -> Value {
    let parts = ["unit", "scene", "course", "casualties", "measures", "other"];
    let parts = parts.map(|part| json!({ "part": part, "text": "如实报告" }));
    json!({ "step": "send_report", "report": sort, "to": to, "channel": "电话", "parts": parts })
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one night, told in its order")]
async fn an_incident_is_read_back_as_it_was_dealt_with() {
    let bureau = Bureau::staffed().await;
    let duty = bureau.program("duty-officer", &SCOPES).await;
    let case = fire(&duty).await;
    let number = case.rsplit('/').next().unwrap();
    let step = format!("{case}/incident");
    for done in [
        report("first-head", "县应急局"),
        json!({ "step": "keep_timeline", "happened_at": "2026-01-01T00:00:00Z", "text": "明火扑灭" }),
        json!({ "step": "name_role", "role": "commander", "post": "fire-leader" }),
        json!({ "step": "name_role", "role": "commander", "post": "office-chief" }),
        json!({ "step": "call_resources", "what": "消防车", "count": 3, "from": "城东消防站" }),
        json!({ "step": "move_resources", "resource": 1, "to": "arrived" }),
        json!({ "step": "tick_item", "item": "指挥：清点人数" }),
        json!({ "step": "hand_to_health", "hospital": "县人民医院", "serious": 2, "needs": "烧伤科" }),
    ] {
        does(&duty, &step, done).await;
    }
    // What is known falls, and the level does not follow by itself.
    let lower = json!({ "step": "record_figures", "injured": 1, "loss": 125_000, "note": "核实" });
    does(&duty, &step, lower).await;
    let asked = ok(&duty.get(&case).await)["incident"].clone();
    assert_eq!(
        (&asked["level"], &asked["lower_level"]),
        (&json!("larger"), &json!("ordinary"))
    );
    let head = bureau.program("deputy-head", &SCOPES).await;
    let lower = json!({ "step": "grade_incident", "level": "ordinary", "reason": "核实无人死亡" });
    does(&head, &step, lower).await;

    let read = duty.get(&case).await;
    let view = ok(&read);
    check(&bureau, "Case", &view).await;
    names_nobody(&bureau, read.text()).await;
    assert!(!read.text().contains(NAME));
    let incident = &view["incident"];
    assert_eq!(
        (&incident["drill"], &incident["level"]),
        (&json!(false), &json!("ordinary"))
    );
    assert!(incident.get("lower_level").is_none(), "{incident}");
    // The lowest at first, raised by a number, set by hand.
    let levels: Vec<&Value> = incident["levels"].as_array().unwrap().iter().collect();
    assert_eq!(levels.len(), 3, "{incident}");
    assert_eq!(levels[0]["level"], "ordinary");
    let by_number = json!({ "criterion": "dead", "value": 3, "least": 3 });
    assert_eq!(
        (&levels[1]["level"], &levels[1]["reached"]),
        (&json!("larger"), &by_number)
    );
    let by_hand = json!({ "post": "deputy-head", "reason": "核实无人死亡" });
    assert_eq!((&levels[2]["level"], &levels[2]["set"]), (&json!("ordinary"), &by_hand));
    assert!(levels[0].get("set").is_none() && levels[0].get("reached").is_none());
    assert!(
        incident["level_rule"]["source"].as_str().unwrap().contains("第3条"),
        "{incident}"
    );
    let figures = incident["figures"].as_array().unwrap();
    let last = figures.last().unwrap();
    assert_eq!(
        (&last["figures"]["injured"], &last["note"]),
        (&json!(1), &json!("核实"))
    );
    assert!(
        figures
            .iter()
            .any(|known| known["figures"]["dead"] == 3 && known["note"] == "现场指挥部")
    );
    let sent = incident["reports"].as_array().unwrap();
    assert_eq!(sent.len(), 1);
    let story = bureau.office.store.story(number).await.unwrap().unwrap();
    let known = &story.case.incident().unwrap().reports[0];
    assert_eq!(sent[0]["n"], 1);
    assert_eq!(sent[0]["report"], "first-head");
    assert_eq!(
        (&sent[0]["to"], &sent[0]["channel"]),
        (&json!("县应急局"), &json!("电话"))
    );
    assert_eq!(
        (&sent[0]["post"], &sent[0]["late"]),
        (&json!("duty-officer"), &json!(false))
    );
    assert_eq!(
        (&sent[0]["at"], &sent[0]["told_at"]),
        (&json!(known.at), &json!(known.at))
    );
    assert_eq!(sent[0]["due"], json!(known.report.due));
    assert!(!sent[0]["due"].is_null());
    let due = incident["due"].as_array().unwrap();
    let of = |report: &str| due.iter().find(|due| due["report"] == report).unwrap();
    let head_of = of("first-head");
    assert_eq!((&head_of["state"], &head_of["n"]), (&json!("sent"), &json!(1)));
    assert!(head_of["who"]["zh"].is_string() && head_of["to"]["en"].is_string());
    assert!(head_of["source"].as_str().is_some_and(|source| !source.is_empty()));
    assert_eq!(of("first-government")["state"], "waits");
    assert_eq!(incident["timeline"][0]["text"], "明火扑灭");
    assert_eq!(incident["timeline"][0]["happened_at"], "2026-01-01T00:00:00Z");
    let roles = incident["roles"].as_array().unwrap();
    assert_eq!(roles.len(), 1, "{incident}");
    assert_eq!(
        (&roles[0]["role"], &roles[0]["post"]),
        (&json!("commander"), &json!("office-chief"))
    );
    let engine = &incident["resources"][0];
    assert_eq!((&engine["what"], &engine["count"]), (&json!("消防车"), &json!(3)));
    assert!(engine["arrived_at"].is_string() && engine["released_at"].is_null());
    assert_eq!(incident["done"][0]["item"], "指挥：清点人数");
    assert_eq!(incident["done"][0]["post"], "duty-officer");
    assert_eq!(
        (&incident["patients"][0]["serious"], &incident["patients"][0]["needs"]),
        (&json!(2), &json!("烧伤科"))
    );
    assert_eq!(incident["personal_data"]["kept"], true);
    assert_eq!(view["sealed_fields"], json!(["requester_name"]));

    // Everybody who may see it reads the same, whatever they may do with it.
    for post in ["clerk", "office-chief", "auditor", "fire-handler"] {
        let other = bureau.program(post, &SCOPES[..1]).await;
        assert_eq!(other.get(&case).await.text(), read.text(), "{post}");
    }
    let listed = ok(&duty.get("/api/v1/incidents").await);
    check(&bureau, "Incidents", &listed).await;
    let line = &listed["open"][0];
    assert_eq!((&line["number"], &line["level"]), (&json!(number), &json!("ordinary")));
    assert_eq!(
        (&line["next"], &line["late"]),
        (&json!("first-government"), &json!(false))
    );
    assert_eq!(line["due"], of("first-government")["due"]);
    let water = bureau.program("water-handler", &SCOPES).await;
    assert_eq!(
        ok(&water.get("/api/v1/incidents").await),
        json!({ "open": [], "ended": [] })
    );

    for done in [
        report("first-government", "县政府"),
        report("first-city", "市应急局"),
        report("final", "县应急局"),
        json!({ "step": "move_resources", "resource": 1, "to": "released" }),
        json!({ "step": "end_incident", "text": "扑灭，清点完毕" }),
        json!({ "step": "review_incident", "finding": "消防栓被挡" }),
    ] {
        does(&duty, &step, done).await;
    }
    let ended = ok(&duty.get(&case).await);
    check(&bureau, "Case", &ended).await;
    assert_eq!(ended["incident"]["findings"][0]["text"], "消防栓被挡");
    assert!(ended["incident"]["findings"][0].get("task").is_none());
    assert_eq!(ended["answer"]["text"], "扑灭，清点完毕");
    let mut chief = bureau.signed_in("office-chief").await;
    let home = format!("/incidents/{number}");
    let due = format!("{}T18:00", bureau.today().tomorrow().unwrap());
    let task = [("finding", "1"), ("unit", "fire"), ("due", due.as_str())];
    done(&chief.fill(&home, &format!("{home}/task"), &task).await);
    let tasked = ok(&duty.get(&case).await);
    let task = tasked["incident"]["findings"][0]["task"].as_str().unwrap();
    let linked = ok(&duty.get(&format!("{case}/linked")).await);
    check(&bureau, "Linked", &linked).await;
    assert_eq!(linked["tasks"], json!([task]));
    let of_task = ok(&duty.get(&format!("/api/v1/cases/{task}/linked")).await);
    assert_eq!(of_task["origin"], number);
}

#[tokio::test]
async fn a_clock_says_by_which_rule_it_runs_and_a_drill_that_it_is_one() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let request = json!({ "category": "water-supply", "title": "停水", "unit": "water" });
    let case = clerk.registered(&request).await;
    let view = ok(&clerk.get(&case).await);
    check(&bureau, "Case", &view).await;
    let story = bureau
        .office
        .store
        .story(case.rsplit('/').next().unwrap())
        .await
        .unwrap()
        .unwrap();
    let pack = &bureau.office.pack;
    let clocks = view["clocks"].as_array().unwrap();
    assert!(!clocks.is_empty());
    for (said, running) in clocks.iter().zip(&story.case.clocks) {
        assert_eq!(said["allowance"], json!(running.allowance));
        let rule = pack.clock(&story.case.kind, &running.clock).unwrap();
        let rule = rule.allowance_for(&story.case.category, None).unwrap();
        assert_eq!(
            said["rule"],
            json!({ "source": rule.source, "verified": rule.verified })
        );
    }
    for nothing in [
        "incident",
        "round",
        "rounds",
        "mediation_standing",
        "source_receiver",
        "about",
        "erased",
    ] {
        assert!(view.get(nothing).is_none(), "{nothing}: {view}");
    }

    let duty = bureau.program("duty-officer", &SCOPES).await;
    let drill = json!({ "kind": "drill", "category": "incident-fire", "title": "疏散", "unit": "fire", "place": { "address": "东门" } });
    let drill = duty.registered(&drill).await;
    assert_eq!(ok(&duty.get(&drill).await)["incident"]["drill"], true);
}

#[tokio::test]
async fn a_petition_tells_its_rounds_and_who_works_on_it() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let housing = bureau.program("housing-handler", &SCOPES).await;
    let petition = json!({
        "kind": "petition", "category": "claim-housing", "title": "物业费多收", "description": "要求退还。", "unit": "housing",
        "sealed": { "requester_name": NAME },
    });
    let case = clerk.registered(&petition).await;
    let first = ok(&housing.get(&case).await);
    assert_eq!(first["round"], "handling");
    let step = |name: &str| format!("{case}/steps/{name}");
    does(&housing, &step("accept"), json!({})).await;
    let opinion = json!({ "opinion": {
        "request": "退还多收的物业费", "facts": "收费高于备案标准", "opinion": "责令限期退还", "basis": "物业管理条例，第40条",
        "verdict": "not_supported",
    }});
    does(&housing, &step("opinion"), opinion.clone()).await;
    let drafted = ok(&housing.get(&case).await);
    assert_eq!(
        (&drafted["opinion"], &drafted["answer"]),
        (&opinion["opinion"], &Value::Null)
    );
    does(
        &housing,
        &step("answer"),
        json!({ "text": "见意见书。", "outcome": "cannot_be_met" }),
    )
    .await;
    does(&clerk, &step("review"), json!({ "text": "没有查清收了几年" })).await;
    let chief = bureau.program("office-chief", &SCOPES).await;
    does(&chief, &step("join"), json!({ "unit": "water", "text": "查水费" })).await;

    let read = chief.get(&case).await;
    let view = ok(&read);
    check(&bureau, "Case", &view).await;
    names_nobody(&bureau, read.text()).await;
    assert!(!read.text().contains(NAME));
    assert_eq!((&view["round"], &view["unit"]), (&json!("review"), &json!("office")));
    let rounds = view["rounds"].as_array().unwrap();
    assert_eq!(rounds.len(), 1);
    assert_eq!(
        (&rounds[0]["round"], &rounds[0]["unit"]),
        (&json!("handling"), &json!("housing"))
    );
    assert_eq!(rounds[0]["opinion"], opinion["opinion"]);
    assert_eq!(rounds[0]["answer"]["text"], "见意见书。");
    assert!(rounds[0]["answer"].get("by").is_none());
    assert!(view.get("opinion").is_none() && view.get("last_word_said").is_none());
    assert_eq!(view["helping"], json!(["water"]));
    let water = bureau.program("water-handler", &SCOPES).await;
    assert_eq!(water.get(&case).await.text(), read.text());
}

#[tokio::test]
async fn a_linked_case_is_named_to_whoever_may_see_it_alone() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let lamp = |unit: &str| json!({ "category": "sanitation", "title": "路灯不亮", "unit": unit });
    let first = clerk.registered(&lamp("water")).await;
    let second = clerk.registered(&lamp("urban")).await;
    let number = |case: &str| case.rsplit('/').next().unwrap().to_owned();
    let join = json!({ "other": number(&first), "reason": "同一盏灯" });
    ok(&clerk.post(&format!("{second}/alike"), "", &join).await);
    let linked = ok(&clerk.get(&format!("{second}/linked")).await);
    check(&bureau, "Linked", &linked).await;
    assert_eq!(
        linked["repeat_of"],
        json!({ "number": number(&first), "reason": "同一盏灯" })
    );
    let back = ok(&clerk.get(&format!("{first}/linked")).await);
    assert_eq!(
        back["repeated_by"],
        json!([{ "number": number(&second), "reason": "同一盏灯" }])
    );
    // The bureau that has the one reads that there is another, and not which.
    let urban = bureau.program("urban-handler", &SCOPES).await;
    assert_eq!(urban.get(&first).await.status, StatusCode::NOT_FOUND);
    let linked = ok(&urban.get(&format!("{second}/linked")).await);
    assert_eq!(linked["repeat_of"], Value::Null);
    for path in [second.clone(), format!("{second}/events"), format!("{second}/linked")] {
        let answer = urban.get(&path).await;
        assert!(!answer.text().contains(&number(&first)), "{path}: {}", answer.text());
    }
    let events = urban.get(&format!("{second}/events")).await;
    assert!(events.text().contains("同一盏灯"), "{}", events.text());
    assert_eq!(
        urban.get(&format!("{first}/linked")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn whoever_reads_a_report_of_wrongdoing_learns_which_post_received_it_and_nothing_of_the_source() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau.program("clerk", &SCOPES).await;
    let report = json!({
        "kind": "petition", "category": "report", "title": "Foreman takes money", "unit": "housing", "source": "letter to the mayor",
        "description": "Every lorry pays at the gate.", "sealed": { "requester_name": NAME }, "about": { "units": ["water"] },
    });
    let case = clerk.registered(&report).await;
    let own = ok(&clerk.get(&case).await);
    check(&bureau, "Case", &own).await;
    assert_eq!(own["source_receiver"], "clerk");
    assert_eq!(own["sealed_fields"], json!(["requester_name"]));
    assert_eq!(
        own["about"],
        json!({ "units": ["water"], "posts": [], "staff": 0, "leads": false })
    );
    let housing = bureau.program("housing-handler", &SCOPES).await;
    let read = housing.get(&case).await;
    let view = ok(&read);
    assert_eq!(
        (&view["source_receiver"], &view["source"]),
        (&json!("clerk"), &json!(""))
    );
    assert!(view.get("sealed_fields").is_none(), "{view}");
    assert!(!read.text().contains("letter to the mayor"));
    // Read by the one first or by the other, neither is given what was kept for the other.
    assert_eq!(ok(&clerk.get(&case).await)["source"], "letter to the mayor");
    assert_eq!(ok(&housing.get(&case).await)["source"], "");
}

#[tokio::test]
async fn the_plan_and_the_warnings_of_an_incident_are_told_to_whoever_may_read_them() {
    let bureau = Bureau::staffed().await;
    let plan = approved(&bureau).await;
    let plan = plan.trim_start_matches("/plans/");
    let duty = bureau
        .program("duty-officer", &["cases:read", "cases:write", "warnings:write"])
        .await;
    let fire = json!({
        "kind": "incident", "category": "incident-fire", "title": "市场起火", "unit": "fire", "place": { "address": "城北市场二楼" },
    });
    let case = duty.registered(&fire).await;
    let linked = format!("{case}/linked");
    let offered = ok(&duty.get(&linked).await);
    check(&bureau, "Linked", &offered).await;
    assert_eq!(offered["plan"]["followed"], Value::Null);
    assert_eq!(offered["plan"]["offered"][0]["id"], plan);
    let step = format!("{case}/incident");
    does(&duty, &step, json!({ "step": "follow_plan", "plan": plan })).await;
    let followed = ok(&duty.get(&linked).await);
    assert_eq!(followed["plan"]["followed"], offered["plan"]["offered"][0]);
    let to_do = followed["plan"]["to_do"].as_array().unwrap();
    assert!(to_do.len() > 1, "{followed}");
    does(&duty, &step, json!({ "step": "tick_item", "item": to_do[0] })).await;
    let ticked = ok(&duty.get(&linked).await);
    assert_eq!(ticked["plan"]["to_do"].as_array().unwrap(), &to_do[1..]);
    let view = ok(&duty.get(&case).await);
    assert_eq!(
        (&view["incident"]["plan"], &view["incident"]["done"][0]["item"]),
        (&json!(plan), &to_do[0])
    );

    let drafted = duty.post("/api/v1/warnings", "", &rain(&bureau, "Smoke")).await.json();
    does(
        &duty,
        &step,
        json!({ "step": "link_warning", "warning": drafted["id"] }),
    )
    .await;
    let warned = ok(&duty.get(&linked).await);
    check(&bureau, "Linked", &warned).await;
    assert_eq!(
        (&warned["warnings"][0]["id"], &warned["warnings"][0]["stage"]),
        (&drafted["id"], &json!("draft"))
    );
}

#[tokio::test]
async fn lists_of_units_and_of_a_days_reports_say_what_their_pages_say() {
    let bureau = Bureau::staffed().await;
    let clerk = bureau
        .program("clerk", &["cases:read", "cases:write", "days:read"])
        .await;
    let request = json!({ "category": "water-supply", "title": "停水", "unit": "water" });
    clerk.registered(&request).await;
    let work = ok(&clerk.get("/api/v1/units/work").await);
    check(&bureau, "UnitsWork", &work).await;
    let of = |work: &Value, unit: &str| {
        let units = work["units"].as_array().unwrap();
        units.iter().find(|line| line["unit"] == unit).cloned()
    };
    let water = of(&work, "water").unwrap();
    assert_eq!((&water["open"], &water["overdue"]), (&json!(1), &json!(0)));
    assert_eq!(of(&work, "fire").unwrap()["open"], 0);
    let handler = bureau.program("water-handler", &["cases:read", "days:read"]).await;
    let own = ok(&handler.get("/api/v1/units/work").await);
    assert_eq!(own["units"].as_array().unwrap().len(), 1);
    assert_eq!(of(&own, "water").unwrap()["open"], 1);

    let day = work["date"].as_str().unwrap();
    let reports = ok(&clerk.get(&format!("/api/v1/days/{day}/reports")).await);
    check(&bureau, "Reports", &reports).await;
    assert_eq!(
        (&reports["level"], &reports["reports"]),
        (&json!("routine"), &json!([]))
    );
    assert!(reports["due"].is_string());
    let standing = of(&reports, "water").unwrap();
    assert_eq!(
        (&standing["report"], &standing["level"]),
        (&water["report"], &json!("routine"))
    );
    // A unit has its own time, where the pack says one.
    assert_eq!(standing["due"], reports["due"]);
    assert_ne!(of(&reports, "labour").unwrap()["due"], reports["due"]);
    let page = bureau
        .signed_in("clerk")
        .await
        .get(&format!("/reports?date={day}"))
        .await;
    assert_eq!(page.text().matches("due at ").count(), 1 + 1, "{}", page.text());
    let own = ok(&handler.get(&format!("/api/v1/days/{day}/reports")).await);
    assert_eq!(own["units"], json!([standing]));
}
