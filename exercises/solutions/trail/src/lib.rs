//! A trail through memory by Sattolo's shuffle: one cycle, each with the same chance.

/// Words in a cache line of 64 bytes.
pub const LINE: usize = 64 / size_of::<usize>();

/// Random numbers, the same ones for the same seed (splitmix64, by Steele, Lea and Flood 2014).
pub struct Dice(u64);

impl Dice {
    /// Dice that begin with `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n` (≥ 1), each with the same chance as far as anybody can tell.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((u128::from(z) * n as u128) >> 64) as usize
    }
}

/// Lays a trail through `lines` (≥ 1) cache lines: `lines * LINE` words, of which the first of each line holds the
/// place of the next stop, and all others are 0. A trail through one line leads back to it.
pub fn lay(lines: usize, seed: u64) -> Vec<usize> {
    let mut dice = Dice::new(seed);
    let mut next: Vec<usize> = (0..lines).collect();
    for i in (1..lines).rev() {
        // Line `i` is still a cycle by itself, and an earlier line isn't in it: the swap joins two cycles.
        next.swap(i, dice.below(i));
    }
    let mut words = vec![0; lines * LINE];
    for (line, next) in next.into_iter().enumerate() {
        words[line * LINE] = next * LINE;
    }
    words
}

/// The place to which the trail leads after `steps` steps from place 0.
pub fn chase(trail: &[usize], steps: usize) -> usize {
    let mut at = 0;
    for _ in 0..steps {
        at = trail[at];
    }
    at
}
