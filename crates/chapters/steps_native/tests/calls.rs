//! The chapter's C, called; and the chapter's panics, each in a process of its own.

use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    env, panic,
    path::PathBuf,
    process::{Command, Output},
};
use steps_native::border;
use variant::Unavailable;

/// Tells a child which of the functions with a bug it calls.
const CHILD: &str = "STEPS_NATIVE_CHILD";

fn main() {
    if let Ok(function) = env::var(CHILD) {
        return child(&function);
    }
    let mut trials = vec![
        Trial::test("a_panic_aborts_at_a_c_border", aborts),
        Trial::test("a_panic_passes_a_c_unwind_border", unwinds),
        Trial::test("a_caught_panic_is_an_answer", answers),
    ];
    for &(name, test) in IN_C {
        let passes = move || panic::catch_unwind(test).map_err(|_| Failed::from("see above"));
        trials.push(trials::with_tool(name, "cc", compiled, move |_| passes()));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

#[cfg(c)]
const IN_C: &[(&str, fn())] = &[
    ("c_fib_counts_up_to_the_last_that_fits", in_c::fib),
    ("c_greets_every_name_without_a_0", in_c::hello),
    ("c_and_rust_take_the_same_steps", in_c::steps),
];
#[cfg(not(c))]
const IN_C: &[(&str, fn())] = &[("c_called_from_rust", || unreachable!("`compiled` said so"))];

/// The C compiler, if it was here when `build.rs` wanted it.
fn compiled() -> Result<PathBuf, Unavailable> {
    let compiler = tools::c_compiler()?;
    match steps_native::HAS_C {
        true => Ok(compiler),
        false => Err(Unavailable::new("build.rs could not compile the C: touch it, and see what cargo warns about")),
    }
}

#[cfg(c)]
mod in_c {
    use steps_native::{fib, hello::greet, rust_step, step};

    pub fn fib() {
        let (mut a, mut b) = (0_u64, 1_u64);
        for n in 0..93 {
            assert_eq!(fib::fib(n), Some(a));
            (a, b) = (b, a.wrapping_add(b));
        }
        assert_eq!(fib::fib(93), Some(12_200_160_415_121_876_738));
        for n in [94, 100, i32::MAX as u32, i32::MAX as u32 + 1, u32::MAX] {
            assert_eq!(fib::fib(n), None, "{n}");
        }
    }

    pub fn hello() {
        assert_eq!(greet("world").unwrap(), "Hello, world!");
        assert_eq!(greet("").unwrap(), "Hello, !");
        assert_eq!(greet("Þórr").unwrap(), "Hello, Þórr!");
        // Around the first capacity, with its 0 byte.
        for length in 20..28 {
            let name = "n".repeat(length);
            assert_eq!(greet(&name).unwrap(), format!("Hello, {name}!"));
        }
        let long = "long ".repeat(10_000);
        assert_eq!(greet(&long).unwrap(), format!("Hello, {long}!"));
        assert_eq!(greet("wor\0ld").unwrap_err().nul_position(), 3);
    }

    pub fn steps() {
        assert_eq!(step::c_step(1), rust_step::step(1));
        assert_eq!(step::c_repeat(rust_step::step_for_c, 5, 0), 5);
        assert_eq!(step::c_repeat(rust_step::step_for_c, 5, 1000), 1005);
    }
}

/// Calls a function with a bug, or passes 0 to it, which is fine.
fn child(function: &str) {
    let say = |i| match function {
        "aborts" => println!("answer: {}", border::aborts(i)),
        "unwinds" => match panic::catch_unwind(|| border::unwinds(i)) {
            Ok(answer) => println!("answer: {answer}"),
            Err(_) => println!("caught on the other side"),
        },
        _ => println!("answer: {}", border::answers(i)),
    };
    say(0);
    say(4);
}

fn run(function: &str) -> Result<(Output, String, String), Failed> {
    let output = Command::new(env::current_exe()?).env(CHILD, function).env("RUST_BACKTRACE", "0").output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (said, complained) = (text(&output.stdout), text(&output.stderr));
    Ok((output, said, complained))
}

/// What the book shows is what the program says.
fn aborts() -> Result<(), Failed> {
    let (output, said, complained) = run("aborts")?;
    assert_eq!(said, "answer: 2\n", "nothing after the panic");
    let shown = include_str!("abort.txt");
    // The number of the process differs from run to run, and what stands between the lines from machine to machine.
    let told = complained.replace('\\', "/");
    let told: Vec<_> = told.lines().map(|line| [line.split(" (").next(), line.split(") ").nth(1)]).collect();
    let told: Vec<_> = told.iter().map(|parts| parts.iter().flatten().copied().collect::<Vec<_>>().join(" ")).collect();
    let mut shown_here = shown.lines().peekable();
    for line in &told {
        shown_here.next_if_eq(&line.as_str());
    }
    assert_eq!(shown_here.next(), None, "the book shows this line, and the program said:\n{complained}");
    assert!(!output.status.success());
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        const SIGABRT: i32 = 6;
        assert_eq!(output.status.signal(), Some(SIGABRT));
    }
    Ok(())
}

fn unwinds() -> Result<(), Failed> {
    let (output, said, _) = run("unwinds")?;
    assert_eq!((said.as_str(), output.status.success()), ("answer: 2\ncaught on the other side\n", true));
    Ok(())
}

fn answers() -> Result<(), Failed> {
    let (output, said, _) = run("answers")?;
    assert_eq!((said.as_str(), output.status.success()), ("answer: 2\nanswer: -1\n", true));
    Ok(())
}
