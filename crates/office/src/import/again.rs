//! Knowing a row again: within its file, and when the file comes a second time.

use super::papers::{Fate, PaperRow};
use super::write::hex;
use domain::CaseId;
use domain::case::Registration;
use domain::import::{DERIVED, DIGITS, Ignored};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Ids of one import: `UUIDv7` of its moment, counted up, so that new rows are added at the end of every index.
pub(super) struct Ids {
    first: [u8; 16],
    count: u32,
}

impl Ids {
    pub(super) fn new(at: Timestamp) -> Self {
        Self {
            first: crate::new_case_id(at).0.into_bytes(),
            count: 0,
        }
    }

    /// The next id. Bytes 9 to 12 count; the moment before them and the randomness around them stay.
    pub(super) fn next(&mut self) -> CaseId {
        let mut bytes = self.first;
        bytes[9..13].copy_from_slice(&self.count.to_be_bytes());
        self.count = self.count.wrapping_add(1);
        CaseId(uuid::Uuid::from_bytes(bytes))
    }
}

/// Rows of one file by their numbers.
#[derive(Default)]
pub(super) struct KnownAgain {
    /// How often rows that say the same came without a number.
    same: HashMap<String, u32>,
}

impl KnownAgain {
    /// Gives rows without a number one of their own, and ignores all but the last row of each number: the same file
    /// again must end where it ended the first time.
    pub(super) fn mark(&mut self, rows: &mut [PaperRow]) {
        for row in rows.iter_mut() {
            if let Fate::Case(registration) = &mut row.fate
                && registration.external.is_none()
            {
                let number = self.derived(registration);
                registration.external = Some(number);
            }
        }
        let mut last: HashMap<String, usize> = HashMap::with_capacity(rows.len());
        let mut ignored = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let Fate::Case(registration) = &row.fate else { continue };
            let Some(number) = registration.external.clone() else {
                continue;
            };
            if let Some(before) = last.insert(number, i) {
                ignored.push((before, i));
            }
        }
        for (before, after) in ignored {
            let why = match (&rows[before].fate, &rows[after].fate) {
                (Fate::Case(one), Fate::Case(other)) if says_the_same(one, other) => Ignored::Repeat,
                _ => Ignored::Superseded,
            };
            rows[before].fate = Fate::Ignored(why);
        }
    }

    /// A number made of what the row says first and for good: when, where, whose, of what kind, in which words. Rows
    /// that say the same are told apart by their order: two callers may say the same of the same minute, and nothing
    /// may be lost. It is kept under a secret alone (`Numbers::kept`): whoever has it can try out what the row said.
    fn derived(&mut self, registration: &Registration) -> String {
        let mut hash = Sha256::new();
        for part in [
            registration.received_at.to_string().as_str(),
            registration.unit.as_str(),
            registration.category.as_str(),
            &registration.title,
            &registration.description,
            &registration.place.address,
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let number = format!("{DERIVED}{}", &hex(&hash.finalize())[..DIGITS]);
        let times = self.same.entry(number.clone()).or_default();
        *times += 1;
        if *times == 1 {
            number
        } else {
            format!("{number}-{times}")
        }
    }
}

fn says_the_same(one: &Registration, other: &Registration) -> bool {
    let mut one = one.clone();
    one.id = other.id;
    one == *other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_an_import_ascend() {
        let mut ids = Ids::new("2020-01-02T00:00:00Z".parse().unwrap());
        let made: Vec<CaseId> = (0..1000).map(|_| ids.next()).collect();
        assert!(made.is_sorted());
        assert!(made.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(made.iter().all(|id| id.0.get_version_num() == 7));
    }
}
