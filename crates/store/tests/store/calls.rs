//! Calls that are written to together, and what becomes of their messages.

use crate::support::Home;
use domain::call::{About, CallEvent};
use domain::case::Actor;
use domain::duty::Staff;
use jiff::SignedDuration;
use jiff::Timestamp;
use std::collections::BTreeMap;
use store::{CallAppend, ChannelKind, NewSend, SendState, Store, Tried};

/// So many seconds after the first moment.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_413_200 + seconds).unwrap()
}

fn begun(id: &str) -> CallAppend {
    let about = About {
        reason: "heartbeat".to_owned(),
        args: BTreeMap::new(),
        link: "/calls".to_owned(),
        case: None,
        drill: false,
        post: None,
        unit: None,
    };
    CallAppend {
        id: id.to_owned(),
        once: Some(id.to_owned()),
        expected: 0,
        events: vec![CallEvent::Raised {
            about,
            policy: "urgent".to_owned(),
        }],
        actor: Actor::program(),
        at: at(0),
        next_at: Some(at(0)),
        open: true,
        sends: Vec::new(),
    }
}

fn held(id: &str, expected: u64) -> CallAppend {
    CallAppend {
        once: None,
        expected,
        events: vec![CallEvent::Held { until: at(60) }],
        next_at: Some(at(60)),
        sends: vec![NewSend {
            id: format!("message of {id}"),
            step: (0, 0),
            staff: Some("somebody".to_owned()),
            channel: "a way".to_owned(),
            kind: ChannelKind::Text,
            n: 0,
            token: format!("token of {id}"),
            token_sha256: format!("hash of {id}"),
        }],
        ..begun(id)
    }
}

async fn state(store: &Store, id: &str) -> Vec<(SendState, Option<String>)> {
    let sends = store.sends_of(id).await.unwrap();
    sends.into_iter().map(|send| (send.state, send.error)).collect()
}

fn sent(id: &str) -> Tried {
    Tried {
        id: format!("message of {id}"),
        channel: "a way".to_owned(),
        state: SendState::Sent,
        at: at(1),
        error: None,
        next: None,
    }
}

#[tokio::test]
async fn of_calls_that_are_written_to_together_one_that_has_moved_on_is_left_out() {
    let home = Home::new().await;
    let store = &home.store;
    for id in ["one", "other", "third"] {
        assert!(store.append_call(begun(id)).await.unwrap());
    }
    // Somebody has written to the other one in between.
    store.append_call(held("other", 1)).await.unwrap();
    let appends = ["one", "other", "third"].map(|id| held(id, 1)).to_vec();
    assert_eq!(store.append_calls(appends).await.unwrap(), [true, false, true]);
    let ids = ["one", "other", "third", "none"].map(String::from);
    let streams = store.events_of_streams::<CallEvent>(&ids).await.unwrap();
    assert_eq!(streams.len(), 3);
    for id in &ids[..3] {
        assert_eq!(streams[id].as_ref().unwrap().len(), 2, "{id}");
        assert_eq!(store.sends_of(id).await.unwrap().len(), 1, "{id}");
    }
    assert_eq!(store.calls_due(at(59), 10).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_message_is_said_not_to_have_arrived_before_it_is_written_down_that_it_was_handed_on() {
    let home = Home::new().await;
    let store = &home.store;
    for id in ["one", "other"] {
        store.append_call(begun(id)).await.unwrap();
        store.append_call(held(id, 1)).await.unwrap();
    }
    let gone = async |id: &str| {
        let of = format!("message of {id}");
        store
            .undelivered_send((&of, "a way"), at(2), "gone".to_owned(), None)
            .await
            .unwrap()
    };
    // Nobody has taken it yet: nothing can be known of it.
    assert!(!gone("one").await);
    let lease = SignedDuration::from_secs(60);
    assert_eq!(store.lease_sends(at(1), lease, 10).await.unwrap().len(), 2);
    assert!(gone("one").await);
    store.record_sends(vec![sent("one"), sent("other")]).await.unwrap();
    assert_eq!(
        state(store, "one").await,
        [(SendState::Failed, Some("gone".to_owned()))]
    );
    assert_eq!(state(store, "other").await, [(SendState::Sent, None)]);
    assert!(store.lease_sends(at(120), lease, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn messages_that_were_taken_and_given_back_are_taken_again_before_their_lease_is_over() {
    let home = Home::new().await;
    let store = &home.store;
    for id in ["one", "other"] {
        store.append_call(begun(id)).await.unwrap();
        store.append_call(held(id, 1)).await.unwrap();
    }
    let lease = SignedDuration::from_secs(60);
    let taken = store.lease_sends(at(1), lease, 10).await.unwrap();
    assert_eq!(taken.len(), 2);
    store.record_sends(vec![sent("other")]).await.unwrap();
    store.give_back_sends(&taken, at(4)).await.unwrap();
    assert!(store.lease_sends(at(3), lease, 10).await.unwrap().is_empty());
    let again = store.lease_sends(at(4), lease, 10).await.unwrap();
    let again: Vec<_> = again.iter().map(|send| (send.id.as_str(), send.attempts)).collect();
    assert_eq!(again, [("message of one", 2)], "what was sent stays sent");
}

#[tokio::test]
async fn what_waits_for_somebody_who_has_it_for_themselves_is_dropped_and_what_waits_for_others_is_not() {
    let home = Home::new().await;
    let store = &home.store;
    store.append_call(begun("one")).await.unwrap();
    let mut both = held("one", 1);
    let mut others = both.sends[0].clone();
    others.id = "message of another".to_owned();
    others.staff = Some("another".to_owned());
    others.token_sha256 = "hash of another".to_owned();
    both.sends.push(others);
    store.append_call(both).await.unwrap();
    let heard = CallAppend {
        events: vec![CallEvent::Heard {
            staff: Staff("somebody".to_owned()),
        }],
        sends: Vec::new(),
        ..held("one", 2)
    };
    store.append_call(heard).await.unwrap();
    let sends = store.sends_of("one").await.unwrap();
    let states = sends.into_iter().map(|send| (send.staff.unwrap(), send.state));
    let states: BTreeMap<String, SendState> = states.collect();
    assert_eq!(
        (states["somebody"], states["another"]),
        (SendState::Dropped, SendState::Waiting)
    );
    assert_eq!(store.open_calls(10).await.unwrap(), ["one"]);
}
