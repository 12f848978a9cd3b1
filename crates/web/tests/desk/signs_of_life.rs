//! Signs of life to and from outside, and of a message: handed on, delivered, read and acknowledged are four things.

use crate::browser::{Answer, Bureau};
use crate::duty::{on_shift_now, staff};
use crate::levels::{look, look_since};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use domain::call::{About, Stage};
use domain::case::Actor;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Office};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{ChannelKind, Send, SendState};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// What came: signs of life, and texts.
#[derive(Clone, Default)]
struct Outside {
    beats: Arc<Mutex<usize>>,
    texts: Arc<Mutex<Vec<String>>>,
}

impl Outside {
    async fn start(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (beats, texts) = (self.beats.clone(), self.texts.clone());
        let app = axum::Router::new()
            .route(
                "/ping/huying",
                get(move || async move {
                    *beats.lock().unwrap() += 1;
                    StatusCode::OK
                }),
            )
            .route(
                "/text",
                post(move |_: HeaderMap, body: String| async move {
                    texts.lock().unwrap().push(body);
                    StatusCode::OK
                }),
            );
        tokio::spawn(async move { axum::serve(listener, app).await });
        address
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_says_outside_that_it_lives_until_it_is_stopped() {
    let outside = Outside::default();
    let address = outside.start().await;
    let calls = format!("[heartbeat]\nurl = \"http://{address}/ping/huying\"\nevery_seconds = 1\n");
    let bureau = Bureau::with_files(&[("calls.toml", &calls)]).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let office = bureau.office.clone();
    let serving = tokio::spawn(web::serve(office, listener, web::Options::default(), async {
        let _ = stopped.await;
    }));
    let beats = || *outside.beats.lock().unwrap();
    // The second comes ten seconds after the first: nobody is asked more often, whatever is written.
    for _ in 0..200 {
        if beats() >= 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(beats() >= 2, "{} signs of life", beats());
    drop(stop);
    serving.await.unwrap();
    // A database that does not answer is no life.
    let before = beats();
    let notices = Arc::new(web::Settings::read(bureau.office.store.dir()).unwrap());
    let ways = web::CallWays::read(&bureau.office, notices);
    assert!(web::sign_of_life(&bureau.office, &ways).await);
    // It was written down before it was said.
    assert!(bureau.office.store.last_beat("<huying>").await.unwrap().is_some());
    // A program that reads and writes and calls nobody who should be called is no life either.
    let now = bureau.office.clock.now();
    let about = About {
        reason: "heartbeat".to_owned(),
        args: [("name".to_owned(), "SJ1".to_owned())].into(),
        link: "/watch".to_owned(),
        case: None,
        drill: false,
        post: None,
        unit: None,
    };
    office::raise_call(&bureau.office, about, "overdue", &Actor::program(), now)
        .await
        .unwrap();
    let in_minutes = |minutes| Office {
        clock: Clock::standing_at(now + SignedDuration::from_mins(minutes)),
        ..bureau.office.clone()
    };
    assert!(web::sign_of_life(&in_minutes(4), &ways).await);
    assert!(!web::sign_of_life(&in_minutes(6), &ways).await);
    bureau.office.store.close().await;
    assert!(!web::sign_of_life(&bureau.office, &ways).await);
    assert_eq!(beats(), before + 2);
}

/// Since when the room's monitor counts as silent: its calls by that moment.
async fn silences(bureau: &Bureau) -> Vec<Stage> {
    let calls = office::calls(&bureau.office).await.unwrap();
    let of = calls
        .iter()
        .filter(|(_, call)| call.about.args.get("name").is_some_and(|name| name == "机房监控"));
    of.map(|(_, call)| call.stage()).collect()
}

#[tokio::test]
async fn who_should_say_that_it_lives_and_falls_silent_is_called_for() {
    let calls = "[[expected]]\nname = \"机房监控\"\nsecret_file = \"monitor.secret\"\nminutes = 5\n";
    let secret = "0123456789abcdef0123";
    let bureau = Bureau::with_files(&[("calls.toml", calls), ("monitor.secret", secret)]).await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let heard = format!("/heartbeat/{secret}");
    let mut monitor = bureau.browser();
    assert_eq!(monitor.get("/heartbeat/0123").await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.store.last_beat("机房监控").await.unwrap(), None);
    assert_eq!(monitor.get(&heard).await.status, StatusCode::NO_CONTENT);
    let first = office.store.last_beat("机房监控").await.unwrap().unwrap();
    let after = |seconds| first + SignedDuration::from_secs(seconds);
    look_since(&bureau, first, after(299)).await;
    assert_eq!(silences(&bureau).await, [], "four minutes and some");
    look_since(&bureau, first, after(300)).await;
    assert_eq!(silences(&bureau).await, [Stage::Calling]);
    // It stays one call, however often it is looked for; whoever is on watch is called.
    look_since(&bureau, first, after(310)).await;
    let open = office::open_calls(office).await.unwrap();
    let (_, call) = open
        .iter()
        .find(|(_, call)| call.about.reason == office::SILENCE)
        .unwrap();
    assert_eq!(call.called, [staff(&bureau, "duty-officer").await]);
    let mut officer = bureau.signed_in("duty-officer").await;
    let page = officer.get("/calls").await;
    assert!(
        page.text().contains("机房监控 has given no sign of life"),
        "{}",
        page.text()
    );
    // Heard again, and silent once more: that is another silence.
    office.store.beat("机房监控", after(400)).await.unwrap();
    look_since(&bureau, first, after(400 + 299)).await;
    assert_eq!(silences(&bureau).await.len(), 1);
    look_since(&bureau, first, after(400 + 300)).await;
    assert_eq!(silences(&bureau).await.len(), 2);
    // What could not be heard while no program ran is no silence.
    office.store.beat("机房监控", after(1_000)).await.unwrap();
    let started = after(5_000);
    look_since(&bureau, started, after(5_000 + 299)).await;
    assert_eq!(silences(&bureau).await.len(), 2);
    look_since(&bureau, started, after(5_000 + 300)).await;
    assert_eq!(silences(&bureau).await.len(), 3);
}

/// A cell of the line of the text message, by its head.
fn cell<'a>(page: &'a Answer, head: &str) -> &'a str {
    let row = page
        .text()
        .split("<tr>")
        .find(|row| row.contains(">Text message</td>"))
        .unwrap();
    let cell = row.split(&format!("data-label=\"{head}\">")).nth(1);
    cell.unwrap_or_else(|| panic!("no {head} in {row}"))
        .split("</td>")
        .next()
        .unwrap()
}

#[tokio::test]
async fn handed_on_delivered_read_and_acknowledged_are_told_apart() {
    let outside = Outside::default();
    let address = outside.start().await;
    let notices = format!(
        "public_url = \"https://desk.example.org\"\n[text]\nurl = \"http://{address}/text\"\nbody = \"{{id}}\\n{{number}} {{text}}\"\n"
    );
    let bureau = Bureau::with_files(&[("notices.toml", &notices)]).await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let officer = staff(&bureau, "duty-officer").await;
    let now = office.clock.now();
    let way = office::new_case_id(now);
    let number = "+8613900000002";
    office
        .store
        .keep_channel(way, &officer.0, ChannelKind::Text, number)
        .await
        .unwrap();
    let about = About {
        reason: "heartbeat".to_owned(),
        args: [("name".to_owned(), "SJ1".to_owned())].into(),
        link: "/watch".to_owned(),
        case: None,
        drill: false,
        post: None,
        unit: None,
    };
    let raised = office::raise_call(office, about, "one", &Actor::program(), now).await;
    let call = raised.unwrap().unwrap();
    look(&bureau, now).await;
    let said = outside
        .texts
        .lock()
        .unwrap()
        .iter()
        .find(|text| text.contains("SJ1"))
        .cloned()
        .unwrap();
    let id = said.lines().next().unwrap().to_owned();
    let token = said.split("/call/").nth(1).unwrap().trim().to_owned();
    let send = async || -> Send {
        let sends = office.store.sends_of(&call).await.unwrap();
        sends
            .into_iter()
            .find(|send| send.kind == Some(ChannelKind::Text))
            .unwrap()
    };
    let apart = async || {
        let (send, call) = (send().await, office::read_call(office, &call).await.unwrap().unwrap());
        let is = |at: Option<Timestamp>| at.is_some();
        [
            is(send.sent_at),
            is(send.delivered_at),
            is(send.read_at),
            call.acknowledged.is_some(),
        ]
    };
    assert_eq!(send().await.id, id);
    assert_eq!(apart().await, [true, false, false, false]);
    let mut desk = bureau.signed_in("duty-officer").await;
    let page = desk.get(&format!("/calls/{call}")).await;
    assert!(!cell(&page, "Sent").is_empty());
    assert_eq!((cell(&page, "Delivered"), cell(&page, "Read")), ("", ""));
    // The gateway says that it arrived; what it says of what nobody sent changes nothing.
    let mut gateway = bureau.browser();
    let receipt = |id: &str| format!("/calls/receipts/{id}");
    assert_eq!(gateway.get(&receipt("0000")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(apart().await, [true, false, false, false]);
    assert_eq!(gateway.get(&receipt(&id)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(apart().await, [true, true, false, false]);
    let arrived = send().await.delivered_at;
    let page = desk.get(&format!("/calls/{call}")).await;
    assert!(!cell(&page, "Delivered").is_empty());
    assert_eq!(cell(&page, "Read"), "", "{}", page.text());
    // Said again, and by the other method, it arrived when it was first said.
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(gateway.post(&receipt(&id), &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(send().await.delivered_at, arrived);
    // Opened is read, and not yet taken.
    let mut phone = bureau.browser();
    let page = phone.get(&format!("/call/{token}")).await;
    assert_eq!(apart().await, [true, true, true, false]);
    assert_eq!(send().await.delivered_at, arrived);
    let csrf = page.hidden("csrf");
    let answer = phone.post(&format!("/call/{token}"), &[("csrf", &csrf)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(apart().await, [true, true, true, true]);
}

#[tokio::test]
async fn what_a_gateway_says_did_not_arrive_goes_by_the_next_way_at_once() {
    let outside = Outside::default();
    let address = outside.start().await;
    let notices = format!(
        "[text]\nurl = \"http://{address}/text\"\nbody = \"{{id}}\\n{{number}} {{text}}\"\n\
         receipt_field = \"stat\"\nreceipt_failed = [\"UNDELIV\"]\nreceipt_delivered = [\"DELIVRD\"]\n"
    );
    let bureau = Bureau::with_files(&[("notices.toml", &notices)]).await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let officer = staff(&bureau, "duty-officer").await;
    let now = office.clock.now();
    for number in ["+8613900000002", "+8613900000003"] {
        let way = office::new_case_id(now);
        let kept = office.store.keep_channel(way, &officer.0, ChannelKind::Text, number);
        kept.await.unwrap();
    }
    let about = About {
        reason: "heartbeat".to_owned(),
        args: [("name".to_owned(), "SJ1".to_owned())].into(),
        link: "/watch".to_owned(),
        case: None,
        drill: false,
        post: None,
        unit: None,
    };
    let raised = office::raise_call(office, about, "one", &Actor::program(), now).await;
    let call = raised.unwrap().unwrap();
    look(&bureau, now).await;
    let texts = async || -> Vec<Send> {
        let sends = office.store.sends_of(&call).await.unwrap();
        let texts = sends.into_iter().filter(|send| send.kind == Some(ChannelKind::Text));
        texts.collect()
    };
    let [first] = texts().await.try_into().unwrap();
    let mut gateway = bureau.browser();
    let receipt = |stat: &str| format!("/calls/receipts/{}?stat={stat}", first.id);
    // On its way still: nothing is said of it.
    gateway.get(&receipt("ACCEPTD")).await;
    assert_eq!(texts().await, std::slice::from_ref(&first));
    // Said twice, it is one failure and one message by the next way.
    for _ in 0..2 {
        assert_eq!(gateway.get(&receipt("UNDELIV")).await.status, StatusCode::NO_CONTENT);
    }
    look(&bureau, office.clock.now()).await;
    let of_both = texts().await;
    let states: Vec<SendState> = of_both.iter().map(|send| send.state).collect();
    assert_eq!(states, [SendState::Failed, SendState::Sent]);
    assert_ne!(of_both[0].channel, of_both[1].channel);
    assert!(of_both.iter().all(|send| send.delivered_at.is_none()));
    let told = |number: &str| {
        let texts = outside.texts.lock().unwrap();
        texts
            .iter()
            .filter(|text| text.contains(number) && text.contains("SJ1"))
            .count()
    };
    assert_eq!((told("+8613900000002"), told("+8613900000003")), (1, 1));
    // The watch is told of a way that fails.
    let failing = format!("channel text {}", office.clock.now().as_second() / 3600);
    assert!(office.store.call_of(&failing).await.unwrap().is_some());
    // And what the second one says arrived has.
    let arrived = format!("/calls/receipts/{}?stat=DELIVRD", of_both[1].id);
    gateway.get(&arrived).await;
    assert!(texts().await[1].delivered_at.is_some());
}
