use super::*;
use domain::import::Cell;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表1" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of one sheet, with this as its `sheetData` and what comes behind.
fn workbook(data: &str, shared: Option<&str>) -> Vec<u8> {
    workbook_of(WORKBOOK, data, shared)
}

/// The same with a `workbook.xml` of its own.
fn workbook_of(book: &str, data: &str, shared: Option<&str>) -> Vec<u8> {
    let sheet =
        format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{data}</worksheet>"#);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    if let Some(shared) = shared {
        parts.push(("xl/sharedStrings.xml", shared.as_bytes()));
    }
    zipped(&parts)
}

fn ods(table: &str) -> Vec<u8> {
    ods_of(&format!(
        r#"<office:body><office:spreadsheet><table:table table:name="表1">{table}</table:table></office:spreadsheet></office:body>"#
    ))
}

fn ods_of(document: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">{document}</office:document-content>"#
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

fn refused(bytes: &[u8]) -> String {
    read("f", bytes).unwrap_err().key
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn a_file_that_is_too_large_is_not_looked_at() {
    assert_eq!(refused(&vec![b'a'; MOST_BYTES + 1]), "import-file-too-large");
}

#[test]
fn a_workbook_with_merged_cells_dates_and_formulas() {
    let bytes = workbook(
        r#"<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>标题</t></is></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>编号</t></is></c><c r="C2" t="str"><f>1+1</f><v>=2</v></c></row>
        <row r="3"><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="e"><v>#N/A</v></c><c r="D3" t="b"><v>1</v></c></row></sheetData>
        <mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>"#,
        None,
    );
    let rows = read("f.xlsx", &bytes).unwrap().remove(0).rows;
    assert_eq!(rows[0], vec![text("标题"); 3]);
    assert_eq!(rows[1], vec![text("编号"), Cell::Empty, text("=2")]);
    assert_eq!(
        rows[2],
        vec![Cell::Empty, Cell::Number(2.0), text("#N/A"), Cell::Bool(true)]
    );
}

#[test]
fn one_far_cell_does_not_cost_the_way_to_it() {
    for far in ["XFD1048576", "A1048576", "XFD1"] {
        let row: String = far.chars().filter(char::is_ascii_digit).collect();
        let bytes = workbook(
            &format!(
                r#"<dimension ref="A1:{far}"/><sheetData><row r="{row}"><c r="{far}"><v>1</v></c></row></sheetData>"#
            ),
            None,
        );
        let error = read("f", &bytes).unwrap_err();
        assert_eq!(error.key, "import-file-far-cell");
        assert!(error.args.contains(&("cell".into(), far.into())), "{error:?}");
    }
}

#[test]
fn a_declared_dimension_is_not_believed() {
    let bytes = workbook(
        r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>"#,
        None,
    );
    assert_eq!(read("f", &bytes).unwrap()[0].rows, vec![vec![Cell::Number(1.0)]]);
}

#[test]
fn more_cells_than_a_million_are_refused() {
    let row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(1000));
    let bytes = workbook(&format!("<sheetData>{}</sheetData>", row.repeat(1001)), None);
    assert_eq!(refused(&bytes), "import-file-too-many-cells");
    let csv = "1,".repeat(1000) + "\n";
    assert_eq!(refused(csv.repeat(1001).as_bytes()), "import-file-too-many-cells");
}

#[test]
fn a_zip_bomb_is_stopped_while_it_unpacks() {
    // 500 MB of zeros in 500 KB.
    let zeros = vec![0; 100 * 1024 * 1024];
    let bytes = zipped(&[
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/worksheets/sheet1.xml", &zeros),
        ("xl/worksheets/sheet2.xml", &zeros),
        ("xl/worksheets/sheet3.xml", &zeros),
        ("xl/worksheets/sheet4.xml", &zeros),
        ("xl/worksheets/sheet5.xml", &zeros),
    ]);
    assert!(bytes.len() < 1024 * 1024);
    assert_eq!(refused(&bytes), "import-file-zip-bomb");
}

#[test]
fn a_zip_bomb_that_lies_about_its_size_is_stopped_too() {
    let zeros = vec![0; 130 * 1024 * 1024];
    let mut bytes = zipped(&[
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/sharedStrings.xml", &zeros),
    ]);
    // Both headers of the part (its own and the directory's) say that it unpacks to 1000 bytes; nothing else is touched.
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    for (head, name, place) in [(b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)] {
        let at = (0..bytes.len()).find(|at| {
            let header = &bytes[*at..];
            header.starts_with(head) && header[name..].starts_with(b"xl/sharedStrings.xml")
        });
        let at = at.unwrap() + place;
        assert_eq!(bytes[at..at + 4], size);
        bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    // Whoever unpacks it ends where more comes than was said, before there is a bomb to be counted.
    assert_eq!(refused(&bytes), "import-file-damaged");
}

#[test]
fn a_shared_text_named_a_million_times_is_counted() {
    let long = "长".repeat(30_000);
    let shared = format!(
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{long}</t></si></sst>"#
    );
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(100));
    let bytes = workbook(&format!("<sheetData>{}</sheetData>", row.repeat(100)), Some(&shared));
    assert_eq!(refused(&bytes), "import-file-too-much-text");
}

#[test]
fn deep_nesting_costs_nothing() {
    let deep = "<a>".repeat(1_000_000);
    let bytes = workbook(&format!("<sheetData>{deep}"), None);
    assert_eq!(refused(&bytes), "import-file-damaged");
}

#[test]
fn ods_with_repeats_spans_dates_and_comments() {
    let bytes = ods(
        r#"<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="3"><text:p>标题</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="16381"/></table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="2"/><table:table-cell office:value-type="date" office:date-value="2020-01-02T08:05:00"/><table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>a &amp; b<text:s text:c="2"/>c</text:p><text:p>d</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    );
    let rows = read("f.ods", &bytes).unwrap().remove(0).rows;
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0], vec![text("标题"); 3]);
    let moment = Cell::DateTime("2020-01-02T08:05:00".parse().unwrap());
    assert_eq!(rows[1], vec![Cell::Number(2.0), moment, text("a & b  c\nd")]);
    assert_eq!(rows[1], rows[2]);
}

#[test]
fn a_hidden_sheet_comes_with_its_mark() {
    let data = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>"#;
    for state in ["hidden", "veryHidden"] {
        let book = WORKBOOK.replace(" sheetId", &format!(r#" state="{state}" sheetId"#));
        let sheets = read("f.xlsx", &workbook_of(&book, data, None)).unwrap();
        assert!(sheets[0].hidden, "{state}");
        assert_eq!(sheets[0].name, "f.xlsx · 表1");
    }
    assert!(!read("f.xlsx", &workbook(data, None)).unwrap()[0].hidden);

    let mut bytes = compound(&xls(&[number_record(0, 0, 1.0)]), |sector| sector + 1);
    assert!(!read("f.xls", &bytes).unwrap()[0].hidden);
    // The state of the sheet: in the stream's second record, after the first of 12 bytes, its head and the sheet's place.
    bytes[512 * 3 + 12 + 4 + 4] = 1;
    let sheets = read("f.xls", &bytes).unwrap();
    assert!(sheets[0].hidden);
    assert_eq!(sheets[0].rows, vec![vec![Cell::Number(1.0)]]);

    let row = r#"<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#;
    let bytes = ods_of(&format!(
        r#"<office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="甲">{row}</table:table><table:table table:name="乙" table:style-name="ta2">{row}</table:table></office:spreadsheet></office:body>"#
    ));
    let sheets = read("f.ods", &bytes).unwrap();
    let found: Vec<(&str, bool)> = sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(found, [("f.ods", false), ("f.ods · 乙", true)]);
}

#[test]
fn ods_repeats_are_counted_before_they_are_made() {
    let many_rows = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#;
    assert_eq!(refused(&ods(many_rows)), "import-file-too-many-cells");
    let many_columns = r#"<table:table-row><table:table-cell table:number-columns-repeated="4000000000" office:value-type="float" office:value="1"/></table:table-row>"#;
    assert_eq!(refused(&ods(many_columns)), "import-file-far-cell");
    let far = r#"<table:table-row table:number-rows-repeated="18446744073709551615"><table:table-cell/></table:table-row><table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#;
    assert_eq!(refused(&ods(far)), "import-file-far-cell");
    let long = "长".repeat(30_000);
    let much_text = format!(
        r#"<table:table-row table:number-rows-repeated="10000"><table:table-cell office:value-type="string"><text:p>{long}</text:p></table:table-cell></table:table-row>"#
    );
    assert_eq!(refused(&ods(&much_text)), "import-file-too-much-text");
    // Each of them within what one cell may be repeated; together a hundred million, before their row ends.
    let cell = r#"<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1024"/>"#;
    let endless_row = format!("<table:table-row>{}</table:table-row>", cell.repeat(100_000));
    assert_eq!(refused(&ods(&endless_row)), "import-file-far-cell");
    let spaces = r#"<text:s text:c="1000"/>"#.repeat(1_000_000);
    let wide =
        format!(r"<table:table-row><table:table-cell><text:p>{spaces}</text:p></table:table-cell></table:table-row>");
    assert_eq!(refused(&ods(&wide)), "import-file-too-much-text");
}

#[test]
fn areas_merged_over_each_other_are_counted() {
    let row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(1000));
    let merges = r#"<mergeCell ref="A1:ALL900"/>"#.repeat(100_000);
    let data = format!(
        "<sheetData>{}</sheetData><mergeCells>{merges}</mergeCells>",
        row.repeat(900)
    );
    assert_eq!(refused(&workbook(&data, None)), "import-file-too-many-cells");
}

#[test]
fn an_archive_of_many_files_is_refused_by_its_directory() {
    let names: Vec<String> = (0..5_000).map(|number| format!("xl/{number}")).collect();
    let mut parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    parts.push(("xl/workbook.xml", WORKBOOK.as_bytes()));
    assert_eq!(refused(&zipped(&parts)), "import-file-zip-bomb");
}

#[test]
fn what_is_no_spreadsheet_says_so() {
    for (bytes, key) in [
        (&b""[..], "import-file-empty"),
        (b"\n\n\n", "import-file-empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "import-file-not-a-sheet"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", "import-file-not-a-sheet"),
        (
            b"<html><table><tr><td>1</td></tr></table></html>",
            "import-file-web-page",
        ),
        (b"PK\x03\x04 and then nothing", "import-file-damaged"),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and then nothing",
            "import-file-damaged",
        ),
    ] {
        assert_eq!(refused(bytes), key, "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(
        refused(&zipped(&[("word/document.xml", b"<w/>")])),
        "import-file-not-a-sheet"
    );
    assert_eq!(
        refused(&zipped(&[("xl/workbook.bin", b"")])),
        "import-file-binary-workbook"
    );
}

/// A compound file of one stream "Workbook" of less than 64 KB, its chain of sectors as given.
fn compound(stream: &[u8], next: impl Fn(u32) -> u32) -> Vec<u8> {
    let sectors = stream.len().max(4096).div_ceil(512);
    let mut file = vec![0_u8; 512 * (3 + sectors)];
    let put = |file: &mut Vec<u8>, at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(&mut file, 0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    put(&mut file, 26, &3_u16.to_le_bytes());
    put(&mut file, 28, &0xFFFE_u16.to_le_bytes());
    put(&mut file, 30, &9_u16.to_le_bytes());
    put(&mut file, 32, &6_u16.to_le_bytes());
    put(&mut file, 44, &1_u32.to_le_bytes());
    put(&mut file, 48, &1_u32.to_le_bytes());
    put(&mut file, 56, &4096_u32.to_le_bytes());
    put(&mut file, 60, &0xFFFF_FFFE_u32.to_le_bytes());
    put(&mut file, 68, &0xFFFF_FFFE_u32.to_le_bytes());
    put(&mut file, 76, &[0xFF; 436]);
    put(&mut file, 76, &0_u32.to_le_bytes());
    // Sector 0: the table of chains; sector 1: the directory; from sector 2 on: the stream.
    put(&mut file, 512, &[0xFF; 512]);
    put(&mut file, 512, &0xFFFF_FFFD_u32.to_le_bytes());
    put(&mut file, 516, &0xFFFF_FFFE_u32.to_le_bytes());
    for sector in 0..u32::try_from(sectors).unwrap() {
        let last = sector as usize + 1 == sectors;
        let follows = if last { 0xFFFF_FFFE } else { next(sector + 2) };
        put(&mut file, 512 + 4 * (sector as usize + 2), &follows.to_le_bytes());
    }
    let mut entry = |at: usize, name: &str, kind: u8, start: u32, length: usize| {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(&mut file, at, &units);
        put(
            &mut file,
            at + 64,
            &u16::try_from(units.len() + 2).unwrap().to_le_bytes(),
        );
        put(&mut file, at + 66, &[kind]);
        put(&mut file, at + 116, &start.to_le_bytes());
        put(&mut file, at + 120, &u32::try_from(length).unwrap().to_le_bytes());
    };
    entry(1024, "Root Entry", 5, 0xFFFF_FFFE, 0);
    entry(1152, "Workbook", 2, 2, stream.len().max(4096));
    put(&mut file, 512 * 3, stream);
    file
}

/// Records of a workbook with one sheet of these cell records.
fn xls(cells: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    };
    let begin = |what: u16| {
        record(
            0x0809,
            &[0x0600_u16.to_le_bytes(), what.to_le_bytes(), [0; 2], [0; 2]].concat(),
        )
    };
    let name = [&[1_u8, 0][..], b"S"].concat();
    let start = 2 * 12 + 4 + 6 + name.len() - 12 + 4;
    let bound = [&u32::try_from(start).unwrap().to_le_bytes()[..], &[0, 0], &name].concat();
    let mut stream = [begin(5), record(0x0085, &bound), record(0x000A, &[])].concat();
    assert_eq!(stream.len(), start);
    stream.extend(begin(0x10));
    for (kind, data) in cells {
        stream.extend(record(*kind, data));
    }
    stream.extend(record(0x000A, &[]));
    stream
}

fn number_record(row: u16, column: u16, value: f64) -> (u16, Vec<u8>) {
    let data = [
        &row.to_le_bytes()[..],
        &column.to_le_bytes(),
        &0_u16.to_le_bytes(),
        &value.to_le_bytes(),
    ];
    (0x0203, data.concat())
}

#[test]
fn an_xls_is_read() {
    let bytes = compound(&xls(&[number_record(0, 0, 1.5), number_record(1, 2, 2.0)]), |sector| {
        sector + 1
    });
    let rows = read("f.xls", &bytes).unwrap().remove(0).rows;
    assert_eq!(rows[0], vec![Cell::Number(1.5)]);
    assert_eq!(rows[1], vec![Cell::Empty, Cell::Empty, Cell::Number(2.0)]);
}

/// Written by another program (xlwt 1.3): a title over all columns, text, a date, a number that is repeated, an area merged over two
/// rows, an empty row, a line of sums.
#[test]
fn an_xls_of_another_program_is_read_as_it_shows() {
    let rows = read("日报.xls", include_bytes!("tests/daily.xls"))
        .unwrap()
        .remove(0)
        .rows;
    let header = ["编号", "诉求内容", "发生时间", "人数"];
    let at = |text: &str| Cell::DateTime(text.parse().unwrap());
    assert_eq!(rows[0], vec![text("城关所 2026年3月3日 日报"); 4]);
    assert_eq!(rows[1], header.map(text));
    assert_eq!(
        rows[2],
        [
            text("CG-001"),
            text("消防通道被堵"),
            at("2026-03-03T08:05:00"),
            Cell::Number(2.0)
        ]
    );
    assert_eq!(
        rows[3],
        [
            text("CG-002"),
            text("消防通道被堵"),
            at("2026-03-03T00:00:00"),
            Cell::Number(1.5)
        ]
    );
    assert!(rows[4].is_empty());
    assert_eq!(rows[5], [text("合计"), Cell::Empty, Cell::Empty, Cell::Number(3.5)]);
    assert_eq!(rows.len(), 6);
}

#[test]
fn a_far_cell_of_an_xls_is_found_before_its_range_is_made() {
    let bytes = compound(
        &xls(&[number_record(0, 0, 1.0), number_record(65_535, 65_535, 2.0)]),
        |sector| sector + 1,
    );
    assert_eq!(refused(&bytes), "import-file-far-cell");
}

#[test]
fn a_chain_of_sectors_that_runs_in_a_circle_is_damage() {
    let bytes = compound(&xls(&[number_record(0, 0, 1.0)]), |_| 2);
    // The circle is longer than the stream says, so only a stream that goes on for ever would follow it.
    let mut endless = bytes;
    endless[1152 + 120..1152 + 124].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(refused(&endless), "import-file-damaged");
    // The directory's own chain.
    let mut circle = compound(&xls(&[]), |sector| sector + 1);
    circle[516..520].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(refused(&circle), "import-file-damaged");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), head in 0_usize..5) {
        let heads: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xFF\xFE", b"a,b\n\""];
        let _ = read("f", &[heads[head], &bytes].concat());
    }

    #[test]
    fn a_damaged_workbook_is_read_or_refused(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), which in 0_usize..3) {
        let mut bytes = match which {
            0 => workbook(r#"<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1"><v>1</v></c></row></sheetData>"#, None),
            1 => ods(r#"<table:table-row><table:table-cell office:value-type="float" office:value="2"/></table:table-row>"#),
            _ => compound(&xls(&[number_record(0, 0, 1.0), number_record(1, 1, 2.0)]), |sector| sector + 1),
        };
        for (index, byte) in at {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read("f", &bytes);
    }
}
