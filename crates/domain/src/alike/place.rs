//! Whether two cases are at one place: by where it is, and by what their addresses say.

use super::door::Doors;
use super::{Common, Reach, SLIP, Sign, Sketch, Slips, common, falling, names, whole};

/// Beyond these metres no likeness of addresses makes it one place: many towns have the same street.
const FAR: f64 = 1_000.0;
/// An address that is wholly within another is nearly as good as the same.
const CONTAINED: f64 = 0.95;
/// So much is one place what is at another staircase of the building.
const OTHER_UNIT: f64 = 0.7;
/// So much is one place what is said with a door and without.
const ONE_SAYS: f64 = 0.75;

/// The words of one that say what it is: those that are in neither address, and not said of anything.
pub(super) fn beyond_place(one: &Sketch, other: &Sketch) -> Vec<String> {
    let of_place = |word: &&String| one.address.contains(word) || other.address.contains(word);
    let tells = |word: &&String| !of_place(word) && !names::is_said_anyway(word);
    one.words.iter().filter(tells).cloned().collect()
}

/// The words that name where one is: those of its address, else those of the other's where its text has them all.
fn named_by<'a>(one: &'a Sketch, other: &'a Sketch) -> &'a [String] {
    let in_text = one.address.is_empty() && other.address.iter().all(|word| one.words.contains(word));
    if in_text { &other.address } else { &one.address }
}

/// How much it is one place; none where nothing is known of one of them.
pub(super) fn place(
    a: &Sketch,
    b: &Sketch,
    reach: Reach,
    metres: Option<f64>,
    weight: &impl Fn(&str) -> Option<f64>,
    signs: &mut Vec<Sign>,
) -> Option<f64> {
    let near = metres.map(|metres| falling(metres, reach.here, reach.elsewhere));
    let (in_a, in_b) = (named_by(a, b), named_by(b, a));
    let Common {
        both: mut address,
        shorter,
        mut words,
        ..
    } = common(in_a, in_b, weight, Slips::Count);
    let both = !in_a.is_empty() && !in_b.is_empty();
    let doors = doors(a, b);
    // With the street or without: where it is the building that both say, it is one place.
    if !a.door.is_unknown() || !b.door.is_unknown() {
        address = address.max(if doors == Doors::Same {
            shorter
        } else {
            CONTAINED * shorter
        });
    }
    if doors == Doors::Same && names::is_slip(&a.address, &b.address) {
        address = address.max(SLIP);
    }
    let apart = match doors {
        Doors::Differ => 0.3,
        Doors::OtherUnit => OTHER_UNIT,
        Doors::OneSays => ONE_SAYS,
        Doors::Same | Doors::Unknown => 1.0,
    };
    address *= apart;
    if metres.is_some_and(|metres| metres > FAR) {
        address = address.min(0.2);
    }
    if let Some(metres) = metres.filter(|metres| *metres < reach.elsewhere) {
        signs.push(Sign::Near(whole(metres)));
    }
    if address >= 0.3 {
        words.extend(a.door.shared(&b.door));
        signs.push(Sign::Address(words));
    }
    match (near, both) {
        (None, false) => None,
        (Some(near), false) => Some(near),
        (None, true) => Some(address),
        // Doors of one street are near each other and not the same.
        (Some(near), true) => Some(address.max(match doors {
            Doors::Differ => 0.2 * near,
            Doors::OtherUnit => OTHER_UNIT * near,
            Doors::Same | Doors::OneSays | Doors::Unknown => near,
        })),
    }
}

/// How the doors are to each other: by what is said of them in Chinese, else by the numbers of the houses.
fn doors(a: &Sketch, b: &Sketch) -> Doors {
    if !a.door.is_unknown() || !b.door.is_unknown() {
        return a.door.beside(&b.door);
    }
    let (one, other) = (house(&a.address), house(&b.address));
    if one.is_some() && other.is_some() && one != other {
        return Doors::Differ;
    }
    Doors::Unknown
}

/// The number of the house: the first short number of an address.
fn house(address: &[String]) -> Option<&str> {
    let short = |word: &&String| word.len() <= 5 && word.starts_with(|c: char| c.is_ascii_digit());
    address.iter().find(short).map(String::as_str)
}
