//! Two invented incidents: a fire that is being dealt with now, with a report due in a quarter of an hour; and a drill of
//! some days ago, over and looked back on.

use super::town::Town;
use crate::failure::Failure;
use domain::CaseId;
use domain::case::{
    About, Actor, Command, Figures, Movement, Place, Registration, ReportSort, ReportText, Respond, SealedValues,
};
use domain::pack::FieldName;
use jiff::{SignedDuration, Timestamp};

const WATCH: &str = "duty-officer";
const LEADER: &str = "deputy-head";
const CHIEF: &str = "office-chief";
/// So many minutes ago the fire was told.
const FIRE_AGO: i64 = 55;
/// So many days ago the drill was.
const DRILL_AGO: i64 = 5;

/// An incident being written down.
struct Pen<'a> {
    town: &'a Town,
    case: CaseId,
    began: Timestamp,
}

impl Pen<'_> {
    fn at(&self, minutes: i64) -> Timestamp {
        self.began + SignedDuration::from_mins(minutes)
    }

    async fn does(&self, post: &str, minutes: i64, step: Respond) -> Result<(), Failure> {
        let (office, actor) = (&self.town.office, self.town.at_post(post));
        office::act(
            office,
            self.case,
            &Command::Respond(step),
            &actor,
            self.at(minutes),
            None,
        )
        .await?;
        Ok(())
    }

    /// Sends a report as it is drafted then.
    async fn reports(&self, minutes: i64, sort: ReportSort, to: &str) -> Result<(), Failure> {
        let office = &self.town.office;
        let case = office.store.case(self.case).await?;
        let parts: Vec<ReportText> = case.map_or_else(Vec::new, |case| {
            documents::incident::draft(&case, &sort, &office.pack, self.at(minutes))
        });
        let step = Respond::SendReport {
            sort,
            parts,
            to: to.to_owned(),
            channel: "电话".to_owned(),
            contact: "县应急指挥中心值班室 0000-12350（演示）".to_owned(),
            said_at: None,
            receivers: Vec::new(),
            known: None,
        };
        self.does(WATCH, minutes, step).await
    }

    async fn first(&self, minutes: i64, rung: &str, to: &str) -> Result<(), Failure> {
        let rung = rung.to_owned();
        self.reports(minutes, ReportSort::First { rung }, to).await
    }
}

/// Writes both down; nothing where the pack has no incidents.
pub(super) async fn respond(town: &Town, now: Timestamp) -> Result<(), Failure> {
    let pack = &town.office.pack;
    let has = |kind: &str| pack.kind(&kind.into()).is_some_and(|kind| kind.incident.is_some());
    if has("drill") && pack.post(&WATCH.into()).is_some() {
        drill(town, now - SignedDuration::from_hours(24 * DRILL_AGO)).await?;
        fire(town, now - SignedDuration::from_mins(FIRE_AGO)).await?;
    }
    Ok(())
}

async fn begin<'a>(
    town: &'a Town,
    (kind, category, unit): (&str, &str, &str),
    [what, more, address, source]: [&str; 4],
    began: Timestamp,
) -> Result<Pen<'a>, Failure> {
    let office = &town.office;
    let leader = office.pack.unit(&unit.into()).map(|unit| unit.leader.clone());
    let registration = Registration {
        id: office::new_case_id(began),
        number: String::new(),
        kind: kind.into(),
        category: category.into(),
        title: what.to_owned(),
        description: format!("{what}\n{more}"),
        place: Place {
            address: address.to_owned(),
            area: Some("chengdong".into()),
            ..Place::default()
        },
        source: source.to_owned(),
        received_at: began,
        unit: unit.into(),
        leader: leader.unwrap_or_else(|| LEADER.into()),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: About::default(),
        sealed_fields: Vec::new(),
        sealed: SealedValues::default().with(FieldName::RequesterName, "甲某某（演示）"),
    };
    let case = registration.id;
    let actor: Actor = town.at_post(WATCH);
    office::register(office, registration, &actor, began + SignedDuration::from_mins(1), None).await?;
    Ok(Pen { town, case, began })
}

fn called(what: &str, count: u32, from: &str) -> Respond {
    Respond::CallResource {
        what: what.to_owned(),
        count,
        from: from.to_owned(),
    }
}

fn named(role: &str, post: &str) -> Respond {
    Respond::NameRole {
        role: role.to_owned(),
        post: post.into(),
    }
}

async fn fire(town: &Town, began: Timestamp) -> Result<(), Failure> {
    let words = [
        "东门市场二楼布匹摊位起火",
        "浓烟，有人在楼梯间；市场值班人员在疏散。",
        "东门市场",
        "市场值班室电话",
    ];
    let pen = begin(town, ("incident", "incident-fire", "fire"), words, began).await?;
    pen.does(WATCH, 3, called("消防车", 3, "城东消防站")).await?;
    pen.does(WATCH, 4, named("recorder", WATCH)).await?;
    let known = Figures {
        injured: 2,
        missing: 1,
        ..Figures::default()
    };
    let note = "市场值班室".to_owned();
    pen.does(WATCH, 8, Respond::Figures { figures: known, note }).await?;
    pen.first(9, "head", "县应急管理局、县消防救援大队").await?;
    pen.does(WATCH, 12, named("commander", "fire-leader")).await?;
    let to = Movement::Arrived;
    pen.does(WATCH, 14, Respond::MoveResource { resource: 1, to }).await?;
    let known = Figures {
        dead: 3,
        seriously_injured: 2,
        injured: 4,
        ..Figures::default()
    };
    let note = "现场指挥".to_owned();
    pen.does(WATCH, 30, Respond::Figures { figures: known, note }).await?;
    pen.first(36, "government", "县人民政府值班室").await?;
    let happened_at = pen.at(40);
    let text = "明火基本控制，逐层搜救。".to_owned();
    pen.does(WATCH, 42, Respond::Note { happened_at, text }).await?;
    let step = Respond::HandOver {
        hospital: "县人民医院".to_owned(),
        critical: 1,
        serious: 1,
        slight: 4,
        needs: "烧伤科，A型血".to_owned(),
    };
    pen.does(WATCH, 45, step).await
}

async fn drill(town: &Town, began: Timestamp) -> Result<(), Failure> {
    let words = [
        "客运站人群拥挤疏散",
        "演练脚本：候车厅滞留，一处扶梯停运。",
        "客运站",
        "演练导调组",
    ];
    let pen = begin(town, ("drill", "incident-crowd", "emergency"), words, began).await?;
    pen.first(20, "head", "县应急管理局").await?;
    pen.does(WATCH, 22, called("疏导人员", 12, "县综合行政执法局")).await?;
    pen.first(40, "government", "县人民政府值班室").await?;
    pen.first(95, "city", "市应急管理局").await?;
    let resource = 1;
    for (minutes, to) in [(50, Movement::Arrived), (110, Movement::Released)] {
        pen.does(WATCH, minutes, Respond::MoveResource { resource, to }).await?;
    }
    pen.reports(115, ReportSort::Final, "县应急管理局").await?;
    let text = "演练结束，疏散用时18分钟。".to_owned();
    pen.does(LEADER, 120, Respond::End { text }).await?;
    for finding in [
        "市级信息报送超时：值班电话表里号码过期。",
        "扶梯停运后没有人引导到楼梯。",
    ] {
        let finding = finding.to_owned();
        pen.does(CHIEF, 180, Respond::Review { finding }).await?;
    }
    let (unit, due) = ("emergency".into(), pen.at(60 * 24 * 10));
    let office = &town.office;
    let chief = town.at_post(CHIEF);
    office::assign_finding(office, pen.case, 1, (unit, due), &chief, pen.at(190), None).await?;
    Ok(())
}
