//! What has to be reported of an incident that is over stands on the watch, the first page and the list, and is called for, however
//! long ago it was; and nobody takes it for an incident that is dealt with.

use crate::browser::{Bureau, registration};
use crate::duty::on_shift_now;
use crate::levels::look;
use domain::CaseId;
use domain::call::Stage;
use domain::case::{Actor, Command, ReportSort, ReportText, Respond};
use domain::duty::Staff;
use domain::pack::ReportPart;
use jiff::{SignedDuration, Timestamp};
use store::{Filter, Viewer};

fn report(sort: ReportSort) -> Respond {
    let parts = ReportPart::ALL.iter().map(|part| ReportText {
        part: *part,
        text: "如实".to_owned(),
    });
    Respond::SendReport {
        sort,
        parts: parts.collect(),
        to: "市应急管理局".to_owned(),
        channel: "电话".to_owned(),
        contact: String::new(),
        said_at: None,
        receivers: Vec::new(),
        known: None,
    }
}

fn duty_officer(bureau: &Bureau) -> Actor {
    let post = bureau.office.pack.post(&"duty-officer".into()).unwrap();
    Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(post.slug.to_string()),
    }
}

async fn responds(bureau: &Bureau, case: CaseId, step: Respond, at: Timestamp) {
    let (step, duty) = (Command::Respond(step), duty_officer(bureau));
    office::act(&bureau.office, case, &step, &duty, at, None).await.unwrap();
}

/// A fire of that time, dealt with and over within the hour.
async fn fire_at(bureau: &Bureau, began: Timestamp) -> (CaseId, String) {
    let office = &bureau.office;
    let unit = office.pack.unit(&"fire".into()).unwrap();
    let mut fire = registration("东门市场起火", unit, began);
    fire.kind = "incident".into();
    fire.category = "incident-fire".into();
    "东门市场".clone_into(&mut fire.place.address);
    let case = fire.id;
    let done = office::register(office, fire, &duty_officer(bureau), began, None)
        .await
        .unwrap();
    let first = ["head", "government", "city"].map(|rung| ReportSort::First { rung: rung.to_owned() });
    for sort in first.into_iter().chain([ReportSort::Final]) {
        responds(bureau, case, report(sort), began + SignedDuration::from_mins(20)).await;
    }
    let text = "扑灭，清点完毕".to_owned();
    responds(
        bureau,
        case,
        Respond::End { text },
        began + SignedDuration::from_hours(1),
    )
    .await;
    (case, done.appended.number)
}

#[tokio::test]
async fn an_inquiry_that_nobody_reported_is_waited_for_after_300_days() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let now = office.clock.now();
    let (case, number) = fire_at(&bureau, now - SignedDuration::from_hours(24 * 300)).await;
    let open = office::open_incidents(office, &Viewer::body(), now).await.unwrap();
    assert_eq!((open.len(), open[0].case.id, open[0].due.len()), (1, case, 1));
    let due = open[0].due[0].due;
    let mut duty = bureau.signed_in("duty-officer").await;
    for page in ["/", "/watch", "/incidents"] {
        let page = duty.get(page).await;
        let text = page.text();
        assert!(
            text.contains(&number) && text.contains("Report of the inquiry"),
            "{text}"
        );
    }
    let dealt_with = Filter {
        kind: Some("incident".into()),
        open: Some(true),
        ..Filter::default()
    };
    let count = office.store.count(&Viewer::body(), &dealt_with, 10).await.unwrap();
    assert_eq!(count, 0, "it is over");
    // The watch is called for it, until it was sent.
    let once = format!("report-late {case} {}", due.as_millisecond());
    let stage = async || {
        let id = office.store.call_of(&once).await.unwrap()?;
        Some(office::read_call(office, &id).await.unwrap().unwrap().stage())
    };
    look(&bureau, now).await;
    assert_eq!(stage().await, Some(Stage::Calling));
    // Somebody has it: its record is kept as long as the report is owed, and then for the pack's days.
    let call = office.store.call_of(&once).await.unwrap().unwrap();
    let staff = Staff(office.store.accounts().await.unwrap()[0].id.clone());
    office::acknowledge_call(office, &call, &staff, now).await.unwrap();
    let keep = office.pack.calls.as_ref().unwrap().keep_days.as_ref().unwrap().value;
    let kept = SignedDuration::from_hours(24 * i64::from(keep) + 1);
    office::forget_old_calls(office, now + kept).await.unwrap();
    assert_eq!(stage().await, Some(Stage::Acknowledged));
    responds(&bureau, case, report(ReportSort::Inquiry), now).await;
    let sent = now + SignedDuration::from_mins(1);
    look(&bureau, sent).await;
    office::forget_old_calls(office, sent + kept).await.unwrap();
    assert_eq!(stage().await, None);
    assert!(!duty.get("/watch").await.text().contains("Report of the inquiry"));
    let open = office::open_incidents(office, &Viewer::body(), now).await.unwrap();
    assert!(open.is_empty(), "{open:?}");
}
