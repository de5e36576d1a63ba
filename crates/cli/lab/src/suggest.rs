//! The likeliest name for one that isn't known.

use crate::outcome::WrongUsage;

/// An error for a `name` that is no `kind` (`exercise`, `kernel`, `chapter`), with the likeliest of `known` names, or
/// all of them where none comes close.
pub fn unknown<'a>(kind: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> WrongUsage {
    let known: Vec<_> = known.into_iter().collect();
    let meant = known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(&name.to_lowercase(), candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    WrongUsage(match meant {
        Some((_, candidate)) => format!("there is no {kind} {name:?}. Did you mean {candidate:?}?"),
        None if known.is_empty() => format!("there is no {kind} {name:?}: there are none at all"),
        None => format!("there is no {kind} {name:?}. There are: {}", known.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::unknown;

    #[test]
    fn slips_of_the_finger_are_understood() {
        let known = ["great_circle", "mandelbrot", "wedges"];
        for (typed, meant) in [
            ("great_cirlce", "great_circle"),
            ("greatcircle", "great_circle"),
            ("Mandelbrod", "mandelbrot"),
            ("wedge", "wedges"),
        ] {
            let words = unknown("kernel", typed, known).0;
            assert!(words.contains(&format!("Did you mean {meant:?}?")), "{words}");
        }
    }

    #[test]
    fn far_off_names_get_the_list() {
        assert!(unknown("kernel", "xyzzy", ["great_circle", "mandelbrot"]).0.contains("great_circle, mandelbrot"));
        assert!(unknown("kernel", "", ["a"]).0.contains("There are: a"));
        assert!(unknown("kernel", "x", []).0.contains("none at all"));
    }
}
