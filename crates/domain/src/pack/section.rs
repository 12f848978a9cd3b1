//! Reading TOML with lines: a section is a table whose keys are asked for one by one; what nobody asked for is unknown.
//!
//! Every getter reports what is wrong and gives something harmless back, so that one reading finds all mistakes.

use super::Rule;
use super::source::{At, Problems, Source, Where};
use crate::Text;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as WordError, StrDeserializer};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of a pack's file.
pub(super) struct Section<'a> {
    problems: &'a Problems,
    source: &'a Source<'a>,
    /// Dotted name, for messages.
    name: String,
    span: Range<usize>,
    table: &'a DeTable<'a>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Section<'a> {
    pub(super) fn new(
        problems: &'a Problems,
        source: &'a Source<'a>,
        name: &str,
        span: Range<usize>,
        table: &'a DeTable<'a>,
    ) -> Self {
        Self {
            problems,
            source,
            name: name.to_owned(),
            span,
            table,
            asked: RefCell::default(),
        }
    }

    pub(super) fn at(&self) -> Where {
        self.source.place(self.span.clone())
    }

    /// Where what belongs to a key stands; the table's own place where it has no such key.
    pub(super) fn place_of(&self, key: &str) -> Where {
        self.table
            .get(key)
            .map_or_else(|| self.at(), |value| self.source.place(value.span()))
    }

    /// How many mistakes have been found so far, here and elsewhere.
    pub(super) fn problems_so_far(&self) -> usize {
        self.problems.count()
    }

    pub(super) fn report(&self, at: &Where, key: &'static str, args: &[(&'static str, &str)]) {
        self.problems.report(at, key, args);
    }

    fn path(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().insert(key.to_owned());
        let found = self.table.get(key);
        if found.is_some() {
            self.problems.written.borrow_mut().insert(self.path(key));
        }
        found
    }

    fn need(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        let found = self.get(key);
        if found.is_none() {
            self.report(&self.at(), "pack-missing-key", &[("key", &self.path(key))]);
        }
        found
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let args = [
            ("key", self.path(key)),
            ("wanted", wanted.to_owned()),
            ("found", value.get_ref().type_str().to_owned()),
        ];
        let args: Vec<_> = args.iter().map(|(name, text)| (*name, text.as_str())).collect();
        self.source.report(value.span(), "pack-wrong-type", &args);
    }

    fn as_string(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<At<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "string");
            return None;
        };
        Some(At {
            value: text.to_owned(),
            at: self.source.place(value.span()),
        })
    }

    /// Whether the key is there at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The table's own keys with their lines, all taken as asked for.
    pub(super) fn keys(&self) -> Vec<At<String>> {
        let keys = self.keys_seen();
        self.asked.borrow_mut().extend(keys.iter().map(|key| key.value.clone()));
        keys
    }

    /// The table's own keys with their lines; each still has to be asked for.
    pub(super) fn keys_seen(&self) -> Vec<At<String>> {
        let key = |key: &Spanned<std::borrow::Cow<'_, str>>| At {
            value: key.get_ref().to_string(),
            at: self.source.place(key.span()),
        };
        self.table.keys().map(key).collect()
    }

    /// A text that must be there; empty where it is not.
    pub(super) fn string(&self, key: &str) -> At<String> {
        self.need(key)
            .and_then(|value| self.as_string(key, value))
            .unwrap_or_else(|| At {
                value: String::new(),
                at: self.at(),
            })
    }

    /// A text that may be there.
    pub(super) fn optional_string(&self, key: &str) -> Option<At<String>> {
        self.get(key).and_then(|value| self.as_string(key, value))
    }

    /// A list of texts; empty when it is not there.
    pub(super) fn strings(&self, key: &str) -> Vec<At<String>> {
        self.optional_strings(key).unwrap_or_default()
    }

    /// A list of texts that must be there, and may have none in it.
    pub(super) fn needed_strings(&self, key: &str) -> Vec<At<String>> {
        self.need(key).map_or_else(Vec::new, |_| self.strings(key))
    }

    /// A list of texts that may be there.
    pub(super) fn optional_strings(&self, key: &str) -> Option<Vec<At<String>>> {
        let value = self.get(key)?;
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "array of strings");
            return None;
        };
        Some(list.iter().filter_map(|value| self.as_string(key, value)).collect())
    }

    /// A name in lower-case letters, digits and hyphens.
    pub(super) fn slug(&self, key: &str) -> At<String> {
        let slug = self.string(key);
        if !slug.value.is_empty() && !is_slug(&slug.value) {
            self.report(&slug.at, "pack-bad-slug", &[("slug", &slug.value)]);
        }
        slug
    }

    pub(super) fn flag(&self, key: &str) -> Option<At<bool>> {
        let value = self.get(key)?;
        let Some(flag) = value.get_ref().as_bool() else {
            self.wrong_type(key, value, "boolean");
            return None;
        };
        Some(At {
            value: flag,
            at: self.source.place(value.span()),
        })
    }

    /// A number within `range`, that must be there.
    pub(super) fn number(&self, key: &str, range: Range<f64>) -> Option<At<f64>> {
        let value = self.need(key)?;
        let Some(number) = as_number(value) else {
            self.wrong_type(key, value, "number");
            return None;
        };
        if !(range.start..=range.end).contains(&number) {
            let (low, high) = (range.start.to_string(), range.end.to_string());
            let args = [
                ("key", &*self.path(key)),
                ("value", &number.to_string()),
                ("low", &low),
                ("high", &high),
            ];
            self.source.report(value.span(), "pack-out-of-range", &args);
            return None;
        }
        Some(At {
            value: number,
            at: self.source.place(value.span()),
        })
    }

    /// A whole number within `low..=high`, that must be there.
    pub(super) fn whole(&self, key: &str, low: u32, high: u32) -> Option<At<u32>> {
        let found = self.number(key, f64::from(low)..f64::from(high))?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be within u32 above"
        )]
        let value = found.value as u32;
        if (f64::from(value) - found.value).abs() > f64::EPSILON {
            let args = [("key", &*self.path(key)), ("wanted", "integer"), ("found", "float")];
            self.report(&found.at, "pack-wrong-type", &args);
            return None;
        }
        Some(At { value, at: found.at })
    }

    /// A list that may be there of pairs of numbers; each is none where it is no such pair.
    pub(super) fn pairs(&self, key: &str) -> Option<Vec<At<Option<[f64; 2]>>>> {
        let value = self.get(key)?;
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "array of pairs of numbers");
            return None;
        };
        let pair = |value: &Spanned<DeValue<'_>>| -> Option<[f64; 2]> {
            let numbers = value.get_ref().as_array()?.iter().map(as_number);
            numbers.collect::<Option<Vec<f64>>>()?.try_into().ok()
        };
        let pairs = list.iter().map(|value| At {
            value: pair(value),
            at: self.source.place(value.span()),
        });
        Some(pairs.collect())
    }

    /// A name in both languages.
    pub(super) fn text(&self, key: &str) -> Text {
        self.need(key)
            .and_then(|value| self.as_text(key, value))
            .unwrap_or_else(|| Text {
                zh: String::new(),
                en: String::new(),
            })
    }

    pub(super) fn optional_text(&self, key: &str) -> Option<Text> {
        self.get(key).and_then(|value| self.as_text(key, value))
    }

    /// A list of names in both languages that may be there.
    pub(super) fn optional_texts(&self, key: &str) -> Option<Vec<Text>> {
        let value = self.get(key)?;
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "array");
            return None;
        };
        Some(list.iter().filter_map(|value| self.as_text(key, value)).collect())
    }

    fn as_text(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Option<Text> {
        let section = self.as_section(key, value)?;
        let [zh, en] = ["zh", "en"].map(|language| {
            let text = section.string(language);
            if section.has(language) && text.value.trim().is_empty() {
                self.report(&text.at, "pack-empty-text", &[("key", &section.path(language))]);
            }
            text.value
        });
        section.end();
        Some(Text { zh, en })
    }

    /// One of the words that `T` knows; `key_of_problem` is reported for any other.
    pub(super) fn word<T: for<'de> Deserialize<'de>>(&self, key: &str, key_of_problem: &'static str) -> Option<At<T>> {
        let word = self.need(key).and_then(|value| self.as_string(key, value))?;
        self.known(&word, key_of_problem)
    }

    /// A list of words that `T` knows.
    pub(super) fn words<T: for<'de> Deserialize<'de>>(&self, key: &str, key_of_problem: &'static str) -> Vec<At<T>> {
        let words = self.strings(key);
        words
            .iter()
            .filter_map(|word| self.known(word, key_of_problem))
            .collect()
    }

    /// A word that `T` knows, or a report that lists those it does.
    pub(super) fn known<T: for<'de> Deserialize<'de>>(
        &self,
        word: &At<String>,
        key_of_problem: &'static str,
    ) -> Option<At<T>> {
        let reader: StrDeserializer<'_, WordError> = word.value.as_str().into_deserializer();
        match T::deserialize(reader) {
            Ok(value) => Some(At {
                value,
                at: word.at.clone(),
            }),
            Err(error) => {
                let message = error.to_string();
                let known = message.split_once("expected ").map_or("", |(_, known)| known);
                let known = known.trim_start_matches("one of ").replace('`', "");
                self.report(&word.at, key_of_problem, &[("word", &word.value), ("known", &known)]);
                None
            }
        }
    }

    /// A table that may be there.
    pub(super) fn section(&self, key: &str) -> Option<Section<'a>> {
        self.get(key).and_then(|value| self.as_section(key, value))
    }

    /// A list of tables that may be there.
    pub(super) fn sections(&self, key: &str) -> Option<Vec<Section<'a>>> {
        let value = self.get(key)?;
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "array of tables");
            return None;
        };
        Some(list.iter().filter_map(|value| self.as_section(key, value)).collect())
    }

    /// A list of tables that must be there, and may have none in it.
    pub(super) fn needed_sections(&self, key: &str) -> Option<Vec<Section<'a>>> {
        self.need(key).and_then(|_| self.sections(key))
    }

    fn as_section(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Option<Section<'a>> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "table");
            return None;
        };
        let path = self.path(key);
        Some(Section::new(self.problems, self.source, &path, value.span(), table))
    }

    /// Reads `value` and, beside it, where it comes from. A rule without source or mark is refused: the desk shows both.
    pub(super) fn rule<T>(&self, value: impl FnOnce(&Self) -> Option<T>) -> Option<Rule<T>> {
        let value = value(self);
        let source = self.optional_string("source");
        let verified = self.flag("verified");
        let name = [("rule", self.name.as_str())];
        match &source {
            None => self.report(&self.at(), "pack-rule-without-source", &name),
            Some(source) if source.value.trim().is_empty() => {
                let verified = verified.as_ref().is_some_and(|flag| flag.value);
                let key = if verified {
                    "pack-verified-without-source"
                } else {
                    "pack-rule-without-source"
                };
                self.report(&source.at, key, &name);
            }
            Some(_) => {}
        }
        if verified.is_none() && !self.has("verified") {
            self.report(&self.at(), "pack-rule-without-mark", &name);
        }
        Some(Rule {
            value: value?,
            source: source?.value,
            verified: verified?.value,
        })
    }

    /// Reports every key that was not asked for.
    pub(super) fn end(&self) {
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            if !asked.contains(key.get_ref().as_ref()) {
                let known: Vec<_> = asked.iter().map(String::as_str).collect();
                let args = [("key", &*self.path(key.get_ref())), ("known", &known.join(", "))];
                self.source.report(key.span(), "pack-unknown-key", &args);
            }
        }
    }
}

fn as_number(value: &Spanned<DeValue<'_>>) -> Option<f64> {
    match value.get_ref() {
        #[expect(clippy::cast_precision_loss, reason = "no rule has a number beyond 2^53")]
        DeValue::Integer(number) => {
            let whole = i64::from_str_radix(number.as_str(), number.radix()).ok();
            whole.map(|whole| whole as f64)
        }
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

/// Lower-case letters, digits and hyphens, beginning with a letter, at most 64: slugs are in addresses and file names.
pub(super) fn is_slug(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The word that stands for a step, role or field in the files.
pub(super) fn spell<T: serde::Serialize>(word: T) -> String {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
