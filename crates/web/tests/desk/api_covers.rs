//! `/api/v1` does what the desk does: each page and each form of whoever has signed in, with the actions that do the same. A route
//! without a line fails, as does a line whose action there is not; what is left out stands in `docs/api.md` with its reason.

use crate::access::rows::{Door, ROWS};
use crate::browser::Bureau;
use std::collections::{BTreeMap, BTreeSet};

/// What does the same.
enum Same {
    /// These actions.
    Does(&'static [&'static str]),
    /// Nothing is done there: a form to fill in, or what the named action is sent.
    Form,
    /// It is not for programs: the reason, as `docs/api.md` gives it.
    Out(&'static str),
}

use Same::{Does, Form, Out};

const SIGN_IN: &str = "a session and a password are somebody's in a browser";
const WATCH: &str = "a key stays in its own post, whoever has the watch";
const KEYS: &str = "a key makes no keys, and revokes none";
const GLASS: &str = "somebody signs on the glass, in the room; a scan is a signature here too (`mediate`)";

#[rustfmt::skip]
const LINES: &[(&str, &str, Same)] = &[
    ("POST", "/sign-out", Out(SIGN_IN)),
    ("POST", "/post", Out(WATCH)),
    ("GET", "/password", Out(SIGN_IN)),
    ("POST", "/password", Out(SIGN_IN)),
    ("GET", "/rights", Does(&["showRights"])),
    ("GET", "/account/keys", Out(KEYS)),
    ("POST", "/account/keys", Out(KEYS)),
    ("POST", "/account/keys/{id}/revoke", Out(KEYS)),
    ("GET", "/", Does(&["showToday"])),
    ("GET", "/reports", Does(&["listReports"])),
    ("POST", "/reports", Does(&["reportDay"])),
    ("POST", "/reports/file", Does(&["reportDayFile"])),
    ("GET", "/import", Does(&["listImports"])),
    ("POST", "/import", Does(&["startImport"])),
    ("GET", "/import/{id}", Does(&["showImport"])),
    ("GET", "/import/{id}/rejected.xlsx", Form),
    ("POST", "/import/{id}/rejected.xlsx", Does(&["downloadRejected"])),
    ("POST", "/import/{id}/columns", Does(&["importAgain"])),
    ("POST", "/import/{id}/erase", Does(&["eraseImport"])),
    ("GET", "/judgement", Does(&["showJudgement"])),
    ("POST", "/judgement/judge", Does(&["judgeDay"])),
    ("POST", "/judgement/change", Does(&["changeJudgement"])),
    ("GET", "/briefs", Does(&["listBriefs"])),
    ("GET", "/briefs/{date}", Does(&["showBrief"])),
    ("POST", "/briefs/{date}/draft", Does(&["draftBrief"])),
    ("POST", "/briefs/{date}/sign", Does(&["signBrief"])),
    ("GET", "/briefs/{date}/{file}", Does(&["downloadBrief"])),
    ("GET", "/assignments", Does(&["listAssignments"])),
    ("POST", "/assignments", Does(&["giveAssignment"])),
    ("GET", "/assignments/new", Form),
    ("GET", "/cases", Does(&["listCases"])),
    ("POST", "/cases", Does(&["registerCase"])),
    ("GET", "/cases/new", Form),
    ("GET", "/cases/quick", Form),
    ("POST", "/cases/quick", Does(&["registerCase"])),
    ("GET", "/cases/export", Form),
    ("POST", "/cases/export", Does(&["exportCases"])),
    ("GET", "/cases/{number}", Does(&["showCase", "listLinked", "listEvents", "listAlike", "listGuests"])),
    ("GET", "/cases/{number}/alike", Does(&["listAlike", "listLinked"])),
    ("POST", "/cases/{number}/alike", Does(&["joinAlike"])),
    ("POST", "/cases/{number}/alike/split", Does(&["splitAlike"])),
    ("POST", "/cases/{number}/related", Does(&["relateCases"])),
    ("POST", "/cases/{number}/related/split", Does(&["partCases"])),
    ("GET", "/cases/{number}/receipts", Does(&["listReceipts"])),
    ("GET", "/cases/{number}/receipts/{version}", Does(&["downloadReceipt"])),
    ("GET", "/cases/{number}/opinions/{round}/{file}", Does(&["downloadOpinion"])),
    ("GET", "/cases/{number}/sessions/{session}/session.ics", Does(&["downloadSession"])),
    ("GET", "/cases/{number}/sign/{paper}", Out(GLASS)),
    ("POST", "/cases/{number}/sign/{paper}", Out(GLASS)),
    ("POST", "/cases/{number}/sign/{paper}/scan", Does(&["attachEvidence", "mediate"])),
    ("GET", "/cases/{number}/dossier", Does(&["listPapers"])),
    ("POST", "/cases/{number}/dossier", Does(&["openPaper"])),
    ("POST", "/cases/{number}/link", Does(&["giveLink"])),
    ("POST", "/cases/{number}/notices", Does(&["chooseNotices"])),
    ("POST", "/cases/{number}/steps/{step}", Does(&["takeStep", "mediate"])),
    ("POST", "/cases/{number}/evidence", Does(&["attachEvidence"])),
    ("GET", "/cases/{number}/evidence/{sha256}", Form),
    ("POST", "/cases/{number}/evidence/{sha256}", Does(&["openFile"])),
    ("GET", "/cases/{number}/sealed", Form),
    ("POST", "/cases/{number}/sealed", Does(&["openSealed"])),
    ("POST", "/cases/{number}/sealed/keep", Does(&["keepSealed"])),
    ("POST", "/cases/{number}/source", Does(&["handSourceOn"])),
    ("POST", "/cases/{number}/source/receiver", Does(&["nameReceiver"])),
    ("POST", "/cases/{number}/source/file", Does(&["clearSourceFile"])),
    ("POST", "/cases/{number}/danger", Does(&["raiseDanger"])),
    ("POST", "/cases/{number}/danger/answer", Does(&["answerDanger"])),
    ("POST", "/cases/{number}/danger/end", Does(&["endDanger"])),
    ("POST", "/cases/{number}/guests", Does(&["inviteGuest"])),
    ("POST", "/cases/{number}/guests/end", Does(&["endInvitation"])),
    ("POST", "/cases/{number}/guests/share", Does(&["shareWithGuest"])),
    ("GET", "/incidents", Does(&["listIncidents"])),
    ("GET", "/incidents/new", Form),
    ("POST", "/incidents/new", Does(&["registerCase"])),
    ("GET", "/incidents/{number}", Does(&["showCase", "listLinked", "showReport"])),
    ("GET", "/incidents/{number}/report", Does(&["beginReport"])),
    ("POST", "/incidents/{number}/report", Does(&["respond"])),
    ("GET", "/incidents/{number}/report/{file}", Does(&["draftReport"])),
    ("POST", "/incidents/{number}/report/{file}", Does(&["draftReport"])),
    ("GET", "/incidents/{number}/reports/{n}", Does(&["showReport"])),
    ("POST", "/incidents/{number}/reports/{n}/again", Does(&["tryReportAgain"])),
    ("GET", "/incidents/{number}/reports/{n}/{file}", Does(&["downloadReport"])),
    ("POST", "/incidents/{number}/{step}", Does(&["respond"])),
    ("GET", "/rounds", Does(&["listRounds"])),
    ("POST", "/rounds", Does(&["startRound"])),
    ("GET", "/rounds/{id}", Does(&["showRound"])),
    ("POST", "/rounds/{id}/report", Does(&["reportRound"])),
    ("POST", "/rounds/{id}/end", Does(&["endRound"])),
    ("GET", "/duty", Does(&["listDuty", "showRoster", "listDutyAsked", "showTeam", "showOwnDuty"])),
    ("POST", "/duty/own/{step}", Does(&["askDuty"])),
    ("POST", "/duty/plan/{step}", Does(&["changeRoster", "planTeam"])),
    ("GET", "/duty/generate", Form),
    ("POST", "/duty/generate", Does(&["askProposal"])),
    ("GET", "/duty/proposals/{id}", Does(&["showProposal"])),
    ("POST", "/duty/proposals/{id}", Does(&["takeProposal"])),
    ("POST", "/duty/feed", Does(&["makeFeed", "endFeed"])),
    ("GET", "/watch", Does(&["listWatches", "showWatch"])),
    ("POST", "/watch/{step}", Does(&["takeWatchStep"])),
    ("GET", "/plans", Does(&["listPlans", "listDrills"])),
    ("GET", "/plans/new", Form),
    ("GET", "/plans/{id}", Does(&["showPlan", "listVersions"])),
    ("GET", "/plans/{id}/draft", Form),
    ("POST", "/plans/{id}/draft", Does(&["draftPlan", "redraftPlan"])),
    ("GET", "/plans/{id}/drill", Form),
    ("POST", "/plans/{id}/{step}", Does(&["approvePlan", "returnPlan", "assessPlan", "withdrawPlan", "askRevision"])),
    ("GET", "/drills/{id}", Does(&["showDrill"])),
    ("GET", "/drills/{id}/plan", Form),
    ("POST", "/drills/{id}/plan", Does(&["planDrill", "replanDrill"])),
    ("POST", "/drills/{id}/findings/{finding}/{how}", Does(&["directDrill"])),
    ("POST", "/drills/{id}/{step}", Does(&["directDrill"])),
    ("GET", "/calls", Does(&["listCalls"])),
    ("GET", "/calls/{id}", Does(&["showCall"])),
    ("POST", "/calls/{id}/acknowledge", Does(&["acknowledgeCall"])),
    ("GET", "/account/channels", Does(&["listChannels"])),
    ("POST", "/account/channels", Does(&["addChannel"])),
    ("POST", "/account/channels/{id}/end", Does(&["endChannel"])),
    ("GET", "/warnings", Does(&["listWarnings", "listAlerts"])),
    ("GET", "/warnings/new", Form),
    ("POST", "/warnings/received", Does(&["takeAlert"])),
    ("GET", "/warnings/{id}", Does(&["showWarning"])),
    ("GET", "/warnings/{id}/draft", Form),
    ("POST", "/warnings/{id}/draft", Does(&["draftWarning", "redraftWarning"])),
    ("POST", "/warnings/{id}/approve", Does(&["approveWarning"])),
    ("POST", "/warnings/{id}/return", Does(&["returnWarning"])),
    ("POST", "/warnings/{id}/publish", Does(&["publishWarning"])),
    ("GET", "/levels", Does(&["listLevels"])),
    ("POST", "/levels", Does(&["setLevel"])),
    ("POST", "/levels/{n}/acknowledge", Does(&["acknowledgeLevel"])),
    ("POST", "/levels/{n}/end", Does(&["endLevel"])),
    ("GET", "/access-record", Does(&["listAccess"])),
    ("GET", "/access-record/file", Form),
    ("POST", "/access-record/file", Does(&["saveAccess"])),
    ("GET", "/erasures", Does(&["listErasures"])),
    ("POST", "/erasures", Does(&["lookAtErasure"])),
    ("POST", "/erasures/erase", Does(&["eraseCase"])),
    ("GET", "/units", Does(&["listUnits", "listUnitsWork"])),
    ("GET", "/accounts", Does(&["listAccounts", "listKeys"])),
    ("POST", "/accounts", Does(&["makeAccount"])),
    ("POST", "/accounts/post", Does(&["moveAccount"])),
    ("POST", "/accounts/person", Does(&["linkAccounts"])),
    ("POST", "/accounts/{id}/person/end", Does(&["partAccount"])),
    ("POST", "/accounts/{id}/password", Does(&["resetPassword"])),
    ("POST", "/accounts/{id}/shut", Does(&["shutAccount"])),
    ("POST", "/accounts/{id}/open", Does(&["openAccount"])),
    ("POST", "/accounts/keys", Out(KEYS)),
    ("POST", "/accounts/keys/{id}/revoke", Out(KEYS)),
    ("GET", "/webhooks", Does(&["listWebhooks", "listMessages"])),
    ("POST", "/webhooks", Does(&["makeWebhook"])),
    ("POST", "/webhooks/{id}/end", Does(&["endWebhook"])),
    ("POST", "/webhooks/messages/{id}/again", Does(&["sendMessageAgain"])),
    ("GET", "/log-watch", Does(&["watchLog"])),
    ("GET", "/notices", Does(&["listNotices"])),
];

/// Pages and forms of whoever has signed in.
fn of_the_desk() -> BTreeSet<(&'static str, &'static str)> {
    let is_of_the_desk = |door: Door| matches!(door, Door::Anybody | Door::Body(_) | Door::Case(_));
    let rows = ROWS.iter().filter(|row| is_of_the_desk(row.door));
    // What only programs read is no page.
    let rows = rows.filter(|row| !row.path.starts_with("/api/") && row.path != "/metrics");
    rows.map(|row| (row.method, row.path)).collect()
}

#[tokio::test]
async fn what_the_desk_does_is_done_by_programs_too_or_left_out_with_its_reason() {
    let lines: BTreeSet<_> = LINES.iter().map(|(method, path, _)| (*method, *path)).collect();
    assert_eq!(lines.len(), LINES.len());
    let desk = of_the_desk();
    let without: Vec<_> = desk.symmetric_difference(&lines).collect();
    assert!(without.is_empty(), "no line, or a line too many: {without:?}");

    let bureau = Bureau::staffed().await;
    let document = bureau.browser().get("/api/v1/openapi.json").await;
    let document: serde_json::Value = serde_json::from_str(document.text()).unwrap();
    let paths = document["paths"].as_object().unwrap().values();
    let actions = paths.flat_map(|methods| methods.as_object().unwrap().values());
    let actions: BTreeSet<_> = actions.map(|action| action["operationId"].as_str().unwrap()).collect();
    let missing = LINES.iter().filter_map(|(_, path, same)| match same {
        Does(named) => named
            .iter()
            .find(|name| !actions.contains(*name))
            .map(|name| (path, name)),
        Form | Out(_) => None,
    });
    assert_eq!(missing.collect::<Vec<_>>(), []);
}

#[test]
fn the_documentation_names_what_is_left_out() {
    let mut by_reason = BTreeMap::<_, BTreeSet<_>>::new();
    for (_, path, same) in LINES {
        if let Out(reason) = same {
            by_reason.entry(reason).or_default().insert(*path);
        }
    }
    let documented = include_str!("../../../../docs/api.md");
    for (reason, paths) in by_reason {
        let paths: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
        let line = format!("| {} | {reason} |\n", paths.join(", "));
        assert!(documented.contains(&line), "docs/api.md lacks the line {line}");
    }
}
