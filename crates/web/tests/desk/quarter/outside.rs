//! Mail server, text messages' gateway and a group's robot, each of which fails when it is told to; all of them say what came when.

use crate::notices::catcher::Catcher;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use store::ChannelKind;
use tokio::net::TcpListener;

/// What came: by its id the way and the time of the simulation.
pub(super) type Arrived = BTreeMap<String, Vec<(ChannelKind, Timestamp)>>;

#[derive(Default)]
struct State {
    /// The simulation's time in milliseconds.
    now: AtomicI64,
    mail_down: AtomicBool,
    text_silent: AtomicBool,
    robot_down: AtomicBool,
    arrived: Mutex<Arrived>,
    /// When the program said that it lives.
    alive: Mutex<Vec<Timestamp>>,
}

/// Who says from outside that it lives, and the hours after which it counts as silent.
pub(super) const MONITOR: &str = "机房监控";
pub(super) const SILENT_HOURS: i64 = 26;

pub(super) struct Outside {
    mail: Catcher,
    address: SocketAddr,
    state: Arc<State>,
}

impl Outside {
    pub(super) async fn start() -> Self {
        let state = Arc::new(State::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (text, robot, alive) = (state.clone(), state.clone(), state.clone());
        let app = axum::Router::new()
            .route(
                "/text",
                post(move |headers: HeaderMap| async move {
                    if text.text_silent.load(Ordering::SeqCst) {
                        // It never answers.
                        std::future::pending::<()>().await;
                    }
                    text.took(ChannelKind::Text, &headers);
                    StatusCode::OK
                }),
            )
            .route(
                "/alive",
                get(move || async move {
                    let now = alive.now();
                    alive.alive.lock().unwrap().push(now);
                    StatusCode::NO_CONTENT
                }),
            )
            .route(
                "/robot",
                post(move |headers: HeaderMap| async move {
                    if robot.robot_down.load(Ordering::SeqCst) {
                        return (StatusCode::INTERNAL_SERVER_ERROR, "");
                    }
                    robot.took(ChannelKind::Bot, &headers);
                    (StatusCode::OK, r#"{"errcode":0}"#)
                }),
            );
        tokio::spawn(async move { axum::serve(listener, app).await });
        let mail = Catcher::start().await;
        Self { mail, address, state }
    }

    /// `notices.toml` and `calls.toml` that lead here. The gateway may take a second.
    pub(super) fn settings(&self) -> [(&'static str, String); 3] {
        let address = self.address;
        let notices = format!(
            "{}[text]\nurl = \"http://{address}/text\"\nbody = \"{{number}} {{text}}\"\ntimeout_seconds = 1\n",
            self.mail.settings()
        );
        let calls = format!(
            "[[robots]]\nname = \"值班群\"\nkind = \"wecom\"\nurl = \"http://{address}/robot\"\npolicies = [\"urgent\"]\n\
             [heartbeat]\nurl = \"http://{address}/alive\"\n\
             [[expected]]\nname = \"{MONITOR}\"\nsecret_file = \"monitor.secret\"\nminutes = {}\n",
            SILENT_HOURS * 60
        );
        let secret = "0123456789abcdef0123".to_owned();
        [
            ("notices.toml", notices),
            ("calls.toml", calls),
            ("monitor.secret", secret),
        ]
    }

    pub(super) fn set_time(&self, now: Timestamp) {
        self.state.now.store(now.as_millisecond(), Ordering::SeqCst);
        // One that is out of order refuses everything until it is said to be well again.
        let down = self.state.mail_down.load(Ordering::SeqCst);
        self.mail
            .will_say(if down { &["451 4.3.0 out of order"; 64] } else { &[] });
    }

    pub(super) fn fails(&self, way: ChannelKind, fails: bool) {
        let switch = match way {
            ChannelKind::Mail => &self.state.mail_down,
            ChannelKind::Text => &self.state.text_silent,
            _ => &self.state.robot_down,
        };
        switch.store(fails, Ordering::SeqCst);
        self.set_time(self.state.now());
    }

    /// Writes down what the mail server took; to be asked after each moment.
    pub(super) fn collect(&self) {
        let now = self.state.now();
        for letter in self.mail.taken() {
            let id = letter.header("Message-ID");
            let id = id.trim_start_matches('<').split('@').next().unwrap().to_owned();
            self.state.keep(id, ChannelKind::Mail, now);
        }
    }

    pub(super) fn alive(&self) -> Vec<Timestamp> {
        self.state.alive.lock().unwrap().clone()
    }

    pub(super) fn arrived(&self) -> Arrived {
        self.state.arrived.lock().unwrap().clone()
    }
}

impl State {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now.load(Ordering::SeqCst)).unwrap()
    }

    fn took(&self, way: ChannelKind, headers: &HeaderMap) {
        let id = headers["idempotency-key"].to_str().unwrap().to_owned();
        self.keep(id, way, self.now());
    }

    fn keep(&self, id: String, way: ChannelKind, at: Timestamp) {
        self.arrived.lock().unwrap().entry(id).or_default().push((way, at));
    }
}
