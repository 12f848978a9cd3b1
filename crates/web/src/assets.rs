//! Styles and scripts, embedded. Their addresses carry a hash of their bytes, so browsers may keep them for ever.

use crate::fault::Fault;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::LazyLock;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/desk");

/// An embedded file.
struct Asset {
    bytes: &'static [u8],
    media_type: &'static str,
}

/// All, by the name with the hash; and the addresses, by the name as it is in the folder.
struct Assets {
    by_hashed: HashMap<String, Asset>,
    addresses: HashMap<&'static str, String>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let mut by_hashed = HashMap::new();
    let mut addresses = HashMap::new();
    let files = FILES
        .files()
        .filter_map(|file| Some((file.path().to_str()?, file.contents())));
    // The brief is drawn by `documents`, and so is its style.
    let brief = ("brief.css", documents::brief::STYLE.as_bytes());
    for (name, bytes) in files.chain([brief]) {
        let Some((stem, extension)) = name.rsplit_once('.') else {
            continue;
        };
        let media_type = match extension {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => continue,
        };
        let hash = Sha256::digest(bytes);
        let hashed = format!(
            "{stem}-{:02x}{:02x}{:02x}{:02x}{:02x}.{extension}",
            hash[0], hash[1], hash[2], hash[3], hash[4]
        );
        addresses.insert(name, format!("/assets/{hashed}"));
        by_hashed.insert(hashed, Asset { bytes, media_type });
    }
    Assets { by_hashed, addresses }
});

/// The address of an embedded file, with its hash.
pub(crate) fn address(name: &str) -> &'static str {
    ASSETS.addresses.get(name).map_or("", String::as_str)
}

/// A script that works beside the pages of a part of the desk: asked for anew each time, and reaching that part alone.
pub(crate) fn worker(script: &'static str, reaches: &'static str) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/javascript; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (
            HeaderName::from_static("service-worker-allowed"),
            HeaderValue::from_static(reaches),
        ),
    ];
    (headers, script).into_response()
}

/// `GET /assets/{name}`.
pub(crate) async fn show_asset(Path(name): Path<String>) -> Result<Response, Fault> {
    let asset = ASSETS.by_hashed.get(&name).ok_or(Fault::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    Ok((headers, asset.bytes).into_response())
}
