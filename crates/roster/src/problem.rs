//! What is asked: turns that have to be kept, people who can keep them, and what must not be.

/// What is spread evenly, in the order of [`Turn::counts`] and [`Person::carried`].
pub const MEASURES: usize = 4;

/// A turn that has to be kept. Times are minutes from any fixed moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// From.
    pub from: i64,
    /// Until.
    pub until: i64,
    /// The day of duty, counted from any fixed day: nights within seven of them are limited.
    pub day: i64,
    /// How many keep it at once.
    pub need: u32,
    /// Who can keep it: people who have this tier.
    pub tier: u32,
    /// At least one of those who keep it has this skill.
    pub skill: Option<u32>,
    /// It is a night.
    pub night: bool,
    /// What it counts for whoever keeps it: weight, nights, weekends, holidays.
    pub counts: [u32; MEASURES],
}

/// Somebody who can keep turns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Tiers.
    pub tiers: Vec<u32>,
    /// Skills.
    pub skills: Vec<u32>,
    /// Leave: from and until.
    pub leave: Vec<(i64, i64)>,
    /// Turns before and after that are settled: they need rest from these too.
    pub settled: Vec<(i64, i64)>,
    /// Days of the settled ones that are nights.
    pub settled_nights: Vec<i64>,
    /// When they would rather not.
    pub wishes: Vec<(i64, i64)>,
    /// What they carried before: counted as if it were of this time.
    pub carried: [u32; MEASURES],
}

/// Two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The first.
    pub a: usize,
    /// The second.
    pub b: usize,
    /// Whenever the first is on a turn, so is the second; otherwise they are never on the same turn.
    pub together: bool,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// Turns.
    pub turns: Vec<Turn>,
    /// People.
    pub people: Vec<Person>,
    /// The least minutes between two turns of one person.
    pub rest: i64,
    /// The most nights of one person within seven days.
    pub nights_in_week: u32,
    /// Pairs.
    pub pairs: Vec<Pair>,
    /// How much each measure counts.
    pub weights: [u32; MEASURES],
    /// How much a wish that is not heard counts.
    pub wish: u32,
}

/// A rule that can clash with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// So many keep the turn of that place in the list.
    Cover(usize),
    /// Somebody with the skill keeps the turn.
    Skill(usize),
    /// The person of that place is on leave.
    Leave(usize),
    /// Rest between turns.
    Rest,
    /// Nights within seven days.
    Nights,
    /// The pair of that place.
    Pair(usize),
}

impl Problem {
    /// Whether a person can keep a turn at all.
    pub(crate) fn can(&self, turn: usize, person: usize) -> bool {
        let (turn, person) = (&self.turns[turn], &self.people[person]);
        person.tiers.contains(&turn.tier)
    }

    /// Whether a person's leave meets a turn.
    pub(crate) fn on_leave(&self, turn: usize, person: usize) -> bool {
        let turn = &self.turns[turn];
        self.people[person]
            .leave
            .iter()
            .any(|(from, until)| *from < turn.until && turn.from < *until)
    }

    /// Whether a person would rather not keep a turn.
    pub(crate) fn unwished(&self, turn: usize, person: usize) -> bool {
        let turn = &self.turns[turn];
        self.people[person]
            .wishes
            .iter()
            .any(|(from, until)| *from < turn.until && turn.from < *until)
    }

    /// Whether the settled turns of a person leave no rest before or after a turn.
    pub(crate) fn too_near(&self, turn: usize, person: usize) -> bool {
        let turn = &self.turns[turn];
        let rest = self.rest;
        let near = |(from, until): &(i64, i64)| *from < turn.until + rest && turn.from < *until + rest;
        self.people[person].settled.iter().any(near)
    }

    /// Whether one person cannot keep both turns.
    pub(crate) fn clash(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.turns[a], &self.turns[b]);
        a.from < b.until + self.rest && b.from < a.until + self.rest
    }

    /// Whether both turns have a moment in common: one person never keeps both.
    pub(crate) fn meet(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.turns[a], &self.turns[b]);
        a.from < b.until && b.from < a.until
    }

    /// What a person's counts come to in the objective.
    pub(crate) fn cost(&self, counts: &[u32; MEASURES]) -> u64 {
        let cost = |(weight, count): (&u32, &u32)| u64::from(*weight) * u64::from(*count) * u64::from(*count);
        self.weights.iter().zip(counts).map(cost).sum()
    }
}
