//! An opinion as it stands on paper, before it is DOCX or PDF: every sentence is made once.

use super::OpinionPaper;
use crate::brief::date_words;
use crate::brief::line::Line;
use domain::Locale;
use domain::case::{Round, Verdict};
use domain::clock::ClockUnit;
use serde::Serialize;
use words::{Words, words};

/// The whole paper.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Sheet {
    /// BCP 47 tag of its language.
    pub(super) lang: &'static str,
    /// The date the file's properties bear.
    pub(super) issued_on: [i16; 3],
    /// 草稿, until it has been given.
    pub(super) draft: Option<Line>,
    /// Who gives it, in red.
    pub(super) issuer: Line,
    /// The case's number.
    pub(super) number: Line,
    /// 信访事项处理意见书.
    pub(super) title: Line,
    /// To whom: filled in by hand.
    pub(super) to: Line,
    /// What was asked, when.
    pub(super) opening: Line,
    /// The four parts: heading and paragraphs.
    pub(super) parts: Vec<Part>,
    /// What can be asked next, and of whom.
    pub(super) closing: Line,
    /// Date in words; empty for a draft.
    pub(super) date: Line,
    /// Whose seal it bears.
    pub(super) sign: Line,
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
            draft,
            issuer,
            number,
            title,
            to,
            opening,
            parts,
            closing,
            date,
            sign,
            ..
        } = self;
        for line in [issuer, number, title, to, opening, closing, date, sign] {
            change(line);
        }
        draft.iter_mut().for_each(&mut change);
        for part in parts {
            change(&mut part.heading);
            part.paragraphs.iter_mut().for_each(&mut change);
        }
    }
}

/// The paper's sentences.
pub(super) fn sheet(paper: &OpinionPaper, locale: Locale) -> Sheet {
    let words = words(locale);
    let issuer = paper.issuer.get(locale);
    let title = words.text(match paper.round {
        Round::Handling => "opinion-title-handling",
        Round::Review => "opinion-title-review",
        Round::ReReview => "opinion-title-re-review",
    });
    let opening = words.with(
        "opinion-opening",
        &[
            ("date", date_words(paper.received_on, locale).into()),
            ("title", Line::new(&paper.title).to_string().into()),
            ("number", paper.number.clone().into()),
        ],
    );
    let verdict = words.text(verdict_key(paper.opinion.verdict));
    let verdict = words.with("opinion-verdict", &[("verdict", verdict.into())]);
    let opinion = &paper.opinion;
    let part = |key: &str, text: &str, more: Option<String>| Part {
        heading: words.text(key).into(),
        paragraphs: paragraphs(text).chain(more.map(Line::from)).collect(),
    };
    let day = paper.given_on.unwrap_or(paper.received_on);
    Sheet {
        lang: locale.tag(),
        issued_on: [day.year(), i16::from(day.month()), i16::from(day.day())],
        draft: paper.given_on.is_none().then(|| words.text("paper-draft").into()),
        issuer: issuer.into(),
        number: words
            .with("opinion-number", &[("number", paper.number.clone().into())])
            .into(),
        title: title.into(),
        to: words.text("opinion-to").into(),
        opening: opening.into(),
        parts: vec![
            part("opinion-part-request", &opinion.request, None),
            part("opinion-part-facts", &opinion.facts, None),
            part("opinion-part-opinion", &opinion.opinion, Some(verdict)),
            part("opinion-part-basis", &opinion.basis, None),
        ],
        closing: closing(paper, words, locale).into(),
        date: paper
            .given_on
            .map_or_else(Line::default, |day| date_words(day, locale).into()),
        sign: issuer.into(),
    }
}

/// What an opinion comes to, as a message key.
pub(super) const fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "verdict-supported",
        Verdict::Explained => "verdict-explained",
        Verdict::NotSupported => "verdict-not-supported",
    }
}

/// What people typed, a paragraph for every line that says something.
fn paragraphs(text: &str) -> impl Iterator<Item = Line> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(Line::from)
}

/// What can be asked next: a review, a re-review, or nothing of the same facts and reasons (art. 35 and 36).
fn closing(paper: &OpinionPaper, words: &Words, locale: Locale) -> String {
    let key = match paper.round {
        Round::Handling => "opinion-closing-review",
        Round::Review => "opinion-closing-re-review",
        Round::ReReview => return words.text("opinion-closing-final").to_owned(),
    };
    let Some(within) = paper.ask_within else {
        return words.text("opinion-closing-above").to_owned();
    };
    let time = words.with(
        match within.unit {
            ClockUnit::Hours => "opinion-hours",
            ClockUnit::Days => "opinion-days",
            ClockUnit::WorkingDays => "opinion-working-days",
        },
        &[("n", within.n.into())],
    );
    let next = paper.next.as_ref();
    let next = next.map_or_else(|| words.text("opinion-body-above"), |unit| unit.get(locale));
    words.with(key, &[("time", time.into()), ("unit", next.into())])
}
