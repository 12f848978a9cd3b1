//! Every route of the router, and what has to be answered with yes before it does anything. A route without a row fails
//! the test beside this file; `docs/access.md` is made of these rows and of the policies' answers.

use web::Right;

/// What a route asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Nothing: it is for everybody.
    Everybody,
    /// The secret link to one case.
    Link,
    /// The secret link of somebody of another body who is invited to one case.
    Invited,
    /// The secret link to a calendar of shifts.
    Secret,
    /// That somebody has signed in.
    Anybody,
    /// A right of the post.
    Body(Right),
    /// A right of the post, for the one case in the address.
    Case(Right),
    /// A program's key, made for it, in a post with the right.
    Key(Right),
}

/// A route with its method.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) door: Door,
    /// What the test sends.
    pub(super) sent: Sent,
    /// What is at the address that the test goes to hangs on what was done before: whoever may come in may be told that
    /// nothing is there.
    pub(super) nothing_there: bool,
}

/// A form of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Nothing,
    /// With the token of the session, and otherwise empty: whoever may come in is told what is missing.
    Form,
    /// With the token that pages before sign-in have.
    GuestForm,
    /// As a form with files.
    Files,
    /// The same with the token that pages before sign-in have.
    GuestFiles,
}

const fn row(method: &'static str, path: &'static str, door: Door, sent: Sent) -> Row {
    Row {
        method,
        path,
        door,
        sent,
        nothing_there: false,
    }
}

const fn get(path: &'static str, door: Door) -> Row {
    row("GET", path, door, Sent::Nothing)
}

const fn post(path: &'static str, door: Door) -> Row {
    row("POST", path, door, Sent::Form)
}

const fn files(path: &'static str, door: Door) -> Row {
    row("POST", path, door, Sent::Files)
}

const fn guest(path: &'static str, door: Door) -> Row {
    row("POST", path, door, Sent::GuestForm)
}

const fn guest_files(path: &'static str, door: Door) -> Row {
    row("POST", path, door, Sent::GuestFiles)
}

const fn nothing(row: Row) -> Row {
    Row {
        nothing_there: true,
        ..row
    }
}

use Door::{Anybody, Body, Case, Everybody, Invited, Key, Link, Secret};

/// The rows, in the router's order.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    get("/set-up/{token}", Everybody),
    guest("/set-up/{token}", Everybody),
    get("/sign-in", Everybody),
    guest("/sign-in", Everybody),
    guest("/language", Everybody),
    get("/portal", Everybody),
    get("/portal/ask", Everybody),
    guest("/portal/ask", Everybody),
    guest_files("/portal/ask/send", Everybody),
    get("/portal/mine", Everybody),
    guest("/portal/mine", Everybody),
    get("/portal/mine/{secret}", Link),
    guest("/portal/mine/{secret}/steps/{step}", Link),
    guest("/portal/mine/{secret}/danger", Link),
    guest_files("/portal/mine/{secret}/file", Link),
    get("/portal/mine/{secret}/notices", Link),
    guest("/portal/mine/{secret}/notices", Link),
    get("/portal/mine/{secret}/receipts", Link),
    get("/portal/mine/{secret}/receipts/{version}", Link),
    nothing(get("/portal/mine/{secret}/opinions/{round}/{file}", Link)),
    nothing(get("/portal/mine/{secret}/sessions/{session}/session.ics", Link)),
    get("/public", Everybody),
    get("/public.csv", Everybody),
    get("/public.geojson", Everybody),
    get("/public.atom", Everybody),
    get("/public/map", Everybody),
    get("/public/warnings", Everybody),
    get("/feeds/cap.atom", Everybody),
    get("/feeds/received.atom", Everybody),
    nothing(get("/feeds/cap/{file}", Everybody)),
    nothing(get("/public/{number}", Everybody)),
    nothing(get("/public/{number}/atom", Everybody)),
    get("/invited/{invitation}", Invited),
    guest("/invited/{invitation}", Invited),
    guest("/invited/{invitation}/statement", Invited),
    guest_files("/invited/{invitation}/file", Invited),
    get("/log", Everybody),
    get("/log/", Everybody),
    get("/log/keys", Everybody),
    get("/log/policy", Everybody),
    get("/log/checkpoint", Everybody),
    nothing(get("/log/checkpoint/witnessed", Everybody)),
    nothing(get("/log/handover/{id}", Everybody)),
    nothing(get("/log/tile/{*path}", Everybody)),
    get("/log/consistency", Everybody),
    get("/verify", Everybody),
    guest("/verify", Everybody),
    post("/sign-out", Anybody),
    get("/password", Anybody),
    post("/password", Anybody),
    get("/rights", Anybody),
    get("/", Body(Right::SeeToday)),
    get("/reports", Body(Right::SeeReports)),
    post("/reports", Body(Right::ReportDay)),
    files("/reports/file", Body(Right::ReportDay)),
    get("/import", Body(Right::Import)),
    files("/import", Body(Right::Import)),
    nothing(get("/import/{id}", Body(Right::Import))),
    nothing(get("/import/{id}/rejected.xlsx", Body(Right::Import))),
    nothing(post("/import/{id}/columns", Body(Right::Import))),
    nothing(post("/import/{id}/erase", Body(Right::Import))),
    get("/judgement", Body(Right::SeeDay)),
    post("/judgement/judge", Body(Right::Judge)),
    post("/judgement/change", Body(Right::Judge)),
    get("/briefs", Body(Right::SeeDay)),
    nothing(get("/briefs/{date}", Body(Right::SeeDay))),
    post("/briefs/{date}/draft", Body(Right::Judge)),
    post("/briefs/{date}/sign", Body(Right::SignBrief)),
    nothing(get("/briefs/{date}/{file}", Body(Right::SeeDay))),
    get("/assignments", Body(Right::SeeAssignments)),
    nothing(post("/assignments", Body(Right::Assign))),
    nothing(get("/assignments/new", Body(Right::Assign))),
    get("/cases", Body(Right::SeeCases)),
    post("/cases", Body(Right::RegisterCase)),
    get("/cases/new", Body(Right::RegisterCase)),
    get("/cases/quick", Body(Right::RegisterCase)),
    post("/cases/quick", Body(Right::RegisterCase)),
    get("/cases/export", Body(Right::ExportCases)),
    post("/cases/export", Body(Right::ExportCases)),
    get("/cases/{number}", Case(Right::SeeCases)),
    get("/cases/{number}/alike", Case(Right::SeeCases)),
    post("/cases/{number}/alike", Case(Right::TakeStep)),
    post("/cases/{number}/alike/split", Case(Right::TakeStep)),
    nothing(get("/cases/{number}/opinions/{round}/{file}", Case(Right::SeeCases))),
    nothing(get("/cases/{number}/sessions/{session}/session.ics", Case(Right::SeeCases))),
    nothing(get("/cases/{number}/sign/{paper}", Case(Right::TakeStep))),
    nothing(post("/cases/{number}/sign/{paper}", Case(Right::TakeStep))),
    nothing(get("/cases/{number}/dossier", Case(Right::SeeCases))),
    nothing(post("/cases/{number}/dossier", Case(Right::OpenSealed))),
    post("/cases/{number}/link", Case(Right::TakeStep)),
    post("/cases/{number}/notices", Case(Right::TakeStep)),
    get("/cases/{number}/receipts", Case(Right::SeeCases)),
    get("/cases/{number}/receipts/{version}", Case(Right::SeeCases)),
    post("/cases/{number}/steps/{step}", Case(Right::TakeStep)),
    files("/cases/{number}/evidence", Case(Right::TakeStep)),
    get("/cases/{number}/evidence/{sha256}", Case(Right::SeeCases)),
    post("/cases/{number}/evidence/{sha256}", Case(Right::OpenFile)),
    get("/cases/{number}/sealed", Case(Right::SeeCases)),
    post("/cases/{number}/sealed", Case(Right::OpenSealed)),
    post("/cases/{number}/sealed/keep", Case(Right::TakeStep)),
    post("/cases/{number}/source", Case(Right::SeeSource)),
    post("/cases/{number}/source/receiver", Case(Right::NameReceiver)),
    post("/cases/{number}/source/file", Case(Right::SeeSource)),
    post("/cases/{number}/danger", Case(Right::TakeStep)),
    post("/cases/{number}/danger/answer", Case(Right::AnswerDanger)),
    post("/cases/{number}/danger/end", Case(Right::TakeStep)),
    post("/cases/{number}/guests", Case(Right::InviteGuest)),
    post("/cases/{number}/guests/end", Case(Right::InviteGuest)),
    post("/cases/{number}/guests/share", Case(Right::OpenSealed)),
    get("/incidents", Body(Right::SeeCases)),
    get("/incidents/new", Body(Right::RegisterCase)),
    post("/incidents/new", Body(Right::RegisterCase)),
    nothing(get("/incidents/{number}", Case(Right::SeeCases))),
    nothing(get("/incidents/{number}/report", Case(Right::TakeStep))),
    nothing(post("/incidents/{number}/report", Case(Right::TakeStep))),
    nothing(get("/incidents/{number}/report/{file}", Case(Right::TakeStep))),
    nothing(post("/incidents/{number}/report/{file}", Case(Right::TakeStep))),
    nothing(get("/incidents/{number}/reports/{n}", Case(Right::SeeCases))),
    nothing(post("/incidents/{number}/reports/{n}/again", Case(Right::TakeStep))),
    nothing(get("/incidents/{number}/reports/{n}/{file}", Case(Right::SeeCases))),
    nothing(post("/incidents/{number}/{step}", Case(Right::TakeStep))),
    get("/rounds", Body(Right::SeeRounds)),
    post("/rounds", Body(Right::StartRound)),
    nothing(get("/rounds/{id}", Body(Right::SeeRounds))),
    nothing(post("/rounds/{id}/report", Body(Right::ReportRound))),
    nothing(post("/rounds/{id}/end", Body(Right::StartRound))),
    get("/duty", Body(Right::SeeDuty)),
    post("/duty/own/{step}", Body(Right::ServeDuty)),
    post("/duty/plan/{step}", Body(Right::PlanDuty)),
    nothing(get("/duty/generate", Body(Right::PlanDuty))),
    nothing(post("/duty/generate", Body(Right::PlanDuty))),
    nothing(get("/duty/proposals/{id}", Body(Right::PlanDuty))),
    nothing(post("/duty/proposals/{id}", Body(Right::PlanDuty))),
    post("/duty/feed", Body(Right::ServeDuty)),
    nothing(get("/feeds/duty/{file}", Secret)),
    get("/watch", Body(Right::SeeDuty)),
    post("/watch/{step}", Body(Right::ServeDuty)),
    get("/calls", Body(Right::SeeCalls)),
    get("/calls/worker.js", Everybody),
    nothing(get("/calls/{id}", Body(Right::SeeCalls))),
    nothing(post("/calls/{id}/acknowledge", Body(Right::SeeCalls))),
    get("/calls/receipts/{id}", Everybody),
    guest("/calls/receipts/{id}", Everybody),
    nothing(get("/report/{token}", Secret)),
    nothing(guest("/report/{token}", Secret)),
    nothing(get("/call/{token}", Secret)),
    nothing(guest("/call/{token}", Secret)),
    nothing(get("/heartbeat/{secret}", Secret)),
    nothing(guest("/heartbeat/{secret}", Secret)),
    get("/account/channels", Body(Right::SeeCalls)),
    post("/account/channels", Body(Right::SeeCalls)),
    post("/account/channels/{id}/end", Body(Right::SeeCalls)),
    get("/plans", Body(Right::SeePlans)),
    get("/plans/worker.js", Everybody),
    get("/plans/new", Body(Right::DraftPlan)),
    nothing(get("/plans/{id}", Body(Right::SeePlans))),
    nothing(get("/plans/{id}/draft", Body(Right::DraftPlan))),
    nothing(post("/plans/{id}/draft", Body(Right::DraftPlan))),
    nothing(get("/plans/{id}/drill", Body(Right::PlanDrill))),
    nothing(post("/plans/{id}/{step}", Body(Right::DraftPlan))),
    nothing(get("/drills/{id}", Body(Right::SeePlans))),
    nothing(get("/drills/{id}/plan", Body(Right::PlanDrill))),
    nothing(post("/drills/{id}/plan", Body(Right::PlanDrill))),
    nothing(post("/drills/{id}/findings/{finding}/{how}", Body(Right::PlanDrill))),
    nothing(post("/drills/{id}/{step}", Body(Right::SeePlans))),
    get("/warnings", Body(Right::SeeWarnings)),
    get("/warnings/new", Body(Right::DraftWarning)),
    files("/warnings/received", Body(Right::DraftWarning)),
    nothing(get("/warnings/{id}", Body(Right::SeeWarnings))),
    nothing(get("/warnings/{id}/draft", Body(Right::DraftWarning))),
    nothing(post("/warnings/{id}/draft", Body(Right::DraftWarning))),
    nothing(post("/warnings/{id}/approve", Body(Right::ApproveWarning))),
    nothing(post("/warnings/{id}/return", Body(Right::ApproveWarning))),
    nothing(post("/warnings/{id}/publish", Body(Right::PublishWarning))),
    get("/levels", Body(Right::SeeLevels)),
    post("/levels", Body(Right::SetLevel)),
    nothing(post("/levels/{n}/acknowledge", Body(Right::SeeLevels))),
    nothing(post("/levels/{n}/end", Body(Right::SetLevel))),
    get("/access-record", Body(Right::ReadAccessRecord)),
    get("/access-record/file", Body(Right::ReadAccessRecord)),
    get("/erasures", Body(Right::Erase)),
    post("/erasures", Body(Right::Erase)),
    post("/erasures/erase", Body(Right::Erase)),
    get("/units", Body(Right::SeeUnits)),
    get("/accounts", Body(Right::KeepAccounts)),
    post("/accounts", Body(Right::KeepAccounts)),
    post("/accounts/post", Body(Right::KeepAccounts)),
    post("/accounts/{id}/password", Body(Right::KeepAccounts)),
    post("/accounts/{id}/shut", Body(Right::KeepAccounts)),
    post("/accounts/{id}/open", Body(Right::KeepAccounts)),
    post("/accounts/keys", Body(Right::KeepAccounts)),
    post("/accounts/keys/{id}/revoke", Body(Right::KeepAccounts)),
    get("/webhooks", Body(Right::KeepAccounts)),
    post("/webhooks", Body(Right::KeepAccounts)),
    post("/webhooks/{id}/end", Body(Right::KeepAccounts)),
    post("/webhooks/messages/{id}/again", Body(Right::KeepAccounts)),
    get("/log-watch", Body(Right::WatchLog)),
    get("/notices", Body(Right::WatchNotices)),
    get("/api/v1/openapi.json", Everybody),
    get("/api/v1/cases", Body(Right::SeeCases)),
    post("/api/v1/cases", Key(Right::RegisterCase)),
    get("/api/v1/cases/{number}", Case(Right::SeeCases)),
    get("/api/v1/cases/{number}/alike", Case(Right::SeeCases)),
    post("/api/v1/cases/{number}/alike", Key(Right::TakeStep)),
    post("/api/v1/cases/{number}/alike/split", Key(Right::TakeStep)),
    get("/api/v1/cases/{number}/events", Case(Right::SeeCases)),
    post("/api/v1/cases/{number}/steps/{step}", Key(Right::TakeStep)),
    post("/api/v1/cases/{number}/mediation", Key(Right::TakeStep)),
    post("/api/v1/cases/{number}/notices", Key(Right::TakeStep)),
    post("/api/v1/cases/{number}/danger", Key(Right::TakeStep)),
    post("/api/v1/cases/{number}/danger/answer", Key(Right::AnswerDanger)),
    post("/api/v1/cases/{number}/danger/end", Key(Right::TakeStep)),
    post("/api/v1/cases/{number}/sealed", Key(Right::OpenSealed)),
    nothing(post("/api/v1/cases/{number}/evidence/{sha256}", Key(Right::OpenFile))),
    post("/api/v1/cases/{number}/sealed/values", Key(Right::TakeStep)),
    post("/api/v1/cases/{number}/incident", Key(Right::TakeStep)),
    get("/api/v1/cases/{number}/receipts", Case(Right::SeeCases)),
    get("/api/v1/cases/{number}/receipts/{version}", Case(Right::SeeCases)),
    get("/api/v1/rounds", Body(Right::SeeRounds)),
    post("/api/v1/rounds", Key(Right::StartRound)),
    nothing(get("/api/v1/rounds/{id}", Body(Right::SeeRounds))),
    nothing(post("/api/v1/rounds/{id}/reports", Key(Right::ReportRound))),
    nothing(post("/api/v1/rounds/{id}/end", Key(Right::StartRound))),
    get("/api/v1/units", Body(Right::SeeUnits)),
    get("/api/v1/kinds", Body(Right::SeeUnits)),
    get("/api/v1/days/{date}/reports", Body(Right::SeeReports)),
    post("/api/v1/days/{date}/reports", Key(Right::ReportDay)),
    nothing(get("/api/v1/days/{date}/judgement", Body(Right::SeeDay))),
    nothing(post("/api/v1/days/{date}/judgement", Key(Right::Judge))),
    get("/api/v1/briefs", Body(Right::SeeDay)),
    nothing(get("/api/v1/briefs/{date}", Body(Right::SeeDay))),
    nothing(post("/api/v1/briefs/{date}", Key(Right::Judge))),
    nothing(get("/api/v1/briefs/{date}/{file}", Body(Right::SeeDay))),
    get("/api/v1/assignments", Body(Right::SeeAssignments)),
    get("/api/v1/duty", Body(Right::SeeDuty)),
    get("/api/v1/duty/{unit}", Body(Right::SeeDuty)),
    get("/api/v1/plans", Body(Right::SeePlans)),
    nothing(get("/api/v1/plans/{id}", Body(Right::SeePlans))),
    get("/api/v1/drills", Body(Right::SeePlans)),
    post("/api/v1/cases/{number}/evidence", Key(Right::TakeStep)),
    post("/api/v1/days/{date}/reports/file", Key(Right::ReportDay)),
    get("/open311/v2/discovery.json", Everybody),
    get("/open311/v2/discovery.xml", Everybody),
    get("/open311/v2/services.json", Everybody),
    get("/open311/v2/services.xml", Everybody),
    nothing(get("/open311/v2/services/{file}", Everybody)),
    get("/open311/v2/requests.json", Everybody),
    post("/open311/v2/requests.json", Key(Right::RegisterCase)),
    get("/open311/v2/requests.xml", Everybody),
    post("/open311/v2/requests.xml", Key(Right::RegisterCase)),
    nothing(get("/open311/v2/requests/{file}", Everybody)),
    nothing(get("/open311/v2/tokens/{file}", Everybody)),
    nothing(get("/assets/{name}", Everybody)),
    get("/healthz", Everybody),
    get("/readyz", Everybody),
    get("/metrics", Body(Right::ReadMetrics)),
];
