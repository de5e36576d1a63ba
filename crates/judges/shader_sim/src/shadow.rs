//! Who touched which word when: what shows a data race.
//!
//! Two accesses of one word are a race if they belong to two invocations, at least one of them writes, neither is
//! atomic, and nothing orders them. Only barriers order anything, and only within a workgroup. So each workgroup counts
//! the barriers that it has passed, its **epoch**, and two accesses are ordered if they belong to one workgroup and to
//! two epochs. No schedule can hide a race from this: it looks at what was ordered, not at what came first.

const NOBODY: u32 = u32::MAX;

/// An access: by which invocation of the dispatch, in which epoch of its workgroup, at which place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    pub invocation: u32,
    pub epoch: u32,
    pub site: u32,
    /// The workgroup's epoch for the other kind of memory, whose barriers order nothing here.
    pub beside: u32,
}

const NONE: Touch = Touch { invocation: NOBODY, epoch: 0, site: 0, beside: 0 };

/// The latest access, and one more: by another workgroup, if there was one, or else by another invocation. Whatever
/// races with an earlier access races with one of these as well.
#[derive(Clone, Copy, Debug)]
struct Pair {
    latest: Touch,
    other: Touch,
}

impl Pair {
    const EMPTY: Self = Self { latest: NONE, other: NONE };

    fn add(&mut self, touch: Touch, size: u32) {
        let group = touch.invocation / size;
        if self.latest.invocation != touch.invocation {
            let foreign = self.other.invocation != NOBODY && self.other.invocation / size != group;
            if !foreign || self.latest.invocation / size != group {
                self.other = self.latest;
            }
        }
        self.latest = touch;
    }

    fn conflict(&self, touch: Touch, size: u32) -> Option<Touch> {
        [self.latest, self.other].into_iter().find(|past| {
            past.invocation != NOBODY
                && past.invocation != touch.invocation
                && (past.epoch == touch.epoch || past.invocation / size != touch.invocation / size)
        })
    }
}

/// All that is known of a word.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    reads: Pair,
    writes: Pair,
}

impl Word {
    pub const EMPTY: Self = Self { reads: Pair::EMPTY, writes: Pair::EMPTY };

    /// Takes down an access, and returns an earlier one that races with it. Workgroups have `size` invocations.
    pub fn touch(&mut self, touch: Touch, write: bool, size: u32) -> Option<Touch> {
        let conflict = self.writes.conflict(touch, size).or_else(|| match write {
            true => self.reads.conflict(touch, size),
            false => None,
        });
        match write {
            true => self.writes.add(touch, size),
            false => self.reads.add(touch, size),
        }
        conflict
    }
}

/// What one invocation did to a word in one epoch, which for most words is all there ever is.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Or where the whole story is, if neither `read` nor `written`.
    invocation: u32,
    /// The epoch, and two bits.
    epoch: u32,
    site: u32,
    beside: u32,
}

const READ: u32 = 1;
const WRITTEN: u32 = 2;

/// The words of a buffer.
#[derive(Debug, Default)]
pub struct Shadow {
    cells: Vec<Cell>,
    stories: Vec<Word>,
}

impl Shadow {
    pub fn new(words: usize) -> Self {
        Self { cells: vec![Cell { invocation: NOBODY, epoch: 0, site: 0, beside: 0 }; words], stories: Vec::new() }
    }

    /// As [`Word::touch`], of word `word`.
    #[inline]
    pub fn touch(&mut self, word: usize, touch: Touch, write: bool, size: u32) -> Option<Touch> {
        let cell = &mut self.cells[word];
        let bit = if write { WRITTEN } else { READ };
        if cell.invocation == NOBODY {
            let Touch { invocation, epoch, site, beside } = touch;
            *cell = Cell { invocation, epoch: epoch << 2 | bit, site, beside };
            return None;
        }
        if cell.epoch & 3 != 0 {
            if cell.invocation == touch.invocation && cell.epoch >> 2 == touch.epoch {
                // The write says more: keep its place.
                if write || cell.epoch & WRITTEN == 0 {
                    cell.site = touch.site;
                    cell.beside = touch.beside;
                }
                cell.epoch |= bit;
                return None;
            }
            let Cell { invocation, epoch, site, beside } = *cell;
            let past = Touch { invocation, epoch: epoch >> 2, site, beside };
            let mut story = Word::EMPTY;
            if cell.epoch & READ != 0 {
                story.reads.add(past, size);
            }
            if cell.epoch & WRITTEN != 0 {
                story.writes.add(past, size);
            }
            *cell = Cell { invocation: self.stories.len() as u32, epoch: 0, site: 0, beside: 0 };
            self.stories.push(story);
        }
        self.stories[cell.invocation as usize].touch(touch, write, size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the last of some accesses `(invocation, epoch, write)` races, in workgroups of four; told twice, once in
    /// short and once at length.
    fn races(accesses: &[(u32, u32, bool)]) -> bool {
        let (mut shadow, mut word, mut last) = (Shadow::new(1), Word::EMPTY, (None, None));
        for &(invocation, epoch, write) in accesses {
            let touch = Touch { invocation, epoch, site: 0, beside: 0 };
            last = (shadow.touch(0, touch, write, 4), word.touch(touch, write, 4));
        }
        assert_eq!(last.0.is_some(), last.1.is_some(), "{accesses:?}");
        last.0.is_some()
    }

    /// What the definition says.
    fn by_definition(accesses: &[(u32, u32, bool)]) -> bool {
        let (&(invocation, epoch, write), past) = accesses.split_last().unwrap();
        past.iter().any(|&(other, then, wrote)| {
            other != invocation && (write || wrote) && (other / 4 != invocation / 4 || then == epoch)
        })
    }

    #[test]
    fn two_slots_are_enough() {
        // All sequences of five accesses by two workgroups of two, whose epochs only grow.
        let choices: Vec<(u32, bool, bool)> = [0, 1, 4, 5]
            .into_iter()
            .flat_map(|invocation| {
                [(false, false), (false, true), (true, false), (true, true)].map(|(a, b)| (invocation, a, b))
            })
            .collect();
        let mut seen = [0, 0];
        for n in 0..choices.len().pow(5) {
            let mut epochs = [0, 0];
            let accesses: Vec<(u32, u32, bool)> = (0..5)
                .map(|digit| {
                    let (invocation, barrier, write) = choices[n / choices.len().pow(digit) % choices.len()];
                    let group = invocation as usize / 4;
                    epochs[group] += u32::from(barrier);
                    (invocation, epochs[group], write)
                })
                .collect();
            let race = by_definition(&accesses);
            // Of two that race only the first needs to be found.
            if (1..5).all(|end| !by_definition(&accesses[..end])) {
                assert_eq!(races(&accesses), race, "{accesses:?}");
                seen[usize::from(race)] += 1;
            }
        }
        assert!(seen.iter().all(|&seen| seen > 1000), "{seen:?}");
    }
}
