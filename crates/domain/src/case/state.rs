//! What a case is now: the fold of its events.

use super::{
    About, Actor, CaseLink, Danger, Incident, Invitation, Mediation, Notices, Opinion, Party, Passing, Recusal, Round,
    RoundDone, SourceShield,
};
use crate::clock::{Allowance, ClockStatus};
use crate::pack::FieldName;
use crate::{AreaSlug, CaseId, CategorySlug, ClockSlug, KindSlug, PostSlug, StatusSlug, UnitSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Where something is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// As written.
    pub address: String,
    /// Area 片区, when the pack knows it.
    pub area: Option<AreaSlug>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
}

/// What everybody may read of a case, as the office reviewed it: never what the requester wrote unread. Names and contacts
/// are not in it, because the reviewer writes it for the public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The words for the public.
    pub text: String,
    /// Whether the address and the exact place may be read too; an exact place can be a person's door.
    pub with_place: bool,
}

/// What became of a case, told apart so that nobody can call "cannot be met" solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 已解决 in the unit's view; "solved" in the scorecard is the requester's word alone.
    Solved,
    /// 部分解决.
    Partly,
    /// 解释说明: cannot be met, and why.
    CannotBeMet,
    /// 不属于本单位职责.
    NotOurs,
    /// 重复: belongs to another case.
    Duplicate,
    /// 撤回.
    Withdrawn,
}

/// An answer given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The words.
    pub text: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The account that gave it: somebody else signs off.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A file that shows what was done; its bytes are kept by the store under the hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Name as given, for showing only; never a path.
    pub name: String,
    /// Media type found in the bytes.
    pub media_type: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
}

/// A unit's own word that the work on a case is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishClaim {
    /// When it was finished, as the unit says.
    pub said: Timestamp,
    /// When the unit said so: the moment that counts.
    pub received_at: Timestamp,
}

/// A dated word in a case's story (progress, comment, supervision).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}

/// A stretch of time in which a clock stood still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// From.
    pub from: Timestamp,
    /// To; none while it lasts.
    pub to: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

/// More time, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// How much.
    pub by: Allowance,
    /// Approved by this post.
    pub approver: Option<PostSlug>,
    /// Why.
    pub reason: String,
    /// The requester was told.
    pub requester_told: bool,
    /// Of mediation: the parties who want it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<Party>,
    /// When it was approved.
    pub at: Timestamp,
}

/// A clock 时限 of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningClock {
    /// Its name in the pack.
    pub clock: ClockSlug,
    /// The time allowed; none where a due time was set by hand.
    pub allowance: Option<Allowance>,
    /// When it started.
    pub from: Timestamp,
    /// Due, with pauses and extensions counted.
    pub due: Timestamp,
    /// Year without holiday data that the due time runs into: shown as a warning.
    pub warning: Option<i16>,
    /// running, paused, met, breached, extended, cancelled.
    pub status: ClockStatus,
    /// When it was stopped.
    pub stopped_at: Option<Timestamp>,
    /// Marks reached so far, in percent.
    pub marks: Vec<u8>,
    /// Pauses.
    pub pauses: Vec<Pause>,
    /// Extensions.
    pub extensions: Vec<Extension>,
}

/// A case 事项. `None` stands for a stream without events; every `Case` has one unit and one leader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Identity.
    pub id: CaseId,
    /// Public number.
    pub number: String,
    /// Kind.
    pub kind: KindSlug,
    /// `id@version` of the pack it began with.
    pub pack: String,
    /// Category.
    pub category: CategorySlug,
    /// One line.
    pub title: String,
    /// What was said.
    pub description: String,
    /// Where.
    pub place: Place,
    /// How it came in.
    pub source: String,
    /// Number in the source system.
    pub external: Option<String>,
    /// The case it was made from.
    pub origin: Option<CaseId>,
    /// When it was first said.
    pub received_at: Timestamp,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// The one responsible unit.
    pub unit: UnitSlug,
    /// The one responsible leader's post.
    pub leader: PostSlug,
    /// Where it stands in its lifecycle.
    pub status: StatusSlug,
    /// Ended: closed, refused or withdrawn.
    pub ended_at: Option<Timestamp>,
    /// When the source system says that it was finished there.
    pub finished_at_source: Option<Timestamp>,
    /// When the unit says that it was finished.
    #[serde(default)]
    pub finish_claim: Option<FinishClaim>,
    /// When "finished" was last found not to be so (sent back, opened again): older claims say nothing new.
    #[serde(default)]
    pub finish_denied_at: Option<Timestamp>,
    /// When it was first accepted: it is not refused any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// When the unit acknowledged.
    pub acknowledged_at: Option<Timestamp>,
    /// The answer in force.
    pub answer: Option<Answer>,
    /// The outcome it ended with.
    pub outcome: Option<Outcome>,
    /// The requester's own word on "solved".
    pub solved: Option<bool>,
    /// The requester's own word on "satisfied".
    pub satisfied: Option<bool>,
    /// Follow-ups at which nobody was reached, since it was last answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreached: Vec<Note>,
    /// How often it was asked again.
    pub repeats: u32,
    /// How often it was opened again.
    pub reopened: u32,
    /// When it was last opened again: what the source system finished before that does not finish it now.
    #[serde(default)]
    pub reopened_at: Option<Timestamp>,
    /// The due time that was set by hand at registration.
    #[serde(default)]
    pub due_by_hand: Option<Timestamp>,
    /// People affected.
    pub people_affected: Option<u32>,
    /// Casualties.
    pub casualties: Option<u32>,
    /// Supervised 督办, with the last word.
    pub supervised: Option<Note>,
    /// The last word on progress.
    pub progress: Option<Note>,
    /// Leaders' comments 批示.
    pub comments: Vec<Note>,
    /// Files.
    pub evidence: Vec<Evidence>,
    /// Who brought which of them, by SHA-256: the same file can have come from several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brought: Vec<(String, Actor)>,
    /// Its clocks, in the order they started.
    pub clocks: Vec<RunningClock>,
    /// Which sealed fields it has; what they say is opened with a reason.
    #[serde(default)]
    pub sealed_fields: Vec<FieldName>,
    /// Whom of ours it complains about; it does not exist for them.
    #[serde(default, skip_serializing_if = "About::is_empty")]
    pub about: About,
    /// What everybody may read of it, and since when; none where it was not published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<(Publication, Timestamp)>,
    /// Since when the responsible unit has it; none while the first one has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_since: Option<Timestamp>,
    /// Which look at it this is.
    #[serde(default, skip_serializing_if = "Round::is_first")]
    pub round: Round,
    /// The rounds before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<RoundDone>,
    /// The written opinion of this round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// Handled in the simple procedure 简易办理.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub simple: bool,
    /// Units that help the responsible one 协办.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub helping: BTreeSet<UnitSlug>,
    /// It is being passed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passing: Option<Passing>,
    /// Posts that stand aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recusals: Vec<Recusal>,
    /// The case that asked the same before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_of: Option<CaseLink>,
    /// Cases that asked the same again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeated_by: Vec<CaseLink>,
    /// Cases that belong together with it 相关.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<CaseLink>,
    /// What there is of a dispute's mediation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediation: Option<Box<Mediation>>,
    /// What there is of it as an incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<Box<Incident>>,
    /// How the requester wants to be told; none where nobody has chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<Notices>,
    /// How the other parties of a dispute want to be told, each for itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub party_notices: BTreeMap<Party, Notices>,
    /// Who reported is hidden from all but one post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_shield: Option<SourceShield>,
    /// Somebody is in danger now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub danger: Option<Danger>,
    /// People of other bodies who were invited to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invitations: Vec<Invitation>,
    /// When everything that people wrote in it was erased.
    #[serde(default)]
    pub erased_at: Option<Timestamp>,
    /// Number of events so far; the next append expects it.
    pub version: u64,
    /// Time of the last event.
    pub changed_at: Timestamp,
}
