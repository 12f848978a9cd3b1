//! A report as it stands on paper, before it is DOCX or PDF: every sentence is made once.

use super::ReportPaper;
use crate::brief::date_words;
use crate::brief::line::Line;
use crate::incident::{figures_words, part_key};
use domain::Locale;
use domain::case::ReportSort;
use serde::Serialize;
use words::{Words, words};

/// Numbers of headings in Chinese; a report has six parts at most.
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// The whole paper.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Sheet {
    /// BCP 47 tag of its language.
    pub(super) lang: &'static str,
    /// The date the file's properties bear.
    pub(super) issued_on: [i16; 3],
    /// 演练 DRILL, at the top of every page.
    pub(super) drill: Option<Line>,
    /// 草稿, until it has gone out.
    pub(super) draft: Option<Line>,
    /// Who reports, in red.
    pub(super) issuer: Line,
    /// The incident's number and which report it is.
    pub(super) number: Line,
    /// What it is about.
    pub(super) title: Line,
    /// To whom.
    pub(super) to: Line,
    /// What there is to know at a glance: name and value.
    pub(super) facts: Vec<(Line, Line)>,
    /// The parts of article 12: heading and paragraphs.
    pub(super) parts: Vec<Part>,
    /// Where questions are answered.
    pub(super) contact: Option<Line>,
    /// Who reports, under the text.
    pub(super) sign: Line,
    /// Day and minute.
    pub(super) date: Line,
}

/// A part with its heading.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Part {
    pub(super) heading: Line,
    pub(super) paragraphs: Vec<Line>,
}

impl Sheet {
    /// Everything that is printed.
    pub(super) fn each_line(&mut self, mut change: impl FnMut(&mut Line)) {
        let Self {
            drill,
            draft,
            issuer,
            number,
            title,
            to,
            facts,
            parts,
            contact,
            sign,
            date,
            ..
        } = self;
        for line in [issuer, number, title, to, sign, date] {
            change(line);
        }
        drill.iter_mut().chain(draft).chain(contact).for_each(&mut change);
        for (name, value) in facts {
            change(name);
            change(value);
        }
        for part in parts {
            change(&mut part.heading);
            part.paragraphs.iter_mut().for_each(&mut change);
        }
    }
}

/// The paper's sentences.
pub(super) fn sheet(paper: &ReportPaper, locale: Locale) -> Sheet {
    let words = words(locale);
    let sort = sort_words(words, &paper.sort, paper.place);
    let issuer = paper.issuer.get(locale);
    // The mark is at the top of the page; in the title it stands once, as the incident's own.
    let title = [("title", paper.title.as_str().into())];
    let title_key = if paper.sort.is_of_incident() {
        "report-paper-title"
    } else {
        "report-paper-title-patients"
    };
    let number = [
        ("number", paper.number.as_str().into()),
        ("n", paper.n.unwrap_or(0).into()),
        ("sort", sort.clone().into()),
    ];
    let key = if paper.n.is_some() {
        "report-paper-number"
    } else {
        "report-paper-number-draft"
    };
    let to = [("to", paper.to.as_str().into())];
    // Whoever gets patients is told of them, and not how grave the incident is.
    let of_incident = |said: String| {
        if paper.sort.is_of_incident() {
            said
        } else {
            String::new()
        }
    };
    let facts = [
        ("report-paper-sort", sort),
        ("incident-level", of_incident(paper.level.get(locale).to_owned())),
        ("report-known-then", of_incident(figures_words(words, &paper.figures))),
        ("report-channel", paper.channel.clone()),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.trim().is_empty());
    let parts = paper.parts.iter().enumerate().map(|(at, part)| Part {
        heading: heading(words, locale, at, words.text(part_key(part.part))),
        paragraphs: paragraphs(&part.text),
    });
    let day = paper.at.date();
    let time = paper.at.strftime("%H:%M").to_string();
    let date = [("date", date_words(day, locale).into()), ("time", time.into())];
    let contact = [("contact", paper.contact.as_str().into())];
    Sheet {
        lang: locale.tag(),
        issued_on: [day.year(), i16::from(day.month()), i16::from(day.day())],
        drill: paper.drill.then(|| words.text("report-paper-drill").into()),
        draft: paper.n.is_none().then(|| words.text("paper-draft").into()),
        issuer: issuer.into(),
        number: words.with(key, &number).into(),
        title: words.with(title_key, &title).into(),
        to: words.with("report-paper-to", &to).into(),
        facts: facts
            .map(|(key, value)| (words.text(key).into(), value.into()))
            .collect(),
        parts: parts.collect(),
        contact: (!paper.contact.trim().is_empty()).then(|| words.with("report-paper-contact", &contact).into()),
        sign: issuer.into(),
        date: words.with("report-paper-time", &date).into(),
    }
}

/// 首报, 续报第2号; the first report, the last one and that of the inquiry have no number.
pub(super) fn sort_words(words: &Words, sort: &ReportSort, place: u32) -> String {
    let (key, n) = match sort {
        ReportSort::First { .. } => ("report-first", None),
        ReportSort::Continuing => ("report-continuing", Some(place)),
        ReportSort::Supplement => ("report-supplement", Some(place)),
        ReportSort::Final => ("report-final", None),
        ReportSort::Inquiry => ("report-inquiry", None),
        ReportSort::Patients { hand_over } => ("report-patients", Some(*hand_over)),
    };
    let sort = words.text(key);
    let Some(n) = n else { return sort.to_owned() };
    words.with("report-paper-place", &[("sort", sort.into()), ("n", n.into())])
}

fn heading(words: &Words, locale: Locale, at: usize, name: &str) -> Line {
    let number = match (locale, NUMERALS.get(at)) {
        (Locale::ZhCn, Some(numeral)) => (*numeral).to_owned(),
        _ => (at + 1).to_string(),
    };
    let args = [("number", number.into()), ("heading", name.into())];
    words.with("paper-heading", &args).into()
}

/// What people typed, a paragraph for every line that says something.
fn paragraphs(text: &str) -> Vec<Line> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(Line::from).collect()
}

/// What stands between a name and its value.
pub(super) fn colon(lang: &str) -> &'static str {
    if lang == "en" { ": " } else { "：" }
}

/// The same without a layout. A drill says so in the first line and in the last.
pub(super) fn plain(sheet: &Sheet) -> String {
    let mut lines: Vec<String> = Vec::new();
    let drill = sheet.drill.as_ref().map(ToString::to_string);
    lines.extend(drill.clone());
    let head = [&sheet.title, &sheet.number, &sheet.to];
    lines.extend(sheet.draft.iter().chain(head).map(ToString::to_string));
    lines.extend(
        sheet
            .facts
            .iter()
            .map(|(name, value)| format!("{name}{}{value}", colon(sheet.lang))),
    );
    for part in &sheet.parts {
        lines.push(String::new());
        lines.push(part.heading.to_string());
        lines.extend(part.paragraphs.iter().map(ToString::to_string));
    }
    lines.push(String::new());
    lines.extend(
        sheet
            .contact
            .iter()
            .chain([&sheet.sign, &sheet.date])
            .map(ToString::to_string),
    );
    lines.extend(drill);
    let mut text = lines.join("\n");
    text.push('\n');
    text
}
