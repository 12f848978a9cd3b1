//! Who may open which page and do what: the policies in `policies/` say it, [`domain::access`] asks them, and
//! `docs/access.md` shows what comes of it for every route and role. A pack's steps narrow it further case by case.

pub use domain::access::Right;
