//! A generator of our own: the same on every machine and with every version of every library.

/// SplitMix64. Not for secrets.
pub struct Random(u64);

/// Spreads neighbouring numbers over the whole range, one to one.
pub fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Random {
    /// A stream for each `purpose` and `part`, so that a change of one leaves the others as they were.
    pub fn new(purpose: u64, part: u64) -> Self {
        Self(mix(mix(purpose) ^ part))
    }

    fn next(&mut self) -> u64 {
        let number = mix(self.0);
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        number
    }

    /// From 0 to `count` − 1; 0 where there is nothing to choose from.
    pub fn below(&mut self, count: usize) -> usize {
        let wide = u128::from(self.next()) * count as u128;
        (wide >> 64) as usize
    }

    /// Both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low).unwrap_or(0);
        low + self.below(span + 1) as i64
    }

    /// Both ends included.
    pub fn count(&mut self, low: u32, high: u32) -> u32 {
        low + self.below((high.saturating_sub(low)) as usize + 1) as u32
    }

    /// From 0 up to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Around 0, mostly within ±1; sums only, since sines differ between machines.
    pub fn bell(&mut self) -> f64 {
        (0..4).map(|_| self.share() - 0.5).sum()
    }

    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// One of the values, as often as its weight says.
    pub fn weighted<T: Copy>(&mut self, from: &[(T, u32)]) -> T {
        let mut at = self.below(from.iter().map(|(_, weight)| *weight as usize).sum());
        for (value, weight) in from {
            match at.checked_sub(*weight as usize) {
                None => return *value,
                Some(rest) => at = rest,
            }
        }
        from[0].0
    }

    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_purpose_and_part_give_the_same_stream() {
        let stream = |part| (0..5).map(|_| 0).scan(Random::new(1, part), |r, _| Some(r.next())).collect::<Vec<_>>();
        assert_eq!(stream(7), stream(7));
        assert_ne!(stream(7), stream(8));
    }

    #[test]
    fn bounds_are_kept_and_reached() {
        let mut random = Random::new(2, 0);
        let drawn: std::collections::BTreeSet<_> = (0..200).map(|_| random.between(-2, 2)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [-2, -1, 0, 1, 2]);
        assert!((0..200).all(|_| random.weighted(&[(true, 1), (false, 0)])));
        assert!((0..200).all(|_| random.share() < 1.0));
    }
}
