//! Lists of hardware threads, as Linux writes them.

use std::collections::BTreeSet;

/// More hardware threads than any machine has: a list that claims more is broken.
const MOST: usize = 1 << 20;

/// The numbers that a list such as `0-3,8,10-11` names. `None` for an empty list, anything that is not one, a range
/// that runs backwards, and a number beyond a million: no machine has that many, and a range that claims so must not
/// make us allocate it.
pub fn numbers(list: &str) -> Option<BTreeSet<usize>> {
    let mut numbers = BTreeSet::new();
    for part in list.trim().split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (usize, usize) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        if first > last || last >= MOST {
            return None;
        }
        numbers.extend(first..=last);
    }
    Some(numbers)
}

/// How many numbers such a list names.
pub fn count(list: &str) -> Option<usize> {
    numbers(list).map(|numbers| numbers.len())
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn lists_are_counted() {
        for (list, want) in [("0", 1), ("0-3", 4), ("0-3,8,10-11\n", 7), ("63", 1), ("0-3,2-4", 5)] {
            assert_eq!(count(list), Some(want), "{list}");
        }
    }

    #[test]
    fn hostile_lists_are_refused() {
        for list in ["", " ", "a", "3-1", "0-", "-3", "0--1", "1,,2", "0-18446744073709551615", "0-99999999", "1.5"] {
            assert_eq!(count(list), None, "{list}");
        }
    }
}
