//! Cases that belong together, of whatever kinds: said of both or of neither, taken back, and proposed to those who may see them.

use crate::sample::{clerk, registration};
use domain::access::Standing;
use domain::alike::Sign;
use domain::case::{About, Actor, Case, Command, Event, Ground, Place, Registration, SealedValues};
use domain::pack::{FieldName, builtin};
use domain::{CaseId, PostSlug};
use jiff::Timestamp;
use office::{Clock, Done, Error, Office, Said};
use store::{Store, Viewer};

const PLACE: &str = "东湖路86号";

fn now() -> Timestamp {
    "2026-03-02T01:00:00Z".parse().unwrap()
}

fn holder(office: &Office, post: &str) -> Actor {
    let post = office.pack.post(&PostSlug::new(post)).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

fn refused(done: Result<Done, Error>) -> String {
    match done {
        Err(Error::Refused(refusal)) => refusal.key,
        other => panic!("{other:?}"),
    }
}

struct Desk {
    office: Office,
    _dir: tempfile::TempDir,
}

impl Desk {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let office = Office {
            store: Store::open(dir.path()).await.unwrap(),
            pack: builtin("demo-bureau").unwrap(),
            clock: Clock::starting_at(now()),
        };
        Self { office, _dir: dir }
    }

    async fn registered(&self, registration: Registration, post: &str) -> CaseId {
        let case = registration.id;
        let actor = holder(&self.office, post);
        office::register(&self.office, registration, &actor, now(), None)
            .await
            .unwrap();
        case
    }

    async fn request(&self) -> CaseId {
        self.registered(of("request", "sanitation", "楼上夜里噪音扰民"), "clerk")
            .await
    }

    async fn dispute(&self) -> CaseId {
        let asked = Registration {
            unit: "mediation".into(),
            leader: "mediation-chair".into(),
            sealed: SealedValues::default()
                .with(FieldName::RequesterName, "甲")
                .with(FieldName::PartyB, "乙"),
            ..of("dispute", "dispute-neighbours", "楼上噪音引起邻居纠纷")
        };
        self.registered(asked, "clerk").await
    }

    async fn drill(&self) -> CaseId {
        let asked = of("drill", "incident-fire", "楼上夜里噪音扰民");
        self.registered(asked, "duty-officer").await
    }

    async fn task(&self) -> CaseId {
        let asked = Registration {
            due: Some(now() + jiff::SignedDuration::from_hours(48)),
            ..of("task", "other", "楼上夜里噪音扰民")
        };
        self.registered(asked, "office-chief").await
    }

    async fn case(&self, case: CaseId) -> Case {
        self.office.store.case(case).await.unwrap().unwrap()
    }

    async fn relate(&self, one: CaseId, other: CaseId, key: Option<&str>) -> Result<Done, Error> {
        let key = key.map(str::to_owned);
        office::relate(&self.office, one, other, "同一户的两件事", &clerk(), now(), key).await
    }

    async fn unrelate(&self, one: CaseId, other: CaseId, reason: &str) -> Result<Done, Error> {
        office::unrelate(&self.office, one, other, reason, &clerk(), now(), None).await
    }

    /// Which cases it is said to belong together with.
    async fn related(&self, case: CaseId) -> Vec<CaseId> {
        let case = self.case(case).await;
        case.related.iter().map(|link| link.case).collect()
    }

    /// Kinds of what is proposed beside a case to this reader.
    async fn proposed(&self, case: CaseId, viewer: &Viewer) -> Vec<String> {
        let case = self.case(case).await;
        let found = office::proposals(&self.office, viewer, &Said::of(&case), 5)
            .await
            .unwrap();
        assert!(found.same.is_empty(), "{found:#?}");
        found.other.iter().map(|alike| alike.case.kind.to_string()).collect()
    }
}

fn of(kind: &str, category: &str, title: &str) -> Registration {
    Registration {
        kind: kind.into(),
        category: category.into(),
        title: title.to_owned(),
        description: String::new(),
        place: Place {
            address: PLACE.to_owned(),
            ..Place::default()
        },
        ..registration("housing", now())
    }
}

#[tokio::test]
async fn cases_of_different_kinds_are_joined_in_both_and_taken_apart_in_both() {
    let desk = Desk::new().await;
    let (request, dispute) = (desk.request().await, desk.dispute().await);
    let before = desk.case(request).await;
    let done = desk.relate(request, dispute, Some("k")).await.unwrap();
    assert_eq!((done.appended.case, done.appended.repeated), (request, false));
    // Under its key or not, from this side or the other: it is said already.
    for (one, other, key) in [(request, dispute, Some("k")), (dispute, request, None)] {
        assert!(desk.relate(one, other, key).await.unwrap().appended.repeated);
    }
    assert_eq!(desk.related(request).await, [dispute]);
    assert_eq!(desk.related(dispute).await, [request]);
    let after = desk.case(request).await;
    assert_eq!((after.repeats, after.version), (0, before.version + 1));
    assert_eq!((after.clocks, after.status), (before.clocks, before.status));

    assert_eq!(
        refused(desk.unrelate(request, dispute, " ").await),
        "refusal-text-needed"
    );
    assert_eq!(desk.related(dispute).await, [request], "neither was written");
    desk.unrelate(dispute, request, "两户人").await.unwrap();
    assert!(desk.related(request).await.is_empty() && desk.related(dispute).await.is_empty());
    assert_eq!(
        refused(desk.unrelate(request, dispute, "两户人").await),
        "refusal-not-linked"
    );
    for number in [after.number, desk.case(dispute).await.number] {
        let story = desk.office.store.story(&number).await.unwrap().unwrap();
        let said = story
            .events
            .iter()
            .filter(|recorded| recorded.event.related().is_some());
        let said: Vec<_> = said.map(|recorded| recorded.event.name()).collect();
        assert_eq!(said, ["related", "unrelated"]);
    }
    let zone = &desk.office.pack.zone;
    let rebuilt = desk.office.store.rebuild(zone, |_, _| {}).await.unwrap();
    assert!(rebuilt.differed.is_empty(), "{:?}", rebuilt.differed);
}

#[tokio::test]
async fn what_cannot_belong_together_is_refused_and_nothing_is_written_in_either() {
    let desk = Desk::new().await;
    let request = desk.request().await;
    let about = Registration {
        about: About::unit("water".into()),
        ..of("request", "other", "楼上夜里噪音扰民")
    };
    let about = desk.registered(about, "clerk").await;
    let version = desk.case(request).await.version;
    for (other, key) in [
        (request, "refusal-related-itself"),
        (about, "refusal-link-about"),
        (desk.drill().await, "refusal-related-drill"),
        // The pack lets nobody link a task.
        (desk.task().await, "refusal-step-not-in-kind"),
    ] {
        assert_eq!(refused(desk.relate(request, other, None).await), key);
        assert_eq!(refused(desk.relate(other, request, None).await), key);
    }
    let dispute = desk.dispute().await;
    for post in ["housing-handler", "mediator-one", "auditor"] {
        let actor = holder(&desk.office, post);
        let done = office::relate(&desk.office, request, dispute, "x", &actor, now(), None).await;
        assert_eq!(refused(done), "refusal-role", "{post}");
    }
    assert_eq!(desk.case(request).await.version, version);
}

#[tokio::test]
async fn what_is_erased_is_joined_to_nothing_and_the_other_lets_go_of_it() {
    let desk = Desk::new().await;
    let (request, dispute) = (desk.request().await, desk.dispute().await);
    desk.relate(request, dispute, None).await.unwrap();
    let withdraw = Command::Withdraw {
        reason: "已解决".to_owned(),
    };
    office::act(&desk.office, request, &withdraw, &clerk(), now(), None)
        .await
        .unwrap();
    let chief = holder(&desk.office, "office-chief");
    office::erase(&desk.office, request, Ground::Request, "本人要求", &chief, now(), None)
        .await
        .unwrap();
    let erased = desk.case(request).await;
    assert!(erased.related.iter().all(|link| link.reason.is_empty()));
    assert_eq!(
        refused(desk.relate(dispute, request, None).await),
        "refusal-link-erased"
    );
    desk.unrelate(dispute, request, "那一件已清除").await.unwrap();
    assert!(desk.related(dispute).await.is_empty());
    assert_eq!(desk.case(request).await.version, erased.version);
    let story = desk.office.store.story(&erased.number).await.unwrap().unwrap();
    let told = |event: &Event| event.related().is_some_and(|link| !link.reason.is_empty());
    assert!(!story.events.iter().any(|recorded| told(&recorded.event)));
}

#[tokio::test]
async fn cases_of_other_kinds_are_proposed_to_those_who_may_see_them() {
    let desk = Desk::new().await;
    let (request, dispute) = (desk.request().await, desk.dispute().await);
    desk.drill().await;
    desk.task().await;
    assert_eq!(desk.proposed(request, &Viewer::body()).await, ["dispute"]);
    assert_eq!(desk.proposed(dispute, &Viewer::body()).await, ["request"]);
    let said = desk.case(request).await;
    let found = office::proposals(&desk.office, &Viewer::body(), &Said::of(&said), 5)
        .await
        .unwrap();
    let signs = &found.other[0].likeness.signs;
    assert!(signs.iter().any(|sign| matches!(sign, Sign::Address(_))), "{signs:?}");
    assert!(!signs.contains(&Sign::Category));
    // As repeats they are proposed to nobody.
    let alike = office::alike(&desk.office, &Viewer::body(), &Said::of(&said), 5).await;
    assert!(alike.unwrap().is_empty());
    // Whoever sees the one unit's alone is proposed nothing of the other's.
    for (post, case) in [("housing-handler", request), ("mediator-one", dispute)] {
        let viewer = Viewer::of(&Standing::of(&desk.office.pack, &holder(&desk.office, post)));
        assert!(desk.proposed(case, &viewer).await.is_empty(), "{post}");
    }
}
