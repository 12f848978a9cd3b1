//! What the program writes into its own log while it is tested.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Everything that was written so far.
#[derive(Clone, Default)]
pub(super) struct Heard(Arc<Mutex<String>>);

impl Heard {
    pub(super) fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

/// Hears everything from now on, whatever its level. A test that runs beside others in one process hears them too.
pub(super) fn begin() -> Heard {
    let heard = Heard::default();
    // Somebody hears already where all tests share a process: then this one looks at answers alone.
    let _ = tracing::subscriber::set_global_default(Ear(heard.clone()));
    heard
}

struct Ear(Heard);

struct Words<'a>(&'a mut String);

impl Visit for Words<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Ear {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Words(&mut self.0.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Words(&mut self.0.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut heard = self.0.0.lock().unwrap();
        heard.push('\n');
        event.record(&mut Words(&mut heard));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
