//! The papers around the agreement: cover, intake, notice, records, files, the end without an agreement, notes, back cover.

use super::compose::Pen;
use super::sheet::{Block, Folio, Form};
use super::standing::standing;
use crate::brief::line::Line;
use domain::case::{Ended, Evidence, NoticeHow, Party, ReferralWay, SignedPaper, Signer};
use domain::pack::DossierPart;

/// Title, number and contents of a paper.
pub(super) type Written = (Line, Line, Vec<Block>);

fn row(pen: &Pen<'_>, key: &str, value: impl Into<Line>) -> (Line, Line) {
    (pen.t(key), value.into())
}

pub(super) fn cover(pen: &Pen<'_>) -> Folio {
    let case = pen.case;
    let category = pen.dossier.pack.category_name(&case.category, pen.locale);
    let mut rows = vec![
        row(pen, "dossier-number", pen.number()),
        row(pen, "folio-category", category),
        row(pen, "folio-matter", case.title.as_str()),
    ];
    let parties = case.parties().into_iter();
    rows.extend(parties.map(|party| (pen.letter(party).into(), pen.name(party).into())));
    rows.extend(referral(pen));
    rows.extend([
        row(pen, "folio-mediator", pen.mediator()),
        row(pen, "folio-received", pen.date(case.received_at)),
        row(pen, "folio-result", result(pen)),
    ]);
    Folio {
        name: "cover".to_owned(),
        form: Form::Cover,
        title: pen.t("dossier-title"),
        number: pen.committee().into(),
        blocks: vec![Block::Facts { rows }],
    }
}

/// The court that has given it, in which way, under which number, and when that was signed for; nothing where none has.
fn referral(pen: &Pen<'_>) -> Vec<(Line, Line)> {
    let Some(referral) = &pen.mediation.referral else {
        return Vec::new();
    };
    let way = match referral.way {
        ReferralWay::Appointed => "referral-appointed",
        ReferralWay::EntrustedOrdinary => "referral-entrusted-ordinary",
        ReferralWay::EntrustedSummary => "referral-entrusted-summary",
    };
    vec![
        row(pen, "folio-referral-court", referral.court.as_str()),
        row(pen, "folio-referral-way", pen.t(way)),
        row(pen, "folio-referral-number", referral.number.as_str()),
        row(pen, "folio-referral-received", pen.time(referral.received)),
    ]
}

/// What came of it, in a line.
fn result(pen: &Pen<'_>) -> Line {
    let mediation = &pen.mediation;
    if let Some(at) = mediation.in_force {
        let oral = mediation.agreement.as_ref().is_some_and(|agreement| agreement.oral);
        let key = if oral {
            "folio-result-oral"
        } else {
            "folio-result-agreed"
        };
        return pen.with(key, &[("date", pen.date(at))]);
    }
    match &mediation.ended {
        Some(ended) => pen.with(
            match ended.why {
                Ended::Refused => "folio-result-refused",
                Ended::Failed => "folio-result-failed",
                Ended::TakenBack => "folio-result-taken-back",
            },
            &[("date", pen.date(ended.at))],
        ),
        None => pen.t("folio-result-open"),
    }
}

pub(super) fn intake(pen: &Pen<'_>) -> Written {
    let case = pen.case;
    let pack = &pen.dossier.pack;
    let mut rows = vec![
        row(pen, "folio-matter", case.title.as_str()),
        row(pen, "folio-category", pack.category_name(&case.category, pen.locale)),
        row(pen, "folio-source", case.source.as_str()),
        row(pen, "folio-received", pen.time(case.received_at)),
    ];
    rows.extend(referral(pen));
    if !case.place.address.is_empty() {
        rows.push(row(pen, "folio-address", case.place.address.as_str()));
    }
    let parties = case.parties();
    rows.extend(
        parties
            .iter()
            .map(|party| (pen.letter(*party).into(), pen.who(*party).into())),
    );
    let mut blocks = vec![
        Block::Facts { rows },
        Block::Heading {
            text: pen.t("folio-what"),
        },
    ];
    blocks.extend(Pen::said(&case.description));
    blocks.push(Block::Heading {
        text: pen.t("folio-consents"),
    });
    for party in parties {
        let consent = pen.mediation.consents.get(&party);
        let (key, date) = match consent {
            Some(consent) if consent.agrees => ("folio-consent-agrees", pen.date(consent.at)),
            Some(consent) => ("folio-consent-refuses", pen.date(consent.at)),
            None => ("folio-consent-none", String::new()),
        };
        let args = [("party", pen.letter(party)), ("date", date)];
        blocks.push(Block::Paragraph {
            text: pen.with(key, &args),
        });
    }
    blocks.push(Block::Closing {
        lines: vec![pen.committee().into(), pen.date(case.registered_at).into()],
    });
    (pen.t("folio-title-intake"), pen.number().into(), blocks)
}

pub(super) fn notice(pen: &Pen<'_>) -> Written {
    let text = pen.rules().map_or("", |rules| rules.notice.value.get(pen.locale));
    let parties = pen.case.parties();
    let names: Vec<String> = parties
        .iter()
        .map(|party| format!("{}{}{}", pen.letter(*party), pen.words.text("colon"), pen.name(*party)))
        .collect();
    let mut blocks: Vec<Block> = names
        .into_iter()
        .map(|name| Block::Flush { text: name.into() })
        .collect();
    blocks.extend(Pen::said(text));
    for party in &parties {
        let Some(notice) = pen.mediation.notices.get(party) else {
            continue;
        };
        let key = match notice.how {
            NoticeHow::Written => "folio-notice-written",
            NoticeHow::ReadOut => "folio-notice-read-out",
        };
        let args = [("party", pen.letter(*party)), ("time", pen.time(notice.at))];
        blocks.push(Block::Paragraph {
            text: pen.with(key, &args),
        });
    }
    let signers: Vec<Signer> = parties.into_iter().map(Signer::from).collect();
    blocks.push(pen.signatures(SignedPaper::Notice, &signers));
    blocks.push(Block::Closing {
        lines: vec![pen.committee().into()],
    });
    (pen.t("folio-title-notice"), pen.number().into(), blocks)
}

pub(super) fn record(pen: &Pen<'_>, session: u32) -> Written {
    let title = pen.with("folio-title-record", &[("n", session.to_string())]);
    let number = pen.number().into();
    let Some(sitting) = pen.mediation.sitting(session) else {
        return (title, number, Vec::new());
    };
    let place = if sitting.place.is_empty() {
        pen.t("folio-by-video")
    } else {
        sitting.place.as_str().into()
    };
    let mut rows = vec![
        row(pen, "folio-time", pen.time(sitting.at)),
        row(pen, "folio-place", place),
        row(pen, "folio-mediator", pen.mediator()),
    ];
    let Some(record) = &sitting.record else {
        return (title, number, vec![Block::Facts { rows }]);
    };
    let named = |party: &Party| format!("{}{}", pen.letter(*party), pen.in_brackets(*party));
    let present: Vec<String> = record.present.iter().map(named).collect();
    let present = if present.is_empty() {
        pen.words.text("folio-present-nobody").to_owned()
    } else {
        present.join(pen.words.text("list-separator"))
    };
    rows.push(row(pen, "folio-present", present));
    let absent: Vec<Party> = sitting
        .parties
        .iter()
        .copied()
        .filter(|party| !record.present.contains(party))
        .collect();
    if !absent.is_empty() {
        rows.push(row(pen, "folio-absent", pen.letters(&absent)));
    }
    rows.push(row(pen, "folio-matter", pen.case.title.as_str()));
    let mut blocks = vec![
        Block::Facts { rows },
        Block::Heading {
            text: pen.t("folio-record"),
        },
    ];
    blocks.extend(Pen::said(&record.text));
    if !record.present.is_empty() {
        blocks.push(Block::Paragraph {
            text: pen.t("folio-read-back"),
        });
    }
    // What parties said of it by their own links stands beside what they sign.
    for party in &record.present {
        let Some(word) = pen.mediation.record_word(*party, session) else {
            continue;
        };
        let key = if word.agrees {
            "folio-record-right"
        } else {
            "folio-record-wrong"
        };
        let args = [("party", pen.letter(*party)), ("date", pen.date(word.at))];
        blocks.push(Block::Paragraph {
            text: pen.with(key, &args),
        });
        blocks.extend(Pen::said(&word.note));
    }
    let signers = record.present.iter().copied().map(Signer::from);
    let signers: Vec<Signer> = signers.chain([Signer::Mediator]).collect();
    blocks.push(pen.signatures(SignedPaper::Record { session }, &signers));
    blocks.push(Block::Closing {
        lines: vec![pen.date(record.at).into()],
    });
    (title, number, blocks)
}

/// The end without an agreement, and the other routes (art. 26).
pub(super) fn ending(pen: &Pen<'_>) -> Written {
    let (title, number) = (pen.t("folio-title-ending"), pen.number().into());
    let Some(ended) = &pen.mediation.ended else {
        return (title, number, Vec::new());
    };
    let mut blocks: Vec<Block> = Vec::new();
    for party in pen.case.parties() {
        let who = format!("{}{}{}", pen.letter(party), pen.words.text("colon"), pen.name(party));
        blocks.push(Block::Flush { text: who.into() });
    }
    let args = [
        ("matter", pen.case.title.clone()),
        ("date", pen.date(ended.at)),
        ("party", ended.party.map_or_else(String::new, |party| pen.letter(party))),
    ];
    let key = match ended.why {
        Ended::Refused if ended.party.is_some() => "folio-ended-refused",
        Ended::Refused => "folio-ended-refused-nobody",
        Ended::Failed => "folio-ended-failed",
        Ended::TakenBack => "folio-ended-taken-back",
    };
    blocks.push(Block::Paragraph {
        text: pen.with(key, &args),
    });
    blocks.extend(Pen::said(&ended.reason));
    blocks.push(Block::Paragraph {
        text: pen.t("folio-routes"),
    });
    let known = pen.rules().map_or(&[][..], |rules| &rules.routes);
    let told = known.iter().filter(|route| ended.routes.contains(&route.slug));
    for (route, n) in told.zip(1_u32..) {
        let args = [("n", n.to_string()), ("route", route.name.get(pen.locale).to_owned())];
        blocks.push(Block::Paragraph {
            text: pen.with("folio-route", &args),
        });
    }
    if let Some(referral) = &pen.mediation.referral {
        blocks.push(Block::Paragraph {
            text: pen.with("folio-back-to-court", &[("court", referral.court.clone())]),
        });
    }
    for handed in &pen.mediation.handed_over {
        let args = [("date", pen.date(handed.at)), ("to", handed.to.clone())];
        blocks.push(Block::Paragraph {
            text: pen.with("folio-handed-over", &args),
        });
    }
    blocks.push(Block::Closing {
        lines: vec![pen.committee().into(), pen.date(ended.at).into()],
    });
    (title, number, blocks)
}

/// A list of the files under a part; none where there are none. The files themselves follow.
pub(super) fn files(pen: &Pen<'_>, part: DossierPart, filed: &[&Evidence]) -> Option<Folio> {
    if filed.is_empty() {
        return None;
    }
    let rows = filed.iter().zip(1_u32..).map(|(evidence, n)| {
        vec![
            n.to_string().into(),
            evidence.name.as_str().into(),
            pen.with("folio-kilobytes", &[("n", evidence.bytes.div_ceil(1024).to_string())]),
            evidence.sha256.as_str().into(),
        ]
    });
    let columns = vec![
        (pen.t("dossier-column-number"), 8),
        (pen.t("folio-file-name"), 34),
        (pen.t("folio-file-size"), 16),
        (pen.t("folio-file-hash"), 42),
    ];
    let rows = rows.collect();
    Some(Folio {
        name: format!("{}-files", part.name()),
        form: Form::Plain,
        title: pen.t(&format!("dossier-part-{}", part.name())),
        number: Line::default(),
        blocks: vec![
            Block::Paragraph {
                text: pen.t("folio-files"),
            },
            Block::Table { columns, rows },
        ],
    })
}

/// A page of a file.
pub(super) fn scan(pen: &Pen<'_>, evidence: &Evidence, number: &str, picture: Block, page: (usize, usize)) -> Folio {
    let mut args = vec![("n", number.to_owned()), ("name", evidence.name.clone())];
    let (page, pages) = page;
    let key = if pages > 1 { "folio-scan-page" } else { "folio-scan" };
    args.extend([("page", page.to_string()), ("pages", pages.to_string())]);
    Folio {
        name: "scan".to_owned(),
        form: Form::Scan,
        title: pen.with(key, &args),
        number: Line::default(),
        blocks: vec![picture],
    }
}

/// The page of a file that cannot be printed: what it is, and that it lies beside.
pub(super) fn beside(pen: &Pen<'_>, evidence: &Evidence, number: &str) -> Folio {
    let size = pen.with("folio-kilobytes", &[("n", evidence.bytes.div_ceil(1024).to_string())]);
    Folio {
        name: "scan".to_owned(),
        form: Form::Plain,
        title: pen.with("folio-beside-title", &[("n", number.to_owned())]),
        number: Line::default(),
        blocks: vec![
            Block::Paragraph {
                text: pen.t("folio-beside"),
            },
            Block::Facts {
                rows: vec![
                    row(pen, "folio-file-name", evidence.name.as_str()),
                    row(pen, "folio-file-kind", evidence.media_type.as_str()),
                    row(pen, "folio-file-size", size),
                    row(pen, "folio-file-hash", evidence.sha256.as_str()),
                ],
            },
        ],
    }
}

/// 卷内备考表: what is missing, and who put the dossier together.
pub(super) fn notes(pen: &Pen<'_>) -> Folio {
    let missing: Vec<String> = standing(pen.case, &pen.dossier.pack)
        .into_iter()
        .filter(|part| part.is_missing())
        .map(|part| pen.words.text(&format!("dossier-part-{}", part.part.name())).to_owned())
        .collect();
    let state = if missing.is_empty() {
        pen.t("dossier-whole")
    } else {
        pen.with(
            "dossier-lacks",
            &[("parts", missing.join(pen.words.text("list-separator")))],
        )
    };
    let mut blocks = vec![Block::Paragraph { text: state }];
    let before = pen.mediation.before.len();
    if before > 0 {
        blocks.push(Block::Paragraph {
            text: pen.with("dossier-before", &[("n", before.to_string())]),
        });
    }
    let blank = |key: &str| (pen.t(key), pen.t("folio-blank"));
    blocks.push(Block::Facts {
        rows: vec![
            blank("dossier-made-by"),
            blank("dossier-checked-by"),
            blank("dossier-made-on"),
        ],
    });
    Folio {
        name: "notes".to_owned(),
        form: Form::Plain,
        title: pen.t("dossier-part-notes"),
        number: Line::default(),
        blocks,
    }
}

pub(super) fn back_cover(pen: &Pen<'_>) -> Folio {
    Folio {
        name: "back-cover".to_owned(),
        form: Form::Plain,
        title: pen.t("dossier-part-back-cover"),
        number: Line::default(),
        blocks: vec![Block::Facts {
            rows: vec![
                row(pen, "dossier-number", pen.number()),
                row(pen, "folio-committee", pen.committee()),
                (pen.t("dossier-kept-by"), pen.t("folio-blank")),
            ],
        }],
    }
}

impl Pen<'_> {
    /// `（张三）`, empty where no name was opened.
    fn in_brackets(&self, party: Party) -> String {
        match self.dossier.sealed.get(party.field()) {
            Some(_) => self.with("folio-brackets", &[("name", self.name(party))]).to_string(),
            None => String::new(),
        }
    }
}
