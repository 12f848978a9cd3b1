//! Words to people on stderr, data to stdout, progress bars on terminals only.

use crate::failure::Failure;
use domain::Locale;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::sync::Arc;
use words::{FluentValue, Words};

/// Where a command speaks.
pub(crate) struct Console {
    words: &'static Words,
    verbose: bool,
}

impl Console {
    pub(crate) fn new(locale: Locale, verbose: bool) -> Self {
        Self {
            words: words::words(locale),
            verbose,
        }
    }

    /// The words of the reader's language.
    pub(crate) fn words(&self) -> &'static Words {
        self.words
    }

    /// The reader's language.
    pub(crate) fn locale(&self) -> Locale {
        self.words.locale()
    }

    /// A sentence of `cli.ftl` to the person, on stderr.
    pub(crate) fn say(&self, key: &str, args: &[(&str, FluentValue<'_>)]) {
        eprintln!("{}", self.words.with(key, args));
    }

    /// The same, only with `-v`.
    pub(crate) fn mention(&self, key: &str, args: &[(&str, FluentValue<'_>)]) {
        if self.verbose {
            self.say(key, args);
        }
    }

    /// Text that is already in words, on stderr.
    #[expect(clippy::unused_self, reason = "commands speak through the console alone")]
    pub(crate) fn text(&self, text: &str) {
        eprintln!("{text}");
    }

    /// Why a command was not done.
    pub(crate) fn failure(&self, failure: &Failure) {
        for sentence in failure.sentences(self.words) {
            eprintln!("huying: {sentence}");
        }
        if self.verbose {
            eprintln!("{failure:?}");
        }
    }

    /// Data as JSON on stdout, with a line end.
    #[expect(clippy::unused_self, reason = "commands speak through the console alone")]
    pub(crate) fn json(&self, data: &impl serde::Serialize) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, data).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        out.flush()?;
        Ok(())
    }

    /// Data as text on stdout, with a line end.
    #[expect(clippy::unused_self, reason = "commands speak through the console alone")]
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{text}")?;
        out.flush()?;
        Ok(())
    }

    /// A bar on stderr; on anything but a terminal it draws nothing.
    pub(crate) fn progress(&self, key: &str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(self.words.text(key).to_owned());
        Progress(bar)
    }
}

/// A progress bar; gone when dropped.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// So many of so many are done.
    pub(crate) fn set(&self, done: u64, of: u64) {
        self.0.set_length(of);
        self.0.set_position(done);
    }

    /// For work that tells how far it is from wherever it is done; gone with the last who holds it.
    pub(crate) fn into_told(self) -> store::Told {
        Arc::new(move |done, of| self.set(done, of))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
