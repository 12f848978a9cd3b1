//! The body whose quarter is simulated: its people, its program, which is stopped and begun again, and the clock that the test sets.

use super::almanac::{FIRST, need, on_the_wall, wall};
use super::cover::Cover;
use super::outside::Outside;
use domain::UnitSlug;
use domain::case::{Actor, Refusal};
use domain::duty::watch::{Handover, WatchCommand};
use domain::duty::{RosterCommand, Staff, Tier};
use domain::pack::Pack;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Office};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use store::{ChannelKind, NewAccount, Store};
use web::{CallWays, Settings, call_round};

pub(super) const OFFICE: &str = "office";

/// Who is there, their post, whether they are rostered as leader or officer, and by which ways they are reached.
const PEOPLE: [(&str, &str, Option<Tier>, &[ChannelKind]); 12] = {
    use ChannelKind::{Mail, Text};
    let (leader, officer) = (Some(Tier::Leader), Some(Tier::Officer));
    [
        ("lead-1", "deputy-head", leader, &[Mail, Text]),
        ("lead-2", "housing-leader", leader, &[Text, Mail]),
        ("lead-3", "urban-leader", leader, &[Mail]),
        ("lead-4", "water-leader", leader, &[Text]),
        ("duty-1", "duty-officer", officer, &[Mail, Text]),
        ("duty-2", "duty-officer", officer, &[Text, Mail]),
        ("duty-3", "duty-officer", officer, &[Mail, Text]),
        ("clerk", "clerk", officer, &[Text]),
        ("housing", "housing-handler", officer, &[Mail, Text]),
        ("urban", "urban-handler", officer, &[]),
        ("transport", "transport-handler", officer, &[Mail]),
        ("chief", "office-chief", None, &[Mail, Text]),
    ]
};

/// Somebody of the body.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) staff: Staff,
    pub(super) actor: Actor,
    pub(super) tier: Option<Tier>,
    /// Sees the incidents of the whole body.
    pub(super) body: bool,
    /// Their channels, in their order.
    pub(super) ways: Vec<(String, ChannelKind)>,
}

/// How often something was done as the rules have it, and how often all the same.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) kept: usize,
    pub(super) despite: usize,
}

/// A time in which no program ran.
#[derive(Debug, Clone, Copy)]
pub(super) struct Down {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    /// It died between calling and sending: what had been called at that moment was sent when it ran again.
    pub(super) died: bool,
}

pub(super) struct World {
    dir: tempfile::TempDir,
    pack: Arc<Pack>,
    pub(super) office: Office,
    pub(super) ways: Arc<CallWays>,
    started: Timestamp,
    pub(super) now: Timestamp,
    pub(super) outside: Outside,
    pub(super) people: Vec<Person>,
    pub(super) down: Vec<Down>,
    pub(super) cover: Cover,
    /// Who was on watch from when on, by tier.
    pub(super) watch: Vec<(Timestamp, Tier, BTreeSet<Staff>)>,
    /// From when the watch had to be called because nobody came whose shift had begun, and until when.
    pub(super) missed: Vec<(Timestamp, Timestamp)>,
    /// When somebody took a call, or it was said to be over.
    pub(super) ended: BTreeMap<String, Timestamp>,
    /// Under which names calls were raised.
    pub(super) names: BTreeMap<String, String>,
    pub(super) rounds: u32,
    pub(super) swaps: Done,
    pub(super) overrides: Done,
    ids: u32,
}

async fn open(dir: &Path, pack: &Arc<Pack>, now: Timestamp) -> (Office, Arc<CallWays>) {
    let office = Office {
        store: Store::open(dir).await.unwrap(),
        pack: pack.clone(),
        clock: Clock::standing_at(now),
    };
    let notices = Arc::new(Settings::read(dir).unwrap());
    let ways = Arc::new(CallWays::read(&office, notices));
    (office, ways)
}

/// The demonstration's rules where the clocks change; signs of life that do not come are no hurry there.
fn pack() -> Arc<Pack> {
    let mut pack = Pack::clone(&domain::pack::builtin("demo-bureau").unwrap());
    pack.zone = domain::pack::builtin("la311").unwrap().zone.clone();
    let calls = pack.calls.as_mut().unwrap();
    calls.reasons.insert("heartbeat".to_owned(), "ordinary".to_owned());
    Arc::new(pack)
}

impl World {
    pub(super) async fn new() -> Self {
        let (dir, pack, outside) = (tempfile::tempdir().unwrap(), pack(), Outside::start().await);
        for (name, text) in outside.settings() {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        // The day before the quarter.
        let now = wall(FIRST.yesterday().unwrap(), 12, 0);
        let (office, ways) = open(dir.path(), &pack, now).await;
        let mut world = Self {
            dir,
            pack,
            office,
            ways,
            started: now,
            now,
            outside,
            people: Vec::new(),
            down: Vec::new(),
            cover: Cover::default(),
            watch: Vec::new(),
            missed: Vec::new(),
            ended: BTreeMap::new(),
            names: BTreeMap::new(),
            rounds: 0,
            swaps: Done::default(),
            overrides: Done::default(),
            ids: 0,
        };
        for (name, post, tier, ways) in PEOPLE {
            world.hire(name, post, tier, ways).await;
        }
        world.outside.set_time(now);
        world
    }

    async fn hire(&mut self, name: &'static str, post: &str, tier: Option<Tier>, ways: &[ChannelKind]) {
        let account = NewAccount {
            id: office::new_case_id(self.now).to_string(),
            user: name.to_owned(),
            name: name.to_owned(),
            post: post.into(),
            locale: None,
            password_hash: String::new(),
        };
        let id = account.id.clone();
        self.office.store.create_account(account, self.now).await.unwrap();
        let mut kept = Vec::new();
        for kind in ways {
            let way = office::new_case_id(self.now);
            let address = match kind {
                ChannelKind::Mail => format!("{name}@example.org"),
                _ => format!("+861390000{:04}", self.people.len()),
            };
            self.office.store.keep_channel(way, &id, *kind, &address).await.unwrap();
            kept.push((way.to_string(), *kind));
        }
        let known = self.pack.post(&post.into()).unwrap();
        self.people.push(Person {
            name,
            staff: Staff(id.clone()),
            actor: Actor {
                role: known.role,
                post: Some(known.slug.clone()),
                unit: Some(known.unit.clone()),
                account: Some(id),
            },
            tier,
            body: known.unit.as_str() == OFFICE,
            ways: kept,
        });
    }

    pub(super) fn person(&self, name: &str) -> &Person {
        self.people.iter().find(|person| person.name == name).unwrap()
    }

    pub(super) fn of(&self, staff: &Staff) -> &Person {
        self.people.iter().find(|person| person.staff == *staff).unwrap()
    }

    pub(super) fn tier(&self, tier: Tier) -> Vec<Staff> {
        let of_tier = self.people.iter().filter(|person| person.tier == Some(tier));
        of_tier.map(|person| person.staff.clone()).collect()
    }

    /// An id for something that people make.
    pub(super) fn id(&mut self) -> String {
        self.ids += 1;
        format!("00000000-0000-4000-8000-{:012}", self.ids)
    }

    pub(super) fn set_time(&mut self, now: Timestamp) {
        assert!(now >= self.now, "time goes on");
        self.now = now;
        self.office.clock = Clock::standing_at(now);
        self.outside.set_time(now);
    }

    /// The program does what it does all the time, until there is nothing to do.
    pub(super) async fn rounds(&mut self) {
        loop {
            self.rounds += 1;
            let busy = call_round(&self.office, &self.ways, self.started).await.unwrap();
            self.outside.collect();
            if !busy {
                return;
            }
        }
    }

    /// The program is stopped and begun again from its directory after so many minutes.
    pub(super) async fn restart(&mut self, minutes: i64, died: bool) {
        let from = self.now;
        // A program writes down each minute that it listens; here there is nothing between the moments of the script.
        self.office.store.beat("<listens>", from).await.unwrap();
        self.office.store.close().await;
        let until = from + SignedDuration::from_mins(minutes);
        (self.office, self.ways) = open(self.dir.path(), &self.pack, until).await;
        self.down.push(Down { from, until, died });
        self.started = until;
        self.set_time(until);
    }

    /// The program calls, takes the messages to send them, and is gone before it has sent any.
    pub(super) async fn die(&mut self, minutes: i64) {
        let robots = office::Robots(vec![("值班群".to_owned(), vec!["urgent".to_owned()])]);
        office::run_due_calls(&self.office, &robots, draw, self.now)
            .await
            .unwrap();
        let lease = SignedDuration::from_secs(60);
        let taken = self.office.store.lease_sends(self.now, lease, 200).await.unwrap();
        assert!(!taken.is_empty(), "it dies with something in its hands");
        self.restart(minutes, true).await;
    }

    pub(super) async fn change_roster(&mut self, actor: &Actor, command: &RosterCommand) -> Result<(), Refusal> {
        let unit = UnitSlug::from(OFFICE);
        match office::change_roster(&self.office, &unit, command, actor, self.now).await {
            Ok(()) => {}
            Err(office::Error::Refused(refusal)) => return Err(refusal),
            Err(error) => panic!("{error}"),
        }
        self.cover = Cover::of(&self.office.store.stream_events(OFFICE, 0).await.unwrap());
        Ok(())
    }

    /// Whoever plans does it without saying that it is to be all the same: nobody has less rest or more nights by it than is allowed.
    /// Answers whether it was done.
    pub(super) async fn keeps(&mut self, command: &RosterCommand) -> bool {
        let chief = self.person("chief").actor.clone();
        let before = self.cover.strains();
        let done = self.change_roster(&chief, command).await.is_ok();
        let after = self.cover.strains();
        let more: Vec<&String> = after.difference(&before).collect();
        assert!(more.is_empty(), "{command:?}: {more:?}");
        done
    }

    pub(super) fn on(&self, tier: Tier) -> BTreeSet<Staff> {
        let last = self.watch.iter().rfind(|(_, of, _)| *of == tier);
        last.map(|(.., on)| on.clone()).unwrap_or_default()
    }

    async fn try_act(&self, who: &Staff, command: &WatchCommand) -> Result<(), office::Error> {
        let unit = UnitSlug::from(OFFICE);
        let actor = &self.of(who).actor;
        office::change_watch(&self.office, &unit, command, actor, self.now).await
    }

    async fn act(&self, who: &Staff, command: WatchCommand) {
        let done = self.try_act(who, &command).await;
        done.unwrap_or_else(|error| panic!("{}, {}: {command:?}: {error}", self.now, self.of(who).name));
    }

    /// Those whose turn it is take the watch from those who have it.
    pub(super) async fn hand_over(&mut self, tier: Tier) {
        let next: BTreeSet<Staff> = self.cover.there(tier, self.now).into_iter().cloned().collect();
        let there = self.on(tier);
        if next.is_empty() || next == there {
            // Nobody comes: who has the watch keeps it.
            return;
        }
        let (day, minute) = on_the_wall(self.now);
        if (8 * 60 + 45..10 * 60).contains(&minute) && next.is_disjoint(&there) {
            self.missed.push((wall(day, 8, 45), self.now));
        }
        let leaving: Vec<Staff> = there.difference(&next).cloned().collect();
        let coming: Vec<Staff> = next.difference(&there).cloned().collect();
        for (from, to) in leaving.iter().zip(&coming) {
            self.give(tier, from, to).await;
        }
        for more in coming.iter().skip(leaving.len()) {
            self.act(more, WatchCommand::Join).await;
        }
        let (leaders, officers) = need(self.now, self.now);
        let needed = if tier == Tier::Leader { leaders } else { officers };
        for more in leaving.iter().skip(coming.len()) {
            let left = self.try_act(more, &WatchCommand::Leave).await;
            if left.is_err() {
                // Somebody who stays reads what is handed over.
                self.give(tier, more, next.first().unwrap()).await;
            } else {
                assert!(next.len() >= usize::try_from(needed).unwrap(), "{}", self.now);
            }
        }
        self.watch.push((self.now, tier, next));
    }

    /// One hands over, and another reads and takes it.
    async fn give(&mut self, tier: Tier, from: &Staff, to: &Staff) {
        let id = self.id();
        let offer = Handover {
            id: id.clone(),
            by: from.clone(),
            tier,
            at: self.now,
            note: "东河水位正常".to_owned(),
            entries: Vec::new(),
            cases: Vec::new(),
            open_cases: 0,
            next_due: None,
            due: Vec::new(),
        };
        self.act(from, WatchCommand::Offer(offer)).await;
        self.act(to, WatchCommand::Take { handover: id }).await;
    }
}

fn draw() -> (String, String) {
    let id = || office::new_case_id(Timestamp::now()).0.simple().to_string();
    let token = format!("{}{}", id(), id());
    // What is first of it is the message's id, and differs.
    (token, format!("{}{}", id(), id()))
}
