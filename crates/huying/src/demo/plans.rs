//! Invented plans: the county's own, one for fires, one for a market, and one that waits for approval; and drills of them.

use super::town::Town;
use crate::failure::Failure;
use domain::case::Actor;
use domain::drill::{DrillCommand, Form, Inject, Scenario};
use domain::plan::{Checklist, Contact, Content, PlanCommand, Resource};
use jiff::{SignedDuration, Timestamp};
use office::Office;

/// Who drafts, and who approves.
const WATCH: &str = "duty-officer";
const CHIEF: &str = "office-chief";

/// Plans as of `now`; nothing where the pack has none of the posts and rules.
pub(crate) async fn keep_plans(town: &Town, now: Timestamp) -> Result<(), Failure> {
    let pack = &town.office.pack;
    let there = |post: &str| pack.post(&post.into()).is_some();
    if !there(WATCH) || !there(CHIEF) || pack.plans.is_none() || pack.hazard("fire").is_none() {
        return Ok(());
    }
    let pen = Pen {
        office: &town.office,
        watch: town.at_post(WATCH),
        chief: town.at_post(CHIEF),
        now,
    };
    pen.approved(overall(), 900).await?;
    pen.approved(fires(), 400).await?;
    let market = pen.approved(market(), 150).await?;
    pen.drafted(flood(), 2).await?;
    pen.drill(&market, Form::Full, 20).await?;
    pen.drill(&market, Form::Tabletop, 60).await?;
    Ok(())
}

struct Pen<'a> {
    office: &'a Office,
    watch: Actor,
    chief: Actor,
    now: Timestamp,
}

impl Pen<'_> {
    fn days(&self, days: i64) -> Timestamp {
        let span = SignedDuration::from_hours(24 * days);
        self.now.saturating_add(span).unwrap_or(self.now)
    }

    async fn drafted(&self, content: Content, ago: i64) -> Result<String, Failure> {
        let at = self.days(-ago);
        let id = office::new_case_id(at).to_string();
        let content = Box::new(content);
        let draft = PlanCommand::Draft { content };
        office::change_plan(self.office, &id, &draft, &self.watch, at).await?;
        Ok(id)
    }

    async fn approved(&self, content: Content, ago: i64) -> Result<String, Failure> {
        let id = self.drafted(content, ago).await?;
        let approve = PlanCommand::Approve { seen: 1 };
        office::change_plan(self.office, &id, &approve, &self.chief, self.days(1 - ago)).await?;
        Ok(id)
    }

    /// A drill to come in so many days.
    async fn drill(&self, plan: &str, form: Form, ahead: i64) -> Result<(), Failure> {
        let inject = |minute, text: &str| Inject {
            minute,
            text: text.to_owned(),
        };
        let scenario = Scenario {
            plan: plan.to_owned(),
            form,
            at: self.days(ahead),
            event: "fire".to_owned(),
            place: "城北市场".to_owned(),
            text: "凌晨，市场二楼布匹区冒烟，值班保安发现后拨打电话。".to_owned(),
            director: CHIEF.into(),
            injects: vec![
                inject(5, "二楼东侧有 2 人没有出来。"),
                inject(12, "北门消火栓没有水。"),
                inject(25, "有人在网上发视频，问要不要疏散周边。"),
            ],
        };
        let scenario = Box::new(scenario);
        let id = office::new_case_id(self.days(-3)).to_string();
        let plan = DrillCommand::Plan { scenario };
        office::change_drill(self.office, &id, &plan, &self.chief, self.days(-3)).await?;
        Ok(())
    }
}

fn list(role: &str, items: &[&str]) -> Checklist {
    Checklist {
        role: role.to_owned(),
        items: items.iter().map(|item| (*item).to_owned()).collect(),
    }
}

fn ours(post: &str, purpose: &str, reach: &str) -> Contact {
    Contact {
        post: Some(post.into()),
        office: String::new(),
        purpose: purpose.to_owned(),
        reach: reach.to_owned(),
    }
}

fn others(office: &str, purpose: &str, reach: &str) -> Contact {
    Contact {
        post: None,
        office: office.to_owned(),
        purpose: purpose.to_owned(),
        reach: reach.to_owned(),
    }
}

fn resource(what: &str, place: &str, keeper: &str) -> Resource {
    Resource {
        what: what.to_owned(),
        place: place.to_owned(),
        keeper: keeper.to_owned(),
    }
}

fn base(name: &str, kind: &str) -> Content {
    Content {
        name: name.to_owned(),
        kind: kind.to_owned(),
        unit: "office".into(),
        events: Vec::new(),
        areas: Vec::new(),
        place: None,
        cadence: "government".to_owned(),
        text: String::new(),
        checklists: Vec::new(),
        contacts: Vec::new(),
        resources: Vec::new(),
    }
}

fn overall() -> Content {
    Content {
        text: "接报即核实、即报告、即派人。第一报不等情况齐全；人数、损失以后续报。指挥由到场的最高一级领导接管，并说清交接时间。"
            .to_owned(),
        checklists: vec![
            list("值班员", &["核实时间、地点、伤亡", "报带班领导", "一小时内送第一报", "通知医院和消防"]),
            list("带班领导", &["定级，确认报告去向", "派指挥长到场", "决定是否提级响应"]),
        ],
        contacts: vec![
            ours(WATCH, "接报和汇总", "0000-5550100"),
            others("市应急值班室", "第一报和续报", "0000-5550110"),
        ],
        ..base("云溪县（虚构）突发事件总体应急预案", "overall")
    }
}

fn fires() -> Content {
    Content {
        events: vec!["fire".to_owned()],
        text: "先救人，后控火。疏散以楼层为单位清点人数。断电断气由到场的供电、燃气人员操作。".to_owned(),
        checklists: vec![
            list("指挥长", &["到场后宣布接管指挥", "划出警戒区", "每三十分钟会商一次"]),
            list("联络员", &["与消防、医院保持通话", "核对伤员人数，不报姓名"]),
            list("记录员", &["逐条记时间和决定"]),
        ],
        contacts: vec![
            others("消防救援", "灭火救人", "119"),
            others("医疗急救", "接收伤员", "120"),
            ours("water-handler", "消防供水", "0000-5550130"),
        ],
        resources: vec![
            resource("移动水泵 2 台", "城北仓库", "水务站"),
            resource("应急照明车 1 辆", "县政府后院", "办公室"),
        ],
        ..base("火灾专项应急预案", "special")
    }
}

fn market() -> Content {
    Content {
        place: Some("城北市场".to_owned()),
        cadence: "crowded".to_owned(),
        text: "夜间市场内留守商户约 40 人，住二楼东侧。北门消火栓为主水源，南门为疏散口。".to_owned(),
        checklists: vec![
            list("指挥长", &["从南门进入，在管理处设指挥点", "先清点二楼东侧留守人员"]),
            list(
                "市场管理处",
                &["打开南门和东门", "断二楼照明以外的电", "带消防到北门消火栓"],
            ),
        ],
        contacts: vec![others("城北市场管理处", "开门、断电、清点", "0000-5550150")],
        resources: vec![resource("市场平面图、商户名册", "管理处值班室", "市场管理处")],
        events: vec!["fire".to_owned()],
        ..base("城北市场火灾现场处置方案", "site")
    }
}

fn flood() -> Content {
    Content {
        events: vec!["flood".to_owned(), "rainstorm".to_owned()],
        text: "水位到警戒线前转移低洼处住户；转移名单由村居掌握，县里只汇总人数。".to_owned(),
        checklists: vec![list("值班员", &["每小时问一次水位", "通知各片区转移人数"])],
        ..base("洪水和内涝专项应急预案", "special")
    }
}
