//! Calls through the whole desk: a way that fails is followed by the next at once, robots are told, and whoever got a message takes the
//! call by its link; what was raised while no program ran is called for by the next.

use crate::browser::Bureau;
use crate::duty::{on_shift_now, staff};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use domain::CaseId;
use domain::call::{About, Stage};
use domain::case::Actor;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{ChannelKind, SendState};
use tokio::net::TcpListener;

/// What came to a gateway or a robot: its path, its key, its body.
type Caught = Arc<Mutex<Vec<(&'static str, String, String)>>>;

/// Gateways of text messages and of spoken calls, the second out of order, and a robot.
async fn outside() -> (std::net::SocketAddr, Caught) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let caught = Caught::default();
    let keep = |path: &'static str, status: StatusCode, caught: Caught| {
        post(move |headers: HeaderMap, body: String| async move {
            let key = headers.get("idempotency-key").map_or("", |key| key.to_str().unwrap());
            caught.lock().unwrap().push((path, key.to_owned(), body));
            (status, r#"{"errcode":0}"#)
        })
    };
    let app = axum::Router::new()
        .route("/text", keep("text", StatusCode::OK, caught.clone()))
        .route("/voice", keep("voice", StatusCode::BAD_GATEWAY, caught.clone()))
        .route("/robot", keep("robot", StatusCode::OK, caught.clone()));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, caught)
}

fn about() -> About {
    About {
        reason: "heartbeat".to_owned(),
        args: BTreeMap::from([("name".to_owned(), "SJ1".to_owned())]),
        link: "/watch".to_owned(),
        case: None,
        drill: true,
        post: None,
        unit: None,
    }
}

async fn until<T>(what: &str, mut found: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..150 {
        if let Some(found) = found().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what} did not come");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_that_fails_is_followed_by_the_next_and_a_link_takes_the_call() {
    let (address, caught) = outside().await;
    let notices = format!(
        "public_url = \"https://desk.example.org\"\n[text]\nurl = \"http://{address}/text\"\nbody = \"{{number}} {{text}}\"\n"
    );
    let calls = format!(
        "[voice]\nurl = \"http://{address}/voice\"\nbody = \"{{number}} {{text}}\"\n\
         [[robots]]\nname = \"值班群\"\nkind = \"wecom\"\nurl = \"http://{address}/robot\"\n"
    );
    let bureau = Bureau::with_files(&[("notices.toml", &notices), ("calls.toml", &calls)]).await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let officer = staff(&bureau, "duty-officer").await;
    for (kind, number) in [
        (ChannelKind::Voice, "+8613900000001"),
        (ChannelKind::Text, "+8613900000002"),
    ] {
        let id: CaseId = office::new_case_id(office.clock.now());
        office.store.keep_channel(id, &officer.0, kind, number).await.unwrap();
    }
    // Raised while nothing serves: the one that begins later takes it up.
    let now = office.clock.now();
    let id = office::raise_call(office, about(), "late 1", &Actor::program(), now)
        .await
        .unwrap()
        .unwrap();
    let again = office::raise_call(office, about(), "late 1", &Actor::program(), now)
        .await
        .unwrap();
    assert_eq!(again, None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(web::serve(office.clone(), listener, web::Options::default(), async {
        let _ = stopped.await;
    }));
    let text = until("the text message", async || {
        let caught = caught.lock().unwrap();
        of_report(&caught, "text")
    })
    .await;
    let robot = until("the robot's", async || {
        let caught = caught.lock().unwrap();
        of_report(&caught, "robot")
    })
    .await;
    // A group reads what the robot is told, so no link there acts for anybody.
    assert!(robot.2.contains("SJ1") && !robot.2.contains("/call/"), "{robot:?}");
    // Nobody takes a drill for what it is not, whatever tells them of it.
    assert!(
        robot.2.contains("演练 DRILL") && text.2.contains("演练 DRILL"),
        "{robot:?} {text:?}"
    );
    assert!(text.2.starts_with("+8613900000002") && !text.1.is_empty(), "{text:?}");
    let order: Vec<&str> = caught.lock().unwrap().iter().map(|(path, ..)| *path).collect();
    let at = |way| order.iter().position(|path| *path == way).unwrap();
    assert!(at("voice") < at("text"), "{order:?}");
    let sends = office.store.sends_of(&id).await.unwrap();
    let states = |kind| -> Vec<SendState> {
        let of = sends.iter().filter(|send| send.kind == Some(kind));
        of.map(|send| send.state).collect()
    };
    assert_eq!(states(ChannelKind::Voice), [SendState::Failed]);
    assert_eq!(states(ChannelKind::Page), [SendState::Sent]);
    // The watch is told of the way that fails, and nobody reads whose number it was.
    until("the call about the way", async || {
        office.store.call_of(&failing(office)).await.unwrap()
    })
    .await;
    let mut watch = bureau.signed_in("duty-officer").await;
    let page = watch.get("/calls").await;
    assert!(
        page.text().contains("SJ1") && !page.text().contains("1390000"),
        "{}",
        page.text()
    );
    // The first page and the watch's say what it is, and not only that there is a call.
    for path in ["/", "/watch"] {
        let page = watch.get(path).await;
        let banner = page.text().split("role=\"alert\"").nth(1).unwrap();
        assert!(
            banner.split("</div>").next().unwrap().contains("SJ1"),
            "{path}: {banner}"
        );
    }
    // The link needs no password, shows what is the matter, and takes the call.
    let token = text.2.split("/call/").nth(1).unwrap().trim();
    let link = format!("/call/{token}");
    let mut phone = bureau.browser();
    let page = phone.get(&link).await;
    assert!(page.text().contains("SJ1"), "{}", page.text());
    let csrf = page.hidden("csrf");
    let answer = phone.post(&link, &[("csrf", &csrf)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let call = office::read_call(office, &id).await.unwrap().unwrap();
    assert_eq!(
        (call.stage(), call.acknowledged.unwrap().0),
        (Stage::Acknowledged, officer)
    );
    let sent = office.store.sends_of(&id).await.unwrap();
    assert!(
        sent.iter()
            .any(|send| send.read_at.is_some() && send.kind == Some(ChannelKind::Text))
    );
    assert_eq!(phone.get("/call/0000").await.status, StatusCode::NOT_FOUND);
    drop(stop);
    serving.await.unwrap();
}

/// What came to a path of the call that the test raises; the watch, which nobody has taken, is called for too.
fn of_report(caught: &[(&'static str, String, String)], path: &str) -> Option<(&'static str, String, String)> {
    let mut all = caught.iter();
    all.find(|(came, _, said)| *came == path && said.contains("SJ1"))
        .cloned()
}

fn failing(office: &office::Office) -> String {
    format!("channel voice {}", office.clock.now().as_second() / 3600)
}

#[tokio::test]
async fn ways_are_their_owners_alone_and_what_reaches_nobody_is_refused() {
    let notices = "[text]\nurl = \"https://sms.example.org/\"\nbody = \"{number}{text}\"\n";
    let bureau = Bureau::with_files(&[("notices.toml", notices)]).await;
    let mut officer = bureau.signed_in("duty-officer").await;
    let page = officer.get("/account/channels").await;
    let (csrf, id) = (page.hidden("csrf"), page.hidden("id"));
    let way = |address: &'static str| {
        [
            ("csrf", csrf.clone()),
            ("id", id.clone()),
            ("kind", "text".to_owned()),
            ("address", address.to_owned()),
        ]
    };
    let refs = |form: &[(&'static str, String); 4]| {
        form.iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect::<Vec<_>>()
    };
    for (address, status) in [
        ("nobody", StatusCode::UNPROCESSABLE_ENTITY),
        ("139 0000 0003", StatusCode::SEE_OTHER),
    ] {
        let form = refs(&way(address));
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(officer.post("/account/channels", &form).await.status, status);
    }
    assert!(officer.get("/account/channels").await.text().contains("0000"));
    let mut other = bureau.signed_in("clerk").await;
    let page = other.get("/account/channels").await;
    assert!(!page.text().contains("0003"));
    // Another's way is not ended.
    let csrf = page.hidden("csrf");
    other
        .post(&format!("/account/channels/{id}/end"), &[("csrf", &csrf)])
        .await;
    let own = staff(&bureau, "duty-officer").await;
    assert_eq!(bureau.office.store.channels_of(&own.0).await.unwrap().len(), 1);
}

#[tokio::test]
async fn whoever_of_the_duty_post_takes_the_call_has_taken_up_the_danger() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let mut clerk = bureau.signed_in("clerk").await;
    let fields = [
        ("kind", "request"),
        ("description", "有人打人"),
        ("category", "other"),
        ("unit", "housing"),
        ("via", "telephone"),
        ("danger", "violence"),
    ];
    let answer = clerk.fill("/cases/quick", "/cases/quick", &fields).await;
    let case = answer.header("location").to_owned();
    let mut duty = bureau.signed_in("duty-officer").await;
    let not_yet = "has been called and has not answered yet";
    // No more is said than is so.
    assert!(duty.get(&case).await.text().contains("The duty post is being called."));
    crate::levels::look(&bureau, office.clock.now()).await;
    assert!(duty.get(&case).await.text().contains(not_yet));
    // Nobody has taken the watch, for which it is called, too.
    let open = office::open_calls(office).await.unwrap();
    let mut dangers = open.into_iter().filter(|(_, call)| call.about.reason == "danger");
    let (id, _) = dangers.next().unwrap();
    let officer = staff(&bureau, "duty-officer").await;
    office::acknowledge_call(office, &id, &officer, office.clock.now())
        .await
        .unwrap();
    let page = duty.get(&case).await;
    assert!(
        !page.text().contains(not_yet) && page.text().contains("has it in hand since"),
        "{}",
        page.text()
    );
}

/// Raises a call that goes to whoever holds a post, in the middle of the night too.
async fn for_post(office: &office::Office, post: &str, once: &str) -> String {
    let about = About {
        reason: "inject".to_owned(),
        args: BTreeMap::from([
            ("number".to_owned(), once.to_owned()),
            ("minute".to_owned(), "5".to_owned()),
        ]),
        post: Some(post.into()),
        ..about()
    };
    let now = office.clock.now();
    let raised = office::raise_call(office, about, once, &Actor::program(), now).await;
    raised.unwrap().unwrap()
}

async fn keep_text(bureau: &Bureau, post: &str, number: &str) {
    let office = &bureau.office;
    let way: CaseId = office::new_case_id(office.clock.now());
    let staff = staff(bureau, post).await;
    office
        .store
        .keep_channel(way, &staff.0, ChannelKind::Text, number)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_takes_long_holds_up_nobody_else() {
    const SLOW: &str = "+8613900000009";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let came: Arc<Mutex<Vec<String>>> = Arc::default();
    let keep = came.clone();
    let app = axum::Router::new().route(
        "/text",
        post(move |body: String| async move {
            let is_slow = body.starts_with(SLOW);
            keep.lock().unwrap().push(body);
            if is_slow {
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
            StatusCode::OK
        }),
    );
    tokio::spawn(async move { axum::serve(listener, app).await });
    let notices = format!("[text]\nurl = \"http://{address}/text\"\nbody = \"{{number}} {{text}}\"\n");
    let bureau = Bureau::with_files(&[("notices.toml", &notices)]).await;
    keep_text(&bureau, "clerk", SLOW).await;
    keep_text(&bureau, "office-analyst", "+8613900000001").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let serving = tokio::spawn(web::serve(
        bureau.office.clone(),
        listener,
        web::Options::default(),
        std::future::pending::<()>(),
    ));
    let has = |said: &str| came.lock().unwrap().iter().any(|body| body.contains(said));
    for_post(&bureau.office, "clerk", "SLOW-1").await;
    until("the slow one's", async || has("SLOW-1").then_some(())).await;
    let begun = std::time::Instant::now();
    for_post(&bureau.office, "office-analyst", "QUICK-1").await;
    until("the other one's", async || has("QUICK-1").then_some(())).await;
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    serving.abort();
}

#[tokio::test]
async fn an_address_that_cannot_be_opened_has_failed_and_holds_up_nobody() {
    let notices = "[text]\nurl = \"http://127.0.0.1:9/\"\nbody = \"{number} {text}\"\n";
    let bureau = Bureau::with_files(&[("notices.toml", notices)]).await;
    for post in ["clerk", "office-analyst"] {
        keep_text(&bureau, post, "+8613900000001").await;
    }
    // The key is away: nothing sealed opens.
    let dir = bureau.office.store.dir().to_owned();
    bureau.office.store.close().await;
    std::fs::rename(dir.join("seal.key"), dir.join("aside.key")).unwrap();
    let office = office::Office {
        store: store::Store::open(&dir).await.unwrap(),
        ..bureau.office.clone()
    };
    let mut calls = Vec::new();
    for post in ["clerk", "office-analyst"] {
        calls.push(for_post(&office, post, post).await);
    }
    let settings = Arc::new(web::Settings::read(&dir).unwrap());
    let ways = Arc::new(web::CallWays::read(&office, settings));
    let started = office.clock.now();
    while web::call_round(&office, &ways, started).await.unwrap() {}
    for call in calls {
        let sends = office.store.sends_of(&call).await.unwrap();
        let texts = sends.iter().filter(|send| send.kind == Some(ChannelKind::Text));
        let states: Vec<SendState> = texts.map(|send| send.state).collect();
        assert_eq!(states, [SendState::Failed]);
    }
}

#[tokio::test]
async fn whoever_has_left_is_not_called_by_a_roster_that_still_has_them() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let officer = staff(&bureau, "duty-officer").await;
    let now = office.clock.now();
    let called = async |once: &str| {
        let id = office::raise_call(office, about(), once, &Actor::program(), now).await;
        crate::levels::look(&bureau, now).await;
        let call = office::read_call(office, &id.unwrap().unwrap()).await.unwrap();
        call.unwrap().called
    };
    assert_eq!(called("here").await, std::slice::from_ref(&officer));
    // In a post that does not serve there they are not of the desk any more; shut, they are nobody.
    office
        .store
        .set_post(&officer.0, &"ecology-leader".into())
        .await
        .unwrap();
    assert!(!called("moved").await.contains(&officer));
    office.store.set_post(&officer.0, &"duty-officer".into()).await.unwrap();
    office.store.set_disabled(&officer.0, Some(now)).await.unwrap();
    assert!(!called("left").await.contains(&officer));
}

#[tokio::test]
async fn a_call_for_a_watch_ends_when_somebody_is_there_of_whichever_shift() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let now = office.clock.now();
    let open = async || {
        let open = office::open_calls(office).await.unwrap();
        open.iter().filter(|(_, call)| call.about.reason == "watch").count()
    };
    crate::levels::look(&bureau, now).await;
    assert_eq!(open().await, 1);
    // Nobody came before the next shift began; whose it is comes at its time, before it is called for.
    let next = now + jiff::SignedDuration::from_mins(52);
    let own = crate::duty::actor(&bureau, "clerk").await;
    let join = domain::duty::watch::WatchCommand::Join;
    office::change_watch(office, &"office".into(), &join, &own, next)
        .await
        .unwrap();
    crate::levels::look(&bureau, next).await;
    assert_eq!(open().await, 0);
}

#[tokio::test]
async fn nobody_is_called_for_a_watch_whose_officer_leads_the_next_one() {
    use domain::duty::{RosterCommand, Shift, Tier};
    let bureau = Bureau::staffed().await;
    let (office, unit) = (&bureau.office, domain::UnitSlug::from("office"));
    let now = office.clock.now();
    let minutes = |n| now + jiff::SignedDuration::from_mins(n);
    let chief = crate::duty::actor(&bureau, "office-chief").await;
    for (tier, from, until) in [(Tier::Officer, -60, 20), (Tier::Leader, 20, 300)] {
        let shift = Shift {
            id: tier.name().to_owned(),
            tier,
            turn: None,
            date: bureau.today(),
            from: minutes(from),
            until: minutes(until),
            staff: staff(&bureau, "office-analyst").await,
        };
        let put = RosterCommand::Put { shift, despite: true };
        office::change_roster(office, &unit, &put, &chief, now).await.unwrap();
    }
    let own = crate::duty::actor(&bureau, "office-analyst").await;
    let join = domain::duty::watch::WatchCommand::Join;
    office::change_watch(office, &unit, &join, &own, minutes(-55))
        .await
        .unwrap();
    let on = office::read_watch(office, &unit).await.unwrap();
    assert_eq!(on.in_tier(Tier::Officer).count(), 1);
    crate::levels::look(&bureau, now).await;
    let open = office::open_calls(office).await.unwrap();
    let watch = open.iter().filter(|(_, call)| call.about.reason == "watch");
    assert_eq!(watch.count(), 0, "{open:?}");
}
