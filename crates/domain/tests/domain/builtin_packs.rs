//! The packs that the program carries hold together, and know the names that real files use.

use domain::case::{Actor, Case, Command, Outcome, Place, Registration, Role, SealedValues, decide, evolve};
use domain::clock::{ClockStatus, ClockUnit};
use domain::pack::{self, FieldName, Pack, StepName};
use domain::{CaseId, KindSlug, Locale, UnitSlug};
use jiff::Timestamp;
use jiff::civil::date;
use std::collections::BTreeMap;
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

/// How often each source stands beside a mark, in what a pack's own files say.
fn said(value: &toml::Value, found: &mut BTreeMap<String, usize>) {
    match value {
        toml::Value::Table(table) => {
            if let (Some(source), true) = (
                table.get("source").and_then(toml::Value::as_str),
                table.contains_key("verified"),
            ) {
                *found.entry(source.to_owned()).or_default() += 1;
            }
            table.values().for_each(|value| said(value, found));
        }
        toml::Value::Array(list) => list.iter().for_each(|value| said(value, found)),
        _ => {}
    }
}

/// What is not listed is counted by no check, and nobody sees that it was never compared with its text.
#[test]
fn every_rule_that_names_its_source_is_listed() {
    for id in pack::BUILTIN {
        let mut found = BTreeMap::new();
        for (name, text) in pack::builtin_files(id).expect("listed in BUILTIN") {
            let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{id}/{name}: {error}"));
            said(&toml::Value::Table(table), &mut found);
        }
        let listed = builtin(id).sources();
        for (source, times) in found {
            let there = listed.iter().filter(|rule| rule.source == source).count();
            assert!(
                there >= times,
                "{id}: {source} stands beside {times} rules, {there} are listed"
            );
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

/// The years that have been announced: how many days are off and how many weekend days are worked, and some of both.
#[test]
fn the_countrys_calendar_has_each_announced_year() {
    let pack = builtin("cn");
    let calendar = &pack.calendar;
    assert_eq!(calendar.years.keys().copied().collect::<Vec<_>>(), [2024, 2025, 2026]);
    for (year, off, shifted, working_days) in [(2024, 28, 8, 251), (2025, 28, 5, 248), (2026, 33, 6, 248)] {
        let days = &calendar.years[&year];
        assert_eq!((days.off.len(), days.shifted_workdays.len()), (off, shifted), "{year}");
        let last_before = date(year - 1, 12, 31);
        let worked = calendar.working_days_between(last_before, date(year, 12, 31));
        assert_eq!(worked, working_days, "{year}");
    }
    for (day, worked) in [
        // The Spring Festival's first and last day off, and the Sunday after it, which is worked.
        (date(2024, 2, 10), false),
        (date(2024, 2, 17), false),
        (date(2024, 2, 18), true),
        (date(2024, 10, 12), true),
        (date(2025, 1, 28), false),
        (date(2025, 2, 4), false),
        (date(2025, 10, 8), false),
        (date(2025, 10, 11), true),
        (date(2026, 2, 23), false),
        (date(2026, 2, 28), true),
    ] {
        assert_eq!(calendar.is_working_day(day), (worked, true), "{day}");
    }
}

/// Walks a task of the demonstration from the decision to its sign-off, as the desk does.
#[test]
fn a_task_runs_from_the_decision_to_its_sign_off() {
    let pack = builtin("demo-bureau");
    let start: Timestamp = "2026-11-24T01:00:00Z".parse().expect("a time");
    let due: Timestamp = "2026-11-27T09:00:00Z".parse().expect("a time");
    let task = Registration {
        id: CaseId(uuid::Uuid::from_u128(1)),
        number: "20261124-00001".to_owned(),
        kind: "task".into(),
        category: "brief-decision".into(),
        title: "修复竹溪镇主管网".to_owned(),
        description: String::new(),
        place: Place::default(),
        source: String::new(),
        received_at: start,
        unit: "water".into(),
        leader: "water-leader".into(),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: Some(due),
        finished_at_source: None,
        finish_claimed: None,
        about: domain::case::About::default(),
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    };
    let actor = |role, post: &str, unit: &str| Actor {
        role,
        post: Some(post.into()),
        unit: Some(unit.into()),
        account: Some(post.to_owned()),
    };
    let office = actor(Role::SpecialOffice, "office-chief", "office");
    let water = actor(Role::Handler, "water-handler", "water");
    let answer = Command::Answer {
        text: "已修复并恢复供水".to_owned(),
        outcome: Outcome::Solved,
    };
    let progress = Command::ReportProgress {
        note: "已开挖".to_owned(),
    };
    let signed = Command::SignOff { note: String::new() };
    let story = [
        (&office, Command::Register(Box::new(task)), "assigned"),
        (&water, Command::Acknowledge, "acknowledged"),
        (&water, progress, "in-progress"),
        (&water, answer, "answered"),
        (&office, signed, "closed"),
    ];
    let mut case: Option<Case> = None;
    for (hour, (actor, command, status)) in story.into_iter().enumerate() {
        let now = start + jiff::SignedDuration::from_hours(i64::try_from(hour).expect("five hours"));
        let events = decide(case.as_ref(), &command, actor, &pack, now).expect(status);
        for event in &events {
            case = evolve(case, event, actor, now);
        }
        assert_eq!(case.as_ref().map(|case| case.status.as_str()), Some(status));
    }
    let case = case.expect("registered");
    assert_eq!(case.outcome, Some(Outcome::Solved));
    let dues: Vec<_> = case
        .clocks
        .iter()
        .map(|clock| (clock.clock.as_str(), clock.due))
        .collect();
    let four_hours = start + jiff::SignedDuration::from_hours(4);
    assert_eq!(dues, [("due", due), ("acknowledgement", four_hours)]);
    assert!(case.clocks.iter().all(|clock| clock.status == ClockStatus::Met));
}

/// The petition's numbers with their articles (信访工作条例), and which of them were read in the text of the law.
#[test]
fn the_petitions_numbers_are_those_of_the_regulations() {
    use domain::clock::Allowance;
    use domain::pack::Rule;
    /// Rule, number, unit, article, whether it was read in the law.
    type Line<'a> = (Option<&'a Rule<Allowance>>, u32, ClockUnit, &'a str, bool);
    let pack = builtin("demo-bureau");
    let kind = pack.kind(&"petition".into()).expect("in cn");
    let clock = |slug: &str| pack.clock(&"petition".into(), &slug.into()).expect(slug);
    let ladder = kind.ladder.as_ref().expect("review is asked for");
    let days = ClockUnit::Days;
    let table: [Line<'_>; 9] = [
        (clock("transfer").allowance.as_ref(), 15, days, "第22条", true),
        (clock("acceptance").allowance.as_ref(), 15, days, "第23条", true),
        (
            clock("not-ours").allowance.as_ref(),
            5,
            ClockUnit::WorkingDays,
            "第23条",
            true,
        ),
        (clock("handling").allowance.as_ref(), 60, days, "第34条", true),
        (clock("handling").extension.as_ref(), 30, days, "第34条", true),
        (
            clock("simple-handling").allowance.as_ref(),
            10,
            ClockUnit::WorkingDays,
            "简易办理",
            false,
        ),
        (Some(&ladder.ask_within), 30, days, "第35、36条", true),
        (clock("review").allowance.as_ref(), 30, days, "第35条", true),
        (clock("re-review").allowance.as_ref(), 30, days, "第36条", true),
    ];
    for (rule, n, unit, article, verified) in table {
        let rule = rule.unwrap_or_else(|| panic!("no rule for {article}"));
        assert_eq!((rule.value.n, rule.value.unit), (n, unit), "{article}");
        assert!(rule.source.contains(article), "{} is not {article}", rule.source);
        assert_eq!(rule.verified, verified, "{article}");
    }
    assert_eq!(kind.representatives.as_ref().map(|rule| rule.value), Some(5));
    // No article gives more time for a review.
    assert!(clock("review").extension.is_none() && clock("re-review").extension.is_none());
}

#[test]
fn the_common_rules_invent_no_number() {
    let law = builtin("cn");
    let unset = law.unset();
    for name in [
        "reporting.routine",
        "judgement.near_percent",
        "judgement.least_weeks",
        "invitations.days",
        "warnings.no_end_days",
        "brief.copies",
        "duty.turns",
        "calls.policies",
        "portal.kind",
        "request.retention",
        "request.clocks.handling",
        "request.clocks.not-ours",
        "incident.retention",
        "incident.incident.personal_data",
        "incident.incident.supplement.within",
        "incident.incident.operating",
        "incident.incident.hand_off",
        "dispute.mediation.promises",
        "dispute.mediation.extension_days",
    ] {
        assert!(unset.iter().any(|known| known == name), "{name} in {unset:?}");
    }
    for rule in law.sources() {
        let own = ["呼应", "自定", "使用单位"]
            .iter()
            .any(|word| rule.source.contains(word));
        let word_for_word = rule.rule.starts_with("hazards.") || rule.rule == "dispute.mediation.agreement";
        assert!(
            !own || word_for_word,
            "{} rests on no rule of the country: {}",
            rule.rule,
            rule.source
        );
    }
    // The demonstration shows how to set each of them.
    let unset = builtin("demo-bureau").unset();
    let left = unset
        .iter()
        .filter(|name| !name.contains("retention") && !name.contains(".clocks."));
    assert_eq!(left.count(), 0, "{unset:?}");
}

#[test]
fn a_thin_pack_over_the_common_rules_reads() {
    let text = "[pack]\nid = \"thin\"\nversion = \"1\"\nextends = \"cn\"\nname = { zh = \"薄\", en = \"Thin\" }\n\
                body = { zh = \"某乡\", en = \"Some township\" }\n[portal]\nkind = \"request\"\nunit = \"office\"\n\
                category = \"other\"\n";
    let files = pack::Files::from([("pack.toml".to_owned(), text.to_owned())]);
    let thin = pack::read(&files, &pack::builtin_files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let portal = thin.portal.as_ref().expect("opened");
    assert!(portal.pace().is_none() && portal.most_files() > 0);
    assert!(portal.key_pace().is_none());
    for unset in ["portal.requests", "portal.key_requests"] {
        assert!(thin.unset().iter().any(|name| name == unset), "{unset}");
    }
    // It knows dangers, has a portal, and calls nobody: it reads, and is told so.
    assert!(thin.unset().iter().any(|name| name == "calls.reasons.danger"));
    // What goes together is asked for together.
    for (said, missing) in [
        (
            "[[duty.turns]]\nslug = \"all\"\nname = { zh = \"全天\", en = \"All day\" }\ntier = \"officer\"\nfrom = \"08:00\"\nuntil = \"08:00\"\n",
            "duty.watch.routine",
        ),
        (
            "[[calls.policies]]\nslug = \"all\"\nname = { zh = \"叫\", en = \"Call\" }\nany_hour = true\nagain_minutes = 5\nsource = \"本单位\"\nverified = false\n\
             [[calls.policies.steps]]\nto = \"officer\"\nminutes = 3\ntimes = 2\n",
            "calls.soon_minutes",
        ),
    ] {
        let files = pack::Files::from([("pack.toml".to_owned(), format!("{text}{said}"))]);
        let problems = pack::read(&files, &pack::builtin_files).expect_err(missing);
        let found = problems
            .iter()
            .map(|problem| (problem.key, format!("{:?}", problem.args)));
        let found: Vec<_> = found.collect();
        assert!(
            found.len() == 1 && found[0].0 == "pack-missing-key" && found[0].1.contains(missing),
            "{found:?}"
        );
    }
}
