//! The package around a DOCX: parts that never change, styles, properties, packing.
//!
//! Written out rather than built with a library: official papers need repeated table headings, pictures with
//! alternative text and fonts with named substitutes, and the same bytes each time.

use super::Error;
use super::chart::escape;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Name spaces of a part with text.
const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// 版心 in twentieths of a point: 156 mm wide.
pub(crate) const TEXT_WIDTH: u32 = 8845;

/// What a DOCX is made of.
pub(crate) struct Package {
    /// Content of `w:body` before the section's own properties.
    pub(crate) body: String,
    /// Pictures as PNG; the first is `rIdImage1`.
    pub(crate) pictures: Vec<Vec<u8>>,
    /// What stands at the top of every page, in red.
    pub(crate) top: Option<String>,
    pub(crate) title: String,
    pub(crate) author: String,
    /// BCP 47.
    pub(crate) lang: &'static str,
    /// `YYYY-MM-DD`, the day of issue.
    pub(crate) issued_on: String,
}

impl Package {
    /// The file's bytes.
    pub(crate) fn pack(&self) -> Result<Vec<u8>, Error> {
        let mut parts = vec![
            (
                "[Content_Types].xml".to_owned(),
                content_types(self.top.is_some()).into_bytes(),
            ),
            ("_rels/.rels".to_owned(), package_relations().into_bytes()),
            ("docProps/core.xml".to_owned(), self.core().into_bytes()),
            ("docProps/app.xml".to_owned(), app().into_bytes()),
            ("word/document.xml".to_owned(), self.document().into_bytes()),
            ("word/_rels/document.xml.rels".to_owned(), self.relations().into_bytes()),
            ("word/styles.xml".to_owned(), self.styles().into_bytes()),
            ("word/settings.xml".to_owned(), self.settings().into_bytes()),
            ("word/fontTable.xml".to_owned(), fonts().into_bytes()),
            (
                "word/footer1.xml".to_owned(),
                footer("right", "w:right=\"320\"").into_bytes(),
            ),
            (
                "word/footer2.xml".to_owned(),
                footer("left", "w:left=\"320\"").into_bytes(),
            ),
        ];
        if let Some(top) = &self.top {
            parts.push(("word/header1.xml".to_owned(), header(top).into_bytes()));
        }
        for (picture, number) in self.pictures.iter().zip(1..) {
            parts.push((format!("word/media/image{number}.png"), picture.clone()));
        }
        zipped(&parts).map_err(|error| Error(error.to_string()))
    }

    fn document(&self) -> String {
        let top = if self.top.is_some() {
            "<w:headerReference w:type=\"default\" r:id=\"rIdTop\"/><w:headerReference w:type=\"even\" r:id=\"rIdTop\"/>"
        } else {
            ""
        };
        format!(
            "{XML}<w:document {SPACES}><w:body>{}<w:sectPr>{top}\
             <w:footerReference w:type=\"default\" r:id=\"rIdOdd\"/><w:footerReference w:type=\"even\" r:id=\"rIdEven\"/>\
             <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
             <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/>\
             <w:docGrid w:type=\"lines\" w:linePitch=\"580\"/></w:sectPr></w:body></w:document>",
            self.body
        )
    }

    fn relations(&self) -> String {
        let mut relations = String::new();
        for (id, kind, target) in [
            ("rIdStyles", "styles", "styles.xml"),
            ("rIdSettings", "settings", "settings.xml"),
            ("rIdFonts", "fontTable", "fontTable.xml"),
            ("rIdOdd", "footer", "footer1.xml"),
            ("rIdEven", "footer", "footer2.xml"),
        ] {
            let _ = write!(
                relations,
                "<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"
            );
        }
        if self.top.is_some() {
            let _ = write!(
                relations,
                "<Relationship Id=\"rIdTop\" Type=\"{OFFICE}/header\" Target=\"header1.xml\"/>"
            );
        }
        for number in 1..=self.pictures.len() {
            let _ = write!(
                relations,
                "<Relationship Id=\"rIdImage{number}\" Type=\"{OFFICE}/image\" Target=\"media/image{number}.png\"/>"
            );
        }
        relationships(&relations)
    }

    fn core(&self) -> String {
        format!(
            "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
             <dc:language>{}</dc:language>\
             <dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created>\
             <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:modified></cp:coreProperties>",
            escape(&self.title),
            escape(&self.author),
            self.lang,
            date = self.issued_on,
        )
    }

    fn settings(&self) -> String {
        format!(
            "{XML}<w:settings {SPACES}><w:zoom w:percent=\"100\"/><w:evenAndOddHeaders/>\
             <w:characterSpacingControl w:val=\"compressPunctuation\"/>\
             <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
             <w:themeFontLang w:val=\"{}\" w:eastAsia=\"zh-CN\"/></w:settings>",
            if self.lang == "en" { "en-GB" } else { "en-US" }
        )
    }

    fn styles(&self) -> String {
        // 首行缩进两字 in Chinese, none in English.
        let indent = if self.lang == "en" {
            ""
        } else {
            "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>"
        };
        let mut styles = format!(
            "{XML}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>\
             <w:lang w:val=\"{}\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault>\
             <w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\"/></w:pPr></w:pPrDefault></w:docDefaults>\
             <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
             <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/></w:style>",
            face("仿宋"),
            if self.lang == "en" { "en-GB" } else { "en-US" },
        );
        // 28 characters of 16 pt in 156 mm: a fifth of a point less between them. A grid of characters would say the
        // same, but LibreOffice spreads them over it.
        let close = if self.lang == "en" {
            ""
        } else {
            "<w:spacing w:val=\"-4\"/>"
        };
        let exact = "<w:spacing w:line=\"580\" w:lineRule=\"exact\"/>";
        let small = "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"20\" w:after=\"20\" w:line=\"260\" w:lineRule=\"atLeast\"/>";
        // 黑体 is a bold face by itself; Times is not.
        let hei = face("黑体") + if self.lang == "en" { "<w:b/>" } else { "" };
        let song = face("方正小标宋简体");
        for (id, name, paragraph, run) in [
            ("BriefText", "Brief Text", format!("{exact}{indent}<w:jc w:val=\"both\"/>"), close.to_owned()),
            ("BriefItem", "Brief Item", format!("{exact}{indent}<w:jc w:val=\"left\"/>"), close.to_owned()),
            (
                "Heading1",
                "heading 1",
                format!("<w:keepNext/>{exact}{indent}<w:outlineLvl w:val=\"0\"/>"),
                format!("{hei}<w:szCs w:val=\"32\"/>"),
            ),
            (
                "Title",
                "Title",
                "<w:spacing w:before=\"580\" w:after=\"400\" w:line=\"640\" w:lineRule=\"atLeast\"/><w:jc w:val=\"center\"/>"
                    .to_owned(),
                format!("{song}<w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/>"),
            ),
            (
                "BriefName",
                "Brief Name",
                "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"500\" w:after=\"160\"/><w:jc w:val=\"center\"/>".to_owned(),
                format!("{song}<w:color w:val=\"D0021B\"/>"),
            ),
            ("BriefHead", "Brief Head", exact.to_owned(), String::new()),
            (
                "Caption",
                "caption",
                format!("<w:keepNext/>{small}<w:jc w:val=\"center\"/>"),
                format!("{hei}<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>"),
            ),
            ("TableText", "Table Text", small.to_owned(), "<w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>".to_owned()),
            (
                "TableHead",
                "Table Head",
                format!("<w:keepNext/>{small}"),
                format!("{hei}<w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>"),
            ),
            ("BriefFoot", "Brief Foot", small.to_owned(), "<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>".to_owned()),
            ("Footer", "footer", String::new(), format!("{}<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>", face("宋体"))),
        ] {
            let _ = write!(styles,
                "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
                 <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
            );
        }
        styles += "</w:styles>";
        styles
    }
}

/// Fonts of a run: `name` for Chinese, Times New Roman for Latin letters and numbers.
pub(crate) fn face(name: &str) -> String {
    format!(
        "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"{name}\" w:cs=\"Times New Roman\"/>"
    )
}

fn fonts() -> String {
    let mut fonts = format!("{XML}<w:fonts {SPACES}>");
    for (name, substitutes, family) in [
        ("仿宋", "仿宋_GB2312,FangSong,STFangsong,Noto Serif CJK SC", "modern"),
        ("黑体", "SimHei,Noto Sans CJK SC", "modern"),
        ("楷体", "楷体_GB2312,KaiTi,STKaiti,Noto Serif CJK SC", "modern"),
        (
            "方正小标宋简体",
            "FZXiaoBiaoSong-B05S,方正小标宋_GBK,华文中宋,Noto Serif CJK SC",
            "auto",
        ),
        ("宋体", "SimSun,Noto Serif CJK SC", "auto"),
    ] {
        let _ = write!(
            fonts,
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{substitutes}\"/><w:charset w:val=\"86\"/>\
             <w:family w:val=\"{family}\"/></w:font>"
        );
    }
    fonts += "</w:fonts>";
    fonts
}

fn footer(side: &str, indent: &str) -> String {
    format!(
        "{XML}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:ind {indent}/><w:jc w:val=\"{side}\"/></w:pPr>\
         <w:r><w:t xml:space=\"preserve\">— </w:t></w:r><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>\
         <w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"
    )
}

/// The top of a page: one line in a red frame.
fn header(top: &str) -> String {
    format!(
        "{XML}<w:hdr {SPACES}><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr>{}<w:b/><w:color w:val=\"D0021B\"/>\
         <w:bdr w:val=\"single\" w:sz=\"12\" w:space=\"0\" w:color=\"D0021B\"/></w:rPr>\
         <w:t xml:space=\"preserve\"> {} </w:t></w:r></w:p></w:hdr>",
        face("黑体"),
        escape(top)
    )
}

fn content_types(top: bool) -> String {
    let mut types = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>"
    );
    for (part, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
        ("footer2", "footer"),
        ("header1", "header"),
    ] {
        if part == "header1" && !top {
            continue;
        }
        let _ = write!(
            types,
            "<Override PartName=\"/word/{part}.xml\" ContentType=\"{WORD}.{kind}+xml\"/>"
        );
    }
    types += "</Types>";
    types
}

fn package_relations() -> String {
    relationships(&format!(
        "<Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         <Relationship Id=\"rId3\" Type=\"{OFFICE}/extended-properties\" Target=\"docProps/app.xml\"/>"
    ))
}

fn relationships(inside: &str) -> String {
    format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
    )
}

fn app() -> String {
    format!(
        "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>Huying</Application></Properties>"
    )
}

pub(crate) fn zipped(parts: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The default date of a ZIP, 1980: bytes must not depend on the day of printing.
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
