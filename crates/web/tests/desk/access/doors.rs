//! Every route × every role × what a case can have to do with it, through the real router with real sessions: what comes
//! back is what the policies say.

use super::doc::standing;
use super::rows::{Door, ROWS, Row, Sent};
use crate::browser::{Answer, Browser, Bureau};
use axum::http::StatusCode;
use domain::access::Standing;
use domain::case::{About, Actor, Case, Command, Event, Evidence, Place, Registration, SealedValues};
use domain::duty::Staff;
use domain::pack::Unit;
use domain::{CaseId, PostSlug, UnitSlug};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use store::Append;
use web::Right;

const FILE: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The requester's.
const LINK: &str = "5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2";
/// Of whoever is invited to the same case.
const INVITATION: &str = "14717ed14717ed14717ed14717ed14717ed14717ed14717ed14717ed14717ed1";
pub(super) const ROLES: [&str; 8] = [
    "clerk",
    "water-handler",
    "duty-officer",
    "office-chief",
    "water-leader",
    "deputy-head",
    "auditor",
    "administrator",
];

/// What somebody met at a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    /// Came in, whatever was said then of what was sent.
    In,
    /// The post has no right to it.
    NoRight,
    /// Nothing is there.
    Nothing,
    /// Signs in first.
    SignIn,
}

pub(super) fn met(answer: &Answer, at: &str) -> Met {
    let to_sign_in = answer.header("location").starts_with("/sign-in") && !at.contains("/sign-out");
    match answer.status {
        StatusCode::UNAUTHORIZED => Met::SignIn,
        StatusCode::SEE_OTHER if to_sign_in => Met::SignIn,
        StatusCode::NOT_FOUND => Met::Nothing,
        // Open311's word for a key that is missing.
        StatusCode::FORBIDDEN if at.contains("/open311/") => Met::SignIn,
        StatusCode::FORBIDDEN => {
            let said = ["has no right to this", "Only a key of somebody"];
            let is_said = said.iter().any(|said| answer.text().contains(said));
            assert!(is_said, "{at}: {}", answer.text());
            Met::NoRight
        }
        status => {
            let wrong = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::INTERNAL_SERVER_ERROR];
            assert!(!wrong.contains(&status), "{at}: {status} {}", answer.text());
            Met::In
        }
    }
}

/// The invented county with a unit beneath the Water Bureau, whose people are among the readers.
pub(super) async fn bureau_with_one_beneath() -> Bureau {
    Bureau::with_pack(|pack| {
        let mut files = domain::pack::builtin_files("demo-bureau").unwrap();
        let body = files.get_mut("body.toml").unwrap();
        let station = [
            "\n[[units]]",
            &format!("slug = \"{BENEATH}\""),
            "name = { zh = \"北区水务站\", en = \"North Water Station\" }",
            "parent = \"water\"\nleader = \"water-leader\"\nreports_daily = false\n",
        ];
        body.push_str(&station.join("\n"));
        *pack =
            domain::pack::read(&files, &domain::pack::builtin_files).unwrap_or_else(|problems| panic!("{problems:?}"));
    })
    .await
}

/// The unit beneath the Water Bureau.
const BENEATH: &str = "water-north";

/// A case as it is after its first events, whoever would have been refused to make it so.
pub(super) async fn put(bureau: &Bureau, unit: &UnitSlug, about: About) -> Case {
    put_then(bureau, unit, about, Vec::new()).await
}

/// The same, after what happened to it since.
async fn put_then(bureau: &Bureau, unit: &UnitSlug, about: About, then: Vec<Event>) -> Case {
    let office = &bureau.office;
    let pack = &office.pack;
    let now = office.clock.now();
    let kind = &pack.kinds["request"];
    let registration = Registration {
        id: office::new_case_id(now),
        number: String::new(),
        kind: kind.slug.clone(),
        category: kind.categories[0].slug.clone(),
        title: "Burst main".to_owned(),
        description: String::new(),
        place: Place::default(),
        source: "hotline".to_owned(),
        received_at: now,
        unit: unit.clone(),
        leader: pack.unit(unit).unwrap().leader.clone(),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about,
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    };
    let case = registration.id;
    let registered = Event::Registered {
        registration: Box::new(registration),
        status: kind.statuses[0].slug.clone(),
        pack: pack.stamp(),
    };
    let evidence = Evidence {
        name: "a.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: 1,
        sha256: FILE.to_owned(),
    };
    let append = Append {
        case,
        state: None,
        events: [registered, Event::EvidenceAttached(evidence)]
            .into_iter()
            .chain(then)
            .collect(),
        actor: Actor::program(),
        at: now,
        zone: pack.zone.clone(),
        source_system: String::new(),
        key: None,
        jobs: Vec::new(),
    };
    office.store.append(append).await.unwrap();
    office.store.case(case).await.unwrap().unwrap()
}

/// Who holds a post.
pub(super) async fn holders(bureau: &Bureau, post: &str) -> Vec<Staff> {
    let holders = office::holders(&bureau.office, &post.into()).await.unwrap();
    assert!(!holders.is_empty(), "{post}");
    holders
}

/// What a case can have to do with somebody in `post`.
pub(super) async fn cases(bureau: &Bureau, post: &str) -> Vec<(&'static str, Case)> {
    let pack = &bureau.office.pack;
    let post = pack.post(&post.into()).unwrap();
    let above = pack.with_those_above(&post.unit).last().unwrap();
    let under = |unit: &&Unit| unit.parent.as_ref() == Some(&post.unit);
    let beneath = pack
        .units
        .iter()
        .rfind(under)
        .map_or("fire".into(), |unit| unit.slug.clone());
    let nobody = About::default;
    let own = holders(bureau, post.slug.as_str()).await.remove(0);
    let another = holders(bureau, "housing-handler").await.remove(0);
    let mut cases = Vec::new();
    for (relation, unit, about) in [
        ("own", &post.unit, nobody()),
        ("beneath", &beneath, nobody()),
        ("beside", &"housing".into(), nobody()),
        ("above", &"office".into(), nobody()),
        ("about the post", &post.unit, About::post(post.slug.clone())),
        ("about the unit", &post.unit, About::unit(post.unit.clone())),
        ("about a unit above", &post.unit, About::unit(above.clone())),
        ("beneath, about the unit", &beneath, About::unit(post.unit.clone())),
        (
            "elsewhere, about the unit",
            &"housing".into(),
            About::unit(post.unit.clone()),
        ),
        ("about the person", &post.unit, About::staff(own.clone())),
        ("elsewhere, about the person", &"housing".into(), About::staff(own)),
        ("about somebody in another post", &post.unit, About::staff(another)),
    ] {
        cases.push((relation, put(bureau, unit, about).await));
    }
    let elsewhere: UnitSlug = "housing".into();
    let (own, other) = (post.slug.clone(), elsewhere_leader(bureau, &elsewhere));
    for (relation, unit, then) in [
        ("stands aside", &post.unit, aside(&post.unit, &own, &other)),
        ("acts for one elsewhere", &elsewhere, aside(&elsewhere, &other, &own)),
        (
            "asked to take it",
            &elsewhere,
            Event::PassProposed {
                unit: post.unit.clone(),
                leader: pack.unit(&post.unit).unwrap().leader.clone(),
                reason: String::new(),
                late: false,
            },
        ),
        (
            "helps with it",
            &elsewhere,
            Event::UnitJoined {
                unit: post.unit.clone(),
                note: String::new(),
            },
        ),
        (
            "own, source hidden",
            &post.unit,
            Event::SourceHidden { post: other.clone() },
        ),
        (
            "received elsewhere",
            &elsewhere,
            Event::SourceHidden { post: own.clone() },
        ),
    ] {
        cases.push((relation, put_then(bureau, unit, About::default(), vec![then]).await));
    }
    cases
}

/// A post of a unit that none of the readers holds.
fn elsewhere_leader(bureau: &Bureau, unit: &UnitSlug) -> PostSlug {
    let leader = bureau.office.pack.unit(unit).unwrap().leader.clone();
    assert!(!ROLES.contains(&leader.as_str()));
    leader
}

fn aside(unit: &UnitSlug, post: &PostSlug, replacement: &PostSlug) -> Event {
    Event::Recused {
        post: post.clone(),
        unit: unit.clone(),
        replacement: replacement.clone(),
        reason: String::new(),
        leads: false,
    }
}

pub(super) fn address(bureau: &Bureau, row: &Row, number: &str, account: &str, secret: &str) -> String {
    row.path
        .replace("{number}", number)
        .replace("{version}", "1")
        .replace("{round}", "1")
        .replace("{session}", "1")
        .replace("{paper}", "agreement")
        .replace("{step}", "message")
        .replace("{n}", "1")
        .replace("{unit}", "office")
        .replace("{sha256}", FILE)
        .replace("{date}", &bureau.today().to_string())
        .replace("{file}", "brief.pdf")
        .replace("{secret}", secret)
        .replace("{invitation}", secret)
        .replace("/accounts/{id}", &format!("/accounts/{account}"))
        .replace("{id}", "0")
        .replace("{token}", "0")
        .replace("{*path}", "0/x999/999")
        .replace("{name}", "nothing.css")
}

/// Somebody's browser, with the tokens of its forms.
pub(super) struct Caller<'a> {
    pub(super) browser: Browser<'a>,
    csrf: String,
    guest: String,
}

impl<'a> Caller<'a> {
    pub(super) async fn new(mut browser: Browser<'a>) -> Self {
        let guest = browser.get("/portal/ask").await.hidden("csrf");
        let own = browser.get("/password").await;
        let csrf = if own.status == StatusCode::OK {
            own.hidden("csrf")
        } else {
            String::new()
        };
        Self { browser, csrf, guest }
    }

    pub(super) async fn call(&mut self, row: &Row, at: &str) -> Met {
        let answer = self.send(row, at).await;
        met(&answer, &format!("{} {at}", row.method))
    }

    /// What is answered.
    pub(super) async fn send(&mut self, row: &Row, at: &str) -> Answer {
        match row.sent {
            Sent::Nothing => self.browser.get(at).await,
            Sent::Form => self.browser.post(at, &[("csrf", &self.csrf)]).await,
            Sent::GuestForm => {
                // The language is the session's where there is one.
                let token = if row.path == "/language" && !self.csrf.is_empty() {
                    &self.csrf
                } else {
                    &self.guest
                };
                self.browser.post(at, &[("csrf", token)]).await
            }
            Sent::Files => self.browser.upload_as_is(at, &[("csrf", &self.csrf)], ("", b"")).await,
            Sent::GuestFiles => self.browser.upload_as_is(at, &[("csrf", &self.guest)], ("", b"")).await,
        }
    }
}

/// Receipts open what was written, and the file came with the report: where who reported is hidden, neither is there for
/// anybody else (信访工作条例, art. 30).
fn tells_of_source(standing: &Standing, row: &Row, case: Option<&Case>) -> bool {
    let tells = row.path.contains("/receipts") || row.path.ends_with("/evidence/{sha256}");
    let hidden = case.filter(|case| case.source_shield.is_some());
    tells && hidden.is_some_and(|case| !standing.may_with(Right::SeeSource, case).allowed)
}

/// What is not there yet may be there by now: of what may be seen at all, and of a hidden source never.
pub(super) fn may_be_there_now(standing: &Standing, row: &Row, case: Option<&Case>) -> bool {
    let seen = case.is_none_or(|case| standing.may_with(Right::SeeCases, case).allowed);
    row.nothing_there && seen && !tells_of_source(standing, row, case)
}

pub(super) fn expected(standing: &Standing, row: &Row, case: Option<&Case>) -> Met {
    let nothing = row.nothing_there || tells_of_source(standing, row, case);
    let came_in = if nothing { Met::Nothing } else { Met::In };
    match (row.door, case) {
        (Door::Body(right), _) if !standing.may(right).allowed => Met::NoRight,
        (Door::Case(right), _) if !standing.may(right).allowed => Met::NoRight,
        (Door::Case(_), Some(case)) if !standing.may_with(Right::SeeCases, case).allowed => Met::Nothing,
        (Door::Case(right), Some(case)) if !standing.may_with(right, case).allowed => Met::NoRight,
        (Door::Link | Door::Party | Door::Invited | Door::Secret, _) => Met::Nothing,
        // A session is no key.
        (Door::Key(_) | Door::OwnKey(_), _) => Met::SignIn,
        _ => came_in,
    }
}

#[tokio::test]
async fn every_route_answers_every_post_as_the_policies_say() {
    let bureau = bureau_with_one_beneath().await;
    let accounts = bureau.office.store.accounts().await.unwrap();
    let other = accounts.iter().find(|account| !ROLES.contains(&account.post.as_str()));
    let other = &other.unwrap().id;
    let mut wrong = String::new();
    for post in ROLES {
        let standing = standing(&bureau.office.pack, post, holders(&bureau, post).await);
        let mut caller = Caller::new(bureau.signed_in(post).await).await;
        let cases = cases(&bureau, post).await;
        for row in ROWS {
            let of_case = matches!(row.door, Door::Case(_));
            let asked = cases
                .iter()
                .filter(|_| of_case)
                .map(|(relation, case)| (*relation, Some(case)));
            let nowhere = (!of_case).then_some(("", None));
            for (relation, case) in asked.chain(nowhere) {
                if row.path == "/sign-out" {
                    continue;
                }
                let number = case.map_or("", |case| &case.number);
                let at = address(&bureau, row, number, other, "0");
                let found = caller.call(row, &at).await;
                let expected = expected(&standing, row, case);
                // Who works for a unit sees nothing of what a unit beneath it has.
                let not_theirs = relation.starts_with("beneath") && post.starts_with("water-");
                assert!(
                    !not_theirs || expected != Met::In,
                    "{post}, {} {}",
                    row.method,
                    row.path
                );
                let is_there_now =
                    expected == Met::Nothing && found == Met::In && may_be_there_now(&standing, row, case);
                if found != expected && !is_there_now {
                    let _ = writeln!(
                        wrong,
                        "{post}, {} {} ({relation}): {found:?}, not {expected:?}",
                        row.method, row.path
                    );
                }
            }
        }
        let sign_out = ROWS.iter().find(|row| row.path == "/sign-out").unwrap();
        assert_eq!(caller.call(sign_out, "/sign-out").await, Met::In, "{post}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test]
async fn whoever_has_not_signed_in_sees_what_is_for_everybody_and_the_case_of_their_link() {
    let bureau = Bureau::staffed().await;
    let case = put(&bureau, &"water".into(), About::default()).await;
    keep_link(&bureau, case.id).await;
    invite(&bureau, case.id).await;
    let mut caller = Caller::new(bureau.browser()).await;
    let mut wrong = String::new();
    for row in ROWS {
        for secret in [LINK, INVITATION, "0"] {
            let at = address(&bureau, row, &case.number, "0", secret);
            let found = caller.call(row, &at).await;
            let came_in = if row.nothing_there { Met::Nothing } else { Met::In };
            let expected = match row.door {
                Door::Everybody => came_in,
                Door::Link | Door::Party if secret == LINK => came_in,
                Door::Invited if secret == INVITATION => came_in,
                Door::Link | Door::Party | Door::Invited | Door::Secret => Met::Nothing,
                Door::Anybody | Door::Body(_) | Door::Case(_) | Door::Key(_) | Door::OwnKey(_) => Met::SignIn,
            };
            if found != expected {
                let _ = writeln!(wrong, "{} {at}: {found:?}, not {expected:?}", row.method);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Invites somebody to the case: neither secret opens what is the other's.
async fn invite(bureau: &Bureau, case: CaseId) {
    let office = &bureau.office;
    let now = office.clock.now();
    let command = Command::InviteGuest {
        guest: hash_of(INVITATION),
        who: "County court".to_owned(),
        purpose: "mediation".to_owned(),
        until: now + jiff::SignedDuration::from_hours(24),
    };
    let clerk = &office.pack.post(&"clerk".into()).unwrap();
    let actor = Actor {
        role: clerk.role,
        post: Some(clerk.slug.clone()),
        unit: Some(clerk.unit.clone()),
        account: None,
    };
    office::act(office, case, &command, &actor, now, None).await.unwrap();
    office
        .store
        .keep_guest_link(&hash_of(INVITATION), case, now)
        .await
        .unwrap();
}

async fn keep_link(bureau: &Bureau, case: CaseId) {
    let hash = hash_of(LINK);
    let now = bureau.office.clock.now();
    bureau.office.store.keep_link(&hash, case, now).await.unwrap();
}

pub(crate) fn hash_of(secret: &str) -> String {
    let mut hash = String::new();
    for byte in Sha256::digest(secret.as_bytes()) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}
