//! What is written down of a mediation, as a case's view has it: the rules' own types, described.

#![expect(dead_code, reason = "it describes the rules' own mediation")]

use crate::api::mediation_words::{
    EndedBody, FilePart, HowBody, PaperBody, PartyBody, ResultBody, SignerBody, WayBody,
};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What there is of a dispute's mediation. Parties are letters: their names are sealed, and not in it.
#[derive(ToSchema)]
#[schema(as = Mediation)]
pub(crate) struct MediationView {
    /// The court that has given it to the committee; not there where the parties came, or were found.
    referral: Option<ReferralView>,
    /// Whether the parties mediate online; not there where nobody was invited to.
    online: Option<OnlineView>,
    /// Who wants it, by the party's letter.
    consents: BTreeMap<String, ConsentView>,
    /// Who was told the rights and duties, by the party's letter.
    notices: BTreeMap<String, RightsView>,
    /// The post of the mediator whom the committee proposes.
    proposed: Option<String>,
    /// The post of the mediator whom each party chooses, by its letter.
    choices: BTreeMap<String, String>,
    /// Mediators whom a party does not want.
    #[schema(required = false)]
    objections: Vec<ObjectionView>,
    /// What parties said of records by their own links, the first first.
    #[schema(required = false)]
    record_words: Vec<RecordWordView>,
    /// What parties said of promises by their own links, the first first.
    #[schema(required = false)]
    term_words: Vec<TermWordView>,
    /// Sessions, in the order called.
    sittings: Vec<SittingView>,
    /// What was agreed: a draft until it is in force.
    agreement: Option<AgreementView>,
    /// How many drafts there were; not there where there was none.
    #[schema(required = false)]
    drafts: u32,
    signatures: Vec<SignatureView>,
    /// Since when the agreement is in force.
    #[schema(format = DateTime)]
    in_force: Option<String>,
    /// A court was asked to confirm the agreement.
    confirmation: Option<ConfirmationView>,
    /// Who does not want that; nothing more once it has been asked for.
    confirmation_declined: Option<DeclinedView>,
    /// How it ended without an agreement.
    ended: Option<EndingView>,
    /// SHA-256 of the file with the dossier that was made last; not there where none was.
    #[schema(required = false)]
    dossier: String,
    /// The case's version that this dossier shows.
    #[schema(required = false)]
    dossier_of: u64,
    /// The case's version with the last of which a dossier tells.
    #[schema(required = false)]
    told_at: u64,
    /// To whom it was given on.
    handed_over: Vec<HandOverView>,
    /// Under which part of the dossier a file belongs, by its SHA-256.
    filed: BTreeMap<String, FilePart>,
    /// What there was before the parties were asked anew.
    #[schema(no_recursion)]
    before: Vec<MediationView>,
}

/// What a court gave with a dispute.
#[derive(ToSchema)]
#[schema(as = CourtReferral)]
pub(crate) struct ReferralView {
    way: WayBody,
    court: String,
    /// The number that the court has given it.
    number: String,
    /// When the committee signed for it: mediation's time runs from then.
    #[schema(format = DateTime)]
    received: String,
}

/// An invitation to mediate online.
#[derive(ToSchema)]
#[schema(as = OnlineMediation)]
pub(crate) struct OnlineView {
    /// Who was invited.
    parties: Vec<PartyBody>,
    #[schema(format = DateTime)]
    at: String,
    /// Who takes part, or does not, by the party's letter.
    answers: BTreeMap<String, bool>,
}

/// Whether a party wants mediation.
#[derive(ToSchema)]
#[schema(as = MediationConsent)]
pub(crate) struct ConsentView {
    agrees: bool,
    /// What was said with it.
    note: String,
    #[schema(format = DateTime)]
    at: String,
}

/// A party was told its rights and duties.
#[derive(ToSchema)]
#[schema(as = RightsNotice)]
pub(crate) struct RightsView {
    how: HowBody,
    #[schema(format = DateTime)]
    at: String,
}

/// A mediator whom a party does not want.
#[derive(ToSchema)]
#[schema(as = MediatorObjection)]
pub(crate) struct ObjectionView {
    party: PartyBody,
    /// To whom.
    post: String,
    /// Why.
    note: String,
    #[schema(format = DateTime)]
    at: String,
}

/// What a party says of the record of a session.
#[derive(ToSchema)]
#[schema(as = SessionRecordWord)]
pub(crate) struct RecordWordView {
    party: PartyBody,
    /// Of which session, 1 for the first.
    session: u32,
    /// It says what was said.
    agrees: bool,
    /// What is wrong or missing.
    note: String,
    #[schema(format = DateTime)]
    at: String,
}

/// What a party says of a promise.
#[derive(ToSchema)]
#[schema(as = PromiseWord)]
pub(crate) struct TermWordView {
    party: PartyBody,
    /// Of which promise, 1 for the first.
    term: u32,
    result: ResultBody,
    /// What was said with it.
    note: String,
    #[schema(format = DateTime)]
    at: String,
}

/// A session to which parties were called.
#[derive(ToSchema)]
#[schema(as = MediationSession)]
pub(crate) struct SittingView {
    /// When it begins.
    #[schema(format = DateTime)]
    at: String,
    /// How long it is meant to take.
    minutes: u32,
    /// Empty where there is a link alone.
    place: String,
    /// The address of a video call; empty where there is none.
    link: String,
    /// Who was called: all parties, or one apart.
    parties: Vec<PartyBody>,
    /// When they were called, or told last that it is at another time or place.
    #[schema(format = DateTime)]
    called_at: String,
    /// How often it was moved; not there where it was not.
    #[schema(required = false)]
    moved: u32,
    /// It does not take place; not there where it does.
    called_off: Option<CalledOffView>,
    /// What was written down.
    record: Option<RecordView>,
}

/// A session that does not take place.
#[derive(ToSchema)]
#[schema(as = SessionCalledOff)]
pub(crate) struct CalledOffView {
    /// Why.
    reason: String,
    #[schema(format = DateTime)]
    at: String,
}

/// What was written down of a session.
#[derive(ToSchema)]
#[schema(as = SessionRecord)]
pub(crate) struct RecordView {
    /// Who was there; nobody where none of the parties came.
    present: Vec<PartyBody>,
    text: String,
    #[schema(format = DateTime)]
    at: String,
}

/// What the parties agree on.
#[derive(ToSchema)]
#[schema(as = MediatedAgreement)]
pub(crate) struct AgreementView {
    /// Agreed by word of mouth, and written down by the mediator; not there where it is on paper.
    #[schema(required = false)]
    oral: bool,
    /// The pack's template; not there where none was used.
    #[schema(required = false)]
    template: String,
    facts: String,
    dispute: String,
    responsibility: String,
    content: String,
    manner: String,
    place: String,
    /// Who does what by when.
    terms: Vec<TermView>,
}

/// A promise, and what was found of it.
#[derive(ToSchema)]
#[schema(as = AgreementTerm)]
pub(crate) struct TermView {
    party: PartyBody,
    what: String,
    /// The last day.
    #[schema(format = Date)]
    due: String,
    /// Follow-up visits, the first first.
    #[schema(required = false)]
    visits: Vec<VisitView>,
}

/// A follow-up visit on a promise.
#[derive(ToSchema)]
#[schema(as = PromiseVisit)]
pub(crate) struct VisitView {
    result: ResultBody,
    note: String,
    /// The way of the pack by which what was not kept by its day is pursued; not there where none was stated.
    #[schema(required = false)]
    route: String,
    #[schema(format = DateTime)]
    at: String,
}

/// A paper that is signed, of a record with its session.
#[derive(ToSchema)]
#[schema(as = PaperToSign)]
pub(crate) struct PaperView {
    kind: PaperBody,
    /// 1 for the first.
    #[schema(required = false)]
    session: u32,
}

/// A signature.
#[derive(ToSchema)]
#[schema(as = MediationSignature)]
pub(crate) struct SignatureView {
    paper: PaperView,
    signer: SignerBody,
    by: SignedHow,
    /// SHA-256 of the file that shows it.
    sha256: String,
    /// The draft that was read, 1 for the first.
    #[schema(required = false)]
    draft: u32,
    #[schema(format = DateTime)]
    at: String,
}

/// How a signature was given.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub(crate) enum SignedHow {
    /// Drawn on the glass of a telephone or tablet.
    Glass,
    /// On paper, of which a scan is kept.
    Paper,
}

/// A court was asked to confirm the agreement.
#[derive(ToSchema)]
#[schema(as = CourtConfirmation)]
pub(crate) struct ConfirmationView {
    court: String,
    #[schema(format = DateTime)]
    at: String,
    /// What came of it (`confirmed`, `rejected`, `withdrawn`), the ruling's number or what was said, and when.
    decided: Option<Vec<String>>,
}

/// Parties who do not want a court to confirm the agreement.
#[derive(ToSchema)]
#[schema(as = ConfirmationDeclined)]
pub(crate) struct DeclinedView {
    parties: Vec<PartyBody>,
    note: String,
    #[schema(format = DateTime)]
    at: String,
}

/// Mediation ended without an agreement.
#[derive(ToSchema)]
#[schema(as = MediationEnding)]
pub(crate) struct EndingView {
    why: EndedBody,
    /// Which party refused it; none where nobody did.
    party: Option<PartyBody>,
    reason: String,
    /// The other routes that the parties were told, by the pack's names of them.
    routes: Vec<String>,
    #[schema(format = DateTime)]
    at: String,
}

/// Given on to another route with the dossier.
#[derive(ToSchema)]
#[schema(as = MediationHandOver)]
pub(crate) struct HandOverView {
    /// By the pack's name of it.
    route: String,
    /// To which body.
    to: String,
    note: String,
    /// SHA-256 of the file with the dossier.
    #[schema(required = false)]
    dossier: String,
    #[schema(format = DateTime)]
    at: String,
}
