//! How far a backup or a restore is.

use std::cell::Cell;
use std::io::{self, Read};
use std::sync::Arc;

/// Whom a long piece of work tells how much of it is done: hundredths, of a hundred.
pub type Told = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// A part of the work, from one hundredth to another.
pub(super) struct Part {
    told: Told,
    from: u64,
    to: u64,
}

impl Part {
    pub(super) fn new(told: &Told, from: u64, to: u64) -> Self {
        Self {
            told: Arc::clone(told),
            from,
            to,
        }
    }

    /// So much of so much of this part is done.
    pub(super) fn at(&self, done: u64, of: u64) {
        let of = of.max(1);
        (self.told)(self.from + (self.to - self.from) * done.min(of) / of, 100);
    }
}

/// What is read, told as it is read.
pub(super) struct Counted<'p, R> {
    pub(super) inner: R,
    pub(super) part: &'p Part,
    /// Bytes so far, of this and what was read before it.
    pub(super) done: &'p Cell<u64>,
    pub(super) of: u64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(bytes)?;
        self.done.set(self.done.get() + n as u64);
        self.part.at(self.done.get(), self.of);
        Ok(n)
    }
}
