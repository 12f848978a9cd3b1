//! The packs that the program carries hold together, and know the names that real files use.

use domain::case::Role;
use domain::clock::ClockUnit;
use domain::pack::{self, FieldName, Pack, StepName};
use domain::{KindSlug, Locale, UnitSlug};
use std::sync::Arc;

fn builtin(id: &str) -> Arc<Pack> {
    let files = pack::builtin_files(id).expect("listed in BUILTIN");
    if let Err(problems) = pack::read(&files, &pack::builtin_files) {
        panic!("{id}: {problems:#?}");
    }
    pack::builtin(id).expect("just read without a problem")
}

#[test]
fn every_builtin_pack_reads() {
    for id in pack::BUILTIN {
        let pack = builtin(id);
        assert_eq!(pack.id, id);
        assert_eq!(pack.stamp(), format!("{id}@{}", pack.version));
        for unit in &pack.units {
            let leader = pack.post(&unit.leader).expect("checked by the reader");
            assert_eq!(leader.role, Role::Leader, "{id}: {}", unit.slug);
        }
    }
}

#[test]
fn the_demonstration_inherits_the_lifecycle_and_sets_deadlines() {
    let pack = builtin("demo-bureau");
    let request = pack.kind(&"request".into()).expect("inherited");
    assert!(request.step(StepName::Confirm).is_some());
    assert!(request.categories.len() >= 12);
    let handling = pack
        .clock(&"request".into(), &"handling".into())
        .expect("set by the pack");
    let fire = &handling.by_category["fire-safety"];
    assert_eq!((fire.value.n, fire.value.unit), (24, ClockUnit::Hours));
    assert_eq!(pack.units.iter().filter(|unit| unit.reports_daily).count(), 8);
    assert!(pack.people.iter().all(|person| person.name.ends_with("（演示）")));
    assert!(pack.calendar.years.contains_key(&2026));
}

#[test]
fn the_city_pack_knows_the_names_in_its_files() {
    let pack = builtin("la311");
    let request = KindSlug::from("request");
    let unit = pack
        .unit_by_name("Department_of_Water_&_Power")
        .expect("as in the file name");
    assert_eq!(unit.slug, UnitSlug::from("water-power"));
    assert_eq!(pack.unit_name(&unit.slug, Locale::ZhCn), "水电局");
    let category = pack
        .category_by_name(&request, "METAL/APPLIANCES")
        .expect("in the data");
    assert_eq!(category.slug.as_str(), "metal-appliances");
    assert!(pack.area_by_name("P.I.C.O.").is_some());
    assert!(pack.area_by_name("No council").is_none());
    assert_eq!(pack.column("内容摘要"), Some(FieldName::Description));
    assert_eq!(pack.column(" created-date "), Some(FieldName::ReceivedAt));
    assert_eq!(pack.column("区域"), None);
    assert_eq!(pack.import.totals.first().map(String::as_str), Some("合计"));
}
