//! A report on paper: its parts in both forms, a drill that says so on every page, nothing typed that becomes markup, the same bytes
//! each time.

use super::ReportPaper;
use domain::case::{DRILL_MARK, Figures, ReportSort, ReportText};
use domain::pack::ReportPart;
use domain::{Locale, Text};
use jiff::civil::date;
use std::io::Read as _;
use std::process::Command;

fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn paper(sort: ReportSort, place: u32, n: Option<u32>, course: &str) -> ReportPaper {
    let part = |part, text: &str| ReportText {
        part,
        text: text.to_owned(),
    };
    ReportPaper {
        drill: false,
        number: "20260405-00001".to_owned(),
        title: "演示：城东市场二楼起火".to_owned(),
        sort,
        place,
        n,
        issuer: text("某县应急管理局", "County Emergency Bureau"),
        to: "市应急管理局、市消防救援支队".to_owned(),
        channel: "报送系统".to_owned(),
        level: text("较大", "Larger"),
        figures: Figures {
            dead: 3,
            seriously_injured: 2,
            injured: 4,
            loss: Some(2_005_000),
            ..Figures::default()
        },
        parts: vec![
            part(ReportPart::Unit, "城东市场。责任单位：县消防救援大队。"),
            part(
                ReportPart::Scene,
                "2026-04-05 02:10 接报，城东街道 城东市场二楼布匹区。",
            ),
            part(ReportPart::Course, course),
            part(
                ReportPart::Casualties,
                "截至 2026-04-05 02:40：死亡 3 人，重伤 2 人，轻伤 4 人，直接经济损失约 200.5 万元。\n初步等级：较大。",
            ),
            part(
                ReportPart::Measures,
                "已从城东消防站调集消防车 3\n移交县人民医院：危重 1 人、重 1 人、轻 4 人",
            ),
            part(ReportPart::Other, "无。"),
        ],
        contact: "县应急指挥中心值班室 0000-12350".to_owned(),
        at: date(2026, 4, 5).at(2, 52, 31, 0),
    }
}

const COURSE: &str = "二楼布匹摊位起火，浓烟，有人被困楼梯间。\n2026-04-05 02:31 二楼明火已控制，逐层搜救。";

fn continuing() -> ReportPaper {
    paper(ReportSort::Continuing, 2, Some(7), COURSE)
}

/// The text of a part of the DOCX as a reader of XML sees it; none where there is no such part.
fn docx_part(paper: &ReportPaper, part: &str, locale: Locale) -> Option<String> {
    let docx = super::docx(paper, locale).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    zip.by_name(part).ok()?.read_to_string(&mut xml).unwrap();
    let tree = resvg::usvg::roxmltree::Document::parse(&xml).unwrap();
    let texts = tree.descendants().filter(|node| node.tag_name().name() == "t");
    Some(texts.filter_map(|node| node.text()).collect())
}

fn docx_text(paper: &ReportPaper, locale: Locale) -> String {
    docx_part(paper, "word/document.xml", locale).unwrap()
}

/// The text of the PDF's pages without white space, or nothing where Poppler is not installed.
fn pdf_pages(paper: &ReportPaper, locale: Locale) -> Option<Vec<String>> {
    let pdf = super::pdf(paper, locale).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let dir = tempfile::tempdir().unwrap();
    let (file, text) = (dir.path().join("report.pdf"), dir.path().join("report.txt"));
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
    let text = std::fs::read_to_string(text).unwrap();
    let pages = text.split('\u{c}').map(bare).filter(|page| !page.is_empty());
    Some(pages.collect())
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

#[test]
fn all_forms_hold_the_parts_of_article_12_and_what_is_around_them() {
    let paper = continuing();
    let expected = [
        "某县应急管理局",
        "20260405-00001",
        "第7份",
        "续报第2号",
        "关于演示：城东市场二楼起火的信息报告",
        "市应急管理局、市消防救援支队：",
        "等级：较大",
        "死亡3人",
        "一、事故发生单位概况",
        "二、时间、地点和现场情况",
        "三、简要经过",
        "二楼明火已控制",
        "四、伤亡（含下落不明）和直接经济损失",
        "五、已经采取的措施",
        "六、其他情况",
        "值班联系：县应急指挥中心值班室0000-12350",
        "2026年4月5日02:52",
    ];
    let docx = bare(&docx_text(&paper, Locale::ZhCn));
    let plain = bare(&super::text(&paper, Locale::ZhCn));
    let pdf = pdf_pages(&paper, Locale::ZhCn).map(|pages| pages.concat());
    for words in expected {
        assert!(docx.contains(words), "{words} is not in the DOCX: {docx}");
        assert!(plain.contains(words), "{words} is not in the text: {plain}");
        if let Some(pdf) = &pdf {
            assert!(pdf.contains(words), "{words} is not in the PDF: {pdf}");
        }
    }
    assert!(!docx.contains("草稿") && !docx.contains("DRILL"));
    assert_eq!(docx_part(&paper, "word/header1.xml", Locale::ZhCn), None);
}

#[test]
fn a_draft_says_so_and_a_first_report_has_no_number_among_its_sort() {
    let rung = "city".to_owned();
    let draft = bare(&docx_text(
        &paper(ReportSort::First { rung }, 1, None, COURSE),
        Locale::ZhCn,
    ));
    assert!(
        draft.contains("草稿") && draft.contains("首报") && !draft.contains("第1"),
        "{draft}"
    );
}

#[test]
fn a_drill_is_marked_at_the_top_of_every_page() {
    let long = COURSE.repeat(40).replace("搜救。", "搜救。\n");
    let drill = ReportPaper {
        drill: true,
        title: format!("{DRILL_MARK}客运站疏散"),
        ..paper(ReportSort::Supplement, 1, Some(3), &long)
    };
    for locale in Locale::ALL {
        let top = docx_part(&drill, "word/header1.xml", locale).unwrap();
        assert!(top.contains("演练 DRILL"), "{top}");
        if let Some(pages) = pdf_pages(&drill, locale) {
            assert!(pages.len() > 1, "more than one page: {}", pages.len());
            for page in &pages {
                assert!(page.contains("演练DRILL"), "{page}");
            }
        }
        let text = super::text(&drill, locale);
        let ends = [text.lines().next(), text.lines().last()];
        assert!(ends.iter().all(|line| line.unwrap().contains("演练 DRILL")), "{text}");
    }
}

#[test]
fn what_people_type_is_text_and_equal_reports_are_equal_bytes() {
    let hostile = "#eval(\"1\") <script>&amp; ]]> $x^2$ *b* \u{0}\u{202e}gpj 🔥𠮷";
    for locale in Locale::ALL {
        let paper = ReportPaper {
            drill: true,
            ..paper(ReportSort::Final, 1, Some(9), hostile)
        };
        assert!(docx_text(&paper, locale).contains("#eval(\"1\") <script>&amp; ]]> $x^2$ *b* gpj"));
        if let Some(pages) = pdf_pages(&paper, locale) {
            let pdf = pages.concat();
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
    let rung = "city".to_owned();
    let long = COURSE.repeat(20).replace("搜救。", "搜救。\n");
    let drill = ReportPaper {
        drill: true,
        title: format!("{DRILL_MARK}客运站人群拥挤疏散"),
        ..paper(ReportSort::Supplement, 1, Some(3), &long)
    };
    for (name, paper) in [
        ("first-draft", paper(ReportSort::First { rung }, 1, None, COURSE)),
        ("continuing", continuing()),
        ("drill", drill),
    ] {
        for locale in Locale::ALL {
            let file = |kind: &str| dir.join(format!("report-{name}.{}.{kind}", locale.tag()));
            std::fs::write(file("pdf"), super::pdf(&paper, locale).unwrap()).unwrap();
            std::fs::write(file("docx"), super::docx(&paper, locale).unwrap()).unwrap();
        }
    }
}

#[test]
fn of_patients_it_says_numbers_and_needs_and_not_how_grave_the_incident_is() {
    let part = |part, text: &str| ReportText {
        part,
        text: text.to_owned(),
    };
    let patients = ReportPaper {
        parts: vec![
            part(ReportPart::Place, "城东市场"),
            part(ReportPart::Patients, "移交县人民医院：危重 1 人、重 1 人、轻 4 人"),
            part(ReportPart::Needs, "烧伤科"),
        ],
        drill: true,
        ..paper(ReportSort::Patients { hand_over: 2 }, 1, Some(3), COURSE)
    };
    let said = bare(&super::text(&patients, Locale::ZhCn));
    for there in [
        "演练DRILL",
        "伤员移交第2号",
        "伤员所在地点",
        "危重1人",
        "烧伤科",
        "0000-12350",
    ] {
        assert!(said.contains(there), "{there}: {said}");
    }
    assert!(!said.contains("较大") && !said.contains("死亡"), "{said}");
    assert!(super::pdf(&patients, Locale::En).is_ok());
}
