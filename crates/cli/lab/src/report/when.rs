//! Moments in the one form that people and programs both read.

/// Seconds since 1970 as in RFC 3339, in UTC: `2026-11-30T13:25:07Z`. A moment after the year 9999 is that year's last.
pub fn rfc3339(at: u64) -> String {
    let at = at.min(253_402_300_799);
    let (days, seconds) = (at / 86_400, at % 86_400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The day and the minute of such a moment, for a table: `2026-11-30 13:25`. What has another form stays as it is.
pub fn day(moment: &str) -> String {
    let cut = moment.get(..16).filter(|_| moment.len() == 20 && moment.ends_with('Z'));
    cut.map_or_else(|| moment.to_owned(), |cut| cut.replace('T', " "))
}

/// Year, month and day of a number of days since 1970, in the Gregorian calendar.
fn civil(mut days: u64) -> (u64, u64, u64) {
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    (year, month as u64 + 1, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `date -u -d @SECONDS +%FT%TZ` prints them.
    #[test]
    fn moments_have_their_days() {
        for (at, words) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_796_045_107, "2026-11-30T13:25:07Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (u64::MAX, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc3339(at), words);
        }
        assert_eq!(day("2026-11-30T13:25:07Z"), "2026-11-30 13:25");
        assert_eq!((day("soon"), day("é".repeat(10).as_str())), ("soon".into(), "é".repeat(10)));
    }
}
