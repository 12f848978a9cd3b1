//! What somebody may not see, made on purpose, and of every address with something in it: what can be hidden behind it, or why
//! nothing can. An address of the router without an entry fails the test beside this file.

use crate::browser::{Browser, Bureau};
use crate::portal_doors;
use crate::program::Program;
use domain::call::About;
use domain::case::Actor;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A word that stands in nothing but what is hidden.
pub(super) const WORD: &str = "Zhongfei";

/// What can stand in an address and be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    /// A case, by its number.
    Case,
    /// A case that was not published, as Open311 asks for it.
    Request,
    Round,
    Drill,
    Call,
    Proposal,
    /// A desk whose roster somebody else plans.
    Desk,
}

/// What an address can hide.
#[derive(Debug, Clone, Copy)]
pub(super) enum Behind {
    Hidden(Thing),
    /// Nothing that one reader of it may see and another not, and why.
    Open(&'static str),
}

use Behind::{Hidden, Open};

const SECRET: &str = "a secret, which nobody has by guessing; who has it sees what it is for";
const ALL_OF_IT: &str = "who has the right to one of them sees all of them";
const THE_DAY: &str = "days are everybody's who has the right to them";
const FOR_ALL: &str = "for everybody, the same for each";

/// By how an address begins; the longest counts.
pub(super) const BEHIND: [(&str, Behind); 55] = [
    ("/cases/{number}", Hidden(Thing::Case)),
    ("/incidents/{number}", Hidden(Thing::Case)),
    ("/public/{number}", Hidden(Thing::Case)),
    ("/api/v1/cases/{number}", Hidden(Thing::Case)),
    ("/open311/v2/requests/{file}", Hidden(Thing::Request)),
    ("/open311/v2/services/{file}", Open(FOR_ALL)),
    ("/open311/v2/tokens/{file}", Open(SECRET)),
    ("/rounds/{id}", Hidden(Thing::Round)),
    ("/api/v1/rounds/{id}", Hidden(Thing::Round)),
    ("/drills/{id}", Hidden(Thing::Drill)),
    ("/api/v1/drills/{id}", Hidden(Thing::Drill)),
    ("/plans/{id}", Open(ALL_OF_IT)),
    ("/api/v1/plans/{id}", Open(ALL_OF_IT)),
    ("/calls/{id}", Hidden(Thing::Call)),
    ("/calls/receipts/{id}", Open("the same answer whatever came")),
    ("/duty/proposals/{id}", Hidden(Thing::Proposal)),
    ("/api/v1/duty/{unit}/asked", Hidden(Thing::Desk)),
    ("/api/v1/duty/{unit}/steps", Hidden(Thing::Desk)),
    ("/api/v1/duty/{unit}/team", Hidden(Thing::Desk)),
    ("/api/v1/duty/{unit}/proposals", Hidden(Thing::Desk)),
    ("/api/v1/duty/{unit}", Open(ALL_OF_IT)),
    ("/api/v1/watch/{unit}", Open(ALL_OF_IT)),
    ("/api/v1/calls/{id}", Hidden(Thing::Call)),
    ("/api/v1/own/channels/{id}", Open("one's own alone")),
    ("/api/v1/own/duty/{unit}", Open("one's own alone")),
    ("/duty/own/{step}", Open("one's own alone")),
    (
        "/duty/plan/{step}",
        Open("the desk stands in the form, and desks are the pack's"),
    ),
    (
        "/watch/{step}",
        Open("the desk stands in the form, and desks are the pack's"),
    ),
    ("/account/channels/{id}", Open("one's own alone")),
    ("/account/keys/{id}", Open("one's own alone")),
    ("/import/{id}", Open(ALL_OF_IT)),
    ("/api/v1/imports/{id}", Open(ALL_OF_IT)),
    ("/briefs/{date}", Open(THE_DAY)),
    ("/api/v1/briefs/{date}", Open(THE_DAY)),
    ("/api/v1/days/{date}", Open(THE_DAY)),
    ("/warnings/{id}", Open(ALL_OF_IT)),
    ("/levels/{n}", Open(ALL_OF_IT)),
    ("/api/v1/warnings/{id}", Open(ALL_OF_IT)),
    ("/api/v1/levels/{n}", Open(ALL_OF_IT)),
    ("/accounts/{id}", Open(ALL_OF_IT)),
    ("/accounts/keys/{id}", Open(ALL_OF_IT)),
    ("/webhooks/", Open(ALL_OF_IT)),
    ("/api/v1/erasures/{number}", Hidden(Thing::Case)),
    ("/api/v1/accounts/{id}", Open(ALL_OF_IT)),
    ("/api/v1/webhooks/", Open(ALL_OF_IT)),
    ("/set-up/{token}", Open(SECRET)),
    ("/portal/mine/{secret}", Open(SECRET)),
    ("/invited/{invitation}", Open(SECRET)),
    ("/feeds/duty/{file}", Open(SECRET)),
    ("/report/{token}", Open(SECRET)),
    ("/call/{token}", Open(SECRET)),
    ("/follow/{secret}", Open(SECRET)),
    ("/heartbeat/{secret}", Open(SECRET)),
    ("/feeds/cap/{file}", Open(FOR_ALL)),
    ("/log/", Open("leaves of all cases, which name nobody")),
];

/// What an address with something in it can hide; none where nobody has said.
pub(super) fn behind(path: &str) -> Option<Behind> {
    if path == "/assets/{name}" {
        return Some(Open(FOR_ALL));
    }
    let known = BEHIND.iter().filter(|(begins, _)| path.starts_with(begins));
    known.max_by_key(|(begins, _)| begins.len()).map(|(_, behind)| *behind)
}

/// Pages and lists without anything in their address that may read differently all the same, and why.
pub(super) const DIFFER: [(&str, &str); 10] = [
    ("/log/", "how long the log is"),
    ("/log/checkpoint", "how long the log is"),
    ("/log/checkpoint/witnessed", "how long the log is"),
    ("/log/consistency", "how long the log is"),
    ("/log-watch", "how long the log is"),
    ("/api/v1/log-watch", "how long the log is"),
    ("/metrics", "numbers of the program"),
    ("/healthz", "the program's own health"),
    ("/readyz", "the program's own health"),
    ("/sign-in", "there is a session"),
];

/// What does not exist for anybody of the Water Bureau, of every kind: what stands in an address.
pub(super) struct HiddenThings {
    /// By what it is: a word for the test's own messages, and what stands in the address.
    pub(super) things: Vec<(Thing, &'static str, String)>,
}

impl HiddenThings {
    /// The numbers among them.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &str> {
        let cases = self.things.iter().filter(|(thing, ..)| *thing == Thing::Case);
        cases.map(|(.., number)| number.as_str())
    }
}

/// Registers by a program; the number.
async fn registered(program: &Program<'_>, body: &Value) -> String {
    let case = program.registered(body).await;
    case.trim_start_matches("/api/v1/cases/").to_owned()
}

/// A complaint about the bureau that somebody brings at the portal, by the door for reports of wrongdoing.
async fn at_the_portal(bureau: &Bureau) -> String {
    let mut person = bureau.browser();
    let (_, sent) = portal_doors::ask(&mut person, "report", &[("about", "about", "water")]).await;
    portal_doors::number(&mut person, &sent).await
}

/// Makes one of each. `plan` is the address of a plan in force.
pub(super) async fn make(bureau: &Bureau, plan: &str) -> HiddenThings {
    let office = &bureau.office;
    let now = office.clock.now();
    let clerk = bureau.program("clerk", &["cases:read", "cases:write"]).await;
    let chief = bureau
        .program(
            "office-chief",
            &["cases:read", "cases:write", "watch:read", "watch:write"],
        )
        .await;
    let mut things = Vec::new();
    let place = json!({ "address": "Elm Street 12", "latitude": 30.25, "longitude": 120.15 });
    let of_unit = json!({
        "category": "water-supply", "title": format!("{WORD}: burst main"), "description": "Water stands in the yard.",
        "unit": "office", "about": { "units": ["water"] }, "place": place,
    });
    let complaint = registered(&clerk, &of_unit).await;
    let elsewhere = json!({
        "category": "water-supply", "title": format!("{WORD}: burst main again"), "description": "Water stands in the yard.",
        "unit": "fire", "place": place,
    });
    let incident = json!({
        "kind": "incident", "category": "incident-fire", "title": format!("{WORD}: fire"), "unit": "office",
        "description": "Smoke.", "place": place,
    });
    let officer = bureau.program("duty-officer", &["cases:write"]).await;
    let mediator = bureau.program("mediator-one", &["cases:write"]).await;
    let dispute = json!({
        "kind": "dispute", "category": "dispute-neighbours", "title": format!("{WORD}: a wall"), "unit": "mediation",
        "description": "Water stands in the yard.",
    });
    let petition = json!({
        "kind": "petition", "category": "claim-housing", "title": format!("{WORD}: fees"), "unit": "housing",
        "description": "Water stands in the yard.",
    });
    let fire = registered(&officer, &incident).await;
    things.extend([
        (Thing::Case, "a complaint about the bureau", complaint.clone()),
        (
            Thing::Case,
            "another unit's request",
            registered(&clerk, &elsewhere).await,
        ),
        (
            Thing::Case,
            "another unit's petition",
            registered(&clerk, &petition).await,
        ),
        (
            Thing::Case,
            "another unit's dispute",
            registered(&mediator, &dispute).await,
        ),
        (Thing::Case, "another unit's incident", fire.clone()),
        (
            Thing::Case,
            "a report of wrongdoing from the portal",
            at_the_portal(bureau).await,
        ),
    ]);
    things.extend(["xml", "json"].map(|format| (Thing::Request, "a request", format!("{complaint}.{format}"))));

    let round = json!({
        "name": format!("{WORD}: exits"), "why": "Before the feast", "until": "2099-01-01T00:00:00Z", "owed": [{ "unit": "fire" }],
    });
    let round = chief.post("/api/v1/rounds", "", &round).await.json();
    things.push((Thing::Round, "another unit's round", text(&round["id"])));
    let drill = json!({
        "plan": plan.trim_start_matches("/plans/"), "form": "unannounced", "at": "2099-03-02T02:10:00Z", "event": "fire",
        "place": "Market", "text": format!("{WORD}: smoke"), "director": "office-chief",
    });
    let drill = chief.post("/api/v1/drills", "", &drill).await.json();
    things.push((Thing::Drill, "a drill that is not announced", text(&drill["id"])));
    let case = office.store.story(&complaint).await.unwrap().unwrap().case.id;
    let about = About {
        reason: "danger".to_owned(),
        args: BTreeMap::from([("number".to_owned(), complaint.clone())]),
        link: format!("/cases/{complaint}"),
        case: Some(case),
        drill: false,
        post: None,
        unit: None,
    };
    let call = office::raise_call(office, about, "danger hidden", &Actor::program(), now).await;
    things.push((Thing::Call, "a call about the complaint", call.unwrap().unwrap()));
    let proposal = office::new_case_id(now).to_string();
    let job = store::NewJob {
        kind: "roster".to_owned(),
        payload: String::new(),
        run_at: now,
        key: format!("roster/{proposal}"),
    };
    office
        .store
        .ask_proposal(&proposal, &"office".into(), now, job)
        .await
        .unwrap();
    things.push((Thing::Proposal, "another desk's proposed roster", proposal));
    things.push((Thing::Desk, "another desk", "office".to_owned()));
    HiddenThings { things }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

/// What was never given, in the same form.
pub(super) fn nowhere(thing: Thing, there: &str) -> String {
    match thing {
        Thing::Case => "20200101-00001".to_owned(),
        Thing::Request => format!("20200101-00001.{}", there.rsplit('.').next().unwrap()),
        Thing::Round | Thing::Drill | Thing::Call | Thing::Proposal => there.chars().map(zero).collect(),
        Thing::Desk => "nowhere".to_owned(),
    }
}

const fn zero(c: char) -> char {
    if c == '-' { '-' } else { '0' }
}

/// A request of the Water Bureau's own, like the hidden ones; its number.
pub(super) async fn seen(clerk: &mut Browser<'_>) -> String {
    clerk.register("Burst main", "water").await
}
