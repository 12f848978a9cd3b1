//! Every sentence a person reads, in both languages: Fluent messages from `locales/`, embedded.
//!
//! Domain and store give message keys and arguments; this crate makes them sentences. Screens, documents and the
//! command line share it, so one thing has one word everywhere.

use domain::Locale;
use domain::case::Refusal;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use include_dir::{Dir, include_dir};
use std::collections::HashMap;
use std::sync::LazyLock;

pub use fluent_bundle::FluentValue;

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../locales");
static ZH_CN: LazyLock<Words> = LazyLock::new(|| Words::load(Locale::ZhCn));
static EN: LazyLock<Words> = LazyLock::new(|| Words::load(Locale::En));

/// The words of one language.
pub struct Words {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted once: a page has some sixty of them.
    fixed: HashMap<String, String>,
}

/// The words of `locale`.
#[must_use]
pub fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::ZhCn => &ZH_CN,
        Locale::En => &EN,
    }
}

/// The `.ftl` sources of a language as `(file name, text)`, for tests that compare languages.
pub fn sources(locale: Locale) -> impl Iterator<Item = (&'static str, &'static str)> {
    LOCALES
        .get_dir(locale.tag())
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            let fluent = file.path().extension().is_some_and(|extension| extension == "ftl");
            fluent.then_some((name, file.contents_utf8()?))
        })
}

impl Words {
    fn load(locale: Locale) -> Self {
        let id = locale.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks protect against bidirectional confusion on screens of mixed direction; both our languages
        // run left to right, and the marks would get into file names, XLSX cells and tests.
        bundle.set_use_isolating(false);
        let mut fixed = Vec::new();
        for (name, text) in sources(locale) {
            let resource = FluentResource::try_new(text.to_owned())
                .unwrap_or_else(|(_, errors)| panic!("locales/{}/{name} does not parse: {errors:?}", locale.tag()));
            fixed.extend(text.lines().filter_map(message_key).map(str::to_owned));
            if let Err(errors) = bundle.add_resource(resource) {
                panic!("locales/{}/{name} says something twice: {errors:?}", locale.tag());
            }
        }
        let mut words = Self {
            locale,
            bundle,
            fixed: HashMap::new(),
        };
        for key in fixed {
            if let Some(text) = words.format(&key, None) {
                words.fixed.insert(key, text);
            }
        }
        words
    }

    /// The language.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// A message without arguments. A key that is not there comes back as itself, so that a page still stands.
    #[must_use]
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.fixed.get(key).map_or(key, String::as_str)
    }

    /// A message with arguments; numbers given as numbers choose plural forms.
    #[must_use]
    pub fn with(&self, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.format(key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// A refusal as a sentence that says what to do next.
    ///
    /// An argument `step` = `sign-off` reads as the message `refusal-step-sign-off` where there is one; a list with
    /// commas under the plural name, item by item. `name-en` takes the place of `name` for an English reader.
    #[must_use]
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let args: FluentArgs<'_> = refusal
            .args
            .iter()
            .filter(|(name, _)| !name.ends_with("-en"))
            .map(|(name, value)| (name.as_str(), self.refusal_argument(refusal, name, value)))
            .collect();
        self.format(&refusal.key, Some(&args))
            .unwrap_or_else(|| refusal.key.clone())
    }

    fn refusal_argument<'a>(&'a self, refusal: &'a Refusal, name: &str, value: &'a str) -> FluentValue<'a> {
        if self.locale == Locale::En {
            let english = format!("{name}-en");
            if let Some((_, value)) = refusal.args.iter().find(|(name, _)| *name == english) {
                return value.as_str().into();
            }
        }
        if let Some(text) = self.fixed.get(&format!("refusal-{name}-{value}")) {
            return text.as_str().into();
        }
        if let Some(one) = name
            .strip_suffix('s')
            .filter(|one| self.fixed.contains_key(&format!("refusal-{one}-{}", first(value))))
        {
            let separator = match self.locale {
                Locale::ZhCn => "、",
                Locale::En => ", ",
            };
            let items: Vec<&str> = value
                .split(',')
                .map(|item| {
                    self.fixed
                        .get(&format!("refusal-{one}-{item}"))
                        .map_or(item, String::as_str)
                })
                .collect();
            return items.join(separator).into();
        }
        argument(value)
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors);
        // Without arguments, an error only means that this message wants some.
        (args.is_some() || errors.is_empty()).then(|| text.into_owned())
    }
}

/// Plain numbers choose plural forms; anything else, numbers of cases with leading zeros among them, stays as written.
fn argument(value: &str) -> FluentValue<'_> {
    match value.parse::<u32>() {
        Ok(number) if number.to_string() == value => number.into(),
        _ => value.into(),
    }
}

fn first(list: &str) -> &str {
    list.split(',').next().unwrap_or(list)
}

fn message_key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    (key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
    .then_some(key)
}
