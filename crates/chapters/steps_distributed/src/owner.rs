//! Who counts which word. All processes must agree on it without asking each other.

// ANCHOR: owner
/// The process to which a word belongs. `std`'s `HashMap` hashes with a key that every process draws for itself; this
/// hash (FNV-1a) is the same everywhere.
pub fn owner(word: &str, processes: usize) -> usize {
    let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = word.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, fnv);
    (hash % processes as u64) as usize
}
// ANCHOR_END: owner

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_and_deals_evenly() {
        // Of the empty string and of "a", as Fowler, Noll and Vo publish them.
        assert_eq!(owner("", 1 << 16), 0xcbf2_9ce4_8422_2325_u64 as usize % (1 << 16));
        assert_eq!(owner("a", 1 << 16), 0xaf63_dc4c_8601_ec8c_u64 as usize % (1 << 16));
        let mut words = [0; 5];
        for word in crate::count::count(&crate::text::text(0..200_000)).keys() {
            words[owner(word, 5)] += 1;
        }
        let (fewest, most) = (words.iter().min().unwrap(), words.iter().max().unwrap());
        assert!(most - fewest < most / 10, "{words:?}");
    }
}
