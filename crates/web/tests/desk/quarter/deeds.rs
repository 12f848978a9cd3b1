//! What people and the program do in the quarter, each deed as they do it through the office.

use super::almanac::{FIRST, LAST, is_holiday, on_the_wall, wall};
use super::outside::MONITOR;
use super::script::{Agenda, Deed};
use super::world::{OFFICE, World};
use domain::CaseId;
use domain::call::About;
use domain::case::{Actor, Command, Place, Registration, ReportSort, Respond, SealedValues};
use domain::duty::{Ahead, How, Override, RosterCommand, Shift, Staff, Tier};
use domain::level::{LevelCommand, Plan};
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Everybody after each other, two officers on holidays; for the nights of two of them nobody can give first aid.
pub(super) async fn plan(world: &mut World) {
    let (leaders, officers) = (world.tier(Tier::Leader), world.tier(Tier::Officer));
    let chief = world.person("chief").actor.clone();
    for able in &officers[..5] {
        let skills = BTreeSet::from(["first-aid".to_owned()]);
        let skill = RosterCommand::Skill {
            staff: able.clone(),
            skills,
        };
        world.change_roster(&chief, &skill).await.unwrap();
    }
    let (mut shifts, mut leader, mut officer) = (Vec::new(), 0, 0);
    let mut day = FIRST;
    while day <= LAST {
        shifts.push(shift(world, day, "lead", 1, &leaders[leader % leaders.len()]));
        leader += 1;
        for turn in ["day", "night"] {
            for seat in 1..=1 + u32::from(is_holiday(day)) {
                shifts.push(shift(world, day, turn, seat, &officers[officer % officers.len()]));
                officer += 1;
            }
        }
        day = day.tomorrow().unwrap();
    }
    let plan = RosterCommand::Plan {
        from: FIRST,
        until: LAST,
        how: How::Hand,
        turn: None,
        shifts,
        despite: String::new(),
    };
    world.change_roster(&chief, &plan).await.unwrap();
}

fn shift(world: &World, day: Date, turn: &str, seat: u32, who: &Staff) -> Shift {
    let pack = &world.office.pack;
    let turn = pack.duty.as_ref().unwrap().turn(turn).unwrap();
    Shift::of_turn(turn, day, seat, who.clone(), &pack.zone)
}

impl World {
    /// Does it. What follows from it later is put into the agenda.
    pub(super) async fn do_it(&mut self, deed: Deed, all: &mut Agenda) {
        match deed {
            Deed::Look => {}
            Deed::Beat => self.beat().await,
            Deed::HandOver(tier) => self.hand_over(tier).await,
            Deed::AskLeave {
                who,
                from,
                until,
                granted,
            } => self.leave(&who, (from, until), granted).await,
            Deed::Swap { day } => self.swap(day).await,
            Deed::Override { day } => self.override_half_a_night(day, all).await,
            Deed::Second { day, turn } => self.second(day, turn).await,
            Deed::Level { level, from, until } => {
                let plan = Plan {
                    level,
                    area: None,
                    units: Vec::new(),
                    bound: Vec::new(),
                    reason: "山洪".to_owned(),
                    from,
                    until,
                };
                let chief = self.person("chief").actor.clone();
                let set = LevelCommand::Set(plan);
                office::change_levels(&self.office, &set, &chief, self.now)
                    .await
                    .unwrap();
            }
            Deed::Raise { reason, name } => {
                self.raise(reason, &name).await;
            }
            Deed::Take { call } => self.take(&call).await,
            Deed::Over { name } => {
                let call = self.office.store.call_of(&name).await.unwrap().unwrap();
                office::end_call(&self.office, &name, &Actor::program(), self.now)
                    .await
                    .unwrap();
                self.ended.entry(call).or_insert(self.now);
            }
            Deed::Fails { way, fails } => self.outside.fails(way, fails),
            Deed::Restart { minutes } => self.restart(minutes, false).await,
            Deed::Die { minutes, name } => {
                self.raise("danger", &name).await;
                self.die(minutes).await;
            }
            Deed::Register => self.register().await,
            Deed::Report { sort } => self.report(sort).await,
            Deed::EndIncident => {
                let end = Respond::End {
                    text: "处置结束".to_owned(),
                };
                self.respond("chief", end).await;
            }
            Deed::CheckAhead => self.check_ahead().await,
        }
    }

    async fn leave(&mut self, who: &Staff, (from, until): (Date, Date), granted: bool) {
        let (id, own) = (self.id(), self.of(who).actor.clone());
        let ask = RosterCommand::AskLeave {
            id: id.clone(),
            from,
            until,
        };
        self.change_roster(&own, &ask).await.unwrap();
        let chief = self.person("chief").actor.clone();
        self.change_roster(&chief, &RosterCommand::SettleLeave { id, granted })
            .await
            .unwrap();
    }

    /// The first two nights, two to five days on, that their people can change.
    async fn swap(&mut self, day: Date) {
        let night = |n: i32| format!("{}-night-1", day.saturating_add(n.days()));
        let chief = self.person("chief").actor.clone();
        for (mine, theirs) in [(2, 3), (2, 4), (3, 5), (2, 5)] {
            let (mine, theirs) = (night(mine), night(theirs));
            let roster = office::read_roster(&self.office, &OFFICE.into()).await.unwrap();
            let (Some(one), Some(two)) = (roster.shifts.get(&mine), roster.shifts.get(&theirs)) else {
                continue;
            };
            let (one, two) = (self.of(&one.staff).actor.clone(), self.of(&two.staff).actor.clone());
            let id = self.id();
            let ask = RosterCommand::AskSwap {
                id: id.clone(),
                mine,
                theirs,
            };
            if self.change_roster(&one, &ask).await.is_err() {
                continue;
            }
            let answer = RosterCommand::AnswerSwap {
                id: id.clone(),
                agreed: true,
            };
            self.change_roster(&two, &answer).await.unwrap();
            let settle = |despite| RosterCommand::SettleSwap {
                id: id.clone(),
                approved: true,
                despite,
            };
            if self.keeps(&settle(false)).await {
                self.swaps.kept += 1;
            } else {
                self.change_roster(&chief, &settle(true)).await.unwrap();
                self.swaps.despite += 1;
            }
            return;
        }
    }

    /// Whoever can comes for the second half of the next night; each other time first of all whoever has been there all day, which leaves
    /// them too little rest.
    async fn override_half_a_night(&mut self, day: Date, all: &mut Agenda) {
        let next = day.tomorrow().unwrap();
        let over = |staff| Override {
            shift: format!("{next}-night-1"),
            staff,
            from: wall(next, 22, 0),
            until: wall(next.tomorrow().unwrap(), 8, 30),
        };
        let roster = office::read_roster(&self.office, &OFFICE.into()).await.unwrap();
        let insists = self.overrides.kept >= self.overrides.despite;
        let by_day = roster.shifts.get(&format!("{next}-day-1")).filter(|_| insists);
        if let Some(by_day) = by_day {
            let over = |despite| RosterCommand::Override {
                over: over(by_day.staff.clone()),
                despite,
            };
            assert!(!self.keeps(&over(false)).await, "{next}: they have been there all day");
            let chief = self.person("chief").actor.clone();
            if self.change_roster(&chief, &over(true)).await.is_ok() {
                self.overrides.despite += 1;
                all.add(wall(next, 22, 0), Deed::HandOver(Tier::Officer));
                return;
            }
        }
        let own = roster.shifts.get(&format!("{next}-night-1")).map(|night| &night.staff);
        for staff in self.tier(Tier::Officer) {
            if own == Some(&staff) {
                continue;
            }
            let over = RosterCommand::Override {
                over: over(staff),
                despite: false,
            };
            if self.keeps(&over).await {
                self.overrides.kept += 1;
                all.add(wall(next, 22, 0), Deed::HandOver(Tier::Officer));
                return;
            }
        }
    }

    /// A second one is put in by hand, the first who can.
    async fn second(&mut self, day: Date, turn: &str) {
        for who in self.tier(Tier::Officer) {
            let shift = shift(self, day, turn, 2, &who);
            if self.keeps(&RosterCommand::Put { shift, despite: false }).await {
                return;
            }
        }
        panic!("nobody is left for {day}");
    }

    async fn raise(&mut self, reason: &str, name: &str) {
        let number = "2026-0001".to_owned();
        let args = match reason {
            "report-failed" => BTreeMap::from([("number".to_owned(), number), ("n".to_owned(), "1".to_owned())]),
            _ => BTreeMap::from([("number".to_owned(), number)]),
        };
        let about = About {
            reason: reason.to_owned(),
            args,
            link: "/watch".to_owned(),
            case: None,
            drill: false,
            post: None,
            unit: None,
        };
        let raised = office::raise_call(&self.office, about, name, &Actor::program(), self.now).await;
        let id = raised.unwrap().unwrap_or_else(|| panic!("{name} is raised once"));
        self.names.insert(id, name.to_owned());
    }

    /// What the page does where the monitor asks for its address, and what the program does by itself.
    async fn beat(&self) {
        self.office.store.beat(MONITOR, self.now).await.unwrap();
        assert!(web::sign_of_life(&self.office, &self.ways).await);
    }

    async fn take(&mut self, call: &str) {
        let state = office::read_call(&self.office, call).await.unwrap().unwrap();
        if state.over_at.is_some() {
            return;
        }
        let (last, others) = state.called.split_last().unwrap();
        // Of what everybody is told each says so for themselves; of the heightened level one never does.
        let told = matches!(state.about.reason.as_str(), "level" | "level-over");
        let silent = state.about.reason == "level" && state.about.args["level"] == "heightened";
        for staff in others.iter().filter(|_| told).chain(Some(last).filter(|_| !silent)) {
            office::acknowledge_call(&self.office, call, staff, self.now)
                .await
                .unwrap();
        }
        if !silent {
            self.ended.entry(call.to_owned()).or_insert(self.now);
        }
    }

    async fn check_ahead(&mut self) {
        let first = on_the_wall(self.now).0;
        let last = LAST.min(first.saturating_add(6.days()));
        self.cover.check(&self.gaps(first, last).await, first, last, self.now);
    }

    /// The gaps that the program tells.
    pub(super) async fn gaps(&self, first: Date, last: Date) -> Vec<domain::duty::Gap> {
        let roster = office::read_roster(&self.office, &OFFICE.into()).await.unwrap();
        let levels = office::levels(&self.office).await.unwrap();
        let unit = domain::UnitSlug::from(OFFICE);
        let days = office::duty_days(&self.office, &levels, &unit);
        let ahead = Ahead {
            from: first,
            until: last,
        };
        let people = office::colleagues(&self.office, &unit).await.unwrap();
        let members: Vec<_> = people.into_iter().map(|one| one.member).collect();
        let rules = self.office.pack.duty.as_ref().unwrap();
        domain::duty::gaps(&roster, &members, rules, days, ahead)
    }

    async fn register(&mut self) {
        let registration = Registration {
            id: office::new_case_id(self.now),
            number: String::new(),
            kind: "incident".into(),
            category: "incident-environment".into(),
            title: "河面有油污".to_owned(),
            description: "河面有油污".to_owned(),
            place: Place {
                address: "东河桥".to_owned(),
                ..Place::default()
            },
            source: "电话".to_owned(),
            received_at: self.now,
            unit: "ecology".into(),
            leader: "ecology-leader".into(),
            external: None,
            origin: None,
            people_affected: None,
            casualties: None,
            repeats: 0,
            due: None,
            finished_at_source: None,
            finish_claimed: None,
            about: domain::case::About::default(),
            sealed_fields: Vec::new(),
            sealed: SealedValues::default(),
        };
        let duty = self.person("duty-1").actor.clone();
        office::register(&self.office, registration, &duty, self.now, None)
            .await
            .unwrap();
    }

    async fn incident(&self) -> CaseId {
        let all = office::open_incidents(&self.office, &store::Viewer::body(), self.now)
            .await
            .unwrap();
        all[0].case.id
    }

    async fn respond(&self, who: &str, step: Respond) {
        let (case, actor) = (self.incident().await, &self.person(who).actor);
        let command = Command::Respond(step);
        office::act(&self.office, case, &command, actor, self.now, None)
            .await
            .unwrap();
    }

    async fn report(&self, sort: ReportSort) {
        let duty = &self.person("duty-1").actor;
        let case = self.office.store.case(self.incident().await).await.unwrap().unwrap();
        let written = office::ReportDraft::default();
        let draft = office::report_draft(&self.office, &case, sort.clone(), written, duty, self.now).unwrap();
        let step = Respond::SendReport {
            sort,
            parts: draft.parts,
            to: "上级".to_owned(),
            channel: "电话".to_owned(),
            contact: String::new(),
            said_at: None,
            receivers: Vec::new(),
            known: None,
        };
        self.respond("duty-1", step).await;
    }
}
