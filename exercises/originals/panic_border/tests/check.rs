//! Does nothing but a code come out, and is everything whole afterwards? Each scene is played in a process of its own,
//! which has to end by itself.

use given_ledger::{Bug, invite, plant};
use libtest_mimic::{Arguments, Failed, Trial};
use panic_border::{ledger_balance, ledger_book, ledger_last_error};
use std::{
    env,
    mem::MaybeUninit,
    panic,
    process::{Command, ExitCode},
    ptr::{null, null_mut},
    slice,
    sync::Arc,
    thread,
    time::Duration,
};
use witness::{SlowMotion, deadline, harness, output};

const LIMIT: Duration = Duration::from_secs(30);
/// Tells a child which scene it plays.
const SCENE: &str = "PANIC_BORDER_SCENE";

/// Scenes by their names, which are those of their functions.
macro_rules! scenes {
    ($($name:ident),* $(,)?) => {
        &[$((stringify!($name), $name)),*]
    };
}

/// In the order of the task, from the simplest on; their functions stand in it, too.
const SCENES: &[(&str, fn())] = scenes![
    amounts_are_booked,
    null_is_answered,
    an_error_is_a_code_and_books_nothing,
    a_panic_is_a_code_and_books_nothing,
    a_panic_in_balance_is_a_code_as_well,
    every_panic_has_its_message,
    a_message_may_hold_a_0,
    a_message_goes_where_there_is_room,
    a_call_that_goes_well_clears_the_message,
    each_thread_has_its_message,
    two_callers_at_once,
    many_callers_at_once,
    a_bad_day,
    a_year_of_bad_days,
];

fn main() -> ExitCode {
    if let Ok(scene) = env::var(SCENE) {
        let (name, play) = SCENES.iter().find(|(name, _)| *name == scene).expect("one of ours");
        hide_planted_bugs();
        deadline(name, "what a call waits for: a lock that it holds already?", LIMIT, play);
        return ExitCode::SUCCESS;
    }
    let trials = SCENES.iter().map(|&(name, _)| Trial::test(name, move || in_a_process(name))).collect();
    harness(|| libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}

/// The library's panics are wanted, so they print nothing; what is printed is what is wrong.
fn hide_planted_bugs() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !panic.location().is_some_and(|place| place.file().contains("given_ledger")) {
            usual(panic);
        }
    }));
}

/// Plays the scene in a child, and hands on what it says.
fn in_a_process(scene: &str) -> Result<(), Failed> {
    let played = output(Command::new(env::current_exe()?).env(SCENE, scene).env("RUST_BACKTRACE", "0"))?;
    if played.well {
        return Ok(());
    }
    print!("{}", played.stdout);
    let ended = match played.status.code() {
        Some(_) => String::new(),
        None => format!(
            "\nThe process was ended: {}. A panic that comes to the edge of an extern \"C\" function does that; which of \
             your lines is outside of catch_unwind?",
            played.status
        ),
    };
    let poisoned = match played.stderr.contains("PoisonError") {
        true => {
            "\nA panic inside the library came while `LEDGER` was locked, and a lock that somebody held while they panicked is \
             poisoned: from then on `lock().unwrap()` panics as well. If you see to it that the ledger is whole, take it in \
             spite of that: `lock().unwrap_or_else(PoisonError::into_inner)`."
        }
        false => "",
    };
    Err(format!("{}{ended}{poisoned}", played.stderr).into())
}

const DONE: i32 = 0;
const NULL: i32 = 1;
const REFUSED: i32 = 2;
const PANICKED: i32 = 3;

fn book(amounts: &[i64]) -> i32 {
    // SAFETY: a slice.
    unsafe { ledger_book(amounts.as_ptr(), amounts.len()) }
}

fn balance() -> (i32, i64) {
    let mut balance = -77;
    // SAFETY: ours.
    (unsafe { ledger_balance(&mut balance) }, balance)
}

/// The message, in room enough.
fn message() -> String {
    let mut room = [b'#'; 5000];
    // SAFETY: ours.
    let length = unsafe { ledger_last_error(room.as_mut_ptr().cast(), room.len()) };
    assert!(length < room.len(), "ledger_last_error says that its message has {length} bytes");
    assert_eq!(room[length], 0, "ledger_last_error says {length} bytes: after those there must be a 0");
    assert_eq!(room[length + 1], b'#', "something was written after the 0");
    String::from_utf8_lossy(&room[..length]).into_owned()
}

#[track_caller]
fn owes(cents: i64, after: &str) {
    assert_eq!(balance(), (DONE, cents), "ledger_balance {after}: expected the code 0 and {cents} cents");
    // As C does it: into a variable that nothing was written to.
    let mut room = MaybeUninit::uninit();
    // SAFETY: ours; the code 0 says that a number was written.
    unsafe {
        assert_eq!(ledger_balance(room.as_mut_ptr()), DONE, "ledger_balance {after}, asked again");
        assert_eq!(room.assume_init(), cents, "ledger_balance {after}, asked again");
    }
}

fn amounts_are_booked() {
    owes(0, "at the beginning");
    assert_eq!(book(&[500, -20]), DONE);
    owes(480, "after 500 and −20");
    assert_eq!(book(&[]), DONE);
    // Another thread has the same ledger.
    thread::spawn(|| assert_eq!(book(&[20]), DONE)).join().unwrap();
    owes(500, "after another thread has booked 20");
    assert_eq!(message(), "", "nothing has failed yet");
}

fn null_is_answered() {
    assert_eq!(book(&[5]), DONE);
    // SAFETY: null is allowed.
    unsafe {
        assert_eq!(ledger_book(null(), 1), NULL, "ledger_book(NULL, 1)");
        assert_ne!(message(), "", "after the code 1 there is a message: a sentence of yours");
        assert_eq!(ledger_book(null(), 0), DONE, "ledger_book(NULL, 0): there is nothing to read");
        assert_eq!(ledger_balance(null_mut()), NULL, "ledger_balance(NULL)");
        assert_ne!(message(), "", "after the code 1 there is a message: a sentence of yours");
    }
    owes(5, "after calls with null");
}

fn an_error_is_a_code_and_books_nothing() {
    assert_eq!(book(&[100]), DONE);
    assert_eq!(book(&[1, 2, 0, 4]), REFUSED, "ledger_book of 1, 2, 0, 4: the library refuses an amount of 0");
    assert_eq!(message(), "amount 2 is 0", "the message is the library's error");
    owes(100, "after an error: the 1 and the 2 before the 0 must not be booked");
    assert_eq!(book(&[1]), DONE);
    owes(101, "after one more");
}

fn a_panic_is_a_code_and_books_nothing() {
    assert_eq!(book(&[100]), DONE);
    plant(Bug::Text("a drawer is stuck"));
    assert_eq!(book(&[1, 2, 3]), PANICKED, "ledger_book while the library panics");
    assert_eq!(message(), "a drawer is stuck", "the message is the panic's");
    owes(100, "after a panic: nothing of that call is booked, and the ledger can still be used");
    assert_eq!(book(&[7]), DONE, "the call after a panic: is the mutex poisoned?");
    owes(107, "after the call after a panic");
}

fn a_panic_in_balance_is_a_code_as_well() {
    assert_eq!(book(&[100]), DONE);
    plant(Bug::Text("can't count"));
    assert_eq!(balance(), (PANICKED, -77), "ledger_balance while the library panics: code 3, and nothing written");
    assert_eq!(message(), "can't count");
    owes(100, "after a panic in balance");
    assert_eq!(book(&[1]), DONE, "ledger_book after a panic in balance: is the mutex poisoned?");
}

fn every_panic_has_its_message() {
    for (bug, want) in [
        (Bug::Text("dropped the till"), Some("dropped the till")),
        (Bug::Formatted(7), Some("lost 7 cents")),
        (Bug::Formatted(4_000_000_000), Some("lost 4000000000 cents")),
        (Bug::Text("größer als gedacht"), Some("größer als gedacht")),
        (Bug::Number(13), None),
    ] {
        plant(bug);
        assert_eq!(book(&[1]), PANICKED, "ledger_book while the library panics with {bug:?}");
        let got = message();
        match want {
            Some(want) => assert_eq!(
                got, want,
                "the message of {bug:?}. panic!(\"text\") carries a &str, panic!(\"{{number}}\") a String."
            ),
            None => assert_ne!(got, "", "{bug:?} carries no text: the message is a sentence of yours"),
        }
    }
    owes(0, "after five panics");
    let long = &*"a very long story, ".repeat(60).leak();
    plant(Bug::Text(long));
    assert_eq!(book(&[1]), PANICKED);
    assert!(message() == long, "a message of {} bytes came back as {:?}", long.len(), message());
}

fn a_message_may_hold_a_0() {
    plant(Bug::Text("half\0a message"));
    assert_eq!(book(&[1]), PANICKED);
    assert_eq!(message(), "half", "for C the message ends at its first 0");
    plant(Bug::Text("\0"));
    assert_eq!(book(&[1]), PANICKED);
    assert_eq!(message(), "");
    owes(0, "after two panics");
}

fn a_message_goes_where_there_is_room() {
    assert_eq!(book(&[0]), REFUSED);
    room_for("amount 0 is 0");
    plant(Bug::Text("größer, 5 € zu viel"));
    assert_eq!(book(&[1]), PANICKED);
    room_for("größer, 5 € zu viel");
}

/// The message is `text`: hands out too little room for it, just enough, and more.
fn room_for(text: &str) {
    let whole = text.as_bytes();
    for capacity in 0..whole.len() + 4 {
        let mut room = [b'#'; 32];
        // SAFETY: ours, and larger.
        let length = unsafe { ledger_last_error(room.as_mut_ptr().cast(), capacity) };
        assert_eq!(length, whole.len(), "with room for {capacity} bytes the length is still that of the whole message");
        let mut want = [b'#'; 32];
        if capacity > 0 {
            let fits = whole.len().min(capacity - 1);
            want[..fits].copy_from_slice(&whole[..fits]);
            want[fits] = 0;
        }
        assert!(
            room == want,
            "{text:?} with room for {capacity} bytes: expected {}, got {} (# wasn't written to). What is cut is bytes, as many as \
             there is room for, even in the middle of a letter that has two.",
            want.escape_ascii(),
            room.escape_ascii()
        );
    }
    // SAFETY: null is allowed.
    assert_eq!(unsafe { ledger_last_error(null_mut(), 100) }, whole.len(), "ledger_last_error(NULL, 100)");
    assert_eq!(message(), text, "asking for the message doesn't change it");
    // As C does it: into an array that nothing was written to.
    let mut room = [MaybeUninit::<u8>::uninit(); 64];
    // SAFETY: ours. As above, so many bytes have been written.
    let written = unsafe {
        let length = ledger_last_error(room.as_mut_ptr().cast(), room.len());
        slice::from_raw_parts(room.as_ptr().cast::<u8>(), length)
    };
    assert_eq!(written, whole, "the message in uninitialised room");
}

fn a_call_that_goes_well_clears_the_message() {
    assert_eq!(book(&[0]), REFUSED);
    assert_ne!(message(), "");
    assert_eq!(balance().0, DONE);
    assert_eq!(message(), "", "ledger_balance went well: its message is empty");
    plant(Bug::Formatted(1));
    assert_eq!(book(&[1]), PANICKED);
    assert_eq!(book(&[1]), DONE);
    assert_eq!(message(), "", "ledger_book went well: its message is empty");
}

fn each_thread_has_its_message() {
    assert_eq!(book(&[1, 0]), REFUSED);
    thread::spawn(|| {
        assert_eq!(message(), "", "in a new thread nothing has failed");
        plant(Bug::Text("elsewhere"));
        assert_eq!(book(&[1]), PANICKED);
        assert_eq!(message(), "elsewhere");
    })
    .join()
    .unwrap_or_else(|panic| panic::resume_unwind(panic));
    // A name is no more than a name: two threads may have the same one, or none.
    let named = || thread::Builder::new().name(thread::current().name().unwrap_or("a clerk").into());
    for (builder, which) in [(named(), "with the same name as this one"), (thread::Builder::new(), "without a name")] {
        let nested = move || {
            assert_eq!(message(), "", "in a new thread {which} nothing has failed");
            assert_eq!(book(&[1, 2, 3, 0]), REFUSED);
            thread::spawn(|| assert_eq!(book(&[0]), REFUSED))
                .join()
                .unwrap_or_else(|panic| panic::resume_unwind(panic));
            assert_eq!(message(), "amount 3 is 0", "another thread's error took the message of a thread {which}");
        };
        builder.spawn(nested).expect("a thread").join().unwrap_or_else(|panic| panic::resume_unwind(panic));
    }
    assert_eq!(message(), "amount 1 is 0", "another thread's panic took this thread's message");
    owes(0, "after an error here and a panic there");
}

/// Whoever books stays inside the library until the other one is in there too, or can't get in: waits for a lock, or is
/// done. The system says which, not a clock.
fn two_callers_at_once() {
    let film = Arc::new(SlowMotion::of(2));
    invite(move || film.work(0, 1));
    let callers: Vec<_> =
        [[100, 10], [2000, 7]].into_iter().map(|amounts| thread::spawn(move || book(&amounts))).collect();
    let codes: Vec<_> = callers.into_iter().map(|caller| caller.join().expect("a code")).collect();
    assert_eq!(codes, [DONE, DONE], "two threads book at once. Who comes second has to wait, and is served then.");
    assert_eq!(
        balance(),
        (DONE, 2117),
        "two threads booked at once, 110 and 2007 cents, and both got the code 0. If one booking is missing, both began with the \
         same ledger: how long does the first hold the lock? From the look at the ledger to the change of it nobody else may \
         get in."
    );
}

/// More than two: who has lost against one, and tries again, may lose against the next.
fn many_callers_at_once() {
    const CALLERS: usize = 4;
    let film = Arc::new(SlowMotion::of(CALLERS));
    invite(move || film.work(0, 1));
    let callers: Vec<_> = (0..CALLERS).map(|i| thread::spawn(move || book(&[10_i64.pow(i as u32)]))).collect();
    for caller in callers {
        assert_eq!(caller.join().expect("a code"), DONE, "{CALLERS} threads book at once: each is served in its turn");
    }
    assert_eq!(
        balance(),
        (DONE, 1111),
        "{CALLERS} threads booked 1, 10, 100 and 1000 cents at once, and each got the code 0. A digit that is 0 is a booking that is \
         lost. Whoever finds the ledger changed, and tries again, may find it changed again: hold the lock from the look at the \
         ledger to the change of it."
    );
}

fn a_bad_day() {
    let mut owed = 0;
    for i in 0..300 {
        match i % 5 {
            0 => plant(Bug::Formatted(i)),
            1 => plant(Bug::Number(i)),
            _ => {}
        }
        let refused = i % 7 == 0;
        let amounts = [i64::from(i) + 1, if refused { 0 } else { 2 }];
        let want = if i % 5 < 2 {
            PANICKED
        } else if refused {
            REFUSED
        } else {
            owed += amounts[0] + amounts[1];
            DONE
        };
        assert_eq!(book(&amounts), want, "call {i} of a bad day");
        owes(owed, "on a bad day");
    }
}

/// What a panic carries is memory, and it is whoever catches it that has it now.
fn a_year_of_bad_days() {
    let days = |days: u32| {
        for day in 0..days {
            plant(if day % 2 == 0 { Bug::Formatted(1_000_000_000) } else { Bug::Number(day) });
            assert_eq!(book(&[1]), PANICKED);
        }
    };
    days(10);
    let before = allocations::held_by_all();
    days(2000);
    let grown = allocations::held_by_all() - before;
    // Two texts and their owners would be 30 bytes a day, at least.
    assert!(
        grown < 15_000,
        "after 2,000 panics more, the process holds {grown} bytes more. Each panic carries something that `catch_unwind` hands \
         you in a box: when it is dropped, its memory is free again. `forget` and `leak` keep it for good."
    );
}
