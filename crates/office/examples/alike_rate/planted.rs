//! Planted repeats: real cases said once more in other words, and how many of them are found again.

use domain::case::{Case, Place};
use office::{Office, Said, alike};
use std::fmt;
use std::time::{Duration, Instant};
use store::{Filter, Sort, Viewer, words_in_order};

/// The most that are proposed for one case.
const MOST: usize = 5;

/// What was found.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// Repeats that were planted.
    pub(crate) planted: usize,
    /// Of these, found among the proposals.
    pub(crate) found: usize,
    /// Of these, proposed first.
    pub(crate) first: usize,
    /// All proposals.
    pub(crate) proposed: usize,
    /// Of these, of the same category at the same address, the original among them.
    pub(crate) right: usize,
    /// How long each took, the shortest first.
    pub(crate) took: Vec<Duration>,
}

impl Measured {
    #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
    fn share(part: usize, of: usize) -> f64 {
        part as f64 / of.max(1) as f64
    }

    /// Planted repeats that were found.
    pub(crate) fn recall(&self) -> f64 {
        Self::share(self.found, self.planted)
    }

    /// Proposals that were right.
    pub(crate) fn precision(&self) -> f64 {
        Self::share(self.right, self.proposed)
    }

    /// The time that 99 of 100 stay within.
    pub(crate) fn p99(&self) -> Duration {
        let at = (self.took.len() * 99).div_ceil(100).saturating_sub(1);
        self.took.get(at).copied().unwrap_or_default()
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} planted: recall {:.3} ({:.3} proposed first), precision {:.3} of {} proposals, p99 {:?}",
            self.planted,
            self.recall(),
            Self::share(self.first, self.planted),
            self.precision(),
            self.proposed,
            self.p99(),
        )
    }
}

/// Plants repeats of `many` of these cases, none of them registered, and looks for each.
///
/// # Errors
/// The store's.
pub(crate) async fn measure(office: &Office, cases: &[Case], many: usize) -> Result<Measured, office::Error> {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut measured = Measured {
        planted: 0,
        found: 0,
        first: 0,
        proposed: 0,
        right: 0,
        took: Vec::new(),
    };
    let step = (cases.len() / many.max(1)).max(1);
    for original in cases.iter().step_by(step).take(many) {
        let repeat = said_again(original, &mut dice);
        let said = Said {
            kind: &original.kind,
            category: &original.category,
            title: &repeat.title,
            description: &repeat.description,
            place: &repeat.place,
            received_at: repeat.received_at,
            id: None,
        };
        let began = Instant::now();
        let proposed = alike(office, &Viewer::body(), &said, MOST).await?;
        measured.took.push(began.elapsed());
        let place = words_in_order(&original.place.address);
        measured.planted += 1;
        measured.proposed += proposed.len();
        measured.found += usize::from(proposed.iter().any(|alike| alike.case.id == original.id));
        measured.first += usize::from(proposed.first().is_some_and(|alike| alike.case.id == original.id));
        let right = |case: &Case| {
            let same = case.category == original.category && words_in_order(&case.place.address) == place;
            same || case.id == original.id
        };
        measured.right += proposed.iter().filter(|alike| right(&alike.case)).count();
    }
    measured.took.sort_unstable();
    Ok(measured)
}

/// Every case of the register.
///
/// # Errors
/// The store's.
pub(crate) async fn all_cases(office: &Office) -> Result<Vec<Case>, store::Error> {
    let mut cases = Vec::new();
    let mut after = None;
    loop {
        let viewer = Viewer::body();
        let page = office
            .store
            .list(&viewer, &Filter::default(), Sort::ReceivedOldest, after.as_ref(), 500)
            .await?;
        let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        let mut found = office.store.cases(&ids).await?;
        cases.extend(ids.iter().filter_map(|id| found.remove(id)));
        after = page.next;
        if after.is_none() {
            return Ok(cases);
        }
    }
}

/// The same thing, said by somebody else some hours later.
fn said_again(original: &Case, dice: &mut Dice) -> Case {
    let mut repeat = original.clone();
    let hours = jiff::SignedDuration::from_hours(1 + i64::try_from(dice.below(96)).unwrap_or(0));
    repeat.received_at = repeat.received_at.checked_add(hours).unwrap_or(repeat.received_at);
    repeat.description = match dice.below(3) {
        0 => format!("Called before. {} Please come and look.", original.title),
        1 => format!("{}, again", original.description),
        _ => String::new(),
    };
    repeat.place = Place {
        address: address_again(&original.place.address, dice),
        ..original.place.clone()
    };
    if dice.below(3) == 0 {
        repeat.place.latitude = None;
        repeat.place.longitude = None;
    } else {
        // Within some twenty metres: a telephone's own idea of where it is.
        repeat.place.latitude = repeat.place.latitude.map(|degrees| degrees + dice.jitter());
        repeat.place.longitude = repeat.place.longitude.map(|degrees| degrees + dice.jitter());
    }
    repeat
}

/// The address as another person writes it: without the postal code, with the street's kind in full, with a slip.
fn address_again(address: &str, dice: &mut Dice) -> String {
    const IN_FULL: [(&str, &str); 5] = [
        (" AVE", " AVENUE"),
        (" ST", " STREET"),
        (" BLVD", " BOULEVARD"),
        (" DR", " DRIVE"),
        (" PL", " PLACE"),
    ];
    let mut again = address.to_owned();
    if dice.below(2) == 0 {
        again = again.split(',').next().unwrap_or_default().to_owned();
    }
    if dice.below(2) == 0 {
        let short = IN_FULL.iter().find(|(short, _)| {
            let street = again.split(',').next().unwrap_or_default();
            street.ends_with(short)
        });
        if let Some((short, full)) = short {
            again = again.replacen(short, full, 1);
        }
    }
    if dice.below(4) == 0 {
        again = slip(&again, dice);
    }
    again.to_lowercase()
}

/// Two letters of the longest word change places.
fn slip(text: &str, dice: &mut Dice) -> String {
    let longest = text
        .split(' ')
        .filter(|word| word.chars().all(char::is_alphabetic))
        .max_by_key(|word| word.len());
    let Some(word) = longest.filter(|word| word.len() > 3) else {
        return text.to_owned();
    };
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + dice.below(letters.len() - 2);
    letters.swap(at, at - 1);
    text.replacen(word, &letters.into_iter().collect::<String>(), 1)
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers below a thousand")]
    fn jitter(&mut self) -> f64 {
        (self.below(1_000) as f64 / 500.0 - 1.0) * 0.000_18
    }
}
