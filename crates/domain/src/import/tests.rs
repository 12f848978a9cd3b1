use super::*;
use crate::pack::builtin;
use proptest::prelude::*;
use std::sync::Arc;

fn pack() -> Arc<Pack> {
    builtin("la311").expect("built in")
}

/// When every sheet of these tests is handed in.
fn handed_in() -> Timestamp {
    "2020-01-03T20:00:00Z".parse().expect("a time")
}

fn ids() -> impl FnMut() -> CaseId {
    let mut next = 0_u128;
    move || {
        next += 1;
        CaseId(uuid::Uuid::from_u128(next))
    }
}

/// Lines of cells divided by `|`; what looks like a number is one.
fn sheet(lines: &[&str]) -> Sheet {
    let cell = |text: &str| match text.trim() {
        "" => Cell::Empty,
        text => text.parse().map_or_else(|_| Cell::Text(text.to_owned()), Cell::Number),
    };
    Sheet {
        name: "report.xlsx".to_owned(),
        hidden: false,
        rows: lines.iter().map(|line| line.split('|').map(cell).collect()).collect(),
    }
}

fn planned(lines: &[&str], by_hand: &[(FieldName, &str)]) -> SheetPlan {
    let columns = by_hand
        .iter()
        .map(|(field, header)| (*field, (*header).to_owned()))
        .collect();
    let beside = Beside {
        file: "report.xlsx",
        columns: &columns,
        unit: None,
        at: handed_in(),
    };
    plan(&sheet(lines), beside, &pack(), &mut ids())
        .unwrap()
        .expect("a header")
}

/// What became of each row, in short: `case`, the reason why ignored, or the keys of the problems.
fn outcomes(plan: &SheetPlan) -> Vec<String> {
    plan.rows
        .iter()
        .map(|row| match &row.outcome {
            RowOutcome::Case(_) => "case".to_owned(),
            RowOutcome::Ignored(why) => why.key().replace("import-ignored-", ""),
            RowOutcome::Rejected(problems) => {
                let keys = problems
                    .iter()
                    .map(|problem| problem.remedy.key.replace("import-problem-", ""));
                keys.collect::<Vec<_>>().join("+")
            }
        })
        .collect()
}

const HEADER: &str = "编号|时间|单位|类别|说明";

#[test]
fn title_rows_name_unit_and_day() {
    let plan = planned(
        &[
            "Department of Water & Power 每日报送",
            "报送日期|2020-01-02|报送单位|Department of Water & Power|件数|1",
            "序号|编号|时间|来源|类别|内容摘要|地点|片区|状态|办结时间",
            "1|1-15|43832.25|Email|Water Waste|Water runs|1 MAIN ST|Palms|办结|2020-01-02 06:06:00",
        ],
        &[],
    );
    assert_eq!(plan.header_row, 3);
    assert_eq!(plan.date, Some(jiff::civil::date(2020, 1, 2)));
    assert_eq!(plan.declared, Some(1));
    let unit = plan.unit.clone().expect("a unit");
    let RowOutcome::Case(case) = &plan.rows[0].outcome else {
        panic!("{:?}", plan.rows[0]);
    };
    assert_eq!(case.unit, unit);
    assert_eq!(case.received_at.to_string(), "2020-01-02T14:00:00Z");
    assert_eq!(case.external.as_deref(), Some("1-15"));
    assert_eq!(case.place.area.as_ref().map(crate::AreaSlug::as_str), Some("palms"));
    assert!(case.finished_at_source.is_some());
}

#[test]
fn a_units_own_file_claims_what_an_export_states() {
    let unit = UnitSlug::new("sanitation");
    let header = "编号|时间|类别|说明|办结时间";
    let read = |finished: &str, unit: Option<&UnitSlug>| {
        let line = format!("1|2020-01-02 08:00|Graffiti|x|{finished}");
        let columns = BTreeMap::new();
        let beside = Beside {
            file: "Sanitation Bureau.xlsx",
            columns: &columns,
            unit,
            at: handed_in(),
        };
        let mut plan = plan(&sheet(&[header, &line]), beside, &pack(), &mut ids())
            .unwrap()
            .expect("a header");
        plan.rows.remove(0).outcome
    };
    let RowOutcome::Case(exported) = read("2020-01-05", None) else {
        panic!("the source system may be ahead of a replayed day");
    };
    assert!(exported.finished_at_source.is_some() && exported.finish_claimed.is_none());
    let RowOutcome::Case(own) = read("2020-01-03 08:00", Some(&unit)) else {
        panic!("a claim");
    };
    assert!(own.finished_at_source.is_none() && own.finish_claimed.is_some());
    let RowOutcome::Case(own) = read("2020-01-02", Some(&unit)) else {
        panic!("a day alone is no earlier than the request");
    };
    assert_eq!(own.finish_claimed, Some(own.received_at));
    for (finished, key) in [
        ("2020-01-02 07:59", "import-problem-finished-early"),
        ("2020-01-01", "import-problem-finished-early"),
        ("2020-01-03 12:01", "import-problem-finished-ahead"),
    ] {
        let RowOutcome::Rejected(problems) = read(finished, Some(&unit)) else {
            panic!("{finished}");
        };
        assert_eq!(
            (problems[0].remedy.key.as_str(), problems[0].column.as_str()),
            (key, "办结时间")
        );
        assert!(problems[0].value.starts_with(finished), "{problems:?}");
    }
}

#[test]
fn a_request_from_another_age_is_rejected_with_its_cell() {
    for received in ["1969-12-31", "0001-01-01", "9999-01-01", "2020-01-05 12:01"] {
        let line = format!("1|{received}|Sanitation Bureau|Graffiti|x");
        let plan = planned(&[HEADER, &line], &[]);
        let RowOutcome::Rejected(problems) = &plan.rows[0].outcome else {
            panic!("{received}");
        };
        assert_eq!(
            (problems[0].column.as_str(), problems[0].value.as_str()),
            ("时间", received)
        );
    }
}

#[test]
fn of_a_cell_is_kept_what_can_be_seen() {
    let columns = BTreeMap::new();
    let beside = Beside {
        file: "f",
        columns: &columns,
        unit: None,
        at: handed_in(),
    };
    let mut sheet = sheet(&[
        "编号|时间|单位|类别|标题|说明|地点",
        "1|2020-01-02|Sanitation Bureau|Graffiti|x|x|x",
    ]);
    let text = |text: &str| Cell::Text(text.to_owned());
    sheet.rows[1][0] = text("A\u{202e}1\0");
    sheet.rows[1][4] = text("one\r\ntwo");
    sheet.rows[1][5] = text("first\r\nsecond\tthird\u{2067}");
    sheet.rows[1][6] = text("人民路\n1号");
    let plan = plan(&sheet, beside, &pack(), &mut ids()).unwrap().expect("a header");
    let RowOutcome::Case(case) = &plan.rows[0].outcome else {
        panic!("{:?}", plan.rows[0]);
    };
    assert_eq!(case.external.as_deref(), Some("A1"));
    assert_eq!(
        (case.title.as_str(), case.place.address.as_str()),
        ("one two", "人民路 1号")
    );
    assert_eq!(case.description, "first\nsecond third");
}

#[test]
fn every_row_has_one_outcome() {
    let plan = planned(
        &[
            HEADER,
            "1|2020-01-02 08:00|Sanitation Bureau|Graffiti|x",
            "",
            "编号|时间|单位|类别|说明",
            "2|昨天|Sanitation Bureau|Graffiti|x",
            "3|2020-01-02|No Such Bureau|Graffiti|x",
            "4|2020-01-02|Sanitation Bureau|Nothing Known|x",
            "5||Sanitation Bureau||",
            "合计|5",
            "填报人：演示甲",
            "零报告",
        ],
        &[],
    );
    assert_eq!(
        outcomes(&plan),
        [
            "case",
            "blank",
            "header",
            "time",
            "unit",
            "category",
            "time-missing+missing+missing",
            "total",
            "note",
            "zero"
        ]
    );
}

#[test]
fn columns_set_by_hand_win_over_synonyms() {
    let lines = [
        "编号|时间|上报时刻|单位|类别|说明",
        "1|x|2020-01-02|Sanitation Bureau|Graffiti|x",
    ];
    assert_eq!(outcomes(&planned(&lines, &[])), ["time"]);
    let plan = planned(&lines, &[(FieldName::ReceivedAt, "上报时刻")]);
    assert_eq!(outcomes(&plan), ["case"]);

    let columns = BTreeMap::from([(FieldName::Unit, "没有的列".to_owned())]);
    let beside = Beside {
        file: "f",
        columns: &columns,
        unit: None,
        at: handed_in(),
    };
    let refused = plan_error(&lines, beside);
    assert_eq!(refused.key, "import-file-no-such-column");
}

fn plan_error(lines: &[&str], beside: Beside<'_>) -> Refusal {
    plan(&sheet(lines), beside, &pack(), &mut ids()).unwrap_err()
}

#[test]
fn headers_are_matched_without_width_case_and_brackets() {
    let plan = planned(
        &[
            "ＳＲＮＵＭＢＥＲ|* 时间（必填）|单 位|类别：|说明",
            "1|2020-01-02|Sanitation Bureau|Graffiti|x",
        ],
        &[],
    );
    assert_eq!(outcomes(&plan), ["case"]);
}

#[test]
fn names_and_contacts_are_left_out() {
    let pack = builtin("cn").expect("built in");
    let lines = [
        "编号|时间|类别|内容|诉求人|联系电话",
        "1|2020-01-02|环境卫生|垃圾未清|演示张三|13900000000",
    ];
    let columns = BTreeMap::new();
    let beside = Beside {
        file: "f",
        columns: &columns,
        unit: None,
        at: handed_in(),
    };
    let plan = plan(&sheet(&lines), beside, &pack, &mut ids())
        .unwrap()
        .expect("a header");
    assert!(plan.columns.contains_key(&FieldName::RequesterName));
    assert!(plan.columns.contains_key(&FieldName::RequesterContact));
    let said = format!("{:?}", plan.rows);
    assert!(!said.contains("演示张三") && !said.contains("13900000000"), "{said}");
}

#[test]
fn a_zero_report_without_a_table_is_a_report() {
    let plan = planned(&["Sanitation Bureau 每日报送", "报送日期|2020-01-02", "零报告"], &[]);
    assert!(plan.rows.is_empty());
    assert!(plan.unit.is_some());
    assert_eq!(plan.date, Some(jiff::civil::date(2020, 1, 2)));
}

#[test]
fn a_sheet_of_instructions_is_no_table() {
    let columns = BTreeMap::new();
    let beside = Beside {
        file: "f",
        columns: &columns,
        unit: None,
        at: handed_in(),
    };
    let plan = plan(&sheet(&["填写说明", "请逐行填写"]), beside, &pack(), &mut ids()).unwrap();
    assert_eq!(plan, None);
}

#[test]
fn a_number_that_lost_its_digits_is_not_taken() {
    let plan = planned(
        &[
            HEADER,
            "1.52379E+17|2020-01-02|Sanitation Bureau|Graffiti|x",
            "123456789012345678|2020-01-02|Sanitation Bureau|Graffiti|x",
        ],
        &[],
    );
    assert_eq!(outcomes(&plan), ["precision", "precision"]);
}

#[test]
fn a_long_summary_is_the_description_and_its_beginning_the_title() {
    let long = "很".repeat(300);
    let line = format!("1|2020-01-02|Sanitation Bureau|Graffiti|{long}");
    let plan = planned(&["编号|时间|单位|类别|标题", &line], &[(FieldName::Title, "标题")]);
    let RowOutcome::Case(case) = &plan.rows[0].outcome else {
        panic!("{:?}", plan.rows[0]);
    };
    assert_eq!(case.description, long);
    assert_eq!(case.title.chars().count(), 200);
    assert!(case.title.ends_with('…'));
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        any::<f64>().prop_map(Cell::Number),
        any::<bool>().prop_map(Cell::Bool),
        "\\PC{0,12}".prop_map(Cell::Text),
        "[0-9年月日时分:/. T上午Z+-]{0,20}".prop_map(Cell::Text),
        prop::sample::select(vec![
            "编号",
            "时间",
            "类别",
            "合计",
            "说明",
            "单位",
            "Graffiti",
            "Sanitation Bureau",
            "零报告"
        ])
        .prop_map(|text| Cell::Text(text.to_owned())),
        (0_i32..40_000).prop_map(|days| {
            let start = jiff::civil::date(1990, 1, 1);
            Cell::DateTime(start.saturating_add(jiff::Span::new().days(days)).into())
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_cells_are_planned_row_for_row(rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..8), 0..20)) {
        let with_header = std::iter::once(sheet(&[HEADER]).rows.remove(0)).chain(rows.clone()).collect();
        let columns = BTreeMap::new();
        let beside = Beside { file: "f", columns: &columns, unit: None, at: handed_in() };
        for rows in [rows, with_header] {
            let sheet = Sheet { name: "f".to_owned(), hidden: false, rows };
            if let Some(plan) = plan(&sheet, beside, &pack(), &mut ids()).unwrap()
                && plan.header_row > 0
            {
                prop_assert_eq!(plan.rows.len() as u64 + plan.header_row, sheet.rows.len() as u64);
            }
        }
    }

    #[test]
    fn any_text_is_a_moment_or_not(text in "\\PC{0,40}", digits in "[0-9年月日时分秒:/. T()星期一上下午Zz+-]{0,30}") {
        for text in [text, digits] {
            let _ = moment::civil(&Cell::Text(text.clone()), None);
            let _ = moment::date_in(&text);
            let _ = number::count(&Cell::Text(text.clone()));
            let _ = number::degrees(&Cell::Text(text), 90.0);
        }
    }
}
