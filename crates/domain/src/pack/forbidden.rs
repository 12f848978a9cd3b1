//! What no pack can ask for: a case holds what is needed to answer it, and nothing by which people are sorted
//! (个人信息保护法, art. 6 and 28).

use super::fold;

/// Folded words that no field, label or column may carry.
const WORDS: [&str; 22] = [
    "religion",
    "religious",
    "宗教",
    "信仰",
    "ethnicity",
    "ethnic",
    "nationality",
    "race",
    "民族",
    "种族",
    "politics",
    "political",
    "partymember",
    "政治面貌",
    "党派",
    "petitionhistory",
    "上访",
    "信访史",
    "信访记录",
    "缠访",
    "闹访",
    "重点人员",
];

/// Whether a field or column name asks for religion, ethnicity, politics, or a person's petition history.
pub(super) fn is_forbidden(name: &str) -> bool {
    let name = fold(name);
    WORDS.iter().any(|word| {
        // Short English words only as a whole: "race" is in "trace".
        if word.is_ascii() {
            name == *word || name.starts_with(word) && word.len() > 5
        } else {
            name.contains(word)
        }
    })
}
