//! Signing a paper of a mediation on the glass. A drawn signature is a file of the case like any other, under its seal. Signed on
//! paper: `sign_on_paper.rs`, from the same page.

use super::mediation::{paper_of, slug_of};
use super::show_case;
use super::story::mediation::{paper_words, signer_key};
use crate::access::Right;
use crate::evidence_types;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::case::{Case, Command, Evidence, Mediate, SignedBy, SignedPaper, Signer, may_take};
use domain::pack::StepName;
use jiff::Timestamp;

/// How a browser sends what was drawn.
const DRAWN: &str = "data:image/png;base64,";

#[derive(Template)]
#[template(path = "desk/sign.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    problems: &'a Problems,
    paper: String,
    slug: String,
    /// Of the agreement and of the application: the draft that the page shows; 0 of other papers.
    draft: u32,
    /// What is signed, as far as it can be shown without names.
    text: Vec<(&'a str, String)>,
    /// Who has not signed: value, words.
    unsigned: Vec<(&'static str, &'a str)>,
    signed: Vec<&'a str>,
    chosen: String,
    /// The case's files, for a scan: SHA-256, name.
    scans: Vec<(&'a str, &'a str)>,
    key: String,
}

/// `GET /cases/{number}/sign/{paper}`
pub(crate) async fn show(Path((number, slug)): Path<(String, String)>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let paper = paper(&story.case, &slug)?;
    page(&visit, &story.case, paper, &Problems::default(), None)
}

/// `POST /cases/{number}/sign/{paper}`
pub(crate) async fn send(
    Path((number, slug)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let case = &story.case;
    let paper = paper(case, &slug)?;
    let refused = |problems: &Problems| page(&visit, case, paper, problems, Some(&fields));
    let mut problems = Problems::default();
    let Some(signer) = Signer::of_letter(fields.get("signer")) else {
        problems.add("signer", visit.words().text("sign-who"));
        return refused(&problems);
    };
    let office = &visit.desk.office;
    // Nothing is kept that the case does not take.
    if let Err(refusal) = may_take(case, StepName::SignPaper, visit.actor(), &office.pack, visit.now) {
        return refused(&Problems::refused(&refusal, visit.words()));
    }
    let drawn = drawn(&fields).and_then(|bytes| evidence_types::keep("", bytes).ok());
    let Some(drawn) = drawn.filter(|drawn| drawn.media_type == "image/png") else {
        problems.add("scan", visit.words().text("sign-nothing"));
        return refused(&problems);
    };
    let sha256 = office.store.put_file(case.id, &drawn.bytes).await?;
    let f = Frame::new(&visit, "/cases", "");
    let name = f.t2(
        "sign-file-name",
        "paper",
        paper_words(&f, paper),
        "signer",
        f.t(signer_key(signer)),
    );
    let file = Evidence {
        name: format!("{name}.png"),
        media_type: drawn.media_type.to_owned(),
        bytes: drawn.bytes.len() as u64,
        sha256,
    };
    let by = SignedBy::Glass;
    let command = Mediate::Sign {
        paper,
        signer,
        by,
        file,
        draft: read_draft(&fields),
    };
    put_down(&visit, case, command, &fields).await
}

/// Puts a signature down; the next one signs on the same page.
pub(super) async fn put_down(visit: &Visit, case: &Case, signed: Mediate, fields: &Fields) -> Result<Response, Fault> {
    let Mediate::Sign { paper, .. } = signed else {
        return Err(Fault::NotFound);
    };
    let office = &visit.desk.office;
    let key = fields
        .given("key")
        .map(|key| format!("step {} {} sign {key}", visit.person.account.id, case.id));
    let command = Command::Mediate(signed);
    match office::act(office, case.id, &command, visit.actor(), visit.now, key).await {
        Ok(_) => {
            let story = show_case::find(visit, &case.number).await?;
            let to = if story.case.unsigned(paper).is_empty() {
                format!("/cases/{}?done=sign#mediation", case.number)
            } else {
                format!("/cases/{}/sign/{}", case.number, slug_of(paper))
            };
            Ok(frame::see_other(&to))
        }
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            // As the case stands now: what is signed is read anew where it has changed.
            let story = show_case::find(visit, &case.number).await?;
            page(visit, &story.case, paper, &problems, Some(fields))
        }
        Err(error) => Err(error.into()),
    }
}

/// The paper of the address, if somebody can sign it.
pub(super) fn paper(case: &Case, slug: &str) -> Result<SignedPaper, Fault> {
    let paper = paper_of(slug).filter(|_| case.erased_at.is_none());
    paper
        .filter(|paper| !case.signers(*paper).is_empty())
        .ok_or(Fault::NotFound)
}

/// The draft that was on the page that was read; 0 where the form does not say.
pub(super) fn read_draft(fields: &Fields) -> u32 {
    fields.get("draft").parse().unwrap_or(0)
}

/// The bytes of what was drawn; none where nothing was.
fn drawn(fields: &Fields) -> Option<Vec<u8>> {
    let text = fields.given("drawn")?.strip_prefix(DRAWN)?;
    STANDARD.decode(text).ok().filter(|bytes| !bytes.is_empty())
}

pub(super) fn page(
    visit: &Visit,
    case: &Case,
    paper: SignedPaper,
    problems: &Problems,
    sent: Option<&Fields>,
) -> Result<Response, Fault> {
    let words = visit.words();
    let f = Frame::new(visit, "/cases", words.text("sign-title")).of_drill(case.is_drill());
    let unsigned = case.unsigned(paper);
    let signed = case
        .signers(paper)
        .into_iter()
        .filter(|signer| !unsigned.contains(signer));
    let signed = signed.map(|signer| words.text(signer_key(signer))).collect();
    let scans = case.evidence.iter();
    let page = Page {
        number: &case.number,
        problems,
        paper: paper_words(&f, paper),
        slug: slug_of(paper),
        draft: match paper {
            SignedPaper::Agreement | SignedPaper::Application => {
                case.mediation().map_or(0, |mediation| mediation.drafts)
            }
            SignedPaper::Notice | SignedPaper::Record { .. } => 0,
        },
        text: text(visit, case, paper),
        unsigned: unsigned
            .iter()
            .map(|signer| (signer.letter(), words.text(signer_key(*signer))))
            .collect(),
        signed,
        chosen: sent.map_or("", |fields| fields.get("signer")).to_owned(),
        scans: scans
            .map(|evidence| (evidence.sha256.as_str(), evidence.name.as_str()))
            .collect(),
        key: office::new_case_id(visit.now).to_string(),
        f,
    };
    frame::form_page(problems, &page)
}

/// The number of the agreement in force.
fn number(visit: &Visit, case: &Case, in_force: Option<Timestamp>) -> String {
    let pack = &visit.desk.office.pack;
    let rules = pack.kind(&case.kind).and_then(|kind| kind.mediation.as_ref());
    let year = pack.zone.to_datetime(in_force.unwrap_or(case.received_at)).year();
    let pattern = rules.map_or("{number}", |rules| rules.number.as_str());
    pattern
        .replace("{year}", &year.to_string())
        .replace("{number}", &case.number)
}

/// What is signed: whoever signs reads it first. Headings and words.
fn text<'a>(visit: &'a Visit, case: &Case, paper: SignedPaper) -> Vec<(&'a str, String)> {
    let words = visit.words();
    let Some(mediation) = case.mediation() else {
        return Vec::new();
    };
    match paper {
        SignedPaper::Notice => {
            let kind = visit.desk.office.pack.kind(&case.kind);
            let rules = kind.and_then(|kind| kind.mediation.as_ref());
            let notice = rules.map_or("", |rules| rules.notice.value.get(visit.locale));
            vec![("", notice.trim().to_owned())]
        }
        SignedPaper::Record { session } => {
            let record = mediation.sitting(session).and_then(|sitting| sitting.record.as_ref());
            record.map_or_else(Vec::new, |record| vec![("", record.text.clone())])
        }
        SignedPaper::Agreement | SignedPaper::Application => {
            let Some(agreement) = &mediation.agreement else {
                return Vec::new();
            };
            let parts = [
                ("folio-part-facts", &agreement.facts),
                ("folio-part-dispute", &agreement.dispute),
                ("folio-part-responsibility", &agreement.responsibility),
                ("folio-part-content", &agreement.content),
                ("folio-part-manner", &agreement.manner),
                ("folio-part-place", &agreement.place),
            ];
            // Of an application first what is asked for by it.
            let asked = (paper == SignedPaper::Application).then(|| {
                let number = number(visit, case, mediation.in_force);
                let asked = words.with("folio-asked-confirm", &[("number", number.into())]);
                (words.text("folio-asked"), asked)
            });
            let parts = parts.into_iter().map(|(key, said)| (words.text(key), said.clone()));
            let mut text: Vec<(&str, String)> = asked.into_iter().chain(parts).collect();
            let promises = agreement.terms.iter().map(|term| {
                let who = words.text(super::mediation_keys::party_key(term.party));
                let args = [
                    ("party", who.into()),
                    ("what", term.what.as_str().into()),
                    ("due", term.due.to_string().into()),
                ];
                words.with("folio-promise", &args)
            });
            let promises: Vec<String> = promises.collect();
            text.push((words.text("folio-part-terms"), promises.join("\n")));
            text
        }
    }
}
