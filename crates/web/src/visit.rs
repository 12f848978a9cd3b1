//! Who asks: a person signed in, in which capacity, in which language, at what time.

use crate::access::Right;
use crate::cookies::Cookie;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::guest;
use crate::secrets;
use crate::state::Desk;
use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use domain::access::{Decision, Standing};
use domain::case::{Actor, Case, Role};
use domain::duty::Staff;
use domain::pack::Pack;
use domain::{Locale, PostSlug, Text, UnitSlug};
use jiff::Timestamp;
use office::DutyPost;
use std::sync::Arc;
use store::{Account, Session, Viewer};
use words::{Words, words};

/// A person with a session.
#[derive(Debug)]
pub(crate) struct Person {
    /// The account.
    pub(crate) account: Account,
    /// As the log names who acts.
    pub(crate) actor: Actor,
    /// The name of the post in which they act.
    pub(crate) post: Text,
    /// The post of the watch that they have, where that is another one than their own.
    pub(crate) watch: Option<DutyPost>,
    /// What the policies say of the post.
    pub(crate) standing: Standing,
    /// What lists, counts and searches show.
    pub(crate) viewer: Viewer,
    /// Secret of the session's forms.
    pub(crate) csrf: String,
    /// SHA-256 of the session's token.
    pub(crate) token_sha256: String,
    /// When the session ends.
    pub(crate) expires_at: Timestamp,
}

impl Person {
    /// Whoever holds a post; none where the pack does not have it.
    pub(crate) fn in_post(pack: &Pack, post: &PostSlug) -> Option<Actor> {
        let post = pack.posts.iter().find(|known| known.slug == *post)?;
        Some(Actor {
            role: post.role,
            post: Some(post.slug.clone()),
            unit: Some(post.unit.clone()),
            account: None,
        })
    }

    /// The account in the post in which it acts, as these read by it: the person by all accounts of theirs; of a program, all who hold
    /// the post. What is withheld from one of them, or from one of the two posts of whoever has a watch, is withheld from it. None where
    /// the pack no longer has the post.
    pub(crate) fn held_by(
        desk: &Desk,
        session: Session,
        account: Account,
        holders: Vec<Staff>,
        watch: Option<DutyPost>,
    ) -> Option<Self> {
        let pack = &desk.office.pack;
        // Of a watch before this one it says nothing.
        let acts_there = |watch: &DutyPost| session.duty_post_at.is_some_and(|at| at >= watch.since);
        let (slug, other) = match &watch {
            Some(watch) if acts_there(watch) => (&watch.post, Some(&account.post)),
            Some(watch) => (&account.post, Some(&watch.post)),
            None => (&account.post, None),
        };
        let post = pack.posts.iter().find(|post| post.slug == *slug)?;
        let actor = Actor {
            account: Some(account.id.clone()),
            ..Self::in_post(pack, slug)?
        };
        let standing = Standing::beside(pack, &actor, holders, other);
        Some(Self {
            viewer: Viewer::of(&standing),
            standing,
            post: post.name.clone(),
            watch,
            actor,
            csrf: session.csrf,
            token_sha256: session.token_sha256,
            expires_at: session.expires_at,
            account,
        })
    }

    /// The watch in whose post they act now.
    pub(crate) fn on_watch(&self) -> Option<&DutyPost> {
        let acts_in = |watch: &&DutyPost| self.actor.post.as_ref() == Some(&watch.post);
        self.watch.as_ref().filter(acts_in)
    }

    /// In what capacity.
    pub(crate) fn role(&self) -> Role {
        self.actor.role
    }

    /// Whether the post in which this person acts has the right.
    pub(crate) fn may(&self, right: Right) -> bool {
        self.standing.may(right).allowed
    }
}

/// One request of a person signed in.
#[derive(Clone)]
pub(crate) struct Visit {
    /// The desk.
    pub(crate) desk: Desk,
    /// Who.
    pub(crate) person: Arc<Person>,
    /// In which language.
    pub(crate) locale: Locale,
    /// What is asked for.
    pub(crate) uri: Uri,
    /// When, by the program's clock.
    pub(crate) now: Timestamp,
}

impl Visit {
    /// The words of the person's language.
    pub(crate) fn words(&self) -> &'static Words {
        words(self.locale)
    }

    /// Who acts, for the log.
    pub(crate) fn actor(&self) -> &Actor {
        &self.person.actor
    }

    /// Refuses unless the person's post has this right.
    pub(crate) fn may(&self, right: Right) -> Result<(), Fault> {
        let decided = self.person.standing.may(right);
        if decided.allowed {
            Ok(())
        } else {
            Err(Fault::NoRight(right, decided.why))
        }
    }

    /// The one unit whose cases this person sees; none where all are open.
    pub(crate) fn own_unit_only(&self) -> Option<&UnitSlug> {
        self.person.standing.own_unit_only()
    }

    /// What lists, counts and searches show this person.
    pub(crate) fn viewer(&self) -> &Viewer {
        &self.person.viewer
    }

    /// Whether this person may see the case; where not, it does not exist for them.
    pub(crate) fn sees(&self, case: &Case) -> bool {
        self.sees_because(case).allowed
    }

    /// The same, with what it rests on.
    pub(crate) fn sees_because(&self, case: &Case) -> Decision {
        self.person.standing.may_with(Right::SeeCases, case)
    }

    /// Whether this person's post has the right for this case.
    pub(crate) fn may_with(&self, right: Right, case: &Case) -> bool {
        self.person.standing.may_with(right, case).allowed
    }

    /// The query.
    pub(crate) fn query(&self) -> Fields {
        Fields::parse(self.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default()
    }

    /// Refuses a form that does not carry this session's secret.
    pub(crate) fn check_csrf(&self, token: &str) -> Result<(), Fault> {
        if secrets::same(&self.person.csrf, token) {
            Ok(())
        } else {
            Err(Fault::FormExpired)
        }
    }
}

/// The person of a request's cookie, from the short memory or the store; which watch they have is asked each time.
pub(crate) async fn person(parts: &Parts, desk: &Desk, now: Timestamp) -> Result<Option<Arc<Person>>, store::Error> {
    let Some(token) = Cookie::Session.read(&parts.headers, desk.options) else {
        return Ok(None);
    };
    let token_sha256 = secrets::sha256(&token);
    let office = &desk.office;
    if let Some(person) = desk.sessions.get(&token_sha256, now)
        && person.watch == office::duty_post(office, &desk.watches, &person.account).await?
    {
        return Ok(Some(person));
    }
    let Some((session, account)) = office.store.session(&token_sha256, now).await? else {
        return Ok(None);
    };
    let own = office::accounts_of(office, &account).await?;
    let watch = office::duty_post(office, &desk.watches, &account).await?;
    let person = Person::held_by(desk, session, account, own, watch).map(Arc::new);
    if let Some(person) = &person {
        desk.sessions.put(person, now);
    }
    Ok(person)
}

impl FromRequestParts<Desk> for Visit {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        /// Where somebody with a one-time password may still go.
        const BEFORE_OWN_PASSWORD: [&str; 3] = ["/password", "/sign-out", "/language"];
        let now = desk.office.clock.now();
        let person = person(parts, desk, now).await?.ok_or(Fault::SignInFirst)?;
        if crate::passwords::is_one_time(&person.account.password_hash)
            && !BEFORE_OWN_PASSWORD.contains(&parts.uri.path())
        {
            return Err(Fault::ChangePassword);
        }
        let locale = person
            .account
            .locale
            .unwrap_or_else(|| guest::locale(&parts.headers, desk));
        Ok(Self {
            desk: desk.clone(),
            locale,
            person,
            uri: parts.uri.clone(),
            now,
        })
    }
}
