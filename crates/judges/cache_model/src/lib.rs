//! A cache of a few lines that counts what it loads.
//!
//! It holds no data. It is told which addresses are read or written, and knows which lines a cache would hold: when it
//! is full, the line that hasn't been used for longest goes. Real caches differ in detail (each line has only a few
//! places to go, and neighbours may be fetched ahead), but the order of steps that this one likes is the order that
//! they like.

/// Which lines are there, the one used last at the end.
#[derive(Clone, Debug)]
pub struct Cache {
    line: usize,
    room: usize,
    held: Vec<usize>,
    loaded: usize,
    found: usize,
}

impl Cache {
    /// An empty cache with room for `room` lines of `line` units each, both at least 1. Addresses are in the same unit.
    ///
    /// # Panics
    /// When either is 0.
    pub fn new(line: usize, room: usize) -> Self {
        assert!(line > 0 && room > 0, "a cache has room for a line, and a line for a number");
        Self { line, room, held: Vec::with_capacity(room), loaded: 0, found: 0 }
    }

    /// Reads or writes what lies at `address`; says whether its line was there.
    pub fn touch(&mut self, address: usize) -> bool {
        let line = address / self.line;
        let place = self.held.iter().rposition(|&held| held == line);
        match place {
            Some(place) => {
                self.held.remove(place);
                self.found += 1;
            }
            None => {
                if self.held.len() == self.room {
                    self.held.remove(0);
                }
                self.loaded += 1;
            }
        }
        self.held.push(line);
        place.is_some()
    }

    /// How many lines had to be loaded.
    pub fn loaded(&self) -> usize {
        self.loaded
    }

    /// How often a line was there already.
    pub fn found(&self) -> usize {
        self.found
    }
}

/// A walk over a grid of `rows` × `columns` that lies row after row: the addresses in the order of the steps, along the
/// rows.
pub fn along(rows: usize, columns: usize) -> impl Iterator<Item = usize> {
    (0..rows).flat_map(move |y| (0..columns).map(move |x| y * columns + x))
}

/// The same grid, down the columns.
pub fn down(rows: usize, columns: usize) -> impl Iterator<Item = usize> {
    (0..columns).flat_map(move |x| (0..rows).map(move |y| y * columns + x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_not_used_for_longest_goes() {
        let mut cache = Cache::new(4, 2);
        let steps = [(0, false), (3, true), (4, false), (0, true), (8, false), (1, true), (4, false)];
        for (step, (address, there)) in steps.into_iter().enumerate() {
            assert_eq!(cache.touch(address), there, "step {step}, to {address}");
        }
        assert_eq!((cache.loaded(), cache.found()), (4, 3));
    }

    #[test]
    fn both_walks_come_everywhere_once() {
        for walk in [along(3, 5).collect::<Vec<_>>(), down(3, 5).collect()] {
            let mut sorted = walk.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..15).collect::<Vec<_>>(), "{walk:?}");
        }
    }
}
