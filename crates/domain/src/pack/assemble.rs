//! From a checked draft to the pack. What is missing altogether is reported here.

use super::draft::{Draft, DraftClock, DraftDoor, DraftJudgement, DraftKind, DraftNamed, DraftPortal, DraftReason};
use super::lookup::Index;
use super::source::{At, Problems, Where};
use super::{
    Area, BriefRules, Category, ClockRule, Field, ImportRules, InvitationRules, JudgementRules, Kind, Ladder,
    OpeningReason, Pack, Person, PortalDoor, PortalRules, Post, Reporting, Route, Rule, Status, Step, Unit,
    WarningRules,
};
use crate::clock::Calendar;
use crate::{CategorySlug, KindSlug, StatusSlug};
use std::collections::BTreeMap;

/// The pack, or none when something is missing, which is then reported at `root`.
pub(super) fn assemble(draft: Draft, problems: &Problems, root: &Where) -> Option<Pack> {
    let need = Need { problems, root };
    let (dangers, hazards) = (
        super::danger::assemble(draft.dangers),
        super::hazard::assemble(draft.hazards),
    );
    let (brief, import) = (draft.brief, draft.import);
    let title = need.get("brief.title", brief.title);
    let issuer = need.get("brief.issuer", brief.issuer);
    let level = need.get("brief.level", brief.level);
    let locale = need.get("pack.locale", draft.locale);
    let zone = need.get("pack.zone", draft.zone);
    let roll = need.get("deadlines.roll_to_working_day", draft.roll);
    let source_system = need.get("import.source_system", import.source_system);
    let position_metres = draft.portal.position_metres.clone();
    let duty = super::duty::assemble(draft.duty);
    let plans = super::plans::assemble(draft.plans);
    let calls = super::calls::assemble(draft.calls);
    let portal = portal(&need, draft.portal);
    if draft.kinds.is_empty() {
        problems.report(root, "pack-missing-key", &[("key", "kind")]);
    }
    if problems.count() > 0 {
        return None;
    }
    let (calendar, calendar_sources) = calendar(draft.calendar.unwrap_or_default());
    let mut pack = Pack {
        id: draft.id?.value,
        version: draft.version?,
        name: draft.name?,
        body: draft.body?,
        locale: locale?,
        zone: zone?,
        calendar,
        calendar_sources,
        roll_to_working_day: roll?,
        units: units(draft.units?),
        posts: posts(draft.posts?)?,
        areas: areas(draft.areas.unwrap_or_default()),
        people: people_of(draft.people.unwrap_or_default()),
        kinds: draft.kinds.into_values().map(kind).collect::<Option<_>>()?,
        opening_reasons: draft.opening_reasons.into_iter().flatten().map(reason).collect(),
        tells_who_looked: draft.tells_who_looked,
        dangers,
        hazards,
        import: ImportRules {
            kind: KindSlug::new(import.kind?.value),
            source_system: source_system?,
            columns: import
                .columns
                .into_iter()
                .map(|(field, headers)| (field, values(headers)))
                .collect(),
            totals: import.totals.map(values).unwrap_or_default(),
            zero: import.zero.map(values).unwrap_or_default(),
            notes: import.notes.map(values).unwrap_or_default(),
            unit_from_title: import.unit_from_title.unwrap_or_default(),
            unknown_category: import.unknown_category.map(|slug| slug.value.as_str().into()),
            unknown_unit: import.unknown_unit.map(|slug| slug.value.as_str().into()),
        },
        reporting: Reporting {
            levels: draft.levels,
            units: draft
                .unit_times
                .into_iter()
                .map(|(unit, (_, times))| (unit.as_str().into(), times))
                .collect(),
        },
        judgement: judging(draft.judgement),
        invitations: InvitationRules {
            days: draft.invitations.days,
            most: draft.invitations.most,
        },
        warnings: WarningRules {
            feed_days: draft.warnings.feed_days,
            list_days: draft.warnings.list_days,
            no_end_days: draft.warnings.no_end_days,
        },
        brief: BriefRules {
            title: title?,
            issuer: issuer?,
            report_to: brief.report_to.unwrap_or_default(),
            send_to: brief.send_to.unwrap_or_default(),
            issue_to: brief.issue_to.unwrap_or_default(),
            copies: brief.copies,
            level: level?,
            most_items: brief.most_items,
        },
        portal,
        duty,
        plans,
        calls,
        position_metres,
        index: Index::default(),
    };
    super::read_incident::add_drills(&mut pack.kinds);
    pack.index = Index::of(&pack);
    pack.place_desks();
    Some(pack)
}

/// What a day is judged by; what is not said says nothing.
fn judging(judgement: DraftJudgement) -> JudgementRules {
    let near_percent = judgement.near_percent.map(|rule| Rule {
        value: u8::try_from(rule.value).unwrap_or(u8::MAX),
        source: rule.source,
        verified: rule.verified,
    });
    JudgementRules {
        near_percent,
        repeats: judgement.repeats,
        people: judgement.people,
        false_discovery_rate: judgement.false_discovery_rate,
        history_weeks: judgement.history_weeks,
        least_weeks: judgement.least_weeks,
        alike_percent: judgement.alike_percent,
        alike_days: judgement.alike_days,
        alike_here_metres: judgement.alike_here_metres,
        alike_elsewhere_metres: judgement.alike_elsewhere_metres,
    }
}

/// The portal; none where no pack says what a request becomes.
fn portal(need: &Need<'_>, draft: DraftPortal) -> Option<PortalRules> {
    if !draft.is_open() {
        return None;
    }
    let kind = need.get("portal.kind", draft.kind);
    let unit = need.get("portal.unit", draft.unit);
    let category = need.get("portal.category", draft.category);
    Some(PortalRules {
        kind: KindSlug::new(kind?.value),
        unit: unit?.value.as_str().into(),
        category: CategorySlug::new(category?.value),
        reopen_days: draft.reopen_days,
        requests: draft.requests,
        key_requests: draft.key_requests,
        window_minutes: draft.window_minutes,
        files: draft.files,
        title_chars: draft.title_chars,
        disputes: draft.disputes.map(door),
        petitions: draft.petitions.map(door),
    })
}

fn door(draft: DraftDoor) -> PortalDoor {
    PortalDoor {
        kind: KindSlug::new(draft.kind.value),
        unit: draft.unit.value.as_str().into(),
        category: CategorySlug::new(draft.category.value),
    }
}

struct Need<'a> {
    problems: &'a Problems,
    root: &'a Where,
}

impl Need<'_> {
    fn get<T>(&self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.problems.is_written(key) {
            self.problems.report(self.root, "pack-missing-key", &[("key", key)]);
        }
        value
    }
}

fn values(list: Vec<At<String>>) -> Vec<String> {
    list.into_iter().map(|item| item.value).collect()
}

type Years = Vec<Rule<(i16, crate::clock::CalendarYear)>>;

fn calendar(years: Years) -> (Calendar, Vec<Rule<i16>>) {
    let mut calendar = Calendar::default();
    let mut sources = Vec::new();
    for rule in years {
        let (year, days) = rule.value;
        calendar.years.insert(year, days);
        sources.push(Rule {
            value: year,
            source: rule.source,
            verified: rule.verified,
        });
    }
    (calendar, sources)
}

fn units(list: Vec<super::draft::DraftUnit>) -> Vec<Unit> {
    let unit = |unit: super::draft::DraftUnit| Unit {
        slug: unit.named.slug.value.as_str().into(),
        name: unit.named.name,
        aliases: values(unit.named.aliases),
        parent: unit.parent.map(|parent| parent.value.as_str().into()),
        leader: unit.leader.value.as_str().into(),
        reports_daily: unit.reports_daily,
        serves: unit.serves.into_iter().map(|area| area.value.as_str().into()).collect(),
    };
    list.into_iter().map(unit).collect()
}

fn posts(list: Vec<super::draft::DraftPost>) -> Option<Vec<Post>> {
    let post = |post: super::draft::DraftPost| {
        Some(Post {
            slug: post.slug.value.as_str().into(),
            name: post.name,
            unit: post.unit.value.as_str().into(),
            role: post.role?,
        })
    };
    list.into_iter().map(post).collect()
}

fn areas(list: Vec<super::area::DraftArea>) -> Vec<Area> {
    list.into_iter().map(super::area::assemble).collect()
}

fn category(category: DraftNamed) -> Category {
    Category {
        slug: category.slug.value.as_str().into(),
        name: category.name,
        aliases: values(category.aliases),
        public: category.public,
        hides_source: category.hides_source,
    }
}

fn people_of(list: Vec<super::draft::DraftPerson>) -> Vec<Person> {
    let person = |person: super::draft::DraftPerson| Person {
        user: person.user.value,
        name: person.name,
        post: person.post.value.as_str().into(),
    };
    list.into_iter().map(person).collect()
}

fn reason(reason: DraftReason) -> OpeningReason {
    OpeningReason {
        slug: reason.slug.value,
        name: reason.name,
    }
}

fn kind(kind: DraftKind) -> Option<(KindSlug, Kind)> {
    let slug = KindSlug::new(kind.slug.value);
    let status = |slug: At<String>| StatusSlug::new(slug.value);
    let steps = kind.steps?.into_iter().map(|step| Step {
        name: step.name.value,
        from: step.from.into_iter().map(status).collect(),
        to: step.to.map(status),
        by: step.by,
        requires: step.requires,
    });
    let statuses = kind.statuses?.into_iter().map(|status| Status {
        slug: StatusSlug::new(status.slug.value),
        name: status.name,
        ended: status.ended,
    });
    let fields = kind.fields.unwrap_or_default().into_iter().map(|field| Field {
        name: field.name.value,
        label: field.label,
        visibility: field.visibility,
        required: field.required,
        max_chars: field.max_chars,
    });
    let clocks = kind.clocks.unwrap_or_default().into_iter().map(clock);
    let routes = kind.routes.unwrap_or_default().into_iter().map(|route| Route {
        category: route.category.map(|slug| CategorySlug::new(slug.value)),
        area: route.area.map(|slug| slug.value.as_str().into()),
        unit: route.unit.value.as_str().into(),
    });
    let kind = Kind {
        slug: slug.clone(),
        name: kind.name?,
        categories: kind.categories?.into_iter().map(category).collect(),
        statuses: statuses.collect(),
        steps: steps.collect(),
        fields: fields.collect(),
        clocks: clocks.collect::<Option<_>>()?,
        retention: kind.retention,
        ladder: kind.ladder.ask_within.map(|ask_within| Ladder {
            ask_within,
            highest: kind.ladder.highest.map(|unit| unit.value.as_str().into()),
            settled: kind.ladder.settled,
        }),
        mediation: match kind.mediation {
            Some(mediation) => Some(super::read_mediation::assemble(mediation)?),
            None => None,
        },
        incident: match kind.incident {
            Some(incident) => Some(super::read_incident::assemble(incident)?),
            None => None,
        },
        not_ours: kind.not_ours,
        representatives: kind.representatives,
        routes: routes.collect(),
        source_post: kind.source_post.map(|post| post.value.as_str().into()),
    };
    Some((slug, kind))
}

fn clock(clock: DraftClock) -> Option<ClockRule> {
    let by_category: BTreeMap<CategorySlug, _> = clock
        .by_category
        .into_iter()
        .map(|(slug, rule)| (CategorySlug::new(slug.value), rule))
        .collect();
    Some(ClockRule {
        slug: clock.slug.value.as_str().into(),
        name: clock.name,
        told: clock.told,
        starts: clock.starts?.value,
        stops: clock.stops.into_iter().map(|step| step.value).collect(),
        cancels: clock.cancels.into_iter().map(|step| step.value).collect(),
        allowance: clock.allowance,
        extension: clock.extension,
        pausable: clock.pausable,
        lapses: clock.lapses,
        by_category,
        by_referral: clock.by_referral.into_iter().collect(),
    })
}
