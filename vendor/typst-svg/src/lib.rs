//! In the place of typst's drawing of SVG, which only its HTML asks for. Papers are set as PDF, and HTML is behind a feature of typst
//! that this program does not switch on: nothing here is ever called. Only what `typst-html` names is here.

#![forbid(unsafe_code)]

use comemo::Tracked;
use ecow::EcoString;
use typst_library::foundations::Smart;
use typst_library::layout::{Abs, Frame, Point};
use typst_library::model::LateLinkResolver;
use typst_library::visualize::{Image, ImageScaling};

/// No picture.
#[must_use]
pub fn svg_in_html(
    _frame: &Frame,
    _text_size: Abs,
    _pretty: bool,
    _id: Option<&str>,
    _styles: &str,
    _anchors: &[(Point, EcoString)],
    _link_resolver: Tracked<LateLinkResolver>,
) -> String {
    String::new()
}

/// A picture for the web: none.
#[derive(Debug)]
pub struct WebImage;

impl WebImage {
    /// None.
    #[must_use]
    pub fn new(_image: &Image) -> Self {
        Self
    }

    /// An address of nothing.
    #[must_use]
    pub fn to_base64_url(&self) -> EcoString {
        EcoString::new()
    }
}

/// No scaling.
#[must_use]
pub fn convert_image_scaling(_scaling: Smart<ImageScaling>) -> Option<&'static str> {
    None
}
