//! Opinions, reviews, units that work together, posts that stand aside and repeats, in words.

use crate::desk::mediation_keys::party_key;
use crate::frame::Frame;
use crate::steps;
use domain::case::{Event, NoticesBy};
use domain::{PostSlug, UnitSlug};

/// What happened, and the words that somebody wrote. The number of another case is not among them: whoever reads this may
/// not be the one to see that.
pub(super) fn words(f: &Frame<'_>, event: &Event) -> (String, String) {
    let pack = &f.desk.office.pack;
    let unit = |slug: &UnitSlug| pack.unit_name(slug, f.locale).to_owned();
    let post = |slug: &PostSlug| pack.post_name(slug, f.locale).to_owned();
    let plain = |key: &str| (f.t(key).to_owned(), String::new());
    match event {
        Event::OpinionRecorded { round, opinion } => (
            f.t2(
                "story-opinion",
                "round",
                f.t(steps::round_key(*round)),
                "verdict",
                f.t(steps::verdict_key(opinion.verdict)),
            ),
            String::new(),
        ),
        Event::ReviewAsked {
            round,
            unit: to,
            reason,
            ..
        } => (
            f.t2(
                "story-review-asked",
                "round",
                f.t(steps::round_key(*round)),
                "unit",
                unit(to),
            ),
            reason.clone(),
        ),
        Event::Recused {
            post: aside,
            replacement,
            reason,
            ..
        } => (
            f.t2("story-recused", "post", post(aside), "replacement", post(replacement)),
            reason.clone(),
        ),
        Event::Simplified { .. } => plain("story-simplified"),
        Event::UnitJoined { unit: who, note } => (f.t1("story-unit-joined", "unit", unit(who)), note.clone()),
        Event::UnitReleased { unit: who, reason } => (f.t1("story-unit-released", "unit", unit(who)), reason.clone()),
        Event::PassProposed {
            unit: to, reason, late, ..
        } => {
            let mut what = f.t1("story-pass-proposed", "unit", unit(to));
            if *late {
                what.push_str(f.t("story-pass-late"));
            }
            (what, reason.clone())
        }
        Event::TakenOver { unit: who, .. } => (f.t1("story-taken-over", "unit", unit(who)), String::new()),
        Event::PassDeclined { unit: who, reason } => (f.t1("story-pass-declined", "unit", unit(who)), reason.clone()),
        Event::RepeatOf { link } => (f.t("story-repeat-of").to_owned(), link.reason.clone()),
        Event::RepeatedBy { link } => (f.t("story-repeated-by").to_owned(), link.reason.clone()),
        Event::SplitFrom { link } => (f.t("story-split-from").to_owned(), link.reason.clone()),
        Event::SplitOff { link } => (f.t("story-split-off").to_owned(), link.reason.clone()),
        Event::Related { link } => (f.t("story-related").to_owned(), link.reason.clone()),
        Event::Unrelated { link } => (f.t("story-unrelated").to_owned(), link.reason.clone()),
        Event::LinkGiven { party: Some(party), .. } => (
            f.t1("story-link-given-party", "party", f.t(party_key(*party))),
            String::new(),
        ),
        Event::LinkGiven { .. } => plain("story-link-given"),
        Event::NoticesChosen { by, reason, party, .. } => {
            let key = match by {
                Some(NoticesBy::Email) => "story-notices-email",
                Some(NoticesBy::Text) => "story-notices-text",
                None => "story-notices-stopped",
            };
            let whose = party.map_or_else(String::new, |party| {
                format!("{}{}", f.t(party_key(party)), f.t("colon"))
            });
            (format!("{whose}{}", f.t(key)), reason.clone())
        }
        _ => (String::new(), String::new()),
    }
}
