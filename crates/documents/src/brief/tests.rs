//! The three forms of a brief: the same bytes each time, the same words, and nothing typed that becomes markup.

mod layout;

use super::sample;
use domain::Locale;
use domain::daily::{Brief, Names, Reason};
use std::io::Read as _;
use std::process::Command;

const HOSTILE: &str = "#import \"@preview/x:1.0.0\": * #eval(\"1\") <script>alert(1)</script> &amp; ]]> =HYPERLINK(\"x\") \
     $x^2$ *b* _i_ \\ `r` 【】 \u{0}\u{8}\u{202e}gpj\u{2066} 🔥𠮷 \
     averyveryveryveryveryveryveryveryveryveryveryveryverylongword";

/// Every part of the DOCX, unpacked.
fn parts(docx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The text of the DOCX's body as a reader of XML sees it; panics where a part is not well formed.
fn docx_text(brief: &Brief, locale: Locale) -> String {
    let mut text = String::new();
    for (name, bytes) in parts(&super::docx(brief, locale, None).unwrap()) {
        if name.starts_with("word/media/") {
            continue;
        }
        let xml = String::from_utf8(bytes).unwrap();
        let tree = resvg::usvg::roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{name}: {error}"));
        if name == "word/document.xml" {
            for node in tree
                .descendants()
                .filter(|node| node.has_tag_name("t") || node.tag_name().name() == "t")
            {
                text += node.text().unwrap_or_default();
            }
        }
    }
    text
}

/// The text of the PDF, without white space, or nothing where Poppler is not installed.
fn pdf_text(brief: &Brief, locale: Locale) -> Option<String> {
    pdf_pages(brief, locale).map(|pages| pages.concat())
}

/// The words of each page of the PDF.
fn pdf_pages(brief: &Brief, locale: Locale) -> Option<Vec<String>> {
    let pdf = super::pdf(brief, locale, None).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let text = poppler("pdftotext", &[], &pdf, &["-"])?;
    Some(text.trim_end_matches('\u{c}').split('\u{c}').map(bare).collect())
}

/// What a program of Poppler says of a PDF, or nothing where it is not installed; the file stands between the arguments.
fn poppler(program: &str, before: &[&str], pdf: &[u8], behind: &[&str]) -> Option<String> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("brief.pdf");
    std::fs::write(&file, pdf).unwrap();
    let Ok(said) = Command::new(program).args(before).arg(&file).args(behind).output() else {
        let needed = ["CI", "HUYING_ALL_TOOLS"].map(std::env::var_os);
        assert!(
            needed.iter().all(Option::is_none),
            "{program} is not here, where it has to be"
        );
        eprintln!("notice: {program} is not installed, so what it says of the PDF is not looked at");
        return None;
    };
    Some(String::from_utf8(said.stdout).unwrap())
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

fn samples() -> [Brief; 4] {
    [
        sample::signed(),
        sample::draft(),
        sample::empty(),
        sample::with_text(HOSTILE),
    ]
}

#[test]
fn equal_briefs_give_equal_bytes() {
    for brief in samples() {
        for locale in Locale::ALL {
            assert_eq!(super::html(&brief, locale), super::html(&brief, locale));
            assert!(super::pdf(&brief, locale, None).unwrap() == super::pdf(&brief, locale, None).unwrap());
            let docx = super::docx(&brief, locale, None).unwrap();
            assert!(docx == super::docx(&brief, locale, None).unwrap());
            assert!(
                docx != super::docx(&brief, locale, Some(brief.as_of)).unwrap(),
                "the stamp of printing shows"
            );
        }
    }
}

#[test]
fn all_three_say_the_same() {
    let expected = [
        (
            Locale::ZhCn,
            sample::signed(),
            &[
                "云溪县诉求办理专报",
                "第64期（总第429期）",
                "2026年3月5日（星期四）共接收事项182件，比前一日增加11件（6%），比上周同日增加22件（14%）",
                "截至2026年3月6日08:30",
                "“办理时限”已超期3天2小时；同一事项已重复反映6次",
                "“办理时限”还有3小时25分钟到期",
                "涉及人员伤亡，共2人；涉及40人",
                "另有7项未印入本期",
                "应报送单位6个：按时2个，迟报1个，零报告1个，未报1个，待报1个。",
                "未报单位：市场监督管理局。",
                "已更换水泵",
                "2027年的节假日安排尚未录入",
                "报：县委书记、县长、分管副县长。",
                "（共印30份）",
                "专班组长签发",
            ][..],
        ),
        (
            Locale::En,
            sample::draft(),
            &[
                "DRAFT",
                "Draft, version 2",
                "182 cases were received: 11 (6%) more than the day before",
                "\"Handling\" overdue by 3 days 2 hours; asked again 6 times",
                "7 more items are not printed here",
                "6 units are expected to report: 2 on time, 1 late, 1 zero report, 1 missing, 1 awaited.",
                "The holidays of 2027 are not entered yet",
                "Not signed off",
            ][..],
        ),
        (
            Locale::ZhCn,
            sample::empty(),
            &[
                "草稿（第2稿）",
                "前一日没有可比数据",
                "当日没有接收事项，不作分类统计。",
                "当日没有需要特别关注的事项。",
                "没有设定每日报送的单位。",
                "前一日没有交办事项。",
                "没有需要说明的事项。",
            ][..],
        ),
    ];
    for (locale, brief, sentences) in expected {
        let html = bare(&super::html(&brief, locale).replace("&quot;", "\""));
        let docx = bare(&docx_text(&brief, locale));
        let pdf = pdf_text(&brief, locale);
        for sentence in sentences {
            let sentence = bare(sentence);
            for text in [Some(&html), Some(&docx)].into_iter().flatten() {
                let text = text.replace("</strong>", "");
                assert!(text.contains(&sentence), "{sentence} is not in {text}");
            }
            // Poppler may put the lines of a paragraph apart by a punctuation mark that hangs; look at the clauses.
            if let Some(pdf) = &pdf {
                for clause in sentence
                    .split(['，', '；', '。', '：', '、', ',', ';', '.'])
                    .filter(|one| !one.is_empty())
                {
                    assert!(pdf.contains(clause), "{clause} is not in the PDF: {pdf}");
                }
            }
        }
    }
}

#[test]
fn a_signed_brief_bears_no_draft_mark() {
    for locale in Locale::ALL {
        let mark = words::words(locale).text("paper-draft");
        assert!(
            super::html(&sample::draft(), locale).contains(&format!("<strong class=\"brief-draft\">{mark}</strong>"))
        );
        assert!(!super::html(&sample::signed(), locale).contains("<strong class=\"brief-draft\">"));
        assert!(docx_text(&sample::draft(), locale).contains(mark));
    }
}

#[test]
fn what_people_type_is_never_markup() {
    let brief = sample::with_text(HOSTILE);
    for locale in Locale::ALL {
        let html = super::html(&brief, locale);
        assert!(!html.contains("<script"));
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(html.contains("🔥𠮷"));
        let docx = docx_text(&brief, locale);
        assert!(docx.contains("<script>alert(1)</script> &amp; ]]> =HYPERLINK(\"x\")"));
        for text in [&html, &docx] {
            assert!(!text.contains(['\u{0}', '\u{8}', '\u{202e}', '\u{2066}']));
        }
        if let Some(pdf) = pdf_text(&brief, locale) {
            for printed in [
                "#import",
                "#eval(\"1\")",
                "<script>alert(1)</script>",
                "$x^2$*b*_i_",
                "[U+1F525][U+20BB7]",
            ] {
                assert!(pdf.contains(printed), "{printed} is not in the PDF: {pdf}");
            }
        }
    }
}

#[test]
fn five_hundred_items_are_printed() {
    let brief = sample::with_items(500);
    for locale in Locale::ALL {
        assert_eq!(super::html(&brief, locale).matches("20260305-00").count(), 500);
        assert_eq!(docx_text(&brief, locale).matches("20260305-00").count(), 500);
        if let Some(pdf) = pdf_text(&brief, locale) {
            assert_eq!(pdf.matches("20260305-00").count(), 500);
        }
    }
}

#[test]
fn a_phone_has_charts_of_its_own_width() {
    let html = super::html(&sample::signed(), Locale::ZhCn);
    let charts = html.matches("class=\"brief-chart\"").count();
    assert!(charts > 1);
    for (class, width) in [("brief-wide", 640), ("brief-narrow", 340)] {
        let drawn = format!("<div class=\"{class}\"><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} ");
        assert_eq!(html.matches(&drawn).count(), charts, "{class}");
    }
    let mut ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "two elements of one id");
}

#[test]
fn the_page_fetches_and_runs_nothing() {
    for brief in samples() {
        let html = super::html(&brief, Locale::ZhCn);
        for forbidden in [
            "<script",
            "<link",
            "<img",
            "<iframe",
            "@import",
            "url(",
            " style=",
            " onload=",
            "http://fonts",
        ] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn the_closing_lines_never_stand_alone_on_a_page() {
    for locale in Locale::ALL {
        // Longer and longer, so that the end falls on every place of a page.
        for items in 0..12 {
            let brief = sample::with_items(items);
            let paper = super::compose::paper(&brief, locale, None);
            let Some(super::paper::Block::Paragraph { text }) = paper.sections.last().unwrap().blocks.last() else {
                panic!("the last section is made of paragraphs");
            };
            let Some(pages) = pdf_pages(&brief, locale) else { return };
            let last = pages.last().unwrap();
            for line in [text, &paper.copies] {
                let begins: String = bare(line.as_str()).chars().take(8).collect();
                assert!(last.contains(&begins), "{items} {locale:?}: {begins} is not in {last}");
            }
        }
    }
}

#[test]
fn the_docx_keeps_the_official_layout() {
    let parts = parts(&super::docx(&sample::signed(), Locale::ZhCn, None).unwrap());
    let part = |name: &str| {
        let (_, bytes) = parts.iter().find(|(part, _)| part == name).unwrap();
        String::from_utf8_lossy(bytes).into_owned()
    };
    let document = part("word/document.xml");
    assert!(document.contains("w:w=\"11906\" w:h=\"16838\"") && document.contains("w:top=\"2098\""));
    assert!(document.contains("w:type=\"even\"") && part("word/settings.xml").contains("evenAndOddHeaders"));
    assert_eq!(
        document.matches("<w:tblHeader/>").count(),
        5,
        "every table repeats its headings"
    );
    assert_eq!(document.matches("w:val=\"Heading1\"").count(), 6);
    assert_eq!(
        document.matches(" descr=\"从2月20日").count(),
        2,
        "the chart has words for who cannot see it"
    );
    for font in ["仿宋_GB2312", "FangSong", "SimHei", "KaiTi", "FZXiaoBiaoSong-B05S"] {
        assert!(part("word/fontTable.xml").contains(font), "{font}");
    }
}

#[test]
fn lengths_of_time_read_well() {
    for (minutes, zh, en) in [
        (0, "不到1分钟", "less than a minute"),
        (1, "1分钟", "1 minute"),
        (60, "1小时", "1 hour"),
        (205, "3小时25分钟", "3 hours 25 minutes"),
        (1440, "1天", "1 day"),
        (4440, "3天2小时", "3 days 2 hours"),
        (-4440, "3天2小时", "3 days 2 hours"),
        (60 * 24 * 400 + 61, "400天", "400 days"),
    ] {
        assert_eq!(super::length_words(minutes, Locale::ZhCn), zh);
        assert_eq!(super::length_words(minutes, Locale::En), en);
    }
    assert!(super::length_words(i64::MIN, Locale::En).ends_with("days"));
}

#[test]
fn a_clock_past_its_time_is_overdue_whatever_it_was_called() {
    let day = jiff::civil::date(2026, 3, 4);
    let words = |reason: &Reason| super::reason_words(reason, day, &Names::default(), Locale::En);
    let clock = || "handling".to_owned();
    assert_eq!(
        words(&Reason::Overdue {
            clock: clock(),
            minutes: 0
        }),
        "\"handling\" due just now"
    );
    assert_eq!(
        words(&Reason::Overdue {
            clock: clock(),
            minutes: -5
        }),
        "\"handling\" due in 5 minutes"
    );
    assert_eq!(
        words(&Reason::NearDeadline {
            clock: clock(),
            minutes: -5
        }),
        "\"handling\" overdue by 5 minutes"
    );
    assert_eq!(
        words(&Reason::Added {
            why: "line\nbreak\u{202e}".to_owned()
        }),
        "added by hand: line break"
    );
    let rise = words(&Reason::RisingCategory {
        category: "water".into(),
        observed: 9,
        expected: 2.0,
        p: 0.01,
    });
    assert!(
        rise.contains("9 on 4 March") && !rise.contains("today"),
        "read on a later day it is still of its own: {rise}"
    );
}

#[test]
fn headings_have_their_own_face() {
    let hei = typst::text::Font::new(typst::foundations::Bytes::new(super::fonts::ALL[1]), 0).unwrap();
    for locale in Locale::ALL {
        for (_, text) in words::sources(locale).filter(|(name, _)| *name == "brief.ftl") {
            for c in text
                .lines()
                .filter(|line| line.starts_with("paper-"))
                .flat_map(str::chars)
            {
                assert!(
                    hei.info().coverage.contains(u32::from(c)),
                    "{c} is not in hei.otf: add it to charset.py"
                );
            }
        }
    }
}

/// Writes the samples to the folder named by `HUYING_LOOK`, to be looked at.
#[test]
fn samples_to_look_at() {
    let Some(dir) = std::env::var_os("HUYING_LOOK").map(std::path::PathBuf::from) else {
        return;
    };
    let samples = [
        ("signed", sample::signed()),
        ("draft", sample::draft()),
        ("empty", sample::empty()),
        ("hostile", sample::with_text(HOSTILE)),
        ("many", sample::with_items(500)),
    ];
    for (name, brief) in samples {
        for locale in Locale::ALL {
            let file = |kind: &str| dir.join(format!("{name}.{}.{kind}", locale.tag()));
            let printed_at = Some(brief.as_of);
            std::fs::write(file("html"), super::html(&brief, locale)).unwrap();
            std::fs::write(file("pdf"), super::pdf(&brief, locale, printed_at).unwrap()).unwrap();
            std::fs::write(file("docx"), super::docx(&brief, locale, printed_at).unwrap()).unwrap();
        }
    }
}
