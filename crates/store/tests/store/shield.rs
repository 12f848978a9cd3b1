//! Dangers that have not ended are found and those that have are not; a hidden source is in no list; guests' links are
//! kept as hashes and apart from requesters'.

use crate::support::{Home, at, registration, zone};
use domain::access::Standing;
use domain::case::{Actor, Event, Role};
use domain::pack;
use store::{Beside, Filter, Sort, Viewer};

const START: &str = "2026-03-02T00:00:00Z";

fn raised() -> Event {
    Event::DangerRaised {
        danger: "violence".to_owned(),
        situation: "门口有人打人".to_owned(),
    }
}

fn viewer(post: &str, unit: &str, role: Role) -> Viewer {
    let pack = pack::builtin("demo-bureau").unwrap();
    let actor = Actor {
        role,
        post: Some(post.into()),
        unit: Some(unit.into()),
        account: None,
    };
    Viewer::of(&Standing::of(&pack, &actor))
}

async fn open(home: &Home, viewer: &Viewer) -> Vec<(String, bool)> {
    let found = home.store.open_dangers(viewer, 10).await.unwrap();
    let line = found.into_iter();
    line.map(|open| (open.row.number, open.acknowledged_at.is_none()))
        .collect()
}

#[tokio::test]
async fn a_danger_is_listed_while_it_lasts_and_never_after() {
    let home = Home::new().await;
    let first = home.register(registration("打架", START), START).await;
    let mut about = registration("投诉", START);
    about.about.units.insert("housing".into());
    about.unit = "office".into();
    let second = home.register(about, START).await;
    home.happen(&first, vec![raised()], "2026-03-02T01:00:00Z").await;
    home.happen(&second, vec![raised()], "2026-03-02T02:00:00Z").await;
    let (duty, handler) = (
        viewer("duty-officer", "office", Role::DutyOfficer),
        viewer("housing-handler", "housing", Role::Handler),
    );
    assert_eq!(
        open(&home, &duty).await,
        [(second.number.clone(), true), (first.number.clone(), true)]
    );
    // Of another unit, or about one's own: not there.
    assert_eq!(open(&home, &handler).await, [(first.number.clone(), true)]);
    assert!(
        open(&home, &viewer("fire-handler", "fire", Role::Handler))
            .await
            .is_empty()
    );
    let case = home.store.case(second.id).await.unwrap().unwrap();
    let office = Actor {
        role: Role::DutyOfficer,
        post: Some("duty-officer".into()),
        unit: Some("office".into()),
        account: None,
    };
    let mut append = crate::support::happen(&case, vec![Event::DangerAcknowledged], "2026-03-02T03:00:00Z");
    append.actor = office;
    home.store.append(append).await.unwrap();
    // Those that call come first.
    assert_eq!(
        open(&home, &duty).await,
        [(first.number.clone(), true), (second.number.clone(), false)]
    );
    let report = home.store.rebuild(&zone(), |_, _| ()).await.unwrap();
    assert!(report.differed.is_empty(), "{:?}", report.differed);
    let case = home.store.case(first.id).await.unwrap().unwrap();
    let ended = Event::DangerEnded {
        reason: "已到场".to_owned(),
    };
    home.happen(&case, vec![ended], "2026-03-02T04:00:00Z").await;
    assert_eq!(open(&home, &duty).await, [(second.number.clone(), false)]);
    let case = home.store.case(second.id).await.unwrap().unwrap();
    let closed = Event::Closed {
        outcome: domain::case::Outcome::Solved,
        status: "closed".into(),
    };
    home.happen(&case, vec![closed], "2026-03-02T05:00:00Z").await;
    assert!(open(&home, &duty).await.is_empty());
    let report = home.store.rebuild(&zone(), |_, _| ()).await.unwrap();
    assert!(report.differed.is_empty(), "{:?}", report.differed);
}

#[tokio::test]
async fn a_hidden_source_is_in_no_list_and_no_search() {
    let home = Home::new().await;
    let mut said = registration("举报 pothole", START);
    said.external = Some("reportnumber77".to_owned());
    let mut append = crate::support::register(said, START);
    append.events.push(Event::SourceHidden {
        post: "fire-handler".into(),
    });
    let id = append.case;
    home.store.append(append).await.unwrap();
    let page = home
        .store
        .list(&Viewer::body(), &Filter::default(), Sort::default(), None, 10)
        .await
        .unwrap();
    assert_eq!((page.rows.len(), page.rows[0].source.as_str()), (1, ""));
    let by_words = |text: &str| Filter {
        text: Some(text.to_owned()),
        ..Filter::default()
    };
    for (text, found) in [("pothole", 1), ("reportnumber77", 0), ("hotline", 0)] {
        let counted = home.store.count(&Viewer::body(), &by_words(text), 10).await.unwrap();
        assert_eq!(counted, found, "{text}");
    }
    // The receiving post keeps it in its list, whatever its unit.
    let own = viewer("fire-handler", "fire", Role::Handler);
    let beside = Filter {
        beside: Some(Beside::default()),
        ..Filter::default()
    };
    assert_eq!(home.store.count(&own, &beside, 10).await.unwrap(), 1);
    let other = viewer("water-handler", "water", Role::Handler);
    assert_eq!(home.store.count(&other, &beside, 10).await.unwrap(), 0);
    assert!(home.store.hidden_sources(&[id]).await.unwrap().contains(&id));
    // The same number of the source system is known all the same: a file read again makes no second case.
    let known = home
        .store
        .cases_by_external("hotline", &["reportnumber77".to_owned()])
        .await
        .unwrap();
    assert_eq!(known.len(), 1);
}

#[tokio::test]
async fn an_invitation_is_no_requesters_link() {
    let home = Home::new().await;
    let case = home.register(registration("邻里纠纷", START), START).await;
    home.store.keep_guest_link("aa", case.id, at(START)).await.unwrap();
    home.store.keep_link("bb", case.id, at(START)).await.unwrap();
    assert_eq!(home.store.guest_case("aa").await.unwrap(), Some(case.id));
    assert_eq!(home.store.guest_case("bb").await.unwrap(), None);
    assert_eq!(home.store.linked_case("aa").await.unwrap(), None);
}
