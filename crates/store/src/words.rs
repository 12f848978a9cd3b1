//! Cutting text into words for the full-text index, the same way when it is written and when it is asked.
//!
//! Chinese has no spaces: every word of jieba's dictionary that a text holds is kept, and every character, so that 消防
//! finds 消防通道; a question is cut into words that do not overlap, which are then all there, whatever stands around
//! them in the text. Words that jieba would guess are left out: it guesses by what stands around. Other scripts are cut
//! at everything that is no letter and no digit. Case and full-width forms make no difference. What reaches a person
//! (`contacts.rs`) is left out of what is kept, so that no question finds it.

use crate::contacts;
use domain::case::Case;
use jieba_rs::Jieba;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The dictionary takes half a second and some tens of megabytes, so it is loaded by the first Chinese text.
static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// No text asks for more words than this; what is beyond is left out of the question.
const MOST_ASKED: usize = 16;

/// The words of a case: title, description, address, number in the source system, and apart from them those that everybody
/// may read. Its own number is added by the
/// writer. No party's name has a field of its own here, because none is kept; one that somebody writes into a text is a
/// word like any other, since nothing tells it from a place's.
pub(crate) fn of_case(case: &Case) -> String {
    let said = [&case.title, &case.description, &case.place.address].map(|text| plain(text));
    let said = said.each_ref().map(|text| contacts::left_out(text));
    // A number elsewhere can tell who reported.
    let external = case.external.as_ref().filter(|_| case.source_shield.is_none());
    let external = external.map(|external| Cow::Owned(plain(external)));
    let published = case.publication.as_ref();
    let published = published.map(|(publication, _)| plain(&publication.text));
    let published = published.as_deref().map(contacts::left_out);
    let mut words: Vec<Cow<'_, str>> = Vec::new();
    for text in said.iter().chain(&external) {
        cut_plain(text, Cut::Kept, &mut |word| words.push(Cow::Borrowed(word)));
    }
    if let Some(published) = &published {
        cut_plain(published, Cut::Kept, &mut |word| {
            words.push(Cow::Owned(format!("{PUBLIC}{word}")));
        });
    }
    let point = case.place.latitude.zip(case.place.longitude);
    if let Some([cell, ..]) = point.and_then(|(latitude, longitude)| cells(latitude, longitude)) {
        words.push(Cow::Owned(cell));
    }
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// What stands before a cell of the grid in the index. No text is cut into a word that begins in Chinese and goes on in
/// figures, so nobody finds a case by typing where it is.
const CELL: &str = "格";
/// Cells of the grid to a degree: some fifty metres to a side.
const CELLS: f64 = 2_000.0;

/// The cell of the grid in which a point lies, as the index has it, and then the eight around it; none for what is no point on earth, as
/// a form that only looks for what is alike may say.
pub(crate) fn cells(latitude: f64, longitude: f64) -> Option<[String; 9]> {
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a degree has two thousand")]
    let place = |degrees: f64, from: f64| ((degrees + from) * CELLS).floor() as i64;
    let (north, east) = (place(latitude, 90.0), place(longitude, 180.0));
    let beside = [
        (0, 0),
        (-1, -1),
        (-1, 0),
        (-1, 1),
        (0, -1),
        (0, 1),
        (1, -1),
        (1, 0),
        (1, 1),
    ];
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of cells")]
    let around = (360.0 * CELLS) as i64;
    // South of the pole there is nothing: a cell with a sign before its number would be two words of the index.
    let row = |up: i64| (north + up).max(0);
    Some(beside.map(|(up, right)| format!("{CELL}{}x{}", row(up), (east + right).rem_euclid(around))))
}

/// What stands before each word of a published text in the index: everybody finds a case by what everybody reads of it, and
/// never by what the requester wrote. No text is cut into a word that begins so and holds Chinese.
pub(crate) const PUBLIC: &str = "zzpublic";

/// The words of any text as the index has them, separated by spaces.
#[must_use]
pub fn of_text(text: &str) -> String {
    let mut words = Vec::new();
    cut(text, Cut::Kept, &mut |word| words.push(word.to_owned()));
    words.join(" ")
}

/// The question that full text is asked for `text`: every word must be there. Each word is letters and digits in
/// quotes, so nothing in it can be taken for an operator. None if there is no word in it.
pub(crate) fn question(text: &str) -> Option<String> {
    asked(text, "")
}

/// The same of published texts alone.
pub(crate) fn public_question(text: &str) -> Option<String> {
    asked(text, PUBLIC)
}

fn asked(text: &str, before: &str) -> Option<String> {
    let mut words = Vec::new();
    cut(text, Cut::Asked, &mut |word| {
        if words.len() < MOST_ASKED && !words.iter().any(|w| w == word) {
            words.push(word.to_owned());
        }
    });
    let quoted: Vec<_> = words.iter().map(|word| format!("\"{before}{word}\"")).collect();
    (!quoted.is_empty()).then(|| quoted.join(" "))
}

/// The words of a text in order, none over another, and none that reaches a person.
pub(crate) fn in_order(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    cut_plain(&contacts::left_out(&plain(text)), Cut::Asked, &mut |word| {
        words.push(word.to_owned());
    });
    words
}

/// What a text is cut for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Kept,
    Asked,
}

fn cut(text: &str, purpose: Cut, found: &mut impl FnMut(&str)) {
    cut_plain(&plain(text), purpose, found);
}

fn plain(text: &str) -> String {
    text.chars().map(half_width).flat_map(char::to_lowercase).collect()
}

fn cut_plain<'a>(plain: &'a str, purpose: Cut, found: &mut impl FnMut(&'a str)) {
    for run in plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
    {
        if run.chars().any(is_han) {
            let words = match purpose {
                Cut::Kept => JIEBA.cut_all(run),
                Cut::Asked => JIEBA.cut(run, false),
            };
            for token in words {
                found(token.word);
            }
            if purpose == Cut::Kept {
                for (i, c) in run.char_indices().filter(|(_, c)| is_han(*c)) {
                    found(&run[i..i + c.len_utf8()]);
                }
            }
        } else {
            found(run);
        }
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_word_inside_a_longer_one_is_found() {
        let words = of_text("小区消防通道被占用");
        assert!(words.split(' ').any(|word| word == "消防"), "{words}");
    }

    #[test]
    fn every_stretch_of_a_text_finds_it() {
        let text = "市民反映人民路12号楼下消防通道长期被电动车占用，路灯不亮ABC";
        let kept = of_text(text);
        let kept: BTreeSet<&str> = kept.split(' ').collect();
        let places: Vec<usize> = text
            .char_indices()
            .map(|(i, _)| i)
            .filter(|&i| i < text.find("ABC").unwrap())
            .collect();
        for (n, &from) in places.iter().enumerate() {
            for &to in &places[n + 1..] {
                // A number is one word: it is found whole, like a word of another script.
                if !text[from..to].contains(|c: char| c.is_ascii_alphanumeric()) {
                    let mut asked = Vec::new();
                    cut(&text[from..to], Cut::Asked, &mut |word| asked.push(word.to_owned()));
                    assert!(asked.iter().all(|word| kept.contains(word.as_str())), "{asked:?}");
                }
            }
        }
    }

    #[test]
    fn what_everybody_reads_is_asked_for_apart() {
        assert_eq!(
            public_question("消防 Elm").as_deref(),
            Some("\"zzpublic消防\" \"zzpublicelm\"")
        );
        assert!(!of_text("zzpublic消防").split(' ').any(|word| word == "zzpublic消防"));
    }

    #[test]
    fn points_close_by_are_in_one_cell_or_in_the_next_and_nobody_types_a_cell() {
        let metre = 1.0 / 111_000.0;
        for (latitude, longitude) in [(31.25, 121.5), (34.052_249_9, -118.243_7), (-0.000_001, 179.999_999)] {
            let around = cells(latitude, longitude).unwrap();
            for (up, right) in [(30.0, 0.0), (-30.0, 0.0), (0.0, 30.0), (0.0, -30.0), (20.0, 20.0)] {
                // East of 180 degrees it goes on from the west.
                let east = (longitude + right * metre + 180.0).rem_euclid(360.0) - 180.0;
                let other = cells(latitude + up * metre, east).unwrap();
                assert!(around.contains(&other[0]), "{around:?} {other:?}");
            }
            let far = cells(latitude + 300.0 * metre, longitude).unwrap();
            assert!(!around.contains(&far[0]));
            let kept = of_text(&around[0]);
            assert!(kept.split(' ').all(|word| word != around[0]), "{kept}");
            assert_ne!(question(&around[0]), Some(format!("\"{}\"", around[0])));
        }
    }

    #[test]
    fn what_is_no_point_on_earth_has_no_cell() {
        for (latitude, longitude) in [(1e300, 0.0), (0.0, -1e300), (90.1, 0.0), (0.0, 180.1), (f64::NAN, 0.0)] {
            assert_eq!(cells(latitude, longitude), None, "{latitude} {longitude}");
        }
        assert!(cells(90.0, 180.0).is_some() && cells(-90.0, -180.0).is_some());
    }

    #[test]
    fn widths_and_cases_are_one() {
        assert_eq!(of_text("Ｅlm St. １２"), "elm st 12");
    }

    #[test]
    fn a_hostile_question_is_only_words() {
        assert_eq!(
            question("\" OR 1=1; NEAR(a b) *").as_deref(),
            Some("\"or\" \"1\" \"near\" \"a\" \"b\"")
        );
        assert_eq!(question("  -- \" ' ").as_deref(), None);
    }
}
