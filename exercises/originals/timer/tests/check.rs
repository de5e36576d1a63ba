//! Does the stop watch count the work, all of it and nothing else? On a clock that moves when this check says so.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::time::Duration;
use timer::{Clock, time, time_with};
use witness::{caught, deadline, for_all};

const LIMIT: Duration = Duration::from_secs(30);

/// A clock that stands still until it is moved, and remembers what had happened whenever somebody looked.
#[derive(Default)]
struct Fake {
    now: Cell<Duration>,
    diary: RefCell<Vec<&'static str>>,
    /// For each look, how many blocks of memory had been asked for in this thread.
    blocks: RefCell<Vec<usize>>,
}

impl Fake {
    fn at(now: Duration) -> Self {
        // Room enough, so that keeping the diary asks for no memory.
        let (diary, blocks) = (RefCell::new(Vec::with_capacity(64)), RefCell::new(Vec::with_capacity(64)));
        Self { now: Cell::new(now), diary, blocks }
    }

    fn happens(&self, what: &'static str, takes: Duration) {
        self.diary.borrow_mut().push(what);
        self.now.set(self.now.get() + takes);
    }
}

impl Clock for Fake {
    fn now(&self) -> Duration {
        self.blocks.borrow_mut().push(allocations::so_far());
        self.diary.borrow_mut().push("clock");
        self.now.get()
    }
}

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[test]
fn the_value_and_the_time() {
    deadline("a value and its time", "what `work` waits for", LIMIT, || {
        let clock = Fake::at(ms(5_000));
        let (value, took) = time(&clock, || {
            clock.happens("work", ms(70));
            42
        });
        assert_eq!(value, 42, "`time` must hand back what the closure returned.");
        assert_eq!(
            took,
            ms(70),
            "the clock stood at 5 s, and the work took 70 ms of it: expected 70 ms, got {took:?}.\n\
             How long is the difference of two looks at `clock`, one before the work and one after it."
        );
    });
}

#[test]
fn two_looks_with_the_work_between_them() {
    deadline("two looks", "what `work` waits for", LIMIT, || {
        let clock = Fake::at(ms(1));
        time(&clock, || clock.happens("work", ms(1)));
        expect(&clock, &["clock", "work", "clock"], "`time`");

        let clock = Fake::at(ms(1));
        time_with(&clock, || clock.happens("set-up", ms(9)), |()| clock.happens("work", ms(1)));
        expect(&clock, &["set-up", "clock", "work", "clock"], "`time_with`");
    });
}

fn expect(clock: &Fake, want: &[&str], what: &str) {
    let got = clock.diary.borrow();
    assert!(
        *got == want,
        "{what}: expected {want:?} in this order, got {got:?}.\n\
         Each look costs time too, so two are enough; and what lies between them is what is counted."
    );
}

#[test]
fn the_set_up_is_not_counted() {
    deadline("the set-up", "what `set_up` waits for", LIMIT, || {
        let clock = Fake::at(ms(0));
        let set_up = || {
            clock.happens("set-up", ms(1_000));
            vec![3, 1, 2]
        };
        let (sorted, took) = time_with(&clock, set_up, |mut numbers: Vec<i32>| {
            clock.happens("work", ms(20));
            numbers.sort();
            numbers
        });
        assert_eq!(sorted, [1, 2, 3], "`time_with` must hand the input to `work`, and its result back.");
        assert_eq!(
            took,
            ms(20),
            "the set-up took 1 s and the work 20 ms: expected 20 ms, got {took:?}.\n\
             The input has to be there before the clock is read."
        );
    });
}

// No mutant: an answer that asks for more of `T` does not compile with this test.
#[test]
fn the_value_itself_comes_back() {
    deadline("the value itself", "what `work` waits for", LIMIT, || {
        // Neither Clone nor Copy: it can only be handed on.
        struct Only(String);
        let clock = Fake::at(ms(3));
        let only = Only("the only one".into());
        let place = only.0.as_ptr();
        let (value, _) = time(&clock, move || only);
        assert!(value.0 == "the only one" && value.0.as_ptr() == place, "the value must come back as it was.");
        let (value, _) = time_with(&clock, move || value, |only| only);
        assert!(value.0 == "the only one" && value.0.as_ptr() == place, "the value must come back as it was.");
    });
}

#[test]
fn any_time_is_exact() {
    deadline("any time", "what `work` waits for", LIMIT, || {
        let nanoseconds = || 0..u64::MAX / 4;
        for_all(300, (nanoseconds(), nanoseconds(), nanoseconds()), |&(start, set_up, work)| {
            let [start, set_up, work] = [start, set_up, work].map(Duration::from_nanos);
            let clock = Fake::at(start);
            let (_, whole) = time(&clock, || clock.happens("work", work));
            let (_, part) = time_with(&clock, || clock.happens("set-up", set_up), |()| clock.happens("work", work));
            match (whole == work, part == work) {
                (true, true) => Ok(()),
                (false, _) => Err(format!("`time` says {whole:?} of work that took {work:?}: keep every nanosecond.")),
                _ => Err(format!("`time_with` says {part:?} of work that took {work:?}: keep every nanosecond.")),
            }
        });
    });
}

#[test]
fn a_clock_that_is_set_back() {
    deadline("a clock that is set back", "what `work` waits for", LIMIT, || {
        let clock = Fake::at(ms(500));
        no_time("time", caught(|| time(&clock, || clock.now.set(ms(100))).1));
        let clock = Fake::at(ms(500));
        no_time("time_with", caught(|| time_with(&clock, || (), |()| clock.now.set(ms(100))).1));
    });
}

fn no_time(function: &str, took: Result<Duration, impl Display>) {
    let took = took.unwrap_or_else(|panic| {
        panic!(
            "the clock was set back by 400 ms, and `{function}` panicked: {panic}\n\
             `-` panics when the second look gives an earlier time than the first; `saturating_sub` gives 0."
        )
    });
    assert_eq!(took, Duration::ZERO, "`{function}`: the clock was set back by 400 ms, so no time can be told.");
}

/// Memory that is asked for and given back untouched makes no difference to a program, and an optimising compiler
/// leaves both out. So it is a witness for what the compiler believes: with `black_box` it must have been asked for.
#[test]
fn what_nobody_looks_at_is_done_all_the_same() {
    deadline("work for nothing", "what `work` waits for", LIMIT, || {
        let clock = Fake::at(ms(0));
        let before = allocations::so_far();
        drop(time(&clock, || Box::new(7_u64)));
        let at = clock.blocks.borrow();
        assert!(
            at.len() == 2 && at[0] == before && at[1] == before + 1,
            "`time(&clock, || Box::new(7))`, with a result that nobody looks at: when the clock was read for the second \
             time, no box had been made.\n\
             The compiler has left the work out, and you have timed nothing. Look at the result, as far as the compiler \
             can tell, before you look at the clock: `black_box`."
        );
    });
}

#[test]
fn the_input_is_there_even_if_the_work_does_not_need_it() {
    deadline("an input for nothing", "what `set_up` waits for", LIMIT, || {
        let clock = Fake::at(ms(0));
        let before = allocations::so_far();
        drop(time_with(&clock, || Box::new(5_u64), |input| Box::new(*input + 1)));
        let at = clock.blocks.borrow();
        assert!(
            at.len() == 2 && at[0] == before + 1,
            "`time_with(&clock, || Box::new(5), …)`: when the clock was read for the first time, the input had not been \
             made.\n\
             The compiler saw through it to the 5 inside, and could have done the work in advance as well. An input goes \
             through `black_box` too."
        );
        assert!(
            at[1] == before + 2,
            "`time_with(&clock, …, |input| Box::new(*input + 1))`: when the clock was read for the second time, no result \
             had been made.\nThe result needs a `black_box`, as in `time`."
        );
    });
}
