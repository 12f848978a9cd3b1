//! What is to be put into a drill calls whoever directs it when its minute has come, and nobody else.

use crate::browser::Bureau;
use crate::duty::{actor, on_shift_now, staff};
use crate::levels::look;
use crate::plans::approved;
use domain::call::{Call, Stage};
use domain::drill::{DrillCommand, Form, Inject, Scenario};
use jiff::{SignedDuration, Timestamp};

/// The call for what is put in at that place.
async fn call(bureau: &Bureau, drill: &str, n: u32) -> Option<(String, Call)> {
    let office = &bureau.office;
    let id = office.store.call_of(&format!("inject {drill} {n}")).await.unwrap()?;
    let call = office::read_call(office, &id).await.unwrap().unwrap();
    Some((id, call))
}

async fn stage(bureau: &Bureau, drill: &str, n: u32) -> Option<Stage> {
    call(bureau, drill, n).await.map(|(_, call)| call.stage())
}

#[tokio::test]
async fn the_director_of_a_drill_is_called_when_something_is_to_be_put_in() {
    let bureau = Bureau::staffed().await;
    let office = &bureau.office;
    on_shift_now(&bureau, "duty-officer", "clerk").await;
    let plan = approved(&bureau).await;
    let chief = actor(&bureau, "office-chief").await;
    let now = office.clock.now();
    let later = |minutes| now + SignedDuration::from_mins(minutes);
    let inject = |minute, text: &str| Inject {
        minute,
        text: text.to_owned(),
    };
    let scenario = Scenario {
        plan: plan.trim_start_matches("/plans/").to_owned(),
        form: Form::Full,
        at: later(1),
        event: "fire".to_owned(),
        place: "城北市场".to_owned(),
        text: "二楼冒烟".to_owned(),
        director: "office-analyst".into(),
        injects: vec![inject(5, "有人被困"), inject(20, "消火栓无水"), inject(40, "风向变了")],
    };
    let drill = office::new_case_id(now).to_string();
    let act = async |command: DrillCommand, at: Timestamp| {
        office::change_drill(office, &drill, &command, &chief, at)
            .await
            .unwrap();
    };
    let scenario = Box::new(scenario);
    act(DrillCommand::Plan { scenario }, now).await;
    look(&bureau, later(3)).await;
    assert_eq!(stage(&bureau, &drill, 0).await, None, "it has not begun");
    office::begin_drill(office, &drill, &chief, later(3)).await.unwrap();
    look(&bureau, later(7)).await;
    assert_eq!(stage(&bureau, &drill, 0).await, None, "four minutes");
    look(&bureau, later(8)).await;
    let (id, first) = call(&bureau, &drill, 0).await.unwrap();
    // Whoever directs is called, and nobody on watch is; what is to be said in it stays on the drill's page.
    assert_eq!(first.called, [staff(&bureau, "office-analyst").await]);
    assert!(first.about.drill && first.about.link == format!("/drills/{drill}"));
    let mut director = bureau.signed_in("office-analyst").await;
    let page = director.get(&format!("/calls/{id}")).await;
    assert!(
        page.text().contains("演练 DRILL") && page.text().contains("minute 5"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("有人被困"), "{}", page.text());
    // Put in, it calls nobody any more; the next one does at its minute, and what is left when the drill ends is over.
    act(DrillCommand::Put { inject: 0 }, later(9)).await;
    look(&bureau, later(10)).await;
    assert_eq!(stage(&bureau, &drill, 0).await, Some(Stage::Over));
    assert_eq!(stage(&bureau, &drill, 1).await, None);
    look(&bureau, later(23)).await;
    assert_eq!(stage(&bureau, &drill, 1).await, Some(Stage::Calling));
    act(DrillCommand::End, later(25)).await;
    look(&bureau, later(45)).await;
    assert_eq!(stage(&bureau, &drill, 1).await, Some(Stage::Over));
    assert_eq!(stage(&bureau, &drill, 2).await, None, "its minute came after the end");
}
