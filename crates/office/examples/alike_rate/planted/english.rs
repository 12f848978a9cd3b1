//! Repeats and near-misses of real cases, said by somebody else. What else of the day is about the same, nobody knows.

use super::dice::Dice;
use super::{Asked, Groups, Near, Planted, Question, Told};
use domain::case::{Case, Place};
use jiff::SignedDuration;
use office::Office;
use store::{Filter, Sort, Viewer};

/// Ways in which something looks like a real case and is not the same; nothing is known of doors or of what was solved.
const NEAR: [Near; 3] = [Near::OtherCategory, Near::Neighbour, Near::Later];

/// Every case of the register, the oldest first.
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

/// Repeats of `many` of these cases, and as many near-misses: of each other original one that is registered, of each other one that is
/// asked. Each case is a group of its own.
pub(crate) fn plant(cases: &[Case], many: usize) -> (Planted, Groups) {
    let mut dice = Dice::new(0x2545_f491_4f6c_dd1d);
    let groups: Groups = cases.iter().zip(1..).map(|(case, group)| (case.id, group)).collect();
    let mut planted = Planted::default();
    let step = (cases.len() / many.max(1)).max(1);
    for (n, original) in cases.iter().step_by(step).take(many).enumerate() {
        let group = groups.get(&original.id).copied();
        let kind = NEAR[n / 2 % NEAR.len()];
        let near = near_miss(original, kind, cases, &mut dice);
        let mut asked = Asked::Repeat(None);
        let mut beside = None;
        if let Some(mut near) = near {
            if n % 2 == 0 {
                near.group = cases.len() + 1 + n;
                beside = Some(near.group);
                asked = Asked::Repeat(Some(kind));
                planted.told.push(near);
            } else {
                planted.questions.push(Question {
                    told: near,
                    asked: Asked::NearMiss(kind),
                    right: None,
                    near: group,
                    original: None,
                });
            }
        }
        planted.questions.push(Question {
            told: said_again(original, &mut dice),
            asked,
            right: group,
            near: beside,
            original: Some((original.category.clone(), original.place.address.clone())),
        });
    }
    (planted, groups)
}

/// What looks like it in this way; none where its address has no number to go on from.
fn near_miss(original: &Case, near: Near, cases: &[Case], dice: &mut Dice) -> Option<Told> {
    let mut told = said_again(original, dice);
    match near {
        Near::Neighbour => {
            let (number, street) = told.place.address.split_once(' ')?;
            let number: u32 = number.parse().ok()?;
            told.place.address = format!("{} {street}", number + 2);
            told.place.longitude = told.place.longitude.map(|degrees| degrees + 0.000_2);
        }
        Near::Later => {
            let days = i64::from(dice.between(70, 200));
            let later = original.received_at.checked_add(SignedDuration::from_hours(24 * days));
            told.at = later.unwrap_or(told.at);
        }
        Near::OtherCategory | Near::SameCategory | Near::OtherUnit | Near::AfterSolved => {
            let from = dice.below(cases.len());
            let mut others = cases[from..].iter().chain(&cases[..from]);
            let other = others.find(|case| case.category != original.category)?;
            told.category = other.category.clone();
            told.title.clone_from(&other.title);
            told.description.clone_from(&other.description);
        }
    }
    Some(told)
}

/// The same thing, said by somebody else some hours later.
fn said_again(original: &Case, dice: &mut Dice) -> Told {
    let hours = SignedDuration::from_hours(i64::from(dice.between(1, 96)));
    let description = match dice.below(3) {
        0 => format!("Called before. {} Please come and look.", original.title),
        1 => format!("{}, again", original.description),
        _ => String::new(),
    };
    let mut place = Place {
        address: address_again(&original.place.address, dice),
        ..original.place.clone()
    };
    if dice.below(3) == 0 {
        place.latitude = None;
        place.longitude = None;
    } else {
        place.latitude = place.latitude.map(|degrees| degrees + dice.jitter());
        place.longitude = place.longitude.map(|degrees| degrees + dice.jitter());
    }
    Told {
        group: 0,
        category: original.category.clone(),
        title: original.title.clone(),
        description,
        place,
        at: original.received_at.checked_add(hours).unwrap_or(original.received_at),
        solved: None,
    }
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
