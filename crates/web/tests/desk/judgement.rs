//! The day's judgement on its page: the program proposes, people decide, and nobody overwrites anybody unseen.

use crate::browser::{Answer, Browser, Bureau};
use axum::http::StatusCode;
use jiff::ToSpan as _;

const CHANGE: &str = "/judgement/change";

/// A case that somebody was hurt in, which the judgement always lists.
pub(crate) async fn grave(browser: &mut Browser<'_>, title: &str, unit: &str, hurt: &str) -> String {
    let fields = [
        ("kind", "request"),
        ("title", title),
        ("category", "water-supply"),
        ("unit", unit),
        ("description", "Two people were hurt."),
        ("casualties", hurt),
    ];
    let answer = browser.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").trim_start_matches("/cases/").to_owned()
}

/// Has the day judged; answers the page.
pub(crate) async fn judged(browser: &mut Browser<'_>, page: &str, date: &str) -> Answer {
    let answer = browser.fill(page, "/judgement/judge", &[("date", date)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    browser.get(page).await
}

/// Titles in their order: what stands in each item's main link.
fn order(page: &Answer) -> Vec<String> {
    let items = page.text().split("class=\"head-link\"").skip(1);
    items
        .filter_map(|item| Some(item.split('>').nth(1)?.split('<').next()?.to_owned()))
        .collect()
}

/// What the item at a place of the list is named in forms, or that of the dropped ones; what is no place is left as it is.
fn item_at(page: &Answer, dropped: bool, place: &str) -> String {
    let text = page.text();
    let (items, gone) = text.split_once("id=\"dropped\"").unwrap_or((text, ""));
    let value = |after: &str| {
        Some(
            after
                .split("name=\"item\" value=\"")
                .nth(1)?
                .split('"')
                .next()?
                .to_owned(),
        )
    };
    let nth = place.parse::<usize>().ok();
    let found = if dropped {
        nth.and_then(|n| gone.split("<li>").nth(n + 1)).and_then(value)
    } else {
        nth.and_then(|n| items.split(&format!("id=\"item-{n}\"")).nth(1))
            .and_then(value)
    };
    found.unwrap_or_else(|| place.to_owned())
}

async fn change(browser: &mut Browser<'_>, page: &str, date: &str, fields: &[(&str, &str)]) -> Answer {
    let shown = browser.get(page).await;
    let (token, version) = (shown.hidden("csrf"), shown.hidden("version"));
    let dropped = fields.contains(&("change", "restore"));
    let place = fields.iter().find(|(name, _)| *name == "place");
    let item = place.map(|(_, place)| item_at(&shown, dropped, place));
    let mut all = vec![("csrf", token.as_str()), ("date", date), ("version", version.as_str())];
    all.extend(item.as_deref().map(|item| ("item", item)));
    all.extend(fields.iter().filter(|(name, _)| *name != "place"));
    browser.post(CHANGE, &all).await
}

#[tokio::test]
async fn people_keep_move_drop_put_back_and_add() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    let page = format!("/judgement?date={date}");
    let mut clerk = bureau.signed_in("clerk").await;
    grave(&mut clerk, "First", "water", "9").await;
    grave(&mut clerk, "Second", "water", "5").await;
    grave(&mut clerk, "<b>Third", "water", "1").await;
    let plain = clerk.register("Plain", "fire").await;
    let mut office = bureau.signed_in("office-analyst").await;
    let shown = judged(&mut office, &page, &date).await;
    assert_eq!(order(&shown), ["First", "Second", "&#60;b&#62;Third"]);

    let change = async |office: &mut Browser<'_>, fields: &[(&str, &str)]| change(office, &page, &date, fields).await;
    let done = async |office: &mut Browser<'_>, fields: &[(&str, &str)]| {
        let answer = change(office, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{fields:?}: {}", answer.text());
        order(&office.get(&page).await)
    };
    done(&mut office, &[("change", "keep"), ("place", "0")]).await;
    assert_eq!(office.get(&page).await.text().matches("mark good").count(), 1, "kept");
    assert_eq!(
        done(&mut office, &[("change", "down"), ("place", "0")]).await[..2],
        ["Second", "First"]
    );
    assert_eq!(
        done(&mut office, &[("change", "up"), ("place", "1")]).await[..2],
        ["First", "Second"]
    );
    assert_eq!(
        done(&mut office, &[("change", "top"), ("place", "2")]).await[0],
        "&#60;b&#62;Third"
    );

    let refused = change(&mut office, &[("change", "drop"), ("place", "0"), ("why", " ")]).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no drop without a reason"
    );
    assert!(refused.text().contains("role=\"alert\""));
    let dropped = [("change", "drop"), ("place", "0"), ("why", "<i>Settled")];
    assert_eq!(done(&mut office, &dropped).await, ["First", "Second"]);
    assert!(office.get(&page).await.text().contains("&#60;i&#62;Settled"));
    let again = judged(&mut office, &page, &date).await;
    assert_eq!(
        order(&again),
        ["First", "Second"],
        "judging again brings back nothing that people dropped"
    );
    assert_eq!(
        done(&mut office, &[("change", "restore"), ("place", "0")]).await.len(),
        3
    );

    let unknown = change(
        &mut office,
        &[("change", "add"), ("number", "20200101-99999"), ("why", "x")],
    )
    .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.text().contains("value=\"20200101-99999\""),
        "what was filled in stays"
    );
    let bare = change(&mut office, &[("change", "add"), ("number", &plain), ("why", "")]).await;
    assert_eq!(
        bare.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no addition without a reason"
    );
    assert!(
        done(
            &mut office,
            &[("change", "add"), ("number", &plain), ("why", "The county head asks.")]
        )
        .await
        .contains(&"Plain".to_owned())
    );

    for (fields, status) in [
        (
            &[("change", "keep"), ("place", "77")][..],
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            &[("change", "keep"), ("place", "first")],
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (&[("change", "explode"), ("place", "0")], StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(change(&mut office, fields).await.status, status, "{fields:?}");
    }
}

#[tokio::test]
async fn a_change_to_what_somebody_has_changed_meanwhile_is_refused() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    let page = format!("/judgement?date={date}");
    let mut clerk = bureau.signed_in("clerk").await;
    grave(&mut clerk, "First", "water", "9").await;
    grave(&mut clerk, "Second", "water", "5").await;
    let mut analyst = bureau.signed_in("office-analyst").await;
    let mut chief = bureau.signed_in("office-chief").await;
    judged(&mut analyst, &page, &date).await;
    let seen = chief.get(&page).await;
    change(&mut analyst, &page, &date, &[("change", "down"), ("place", "0")]).await;
    let (token, version) = (seen.hidden("csrf"), seen.hidden("version"));
    let first = item_at(&seen, false, "0");
    let fields = [
        ("csrf", token.as_str()),
        ("date", &date),
        ("version", &version),
        ("change", "drop"),
        ("item", &first),
        ("why", "First is settled"),
    ];
    let answer = chief.post(CHANGE, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(order(&answer), ["Second", "First"], "the page shows how it stands now");
    assert!(answer.text().contains("role=\"alert\""));
}

#[tokio::test]
async fn only_the_office_judges_and_only_days_that_have_come() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    let page = format!("/judgement?date={date}");
    for (post, sees) in [
        ("auditor", true),
        ("deputy-head", true),
        ("duty-officer", true),
        ("water-handler", false),
        ("clerk", false),
    ] {
        let mut browser = bureau.signed_in(post).await;
        let shown = browser.get(&page).await;
        assert_eq!(shown.status == StatusCode::OK, sees, "{post}");
        assert!(!shown.text().contains("/judgement/judge"), "{post} has no button");
        for (path, fields) in [
            ("/judgement/judge", &[("date", date.as_str())][..]),
            (CHANGE, &[("date", date.as_str()), ("change", "keep")]),
        ] {
            let answer = browser.fill("/units", path, fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post} {path}");
        }
        let answer = browser.fill("/units", &format!("/briefs/{date}/draft"), &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{post}");
    }
    let mut office = bureau.signed_in("office-chief").await;
    let tomorrow = bureau.today().saturating_add(1.day()).to_string();
    let answer = office.fill(&page, "/judgement/judge", &[("date", &tomorrow)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("has not come yet"));
    assert_eq!(
        office.post("/judgement/judge", &[("date", &date)]).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn what_is_withheld_leaves_no_gap_and_is_moved_past() {
    let bureau = Bureau::staffed().await;
    let date = bureau.today().to_string();
    let page = format!("/judgement?date={date}");
    let mut clerk = bureau.signed_in("clerk").await;
    grave(&mut clerk, "First", "water", "9").await;
    let fields = [
        ("kind", "request"),
        ("title", "Withheld"),
        ("category", "water-supply"),
        ("description", "Two people were hurt."),
        ("casualties", "5"),
        ("about", "post:office-chief"),
        ("unit", "office"),
    ];
    let answer = clerk.fill("/cases/new", "/cases", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    grave(&mut clerk, "Third", "water", "1").await;
    let mut analyst = bureau.signed_in("office-analyst").await;
    let all = judged(&mut analyst, &page, &date).await;
    assert_eq!(order(&all), ["First", "Withheld", "Third"]);

    let mut chief = bureau.signed_in("office-chief").await;
    let shown = chief.get(&page).await;
    assert_eq!(order(&shown), ["First", "Third"]);
    let text = shown.text();
    assert!(
        text.contains("id=\"item-1\"") && !text.contains("id=\"item-2\""),
        "{text}"
    );
    let program = bureau.program("office-chief", &["days:read"]).await;
    let judgement = program.get(&format!("/api/v1/days/{date}/judgement")).await.json();
    let places = judgement["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["place"].as_u64());
    assert_eq!(places.collect::<Vec<_>>(), [Some(0), Some(1)]);
    // One step down is one among what the chief sees.
    let moved = change(&mut chief, &page, &date, &[("change", "down"), ("place", "0")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    assert_eq!(order(&chief.get(&page).await), ["Third", "First"]);
    assert_eq!(order(&analyst.get(&page).await), ["Withheld", "Third", "First"]);
}
