//! Numbers that look drawn and are the same on every run: the invented county has to be the same county tomorrow.

/// `SplitMix64`: a few lines, good enough for invented stories, used for nothing else.
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of `from..=to`.
    pub(crate) fn between(&mut self, from: u32, to: u32) -> u32 {
        let span = u64::from(to - from) + 1;
        from + u32::try_from(self.next() % span).unwrap_or(0)
    }

    /// True so many times in a thousand.
    pub(crate) fn per_mille(&mut self, times: u32) -> bool {
        self.between(0, 999) < times
    }

    /// One of them.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let last = u32::try_from(from.len() - 1).unwrap_or(u32::MAX);
        &from[self.between(0, last) as usize]
    }

    /// How many come when `rate` are expected (Poisson, by Knuth's product of uniforms).
    pub(crate) fn arrivals(&mut self, rate: f64) -> u32 {
        let limit = (-rate).exp();
        let mut product = 1.0;
        let mut count = 0;
        loop {
            product *= f64::from(self.between(1, 1_000_000)) / 1_000_000.0;
            if product <= limit {
                return count;
            }
            count += 1;
        }
    }
}
