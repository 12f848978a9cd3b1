//! A report's text and what was known when it was drafted.

use super::incident::{Fire, figures, first, known};
use domain::case::Respond;

#[test]
fn text_that_was_drafted_before_new_figures_does_not_go_out_with_them() {
    let mut fire = Fire::at("2026-10-01 02:10");
    fire.does("2026-10-01 02:20", known(figures(1, 0, 0)));
    let mark = |fire: &Fire| fire.case().incident().unwrap().known_mark();
    let of = |mut step: Respond, drafted: &str| {
        if let Respond::SendReport { known, .. } = &mut step {
            *known = Some(drafted.to_owned());
        }
        step
    };
    let drafted = mark(&fire);
    fire.does("2026-10-01 02:24", known(figures(3, 0, 0)));
    assert_eq!(
        fire.refuses("duty-officer", "2026-10-01 02:25", of(first("head"), &drafted)),
        "refusal-report-changed"
    );
    let incident = fire.case().incident().unwrap();
    let (before, level) = incident.known_at(&drafted).unwrap();
    assert_eq!((before.dead, level.unwrap().slug.as_str()), (1, "ordinary"));
    for wrong in ["", "9-9", "1", "x-1"] {
        assert_eq!(incident.known_at(wrong), None, "{wrong}");
    }
    let now = mark(&fire);
    fire.does("2026-10-01 02:26", of(first("head"), &now));
}
