//! Panics of the code under test, taken down instead of printed.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// Where a panic was.
enum Place {
    /// As `file:line`.
    Here(String),
    /// Somewhere in a library; the answer or the check has called it, and this knows from where.
    Below(Backtrace),
}

/// A panic of the code under test, which didn't print its words. Shown, it is those, and where they were said.
pub struct Caught {
    words: String,
    /// Where, of a panic on this thread.
    place: Option<Place>,
    payload: Box<dyn Any + Send>,
}

impl Caught {
    /// Goes on with it, for a check that can't judge it.
    pub fn resume(self) -> ! {
        panic::resume_unwind(self.payload)
    }
}

impl fmt::Display for Caught {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)?;
        // Only now, for it takes its time.
        let place = match &self.place {
            Some(Place::Here(place)) => Some(place.clone()),
            Some(Place::Below(backtrace)) => guard::caller(&backtrace.to_string()),
            None => None,
        };
        place.map_or(Ok(()), |place| write!(f, " ({place})"))
    }
}

impl fmt::Debug for Caught {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a panic: {self}")
    }
}

thread_local! {
    /// How many calls of [`caught`] this thread is in.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// Where the last panic was that printed nothing.
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
}

/// What `body` returns, or its panic, for a check that decides what to say about either. What panics on this thread
/// prints nothing meanwhile: a panic that is wanted would look like what is wrong, and one that isn't is told by the
/// check, with its words in the message.
///
/// A `todo!` is no answer to be judged: that panic goes on, with its message.
///
/// # Errors
/// When `body` panics.
///
/// ```
/// assert_eq!(witness::caught(|| 2 * 2).unwrap(), 4);
/// let panic = witness::caught(|| Vec::<u8>::new()[3]).unwrap_err();
/// assert!(panic.to_string().starts_with("index out of bounds: the len is 0 but the index is 3 ("));
/// ```
pub fn caught<T>(body: impl FnOnce() -> T) -> Result<T, Caught> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if DEPTH.get() == 0 || unwritten(&words(panic.payload())) {
                usual(panic);
            } else {
                PLACE.set(panic.location().map(|place| match place.file().replace('\\', "/").contains("/library/") {
                    true => Place::Below(Backtrace::force_capture()),
                    false => Place::Here(format!("{}:{}", place.file(), place.line())),
                }));
            }
        }));
    });
    DEPTH.set(DEPTH.get() + 1);
    PLACE.set(None);
    let outcome = panic::catch_unwind(AssertUnwindSafe(body));
    DEPTH.set(DEPTH.get() - 1);
    outcome.map_err(|payload| {
        let words = words(&*payload);
        if unwritten(&words) {
            panic::resume_unwind(payload);
        }
        Caught { words, place: PLACE.take(), payload }
    })
}

fn unwritten(words: &str) -> bool {
    words.starts_with("not yet implemented")
}

/// What a panic carries, in words.
fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or(payload.downcast_ref::<&str>().copied()).unwrap_or("a panic without words").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::in_a_child;

    #[test]
    fn a_panic_in_the_standard_library_was_where_it_was_called() {
        use std::{hint::black_box, time::Duration};
        let panic = caught(|| black_box(Duration::ZERO) - black_box(Duration::from_secs(1))).unwrap_err().to_string();
        assert!(panic.contains("overflow when subtracting durations (src/caught.rs:"), "{panic}");
    }

    #[test]
    fn a_wanted_panic_is_not_printed_and_an_unwritten_part_is() {
        const TEST: &str = "caught::tests::a_wanted_panic_is_not_printed_and_an_unwritten_part_is";
        let said = in_a_child(TEST, || {
            assert_eq!(caught(|| panic!("number {}", 7)).map(|()| 0).unwrap_err().words, "number 7");
            assert_eq!(caught(|| caught(|| panic!("inside")).is_err()).ok(), Some(true));
            let outcome = caught(|| todo!("write this"));
            unreachable!("{:?}", outcome.map(|()| 0));
        });
        assert_eq!(said, Err("not yet implemented: write this".into()), "the first panic that is printed");
    }
}
