//! The layout of GB/T 9704-2012, measured on what was made: DOCX by its settings, PDF by where its words stand.

use super::super::{docx, pdf};
use super::{parts, poppler, sample};
use domain::Locale;
use domain::daily::Subject;

/// A millimetre in points.
const MM: f64 = 72.0 / 25.4;
/// 22 lines in 225 mm.
const PITCH: f64 = 28.99;
/// Where the text block ends, from the top.
const BOTTOM: f64 = (37.0 + 225.0) * MM;
/// Its sides.
const SIDES: (f64, f64) = (28.0 * MM, (28.0 + 156.0) * MM);

/// A word on a page: from where to where, in points from the left and from the top.
struct Word {
    x: (f64, f64),
    y: (f64, f64),
    text: String,
}

/// The numbers of a tag's attributes.
fn numbers(attributes: &str) -> Vec<f64> {
    let values = attributes.split('"').skip(1).step_by(2);
    values.filter_map(|value| value.parse().ok()).collect()
}

/// The pages of `pdftotext -bbox`: their size and their words.
fn pages(said: &str) -> Vec<(Vec<f64>, Vec<Word>)> {
    let word = |line: &str| {
        let (attributes, rest) = line.trim().strip_prefix("<word ")?.split_once('>')?;
        let [left, top, right, bottom] = numbers(attributes)[..] else {
            return None;
        };
        Some(Word {
            x: (left, right),
            y: (top, bottom),
            text: rest.strip_suffix("</word>")?.to_owned(),
        })
    };
    let page = |page: &str| {
        let size = numbers(page.lines().next().unwrap());
        (size, page.lines().filter_map(word).collect())
    };
    said.split("<page ").skip(1).map(page).collect()
}

/// Whether a length is so many points, but for half a millimetre.
#[track_caller]
fn is_at(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.5 * MM, "{found} and not {expected}");
}

/// Where the lines of these words begin, from the top.
fn lines(words: &[&Word]) -> Vec<f64> {
    let mut tops: Vec<f64> = words.iter().map(|word| word.y.0).collect();
    tops.sort_by(f64::total_cmp);
    tops.dedup_by(|next, last| *next - *last < 1.0);
    tops
}

#[test]
fn a_full_page_of_the_pdf_has_22_lines_of_28_characters() {
    let mut brief = sample::with_items(40);
    for item in &mut brief.attention {
        if let Subject::Case { title, .. } = &mut item.subject {
            *title = "城".repeat(112);
        }
    }
    let pdf = pdf(&brief, Locale::ZhCn, None).unwrap();
    let Some(said) = poppler("pdftotext", &["-bbox"], &pdf, &["-"]) else {
        return;
    };
    let pages = pages(&said);
    let (mut most, mut longest) = (0, 0);
    for ((size, words), number) in pages.iter().zip(1_u32..) {
        is_at(size[0], 210.0 * MM);
        is_at(size[1], 297.0 * MM);
        let (body, foot): (Vec<&Word>, Vec<&Word>) = words.iter().partition(|word| word.y.0 < BOTTOM);
        // The number's dash 7 mm below, one character of 14 pt from the outer side.
        let said: String = foot.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(said, format!("—{number}—"));
        is_at(f64::midpoint(foot[0].y.0, foot[0].y.1), BOTTOM + 7.0 * MM);
        if number.is_multiple_of(2) {
            is_at(foot[0].x.0, SIDES.0 + 14.0);
        } else {
            is_at(foot[foot.len() - 1].x.1, SIDES.1 - 14.0);
        }
        for word in body.iter().filter(|word| word.text.chars().all(|c| c == '城')) {
            is_at(word.x.0, SIDES.0);
            assert!(word.x.1 < SIDES.1 + 0.5);
            longest = longest.max(word.text.chars().count());
        }
        let lines = lines(&body);
        let is_text = lines.windows(2).all(|pair| (pair[1] - pair[0] - PITCH).abs() < 0.1);
        if is_text && lines.len() > 15 {
            is_at(lines[0], 37.0 * MM);
            most = most.max(lines.len());
        }
    }
    assert_eq!((most, longest), (22, 28));
}

#[test]
fn the_pdf_carries_its_fonts_cut_to_what_it_shows() {
    for locale in Locale::ALL {
        let pdf = pdf(&sample::signed(), locale, None).unwrap();
        // The fonts whole are 6 MB; a day's brief with what it needs of them is 150 to 170 KB.
        assert!(pdf.len() < 400_000, "{}", pdf.len());
        let Some(said) = poppler("pdffonts", &[], &pdf, &[]) else {
            return;
        };
        let fonts: Vec<Vec<&str>> = said
            .lines()
            .skip(2)
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert!(!fonts.is_empty(), "{said}");
        for font in fonts {
            let [.., embedded, subset, _, _, _] = font[..] else {
                panic!("{said}");
            };
            assert_eq!((embedded, subset), ("yes", "yes"), "{said}");
        }
    }
}

#[test]
fn the_docx_has_the_margins_the_pitch_and_the_28_characters_of_the_standard() {
    for (locale, closer) in [(Locale::ZhCn, true), (Locale::En, false)] {
        let parts = parts(&docx(&sample::signed(), locale, None).unwrap());
        let part = |name: &str| {
            let (_, bytes) = parts.iter().find(|(part, _)| part == name).unwrap();
            String::from_utf8_lossy(bytes).into_owned()
        };
        // Twentieths of a point: 37 mm above, 28 mm left, and what 156 × 225 mm leave of A4.
        let (document, styles) = (part("word/document.xml"), part("word/styles.xml"));
        let margins = document.split_once("<w:pgMar ").unwrap().1;
        for margin in [
            "w:top=\"2098\"",
            "w:left=\"1587\"",
            "w:right=\"1474\"",
            "w:bottom=\"1984\"",
        ] {
            assert!(margins.split_once("/>").unwrap().0.contains(margin), "{margin}");
        }
        assert!(document.contains("<w:docGrid w:type=\"lines\" w:linePitch=\"580\"/>"));
        for style in ["BriefText", "BriefItem"] {
            let of_style = styles.split_once(&format!("w:styleId=\"{style}\"")).unwrap().1;
            let of_style = of_style.split_once("</w:style>").unwrap().0;
            assert!(of_style.contains("<w:spacing w:line=\"580\" w:lineRule=\"exact\"/>"));
            // A fifth of a point less between characters of 16 pt.
            assert_eq!(of_style.contains("<w:spacing w:val=\"-4\"/>"), closer, "{style}");
        }
        assert!(styles.contains("<w:sz w:val=\"32\"/>"));
    }
}
