//! The agreement on paper, the application for judicial confirmation, and the follow-up visits.

use super::compose::Pen;
use super::folios::Written;
use super::sheet::Block;
use crate::brief::date_words;
use crate::brief::line::Line;
use domain::case::{Agreement, ConfirmationOutcome, Performance, PerformanceResult, SignedPaper, Signer, Term};

/// 调解协议书 (人民调解法, art. 29), or the record of an oral one.
pub(super) fn agreement(pen: &Pen<'_>) -> Written {
    let number = pen.number().into();
    let Some(agreed) = &pen.mediation.agreement else {
        return (pen.t("folio-title-agreement"), number, Vec::new());
    };
    let title = pen.t(if agreed.oral {
        "folio-title-oral"
    } else {
        "folio-title-agreement"
    });
    let mut blocks = parties(pen);
    // Whoever puts a signed page down says which draft stands on it.
    if pen.mediation.in_force.is_none() && pen.mediation.drafts > 0 {
        blocks.push(Block::Paragraph {
            text: pen.with("sign-draft", &[("n", pen.mediation.drafts.to_string())]),
        });
    }
    for (key, text) in [
        ("folio-part-facts", &agreed.facts),
        ("folio-part-dispute", &agreed.dispute),
        ("folio-part-responsibility", &agreed.responsibility),
        ("folio-part-content", &agreed.content),
        ("folio-part-manner", &agreed.manner),
        ("folio-part-place", &agreed.place),
    ] {
        if !text.trim().is_empty() {
            blocks.push(Block::Heading { text: pen.t(key) });
            blocks.extend(Pen::said(text));
        }
    }
    if !agreed.terms.is_empty() {
        blocks.push(Block::Heading {
            text: pen.t("folio-part-terms"),
        });
        blocks.push(terms(pen, agreed));
    }
    if agreed.oral {
        blocks.push(Block::Paragraph {
            text: pen.t("folio-oral-closing"),
        });
        blocks.push(Block::Closing {
            lines: vec![
                pen.with("folio-written-by", &[("mediator", pen.mediator())]),
                in_force_day(pen).into(),
            ],
        });
        return (title, number, blocks);
    }
    let copies = pen.case.parties().len() + 1;
    blocks.push(Block::Paragraph {
        text: pen.with("folio-agreement-closing", &[("copies", copies.to_string())]),
    });
    let signers: Vec<Signer> = pen.case.parties().into_iter().map(Signer::from).collect();
    let signers: Vec<Signer> = signers.into_iter().chain([Signer::Mediator]).collect();
    blocks.push(pen.signatures(SignedPaper::Agreement, &signers));
    blocks.push(Block::Closing {
        lines: vec![
            pen.with("folio-seal", &[("committee", pen.committee().to_owned())]),
            in_force_day(pen).into(),
        ],
    });
    (title, number, blocks)
}

fn in_force_day(pen: &Pen<'_>) -> String {
    let since = pen.mediation.in_force;
    since.map_or_else(
        || pen.words.text("folio-draft-agreement").to_owned(),
        |since| pen.date(since),
    )
}

/// 当事人基本情况.
fn parties(pen: &Pen<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading {
        text: pen.t("folio-part-parties"),
    }];
    for party in pen.case.parties() {
        let who = format!("{}{}{}", pen.letter(party), pen.words.text("colon"), pen.who(party));
        blocks.push(Block::Paragraph { text: who.into() });
    }
    blocks
}

fn terms(pen: &Pen<'_>, agreed: &Agreement) -> Block {
    let rows = agreed.terms.iter().zip(1_u32..).map(|(term, n)| {
        vec![
            n.to_string().into(),
            pen.letter(term.party).into(),
            term.what.as_str().into(),
            date_words(term.due, pen.locale).into(),
        ]
    });
    Block::Table {
        columns: vec![
            (pen.t("dossier-column-number"), 10),
            (pen.t("folio-term-who"), 16),
            (pen.t("folio-term-what"), 44),
            (pen.t("folio-term-due"), 30),
        ],
        rows: rows.collect(),
    }
}

/// 司法确认申请书: both parties together (art. 33). Before it is sent, the court's name is a line to be filled in.
pub(super) fn application(pen: &Pen<'_>) -> Written {
    let mut blocks = Vec::new();
    for party in pen.case.parties() {
        let args = [("party", pen.letter(party)), ("who", pen.who(party))];
        blocks.push(Block::Paragraph {
            text: pen.with("folio-applicant", &args),
        });
    }
    blocks.push(Block::Heading {
        text: pen.t("folio-asked"),
    });
    blocks.push(Block::Paragraph {
        text: pen.with("folio-asked-confirm", &[("number", pen.number())]),
    });
    blocks.push(Block::Heading {
        text: pen.t("folio-why"),
    });
    let args = [
        ("matter", pen.case.title.clone()),
        ("committee", pen.committee().to_owned()),
        ("date", in_force_day(pen)),
    ];
    blocks.push(Block::Paragraph {
        text: pen.with("folio-why-agreed", &args),
    });
    if let Some(agreed) = &pen.mediation.agreement {
        blocks.extend(Pen::said(&agreed.content));
    }
    for key in ["folio-promise-free", "folio-promise-nobody-hurt", "folio-enclosed"] {
        blocks.push(Block::Paragraph { text: pen.t(key) });
    }
    let confirmation = pen.mediation.confirmation.as_ref();
    let court = confirmation.map_or_else(|| pen.words.text("folio-blank").to_owned(), |asked| asked.court.clone());
    blocks.push(Block::Paragraph {
        text: pen.t("folio-to-court"),
    });
    blocks.push(Block::Flush { text: court.into() });
    let signers: Vec<Signer> = pen.case.parties().into_iter().map(Signer::from).collect();
    blocks.push(pen.signatures(SignedPaper::Application, &signers));
    let date = confirmation.map_or_else(|| pen.words.text("folio-blank").to_owned(), |asked| pen.date(asked.at));
    blocks.push(Block::Closing {
        lines: vec![date.into()],
    });
    if let Some((outcome, note, at)) = confirmation.and_then(|asked| asked.decided.as_ref()) {
        let key = match outcome {
            ConfirmationOutcome::Confirmed => "folio-confirmed",
            ConfirmationOutcome::Rejected => "folio-rejected",
            ConfirmationOutcome::Withdrawn => "folio-confirmation-withdrawn",
        };
        let args = [("date", pen.date(*at)), ("note", note.clone())];
        blocks.push(Block::Heading {
            text: pen.t("folio-ruling"),
        });
        blocks.push(Block::Paragraph {
            text: pen.with(key, &args),
        });
    }
    (pen.t("folio-title-application"), pen.number().into(), blocks)
}

/// 回访记录 (art. 31).
pub(super) fn follow_up(pen: &Pen<'_>) -> Written {
    let mut rows = Vec::new();
    for term in pen.mediation.promises() {
        let promise = promise(pen, term);
        for visit in &term.visits {
            rows.push(vec![
                pen.date(visit.at).into(),
                promise.clone(),
                pen.t(result_key(visit.result)),
                said_with(pen, visit).into(),
            ]);
        }
        if term.visits.is_empty() {
            rows.push(vec!["".into(), promise, pen.t("performance-none"), "".into()]);
        }
    }
    let columns = vec![
        (pen.t("folio-visit-date"), 22),
        (pen.t("folio-visit-promise"), 36),
        (pen.t("folio-visit-result"), 14),
        (pen.t("folio-visit-note"), 28),
    ];
    let mut blocks = vec![
        Block::Table { columns, rows },
        Block::Closing {
            lines: vec![pen.with("folio-visited-by", &[("mediator", pen.mediator())])],
        },
    ];
    blocks.extend(words_of_parties(pen));
    (pen.t("folio-title-follow-up"), pen.number().into(), blocks)
}

/// What was found in words, and how the promise is pursued.
fn said_with(pen: &Pen<'_>, visit: &Performance) -> String {
    let mut remedies = pen.rules().into_iter().flat_map(|rules| &rules.remedies);
    let remedy = remedies.find(|rule| rule.value.slug == visit.route);
    let remedy = remedy.map(|rule| rule.value.name.get(pen.locale));
    let said = [Some(visit.note.as_str()), remedy].into_iter().flatten();
    let said: Vec<&str> = said.filter(|words| !words.is_empty()).collect();
    said.join(pen.words.text("list-separator"))
}

/// What parties said of promises by their own links, each word with its day: it is theirs, and no visit.
fn words_of_parties(pen: &Pen<'_>) -> Vec<Block> {
    let promises = (1_u32..).zip(pen.mediation.promises());
    let mut rows = Vec::new();
    for (number, term) in promises {
        let said = pen.mediation.term_words.iter().filter(|word| word.term == number);
        rows.extend(said.map(|word| {
            vec![
                pen.date(word.at).into(),
                pen.letter(word.party).into(),
                promise(pen, term),
                pen.t(result_key(word.result)),
                word.note.as_str().into(),
            ]
        }));
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = vec![
        (pen.t("folio-word-date"), 20),
        (pen.t("folio-word-party"), 10),
        (pen.t("folio-visit-promise"), 30),
        (pen.t("folio-visit-result"), 14),
        (pen.t("folio-visit-note"), 26),
    ];
    vec![
        Block::Heading {
            text: pen.t("folio-words-of-parties"),
        },
        Block::Table { columns, rows },
    ]
}

/// Who does what by when.
fn promise(pen: &Pen<'_>, term: &Term) -> Line {
    let args = [
        ("party", pen.letter(term.party)),
        ("what", term.what.clone()),
        ("due", date_words(term.due, pen.locale)),
    ];
    pen.with("folio-promise", &args)
}

const fn result_key(result: PerformanceResult) -> &'static str {
    match result {
        PerformanceResult::Performed => "performance-performed",
        PerformanceResult::Partly => "performance-partly",
        PerformanceResult::NotPerformed => "performance-not",
    }
}
