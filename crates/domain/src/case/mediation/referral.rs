//! Mediation for a court 法院委派、委托调解 (最高人民法院关于人民法院特邀调解的规定), and mediation online 在线调解 (人民法院在线调解规则).

use super::{Mediation, Party};
use crate::case::Case;
use crate::pack::{Pack, StepName};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a court gave a dispute to the committee; it decides how long mediation may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralWay {
    /// 委派: before the suit was filed.
    Appointed,
    /// 委托, in the ordinary procedure 普通程序.
    EntrustedOrdinary,
    /// 委托, in the summary procedure 简易程序.
    EntrustedSummary,
}

impl ReferralWay {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Appointed, Self::EntrustedOrdinary, Self::EntrustedSummary];

    /// Its name in packs, forms and message keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Appointed => "appointed",
            Self::EntrustedOrdinary => "entrusted_ordinary",
            Self::EntrustedSummary => "entrusted_summary",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// What a court gave with a dispute. Its name and its number are a body's, not a person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// How.
    pub way: ReferralWay,
    /// The court.
    pub court: String,
    /// The number that the court has given it.
    pub number: String,
    /// When the committee signed for what the court handed over: mediation's time runs from then.
    pub received: Timestamp,
}

/// An invitation to mediate online, and what the parties said to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Online {
    /// Who was invited.
    pub parties: Vec<Party>,
    /// When.
    pub at: Timestamp,
    /// Who takes part online, or does not.
    pub answers: BTreeMap<Party, bool>,
}

impl Online {
    /// Everybody who was invited has said that they take part.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.parties.iter().all(|party| self.answers.get(party) == Some(&true))
    }
}

impl Mediation {
    /// The court to which the case still has to go back with its dossier: mediation for it has ended without an agreement.
    #[must_use]
    pub fn owed_to_court(&self) -> Option<&str> {
        let court = self.referral.as_ref().filter(|_| self.ended.is_some())?.court.trim();
        let back = self.handed_over.iter().any(|handed| handed.to.trim() == court);
        (!back).then_some(court)
    }

    /// Whether a party was invited to mediate online and has not said whether it does.
    #[must_use]
    pub fn awaits_online(&self, party: Party) -> bool {
        let online = self.online.as_ref();
        online.is_some_and(|online| online.parties.contains(&party) && !online.answers.contains_key(&party))
    }

    /// Which of these have not said that they take part online.
    #[must_use]
    pub fn not_online(&self, parties: &[Party]) -> Vec<Party> {
        let said = |party: &&Party| {
            let online = self.online.as_ref();
            online.is_some_and(|online| online.answers.get(*party) == Some(&true))
        };
        parties.iter().filter(|party| !said(party)).copied().collect()
    }
}

/// Until when a party can say that it takes part online; none where nobody was invited, and where no clock of the pack
/// waits for it.
#[must_use]
pub fn online_until(case: &Case, pack: &Pack) -> Option<Timestamp> {
    case.mediation()?.online.as_ref()?;
    let mut rules = pack.kind(&case.kind)?.clocks.iter();
    let rule = rules.find(|rule| rule.stops.contains(&StepName::AnswerOnline))?;
    case.clock(&rule.slug).map(|clock| clock.due)
}
