//! An opinion on paper: its four parts in both forms, nothing typed that becomes markup, the same bytes each time.

use super::OpinionPaper;
use domain::case::{Opinion, Round, Verdict};
use domain::clock::{Allowance, ClockUnit};
use domain::{Locale, Text};
use jiff::civil::date;
use std::io::Read as _;
use std::process::Command;

fn paper(round: Round, facts: &str) -> OpinionPaper {
    let text = |zh: &str, en: &str| Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    OpinionPaper {
        round,
        opinion: Opinion {
            request: "要求退还多收的物业费，并公布收费依据。".to_owned(),
            facts: facts.to_owned(),
            opinion: "物业公司应当于2026年4月30日前退还多收部分，并在小区公示栏公布收费依据。我局已发出整改通知。"
                .to_owned(),
            basis: "《物业管理条例》第四十条；《物业服务收费管理办法》第十二条。".to_owned(),
            verdict: Verdict::Supported,
        },
        number: "20260302-00001".to_owned(),
        title: "演示：阳光小区物业费多收".to_owned(),
        issuer: text("县住房和城乡建设局", "Housing and Construction Bureau"),
        received_on: date(2026, 3, 2),
        given_on: (round != Round::Review).then(|| date(2026, 4, 10)),
        ask_within: Some(Allowance {
            n: 30,
            unit: ClockUnit::Days,
        }),
        next: Some(text("县接诉即办专班办公室", "Response Office")),
    }
}

const FACTS: &str = "经查，2025年1月至12月，物业公司按每平方米1.8元收取，高于备案的1.5元，共涉及312户。\n\
     公司称增加了夜间保安，但没有经业主大会同意，也没有备案。";

/// The text of the DOCX's body as a reader of XML sees it.
fn docx_text(paper: &OpinionPaper, locale: Locale) -> String {
    let docx = super::docx(paper, locale).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    let mut part = zip.by_name("word/document.xml").unwrap();
    part.read_to_string(&mut xml).unwrap();
    let tree = resvg::usvg::roxmltree::Document::parse(&xml).unwrap();
    let texts = tree.descendants().filter(|node| node.tag_name().name() == "t");
    texts.filter_map(|node| node.text()).collect()
}

/// The text of the PDF without white space, or nothing where Poppler is not installed.
fn pdf_text(paper: &OpinionPaper, locale: Locale) -> Option<String> {
    let pdf = super::pdf(paper, locale).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let dir = tempfile::tempdir().unwrap();
    let (file, text) = (dir.path().join("opinion.pdf"), dir.path().join("opinion.txt"));
    std::fs::write(&file, pdf).unwrap();
    if Command::new("pdftotext").arg(&file).arg(&text).status().is_err() {
        let needed = ["CI", "HUYING_ALL_TOOLS"].map(std::env::var_os);
        assert!(
            needed.iter().all(Option::is_none),
            "pdftotext is not here, where it has to be"
        );
        eprintln!("notice: pdftotext is not installed, so the words of the PDF are not looked at");
        return None;
    }
    Some(bare(&std::fs::read_to_string(text).unwrap()))
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

#[test]
fn both_forms_hold_the_four_parts_and_what_can_be_asked_next() {
    let paper = paper(Round::Handling, FACTS);
    let expected = [
        "县住房和城乡建设局",
        "信访事项处理意见书",
        "20260302-00001",
        "一、投诉请求",
        "二、事实和理由",
        "共涉及312户",
        "三、处理意见",
        "支持",
        "四、法律依据",
        "第四十条",
        "30日内",
        "县接诉即办专班办公室",
        "2026年4月10日",
    ];
    let docx = bare(&docx_text(&paper, Locale::ZhCn));
    let pdf = pdf_text(&paper, Locale::ZhCn);
    for words in expected {
        assert!(docx.contains(words), "{words} is not in the DOCX: {docx}");
        if let Some(pdf) = &pdf {
            assert!(pdf.contains(words), "{words} is not in the PDF: {pdf}");
        }
    }
    assert!(!docx.contains("草稿"));
}

#[test]
fn the_last_one_says_that_it_is_the_last_and_an_unsigned_one_that_it_is_a_draft() {
    let last = bare(&docx_text(&paper(Round::ReReview, FACTS), Locale::ZhCn));
    assert!(
        last.contains("信访事项复核意见书") && last.contains("同一事实和理由"),
        "{last}"
    );
    let draft = bare(&docx_text(&paper(Round::Review, FACTS), Locale::ZhCn));
    assert!(draft.contains("草稿") && draft.contains("复核"), "{draft}");
}

#[test]
fn what_people_type_is_text_and_equal_opinions_are_equal_bytes() {
    let hostile = "#eval(\"1\") <script>&amp; ]]> $x^2$ *b* \u{0}\u{202e}gpj 🔥𠮷";
    for locale in Locale::ALL {
        let paper = paper(Round::Handling, hostile);
        assert!(docx_text(&paper, locale).contains("#eval(\"1\") <script>&amp; ]]> $x^2$ *b* gpj"));
        if let Some(pdf) = pdf_text(&paper, locale) {
            assert!(pdf.contains("#eval(\"1\")<script>&amp;"), "{pdf}");
        }
        assert_eq!(super::pdf(&paper, locale).unwrap(), super::pdf(&paper, locale).unwrap());
        assert_eq!(
            super::docx(&paper, locale).unwrap(),
            super::docx(&paper, locale).unwrap()
        );
    }
}

/// Writes samples to the folder named by `HUYING_LOOK`, to be looked at.
#[test]
fn samples_to_look_at() {
    let Some(dir) = std::env::var_os("HUYING_LOOK").map(std::path::PathBuf::from) else {
        return;
    };
    let long = FACTS.repeat(12);
    for (name, round, facts) in [
        ("handling", Round::Handling, FACTS),
        ("review", Round::Review, FACTS),
        ("re-review", Round::ReReview, long.as_str()),
    ] {
        for locale in Locale::ALL {
            let file = |kind: &str| dir.join(format!("opinion-{name}.{}.{kind}", locale.tag()));
            let paper = paper(round, facts);
            std::fs::write(file("pdf"), super::pdf(&paper, locale).unwrap()).unwrap();
            std::fs::write(file("docx"), super::docx(&paper, locale).unwrap()).unwrap();
        }
    }
}
