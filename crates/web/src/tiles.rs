//! A map beneath points: pictures ("tiles") from a server that the operator names. Without one, no page asks anybody else.

use axum::http::{HeaderValue, Uri};

/// Where the pictures come from. Set once, at the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tiles {
    /// Address with `{z}`, `{x}` and `{y}` in it.
    pub(crate) template: &'static str,
    /// Scheme, host and port, as a content security policy names them.
    origin: &'static str,
    /// Whose map it is, as its terms ask for.
    pub(crate) credit: &'static str,
    /// Where a map without points begins: degrees north and east, and how close.
    pub(crate) view: View,
}

/// What a map shows first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct View {
    pub(crate) north: f64,
    pub(crate) east: f64,
    /// 2, a continent, to 18, a house.
    pub(crate) zoom: u8,
}

impl View {
    /// `30.25,120.15,12`.
    fn of(text: &str) -> Option<Self> {
        let mut parts = text.split(',').map(str::trim);
        let mut degrees = |most: f64| {
            parts
                .next()?
                .parse::<f64>()
                .ok()
                .filter(|degrees| degrees.abs() <= most)
        };
        let (north, east) = (degrees(85.0)?, degrees(180.0)?);
        let zoom = parts.next()?.parse().ok().filter(|zoom| (2..=18).contains(zoom))?;
        parts.next().is_none().then_some(Self { north, east, zoom })
    }
}

impl Tiles {
    /// Tiles at `template`, `https://HOST/{z}/{x}/{y}.png` or the like; `http` for a server on this machine. None where it is
    /// no such address, or `view` is not north, east and how close, with commas between. To be called once: it is kept for as long as the program runs.
    #[must_use]
    pub fn of(template: &str, credit: &str, view: &str) -> Option<Self> {
        let whole = ["{z}", "{x}", "{y}"].iter().all(|part| template.contains(part));
        let plain = template.replace("{z}", "0").replace("{x}", "0").replace("{y}", "0");
        let uri: Uri = plain.parse().ok()?;
        let (scheme, host) = (uri.scheme_str()?, uri.authority()?);
        let near = ["127.0.0.1", "localhost", "[::1]"].contains(&host.host());
        let known = scheme == "https" || (scheme == "http" && near);
        // It becomes part of a header: nothing in it may end a rule and begin another.
        let clean = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
        if !whole || !known || !host.as_str().chars().all(clean) {
            return None;
        }
        Some(Self {
            template: String::leak(template.to_owned()),
            origin: String::leak(format!("{scheme}://{host}")),
            credit: String::leak(credit.to_owned()),
            view: View::of(view)?,
        })
    }

    /// The policy of a page with a map: pictures from that one server too, and nothing else.
    pub(crate) fn policy(self) -> HeaderValue {
        let own = crate::headers::CONTENT_SECURITY_POLICY;
        let wider = own.replace("img-src 'self' data:", &format!("img-src 'self' data: {}", self.origin));
        HeaderValue::try_from(wider).unwrap_or(HeaderValue::from_static(own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: &str = "30.25, 120.15, 12";

    #[test]
    fn only_the_one_server_is_let_in() {
        let tiles = Tiles::of("https://tiles.example.org:8443/{z}/{x}/{y}.png", "© Example", VIEW).unwrap();
        let policy = tiles.policy();
        assert!(
            policy
                .to_str()
                .unwrap()
                .contains("img-src 'self' data: https://tiles.example.org:8443;")
        );
        assert!(policy.to_str().unwrap().contains("script-src 'self';"));
    }

    #[test]
    fn a_view_is_three_numbers() {
        let template = "https://tiles.example.org/{z}/{x}/{y}.png";
        for view in ["", "30,120", "99,120,12", "30,120,99", "30,120,12,1", "NaN,1,2"] {
            assert_eq!(Tiles::of(template, "", view), None, "{view}");
        }
    }

    #[test]
    fn what_is_no_address_of_tiles_is_refused() {
        for template in [
            "",
            "/{z}/{x}/{y}.png",
            "https://tiles.example.org/{z}/{x}.png",
            "http://tiles.example.org/{z}/{x}/{y}.png",
            "https://*.example.org/{z}/{x}/{y}.png",
            "https://a b/{z}/{x}/{y}",
            "https://u;script-src@x/{z}/{x}/{y}",
            "javascript:{z}{x}{y}",
        ] {
            assert_eq!(Tiles::of(template, "", VIEW), None, "{template}");
        }
        assert!(Tiles::of("http://127.0.0.1:9/{z}/{x}/{y}", "", VIEW).is_some());
    }
}
