//! Policy packs: the rules, words, categories and deadlines of a place, as data with their sources.
//!
//! A pack is a folder of TOML files (`docs/packs.md`). [`read()`] makes a [`Pack`] of them or says everything that is
//! wrong, with file, line and remedy. A pack may extend another; [`builtin`] gives those that the program carries.

mod area;
mod assemble;
mod builtin;
mod calls;
mod check;
mod check_kind;
mod danger;
mod draft;
mod duty;
mod forbidden;
mod hazard;
mod incident;
mod ladder;
mod looked;
mod lookup;
mod mediation;
mod model;
mod plans;
mod portal;
mod problem;
mod read;
mod read_body;
mod read_calendar;
mod read_health;
mod read_incident;
mod read_kind;
mod read_mediation;
mod read_operating;
mod read_rules;
mod reporting;
mod section;
mod source;
mod sources;
mod steps;
mod unset;

pub use area::{AREA_CODES, AreaCode};
pub use builtin::{BUILTIN, builtin, builtin_files};
pub use danger::{DANGER, DangerNumber, DangerRule};
pub use hazard::{HAZARD_CATEGORIES, Hazard};
pub use incident::{
    ContinuingReports, HealthReceiver, IncidentLevel, IncidentRole, IncidentRules, InquiryRules, LevelTimes,
    ReportPart, ReportRung, SupplementRules, per_day,
};
pub use ladder::{Ladder, Route};
pub use looked::ToldAs;
pub use lookup::fold;
pub use mediation::{AgreementTemplate, DossierPart, MediationRules, OtherRoute, Remedy};
pub use model::*;
pub use portal::{PortalDoor, PortalRules};
pub use problem::Problem;
pub use read::read;
pub use reporting::{DueTime, Reporting};
pub use sources::RuleSource;
pub use steps::{Requirement, Step, StepName};

/// A pack's files: name within its folder, and text.
pub type Files = std::collections::BTreeMap<String, String>;

/// The largest file of a pack, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;
