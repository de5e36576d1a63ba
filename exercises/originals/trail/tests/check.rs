//! Is it one cycle through all lines, without a pattern, and by chance? And does the chase follow it? No clock is read.

use std::collections::BTreeMap;
use std::time::Duration;
use trail::{LINE, chase, lay};
use witness::{deadline, for_all, generate::*};

const LIMIT: Duration = Duration::from_secs(30);

#[test]
fn a_stop_in_each_line() {
    deadline("the stops", "what ends your loop", LIMIT, || {
        for lines in [1, 2, 3, 8, 9, 100] {
            let trail = lay(lines, 7);
            assert_eq!(trail.len(), lines * LINE, "words of a trail through {lines} lines, {LINE} to a line");
            for (place, &word) in trail.iter().enumerate() {
                if place % LINE == 0 {
                    assert!(
                        word < trail.len() && word % LINE == 0,
                        "lay({lines}, 7): place {place} leads to {word}, which is not the first word of one of the {lines} \
                         lines.\nLine `a` begins at the place `a * LINE`: a stop holds a place, not the number of a line."
                    );
                } else {
                    assert_eq!(word, 0, "lay({lines}, 7): the word at {place}, between two stops, expected 0");
                }
            }
        }
    });
}

#[test]
fn one_cycle_through_all_lines() {
    deadline("the cycle", "what ends your loop", LIMIT, || {
        for (lines, seed) in [(1, 0), (2, 0), (3, 1), (4, 2), (64, 3), (1_000, 4), (4_096, 5)] {
            one_cycle(lines, seed).unwrap_or_else(|reason| panic!("{reason}"));
        }
        for_all(200, (1..300_usize, any::<u64>()), |&(lines, seed)| one_cycle(lines, seed));
    });
}

fn one_cycle(lines: usize, seed: u64) -> Result<(), String> {
    let trail = lay(lines, seed);
    let mut seen = vec![false; lines];
    let mut at = 0;
    for step in 0..lines {
        let line = at / LINE;
        if line >= lines || seen[line] {
            let idea = if at == 0 {
                "A trail with several cycles visits only the lines of the first one. Which swaps join two cycles, and which \
                 cut one in two?"
            } else {
                "Two stops lead to the same place. Each line must be the next of exactly one other."
            };
            return Err(format!(
                "lay({lines}, {seed}): at step {step} the trail is back at place {at}; {} of {lines} lines were never \
                 visited.\n{idea}",
                seen.iter().filter(|&&seen| !seen).count()
            ));
        }
        seen[line] = true;
        at = *trail.get(at).ok_or_else(|| format!("lay({lines}, {seed}): there is no place {at}"))?;
    }
    if at == 0 { Ok(()) } else { Err(format!("lay({lines}, {seed}): after {lines} steps expected place 0, got {at}")) }
}

const LINES: usize = 1_024;

#[test]
fn no_distance_is_frequent() {
    deadline("the distances", "what ends your loop", LIMIT, || {
        for seed in 0..8 {
            let mut counts = BTreeMap::new();
            for distance in distances(seed) {
                *counts.entry(distance).or_insert(0) += 1;
            }
            let (distance, count) = counts.into_iter().max_by_key(|&(_, count)| count).expect("there are stops");
            // Of random ones the most frequent comes six or seven times.
            assert!(
                count <= 32,
                "lay({LINES}, {seed}): {count} of {LINES} steps go {distance} lines on. A core sees a constant stride after a \
                 few loads, and fetches ahead: you would measure the guess, not the way.\nDraw each step by chance."
            );
        }
    });
}

#[test]
fn most_steps_are_long() {
    deadline("the distances", "what ends your loop", LIMIT, || {
        for seed in 0..8 {
            let long = LINES / 16..=LINES - LINES / 16;
            let count = distances(seed).into_iter().filter(|distance| !long.contains(distance)).count();
            // Of random ones an eighth.
            assert!(
                count <= LINES / 4,
                "lay({LINES}, {seed}): {count} of {LINES} steps lead to a line nearby. Cores fetch neighbours unasked, and \
                 those in one page share its translation.\nEvery line must have the same chance of being next."
            );
        }
    });
}

/// How many lines each step goes on, around the end.
fn distances(seed: u64) -> Vec<usize> {
    let trail = lay(LINES, seed);
    (0..LINES).map(|line| (trail[line * LINE] / LINE + LINES - line) % LINES).collect()
}

#[test]
fn a_seed_is_a_trail() {
    deadline("the seeds", "what ends your loop", LIMIT, || {
        for seed in [0, 1, 2, u64::MAX] {
            assert!(lay(100, seed) == lay(100, seed), "lay(100, {seed}), called twice, gave two different trails");
        }
        for other in [1, 2, 1 << 32, u64::MAX] {
            assert!(
                lay(100, 0) != lay(100, other),
                "lay(100, 0) and lay(100, {other}) gave the same trail. Does the seed reach the dice, all of it?"
            );
        }
    });
}

#[test]
fn every_trail_has_the_same_chance() {
    deadline("the trails through four lines", "what ends your loop", LIMIT, || {
        const SEEDS: u64 = 6_000;
        let mut counts = BTreeMap::new();
        for seed in 0..SEEDS {
            let trail = lay(4, seed);
            let stops = [0, 1, 2, 3].map(|line| trail[line * LINE] / LINE);
            *counts.entry(stops).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6, "different trails through four lines, of {SEEDS} seeds; there are 3! of one cycle");
        for (stops, count) in counts {
            // A thousand each, give or take a hundred.
            assert!(
                (800..=1_200).contains(&count),
                "the trail in which lines 0 to 3 lead to {stops:?} came {count} times of {SEEDS}; each of the six should come \
                 about 1000 times.\nEach line is swapped with one of *all* those before it."
            );
        }
    });
}

#[test]
fn the_chase_follows() {
    deadline("the chase", "what ends your loop", LIMIT, || {
        // Lines 0, 2, 1, 3, and home.
        let mut trail = vec![0; 4 * LINE];
        for (line, next) in [(0, 2), (2, 1), (1, 3), (3, 0)] {
            trail[line * LINE] = next * LINE;
        }
        for (steps, line) in [(0, 0), (1, 2), (2, 1), (3, 3), (4, 0), (5, 2), (4_002, 1)] {
            assert_eq!(
                chase(&trail, steps),
                line * LINE,
                "the place after {steps} steps, on a trail through the lines 0, 2, 1, 3 and back"
            );
        }
        assert_eq!(chase(&[0], 10), 0, "the place after 10 steps on a trail of a single word that leads to itself");
    });
}
