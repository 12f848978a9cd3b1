//! From a frozen brief to the paper, in one language: which sentences, which tables, in which order.

use super::line::Line;
use super::paper::{Align, Bar, Block, Chart, Column, Form, Paper, Section, Table};
use super::{phrases, sections};
use domain::daily::{Brief, Compared, Counted};
use domain::{Locale, Text};
use jiff::Timestamp;
use words::{Words, words};

/// Categories and areas that a table names; the rest is summed up in its last row.
const ROWS_NAMED: usize = 12;
/// Categories that the chart shows.
const BARS_NAMED: usize = 10;

/// What the composing of every section needs.
pub(super) struct Context<'a> {
    pub(super) brief: &'a Brief,
    pub(super) locale: Locale,
    pub(super) words: &'static Words,
}

/// The paper of `brief`. `printed_at` is the stamp of printing, the one thing that is not in the brief.
pub(super) fn paper(brief: &Brief, locale: Locale, printed_at: Option<Timestamp>) -> Paper {
    let context = Context {
        brief,
        locale,
        words: words(locale),
    };
    let date = phrases::date_words(brief.date, locale);
    let name = brief.title.get(locale);
    let issued_on = brief.issued_on;
    Paper {
        lang: locale.tag(),
        document_title: context.say(
            "paper-document-title",
            &[("name", name.into()), ("date", date.as_str().into())],
        ),
        issued_on: [issued_on.year(), issued_on.month().into(), issued_on.day().into()],
        level: phrases::level_words(brief.level, locale).into(),
        draft: brief.signed_by.is_none().then(|| context.text("paper-draft")),
        name: name.into(),
        issue: context.issue(),
        issuer: brief.issuer.get(locale).into(),
        date: phrases::date_words(issued_on, locale).into(),
        title: context.say("paper-subject", &[("date", date.into())]),
        sections: context.sections(),
        circulation: context.circulation(),
        copies: if brief.copies == 0 {
            Line::default()
        } else {
            context.say("paper-copies", &[("n", brief.copies.into())])
        },
        marks: context.marks(printed_at),
    }
}

type Args<'a> = [(&'a str, words::FluentValue<'a>)];

impl Context<'_> {
    pub(super) fn text(&self, key: &'static str) -> Line {
        self.words.text(key).into()
    }

    pub(super) fn say(&self, key: &str, args: &Args<'_>) -> Line {
        self.words.with(key, args).into()
    }

    pub(super) fn paragraph(&self, key: &str, args: &Args<'_>) -> Block {
        Block::Paragraph {
            text: self.say(key, args),
        }
    }

    pub(super) fn moment(&self, at: Timestamp) -> String {
        phrases::time_words(at, &phrases::zone(&self.brief.zone), self.locale)
    }

    /// Day, month and time; with the year where it is another than the brief's.
    pub(super) fn short_moment(&self, at: Timestamp) -> String {
        let zone = phrases::zone(&self.brief.zone);
        if zone.to_datetime(at).year() == self.brief.date.year() {
            phrases::short_time_words(at, &zone, self.locale)
        } else {
            self.moment(at)
        }
    }

    pub(super) fn column(&self, key: &'static str, share: u32, align: Align) -> Column {
        Column {
            heading: self.text(key),
            share,
            align,
        }
    }

    fn issue(&self) -> Line {
        match (self.brief.issue, self.brief.running) {
            (Some(issue), Some(running)) => self.say(
                "paper-issue-running",
                &[("issue", issue.into()), ("running", running.into())],
            ),
            (Some(issue), None) => self.say("paper-issue", &[("issue", issue.into())]),
            (None, _) => self.say("paper-draft-version", &[("version", self.brief.version.into())]),
        }
    }

    /// What has to be decided comes first, and what can be looked up comes last.
    fn sections(&self) -> Vec<Section> {
        let bodies = [
            ("paper-section-numbers", self.numbers()),
            ("paper-section-attention", sections::attention(self)),
            ("paper-section-assignments", sections::assignments(self)),
            ("paper-section-units", sections::units(self)),
            ("paper-section-groups", self.groups()),
            ("paper-section-caveats", sections::caveats(self)),
        ];
        let numbers = match self.locale {
            Locale::ZhCn => ["一", "二", "三", "四", "五", "六"],
            Locale::En => ["1", "2", "3", "4", "5", "6"],
        };
        let section = |((key, blocks), number): ((&'static str, Vec<Block>), &str)| {
            let heading = self.words.text(key);
            let args = [("number", number.into()), ("heading", heading.into())];
            Section {
                heading: self.say("paper-heading", &args),
                blocks,
            }
        };
        bodies.into_iter().zip(numbers).map(section).collect()
    }

    fn numbers(&self) -> Vec<Block> {
        let brief = self.brief;
        let overdue = match brief.overdue.today {
            0 => self.text("paper-overdue-none"),
            n => self.say("paper-overdue-some", &[("n", n.into())]),
        };
        let summary = self.paragraph(
            "paper-numbers",
            &[
                ("date", phrases::date_words(brief.date, self.locale).into()),
                ("weekday", phrases::weekday_words(brief.date, self.locale).into()),
                ("received", brief.received.today.into()),
                (
                    "yesterday",
                    self.change("yesterday", brief.received.today, brief.received.yesterday)
                        .into(),
                ),
                (
                    "week",
                    self.change("week", brief.received.today, brief.received.last_week)
                        .into(),
                ),
                ("finished", brief.finished.today.into()),
                ("as_of", self.moment(brief.as_of).into()),
                ("open", brief.open.today.into()),
                ("overdue", overdue.as_str().into()),
            ],
        );
        let measures = [
            ("paper-measure-received", brief.received),
            ("paper-measure-finished", brief.finished),
            ("paper-measure-open", brief.open),
            ("paper-measure-overdue", brief.overdue),
        ];
        let rows = measures.map(|(key, numbers)| self.compared_row(self.text(key), numbers));
        let table = self.compared_table("paper-table-numbers", "paper-column-measure", rows.into());
        vec![
            summary,
            Block::Table(table),
            Block::Note {
                text: self.text("paper-same-base"),
            },
        ]
    }

    /// What was received, by day, category and area.
    fn groups(&self) -> Vec<Block> {
        let brief = self.brief;
        let mut blocks: Vec<_> = self.trend().into_iter().collect();
        let received = brief.categories.iter().filter(|one| one.count.today > 0);
        let received: Vec<_> = received.take(BARS_NAMED).collect();
        if received.is_empty() {
            blocks.push(Block::Paragraph {
                text: self.text("paper-categories-none"),
            });
        } else {
            blocks.push(Block::Chart(self.category_chart(&received)));
        }
        if !brief.categories.is_empty() {
            let rows = self.counted_rows(&brief.categories, "paper-rest-categories");
            blocks.push(Block::Table(self.compared_table(
                "paper-table-categories",
                "paper-column-category",
                rows,
            )));
        }
        if !brief.areas.is_empty() {
            let rows = self.counted_rows(&brief.areas, "paper-rest-areas");
            blocks.push(Block::Table(self.compared_table(
                "paper-table-areas",
                "paper-column-area",
                rows,
            )));
        }
        blocks
    }

    /// Today against another day in a clause: so many more, and how many in a hundred.
    fn change(&self, base: &str, today: u64, other: Option<u64>) -> String {
        let Some(other) = other else {
            return self
                .words
                .text(if base == "week" {
                    "paper-week-none"
                } else {
                    "paper-yesterday-none"
                })
                .to_owned();
        };
        let n = today.abs_diff(other);
        let form = match (today.cmp(&other), other) {
            (std::cmp::Ordering::Equal, _) => "same",
            (std::cmp::Ordering::Less, _) => "down",
            (std::cmp::Ordering::Greater, 0) => "up",
            (std::cmp::Ordering::Greater, _) => "up-percent",
        };
        // Rounded to the nearest whole number; the sums are far from where u128 would end.
        let percent = (u128::from(n) * 200 + u128::from(other)) / (u128::from(other.max(1)) * 2);
        let args = [("n", n.into()), ("percent", percent.to_string().into())];
        self.words.with(&format!("paper-{base}-{form}"), &args)
    }

    fn compared_table(&self, caption: &'static str, first: &'static str, rows: Vec<Vec<Line>>) -> Table {
        let mut columns = vec![self.column(first, 5, Align::Left)];
        for key in [
            "paper-column-today",
            "paper-column-yesterday",
            "paper-column-change",
            "paper-column-week",
            "paper-column-change",
        ] {
            columns.push(self.column(key, 3, Align::Right));
        }
        Table {
            caption: self.text(caption),
            columns,
            rows,
        }
    }

    fn compared_row(&self, name: Line, numbers: Compared) -> Vec<Line> {
        let number = |n: Option<u64>| n.map_or_else(|| self.text("paper-no-data"), |n| n.to_string().into());
        let change = |other: Option<u64>| {
            other.map_or_else(
                || self.text("paper-no-data"),
                |other| signed(numbers.today, other).into(),
            )
        };
        vec![
            name,
            numbers.today.to_string().into(),
            number(numbers.yesterday),
            change(numbers.yesterday),
            number(numbers.last_week),
            change(numbers.last_week),
        ]
    }

    fn counted_rows<S>(&self, counted: &[Counted<S>], rest_key: &str) -> Vec<Vec<Line>> {
        // A rest of one would take the line that its name needs.
        let named = if counted.len() > ROWS_NAMED + 1 {
            ROWS_NAMED
        } else {
            counted.len()
        };
        let (named, rest) = counted.split_at(named);
        let name = |text: &Text| Line::short(text.get(self.locale), 60);
        let mut rows: Vec<_> = named
            .iter()
            .map(|one| self.compared_row(name(&one.name), one.count))
            .collect();
        if !rest.is_empty() {
            let label = self.say(rest_key, &[("n", rest.len().into())]);
            rows.push(self.compared_row(label, sum(rest.iter().map(|one| one.count))));
        }
        rows
    }

    fn trend(&self) -> Option<Block> {
        let trend = &self.brief.trend;
        let (first, last) = (trend.first()?, trend.last()?);
        if trend.len() < 2 {
            return None;
        }
        let days = || trend.iter().map(|(_, n)| *n);
        let date = |date| phrases::short_date_words(date, self.locale);
        Some(Block::Chart(Chart {
            title: self.say("paper-chart-trend", &[("days", trend.len().into())]),
            description: self.say(
                "paper-chart-trend-description",
                &[
                    ("from", date(first.0).into()),
                    ("to", date(last.0).into()),
                    ("most", days().max().unwrap_or_default().into()),
                    ("least", days().min().unwrap_or_default().into()),
                    ("last", last.1.into()),
                ],
            ),
            axis: self.text("paper-column-day"),
            form: Form::Upright,
            series: vec![self.text("paper-measure-received")],
            bars: trend
                .iter()
                .map(|(day, n)| Bar {
                    label: phrases::axis_date_words(*day, self.locale).into(),
                    first: *n,
                    second: None,
                })
                .collect(),
            own_table: true,
        }))
    }

    fn category_chart<S>(&self, shown: &[&Counted<S>]) -> Chart {
        let (name, count) = shown
            .first()
            .map_or(("", 0), |first| (first.name.get(self.locale), first.count.today));
        let mut series = vec![self.text("paper-legend-today")];
        if shown.iter().any(|one| one.count.last_week.is_some()) {
            series.push(self.text("paper-legend-week"));
        }
        Chart {
            title: self.say("paper-chart-categories", &[("n", shown.len().into())]),
            description: self.say(
                "paper-chart-categories-description",
                &[("name", name.into()), ("count", count.into())],
            ),
            axis: self.text("paper-column-category"),
            form: Form::Lying,
            series,
            bars: shown
                .iter()
                .map(|one| Bar {
                    label: Line::short(one.name.get(self.locale), 40),
                    first: one.count.today,
                    second: one.count.last_week,
                })
                .collect(),
            own_table: false,
        }
    }

    fn circulation(&self) -> Vec<Line> {
        let brief = self.brief;
        [
            ("paper-report-to", &brief.report_to),
            ("paper-send-to", &brief.send_to),
            ("paper-issue-to", &brief.issue_to),
        ]
        .into_iter()
        .filter(|(_, to)| !to.is_empty())
        .map(|(key, to)| {
            let names: Vec<_> = to.iter().map(|name| name.get(self.locale)).collect();
            self.say(key, &[("list", names.join(self.words.text("paper-list-join")).into())])
        })
        .collect()
    }

    fn marks(&self, printed_at: Option<Timestamp>) -> Vec<Line> {
        let brief = self.brief;
        let zone = brief.zone.as_str();
        let mut marks = vec![
            self.say(
                "paper-as-of",
                &[("time", self.moment(brief.as_of).into()), ("zone", zone.into())],
            ),
            self.say("paper-version", &[("version", brief.version.into())]),
            match &brief.signed_by {
                Some(post) => self.say("paper-signed", &[("post", post.get(self.locale).into())]),
                None => self.text("paper-unsigned"),
            },
        ];
        marks.extend(printed_at.map(|at| self.say("paper-printed", &[("time", self.moment(at).into())])));
        marks
    }
}

fn signed(today: u64, other: u64) -> String {
    match today.cmp(&other) {
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", today - other),
        std::cmp::Ordering::Less => format!("−{}", other - today),
    }
}

/// Sums on the same base: a day without data in all of them has none, and a category that was not there counted 0.
fn sum(counts: impl Iterator<Item = Compared>) -> Compared {
    let add = |a: Option<u64>, b: Option<u64>| match (a, b) {
        (None, None) => None,
        (a, b) => Some(a.unwrap_or_default() + b.unwrap_or_default()),
    };
    counts.fold(
        Compared {
            today: 0,
            yesterday: None,
            last_week: None,
        },
        |sum, one| Compared {
            today: sum.today + one.today,
            yesterday: add(sum.yesterday, one.yesterday),
            last_week: add(sum.last_week, one.last_week),
        },
    )
}
