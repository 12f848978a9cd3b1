//! What of a Chinese address tells one door from the next, however it is written: 三栋, 3幢, ３号楼 and 3# are one building. An
//! address that has none of the words for it has no door here.

use std::collections::BTreeMap;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// Lane of a street 弄.
    Lane,
    /// Group of a village 组.
    Group,
    /// Stage of a compound 期.
    Stage,
    /// House of a street 号.
    Number,
    /// Building 栋 of a compound.
    Building,
    /// Staircase 单元 of a building.
    Unit,
    /// Room: whose door it is says nothing of what it is about, so that it is read and left out.
    Room,
}

/// Words that stand after a number, the longer of two before the shorter.
const MARKS: [(&str, Level); 16] = [
    ("号楼", Level::Building),
    ("#楼", Level::Building),
    ("栋楼", Level::Building),
    ("栋", Level::Building),
    ("幢", Level::Building),
    ("座", Level::Building),
    ("#", Level::Building),
    ("单元", Level::Unit),
    ("号房", Level::Room),
    ("室", Level::Room),
    ("房", Level::Room),
    ("号院", Level::Number),
    ("号", Level::Number),
    ("弄", Level::Lane),
    ("期", Level::Stage),
    ("组", Level::Group),
];
/// What a street's name ends with: figures behind it are a house number.
const STREETS: [char; 4] = ['路', '街', '巷', '道'];
/// Figures of a number in characters.
const FIGURES: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// What an address says of the door.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Door(BTreeMap<Level, String>);

/// How two doors are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doors {
    /// Nothing is said of either.
    Unknown,
    /// One says what the other does not.
    OneSays,
    /// All that both say is the same.
    Same,
    /// One staircase of a building and another: much of what people ask is about the whole building.
    OtherUnit,
    /// They are not one house or building.
    Differ,
}

impl Door {
    /// Reads an address: answers what is left of it without its door, and the door.
    #[must_use]
    pub fn read(address: &str) -> (String, Self) {
        let text: Vec<char> = address.chars().map(half_width).flat_map(char::to_lowercase).collect();
        let mut door = Self::default();
        let mut names = String::with_capacity(address.len());
        let mut at = 0;
        while at < text.len() {
            let from = at + usize::from(text[at] == '第');
            let Some(found) = number_at(&text, from, &door) else {
                names.push(text[at]);
                at += 1;
                continue;
            };
            for (level, number) in found.numbers {
                door.0.entry(level).or_insert(number);
            }
            names.push(' ');
            at = found.to;
        }
        door.0.remove(&Level::Room);
        (names, door)
    }

    /// Nothing of a door is said.
    pub(super) fn is_unknown(&self) -> bool {
        self.0.is_empty()
    }

    /// Its numbers, and the words that stand after them.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        let each = self.0.iter();
        each.flat_map(|(level, number)| [number.clone(), level.mark().to_owned()])
    }

    /// What both say of it, in one way of writing.
    pub(super) fn shared(&self, other: &Self) -> Vec<String> {
        let both = self
            .0
            .iter()
            .filter(|(level, number)| other.0.get(level) == Some(number));
        both.map(|(level, number)| format!("{number}{}", level.mark()))
            .collect()
    }

    /// How it is to another, by what both say.
    pub(super) fn beside(&self, other: &Self) -> Doors {
        if self.is_unknown() && other.is_unknown() {
            return Doors::Unknown;
        }
        let mut doors = Doors::OneSays;
        for (level, number) in &self.0 {
            let Some(other) = other.0.get(level) else { continue };
            match level {
                Level::Unit if number != other => return Doors::OtherUnit,
                _ if number != other => return Doors::Differ,
                // A staircase, or a stage, is of some building and some compound, and not the same by itself.
                Level::Number | Level::Building => doors = Doors::Same,
                Level::Lane | Level::Group | Level::Stage | Level::Unit | Level::Room => {}
            }
        }
        doors
    }
}

impl Level {
    /// The word that stands after its number.
    fn mark(self) -> &'static str {
        match self {
            Self::Lane => "弄",
            Self::Group => "组",
            Self::Stage => "期",
            Self::Number => "号",
            Self::Building => "栋",
            Self::Unit => "单元",
            Self::Room => "室",
        }
    }
}

/// What was read from one place of an address on.
struct Found {
    numbers: Vec<(Level, String)>,
    to: usize,
}

/// The numbers that begin here and what they count; none where none does, or nothing says what it counts.
fn number_at(text: &[char], at: usize, door: &Door) -> Option<Found> {
    let (number, to) = read_number(text, at)?;
    let is_figures = text[at].is_ascii_digit();
    if is_figures && text.get(to) == Some(&'-') {
        return dashed(text, number, to, door);
    }
    let rest = &text[to..];
    if let Some((mark, level)) = MARKS.iter().find(|(mark, _)| begins(rest, mark)) {
        // 一号路 is a street's name.
        let next = text.get(to + mark.chars().count());
        if *level == Level::Number && next.is_some_and(|next| STREETS.contains(next)) {
            return None;
        }
        return Some(Found {
            numbers: vec![(*level, number)],
            to: to + mark.chars().count(),
        });
    }
    let before = at.checked_sub(1).map(|before| text[before]);
    let level = match before {
        Some(before) if is_figures && STREETS.contains(&before) => Level::Number,
        // 2单元301
        Some('元') if is_figures => Level::Room,
        _ => return None,
    };
    Some(Found {
        numbers: vec![(level, number)],
        to,
    })
}

/// Figures with dashes: 3-2-301 is a building, a staircase and a room, 12-14号 a house with two numbers.
fn dashed(text: &[char], first: String, to: usize, door: &Door) -> Option<Found> {
    let mut all = vec![first];
    let mut to = to;
    while text.get(to) == Some(&'-') {
        let Some((next, end)) = read_number(text, to + 1).filter(|_| text[to + 1].is_ascii_digit()) else {
            break;
        };
        all.push(next);
        to = end;
    }
    if begins(&text[to..], "号") && !begins(&text[to..], "号楼") && !begins(&text[to..], "号房") {
        return Some(Found {
            numbers: vec![(Level::Number, all.join("-"))],
            to: to + 1,
        });
    }
    let has_building = door.0.contains_key(&Level::Building);
    let levels: &[Level] = match (all.len(), has_building) {
        (3, false) => &[Level::Building, Level::Unit, Level::Room],
        (2, true) => &[Level::Unit, Level::Room],
        (2, false) if all[1].len() >= 3 => &[Level::Building, Level::Room],
        _ => return None,
    };
    let end = to + usize::from(begins(&text[to..], "室"));
    Some(Found {
        numbers: levels.iter().copied().zip(all).collect(),
        to: end,
    })
}

fn begins(text: &[char], mark: &str) -> bool {
    mark.chars().eq(text.iter().copied().take(mark.chars().count()))
}

/// The number that begins here, in figures, and where it ends; a single letter, with figures or without, counts buildings too.
fn read_number(text: &[char], at: usize) -> Option<(String, usize)> {
    let run = |is: fn(char) -> bool| text[at..].iter().take_while(|c| is(**c)).count();
    let figures = run(|c| c.is_ascii_digit());
    if figures > 0 {
        let number: String = text[at..at + figures].iter().collect();
        let short = number.trim_start_matches('0');
        let number = if short.is_empty() { &number } else { short };
        return Some((number.to_owned(), at + figures));
    }
    if run(|c| c.is_ascii_lowercase()) == 1 {
        let alone = at
            .checked_sub(1)
            .is_none_or(|before| !text[before].is_ascii_alphanumeric());
        let end = at + 1 + text[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        return alone.then(|| (text[at..end].iter().collect(), end));
    }
    let characters = run(|c| FIGURES.contains(&c) || c == '十' || c == '〇');
    let number = in_figures(&text[at..at + characters])?;
    Some((number, at + characters))
}

/// A number below a hundred in characters, or figure by figure.
fn in_figures(characters: &[char]) -> Option<String> {
    let figure = |c: char| match c {
        '〇' => Some(0),
        c => FIGURES.iter().position(|figure| *figure == c),
    };
    let tens = characters.iter().position(|c| *c == '十');
    let Some(tens) = tens else {
        let all: Option<Vec<String>> = characters.iter().map(|c| Some(figure(*c)?.to_string())).collect();
        return all.filter(|all| !all.is_empty()).map(|all| all.concat());
    };
    let (before, after) = (&characters[..tens], &characters[tens + 1..]);
    let of = |characters: &[char], none: usize| match characters {
        [] => Some(none),
        [one] => figure(*one),
        _ => None,
    };
    Some((10 * of(before, 1)? + of(after, 0)?).to_string())
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2013}' | '\u{2014}' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Door, Doors};

    fn read(written: &str) -> String {
        let (names, door) = Door::read(written);
        let names: Vec<&str> = names.split_whitespace().collect();
        format!("{} {}", names.join(" "), door.shared(&door).join(" "))
            .trim()
            .to_owned()
    }

    #[test]
    fn a_building_is_one_however_it_is_written() {
        for written in [
            "春晓花园3栋",
            "春晓花园三栋",
            "春晓花园３号楼",
            "春晓花园第3幢",
            "春晓花园3#楼",
            "春晓花园03座",
        ] {
            assert_eq!(read(written), "春晓花园 3栋", "{written}");
        }
        for (written, found) in [
            ("东湖路86号春晓花园十二栋二单元301室", "东湖路 春晓花园 86号 12栋 2单元"),
            ("春晓花园12-2-301", "春晓花园 12栋 2单元"),
            ("春晓花园12栋2-301室", "春晓花园 12栋 2单元"),
            ("春晓花园二十幢1203", "春晓花园 1203 20栋"),
            ("春晓花园A座2单元0301", "春晓花园 a栋 2单元"),
            ("春晓花园B3栋", "春晓花园 b3栋"),
            ("东湖路86", "东湖路 86号"),
            ("一号路5号", "一号路 5号"),
            ("东湖路12-14号", "东湖路 12-14号"),
            ("三里河路与八一街路口", "三里河路与八一街路口"),
            ("3643 Mentone Ave, 90034", "3643 mentone ave, 90034"),
            ("", ""),
        ] {
            assert_eq!(read(written), found, "{written}");
        }
    }

    #[test]
    fn doors_are_one_as_far_as_both_are_said() {
        let doors = |a: &str, b: &str| {
            let (a, b) = (Door::read(a).1, Door::read(b).1);
            assert_eq!(a.beside(&b), b.beside(&a));
            a.beside(&b)
        };
        for (a, b, beside) in [
            ("东湖路86号春晓花园3栋", "春晓花园三号楼2单元", Doors::Same),
            ("东湖路86号春晓花园3栋", "东湖路86号春晓花园5栋", Doors::Differ),
            ("春晓花园三栋", "春晓花园五栋", Doors::Differ),
            ("春晓花园3栋1单元", "春晓花园3栋二单元", Doors::OtherUnit),
            ("春晓花园3栋1单元101", "春晓花园3栋1单元202", Doors::Same),
            ("东湖路86号", "春晓花园3栋", Doors::OneSays),
            ("春晓花园", "春晓花园3栋", Doors::OneSays),
            ("竹溪村二组", "竹溪村3组", Doors::Differ),
            ("春晓花园一期2栋", "春晓花园2期2栋", Doors::Differ),
            ("春晓花园a3栋", "春晓花园b3栋", Doors::Differ),
            ("一号路5号", "一号路7号", Doors::Differ),
            ("elm street 12", "elm street 14", Doors::Unknown),
        ] {
            assert_eq!(doors(a, b), beside, "{a} {b}");
        }
    }
}
