//! Charts as SVG, drawn once and used by the page, the PDF and (as a picture) the DOCX.

use super::paper::{Bar, Chart, Form};
use std::fmt::Write as _;

/// What a chart is drawn on, in its own units; the height of lying bars follows from how many there are.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    pub(super) width: u32,
    /// Height of upright bars with all that is around them.
    upright: u32,
    /// Height of a lying bar's place.
    row: u32,
    /// Room for names on the left of lying bars; without it they stand above them.
    names: Option<u32>,
}

/// A page of paper, or of a desk's screen.
pub(super) const WIDE: Sheet = Sheet {
    width: 640,
    upright: 230,
    row: 30,
    names: Some(214),
};

/// A phone: as wide as its screen, so that words are as large as those around the chart.
pub(super) const NARROW: Sheet = Sheet {
    width: 340,
    upright: 200,
    row: 48,
    names: None,
};

impl Sheet {
    /// Where lying bars begin.
    const fn start(self) -> u32 {
        match self.names {
            Some(names) => names,
            None => 4,
        }
    }

    /// How far below the beginning of its place a lying bar begins.
    const fn below(self) -> u32 {
        if self.names.is_some() { 0 } else { 18 }
    }
}

/// This day, and what stands out. Dark enough to print well in black and white; 4.5:1 and more against white.
const DARK: &str = "#1f4e79";
/// Other days and the week before.
const LIGHT: &str = "#9db7d1";
const INK: &str = "#222222";

/// The chart as a whole SVG document. `id` is unique on its page. `fonts` is the value of `font-family`.
pub(super) fn svg(chart: &Chart, sheet: Sheet, id: &str, fonts: &str) -> String {
    let (height, body) = match chart.form {
        Form::Upright => (sheet.upright, upright(chart, sheet)),
        Form::Lying => lying(chart, sheet),
    };
    let width = sheet.width;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{fonts}\" font-size=\"14\" fill=\"{INK}\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>{body}</svg>",
        escape(chart.title.as_str()),
        escape(chart.description.as_str()),
    )
}

/// Height of the chart's drawing in the units of its sheet.
pub(super) fn height(chart: &Chart, sheet: Sheet) -> u32 {
    match chart.form {
        Form::Upright => sheet.upright,
        Form::Lying => lying_height(chart, sheet),
    }
}

/// `text` between tags or quotation marks of XML or HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn most(bars: &[Bar]) -> u64 {
    bars.iter()
        .flat_map(|bar| [bar.first, bar.second.unwrap_or_default()])
        .max()
        .unwrap_or_default()
        .max(1)
}

/// `length` times `part` of `whole`, in tenths, so that the same numbers give the same text on every machine.
fn scaled(length: u32, part: u64, whole: u64) -> String {
    let tenths = u128::from(length) * 10 * u128::from(part) / u128::from(whole);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn upright(chart: &Chart, sheet: Sheet) -> String {
    let (top, bottom) = (24, sheet.upright - 28);
    let most = most(&chart.bars);
    let count = u32::try_from(chart.bars.len()).unwrap_or(u32::MAX).max(1);
    let place = (sheet.width - 8) * 10 / count;
    let tenths = |n: u32| format!("{}.{}", n / 10, n % 10);
    // Labels need some 46 units each, numbers some 30; with more days only every second, third … day gets one, counted from
    // the last.
    let every = |needed: u32| needed.div_ceil(place.max(1)).max(1);
    let (labelled, numbered) = (every(460), every(300));
    let mut svg = String::new();
    for (bar, index) in chart.bars.iter().zip(0_u32..) {
        let from_last = count - 1 - index;
        let left = 40 + place * index;
        let middle = tenths(left + place / 2);
        let tall = scaled(bottom - top, bar.first, most);
        let fill = if from_last == 0 { DARK } else { LIGHT };
        // A bar of nothing is no bar: renderers complain of a rectangle without height.
        if tall != "0.0" {
            let _ = write!(
                svg,
                "<rect x=\"{}\" y=\"0\" width=\"{}\" height=\"{tall}\" fill=\"{fill}\" transform=\"matrix(1 0 0 -1 0 {bottom})\"/>",
                tenths(left + place / 6),
                tenths((place * 2 / 3).max(10)),
            );
        }
        let anchor = "text-anchor=\"middle\"";
        if from_last.is_multiple_of(labelled) {
            let _ = write!(
                svg,
                "<text x=\"{middle}\" y=\"{}\" {anchor} font-size=\"12\">{}</text>",
                bottom + 18,
                escape(bar.label.as_str()),
            );
        }
        if from_last.is_multiple_of(numbered) {
            let _ = write!(
                svg,
                "<g transform=\"translate(0 -{tall})\"><text x=\"{middle}\" y=\"{}\" {anchor}>{}</text></g>",
                bottom - 6,
                bar.first,
            );
        }
    }
    let _ = write!(
        svg,
        "<path d=\"M4 {bottom}H{}\" stroke=\"{INK}\" stroke-width=\"1\"/>",
        sheet.width - 4
    );
    svg
}

/// A bar of nothing is no bar: renderers complain of a rectangle without width.
fn lying_bar(svg: &mut String, (x, y): (u32, u32), long: &str, thick: u32, fill: &str) {
    if long != "0.0" {
        let _ = write!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{long}\" height=\"{thick}\" fill=\"{fill}\"/>"
        );
    }
}

fn lying_height(chart: &Chart, sheet: Sheet) -> u32 {
    let rows = u32::try_from(chart.bars.len()).unwrap_or(u32::MAX / sheet.row / 2);
    34 + rows * sheet.row
}

fn lying(chart: &Chart, sheet: Sheet) -> (u32, String) {
    let most = most(&chart.bars);
    let start = sheet.start();
    let room = sheet.width - start - 70;
    let two = chart.series.len() > 1;
    let mut svg = String::new();
    let mut left = start;
    for (series, fill) in chart.series.iter().zip([DARK, LIGHT]) {
        let name = escape(series.as_str());
        let _ = write!(
            svg,
            "<rect x=\"{left}\" y=\"6\" width=\"14\" height=\"14\" fill=\"{fill}\"/><text x=\"{}\" y=\"18\">{name}</text>",
            left + 20
        );
        left += 130;
    }
    for (bar, index) in chart.bars.iter().zip(0_u32..) {
        let top = 34 + index * sheet.row;
        let y = top + sheet.below();
        let long = scaled(room, bar.first, most);
        let (x, anchor, most_wide) = match sheet.names {
            Some(names) => (names - 8, " text-anchor=\"end\"", 23),
            None => (start + 2, "", 46),
        };
        let _ = write!(
            svg,
            "<text x=\"{x}\" y=\"{}\"{anchor}>{}</text>\
             <g transform=\"translate({long} 0)\"><text x=\"{}\" y=\"{}\">{}</text></g>",
            top + 16,
            escape(&fitting(bar.label.as_str(), most_wide)),
            start + 6,
            y + 15,
            bar.first,
        );
        lying_bar(&mut svg, (start, y + 3), &long, if two { 12 } else { 18 }, DARK);
        if let (true, Some(second)) = (two, bar.second) {
            lying_bar(&mut svg, (start, y + 16), &scaled(room, second, most), 6, LIGHT);
        }
    }
    let height = lying_height(chart, sheet);
    let _ = write!(
        svg,
        "<path d=\"M{start} 30V{}\" stroke=\"{INK}\" stroke-width=\"1\"/>",
        height - 2
    );
    (height, svg)
}

/// A name cut to its room: `most` Latin or half as many Chinese characters.
fn fitting(name: &str, most: u32) -> String {
    let mut width = 0;
    for (at, c) in name.char_indices() {
        width += if c.is_ascii() { 1 } else { 2 };
        if width > most {
            return format!("{}…", &name[..at]);
        }
    }
    name.to_owned()
}
