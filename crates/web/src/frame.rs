//! What every page has around it: language, heading, navigation, the form token, and how templates say things.

use crate::access::Right;
use crate::assets;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::guest::Guest;
use crate::moments;
use crate::state::Desk;
use crate::visit::{Person, Visit};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Locale;
use domain::case::Refusal;
use domain::pack::Rule;
use fluent_bundle::FluentValue;
use jiff::Timestamp;
use words::{Words, words};

/// What an entry of the navigation leads to, whose right it needs, its word.
type Entry = (&'static str, Right, &'static str);

/// The navigation by what somebody is at: groups with their words.
const NAVIGATION: &[(&str, &[Entry])] = &[
    (
        "nav-group-work",
        &[
            ("/", Right::SeeToday, "nav-today"),
            ("/cases", Right::SeeCases, "nav-cases"),
            ("/assignments", Right::SeeAssignments, "nav-assignments"),
            ("/rounds", Right::SeeRounds, "nav-rounds"),
        ],
    ),
    (
        "nav-group-day",
        &[
            ("/import", Right::Import, "nav-import"),
            ("/reports", Right::SeeReports, "nav-reports"),
            ("/judgement", Right::SeeDay, "nav-judgement"),
            ("/briefs", Right::SeeDay, "nav-briefs"),
        ],
    ),
    (
        "nav-group-watch",
        &[
            ("/incidents", Right::SeeCases, "nav-incidents"),
            ("/watch", Right::SeeDuty, "nav-watch"),
            ("/duty", Right::SeeDuty, "nav-duty"),
            ("/calls", Right::SeeCalls, "nav-calls"),
            ("/plans", Right::SeePlans, "nav-plans"),
            ("/warnings", Right::SeeWarnings, "nav-warnings"),
            ("/levels", Right::SeeLevels, "nav-levels"),
        ],
    ),
    (
        "nav-group-body",
        &[
            ("/units", Right::SeeUnits, "nav-units"),
            ("/access-record", Right::ReadAccessRecord, "nav-access-record"),
            ("/erasures", Right::Erase, "nav-erasures"),
            ("/accounts", Right::KeepAccounts, "nav-accounts"),
            ("/log-watch", Right::WatchLog, "nav-log"),
            ("/notices", Right::WatchNotices, "nav-notices"),
        ],
    ),
];

/// What everybody may open without an account: what it leads to, its word.
const PORTAL_NAVIGATION: &[(&str, &str)] = &[
    (PORTAL, "portal-nav-start"),
    ("/portal/ask", "portal-nav-ask"),
    ("/portal/mine", "portal-nav-mine"),
    ("/public/warnings", "portal-nav-warnings"),
    ("/public", "portal-nav-public"),
    ("/verify", "portal-nav-verify"),
];

/// The first page of those who have no account.
const PORTAL: &str = "/portal";

/// The frame of a page.
pub(crate) struct Frame<'a> {
    /// The desk.
    pub(crate) desk: &'a Desk,
    /// The language.
    pub(crate) locale: Locale,
    /// The page's heading and title.
    pub(crate) title: String,
    /// Who, if signed in.
    pub(crate) person: Option<&'a Person>,
    /// The token that forms carry.
    pub(crate) csrf: &'a str,
    /// Path and query, to come back to after choosing a language.
    pub(crate) here: &'a str,
    /// When the page is made.
    pub(crate) now: Timestamp,
    /// The path of the section that the page belongs to.
    pub(crate) section: &'static str,
    /// What the page shows is practised, and has not happened: it says so above everything else.
    pub(crate) drill: bool,
    words: &'static Words,
}

/// An entry of the navigation.
pub(crate) struct NavItem {
    pub(crate) href: &'static str,
    pub(crate) word: &'static str,
    pub(crate) current: bool,
}

/// Of somebody who has the watch of a desk with a post of its own.
pub(crate) struct WatchHead {
    pub(crate) words: String,
    /// They act in that post.
    pub(crate) acts: bool,
}

/// Entries that belong together: there is at least one.
pub(crate) struct NavGroup {
    pub(crate) word: &'static str,
    pub(crate) items: Vec<NavItem>,
}

impl NavGroup {
    /// Where the group's own word leads to.
    pub(crate) fn first(&self) -> &'static str {
        self.items.first().map_or("/", |item| item.href)
    }

    /// Whether the page is one of its.
    pub(crate) fn is_current(&self) -> bool {
        self.items.iter().any(|item| item.current)
    }
}

impl<'a> Frame<'a> {
    /// The frame of a page for somebody signed in. `section` is the path of its entry in the navigation.
    pub(crate) fn new(visit: &'a Visit, section: &'static str, title: impl Into<String>) -> Self {
        Self {
            desk: &visit.desk,
            locale: visit.locale,
            title: title.into(),
            person: Some(&visit.person),
            csrf: &visit.person.csrf,
            here: visit.uri.path_and_query().map_or("/", |here| here.as_str()),
            now: visit.now,
            section,
            drill: false,
            words: visit.words(),
        }
    }

    /// The frame of a page before sign-in.
    pub(crate) fn for_guest(guest: &'a Guest, title: impl Into<String>) -> Self {
        Self {
            desk: &guest.desk,
            locale: guest.locale,
            title: title.into(),
            person: None,
            csrf: &guest.token,
            here: guest.uri.path_and_query().map_or("/", |here| here.as_str()),
            now: guest.now,
            section: "",
            drill: false,
            words: guest.words(),
        }
    }

    /// The frame of an error page, which has no form: without a token and without a way back to itself.
    pub(crate) fn for_fault(desk: &'a Desk, locale: Locale, person: Option<&'a Person>, title: &str) -> Self {
        Self {
            desk,
            locale,
            title: title.to_owned(),
            person,
            csrf: person.map_or("", |person| &person.csrf),
            here: "/",
            now: desk.office.clock.now(),
            section: "",
            drill: false,
            words: words(locale),
        }
    }

    /// The frame of a page about something that may be a drill.
    pub(crate) fn of_drill(self, drill: bool) -> Self {
        Self { drill, ..self }
    }

    /// The words of the page's language.
    pub(crate) fn words(&self) -> &'static Words {
        self.words
    }

    /// A message.
    pub(crate) fn t<'k>(&'k self, key: &'k str) -> &'k str {
        self.words.text(key)
    }

    /// A message with one argument.
    pub(crate) fn t1(&self, key: &str, name: &str, value: impl Argument) -> String {
        self.words.with(key, &[(name, value.argument())])
    }

    /// A message with two arguments.
    pub(crate) fn t2(&self, key: &str, a: &str, a_value: impl Argument, b: &str, b_value: impl Argument) -> String {
        self.words
            .with(key, &[(a, a_value.argument()), (b, b_value.argument())])
    }

    /// Where a rule comes from, or that nobody has read it there.
    pub(crate) fn source<T>(&self, rule: &Rule<T>) -> String {
        let key = if rule.verified {
            "rule-source"
        } else {
            "rule-unverified"
        };
        self.t1(key, "source", &rule.source)
    }

    /// Date and time in the pack's zone.
    pub(crate) fn moment(&self, at: &Timestamp) -> String {
        moments::moment(*at, &self.desk.office.pack.zone)
    }

    /// The day in the pack's zone.
    pub(crate) fn day(&self, at: &Timestamp) -> String {
        self.desk.office.pack.zone.to_datetime(*at).date().to_string()
    }

    /// How far from now, in words.
    pub(crate) fn until(&self, at: &Timestamp) -> String {
        moments::from_now(*at, self.now, self.words)
    }

    /// The body that uses the program.
    pub(crate) fn body(&self) -> &str {
        self.desk.office.pack.body.get(self.locale)
    }

    /// The post of the person signed in.
    pub(crate) fn post(&self) -> &str {
        self.person.map_or("", |person| person.post.get(self.locale))
    }

    /// Whose watch the person has, and in which of their two posts they act, in words; none where they have but one.
    pub(crate) fn watch(&self) -> Option<WatchHead> {
        let person = self.person?;
        let watch = person.watch.as_ref()?;
        let acts = person.on_watch().is_some();
        let key = if acts { "post-of-the-watch" } else { "post-own-on-watch" };
        let desk = self.desk.office.pack.unit_name(&watch.desk, self.locale);
        Some(WatchHead {
            words: self.t2(key, "unit", desk, "post", self.post()),
            acts,
        })
    }

    /// What the person may open, by groups; a group in which there is nothing is left out.
    pub(crate) fn navigation(&self) -> impl Iterator<Item = NavGroup> + '_ {
        let groups = NAVIGATION.iter().map(|(word, entries)| NavGroup {
            word,
            items: self.entries(entries).collect(),
        });
        groups.filter(|group| !group.items.is_empty())
    }

    fn entries(&self, entries: &'static [Entry]) -> impl Iterator<Item = NavItem> + '_ {
        entries
            .iter()
            .filter(move |(_, right, _)| self.person.is_some_and(|person| person.may(*right)))
            .filter(move |(_, right, _)| *right != Right::SeeDuty || self.keeps_watch())
            .filter(move |(href, ..)| *href != "/incidents" || self.has_incidents())
            .map(|(href, _, word)| NavItem {
                href,
                word,
                current: *href == self.section,
            })
    }

    /// Incidents are dealt with by the pack.
    fn has_incidents(&self) -> bool {
        office::incident_kinds(&self.desk.office).next().is_some()
    }

    /// Somebody is on duty by the pack.
    fn keeps_watch(&self) -> bool {
        let duty = self.desk.office.pack.duty.as_ref();
        duty.is_some_and(|rules| !rules.desks.is_empty())
    }

    /// The entries of the portal's navigation. What lies below an entry belongs to it; below the first one lies everything.
    pub(crate) fn portal_navigation(&self) -> impl Iterator<Item = NavItem> + '_ {
        let path = self.here.split('?').next().unwrap_or_default();
        let is_below = move |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'));
        // A page that has an entry of its own belongs to no other.
        let has_own = PORTAL_NAVIGATION.iter().any(|(href, _)| *href == path);
        PORTAL_NAVIGATION.iter().map(move |(href, word)| NavItem {
            href,
            word,
            current: path == *href || (*href != PORTAL && !has_own && is_below(href)),
        })
    }

    /// Where the program's name leads: to the day, or to the portal for those who have not signed in.
    pub(crate) const fn first_page(&self) -> &'static str {
        if self.person.is_some() { "/" } else { PORTAL }
    }

    /// The other languages, with their own names.
    pub(crate) fn other_languages(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let current = self.locale;
        Locale::ALL
            .into_iter()
            .filter(move |locale| *locale != current)
            .map(|locale| match locale {
                Locale::ZhCn => ("zh-CN", "中文"),
                Locale::En => ("en", "English"),
            })
    }

    /// The stated time, where the program's clock does not show the real one.
    pub(crate) fn stated_time(&self) -> Option<String> {
        self.desk.office.clock.is_stated().then(|| self.moment(&self.now))
    }

    /// Address of the style sheet, script or picture.
    #[expect(clippy::unused_self, reason = "templates reach it through the frame")]
    pub(crate) fn asset(&self, name: &str) -> &'static str {
        assets::address(name)
    }
}

/// A value that a message can take; templates hand over references.
pub(crate) trait Argument {
    /// As Fluent wants it.
    fn argument(&self) -> FluentValue<'_>;
}

impl<T: Argument + ?Sized> Argument for &T {
    fn argument(&self) -> FluentValue<'_> {
        (**self).argument()
    }
}

impl Argument for str {
    fn argument(&self) -> FluentValue<'_> {
        self.into()
    }
}

impl Argument for String {
    fn argument(&self) -> FluentValue<'_> {
        self.as_str().into()
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Argument for $number {
            fn argument(&self) -> FluentValue<'_> {
                (*self).into()
            }
        }
    )+};
}
numbers!(u8, u16, u32, u64, usize, i16, i64);

/// What is wrong with a form: the summary at its head, and the same words beside each field.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<(&'static str, String)>);

impl Problems {
    /// Adds one; `field` is the id of the input it is about, or empty for the whole form.
    pub(crate) fn add(&mut self, field: &'static str, words: impl Into<String>) {
        self.0.push((field, words.into()));
    }

    /// Says one thing of a field in the place of what was said.
    pub(crate) fn replace(&mut self, field: &'static str, words: impl Into<String>) {
        self.0.retain(|(name, _)| *name != field);
        self.add(field, words);
    }

    /// A refusal by the rules, about the whole form.
    pub(crate) fn refused(refusal: &Refusal, words: &Words) -> Self {
        Self(vec![("", words.refusal(refusal))])
    }

    /// Nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, for the summary.
    pub(crate) fn all(&self) -> &[(&'static str, String)] {
        &self.0
    }

    /// What is wrong with one field.
    pub(crate) fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, words)| words.as_str())
    }
}

/// A form as it is shown: what was filled in, and what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// Input kept.
    pub(crate) fields: Fields,
    /// What is wrong.
    pub(crate) problems: Problems,
}

impl Draft {
    /// What was filled in.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.fields.get(name)
    }

    /// Whether `option` was chosen in the list `name`.
    pub(crate) fn chosen(&self, name: &str, option: &str) -> bool {
        self.fields.get(name) == option
    }
}

/// A case's title; where it was erased, a word that says so.
pub(crate) fn title_or_erased<'t>(words: &'static Words, title: &'t str) -> &'t str {
    if title.is_empty() {
        words.text("case-erased")
    } else {
        title
    }
}

/// A page as an answer.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Result<Response, Fault> {
    let html = template.render()?;
    let headers = [(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    )];
    Ok((status, headers, html).into_response())
}

/// The page of a form: 200 when it is fresh, 422 when something is wrong with it.
pub(crate) fn form_page(problems: &Problems, template: &impl Template) -> Result<Response, Fault> {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page(status, template)
}

/// A file to keep. The name is ours, plain ASCII.
pub(crate) fn download(media_type: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}

/// `303 See Other`: after a form, so that going back or reloading never sends it again.
pub(crate) fn see_other(to: &str) -> Response {
    let location = HeaderValue::try_from(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}
