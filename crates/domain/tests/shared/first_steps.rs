//! How every mediation of the tests begins, of the rules, of the office and of the papers alike.

use domain::case::{Mediate, NoticeHow, Party};

/// Each of two parties wants it, is told its rights that way, and chooses the first mediator.
pub(super) fn first_steps(how: NoticeHow) -> Vec<Mediate> {
    let of = |party| {
        [
            Mediate::Consent {
                party,
                agrees: true,
                note: String::new(),
            },
            Mediate::Notice { party, how },
            Mediate::Choose {
                party: Some(party),
                post: "mediator-one".into(),
            },
        ]
    };
    [Party::A, Party::B].into_iter().flat_map(of).collect()
}
