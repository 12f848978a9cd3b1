//! The brief as a page: no script, nothing fetched, fit to be read, printed, kept and sent.

use super::chart::{self, escape};
use super::line::Line;
use super::paper::{Align, Block, Chart, Paper, Section, Table};
use std::fmt::Write as _;
use words::Words;

/// The style of [`super::html_fragment`], for a page that shows it.
pub const STYLE: &str = include_str!("brief.css");

/// Typefaces for the page's charts; the names are those the style uses.
const CHART_FONTS: &str = "inherit";

/// A whole page.
pub(super) fn page(paper: &Paper, words: &Words) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body class=\"brief-page\">\n<main>\n{}</main>\n</body>\n</html>\n",
        paper.lang,
        escape(paper.document_title.as_str()),
        fragment(paper, words, 1),
    )
}

/// The brief as one `<article>`; its headings begin at level `top`.
pub(super) fn fragment(paper: &Paper, words: &Words, top: u8) -> String {
    let mut html = String::new();
    let _ = writeln!(
        html,
        "<article class=\"brief\" lang=\"{}\">\n<header class=\"brief-head\">",
        paper.lang
    );
    let _ = write!(
        html,
        "<p class=\"brief-corner\"><span class=\"brief-level\">{}</span>",
        text(&paper.level)
    );
    if let Some(draft) = &paper.draft {
        let _ = write!(html, "<strong class=\"brief-draft\">{}</strong>", text(draft));
    }
    let _ = writeln!(
        html,
        "</p>\n<p class=\"brief-name\">{}</p>\n<p class=\"brief-issue\">{}</p>\n\
         <p class=\"brief-issuer\"><span>{}</span><span>{}</span></p>\n</header>\n<h{top} class=\"brief-title\">{}</h{top}>",
        text(&paper.name),
        text(&paper.issue),
        text(&paper.issuer),
        text(&paper.date),
        text(&paper.title),
    );
    let mut charts = 0;
    for section in &paper.sections {
        write_section(&mut html, section, words, top + 1, &mut charts);
    }
    let _ = writeln!(html, "<footer class=\"brief-foot\">");
    for line in &paper.circulation {
        let _ = writeln!(html, "<p>{}</p>", text(line));
    }
    let _ = writeln!(
        html,
        "<p class=\"brief-copies\">{}</p>\n<ul class=\"brief-marks\">",
        text(&paper.copies)
    );
    for mark in &paper.marks {
        let _ = writeln!(html, "<li>{}</li>", text(mark));
    }
    html.push_str("</ul>\n</footer>\n</article>\n");
    html
}

fn text(line: &Line) -> String {
    escape(line.as_str())
}

fn write_section(html: &mut String, section: &Section, words: &Words, level: u8, charts: &mut usize) {
    let _ = writeln!(html, "<section>\n<h{level}>{}</h{level}>", text(&section.heading));
    let mut in_list = false;
    for block in &section.blocks {
        let is_item = matches!(block, Block::Item { .. });
        if is_item != in_list {
            html.push_str(if is_item {
                "<ol class=\"brief-items\">\n"
            } else {
                "</ol>\n"
            });
            in_list = is_item;
        }
        match block {
            Block::Paragraph { text: line } => {
                let _ = writeln!(html, "<p>{}</p>", text(line));
            }
            Block::Note { text: line } => {
                let _ = writeln!(html, "<p class=\"brief-note\">{}</p>", text(line));
            }
            Block::Item { number, title, rest } => {
                let _ = writeln!(
                    html,
                    "<li>{}<strong>{}</strong>{}</li>",
                    text(number),
                    text(title),
                    text(rest)
                );
            }
            Block::Table(table) => write_table(html, table),
            Block::Chart(chart) => {
                *charts += 1;
                write_chart(html, chart, words, *charts);
            }
        }
    }
    if in_list {
        html.push_str("</ol>\n");
    }
    html.push_str("</section>\n");
}

fn write_table(html: &mut String, table: &Table) {
    let align = |at: usize| match table.columns.get(at).map(|column| column.align) {
        Some(Align::Right) => " class=\"brief-right\"",
        Some(Align::Center) => " class=\"brief-center\"",
        Some(Align::Left) | None => "",
    };
    // Wide tables scroll inside their own box on a phone; the box can be reached with the keyboard alone.
    let caption = text(&table.caption);
    let _ = writeln!(
        html,
        "<div class=\"brief-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr>"
    );
    for (at, column) in table.columns.iter().enumerate() {
        let _ = write!(html, "<th scope=\"col\"{}>{}</th>", align(at), text(&column.heading));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let _ = if at == 0 {
                write!(html, "<th scope=\"row\">{}</th>", text(cell))
            } else {
                write!(html, "<td{}>{}</td>", align(at), text(cell))
            };
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
}

fn write_chart(html: &mut String, chart: &Chart, words: &Words, number: usize) {
    let id = format!("brief-chart-{number}");
    let _ = writeln!(
        html,
        "<figure class=\"brief-chart\">\n<figcaption>{}</figcaption>\n<div class=\"brief-wide\">{}</div>\n\
         <div class=\"brief-narrow\">{}</div>",
        text(&chart.title),
        chart::svg(chart, chart::WIDE, &id, CHART_FONTS),
        chart::svg(chart, chart::NARROW, &format!("{id}-narrow"), CHART_FONTS)
    );
    if chart.own_table {
        let _ = writeln!(
            html,
            "<details><summary>{}</summary>\n<table><thead><tr><th scope=\"col\">{}</th>",
            escape(words.text("paper-chart-table")),
            text(&chart.axis)
        );
        for series in &chart.series {
            let _ = write!(html, "<th scope=\"col\" class=\"brief-right\">{}</th>", text(series));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for bar in &chart.bars {
            let _ = writeln!(
                html,
                "<tr><th scope=\"row\">{}</th><td class=\"brief-right\">{}</td></tr>",
                text(&bar.label),
                bar.first
            );
        }
        html.push_str("</tbody></table>\n</details>\n");
    }
    html.push_str("</figure>\n");
}
