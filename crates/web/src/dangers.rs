//! A danger to somebody as pages show it: what to do first and the numbers to call, before anything else.

use crate::inputs::{Control, Input};
use domain::Locale;
use domain::case::{Command, Danger, MOST_SITUATION_CHARS};
use domain::pack::{DangerRule, Pack};
use office::DangerCalled;
use words::Words;

/// A kind of danger in words.
pub(crate) struct Urgent<'a> {
    /// The pack's name of it.
    pub(crate) slug: &'a str,
    /// Its kind.
    pub(crate) kind: &'a str,
    /// What to do first.
    pub(crate) first: &'a str,
    /// Numbers to call.
    pub(crate) numbers: Vec<Number<'a>>,
}

/// A number to call.
#[derive(Clone, Copy)]
pub(crate) struct Number<'a> {
    pub(crate) call: &'a str,
    pub(crate) name: &'a str,
    /// Nobody has read it in the text that set it up.
    pub(crate) unverified: bool,
}

impl Urgent<'_> {
    /// One of its numbers was not read in the text that set it up.
    pub(crate) fn is_unverified(&self) -> bool {
        self.numbers.iter().any(|number| number.unverified)
    }
}

/// One kind of danger.
pub(crate) fn urgent(rule: &DangerRule, locale: Locale) -> Urgent<'_> {
    Urgent {
        slug: &rule.slug,
        kind: rule.name.get(locale),
        first: rule.first.get(locale),
        numbers: rule
            .numbers
            .iter()
            .map(|number| Number {
                call: &number.call.value,
                name: number.name.get(locale),
                unverified: !number.call.verified,
            })
            .collect(),
    }
}

/// What is said to whoever asked of the call for a danger that nobody has in hand: no more than is so.
pub(crate) const fn called(called: DangerCalled) -> &'static str {
    match called {
        DangerCalled::Nobody => "danger-nobody-called",
        DangerCalled::Calling => "danger-calling",
        DangerCalled::Called => "danger-called",
        DangerCalled::Unanswered => "danger-unanswered",
    }
}

/// The same on the desk.
pub(crate) const fn called_by_desk(called: DangerCalled) -> &'static str {
    match called {
        DangerCalled::Nobody => "danger-nobody-note",
        DangerCalled::Calling => "danger-calling",
        DangerCalled::Called => "danger-calls-note",
        DangerCalled::Unanswered => "danger-unanswered-note",
    }
}

/// The button that says that somebody is in danger: it calls the duty post where the pack does so.
pub(crate) fn raise_key(pack: &Pack) -> &'static str {
    if pack.calls_for_danger() {
        "danger-raise"
    } else {
        "danger-say"
    }
}

/// All kinds that the pack knows.
pub(crate) fn all(pack: &Pack, locale: Locale) -> Vec<Urgent<'_>> {
    pack.dangers.iter().map(|rule| urgent(rule, locale)).collect()
}

/// The number that comes first in each kind, each once: what somebody who has no time to read calls.
pub(crate) fn calls<'a>(dangers: &[Urgent<'a>]) -> Vec<Number<'a>> {
    let mut calls: Vec<Number<'a>> = Vec::new();
    for number in dangers.iter().filter_map(|urgent| urgent.numbers.first()) {
        if calls.iter().all(|known| known.call != number.call) {
            calls.push(*number);
        }
    }
    calls
}

/// That of a case, in words.
pub(crate) fn of<'a>(pack: &'a Pack, danger: &Danger, locale: Locale) -> Option<Urgent<'a>> {
    pack.danger(&danger.danger).map(|rule| urgent(rule, locale))
}

/// The question of an intake form, whether somebody is in danger now; none where the pack knows no danger.
pub(crate) fn input<'a>(pack: &'a Pack, locale: Locale, words: &'a Words, value: &str) -> Option<Input<'a>> {
    if pack.dangers.is_empty() {
        return None;
    }
    let none = [("", words.text("portal-danger-none"))];
    let kinds = pack.dangers.iter();
    let kinds = none
        .into_iter()
        .chain(kinds.map(|danger| (danger.slug.as_str(), danger.name.get(locale))));
    Some(Input {
        id: "danger".to_owned(),
        name: "danger",
        label: words.text("danger-ask"),
        required: false,
        most: 0,
        value: value.to_owned(),
        control: Control::List(kinds.collect()),
    })
}

/// The command that goes with a registration in which somebody said that there is a danger: what was said is the
/// situation.
pub(crate) fn raised(danger: &str, said: &str) -> Vec<Command> {
    if danger.is_empty() {
        return Vec::new();
    }
    vec![Command::RaiseDanger {
        danger: danger.to_owned(),
        situation: said.chars().take(MOST_SITUATION_CHARS).collect(),
    }]
}
