//! The units' daily reports as files, as a unit's own spreadsheet program would make them.

use super::stories::Story;
use crate::failure::Failure;
use documents::table::{Cell, Table, xlsx};
use domain::Locale;
use domain::pack::{Pack, Unit};
use jiff::civil::Date;

const HEADERS: [&str; 13] = [
    "序号",
    "编号",
    "时间",
    "来源",
    "类别",
    "标题",
    "内容摘要",
    "地点",
    "片区",
    "影响人数",
    "伤亡人数",
    "重复次数",
    "办结时间",
];

/// A unit's report of a day: its name, and the file. `slip` puts in a row that cannot be read.
pub(crate) fn report(pack: &Pack, unit: &Unit, date: Date, stories: &[&Story], slip: bool) -> Result<Vec<u8>, Failure> {
    let mut rows: Vec<Vec<Cell>> = stories
        .iter()
        .enumerate()
        .map(|(index, story)| row(pack, index, story))
        .collect();
    if slip && let Some(mut wrong) = rows.first().cloned() {
        wrong[0] = Cell::Text((rows.len() + 1).to_string());
        wrong[1] = Cell::Text(format!("YX{}900", date.strftime("%Y%m%d")));
        wrong[2] = Cell::Text("昨天下午".to_owned());
        rows.push(wrong);
    }
    let table = Table {
        name: "日报".to_owned(),
        title: format!("{} 每日报送 {date}", unit.name.zh),
        headers: HEADERS.map(str::to_owned).to_vec(),
        rows,
        zone: pack.zone.clone(),
    };
    Ok(xlsx(&table)?)
}

fn row(pack: &Pack, index: usize, story: &Story) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let number = |number: Option<u32>| number.map_or(Cell::Empty, |number| Cell::Number(f64::from(number)));
    vec![
        text(&(index + 1).to_string()),
        text(&story.external),
        Cell::Time(story.received_at),
        text(story.source),
        text(pack.category_name(&story.category.into(), Locale::ZhCn)),
        text(&story.title),
        text(&story.description),
        text(story.address),
        text(pack.area_name(&story.area.into(), Locale::ZhCn)),
        number(story.people),
        number(story.casualties),
        number((story.repeats > 0).then_some(story.repeats)),
        story.finished_at.map_or(Cell::Empty, Cell::Time),
    ]
}
