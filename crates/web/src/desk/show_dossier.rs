//! A dispute's dossier: what stands in it and what is missing; and, after it was written down who opens the names and why,
//! its papers as files.

use super::mediation_keys::part_key;
use super::reason::{self, ReasonForm};
use super::show_case;
use super::story::mediation::signer_key;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Frame, Problems};
use crate::secrets;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use documents::mediation::{self, Dossier, Paper, PartStanding, standing};
use domain::Locale;
use domain::case::{Case, Command, Opening, Reason};
use office::DossierFiles;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

#[derive(Template)]
#[template(path = "desk/dossier.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    title: &'a str,
    problems: &'a Problems,
    /// Name, how it stands, and the class of its mark; empty for what need not be there.
    parts: Vec<(&'static str, String, &'static str)>,
    /// What can be had: name of the file, words, form.
    files: Vec<FileLine>,
    chosen: String,
    reason: ReasonForm<'a>,
    may_open: bool,
}

struct FileLine {
    name: String,
    words: String,
}

/// `GET /cases/{number}/dossier`: nothing is opened.
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    page(&visit, &story.case, &Problems::default(), None)
}

/// `POST /cases/{number}/dossier`
pub(crate) async fn send(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::OpenSealed, &number).await?;
    let case = &story.case;
    let Some(wanted) = wanted(&visit, case, fields.get("file")) else {
        let mut problems = Problems::default();
        problems.add("file", visit.words().text("dossier-choose"));
        return page(&visit, case, &problems, Some(&fields));
    };
    match opened(&visit, case, wanted, reason::read(&fields)).await {
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, case, &problems, Some(&fields))
        }
        answer => answer,
    }
}

/// The file, after it was written down who opens what it prints and why.
pub(crate) async fn opened(visit: &Visit, case: &Case, wanted: Wanted, why: Reason) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let files = wanted.files();
    let dossier = office::open_dossier(office, case.id, files, why.clone(), visit.actor(), visit.now).await?;
    let name = format!("{}-{}", case.number, wanted.name());
    // What is done to the case while the paper is made is not in it.
    let of = dossier.case.version;
    let (media_type, locale) = (wanted.media_type(), visit.locale);
    // Setting type takes long enough to hold up everybody else on this thread.
    let made = tokio::task::spawn_blocking(move || wanted.make(&dossier, locale));
    let bytes = made.await.map_err(|error| Fault::Broken(error.to_string()))??;
    if files == DossierFiles::All {
        // Which file it was that somebody took with them, or that went to another body.
        let what = Opening::Dossier {
            sha256: secrets::sha256_of(&bytes),
            of,
        };
        let command = Command::Open { what, reason: why };
        office::act(office, case.id, &command, visit.actor(), visit.now, None).await?;
    }
    Ok(frame::download(media_type, &name, bytes))
}

/// A file that was asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted {
    Whole,
    Parts,
    Pdf(Paper),
    Docx(Paper),
}

impl Wanted {
    pub(crate) fn name(self) -> String {
        match self {
            Self::Whole => "dossier.pdf".to_owned(),
            Self::Parts => "dossier.zip".to_owned(),
            Self::Pdf(paper) => format!("{}.pdf", paper.name()),
            Self::Docx(paper) => format!("{}.docx", paper.name()),
        }
    }

    /// One paper needs no file of the others.
    const fn files(self) -> DossierFiles {
        match self {
            Self::Whole | Self::Parts => DossierFiles::All,
            Self::Pdf(_) | Self::Docx(_) => DossierFiles::Signatures,
        }
    }

    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Whole | Self::Pdf(_) => "application/pdf",
            Self::Parts => "application/zip",
            Self::Docx(_) => DOCX,
        }
    }

    fn make(self, dossier: &Dossier, locale: Locale) -> Result<Vec<u8>, documents::brief::Error> {
        match self {
            Self::Whole => mediation::dossier_pdf(dossier, locale),
            Self::Parts => mediation::dossier_docx(dossier, locale),
            Self::Pdf(paper) => mediation::pdf(dossier, paper, locale),
            Self::Docx(paper) => mediation::docx(dossier, paper, locale),
        }
    }
}

/// All that can be had of a case; nothing of one that is not mediated.
pub(crate) fn all(visit: &Visit, case: &Case) -> Vec<Wanted> {
    if !is_mediated(visit, case) {
        return Vec::new();
    }
    let papers = Paper::of(case).into_iter();
    let papers = papers.flat_map(|paper| [Wanted::Pdf(paper), Wanted::Docx(paper)]);
    [Wanted::Whole, Wanted::Parts].into_iter().chain(papers).collect()
}

/// The one of that name.
pub(crate) fn wanted(visit: &Visit, case: &Case, name: &str) -> Option<Wanted> {
    all(visit, case).into_iter().find(|wanted| wanted.name() == name)
}

fn is_mediated(visit: &Visit, case: &Case) -> bool {
    let kind = visit.desk.office.pack.kind(&case.kind);
    case.erased_at.is_none() && kind.is_some_and(|kind| kind.mediation.is_some())
}

/// How a part stands, and the class of its mark. A paper that not all have signed is no more than a draft.
fn state(f: &Frame<'_>, case: &Case, part: PartStanding) -> (String, &'static str) {
    let unsigned = mediation::unsigned(case, part.part);
    if !unsigned.is_empty() {
        let who: Vec<&str> = unsigned.into_iter().map(signer_key).collect();
        let who: Vec<&str> = who.into_iter().map(|key| f.words().text(key)).collect();
        return (f.t1("dossier-unsigned", "who", who.join(f.t("list-separator"))), "near");
    }
    let (key, mark) = match (part.is_missing(), part.there) {
        (true, _) => ("dossier-missing", "late"),
        (_, true) => ("dossier-there", "good"),
        _ => ("dossier-not-there", ""),
    };
    (f.t(key).to_owned(), mark)
}

fn page(visit: &Visit, case: &Case, problems: &Problems, sent: Option<&Fields>) -> Result<Response, Fault> {
    if !is_mediated(visit, case) {
        return Err(Fault::NotFound);
    }
    let f = Frame::new(visit, "/cases", visit.words().text("dossier-title"));
    let paper = |paper: Paper| match paper {
        Paper::Intake => f.t("folio-title-intake").to_owned(),
        Paper::Notice => f.t("folio-title-notice").to_owned(),
        Paper::Record(n) => f.t1("folio-title-record", "n", n),
        Paper::Agreement => f.t("folio-title-agreement").to_owned(),
        Paper::FollowUp => f.t("folio-title-follow-up").to_owned(),
        Paper::Application => f.t("folio-title-application").to_owned(),
        Paper::Ending => f.t("folio-title-ending").to_owned(),
    };
    let files = all(visit, case).into_iter().map(|wanted| FileLine {
        name: wanted.name(),
        words: match wanted {
            Wanted::Whole => f.t("dossier-file-pdf").to_owned(),
            Wanted::Parts => f.t("dossier-file-docx").to_owned(),
            Wanted::Pdf(of) => f.t2("dossier-file-paper", "paper", paper(of), "kind", "PDF"),
            Wanted::Docx(of) => f.t2("dossier-file-paper", "paper", paper(of), "kind", "DOCX"),
        },
    });
    let files = files.collect();
    let parts = standing(case, &visit.desk.office.pack).into_iter();
    let parts = parts.map(|part| {
        let (state, mark) = state(&f, case, part);
        (part_key(part.part), state, mark)
    });
    let page = Page {
        number: &case.number,
        title: &case.title,
        problems,
        parts: parts.collect(),
        files,
        chosen: sent.map_or("dossier.pdf", |fields| fields.get("file")).to_owned(),
        reason: ReasonForm::of(visit, sent),
        may_open: visit.may_with(Right::OpenSealed, case),
        f,
    };
    frame::form_page(problems, &page)
}
