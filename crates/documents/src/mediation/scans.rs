//! Files of a dossier as its pages: photos and scans as they are, PDFs page by page as drawings (SVG), since a PDF/A may hold
//! no other PDF.
//!
//! A file becomes pages only where all of it can be shown: where a font or a picture in it could not be drawn, where it is
//! of another kind, and where it would make the dossier too large to print, it goes beside the dossier instead.

#[cfg(test)]
mod tests;

use hayro_svg::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro_svg::hayro_syntax::Pdf;
use hayro_svg::{RenderCache, SvgRenderSettings};
use image::{DynamicImage, ExtendedColorType, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The widest and highest picture, in dots.
const MOST_DOTS: u32 = 16_000;
/// The most that taking a picture apart may need, in bytes: 50 million dots in full colour.
const MOST_OPEN_BYTES: u64 = 160 * 1024 * 1024;
/// The most pages of one file that are printed.
const MOST_PAGES: usize = 60;
/// The most that all pages together may bring into a dossier, in bytes.
pub(super) const MOST_BYTES: usize = 128 * 1024 * 1024;

/// A picture that papers show.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    /// What it is, as the ending of a file's name.
    pub(super) ending: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Picture {
    pub(super) const fn png(bytes: Vec<u8>) -> Self {
        Self { ending: "png", bytes }
    }
}

/// The ending of a file's name for a media type that evidence may have.
pub(super) fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        _ => "bin",
    }
}

/// The pages that a file becomes, of at most `left` bytes together; none where it goes beside the dossier.
pub(super) fn pages(media_type: &str, bytes: &[u8], left: usize) -> Option<Vec<Picture>> {
    // Nobody's file keeps a dossier from being printed: what readers of files choke on goes beside it.
    let made = catch_unwind(AssertUnwindSafe(|| match media_type {
        "image/png" => photo(bytes, ImageFormat::Png).map(|picture| vec![picture]),
        "image/jpeg" => photo(bytes, ImageFormat::Jpeg).map(|picture| vec![picture]),
        "image/webp" => photo(bytes, ImageFormat::WebP).map(|picture| vec![picture]),
        "application/pdf" => drawings(bytes, left),
        _ => None,
    }));
    let pages = made.ok().flatten()?;
    let all: usize = pages.iter().map(|page| page.bytes.len()).sum();
    (!pages.is_empty() && all <= left).then_some(pages)
}

/// A picture that was taken apart once, so that setting the page does not fail on it. JPEG and PNG stay as they are.
fn photo(bytes: &[u8], format: ImageFormat) -> Option<Picture> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_DOTS);
    limits.max_image_height = Some(MOST_DOTS);
    limits.max_alloc = Some(MOST_OPEN_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let turned = decoder.orientation().ok()?;
    let colour = decoder.original_color_type();
    let mut dots = DynamicImage::from_decoder(decoder).ok()?;
    let plain = matches!(colour, ExtendedColorType::Rgb8 | ExtendedColorType::L8);
    if format == ImageFormat::Jpeg && plain {
        return Some(Picture {
            ending: "jpg",
            bytes: bytes.to_vec(),
        });
    }
    if format == ImageFormat::Png {
        return Some(Picture::png(bytes.to_vec()));
    }
    // Inks of a printing press and WebP: as dots of light, which every reader of PDF shows alike.
    dots.apply_orientation(turned);
    let mut png = Vec::new();
    let dots = DynamicImage::ImageRgb8(dots.into_rgb8());
    dots.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).ok()?;
    Some(Picture::png(png))
}

/// A PDF's pages as drawings; none where something on them could not be drawn: letters that a reader would have to take
/// from fonts of its own, or a picture that cannot be taken apart.
fn drawings(bytes: &[u8], left: usize) -> Option<Vec<Picture>> {
    let pdf = Pdf::new(bytes.to_vec()).ok()?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return None;
    }
    let lacking = Arc::new(AtomicBool::new(false));
    let lacks = || {
        let lacking = Arc::clone(&lacking);
        move || lacking.store(true, Ordering::Relaxed)
    };
    let (font, cmap, warned) = (lacks(), lacks(), lacks());
    let settings = InterpreterSettings {
        font_resolver: Arc::new(move |_| {
            font();
            None
        }),
        cmap_resolver: Arc::new(move |_| {
            cmap();
            None
        }),
        warning_sink: Arc::new(move |_: InterpreterWarning| warned()),
        render_annotations: true,
    };
    let paper = SvgRenderSettings {
        bg_color: [255, 255, 255, 255],
    };
    let cache = RenderCache::new();
    let (mut made, mut all) = (Vec::with_capacity(pages.len()), 0);
    for page in pages.iter() {
        let svg = hayro_svg::convert(page, &cache, &settings, &paper);
        all += svg.len();
        if lacking.load(Ordering::Relaxed) || all > left {
            return None;
        }
        made.push(Picture {
            ending: "svg",
            bytes: svg.into_bytes(),
        });
    }
    Some(made)
}
