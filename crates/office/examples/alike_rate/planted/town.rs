//! The streets and compounds of 云溪县, which does not exist, and how people write where they are in it.

use super::dice::Dice;

/// Areas of the pack: name in the pack, in full, and in short.
pub(super) const AREAS: [(&str, &str, &str); 6] = [
    ("chengdong", "城东街道", "城东"),
    ("chengxi", "城西街道", "城西"),
    ("xinqu", "溪口新区", "新区"),
    ("zhuxi", "竹溪镇", "竹溪"),
    ("baishi", "白石镇", "白石"),
    ("shiqiao", "石桥镇", "石桥"),
];

/// Streets, each in the area of its place in the row.
const STREETS: [&str; 36] = [
    "东湖路",
    "西门街",
    "溪口大道",
    "竹影路",
    "白石街",
    "老桥路",
    "文昌巷",
    "锦绣路",
    "云山路",
    "青溪街",
    "采石路",
    "虹桥街",
    "春晖路",
    "学府街",
    "滨河大道",
    "竹海路",
    "白鹭路",
    "石榴巷",
    "东风街",
    "西园路",
    "云溪大道",
    "清泉路",
    "白杨街",
    "桥南路",
    "朝阳巷",
    "柳荫街",
    "新城大道",
    "翠竹街",
    "白塔路",
    "桥北路",
    "梅园路",
    "桂花街",
    "创业路",
    "书院街",
    "明月路",
    "田园街",
];

/// Compounds: the beginning of a name and its end.
const FRONTS: [&str; 18] = [
    "春晓", "锦绣", "云栖", "翠湖", "阳光", "金桂", "丽景", "和顺", "东方", "紫荆", "银杏", "听雨", "绿洲", "福泽",
    "观澜", "长乐", "枫林", "玉泉",
];
const ENDS: [&str; 6] = ["花园", "家园", "小区", "新村", "雅苑", "公寓"];

/// How many buildings a compound has, and doors a building.
const BUILDINGS: u32 = 16;
const UNITS: u32 = 4;

/// How far a matter reaches: what of a place makes it another matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    /// A whole compound, whichever building somebody calls from.
    Compound,
    /// One building, whichever door.
    Building,
    /// One door 单元 of a building.
    Unit,
    /// A house number of a street, or a crossing.
    Street,
}

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    street: usize,
    /// The house number; of a crossing none.
    number: u32,
    cross: Option<usize>,
    compound: Option<usize>,
    /// 0 where the whole compound is meant.
    building: u32,
    /// 0 where the whole building is meant.
    unit: u32,
}

impl Spot {
    /// Some place where something can reach so far.
    pub(super) fn any(extent: Extent, dice: &mut Dice) -> Self {
        if extent == Extent::Street {
            let street = dice.below(STREETS.len());
            let cross = dice.percent(25).then(|| (street + 1 + dice.below(5)) % STREETS.len());
            return Self {
                street,
                number: if cross.is_some() { 0 } else { dice.between(1, 199) },
                cross,
                compound: None,
                building: 0,
                unit: 0,
            };
        }
        // Some compounds are heard of often, and some seldom.
        let most = FRONTS.len() * ENDS.len();
        let compound = dice.below(most).min(dice.below(most));
        Self::in_compound(compound, extent, dice)
    }

    fn in_compound(compound: usize, extent: Extent, dice: &mut Dice) -> Self {
        Self {
            street: compound * 7 % STREETS.len(),
            number: u32::try_from(compound * 13 % 180).unwrap_or(0) + 1,
            cross: None,
            compound: Some(compound),
            building: match extent {
                Extent::Compound | Extent::Street => 0,
                Extent::Building | Extent::Unit => dice.between(1, BUILDINGS),
            },
            unit: if extent == Extent::Unit {
                dice.between(1, UNITS)
            } else {
                0
            },
        }
    }

    /// The place beside it, of the same kind: the next number of the street, another crossing of it, the next building, a compound
    /// whose name begins in the same way.
    pub(super) fn neighbour(self, dice: &mut Dice) -> Self {
        let step = dice.between(1, 2);
        if self.building > 0 {
            let building = (self.building - 1 + step) % BUILDINGS + 1;
            return Self { building, ..self };
        }
        if let Some(compound) = self.compound {
            let front = compound / ENDS.len() * ENDS.len();
            let other = front + (compound - front + 1 + dice.below(ENDS.len() - 1)) % ENDS.len();
            return Self::in_compound(other, Extent::Compound, dice);
        }
        if let Some(cross) = self.cross {
            let away = (cross + STREETS.len() - self.street) % STREETS.len();
            let cross = Some((self.street + away % 5 + 1) % STREETS.len());
            return Self { cross, ..self };
        }
        // The same side of the street, or the other.
        let number = self.number + step;
        Self { number, ..self }
    }

    /// Another door of the same building.
    pub(super) fn other_unit(self, dice: &mut Dice) -> Self {
        let unit = (self.unit - 1 + dice.between(1, UNITS - 1)) % UNITS + 1;
        Self { unit, ..self }
    }

    /// The area's place in the row.
    pub(super) fn area(self) -> usize {
        self.street % AREAS.len()
    }

    /// Degrees north and east.
    pub(super) fn point(self) -> (f64, f64) {
        let of = |n: usize| f64::from(u32::try_from(n).unwrap_or(0));
        let mut north = 30.0 + of(self.street % 6) * 0.02 + of(self.street / 6) * 0.003;
        let mut east = 110.0 + of(self.street / 6) * 0.02 + f64::from(self.number) * 0.000_08;
        if let Some(cross) = self.cross {
            east += of(cross) * 0.000_6;
        }
        // Some fifty metres from building to building, and fifteen from door to door.
        north += f64::from(self.building / 4) * 0.000_5;
        east += f64::from(self.building % 4) * 0.000_5 + f64::from(self.unit) * 0.000_15;
        (north, east)
    }

    /// What people call it in one word.
    pub(super) fn name(self) -> String {
        match self.compound {
            Some(compound) => compound_name(compound),
            None => STREETS[self.street].to_owned(),
        }
    }

    /// The address as somebody writes it.
    pub(super) fn written(self, hand: &Hand, dice: &mut Dice) -> String {
        let (_, full, short) = AREAS[self.area()];
        let mut parts = match dice.below(8) {
            0 => vec!["云溪县".to_owned()],
            1 => vec![format!("云溪县{full}")],
            2 => vec![full.to_owned()],
            3 => vec![short.to_owned()],
            _ => Vec::new(),
        };
        let street = STREETS[self.street];
        let number = format!("{street}{}号", hand.number(self.number, false));
        match (self.compound, self.cross) {
            (Some(compound), _) => {
                if dice.percent(40) {
                    parts.push(number);
                }
                let name = compound_name(compound);
                let is_named = name.ends_with("小区");
                parts.push(name);
                if !is_named && dice.percent(25) {
                    parts.push("小区".to_owned());
                }
                parts.extend(self.door(hand, dice));
            }
            (None, Some(cross)) => {
                let cross = STREETS[cross];
                let (one, other) = if dice.percent(50) {
                    (street, cross)
                } else {
                    (cross, street)
                };
                let between = dice.one(&["与", "和", "、"]);
                let end = dice.one(&["交叉口", "路口", "交汇处", "口"]);
                parts.push(format!("{one}{between}{other}{end}"));
            }
            (None, None) => {
                parts.push(number);
                if dice.percent(30) {
                    parts.push(dice.one(&["附近", "门口", "旁边", "门前", "对面人行道"]).to_owned());
                }
            }
        }
        parts.concat()
    }

    /// Building and door, where they are meant, or where the caller says their own.
    fn door(self, hand: &Hand, dice: &mut Dice) -> Vec<String> {
        let own = self.building == 0;
        if own && dice.percent(70) {
            return Vec::new();
        }
        let building = if own { dice.between(1, BUILDINGS) } else { self.building };
        let mut parts = vec![hand.number(building, true), hand.building.to_owned()];
        let unit = if self.unit > 0 {
            dice.percent(95).then_some(self.unit)
        } else {
            dice.percent(25).then(|| dice.between(1, UNITS))
        };
        let Some(unit) = unit else { return parts };
        parts.push(format!("{}单元", hand.number(unit, true)));
        if dice.percent(25) {
            let room = dice.between(1, 17) * 100 + dice.between(1, 4);
            parts.push(hand.number(room, false));
            parts.push(dice.one(&["室", "", "号房"]).to_owned());
        }
        parts
    }
}

fn compound_name(compound: usize) -> String {
    let front = FRONTS[compound / ENDS.len() % FRONTS.len()];
    format!("{front}{}", ENDS[compound % ENDS.len()])
}

/// How somebody writes numbers and buildings.
pub(super) struct Hand {
    /// Figures of full width.
    wide: bool,
    /// Small numbers in characters.
    characters: bool,
    building: &'static str,
}

impl Hand {
    pub(super) fn any(dice: &mut Dice) -> Self {
        Self {
            wide: dice.percent(12),
            characters: dice.percent(30),
            building: dice.one(&["栋", "栋", "号楼", "号楼", "幢", "#楼", "座"]),
        }
    }

    fn number(&self, number: u32, small: bool) -> String {
        if small && self.characters {
            return in_characters(number);
        }
        let figures = number.to_string();
        if !self.wide {
            return figures;
        }
        let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c);
        figures.chars().map(wide).collect()
    }
}

/// A number below a hundred in characters.
fn in_characters(number: u32) -> String {
    const ONES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let one = |n: u32| ONES[usize::try_from(n % 10).unwrap_or(0)];
    match number {
        0..10 => one(number).to_owned(),
        10..20 => format!("十{}", one(number)),
        _ => format!("{}十{}", one(number / 10), one(number)),
    }
}
