//! What is kept of what a program prints, so that no flood fills the memory.

/// A program that prints more than this, in bytes, prints without end.
pub const TOO_MUCH: usize = 64 << 20;

/// What is kept at the beginning, and as much again at the end, in bytes.
const HALF: usize = 2 << 20;

/// What a program has printed: all of it, or its beginning and its end.
///
/// ```
/// let mut kept = guard::Kept::default();
/// kept.add(b"hello");
/// assert_eq!(kept.text(), "hello");
/// ```
#[derive(Debug, Default)]
pub struct Kept {
    head: Vec<u8>,
    tail: Vec<u8>,
    seen: usize,
}

impl Kept {
    /// Adds what came next.
    pub fn add(&mut self, bytes: &[u8]) {
        self.seen += bytes.len();
        let (head, tail) = bytes.split_at(bytes.len().min(HALF - self.head.len()));
        self.head.extend_from_slice(head);
        self.tail.extend_from_slice(tail);
        // Seldom, so that not every piece moves all of it.
        if self.tail.len() > 2 * HALF {
            self.tail.drain(..self.tail.len() - HALF);
        }
    }

    /// How much there was, in bytes.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// What was kept, with a line that says so where something is left out.
    pub fn text(&self) -> String {
        let left_out = self.seen - self.head.len() - self.tail.len();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if left_out == 0 {
            // One text, for a letter may lie on both sides.
            return text(&[&self.head[..], &self.tail].concat());
        }
        format!("{}\n… {left_out} bytes more …\n{}", text(&self.head), text(&self.tail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_little_is_kept_whole() {
        let mut kept = Kept::default();
        for piece in ["über", "all"] {
            kept.add(piece.as_bytes());
        }
        assert_eq!(kept.text(), "überall");
        assert_eq!(kept.seen(), 8);
    }

    #[test]
    fn of_much_the_beginning_and_the_end_are_kept() {
        let mut kept = Kept::default();
        kept.add(b"first");
        for _ in 0..100 {
            kept.add(&[b'x'; 1 << 20]);
        }
        kept.add(b"last");
        let text = kept.text();
        assert!(text.len() < 4 * HALF, "{} bytes", text.len());
        assert!(text.starts_with("firstx") && text.ends_with("xlast") && text.contains(" bytes more …"));
        assert_eq!(kept.seen(), (100 << 20) + 9);
    }

    #[test]
    fn a_letter_on_the_border_of_both_halves_stays_whole() {
        let mut kept = Kept::default();
        kept.add(&vec![b'x'; HALF - 1]);
        kept.add("ü".as_bytes());
        assert!(kept.text().ends_with("xü"));
    }
}
