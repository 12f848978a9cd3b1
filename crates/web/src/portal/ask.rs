//! Asking, one question a page. Nothing is kept before it is sent.

use super::doors::{self, Door, FOR, OFFER, Offer, Promise, rules_of};
use super::notices;
use super::questions::{ANSWERS, NOTE_ROOM, Question, asks_whom, field, position, post_of, registration};
use super::send_request::look_too_often;
use crate::dangers::{self, Number, Urgent};
use crate::fault::Fault;
use crate::fields::{Fields, GuestPosted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::guest::Guest;
use crate::inputs;
use crate::tiles::Tiles;
use askama::Template;
use axum::http::header;
use axum::response::Response;
use domain::UnitSlug;
use domain::pack::{Category, FieldName, Kind, Visibility};
use office::{Alike, Said};

#[derive(Template)]
#[template(path = "portal/ask.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    question: Question,
    /// What was answered before and travels along.
    carried: Vec<(&'static str, String)>,
    categories: Vec<(&'a str, &'a str)>,
    areas: Vec<(&'a str, &'a str)>,
    units: Vec<(&'a str, &'a str)>,
    /// Of the unit that was named.
    posts: Vec<(&'a str, &'a str)>,
    /// It is a dispute: who the other party is, is asked.
    other: bool,
    /// It is a petition: a person or post whom it is about can be named in words.
    whom: bool,
    /// What can be asked for, on the page that asks it.
    offers: Vec<Offer>,
    /// By when what happens, on the first page of a petition.
    promises: Vec<Promise>,
    /// Of a report of wrongdoing: the post that alone will see who it came from.
    receiver: Option<String>,
    /// Nothing in it says who it came from.
    anonymous: bool,
    /// The answers once more, on the last page.
    answers: Vec<Answered<'a>>,
    /// A map to choose the place on, where it is asked for and the operator has named one.
    tiles: Option<Tiles>,
    /// Kinds of danger, on the page that asks for it.
    dangers: Vec<Urgent<'a>>,
    /// The numbers that stand above them.
    calls: Vec<Number<'a>>,
    /// The danger that was said, with the numbers to call.
    danger: Option<Urgent<'a>>,
    /// Message key of what to do then.
    then_key: &'static str,
    /// Which question this is, 1 first, and of how many.
    n: usize,
    of: usize,
    most: u32,
    most_files: u32,
    /// By what ways the person can be told.
    ways: Vec<notices::Way>,
    /// On the last page: what others were told of, that may be the same.
    known: Vec<Known>,
}

/// A published case that may be about the same.
struct Known {
    number: String,
    text: String,
    status: String,
}

/// An answer as the last page shows it.
struct Answered<'a> {
    question: Question,
    label: &'a str,
    value: String,
    /// Message key of who will see it.
    seen_by: &'static str,
}

impl Page<'_> {
    fn is_first(&self) -> bool {
        self.n == 1
    }

    fn is(&self, name: &str) -> bool {
        self.question.name() == name
    }
}

/// `GET /portal/ask`
pub(crate) async fn show(guest: Guest) -> Result<Response, Fault> {
    let key = ("key".to_owned(), office::new_case_id(guest.now).to_string());
    let asked = guest.query();
    let mut fields = vec![key, (FOR.to_owned(), asked.get(FOR).to_owned())];
    if asked.given(FOR).is_none() {
        fields.push((OFFER.to_owned(), "yes".to_owned()));
    }
    let draft = Draft {
        fields: Fields::of(fields),
        problems: Problems::default(),
    };
    page(&guest, all(&guest, &draft.fields)[0], &draft).await
}

/// The questions that are asked, in order: about a danger where the pack says whom to call, what is asked for where there are
/// several doors, about notices where there is a way to tell. What a report of wrongdoing is, is no question.
fn all(guest: &Guest, fields: &Fields) -> Vec<Question> {
    let pack = &guest.desk.office.pack;
    let asked = |question: &Question| match question {
        Question::Danger => !pack.dangers.is_empty(),
        Question::Door => !fields.get(OFFER).is_empty() && doors::are_several(pack),
        Question::Category => Door::of(fields) != Door::Report,
        Question::Post => !inputs::posts_of(pack, guest.locale, fields.get("about")).is_empty(),
        Question::Notices => !notices::ways(&guest.desk).is_empty(),
        _ => true,
    };
    Question::all().filter(asked).collect()
}

/// `POST /portal/ask`: an answer, and which question comes next.
pub(crate) async fn send(GuestPosted { guest, fields }: GuestPosted) -> Result<Response, Fault> {
    let (_, kind) = rules_of(&guest, &fields)?;
    let all = all(&guest, &fields);
    let at = all
        .iter()
        .position(|question| question.name() == fields.get("question"));
    let at = at.unwrap_or(0);
    let go = fields.get("go").to_owned();
    if go == "back" {
        return page(
            &guest,
            all[at.saturating_sub(1)],
            &Draft {
                fields,
                problems: Problems::default(),
            },
        )
        .await;
    }
    if let Some(question) = Question::named(&go) {
        return page(
            &guest,
            question,
            &Draft {
                fields,
                problems: Problems::default(),
            },
        )
        .await;
    }
    let problems = problems(&guest, kind, all[at], &fields);
    let next = if problems.is_empty() { at + 1 } else { at };
    let next = all[next.min(all.len() - 1)];
    page(&guest, next, &Draft { fields, problems }).await
}

/// What is wrong with the answer to one question.
fn problems(guest: &Guest, kind: &Kind, asked: Question, fields: &Fields) -> Problems {
    if asked == Question::Notices {
        return notices::problems(guest, notices::chosen(&guest.desk, fields).err());
    }
    let mut problems = Problems::default();
    for (name, sent, _) in ANSWERS.iter().filter(|(.., question)| *question == asked) {
        let Some(field) = field(kind, *name) else { continue };
        let value = fields.get(sent);
        let needed = field.required || *name == FieldName::Description;
        if value.is_empty() && needed && *name != FieldName::Category {
            problems.add(sent, guest.words().text("portal-what-needed"));
        }
        let length = value.chars().count();
        let most = match name {
            FieldName::SealedNote => field.max_chars.saturating_sub(NOTE_ROOM),
            _ => field.max_chars,
        };
        if most > 0 && length > most as usize {
            let arguments = [("length", length.into()), ("most", most.into())];
            problems.add(sent, guest.words().with("portal-too-long", &arguments));
        }
    }
    if asked == Question::Where && position(fields).is_err() {
        problems.add("latitude", guest.words().text("portal-position-wrong"));
    }
    problems
}

/// The page of one question.
pub(super) async fn page(guest: &Guest, question: Question, draft: &Draft) -> Result<Response, Fault> {
    let (portal, kind) = rules_of(guest, &draft.fields)?;
    let pack = &guest.desk.office.pack;
    let asks = |own: Question| question != Question::Check && own == question;
    let carried = ANSWERS
        .iter()
        .filter(|(_, _, own)| !asks(*own))
        .map(|(_, name, _)| (*name, draft.value(name).to_owned()))
        .chain(["key", OFFER].map(|name| (name, draft.value(name).to_owned())))
        .chain((!asks(Question::Door)).then(|| (FOR, draft.value(FOR).to_owned())))
        .chain((!asks(Question::Danger)).then(|| ("danger", draft.value("danger").to_owned())))
        .chain((!asks(Question::About)).then(|| ("about", draft.value("about").to_owned())))
        .chain((!asks(Question::Post)).then(|| ("about_post", draft.value("about_post").to_owned())))
        .chain(
            notices::FIELDS
                .into_iter()
                .filter(|_| !asks(Question::Notices))
                .map(|name| (name, draft.value(name).to_owned())),
        )
        .filter(|(_, value)| !value.is_empty());
    let tiles = guest.desk.options.tiles;
    let tiles = tiles.filter(|_| question == Question::Where && field(kind, FieldName::Latitude).is_some());
    let all = all(guest, &draft.fields);
    let f = Frame::for_guest(guest, guest.words().text(title(question)));
    let receiver = match question {
        Question::What | Question::About | Question::Post | Question::Contact | Question::Check => {
            doors::receiver(guest, &draft.fields)?
        }
        _ => None,
    };
    // After the danger and the door, where these are asked.
    let promises = if question == Question::What {
        doors::promised(&f, guest, &draft.fields)
    } else {
        Vec::new()
    };
    let dangers = dangers::all(pack, guest.locale);
    let page = Page {
        carried: carried.collect(),
        categories: inputs::categories(kind, guest.locale),
        areas: inputs::areas(pack, guest.locale),
        tiles,
        units: inputs::units(pack, guest.locale),
        posts: inputs::posts_of(pack, guest.locale, draft.value("about")),
        other: field(kind, FieldName::PartyB).is_some(),
        whom: asks_whom(Door::of(&draft.fields), kind),
        offers: if question == Question::Door {
            doors::offers(&f, pack)
        } else {
            Vec::new()
        },
        promises,
        receiver,
        anonymous: is_anonymous(guest, draft),
        answers: answers(guest, kind, draft),
        known: known(guest, question, draft).await?,
        calls: dangers::calls(&dangers),
        dangers,
        danger: pack
            .danger(draft.value("danger"))
            .map(|rule| dangers::urgent(rule, guest.locale)),
        then_key: if pack.calls_for_danger() {
            "danger-then-ask"
        } else {
            "danger-then-ask-only"
        },
        n: all.iter().position(|known| *known == question).unwrap_or_default() + 1,
        of: all.len(),
        most: field(kind, FieldName::Description).map_or(0, |field| field.max_chars),
        most_files: portal.most_files(),
        ways: notices::ways(&guest.desk),
        f,
        draft,
        question,
    };
    let mut response = guest.with_token(frame::form_page(&draft.problems, &page)?);
    if let Some(tiles) = tiles {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, tiles.policy());
    }
    Ok(response)
}

/// Nobody has said who they are, nor how to reach them.
fn is_anonymous(guest: &Guest, draft: &Draft) -> bool {
    let own = ["requester_name", "requester_contact"];
    let told = notices::chosen(&guest.desk, &draft.fields);
    own.iter().all(|name| draft.value(name).is_empty()) && matches!(told, Ok(None))
}

/// The most published cases that are shown before sending.
const MOST_KNOWN: usize = 3;

/// Published cases that may be about the same: of others, nobody hears here.
async fn known(guest: &Guest, question: Question, draft: &Draft) -> Result<Vec<Known>, Fault> {
    if question != Question::Check {
        return Ok(Vec::new());
    }
    let (portal, _) = rules_of(guest, &draft.fields)?;
    let asked = registration(guest, &draft.fields, &portal);
    let said = Said {
        kind: &asked.kind,
        category: &asked.category,
        title: &asked.title,
        description: &asked.description,
        place: &asked.place,
        received_at: asked.received_at,
        id: None,
    };
    // Whoever looks again and again is shown none for a while, and can send all the same.
    if look_too_often(guest, &portal).await? {
        return Ok(Vec::new());
    }
    let office = &guest.desk.office;
    let found = office::alike_published(office, &said, MOST_KNOWN).await?;
    let known = found.into_iter().filter_map(|Alike { case, .. }| {
        let (publication, _) = case.publication?;
        Some(Known {
            status: office
                .pack
                .status_name(&case.kind, &case.status, guest.locale)
                .to_owned(),
            number: case.number,
            text: publication.text,
        })
    });
    Ok(known.collect())
}

const fn title(question: Question) -> &'static str {
    match question {
        Question::Danger => "portal-ask-danger",
        Question::Door => "portal-ask-door",
        Question::What => "portal-ask-what",
        Question::Where => "portal-ask-where",
        Question::Category => "portal-ask-category",
        Question::About => "portal-ask-about",
        Question::Post => "portal-ask-post",
        Question::Contact => "portal-ask-contact",
        Question::Notices => "portal-ask-notices",
        Question::Check => "portal-ask-check",
    }
}

/// What was answered, who will see it, and where it can be changed.
fn answers<'a>(guest: &'a Guest, kind: &'a Kind, draft: &Draft) -> Vec<Answered<'a>> {
    let pack = &guest.desk.office.pack;
    let door = Door::of(&draft.fields);
    let hides = matches!(doors::receiver(guest, &draft.fields), Ok(Some(_)));
    let publishes = publishes(guest, draft);
    let mut last = None;
    let mut answers = Vec::new();
    if !draft.value(OFFER).is_empty() && doors::are_several(pack) {
        answers.push(Answered {
            question: Question::Door,
            label: guest.words().text("portal-ask-door"),
            value: guest.words().text(door.label()).to_owned(),
            seen_by: "portal-seen-internal",
        });
    }
    for (name, sent, question) in ANSWERS {
        let Some(field) = field(kind, name) else { continue };
        // Whom it is about stands before who says so.
        if matches!(question, Question::About | Question::Contact)
            && !matches!(last, Some(Question::About | Question::Contact))
        {
            answers.push(about(guest, &draft.fields));
            last = Some(Question::About);
        }
        let not_asked = match name {
            FieldName::SealedNote => !asks_whom(door, kind),
            FieldName::Category => door == Door::Report,
            _ => false,
        };
        if not_asked {
            continue;
        }
        let given = draft.value(sent);
        // A point that nobody has chosen is no question that was left open.
        if given.is_empty() && matches!(name, FieldName::Latitude | FieldName::Longitude) {
            continue;
        }
        let value = match name {
            FieldName::Category if given.is_empty() => guest.words().text("portal-dont-know").to_owned(),
            FieldName::Category => pack.category_name(&given.into(), guest.locale).to_owned(),
            FieldName::Area if !given.is_empty() => pack.area_name(&given.into(), guest.locale).to_owned(),
            _ if given.is_empty() => guest.words().text("portal-not-given").to_owned(),
            _ => given.to_owned(),
        };
        answers.push(Answered {
            question,
            label: own_label(name).map_or_else(|| field.label.get(guest.locale), |key| guest.words().text(key)),
            value,
            seen_by: match field.visibility {
                Visibility::Public if publishes => "portal-seen-public",
                // Whoever reviews it publishes the place or not, whatever it is called at the desk.
                Visibility::Internal if publishes && is_place(name) => match pack.position_metres {
                    Some(_) => "portal-seen-roughly",
                    None => "portal-seen-place",
                },
                Visibility::Public | Visibility::Internal => "portal-seen-internal",
                Visibility::Sealed if hides => "portal-seen-source",
                Visibility::Sealed => "portal-seen-sealed",
            },
        });
        last = Some(question);
    }
    if !notices::ways(&guest.desk).is_empty() {
        answers.push(Answered {
            question: Question::Notices,
            label: guest.words().text("portal-ask-notices"),
            value: notices::in_words(guest.words(), &draft.fields),
            seen_by: "portal-seen-notices",
        });
    }
    answers
}

/// Whether anything of it can ever be made public: by its kind and category, and since it complains about nobody of ours.
fn publishes(guest: &Guest, draft: &Draft) -> bool {
    let Ok((portal, kind)) = rules_of(guest, &draft.fields) else {
        return false;
    };
    let asked = registration(guest, &draft.fields, &portal);
    // What somebody can't put anywhere, the office may put anywhere later.
    let open = draft.value("category").is_empty() && Door::of(&draft.fields) != Door::Report;
    let publishes = |category: &Category| kind.publishes(&category.slug) && !category.hides_source;
    let any = open && kind.categories.iter().any(publishes);
    (any || kind.publishes(&asked.category)) && asked.about.is_empty()
}

/// What tells where it is, beside its area.
const fn is_place(name: FieldName) -> bool {
    matches!(name, FieldName::Address | FieldName::Latitude | FieldName::Longitude)
}

/// What is called otherwise to the person than at the desk, for which the pack's label is.
const fn own_label(name: FieldName) -> Option<&'static str> {
    match name {
        FieldName::Description => Some("portal-ask-what"),
        FieldName::RequesterName => Some("portal-name-label"),
        FieldName::RequesterContact => Some("portal-contact-label"),
        FieldName::PartyB => Some("portal-other-label"),
        FieldName::SealedNote => Some("portal-about-words"),
        _ => None,
    }
}

/// Whom it is about, who never see it.
fn about<'a>(guest: &'a Guest, fields: &Fields) -> Answered<'a> {
    let (pack, unit) = (&guest.desk.office.pack, fields.get("about"));
    let post = post_of(pack, fields);
    let value = if unit.is_empty() {
        guest.words().text("portal-about-none").to_owned()
    } else {
        let slug = UnitSlug::new(unit);
        let unit = pack.unit_name(&slug, guest.locale);
        let post = post.map(|post| format!("{} · {unit}", post.name.get(guest.locale)));
        post.unwrap_or_else(|| unit.to_owned())
    };
    Answered {
        question: Question::About,
        label: guest.words().text("portal-about-label"),
        value,
        seen_by: if post.is_some() {
            "portal-seen-about-post"
        } else {
            "portal-seen-about"
        },
    }
}
