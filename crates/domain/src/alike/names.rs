//! What in the words of a Chinese address names the place: not the county and the subdistrict before it, which every second address
//! has, and not that it is beside it or at its gate.

/// What an area that holds many places ends with.
const AREAS: [&str; 8] = ["省", "市", "县", "区", "街道", "镇", "乡", "新区"];
/// What ends in the same way and is a place.
const PLACES: [&str; 4] = ["小区", "社区", "园区", "校区"];
/// Words that say where of a place.
const BESIDE: [&str; 18] = [
    "附近",
    "门口",
    "旁边",
    "旁",
    "门前",
    "对面",
    "内",
    "里",
    "处",
    "口",
    "路口",
    "交叉口",
    "交汇处",
    "交叉",
    "交汇",
    "与",
    "和",
    "的",
];
/// What is said of any matter: by whom it came, what is wanted, and the small words between. How many texts have a word is not counted
/// beyond a few dozen, which in a large register most words have.
const ANYWAY: [&str; 72] = [
    "市民",
    "群众",
    "网友",
    "居民",
    "住户",
    "业主",
    "来电",
    "来电人",
    "来电者",
    "人称",
    "称",
    "反映",
    "反应",
    "投诉",
    "留言",
    "您好",
    "你好",
    "我",
    "我们",
    "你们",
    "大家",
    "这里",
    "这边",
    "是",
    "的",
    "了",
    "有",
    "在",
    "也",
    "都",
    "就",
    "和",
    "到",
    "被",
    "给",
    "把",
    "个",
    "很",
    "请",
    "请求",
    "希望",
    "望",
    "要求",
    "麻烦",
    "建议",
    "尽快",
    "及时",
    "早点",
    "处理",
    "解决",
    "核实",
    "核查",
    "查看",
    "查处",
    "回复",
    "答复",
    "有关",
    "相关",
    "部门",
    "单位",
    "现场",
    "问题",
    "情况",
    "关于",
    "影响",
    "正常",
    "生活",
    "已经",
    "最近",
    "目前",
    "现在",
    "一直",
];
/// The shortest names in which one wrong character is a slip of the pen.
const SHORTEST: usize = 3;

/// Whether a word is said of any matter, so that two texts that have it are not alike for that.
pub(super) fn is_said_anyway(word: &str) -> bool {
    ANYWAY.contains(&word)
}

/// The words of an address that name the place; all of them where nothing else would be left. Words of other scripts stay.
#[must_use]
pub fn names(words: Vec<String>) -> Vec<String> {
    let is_area = |word: &String| {
        let ends = AREAS.iter().any(|area| word.ends_with(area));
        ends && !PLACES.iter().any(|place| word.ends_with(place))
    };
    let from = words.iter().rposition(is_area).map_or(0, |at| at + 1);
    let left: Vec<String> = words[from..]
        .iter()
        .filter(|word| !BESIDE.contains(&word.as_str()))
        .cloned()
        .collect();
    if left.is_empty() { words } else { left }
}

/// Whether the shorter of two names is in the longer but for one character.
pub(super) fn is_slip(a: &[String], b: &[String]) -> bool {
    let characters = |words: &[String]| -> Vec<char> { words.iter().flat_map(|word| word.chars()).collect() };
    let (a, b) = (characters(a), characters(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let slips = |part: &[char]| part.iter().zip(&short).filter(|(a, b)| a != b).count();
    let chinese = short.iter().all(|c| !c.is_ascii());
    chinese && short.len() >= SHORTEST && long.windows(short.len()).any(|part| slips(part) <= 1)
}

#[cfg(test)]
mod tests {
    use super::{is_slip, names};

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn the_county_and_the_gate_name_no_place() {
        for (address, named) in [
            ("云溪 县 城东 街道 东湖 路 门口", "东湖 路"),
            ("石桥镇 春晓 花园 小区", "春晓 花园 小区"),
            ("东湖 路 与 西门 街 交叉口", "东湖 路 西门 街"),
            ("云溪 县", "云溪 县"),
            ("门口", "门口"),
            ("mentone ave", "mentone ave"),
        ] {
            assert_eq!(names(words(address)), words(named));
        }
    }

    #[test]
    fn one_wrong_character_is_a_slip() {
        for (a, b, slip) in [
            ("东湖 路", "东 胡 路", true),
            ("东湖 路 春晓 花园", "春 小 花园", true),
            ("东湖 路", "西门 街", false),
            ("东湖", "东 胡", false),
            ("mentone", "mentome", false),
        ] {
            assert_eq!(is_slip(&words(a), &words(b)), slip, "{a} {b}");
            assert_eq!(is_slip(&words(b), &words(a)), slip, "{b} {a}");
        }
    }
}
