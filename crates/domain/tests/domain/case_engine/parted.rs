//! Accounts of one person that are parted: what was withheld from one of them by the link stays withheld.

use super::about::{holder, in_post};
use super::sample::{Story, at};
use domain::case::{About, Actor, Command};
use domain::duty::Staff;

#[test]
fn what_was_withheld_by_a_link_stays_so_when_accounts_are_parted() {
    let mut story = Story::of("petition", "2026-03-02 09:00");
    let now = at("2026-03-02 10:00");
    let clerk = holder(&story.pack, "clerk");
    let wang = Command::RecordAbout {
        about: in_post("wang", Some("fire-handler")),
        reason: "来电补充".to_owned(),
    };
    story.act(&wang, &clerk, now).unwrap();
    let staff = |names: &[&str]| names.iter().map(|name| Staff((*name).to_owned())).collect();
    let keep = |names: &[&str]| Command::KeepWithheld { staff: staff(names) };
    let refused = story.act(&keep(&["wang", "wang-2"]), &clerk, now).unwrap_err();
    assert_eq!(refused.key, "refusal-about-kept");
    // A case that names none of them is nothing to them.
    assert_eq!(story.act(&keep(&["li", "li-2"]), &Actor::program(), now), Ok(0));
    assert_eq!(story.act(&keep(&["wang", "wang-2"]), &Actor::program(), now), Ok(1));
    assert_eq!(story.act(&keep(&["wang-2", "wang"]), &Actor::program(), now), Ok(0));
    assert_eq!(story.case().about.staff, staff(&["wang", "wang-2"]));
    let other = Actor {
        account: Some("wang-2".to_owned()),
        ..holder(&story.pack, "clerk")
    };
    assert!(story.case().is_withheld_from(&story.pack, &other));
    // Those who handle it lift it, as they lift any other.
    let lift = Command::LiftAbout {
        about: About::staff(Staff("wang-2".to_owned())),
        reason: "不是同一人".to_owned(),
    };
    story.act(&lift, &holder(&story.pack, "office-chief"), now).unwrap();
    assert!(!story.case().is_withheld_from(&story.pack, &other));
}
