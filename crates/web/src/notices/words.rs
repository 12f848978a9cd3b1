//! What a notice says: that a step was taken, in which case, what comes next. No word of what people wrote, no name and no
//! secret link: whoever reads somebody's telephone learns that this person asked something here, and no more.

use crate::portal::next_words;
use domain::Locale;
use domain::case::{Case, DRILL_MARK, Party};
use jiff::Timestamp;
use office::Office;
use words::words;

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// In which language.
    pub(crate) language: Locale,
    /// To a party of a dispute that did not ask.
    is_other: bool,
    /// In one line: the body, the number, what happened.
    pub(crate) subject: String,
    /// What happened, in a sentence.
    pub(crate) what: String,
    /// What comes next.
    pub(crate) next: String,
}

/// What a notice to a party says of a case as it stands now. What comes next is the requester's; another party reads on its own page what
/// it is asked.
pub(crate) fn said(office: &Office, case: &Case, (party, what): (Party, &str), now: Timestamp) -> Said {
    let notices = case.notices_of(party);
    let language = notices.map_or(office.pack.locale, |notices| notices.language);
    let (subject, next) = if party == Party::A {
        ("notice-subject", next_words(words(language), &office.pack, now, case))
    } else {
        let next = words(language).text("notice-party-next");
        ("notice-party-subject", next.to_owned())
    };
    let words = words(language);
    let what = words.text(what);
    let args = [
        ("body", office.pack.body.get(language).into()),
        ("number", case.number.as_str().into()),
    ];
    Said {
        language,
        is_other: party != Party::A,
        subject: marked(case, words.with(subject, &args)),
        what: what.to_owned(),
        next,
    }
}

/// What is said of a drill says that it is one.
fn marked(case: &Case, text: String) -> String {
    if case.is_drill() {
        return format!("{DRILL_MARK}{text}");
    }
    text
}

/// As a text message: one paragraph.
pub(crate) fn text(office: &Office, case: &Case, to: (Party, &str), now: Timestamp) -> String {
    let said = said(office, case, to, now);
    let language = said.language;
    let args = [
        ("subject", said.subject.into()),
        ("what", said.what.into()),
        ("next", said.next.into()),
    ];
    words(language).with("notice-text", &args)
}

/// The body of a letter. `replies`: an answer to it comes into the case.
pub(crate) fn letter(said: &Said, case: &Case, office: &Office, url: Option<&str>, replies: bool) -> String {
    let language = said.language;
    let words = words(language);
    let mut lines = Vec::new();
    if replies {
        lines.extend([words.text("notice-reply-line"), ""]);
    }
    let number = words.with("notice-number", &[("number", case.number.as_str().into())]);
    let what = marked(case, said.what.clone());
    lines.extend([what.as_str(), said.next.as_str(), "", number.as_str()]);
    let (where_key, link_key) = if said.is_other {
        ("notice-party-where", "notice-party-where-link")
    } else {
        ("notice-where", "notice-where-link")
    };
    let seen = url.map(|url| words.with(where_key, &[("url", format!("{url}/portal/mine").into())]));
    lines.push(seen.as_deref().unwrap_or_else(|| words.text(link_key)));
    if replies {
        let reply = if case.source_shield.is_some() {
            "notice-reply-source"
        } else {
            "notice-reply"
        };
        lines.extend(["", words.text(reply), words.text("notice-stop")]);
    }
    lines.push("");
    lines.push(office.pack.body.get(language));
    lines.join("\n")
}
