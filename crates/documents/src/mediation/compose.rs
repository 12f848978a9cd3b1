//! Which papers there are, in which order, and what they have in common.

use super::folios;
use super::scans::{self, Picture};
use super::sheet::{Block, Contents, ContentsLine, Folio, Form, Sheet, SignatureLine};
use super::standing::{files_under, standing};
use super::{Dossier, Files, Paper, agreement};
use crate::brief::line::Line;
use crate::brief::{date_words, time_words};
use domain::Locale;
use domain::case::{Case, Evidence, Mediation, Party, SignedBy, SignedPaper, Signer};
use domain::pack::{DossierPart, MediationRules};
use jiff::Timestamp;
use jiff::civil::Date;
use resvg::tiny_skia::Pixmap;
use std::collections::BTreeMap;
use words::{Words, words};

/// The widest and highest picture of a signature, in dots.
const MOST_DOTS: u32 = 4_000;

/// What papers are written with.
pub(super) struct Pen<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) case: &'a Case,
    pub(super) mediation: Mediation,
    pub(super) words: &'static Words,
    pub(super) locale: Locale,
    pictures: Vec<Picture>,
    places: BTreeMap<String, usize>,
}

impl<'a> Pen<'a> {
    fn new(dossier: &'a Dossier, locale: Locale) -> Self {
        let mut pen = Self {
            dossier,
            case: &dossier.case,
            mediation: dossier.case.mediation().cloned().unwrap_or_default(),
            words: words(locale),
            locale,
            pictures: Vec::new(),
            places: BTreeMap::new(),
        };
        for (sha256, bytes) in &dossier.pictures {
            if let Some(picture) = drawn(bytes) {
                pen.places.insert(sha256.clone(), pen.pictures.len());
                pen.pictures.push(Picture::png(picture));
            }
        }
        pen
    }

    pub(super) fn rules(&self) -> Option<&'a MediationRules> {
        let kind = self.dossier.pack.kind(&self.case.kind)?;
        kind.mediation.as_ref()
    }

    pub(super) fn t(&self, key: &str) -> Line {
        self.words.text(key).into()
    }

    pub(super) fn with(&self, key: &str, args: &[(&str, String)]) -> Line {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        self.words.with(key, &args).into()
    }

    pub(super) fn day(&self, at: Timestamp) -> Date {
        self.dossier.pack.zone.to_datetime(at).date()
    }

    pub(super) fn date(&self, at: Timestamp) -> String {
        date_words(self.day(at), self.locale)
    }

    pub(super) fn time(&self, at: Timestamp) -> String {
        time_words(at, &self.dossier.pack.zone, self.locale)
    }

    /// 甲方.
    pub(super) fn letter(&self, party: Party) -> String {
        self.words.text(&format!("party-{}", party.letter())).to_owned()
    }

    /// 甲方、乙方.
    pub(super) fn letters(&self, parties: &[Party]) -> String {
        let letters: Vec<String> = parties.iter().map(|party| self.letter(*party)).collect();
        letters.join(self.words.text("list-separator"))
    }

    /// A party's name, as it was opened; a line to be filled in where it was not kept.
    pub(super) fn name(&self, party: Party) -> String {
        let value = self.dossier.sealed.get(party.field());
        let name = value.and_then(|value| value.lines().find(|line| !line.trim().is_empty()));
        name.map_or_else(
            || self.words.text("folio-blank").to_owned(),
            |name| name.trim().to_owned(),
        )
    }

    /// A party with name and what tells who it is, as agreements begin.
    pub(super) fn who(&self, party: Party) -> String {
        use domain::pack::FieldName;
        let sealed = &self.dossier.sealed;
        let mut said = vec![self.name(party)];
        if party == Party::A {
            let more = [FieldName::IdentityNumber, FieldName::RequesterContact];
            said.extend(more.iter().filter_map(|field| sealed.get(*field)).map(str::to_owned));
        } else if let Some(value) = sealed.get(party.field()) {
            let lines = value.lines().map(str::trim).filter(|line| !line.is_empty());
            said.extend(lines.skip(1).map(str::to_owned));
        }
        said.join(self.words.text("folio-comma"))
    }

    /// The committee.
    pub(super) fn committee(&self) -> &str {
        self.dossier.pack.unit_name(&self.case.unit, self.locale)
    }

    /// The mediator's post; a line to be filled in where nobody was chosen.
    pub(super) fn mediator(&self) -> String {
        let post = self.case.mediator();
        let name = post.map(|post| self.dossier.pack.post_name(post, self.locale));
        name.unwrap_or_else(|| self.words.text("folio-blank")).to_owned()
    }

    /// The number of the dossier and its agreement.
    pub(super) fn number(&self) -> String {
        let since = self.mediation.in_force.unwrap_or(self.case.received_at);
        let pattern = self.rules().map_or("{number}", |rules| rules.number.as_str());
        let number = pattern.replace("{year}", &self.day(since).year().to_string());
        number.replace("{number}", &self.case.number)
    }

    /// What people typed, a paragraph for every line that says something.
    pub(super) fn said(text: &str) -> impl Iterator<Item = Block> + '_ {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| Block::Paragraph { text: line.into() })
    }

    /// Where `paper` is signed.
    pub(super) fn signatures(&self, paper: SignedPaper, signers: &[Signer]) -> Block {
        let line = |signer: &Signer| {
            let label = signer.party().map_or_else(
                || self.words.text("folio-sign-mediator").to_owned(),
                |party| {
                    self.with("folio-sign-party", &[("party", self.letter(party))])
                        .to_string()
                },
            );
            let given = self.mediation.signatures.iter();
            let given = given
                .rev()
                .find(|known| known.paper == paper && known.signer == *signer);
            let note = given.map_or_else(String::new, |given| {
                let key = match given.by {
                    SignedBy::Glass => "folio-signed-glass",
                    SignedBy::Paper => "folio-signed-paper",
                };
                self.with(key, &[("date", self.date(given.at))]).to_string()
            });
            SignatureLine {
                label: label.into(),
                picture: given.and_then(|given| self.places.get(&given.sha256)).copied(),
                note: note.into(),
            }
        };
        Block::Signatures {
            lines: signers.iter().map(line).collect(),
        }
    }

    fn sheet(self, title: Line, folios: Vec<Folio>, contents: Contents) -> Sheet {
        let day = self.day(self.case.changed_at);
        Sheet {
            lang: self.locale.tag(),
            issued_on: [day.year(), i16::from(day.month()), i16::from(day.day())],
            author: self.committee().into(),
            title,
            folios,
            contents,
            pictures: self.pictures,
            originals: Vec::new(),
        }
    }
}

/// A picture as it can be printed, made anew from its dots; none where it is none.
fn drawn(bytes: &[u8]) -> Option<Vec<u8>> {
    // Width and height stand at a fixed place of a PNG: nobody makes us take in a picture as large as a house.
    let size = |at: usize| -> Option<u32> { Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)) };
    let fits = |dots: u32| (1..=MOST_DOTS).contains(&dots);
    if !fits(size(16)?) || !fits(size(20)?) {
        return None;
    }
    Pixmap::decode_png(bytes).ok()?.encode_png().ok()
}

/// One paper.
pub(super) fn paper(dossier: &Dossier, paper: Paper, locale: Locale) -> Sheet {
    let pen = Pen::new(dossier, locale);
    let folio = of_paper(&pen, paper);
    let title = folio.title.clone();
    pen.sheet(title, vec![folio], Contents::default())
}

fn of_paper(pen: &Pen<'_>, paper: Paper) -> Folio {
    let (title, number, blocks) = match paper {
        Paper::Intake => folios::intake(pen),
        Paper::Notice => folios::notice(pen),
        Paper::Record(session) => folios::record(pen, session),
        Paper::Agreement => agreement::agreement(pen),
        Paper::FollowUp => agreement::follow_up(pen),
        Paper::Application => agreement::application(pen),
        Paper::Ending => folios::ending(pen),
    };
    Folio {
        name: paper.name(),
        form: Form::Plain,
        title,
        number,
        blocks,
    }
}

/// All papers in the order of the pack, with cover and contents.
pub(super) fn whole(dossier: &Dossier, locale: Locale, files: Files) -> Sheet {
    let mut pen = Pen::new(dossier, locale);
    let papers = Paper::of(&dossier.case);
    let mut bound = Bound::default();
    for part in standing(&dossier.case, &dossier.pack) {
        let first = bound.folios.len();
        match part.part {
            DossierPart::Cover => bound.folios.push(folios::cover(&pen)),
            DossierPart::Contents => bound.folios.push(Folio {
                name: "contents".to_owned(),
                form: Form::Contents,
                title: pen.t("dossier-part-contents"),
                number: Line::default(),
                blocks: Vec::new(),
            }),
            DossierPart::BackCover => bound.folios.push(folios::back_cover(&pen)),
            DossierPart::Notes => bound.folios.push(folios::notes(&pen)),
            _ => {}
        }
        let is_part = |paper: &&Paper| paper.part() == part.part;
        // A notice that nobody was given, or a follow-up that nobody made, is a form and no part of the file.
        let worth = |paper: &&Paper| match paper {
            Paper::Application => part.there,
            Paper::Agreement => pen.mediation.in_force.is_some(),
            Paper::FollowUp => {
                let visited = pen.mediation.promises().iter().any(|term| !term.visits.is_empty());
                visited || !pen.mediation.term_words.is_empty()
            }
            Paper::Notice => !pen.mediation.notices.is_empty(),
            _ => true,
        };
        let own = papers.iter().filter(is_part).filter(worth);
        bound.folios.extend(own.map(|paper| of_paper(&pen, *paper)));
        let under = files_under(&dossier.case, part.part);
        let list = folios::files(&pen, part.part, &under);
        let begun = bound.folios.len() > first || list.is_some();
        bound.parts += u32::from(begun || part.is_missing());
        if begun || part.is_missing() {
            bound.lines.push(ContentsLine {
                number: bound.parts.to_string().into(),
                name: pen.t(&format!("dossier-part-{}", part.part.name())),
                folio: begun.then_some(first),
            });
        }
        bound.folios.extend(list);
        bound.bind(&mut pen, &under, files);
    }
    let contents = Contents {
        number: pen.t("dossier-column-number"),
        name: pen.t("dossier-column-name"),
        page: pen.t("dossier-column-page"),
        missing: pen.t("dossier-missing"),
        lines: bound.lines,
    };
    let title = pen.with("dossier-title-number", &[("number", pen.number())]);
    let mut sheet = pen.sheet(title, bound.folios, contents);
    sheet.originals = bound.originals;
    sheet
}

/// What has been put together of a dossier so far.
#[derive(Default)]
struct Bound {
    folios: Vec<Folio>,
    lines: Vec<ContentsLine>,
    originals: Vec<(usize, &'static str, Vec<u8>)>,
    /// Parts so far.
    parts: u32,
    /// Bytes of the pages that files have become so far.
    bytes: usize,
}

impl Bound {
    /// The files of the part that was begun last, after its list.
    fn bind(&mut self, pen: &mut Pen<'_>, under: &[&Evidence], files: Files) {
        let dossier = pen.dossier;
        for (evidence, n) in under.iter().zip(1_u32..) {
            let bytes = dossier.files.get(&evidence.sha256);
            if files == Files::Along {
                let list = self.folios.len().saturating_sub(1);
                let ending = scans::ending(&evidence.media_type);
                self.originals.extend(bytes.map(|bytes| (list, ending, bytes.clone())));
                continue;
            }
            let number = format!("{}-{n}", self.parts);
            self.lines.push(ContentsLine {
                number: number.as_str().into(),
                name: evidence.name.as_str().into(),
                folio: Some(self.folios.len()),
            });
            let bytes = bytes.filter(|_| files == Files::AsPages);
            let left = scans::MOST_BYTES.saturating_sub(self.bytes);
            match bytes.and_then(|bytes| scans::pages(&evidence.media_type, bytes, left)) {
                Some(pages) => self.print(pen, evidence, &number, pages),
                None => self.folios.push(folios::beside(pen, evidence, &number)),
            }
        }
    }

    fn print(&mut self, pen: &mut Pen<'_>, evidence: &Evidence, number: &str, pages: Vec<Picture>) {
        let all = pages.len();
        for (picture, page) in pages.into_iter().zip(1_usize..) {
            self.bytes += picture.bytes.len();
            let block = Block::Scan {
                picture: pen.pictures.len(),
                ending: picture.ending,
                alt: evidence.name.as_str().into(),
            };
            pen.pictures.push(picture);
            self.folios
                .push(folios::scan(pen, evidence, number, block, (page, all)));
        }
    }
}
