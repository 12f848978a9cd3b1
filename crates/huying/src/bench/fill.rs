//! A database that already holds a city's years: invented requests, the same ones each time.

use crate::console::Progress;
use crate::failure::Failure;
use domain::case::{Actor, Command, Place, Registration, SealedValues, decide};
use domain::pack::{Kind, Pack};
use domain::{CaseId, KindSlug};
use jiff::{SignedDuration, Timestamp};
use office::Office;
use store::Append;

/// Requests handed to the writer at once.
const CHUNK: u64 = 2_000;
/// Requests that are in work 在办 at a time.
const IN_WORK: u64 = 5_000;
/// Between two receptions: a million in two years.
pub(super) const EVERY: SignedDuration = SignedDuration::from_secs(63);

const PLACES: [&str; 12] = [
    "人民路",
    "建设街",
    "滨河大道",
    "青年巷",
    "解放路",
    "和平里",
    "长安街",
    "文化路",
    "新华街",
    "湖滨路",
    "东门外",
    "西关",
];
const THINGS: [&str; 14] = [
    "消防通道被货车占用",
    "路灯夜间不亮",
    "垃圾清运不及时",
    "供水管道漏水",
    "施工噪声扰民",
    "电动车楼道充电",
    "下水道堵塞返味",
    "占道经营影响通行",
    "小区电梯停运",
    "树木倾斜有安全隐患",
    "井盖松动异响",
    "外墙脱落砖块",
    "暖气不热",
    "公交站牌损坏",
];
const DETAILS: [&str; 8] = [
    "附近居民多次反映，希望尽快派人到现场查看并答复处理结果。",
    "已持续一周，老人和孩子出行不便，请协调相关单位处理。",
    "夜间车辆较多，存在安全风险，请先设置警示标志。",
    "物业表示需主管部门协调，请告知责任单位和办理时限。",
    "雨后积水严重，行人绕行机动车道，请安排疏通。",
    "此前曾处理过一次，近期又出现同样情况。",
    "影响周边商户经营，建议明确长期管护单位。",
    "请核实情况后回复，谢谢。",
];

/// Where the bench's numbers come from: fixed, so that every run has the same rows.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number (splitmix64).
    pub(super) const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let at = self.roll() % of.len() as u64;
        &of[usize::try_from(at).unwrap_or(0)]
    }
}

/// When the bench's bureau received its first request.
pub(super) fn first_reception() -> Timestamp {
    Timestamp::from_second(1_704_067_200).expect("a moment in 2024")
}

/// When the nth request was received.
pub(super) fn received_at(n: u64) -> Timestamp {
    let n = i32::try_from(n).unwrap_or(i32::MAX);
    first_reception().saturating_add(EVERY * n).expect("within a century")
}

/// What the nth request is about, in one line and in full.
pub(super) fn said(n: u64) -> (String, String, String) {
    let mut dice = Dice::new(n);
    let (place, house, thing) = (dice.pick(&PLACES), dice.roll() % 400 + 1, dice.pick(&THINGS));
    let (detail, more) = (dice.pick(&DETAILS), dice.pick(&DETAILS));
    (
        format!("{place}{house}号{thing}"),
        format!("来电人反映：{place}{house}号附近{thing}。{detail}{more}"),
        format!("{place}{house}号"),
    )
}

/// The nth request.
pub(super) fn registration(pack: &Pack, kind: &Kind, n: u64, received_at: Timestamp) -> Registration {
    let mut dice = Dice::new(n ^ 0x5EED);
    let unit = dice.pick(&pack.units);
    let (title, description, address) = said(n);
    Registration {
        id: case_id(n, received_at),
        number: String::new(),
        kind: kind.slug.clone(),
        category: dice.pick(&kind.categories).slug.clone(),
        title,
        description,
        place: Place {
            address,
            area: (!pack.areas.is_empty()).then(|| dice.pick(&pack.areas).slug.clone()),
            latitude: None,
            longitude: None,
        },
        source: "hotline".to_owned(),
        received_at,
        unit: unit.slug.clone(),
        leader: unit.leader.clone(),
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
    }
}

fn case_id(n: u64, at: Timestamp) -> CaseId {
    let mut dice = Dice::new(n ^ 0x1D);
    let (high, low) = (dice.roll().to_be_bytes(), dice.roll().to_be_bytes());
    let mut random = [0; 10];
    random[..8].copy_from_slice(&high);
    random[8..].copy_from_slice(&low[..2]);
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    CaseId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

/// The append that registers the nth request; `finished`: as history is brought in, done in the system it comes from.
fn append(office: &Office, n: u64, finished: bool) -> Result<Append, Failure> {
    let pack = &office.pack;
    let kind = pack
        .kinds
        .get(&KindSlug::from("request"))
        .ok_or_else(|| Failure::new("cli-bench-pack", &[]))?;
    let at = received_at(n);
    let mut registration = registration(pack, kind, n, at);
    registration.finished_at_source = finished.then_some(at);
    let (case, actor) = (registration.id, Actor::program());
    let command = Command::Register(Box::new(registration));
    Ok(Append {
        case,
        state: None,
        events: decide(None, &command, &actor, pack, at)?,
        actor,
        at,
        zone: pack.zone.clone(),
        source_system: String::new(),
        key: None,
        jobs: Vec::new(),
    })
}

/// Registers the requests from `from` to `to`, the last one excluded: the last of them are in work, all others finished.
/// The marks of their clocks are written down, so that a server finds as little left to do as after a quiet night.
pub(super) async fn fill(office: &Office, from: u64, to: u64, bar: &Progress) -> Result<(), Failure> {
    let mut n = from;
    while n < to {
        let end = (n + CHUNK).min(to);
        let appends = (n..end)
            .map(|n| append(office, n, n + IN_WORK < to))
            .collect::<Result<Vec<_>, _>>()?;
        for done in office.store.append_many(appends).await {
            done?;
        }
        n = end;
        bar.set(n, to);
    }
    office::run_due_marks(office, Timestamp::now()).await?;
    Ok(())
}
