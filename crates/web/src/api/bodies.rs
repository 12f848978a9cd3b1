//! What several actions send or take, as JSON and as its description.

use crate::fault::Fault;
use domain::case::{About, Outcome, Place, Refusal};
use domain::{AreaSlug, PostSlug, Text, UnitSlug, seen};
use office::Office;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// What went wrong (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    /// What kind of thing went wrong.
    title: String,
    /// The answer's status.
    status: u16,
    /// What to do next.
    detail: String,
    /// A stable name of the refusal, for programs.
    #[schema(nullable = false)]
    code: Option<String>,
}

/// A text as people see it: white space around it and characters that can't be seen are gone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Seen(pub(crate) String);

impl From<String> for Seen {
    fn from(sent: String) -> Self {
        Self(seen(&sent).trim().to_owned())
    }
}

impl Seen {
    /// The text, if there is something in it.
    pub(crate) fn given(text: Option<&Self>) -> Option<&str> {
        text.map(|text| text.0.as_str()).filter(|text| !text.is_empty())
    }

    /// The text; empty where there is none.
    pub(crate) fn text(text: Option<&Self>) -> String {
        Self::given(text).unwrap_or_default().to_owned()
    }
}

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BothTexts)]
pub(crate) struct BothBody {
    /// Chinese.
    #[schema(value_type = String)]
    zh: Seen,
    /// English.
    #[schema(value_type = String)]
    en: Seen,
}

impl BothBody {
    /// As the rules have it.
    pub(crate) fn text(&self) -> Text {
        Text {
            zh: self.zh.0.clone(),
            en: self.en.0.clone(),
        }
    }
}

impl From<&Text> for BothBody {
    fn from(text: &Text) -> Self {
        Self {
            zh: Seen(text.zh.clone()),
            en: Seen(text.en.clone()),
        }
    }
}

/// One of a few words, as the description says it.
pub(crate) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
        .build()
}

/// Where something is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Place)]
pub(crate) struct PlaceBody {
    /// As written.
    #[serde(default)]
    address: String,
    /// Area, when the pack knows it.
    area: Option<String>,
    /// Degrees north, WGS 84.
    #[schema(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    /// Degrees east, WGS 84.
    #[schema(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
}

impl PlaceBody {
    /// As the rules have it.
    pub(crate) fn place(&self) -> Place {
        let area = self.area.as_deref().filter(|area| !area.is_empty());
        Place {
            address: seen(&self.address).trim().replace('\n', " "),
            area: area.map(AreaSlug::new),
            latitude: self.latitude,
            longitude: self.longitude,
        }
    }
}

/// Whom of the body's own it is about.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = About)]
pub(crate) struct AboutBody {
    /// Units.
    #[serde(default)]
    units: Vec<String>,
    /// Posts.
    #[serde(default)]
    posts: Vec<String>,
    /// Members of staff, by the names under which they sign in: it is withheld from them in whatever post they hold.
    #[serde(default)]
    staff: Vec<String>,
}

impl AboutBody {
    /// As the rules have it.
    ///
    /// # Errors
    /// A refusal where somebody has no account here; the store's.
    pub(crate) async fn about(&self, office: &Office) -> Result<About, Fault> {
        let mut about = About {
            units: self.units.iter().map(|unit| UnitSlug::new(unit.as_str())).collect(),
            posts: self.posts.iter().map(|post| PostSlug::new(post.as_str())).collect(),
            ..About::default()
        };
        for user in &self.staff {
            let known = office::staff_by_user(office, user).await?;
            about
                .staff
                .insert(known.ok_or_else(|| Refusal::new("refusal-staff-unknown"))?);
        }
        office::look_up(office, &mut about).await?;
        Ok(about)
    }

    /// Whom a body names, nobody where it names none.
    ///
    /// # Errors
    /// As [`Self::about`].
    pub(crate) async fn about_of(body: Option<&Self>, office: &Office) -> Result<About, Fault> {
        match body {
            Some(body) => body.about(office).await,
            None => Ok(About::default()),
        }
    }
}

/// What became of a case.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Outcome)]
pub(crate) enum OutcomeBody {
    /// Solved, in the unit's view.
    Solved,
    /// In part.
    Partly,
    /// It can't be, and why.
    CannotBeMet,
    /// Not the unit's.
    NotOurs,
    /// Belongs to another case.
    Duplicate,
    /// Taken back by the requester.
    Withdrawn,
}

impl OutcomeBody {
    /// As the rules have it.
    pub(crate) const fn outcome(self) -> Outcome {
        match self {
            Self::Solved => Outcome::Solved,
            Self::Partly => Outcome::Partly,
            Self::CannotBeMet => Outcome::CannotBeMet,
            Self::NotOurs => Outcome::NotOurs,
            Self::Duplicate => Outcome::Duplicate,
            Self::Withdrawn => Outcome::Withdrawn,
        }
    }
}

/// Nothing is said with it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// What was written.
#[derive(Serialize, ToSchema)]
pub(crate) struct Written {
    /// The case's number.
    pub(crate) number: String,
    /// Its version now.
    pub(crate) version: u64,
    /// It had been written before under the same `Idempotency-Key`, or was so already: nothing was written now.
    pub(crate) repeated: bool,
}

impl From<store::Appended> for Written {
    fn from(appended: store::Appended) -> Self {
        Self {
            number: appended.number,
            version: appended.version,
            repeated: appended.repeated,
        }
    }
}
