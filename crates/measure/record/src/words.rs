//! Measured numbers in words, the same everywhere: three digits and a unit that keeps them short.

/// A duration in seconds: `0.0521` is `52.1 ms`.
pub fn time(seconds: f64) -> String {
    quantity(seconds, "s")
}

/// A number with its unit, prefixed so that three digits tell it: `3.75e10` of `B/s` is `37.5 GB/s`. Seconds don't go
/// above `s`, and `×` (a ratio) takes no prefix at all.
pub fn quantity(value: f64, unit: &str) -> String {
    const PREFIXES: [(f64, &str); 8] =
        [(1e-9, "n"), (1e-6, "µ"), (1e-3, "m"), (1.0, ""), (1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T")];
    if unit == "×" {
        return format!("{}×", digits(value));
    }
    if !unit.is_ascii() || value == 0.0 || !value.is_finite() {
        return format!("{} {unit}", digits(value)).trim_end().to_owned();
    }
    // Rounded first, so that 999.7 µs becomes 1.00 ms and not 1000 µs.
    let rounded: f64 = format!("{value:.2e}").parse().expect("a number's own text");
    let above = if unit == "s" { 1.0 } else { f64::INFINITY };
    let fits = |&&(size, _): &&(f64, &str)| size <= above && size <= rounded.abs() * (1.0 + 1e-9);
    let (size, prefix) = PREFIXES.iter().rev().find(fits).unwrap_or(&PREFIXES[0]);
    format!("{} {prefix}{unit}", digits(rounded / size)).trim_end().to_owned()
}

/// A plain number to three significant digits, never in powers of ten: `0.987`, `1.97`, `19.7`, `197`, `1970`.
pub fn digits(value: f64) -> String {
    let rounded: f64 = format!("{value:.2e}").parse().unwrap_or(value);
    let before = if rounded == 0.0 { 0 } else { rounded.abs().log10().floor() as i32 };
    format!("{rounded:.*}", (2 - before).clamp(0, 9) as usize)
}

/// `1 core`, `2 cores`.
pub fn cores(n: usize) -> String {
    if n == 1 { "1 core".into() } else { format!("{n} cores") }
}

/// A count with commas between the thousands: `1,000,000`.
pub fn count(n: usize) -> String {
    let plain = n.to_string();
    let mut grouped = String::new();
    for (i, digit) in plain.chars().enumerate() {
        if i > 0 && (plain.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_and_a_short_unit() {
        for (value, unit, words) in [
            (0.0521, "s", "52.1 ms"),
            (1.3, "s", "1.30 s"),
            (7200.0, "s", "7200 s"),
            (11.2e-6, "s", "11.2 µs"),
            (9.997e-4, "s", "1.00 ms"),
            (3.2e-10, "s", "0.320 ns"),
            (3.75e10, "B/s", "37.5 GB/s"),
            (1.973, "×", "1.97×"),
            (0.0, "s", "0.00 s"),
            (64.0, "B", "64.0 B"),
        ] {
            assert_eq!(quantity(value, unit), words);
        }
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1000, 1_000_000].map(count), ["0", "999", "1,000", "1,000,000"]);
    }
}
