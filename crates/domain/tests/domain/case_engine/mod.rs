//! The case engine: stories of whole cases, one test for each refusal, and laws that hold for anything that may be
//! asked of it.

mod about;
mod binding;
mod claims;
mod followed;
mod incident;
mod incident_drafts;
mod incident_handing;
mod incident_laws;
mod incident_levels;
mod incident_operating;
mod incident_supplements;
mod lapsing;
mod mediation;
mod mediation_ends;
mod mediation_laws;
mod notices;
mod parted;
mod parties;
mod petition;
mod properties;
mod referral;
mod refusals;
mod related;
mod reviews;
mod sample;
mod sealing;
mod sessions;
mod shield;
mod stories;
mod told;
