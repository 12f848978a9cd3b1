//! The numbers of the law: each level by each number, and the times of the reports.

use super::incident::{figures, rules};
use domain::case::Figures;
use domain::case::incident::{Criterion, grade};
use domain::pack;

#[test]
fn each_number_by_itself_reaches_a_level_and_the_limit_belongs_to_the_higher_one() {
    let pack = super::incident::bureau();
    let rules = rules(&pack);
    assert!(rules.table.verified && rules.table.source.contains("第3条"));
    let table = [
        (figures(0, 0, 0), "ordinary", None),
        (figures(2, 9, 999), "ordinary", None),
        (figures(3, 0, 0), "larger", Some((Criterion::Dead, 3, 3))),
        (figures(9, 0, 0), "larger", Some((Criterion::Dead, 9, 3))),
        (figures(10, 0, 0), "major", Some((Criterion::Dead, 10, 10))),
        (figures(29, 0, 0), "major", Some((Criterion::Dead, 29, 10))),
        (figures(30, 0, 0), "extraordinary", Some((Criterion::Dead, 30, 30))),
        (figures(0, 10, 0), "larger", Some((Criterion::SeriouslyInjured, 10, 10))),
        (figures(0, 49, 0), "larger", Some((Criterion::SeriouslyInjured, 49, 10))),
        (figures(0, 50, 0), "major", Some((Criterion::SeriouslyInjured, 50, 50))),
        (figures(0, 99, 0), "major", Some((Criterion::SeriouslyInjured, 99, 50))),
        (
            figures(0, 100, 0),
            "extraordinary",
            Some((Criterion::SeriouslyInjured, 100, 100)),
        ),
        (
            figures(0, 0, 1_000),
            "larger",
            Some((Criterion::Loss, 10_000_000, 10_000_000)),
        ),
        (
            figures(0, 0, 4_999),
            "larger",
            Some((Criterion::Loss, 49_990_000, 10_000_000)),
        ),
        (
            figures(0, 0, 5_000),
            "major",
            Some((Criterion::Loss, 50_000_000, 50_000_000)),
        ),
        (
            figures(0, 0, 9_999),
            "major",
            Some((Criterion::Loss, 99_990_000, 50_000_000)),
        ),
        (
            figures(0, 0, 10_000),
            "extraordinary",
            Some((Criterion::Loss, 100_000_000, 100_000_000)),
        ),
        // Any one of them: the highest counts.
        (figures(3, 50, 0), "major", Some((Criterion::SeriouslyInjured, 50, 50))),
    ];
    for (numbers, level, by) in table {
        let grade = grade(rules, &numbers).expect("levels");
        assert_eq!(grade.level.slug, level, "{numbers:?}");
        let found = grade.by.map(|by| (by.criterion, by.value, by.least));
        assert_eq!(found, by, "{numbers:?}");
    }
    // One yuan less is a level less, and nobody who is missing is counted as dead.
    let below = Figures {
        loss: Some(9_999_999),
        missing: 40,
        injured: 500,
        ..Figures::default()
    };
    assert_eq!(grade(rules, &below).expect("levels").level.slug, "ordinary");
}

#[test]
fn the_numbers_of_the_law_have_their_articles() {
    let law = pack::builtin("cn").expect("built in");
    let rules = rules(&law);
    let minutes = |slug: &str| {
        let rung = rules.rungs.iter().find(|rung| rung.slug == slug).expect(slug);
        (
            rung.within.value,
            rung.within.verified,
            rules.levels[rung.from].slug.as_str(),
        )
    };
    assert_eq!(minutes("head"), (60, true, "ordinary"));
    assert_eq!(minutes("city"), (120, true, "ordinary"));
    assert_eq!(minutes("province"), (120, true, "larger"));
    assert_eq!(minutes("state"), (120, true, "major"));
    let days = |category: &str| rules.supplement.days_of(&category.into());
    assert_eq!(
        (days("incident-fire"), days("incident-traffic"), days("incident-gas")),
        (7, 7, 30)
    );
    assert!(rules.supplement.days.verified && rules.supplement.within.is_none());
    let inquiry = rules.inquiry.as_ref().expect("in the regulations");
    assert_eq!((inquiry.days.value, inquiry.extension.value), (60, 60));
    assert!(rules.continuing.iter().all(|rule| !rule.per_day.verified));
    let per_day: Vec<_> = rules.continuing.iter().map(|rule| rule.per_day.value).collect();
    assert_eq!(per_day, [1, 2]);
}
