//! The sections of the brief that speak of single things: items, units, assignments, caveats.

use super::compose::Context;
use super::line::Line;
use super::paper::{Align, Block, Table};
use super::phrases;
use domain::daily::{AssignmentLine, AttentionItem, Caveat, ReportStatus, Subject};

/// Longest title of a case that is printed, in characters: the case itself has the rest.
const TITLE: usize = 120;
/// Longest name in a table: a row must fit on a page.
const NAME: usize = 60;
/// Longest word on the progress of an assignment.
const WORD: usize = 200;

/// What needs attention, with its reasons in words.
pub(super) fn attention(context: &Context<'_>) -> Vec<Block> {
    let brief = context.brief;
    let mut blocks = Vec::new();
    if !brief.attention.is_empty() {
        blocks.push(context.paragraph("paper-attention-count", &[("n", brief.attention.len().into())]));
    } else if brief.attention_left_out == 0 {
        blocks.push(Block::Paragraph {
            text: context.text("paper-attention-none"),
        });
    } else {
        blocks.push(Block::Paragraph {
            text: context.text("paper-attention-none-printed"),
        });
    }
    blocks.extend(
        brief
            .attention
            .iter()
            .zip(1_u64..)
            .map(|(one, number)| item(context, one, number)),
    );
    if brief.attention_left_out > 0 {
        blocks.push(context.paragraph("paper-attention-left-out", &[("n", brief.attention_left_out.into())]));
    }
    blocks
}

/// A case's title; where it was erased since, a word that says so.
fn title_of(context: &Context<'_>, title: &str) -> Line {
    if title.is_empty() {
        return Line::short(context.words.text("case-erased"), TITLE);
    }
    Line::short(title, TITLE)
}

fn item(context: &Context<'_>, item: &AttentionItem, number: u64) -> Block {
    let names = &context.brief.names;
    let locale = context.locale;
    let (title, about) = match &item.subject {
        Subject::Case {
            number, title, unit, ..
        } => {
            let unit = names.units.get(unit).map_or(unit.as_str(), |name| name.get(locale));
            let args = [("number", number.as_str().into()), ("unit", unit.into())];
            (
                title_of(context, title),
                context.say("paper-item-case", &args).to_string(),
            )
        }
        Subject::Category { category } => {
            let name = names
                .categories
                .get(category)
                .map_or(category.as_str(), |name| name.get(locale));
            (
                context.say("paper-item-category", &[("name", name.into())]),
                String::new(),
            )
        }
        Subject::Area { area } => {
            let name = names.areas.get(area).map_or(area.as_str(), |name| name.get(locale));
            (context.say("paper-item-area", &[("name", name.into())]), String::new())
        }
    };
    let reasons: Vec<_> = item
        .reasons
        .iter()
        .map(|reason| phrases::reason_words(reason, context.brief.date, names, locale))
        .collect();
    let reasons = reasons.join(context.words.text("paper-item-join"));
    let about = if about.is_empty() {
        context.words.text("paper-item-group").to_owned()
    } else {
        about
    };
    Block::Item {
        number: context.say("paper-item-number", &[("n", number.into())]),
        title,
        rest: format!("{about}{reasons}{}", context.words.text("paper-item-end")).into(),
    }
}

/// How each unit reported.
pub(super) fn units(context: &Context<'_>) -> Vec<Block> {
    let units = &context.brief.units;
    if units.is_empty() {
        return vec![Block::Paragraph {
            text: context.text("paper-units-none"),
        }];
    }
    let name = |unit: &domain::daily::UnitLine| Line::short(unit.name.get(context.locale), NAME);
    let statuses = [
        ReportStatus::OnTime,
        ReportStatus::Late,
        ReportStatus::Zero,
        ReportStatus::Missing,
        ReportStatus::Awaited,
    ];
    let counts: Vec<_> = statuses
        .into_iter()
        .filter_map(|status| {
            let n = units.iter().filter(|unit| unit.report == status).count();
            let args = [
                ("status", phrases::report_words(status, context.locale).into()),
                ("n", n.into()),
            ];
            (n > 0).then(|| context.say("paper-units-count", &args).to_string())
        })
        .collect();
    let counts = counts.join(context.words.text("paper-clause-join"));
    let mut blocks = vec![context.paragraph("paper-units", &[("n", units.len().into()), ("counts", counts.into())])];
    let missing: Vec<_> = units
        .iter()
        .filter(|unit| unit.report == ReportStatus::Missing)
        .map(|unit| name(unit).to_string())
        .collect();
    if !missing.is_empty() {
        let list = missing.join(context.words.text("paper-list-join"));
        blocks.push(context.paragraph("paper-units-missing", &[("units", list.into())]));
    }
    blocks.push(Block::Table(Table {
        caption: context.text("paper-table-units"),
        columns: vec![
            context.column("paper-column-unit", 8, Align::Left),
            context.column("paper-column-report", 4, Align::Center),
            context.column("paper-column-versions", 3, Align::Right),
            context.column("paper-column-cases", 3, Align::Right),
            context.column("paper-column-overdue", 3, Align::Right),
        ],
        rows: units
            .iter()
            .map(|unit| {
                vec![
                    name(unit),
                    phrases::report_words(unit.report, context.locale).into(),
                    unit.versions.to_string().into(),
                    unit.cases.to_string().into(),
                    unit.overdue.to_string().into(),
                ]
            })
            .collect(),
    }));
    blocks
}

/// What was given out the day before, and what came of it.
pub(super) fn assignments(context: &Context<'_>) -> Vec<Block> {
    let lines = &context.brief.assignments;
    if lines.is_empty() {
        return vec![Block::Paragraph {
            text: context.text("paper-assignments-none"),
        }];
    }
    let summary = context.paragraph(
        "paper-assignments",
        &[
            ("n", lines.len().into()),
            ("done", lines.iter().filter(|line| line.done).count().into()),
            ("overdue", lines.iter().filter(|line| line.overdue).count().into()),
        ],
    );
    let table = Table {
        caption: context.text("paper-table-assignments"),
        columns: vec![
            // The number and the due time stand in one line each.
            context.column("paper-column-number", 8, Align::Left),
            context.column("paper-column-task", 9, Align::Left),
            context.column("paper-column-responsible", 8, Align::Left),
            context.column("paper-column-due", 7, Align::Left),
            context.column("paper-column-result", 9, Align::Left),
        ],
        rows: lines.iter().map(|line| assignment(context, line)).collect(),
    };
    vec![summary, Block::Table(table)]
}

fn assignment(context: &Context<'_>, line: &AssignmentLine) -> Vec<Line> {
    let locale = context.locale;
    let join = context.words.text("paper-item-join");
    let due = line.due.map_or_else(
        || context.text("paper-assignment-no-due"),
        |due| context.short_moment(due).into(),
    );
    let mut result = vec![Line::short(line.status.get(locale), NAME).to_string()];
    if line.overdue {
        result.push(context.words.text("paper-assignment-overdue").to_owned());
    }
    result.extend(
        line.outcome
            .map(|outcome| phrases::outcome_words(outcome, locale).to_owned()),
    );
    if !line.word.trim().is_empty() {
        result.push(Line::short(&line.word, WORD).to_string());
    }
    vec![
        Line::short(&line.number, NAME),
        title_of(context, &line.title),
        [&line.unit, &line.leader]
            .map(|name| Line::short(name.get(locale), NAME).to_string())
            .join(context.words.text("paper-clause-join"))
            .into(),
        due,
        result.join(join).into(),
    ]
}

/// What the numbers do not hold.
pub(super) fn caveats(context: &Context<'_>) -> Vec<Block> {
    if context.brief.caveats.is_empty() {
        return vec![Block::Paragraph {
            text: context.text("paper-caveats-none"),
        }];
    }
    let words = |caveat: &Caveat| match *caveat {
        Caveat::Missing { units } => context.paragraph("paper-caveat-missing", &[("units", units.into())]),
        Caveat::NoHolidayData { year } => context.paragraph("paper-caveat-no-holiday-data", &[("year", year.into())]),
        Caveat::ShortHistory { weeks, least } => {
            let args = [("weeks", weeks.into()), ("least", least.into())];
            context.paragraph("paper-caveat-short-history", &args)
        }
        Caveat::Assignments { tasks } => context.paragraph("paper-caveat-assignments", &[("tasks", tasks.into())]),
        Caveat::RejectedRows { rows } => context.paragraph("paper-caveat-rejected-rows", &[("rows", rows.into())]),
    };
    context.brief.caveats.iter().map(words).collect()
}
