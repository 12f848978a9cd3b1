use super::feed::messages;
use super::settings::Settings;

const FEED: &str = "https://other.example.org/feeds/cap.atom?x=1";

fn feed(links: &str) -> String {
    format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><link href=\"/self.xml\"/><entry>{links}</entry></feed>")
}

#[test]
fn a_feed_leads_to_its_own_host_alone() {
    let links = "<link type=\"application/cap+xml\" href=\"https://other.example.org/a\"/>\
                 <link href=\"/b.xml\"/><link href=\"c.cap\"/><link href=\"d.html\"/>\
                 <link href=\"//elsewhere.example.org/e.xml\"/><link href=\"file:///f.xml\"/>\
                 <link href=\"https://elsewhere.example.org/g.xml\"/>\
                 <link href=\"https://other.example.org@elsewhere.example.org/h.xml\"/>\
                 <link href=\"https://other.example.org.elsewhere.org/i.xml\"/><link href=\"/b.xml\"/>";
    let found = messages(feed(links).as_bytes(), FEED).unwrap();
    assert_eq!(
        found,
        [
            "https://other.example.org/a",
            "https://other.example.org/b.xml",
            "https://other.example.org/feeds/c.cap",
        ]
    );
}

#[test]
fn what_is_no_feed_is_none() {
    assert_eq!(messages(b"<alert/>", FEED), None);
    assert_eq!(messages(b"not xml <", FEED), None);
    let typed = format!("<!DOCTYPE feed>{}", feed("<link href=\"/b.xml\"/>"));
    assert_eq!(messages(typed.as_bytes(), FEED), Some(Vec::new()));
}

#[test]
fn settings_are_checked() {
    assert!(Settings::of("").unwrap().sources.is_empty());
    let one = "every_seconds = 1\n[[sources]]\nname = \"省气象台\"\nurl = \"https://other.example.org/cap.atom\"\n";
    let settings = Settings::of(one).unwrap();
    assert_eq!((settings.sources.len(), settings.every.as_secs()), (1, 30));
    assert!(Settings::of("[[sources]]\nname = \"a\"\nurl = \"file:///a\"\n").is_err());
    assert!(Settings::of("[[sources]]\nname = \"a\"\n").is_err());
    assert!(Settings::of("source = 1").is_err());
}
