//! What the standard publishes is read, and what we write is what the schema takes and what we read again.

use crate::sample;
use crate::schema::{example, taken};
use cap::words::{Category, MsgType, Scope, Severity, Status};
use cap::{Alert, Moment, Rule, check, read, write};
use jiff::Timestamp;
use jiff::tz::Offset;
use proptest::prelude::*;

const EXAMPLES: [&str; 4] = ["a1", "a2", "a3", "a4"];

fn published(name: &str) -> Alert {
    read(example(name).as_bytes()).unwrap_or_else(|faults| panic!("{name}: {faults:?}"))
}

#[test]
fn the_published_examples_are_read() {
    let threat = published("a1");
    assert_eq!(threat.identifier, "43b080713727");
    assert_eq!(threat.infos[0].language(), "en-US");
    assert_eq!(threat.infos[0].parameters[0].value, "ORANGE");
    assert_eq!(threat.infos[0].resources[0].mime_type, "image/gif");

    let storm = published("a2");
    assert_eq!(storm.sent.to_string(), "2003-06-17T14:57:00-07:00");
    assert_eq!(storm.infos[0].areas[0].polygons[0].points().len(), 5);
    assert_eq!(storm.infos[0].areas[0].geocodes.len(), 3);
    assert_eq!(storm.infos[0].severity, Severity::Severe);

    let quake = published("a3");
    assert_eq!(quake.msg_type, MsgType::Update);
    assert_eq!(quake.references[0].identifier, "TRI13970876.1");
    assert_eq!(quake.infos[0].areas[0].circles[0].to_string(), "32.9525,-115.5527 0");
    assert_eq!(quake.infos[0].parameters.len(), 5);

    let child = published("a4");
    assert_eq!(child.infos.len(), 2);
    assert_eq!(child.infos[1].language(), "es-US");
    assert_eq!(child.infos[1].categories, [Category::Rescue]);
    assert_eq!((child.status, child.scope), (Status::Actual, Scope::Public));
}

#[test]
fn examples_and_ours_are_taken_by_the_schema() {
    let mut texts: Vec<String> = EXAMPLES.map(example).to_vec();
    texts.push(write(&sample::rich()).unwrap());
    texts.push(write(&sample::plain()).unwrap());
    if let Some(taken) = taken(&texts) {
        assert_eq!(taken, vec![true; texts.len()]);
    }
}

#[test]
fn what_is_written_is_read_again() {
    for alert in [sample::rich(), sample::plain()] {
        let mut read_again = read(write(&alert).unwrap().as_bytes()).unwrap();
        // Line ends are line feeds in XML, whatever they were.
        let mut alert = alert;
        for info in alert.infos.iter_mut().chain(&mut read_again.infos) {
            info.description = info.description.take().map(|text| text.replace("\r\n", "\n"));
        }
        assert_eq!(read_again, alert);
    }
    for name in EXAMPLES {
        let mut alert = published(name);
        // The standard's own examples do not always say until when.
        for info in &mut alert.infos {
            info.expires
                .get_or_insert(alert.sent.later(jiff::SignedDuration::from_hours(1)));
        }
        assert_eq!(read(write(&alert).unwrap().as_bytes()).unwrap(), alert, "{name}");
    }
}

#[test]
fn only_a_writer_is_held_to_habits() {
    // No expiry: read, and not written.
    let alert = published("a1");
    let broken: Vec<Rule> = check(&alert).iter().map(|fault| fault.rule).collect();
    assert_eq!(broken, [Rule::ExpiresMissing]);
    assert_eq!(write(&alert).unwrap_err()[0].rule, Rule::ExpiresMissing);

    let mut exercise = sample::rich();
    exercise.note = None;
    assert_eq!(write(&exercise).unwrap_err()[0].rule, Rule::NoteExercise);
    let mut silent = sample::plain();
    silent.infos.clear();
    assert_eq!(write(&silent).unwrap_err()[0].rule, Rule::InfoMissing);
    let mut refused = sample::rich();
    (refused.status, refused.msg_type, refused.note) = (Status::Actual, MsgType::Error, None);
    assert_eq!(write(&refused).unwrap_err()[0].rule, Rule::NoteError);
    let mut hidden = sample::plain();
    hidden.infos[0].headline = Some(String::from("a\u{8}b"));
    assert_eq!(write(&hidden).unwrap_err()[0].rule, Rule::Control);
}

#[test]
fn times_have_an_offset_and_never_z() {
    let utc = Moment::new("2026-07-01T00:00:00.9Z".parse().unwrap(), Offset::UTC);
    assert_eq!(utc.to_string(), "2026-07-01T00:00:00-00:00");
    let china = Moment::new("2026-07-01T00:00:00Z".parse().unwrap(), Offset::constant(8));
    assert_eq!(china.to_string(), "2026-07-01T08:00:00+08:00");
    let nepal = Offset::from_seconds(5 * 3600 + 45 * 60).unwrap();
    let nepal = Moment::new(Timestamp::UNIX_EPOCH, nepal);
    assert_eq!(nepal.to_string(), "1970-01-01T05:45:00+05:45");
    for wrong in [
        "2026-07-01T00:00:00Z",
        "2026-07-01T00:00:00",
        "2026-07-01T00:00:00+0800",
        "2026-07-01T00:00:00,08:00",
        "2026-07-01T00:00:00.5+08:00",
        "2026-02-30T00:00:00+08:00",
        "2026-07-01T24:00:01+08:00",
        "2026-07-01T00:00:00+14:01",
        "2026-07-01 00:00:00+08:00",
        "２026-07-01T00:00:00+08:00",
    ] {
        assert_eq!(Moment::of(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn moments_are_read_as_they_are_written(second in -2_000_000_000_i64..8_000_000_000, minutes in -840_i32..=840) {
        let moment = Moment::new(Timestamp::from_second(second).unwrap(), Offset::from_seconds(minutes * 60).unwrap());
        prop_assert_eq!(Moment::of(&moment.to_string()), Some(moment));
    }

    #[test]
    fn any_words_come_back_as_they_were(text in "[\\PC\n\t]{1,80}") {
        let mut alert = sample::plain();
        alert.infos[0].description = Some(text.clone());
        let again = read(write(&alert).unwrap().as_bytes()).unwrap();
        let kept = text.trim();
        prop_assert_eq!(again.infos[0].description.as_deref().unwrap_or_default(), kept);
    }
}
