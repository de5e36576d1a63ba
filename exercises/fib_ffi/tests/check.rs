//! Does the safe side of the border give C nothing it forbids, for any argument, and bring back what C says?

use fib_ffi::{TooLarge, about, fib, first};
use given_fib::{Seen, seen};
use libtest_mimic::Arguments;
use std::{ffi::c_char, path::PathBuf, process::ExitCode, time::Duration};
use variant::Unavailable;
use witness::{deadline, harness};

const LIMIT: Duration = Duration::from_secs(30);

unsafe extern "C" {
    safe fn fib_about() -> *const c_char;
}

fn main() -> ExitCode {
    let tests: &[(&str, fn())] = &[
        ("every_number_that_fits", every_number_that_fits),
        ("what_does_not_fit_is_an_error", what_does_not_fit_is_an_error),
        ("lengths_are_declared_as_the_header_has_them", lengths_are_declared_as_the_header_has_them),
        ("a_list_in_one_call", a_list_in_one_call),
        ("a_list_that_is_too_long", a_list_that_is_too_long),
        ("the_text_of_the_library", the_text_of_the_library),
    ];
    let trials = tests.iter().map(|&(name, test)| {
        trials::with_tool(name, "cc", compiled, move |_| {
            deadline(name, "what your loop waits for", LIMIT, test);
            Ok(())
        })
    });
    harness(|| libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code())
}

fn compiled() -> Result<PathBuf, Unavailable> {
    let compiler = tools::c_compiler()?;
    let missing =
        "the C library was not compiled: touch crates/judges/given_fib/build.rs, and see what cargo warns about";
    given_fib::HAS_C.then_some(compiler).ok_or_else(|| Unavailable::new(missing))
}

/// The right answers, by adding.
fn numbers() -> Vec<u64> {
    let mut numbers = vec![0_u64, 1];
    while let Some(next) = numbers[numbers.len() - 2].checked_add(numbers[numbers.len() - 1]) {
        numbers.push(next);
    }
    numbers
}

/// What `call` returns, and what the library saw meanwhile.
fn watched<T>(call: impl FnOnce() -> T) -> (T, Seen) {
    let before = seen();
    let value = call();
    let after = seen();
    let since = Seen {
        at: after.at - before.at,
        first: after.first - before.first,
        about: after.about - before.about,
        mistakes: after.mistakes - before.mistakes,
    };
    (value, since)
}

fn every_number_that_fits() {
    for (n, want) in numbers().into_iter().enumerate() {
        let (got, seen) = watched(|| fib(n as u32));
        assert_eq!(
            got,
            Ok(want),
            "fib({n}): expected {want}, got {got:?}. If small numbers are right and large ones aren't, compare the \
             declared result with the header's: uint64_t has 64 bits. The last number that fits is the 93rd."
        );
        assert_eq!(seen.mistakes, 0, "fib({n}) called C with an argument that its header forbids.");
        assert_eq!(
            seen.at, 1,
            "fib({n}) is right, but C's fib_at was called {} times. The task is the border: let C compute, once.",
            seen.at
        );
    }
}

fn what_does_not_fit_is_an_error() {
    for n in [94, 95, 1000, i32::MAX as u32, i32::MAX as u32 + 1, u32::MAX - 1, u32::MAX, u32::MAX - 93] {
        let (got, seen) = watched(|| fib(n));
        assert_eq!(
            seen.mistakes,
            0,
            "fib({n}) called C with an argument that its header forbids: the last number that fits is the 93rd. Look at n \
             before the call, as a u32{}.",
            match n as i32 {
                large if large < 0 => format!(": turned into a c_int with `as`, {n} is {large}"),
                _ => String::new(),
            }
        );
        assert_eq!(
            got,
            Err(TooLarge(n as usize)),
            "fib({n}): the number doesn't fit into 64 bits. Expected Err(TooLarge({n})), got {got:?}."
        );
        assert_eq!(seen.at, 0, "fib({n}) asked C, and needn't have.");
    }
}

/// Nobody compares a declaration with the library. One of 32 bits works as long as the other half of the register
/// happens to be zero, which no run here can tell: so the text is looked at.
fn lengths_are_declared_as_the_header_has_them() {
    let text: String =
        include_str!("../src/lib.rs").lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let Some((_, after)) = text.split_once("fn fib_first") else {
        panic!("there is no `fn fib_first` in your file: C's function has to be declared under its own name");
    };
    let declared = after.split(';').next().unwrap_or_default();
    let words = declared.split(|c: char| !c.is_alphanumeric() && c != '_');
    let narrow: Vec<_> = words
        .filter(|word| ["c_int", "c_uint", "i32", "u32", "c_short", "c_ushort", "i16", "u16"].contains(word))
        .collect();
    assert!(
        narrow.is_empty(),
        "fib_first{declared}: that has {}, and the header says `size_t`, which is Rust's usize.\n\
         C reads 64 bits. A declaration of 32 leaves the other half of the register to chance, and nobody compares the two.",
        narrow.join(" and ")
    );
}

fn a_list_in_one_call() {
    let numbers = numbers();
    for n in (0..=94).rev() {
        let (got, seen) = watched(|| first(n));
        assert_eq!(
            got.as_deref(),
            Ok(&numbers[..n]),
            "first({n}): expected the first {n} numbers, got {got:?}. Does the vector know how many numbers C wrote to it?"
        );
        assert_eq!(
            seen.mistakes, 0,
            "first({n}) handed C a pointer that is null or misaligned, or asked fib_at for what it hasn't."
        );
        let calls = seen.first + seen.at;
        assert!(
            seen.at == 0 && seen.first <= 1 && (seen.first == 1 || n == 0),
            "first({n}) called C {calls} times, {} of them for a single number. One call of fib_first writes the whole list.",
            seen.at
        );
    }
}

fn a_list_that_is_too_long() {
    // The last three look small to whoever keeps 32 bits of them.
    for n in [95, 96, 1000, usize::MAX / 8, isize::MAX as usize, usize::MAX, 1 << 32, (1 << 32) + 5, (1 << 32) + 94] {
        let (got, seen) = watched(|| first(n));
        assert_eq!(
            got,
            Err(TooLarge(94)),
            "first({n}): the 94th number is the first that doesn't fit. Expected Err(TooLarge(94)), got {got:?}."
        );
        assert_eq!(seen.mistakes, 0, "first({n}) called C with an argument that its header forbids.");
    }
}

fn the_text_of_the_library() {
    let want = "Leonardo of Pisa, called Fibonacci, “Liber abaci”, 1202";
    for _ in 0..2 {
        let (got, seen) = watched(about);
        assert_eq!(got, want, "about(): the text ends at the 0 byte, and is UTF-8.");
        assert_eq!(seen.about, 1, "about() is right, but C wasn't asked: the text is the library's to say.");
        assert!(
            got.as_ptr() == fib_about().cast(),
            "about() returns a copy. Whoever makes one each time loses that memory for good, and whoever keeps one doesn't \
             look at what C says. The library's own bytes stay, and a &str can look at those."
        );
    }
}
