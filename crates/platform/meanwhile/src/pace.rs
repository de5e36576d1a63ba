//! When to print what: the rules of the line, without a clock.

use std::time::Duration;

/// What ends sooner than this needs no words.
const FIRST: Duration = Duration::from_millis(800);

/// Where lines can't be written over, the next one comes after this long. A little under the two seconds that nothing
/// may be silent for.
const NEXT: Duration = Duration::from_millis(1800);

/// Decides what to print when. It has no clock of its own: it is told how much time has passed since it was made.
#[derive(Debug)]
pub struct Pace {
    /// Columns of the terminal; none where there is no terminal.
    columns: Option<usize>,
    /// What was printed last, and when.
    last: Option<(Duration, String)>,
}

impl Pace {
    pub fn new(columns: Option<usize>) -> Self {
        Self { columns, last: None }
    }

    /// What to print at `now`, while `text` is going on.
    pub fn tick(&mut self, now: Duration, text: &str) -> Option<String> {
        if text.is_empty() || (self.last.is_none() && now < FIRST) {
            return None;
        }
        let took = match now.as_secs() {
            0 => String::new(),
            seconds => format!(", {seconds} s"),
        };
        let Some(columns) = self.columns else {
            let due = self.last.as_ref().is_none_or(|(then, _)| now - *then >= NEXT);
            return due.then(|| {
                self.last = Some((now, String::new()));
                format!("{text}{took}\n")
            });
        };
        // One column stays free, since some terminals wrap a line that fills the last.
        let room = columns.saturating_sub(took.chars().count() + 1);
        let line = format!("{}{took}", cut(text, room));
        if self.last.as_ref().is_some_and(|(_, last)| *last == line) {
            return None;
        }
        // Carriage return, and "erase to the end of the line".
        let print = format!("\r{line}\x1b[K");
        self.last = Some((now, line));
        Some(print)
    }

    /// What to print so that `text` stays, above whatever comes next.
    pub fn note(&mut self, now: Duration, text: &str) -> String {
        let clear = self.clear();
        self.last = Some((now, String::new()));
        format!("{clear}{text}\n")
    }

    /// What to print so that the line is gone.
    pub fn clear(&mut self) -> String {
        match (self.columns, self.last.take()) {
            (Some(_), Some((_, line))) if !line.is_empty() => "\r\x1b[K".into(),
            _ => String::new(),
        }
    }
}

/// `text`, or as much of it as there is room for.
fn cut(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.into();
    }
    text.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn without_a_terminal_nothing_is_silent_for_more_than_two_seconds() {
        let mut pace = Pace::new(None);
        let mut last = 0;
        let mut lines = Vec::new();
        // As the line's thread asks, ten times a second.
        for now in (0..=20_000).step_by(100) {
            if let Some(line) = pace.tick(ms(now), "compiling") {
                assert!(now - last <= 2000, "{now}: silent since {last}");
                assert!(line.ends_with('\n') && !line.contains(['\r', '\x1b']), "{line:?}");
                last = now;
                lines.push(line);
            }
        }
        assert!(last >= 18_000 && lines.len() < 14, "{lines:?}");
        assert_eq!((lines[0].as_str(), lines[1].as_str()), ("compiling\n", "compiling, 2 s\n"));
    }

    #[test]
    fn on_a_terminal_one_line_is_written_over_and_fits() {
        let mut pace = Pace::new(Some(20));
        assert_eq!(pace.tick(ms(100), "short"), None, "too early");
        assert_eq!(pace.tick(ms(800), "short").as_deref(), Some("\rshort\x1b[K"));
        assert_eq!(pace.tick(ms(900), "short"), None, "nothing new");
        assert_eq!(pace.tick(ms(1000), "short").as_deref(), Some("\rshort, 1 s\x1b[K"));
        assert_eq!(pace.tick(ms(1100), "a line that is too long").as_deref(), Some("\ra line that i…, 1 s\x1b[K"));
        assert_eq!(pace.note(ms(1200), "Stays."), "\r\x1b[KStays.\n");
        assert_eq!(pace.clear(), "", "nothing is left to clear");
        assert_eq!(pace.tick(ms(1300), "").as_deref(), None);
    }

    #[test]
    fn what_ends_at_once_says_nothing() {
        for columns in [None, Some(80)] {
            let mut pace = Pace::new(columns);
            assert!((0..8).all(|tenth| pace.tick(ms(100 * tenth), "quick").is_none()));
            assert_eq!(pace.clear(), "");
        }
    }
}
