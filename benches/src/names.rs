//! What to say to a name that nobody bears.

/// `there is no kernel "mandlebrot". Did you mean "mandelbrot"?`, or the list of all when nothing comes close.
pub fn unknown<'a>(kind: &str, given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.into_iter().collect();
    let likeness = |name: &str| strsim::jaro_winkler(&given.to_lowercase(), name);
    let close = known.iter().copied().filter(|name| likeness(name) > 0.75);
    match close.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
        Some(name) => format!("there is no {kind} {given:?}. Did you mean {name:?}?"),
        None => format!("there is no {kind} {given:?}. There are: {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood_and_nonsense_is_not() {
        let known = ["great_circle", "mandelbrot"];
        assert!(unknown("kernel", "mandlebrot", known).ends_with("Did you mean \"mandelbrot\"?"));
        assert!(unknown("kernel", "great-circle", known).ends_with("Did you mean \"great_circle\"?"));
        assert!(unknown("kernel", "sudoku", known).ends_with("There are: great_circle, mandelbrot"));
    }
}
