//! Quantities as people write them.

/// A number of bytes in words, at most one digit after the point: `512 B`, `32 KiB`, `7.8 GiB`.
pub fn bytes(n: u64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    if n < 1024 {
        return format!("{n} B");
    }
    let mut value = n as f64 / 1024.0;
    let mut unit = 0;
    // 1023.95 would print as 1024.0 of this unit, which is 1 of the next.
    while value >= 1023.95 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let digits = format!("{value:.1}");
    format!("{} {}", digits.strip_suffix(".0").unwrap_or(&digits), UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_read_as_people_write_them() {
        let cases = [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1 KiB"),
            (32 << 10, "32 KiB"),
            (1536 << 10, "1.5 MiB"),
            ((1 << 20) - 1, "1 MiB"),
            (8 << 30, "8 GiB"),
            (u64::MAX, "16 EiB"),
        ];
        for (n, words) in cases {
            assert_eq!(bytes(n), words, "{n}");
        }
    }
}
