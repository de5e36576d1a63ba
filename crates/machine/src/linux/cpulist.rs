/// More hardware threads than any machine has: a list that claims more is broken.
const MOST: usize = 1 << 20;

/// How many numbers a list such as `0-3,8,10-11` names. `None` for an empty list, anything that is not one, a range
/// that runs backwards, and more than a million: no machine has that many.
pub fn count(list: &str) -> Option<usize> {
    let mut total: usize = 0;
    for part in list.trim().split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (first.trim().parse::<usize>().ok()?, last.trim().parse::<usize>().ok()?);
        total = last.checked_sub(first)?.checked_add(1)?.checked_add(total)?;
    }
    (total <= MOST).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn lists_are_counted() {
        for (list, want) in [("0", 1), ("0-3", 4), ("0-3,8,10-11\n", 7), ("63", 1)] {
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
