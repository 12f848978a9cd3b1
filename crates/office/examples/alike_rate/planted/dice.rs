//! Dice that fall the same way in every run.

/// Xorshift of 64 bits.
pub(crate) struct Dice(u64);

impl Dice {
    /// From a seed, which is not 0.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// Below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }

    /// So many times of a hundred.
    pub(crate) fn percent(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// From `from` to `to`, both of them.
    pub(crate) fn between(&mut self, from: u32, to: u32) -> u32 {
        let wide = usize::try_from(to.saturating_sub(from)).unwrap_or(0) + 1;
        from + u32::try_from(self.below(wide)).unwrap_or(0)
    }

    /// One of them.
    pub(crate) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// Degrees, some twenty metres this way or that: a telephone's own idea of where it is.
    #[expect(clippy::cast_precision_loss, reason = "numbers below a thousand")]
    pub(crate) fn jitter(&mut self) -> f64 {
        (self.below(1_000) as f64 / 500.0 - 1.0) * 0.000_18
    }
}
