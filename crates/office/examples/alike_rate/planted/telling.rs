//! How people of 云溪县, which does not exist, tell of a matter: in writing, over the telephone, in a hurry; with figures or
//! characters, with slips, each with their own commas.

use super::dice::Dice;
use super::matters::Matter;
use super::town::{AREAS, Hand, Spot};
use domain::case::Place;

/// What somebody said.
pub(super) struct Words {
    pub(super) category: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) place: Place,
}

const BEGIN: [&str; 8] = [
    "市民来电反映：",
    "来电人称，",
    "网友留言：",
    "您好，",
    "群众反映，",
    "",
    "",
    "我是这里的住户，",
];
const SINCE: [&str; 10] = [
    "已经三天了",
    "有一个星期了",
    "从上周开始",
    "持续半个月",
    "今天早上发现",
    "最近一段时间",
    "都好几天了",
    "两三天了",
    "",
    "",
];
/// Said of any matter: what two of them have in common by it tells nothing.
const ANYWAY: [&str; 7] = [
    "影响居民正常生活",
    "向物业反映没有结果",
    "打过几次电话没人管",
    "居民意见很大",
    "存在安全隐患",
    "给大家出行带来不便",
    "拖到现在没人处理",
];
const ASKS: [&str; 8] = [
    "请尽快处理",
    "希望有关部门核实处理",
    "要求给个说法",
    "请派人来看看",
    "望尽快解决",
    "请相关单位到现场查看并回复",
    "麻烦早点弄好",
    "",
];
/// Characters that are typed for others that sound alike.
const SOUND: [(char, char); 30] = [
    ('晓', '小'),
    ('湖', '胡'),
    ('园', '圆'),
    ('绣', '秀'),
    ('苑', '院'),
    ('栖', '西'),
    ('桂', '贵'),
    ('枫', '峰'),
    ('泉', '全'),
    ('澜', '兰'),
    ('竹', '烛'),
    ('桥', '乔'),
    ('榴', '留'),
    ('翠', '脆'),
    ('景', '井'),
    ('明', '名'),
    ('街', '阶'),
    ('泽', '则'),
    ('杏', '幸'),
    ('荆', '京'),
    ('梯', '踢'),
    ('圾', '极'),
    ('漏', '露'),
    ('坑', '吭'),
    ('吵', '炒'),
    ('堵', '赌'),
    ('气', '汽'),
    ('灯', '登'),
    ('暖', '暧'),
    ('臭', '嗅'),
];

/// One telling of the matter at the spot.
pub(super) fn tell(matter: &Matter, spot: Spot, dice: &mut Dice) -> Words {
    let hand = Hand::any(dice);
    let mut address = spot.written(&hand, dice);
    if dice.percent(12) {
        address = slip(&address, dice);
    }
    // Some forms have no place of their own: it stands in the text.
    let in_text = dice.percent(5);
    let place = if in_text { address.clone() } else { spot.name() };
    let mut title = headline(matter, &place, dice);
    let mut description = told(matter, &place, dice);
    if dice.percent(12) {
        title = slip(&title, dice);
        description = slip(&description, dice);
    }
    let point = dice.percent(25).then(|| spot.point());
    let area = dice.percent(60).then(|| AREAS[spot.area()].0.into());
    Words {
        category: if dice.percent(8) { matter.also } else { matter.category },
        title: with_commas(&title, dice),
        description: with_commas(&description, dice),
        place: Place {
            address: if in_text { String::new() } else { address },
            area,
            latitude: point.map(|(north, _)| north + dice.jitter()),
            longitude: point.map(|(_, east)| east + dice.jitter()),
        },
    }
}

fn headline(matter: &Matter, place: &str, dice: &mut Dice) -> String {
    let name = dice.one(&matter.names());
    match dice.below(6) {
        0 => name.to_owned(),
        1 => format!("反映{place}{name}"),
        2 => format!("关于{place}{name}的问题"),
        3 => format!("{place}{name}，{}", dice.one(&matter.details())),
        _ => format!("{place}{name}"),
    }
}

fn told(matter: &Matter, place: &str, dice: &mut Dice) -> String {
    if dice.percent(10) {
        return String::new();
    }
    let hurried = dice.percent(20);
    let mut parts: Vec<&str> = Vec::new();
    let begin = if dice.percent(50) { place } else { "" };
    let what = dice.one(&matter.names());
    let begin = format!("{}{begin}{what}", dice.one(&BEGIN));
    parts.push(&begin);
    let since = dice.one(&SINCE);
    parts.push(since);
    let details = matter.details();
    let detail = dice.below(details.len());
    if hurried || dice.percent(85) {
        parts.push(details[detail]);
    }
    if !hurried {
        if dice.percent(60) {
            let more = 1 + dice.below(details.len() - 1);
            parts.push(details[(detail + more) % details.len()]);
        }
        if dice.percent(40) {
            parts.push(dice.one(&ANYWAY));
        }
        parts.push(dice.one(&ASKS));
    }
    parts.retain(|part| !part.is_empty());
    format!("{}。", parts.join("，"))
}

/// One character that sounds like another.
fn slip(text: &str, dice: &mut Dice) -> String {
    let there: Vec<&(char, char)> = SOUND.iter().filter(|(right, _)| text.contains(*right)).collect();
    if there.is_empty() {
        return text.to_owned();
    }
    let (right, wrong) = there[dice.below(there.len())];
    text.replacen(*right, &wrong.to_string(), 1)
}

/// Commas of full width, of half, spaces, or those of older books.
fn with_commas(text: &str, dice: &mut Dice) -> String {
    match dice.below(6) {
        _ if text.is_empty() => String::new(),
        0 => text.replace('，', ",").replace('。', "."),
        1 => text.replace('，', " ").replace('。', ""),
        2 => format!("「{}」", text.replace('，', "、")),
        3 => text.replace('，', "；").replace('：', "——"),
        _ => text.to_owned(),
    }
}
