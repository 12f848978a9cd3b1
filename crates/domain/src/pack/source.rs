//! One file of a pack: its text, its lines, and what is wrong in it.

use super::MOST_BYTES;
use super::problem::Problem;
use super::section::Section;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;
use toml::Spanned;
use toml::de::DeTable;

/// A place in a pack's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Where {
    pub(super) file: Rc<str>,
    pub(super) line: usize,
}

/// A value and the place it was read from.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) at: Where,
}

/// All mistakes found so far.
#[derive(Default)]
pub(super) struct Problems {
    found: RefCell<Vec<Problem>>,
    /// Dotted keys that stand in a file, right or wrong: what is wrong is not missing as well.
    pub(super) written: RefCell<BTreeSet<String>>,
}

impl Problems {
    pub(super) fn report(&self, at: &Where, key: &'static str, args: &[(&'static str, &str)]) {
        self.found.borrow_mut().push(Problem {
            file: at.file.to_string(),
            line: at.line,
            key,
            args: args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        });
    }

    pub(super) fn count(&self) -> usize {
        self.found.borrow().len()
    }

    /// Whether the key stands in some file of the pack or of those it extends.
    pub(super) fn is_written(&self, key: &str) -> bool {
        self.written.borrow().contains(key)
    }

    /// By file and line, each once.
    pub(super) fn sorted(self) -> Vec<Problem> {
        let mut problems = self.found.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }
}

/// One TOML file.
pub(super) struct Source<'a> {
    file: Rc<str>,
    text: &'a str,
    /// Where each line after the first begins: every value keeps its line, and a pack has thousands of them.
    lines: Vec<usize>,
    problems: &'a Problems,
}

impl<'a> Source<'a> {
    pub(super) fn new(file: &str, text: &'a str, problems: &'a Problems) -> Self {
        Self {
            file: file.into(),
            text,
            lines: text.match_indices('\n').map(|(at, _)| at + 1).collect(),
            problems,
        }
    }

    /// The file's tables; none when it is not TOML or too large, which is reported.
    pub(super) fn parse(&self) -> Option<Spanned<DeTable<'a>>> {
        if self.text.len() > MOST_BYTES {
            let most = (MOST_BYTES / 1024).to_string();
            self.report(0..0, "pack-file-too-large", &[("most", &most)]);
            return None;
        }
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            self.report(span, "pack-syntax", &[("detail", error.message().trim())]);
        }
        errors.is_empty().then_some(table)
    }

    pub(super) fn root<'s>(&'s self, table: &'s Spanned<DeTable<'a>>) -> Section<'s> {
        Section::new(self.problems, self, "", 0..0, table.get_ref())
    }

    pub(super) fn place(&self, span: Range<usize>) -> Where {
        Where {
            file: Rc::clone(&self.file),
            line: self.lines.partition_point(|begin| *begin <= span.start) + 1,
        }
    }

    pub(super) fn report(&self, span: Range<usize>, key: &'static str, args: &[(&'static str, &str)]) {
        self.problems.report(&self.place(span), key, args);
    }
}
