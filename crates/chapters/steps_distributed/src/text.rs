//! A made-up text: a few words are very frequent and very many are rare, as in a language (Zipf 1949).

use std::ops::Range;

/// How many different words there are: 2^16 - 1.
pub const VOCABULARY: u32 = (1 << OCTAVES) - 1;
const OCTAVES: u32 = 16;

/// The words of the text from the one with the number `range.start` on, twelve in a line. Every process can write any
/// part of the text, and the parts together are the whole, whoever writes which.
pub fn text(range: Range<u64>) -> String {
    let mut text = String::new();
    for i in range {
        spell(rank(i), &mut text);
        text.push(if i % 12 == 11 { '\n' } else { ' ' });
    }
    text
}

/// Which word stands at place `i`: 0 is the most frequent one. First a power of two is drawn, then a word among as many
/// as it says: so each word comes about half as often as one that stands half as far down the list.
fn rank(i: u64) -> u32 {
    let random = mix(i);
    let octave = (random % u64::from(OCTAVES)) as u32;
    (1 << octave) - 1 + (random >> 32) as u32 % (1 << octave)
}

/// Writes the word of this rank: syllables, the fewer the more frequent it is.
fn spell(mut rank: u32, text: &mut String) {
    const FIRST: &[u8; 14] = b"bdfghklmnprstw";
    const SECOND: &[u8; 5] = b"aeiou";
    loop {
        let syllable = rank as usize % 70;
        text.push(FIRST[syllable / 5].into());
        text.push(SECOND[syllable % 5].into());
        if rank < 70 {
            break;
        }
        rank = rank / 70 - 1;
    }
}

/// A number that looks as if it were drawn at random, the same for the same `i` (SplitMix64: Steele and
/// others 2014).
fn mix(i: u64) -> u64 {
    let z = i.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_word_has_a_spelling_of_its_own() {
        let spelt = |rank| {
            let mut word = String::new();
            spell(rank, &mut word);
            word
        };
        assert_eq!((0..VOCABULARY).map(spelt).collect::<HashSet<_>>().len(), VOCABULARY as usize);
    }

    #[test]
    fn the_parts_are_the_whole() {
        let parts = [text(0..7), text(7..7), text(7..1000)].concat();
        assert_eq!(parts, text(0..1000));
        assert_eq!(parts.split_whitespace().count(), 1000);
    }

    #[test]
    fn frequent_words_are_frequent() {
        let mut times = [0_u32; 4];
        for i in 0..160_000 {
            if let Some(times) = times.get_mut(rank(i) as usize) {
                *times += 1;
            }
        }
        // One in 16 is the first word, one in 32 each of the next two, one in 64 the fourth.
        for (got, want) in times.into_iter().zip([10_000, 5000, 5000, 2500_u32]) {
            assert!(got.abs_diff(want) < want / 10, "{times:?}");
        }
    }
}
