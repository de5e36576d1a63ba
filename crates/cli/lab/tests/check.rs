//! Every way in which a learner's answer can fail, and what the learner is told.

mod common;

use common::{Ran, Workbook};
use std::{
    fs::{self, File},
    time::Duration,
};

const TODO: &str = "pub fn add(a: i32, b: i32) -> i32 { todo!(\"add {a} and {b}\") }\n";
const RIGHT: &str = "pub fn add(a: i32, b: i32) -> i32 { a + b }\n";
const WRONG: &str = "pub fn add(a: i32, b: i32) -> i32 { a - b }\n";

const CHECK: &str = r#"
use adder::add;
#[test]
fn nothing_added() { assert_eq!(add(2, 0), 2, "add(2, 0): nothing was added"); }
#[test]
fn known_sums() {
    let got = add(2, 3);
    assert!(got == 5, "add(2, 3): expected 5, got {got}.\nLook again at the sign.");
}
"#;

fn adder(answer: &str) -> Workbook {
    Workbook::new().exercise("adder", answer, CHECK)
}

fn check(answer: &str) -> Ran {
    adder(answer).lab(&["check", "adder"])
}

#[test]
fn a_right_answer_passes_and_is_remembered_until_it_changes() {
    let book = adder(RIGHT);
    book.lab(&["list"]).says(0, &["· to do", "0 of 1 passed"]);
    book.lab(&["check", "adder"]).says(0, &["✓ passed", "all 2 tests pass", "cargo lab solution adder"]);
    book.lab(&["list"]).says(0, &["Threads", "✓ passed", "1 of 1 passed"]);
    book.lab(&["next"]).says(0, &["every exercise"]);
    book.lab(&["check", "--all"]).says(0, &["not changed since", "1 of 1 passed"]);
    book.write("exercises/adder/src/lib.rs", WRONG);
    book.lab(&["list"]).says(0, &["· to do"]);
    book.lab(&["check"]).says(1, &["✗ not yet"]);
    book.lab(&["list"]).says(0, &["✗ not yet"]);
    book.lab(&["next"]).says(0, &["The adder", "cargo lab check adder"]);
}

#[test]
fn an_older_text_put_back_is_the_one_that_is_judged() {
    let book = adder(RIGHT);
    let answer = book.path("exercises/adder/src/lib.rs");
    let old = fs::metadata(&answer).unwrap().modified().unwrap() - Duration::from_secs(86_400);
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);
    // As `mv` and `tar` do: the date comes with the text.
    book.write("exercises/adder/src/lib.rs", WRONG);
    File::options().append(true).open(&answer).unwrap().set_modified(old).unwrap();
    book.lab(&["check", "adder"]).says(1, &["✗"]);
    book.write("exercises/adder/src/lib.rs", RIGHT);
    File::options().append(true).open(&answer).unwrap().set_modified(old).unwrap();
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]);
}

#[test]
fn a_failing_assertion_speaks_with_the_teachers_words_first() {
    let ran = check(WRONG);
    ran.says(1, &["✗ not yet", "expected 5, got -1.\n  Look again at the sign.", "exercises/adder/tests/check.rs:8"]);
    ran.says(1, &["in known_sums", "1 of 2 tests pass", "cargo lab hint adder"]);
    ran.without(&["RUST_BACKTRACE", "panicked at", "thread '"]);
}

#[test]
fn the_first_test_of_the_file_is_told_first() {
    // By name, `known_sums` would come first.
    let ran = check("pub fn add(_: i32, _: i32) -> i32 { 9 }\n");
    ran.says(
        1,
        &["nothing was added\n       yours: 9\n    expected: 2", "in nothing_added", "also failing: known_sums"],
    );
}

#[test]
fn a_part_not_written_yet_is_no_fault() {
    let ran = check(TODO);
    ran.says(1, &["… not written yet", "add 2 and 0", "exercises/adder/src/lib.rs:1", "The task stands at the top of"]);
    ran.without(&["✗", "not yet implemented", "panicked"]);
}

#[test]
fn a_panic_in_the_answer_shows_its_line() {
    let answer = "pub fn add(a: i32, _: i32) -> i32 {\n    let none: Vec<i32> = vec![];\n    none[a as usize]\n}\n";
    let ran = check(answer);
    ran.says(1, &["✗ panicked", "index out of bounds", "exercises/adder/src/lib.rs:3", "3 │ none[a as usize]"]);
}

#[test]
fn a_panic_in_a_worker_is_found_behind_its_spawners() {
    let answer = "pub fn add(a: i32, b: i32) -> i32 {\n    \
                  std::thread::spawn(move || a / (b - b)).join().unwrap()\n}\n";
    check(answer).says(1, &["✗ panicked", "attempt to divide by zero", "exercises/adder/src/lib.rs:2"]);
}

#[test]
fn the_compilers_own_words_are_shown() {
    let ran = check("pub fn add(a: i32, b: i32) -> i32 { a + c }\n");
    ran.says(1, &["✗ does not compile", "error[E0425]", "`c`", "src/lib.rs:1"]);
    assert!(!ran.out.contains('\u{1b}'), "no colours where nobody sees them");
}

#[test]
fn a_changed_signature_is_told_from_a_mistake() {
    let ran = check("pub fn add(a: i32) -> i32 { a }\n");
    ran.says(1, &["your code compiles, but the check can't use it", "error[E0061]"]);
}

#[test]
fn a_check_that_never_ends_is_ended_and_named() {
    let ran = adder("pub fn add(_: i32, _: i32) -> i32 { loop {} }\n").lab(&["check", "adder", "--limit", "1"]);
    ran.says(1, &["✗ never ends", "known_sums was ended after 1 s", "a way out"]);
}

/// The child holds one pipe open, and waits at another until the check has been ended. If it lives on then, it says so.
#[test]
#[cfg(unix)]
fn the_children_of_a_check_that_never_ends_are_ended_with_it() {
    let answer = r#"pub fn add(_: i32, _: i32) -> i32 {
        let child = "exec 3>says; echo here >&3; read line <hears; echo it went on >&3";
        std::process::Command::new("sh").args(["-c", child]).spawn().unwrap();
        loop { std::thread::sleep(std::time::Duration::from_secs(1)); }
    }"#;
    // On a machine that is busy enough, the child may not have come to its first word when the check is ended.
    for limit in ["1", "10", "50"] {
        let book = adder(answer);
        let pipes = ["says", "hears"].map(|pipe| book.path("exercises/adder").join(pipe));
        assert!(std::process::Command::new("mkfifo").args(&pipes).status().unwrap().success());
        let [says, hears] = pipes;
        // Comes back when nobody holds the pipe open any more.
        let said = std::thread::spawn({
            let says = says.clone();
            move || std::fs::read_to_string(says).unwrap()
        });
        book.lab(&["check", "adder", "--limit", limit]).says(1, &["✗ never ends"]);
        // Opened for both, a pipe keeps nobody waiting.
        let open = |pipe| std::fs::File::options().read(true).write(true).open(pipe).unwrap();
        drop(open(says));
        let mut hears = open(hears);
        std::io::Write::write_all(&mut hears, b"go on\n").unwrap();
        let said = said.join().unwrap();
        assert!(!said.contains("it went on"), "the child outlived the check");
        if said == "here\n" {
            return;
        }
    }
    panic!("the child never came to its first word");
}

#[test]
fn a_program_that_claims_success_half_way_has_not_passed() {
    let ran = check("pub fn add(_: i32, _: i32) -> i32 { std::process::exit(0) }\n");
    ran.says(1, &["✗ broke off", "in the middle of known_sums", "exit status: 0", "before the check did"]);
}

#[test]
fn an_abort_is_told_with_its_last_words() {
    let answer = "pub fn add(a: i32, _: i32) -> i32 { #[allow(unconditional_recursion)] fn f(n: i32) -> i32 \
                  { if n == i32::MIN { 0 } else { std::hint::black_box(f(std::hint::black_box(n)) + 1) } } f(a) }\n";
    check(answer).says(1, &["✗ broke off", "in the middle of", "overflow"]);
}

#[test]
fn a_loop_that_prints_without_end_fills_no_memory() {
    let answer = "pub fn add(_: i32, _: i32) -> i32 { loop { eprint!(\"\"); std::io::Write::write_all(\
                  &mut std::io::stderr(), &[b'x'; 65536]).unwrap(); } }\n";
    let ran = adder(answer).lab(&["check", "adder", "--limit", "1"]);
    ran.says(1, &["✗ never ends"]);
    assert!(ran.out.len() < 10_000, "{} bytes", ran.out.len());
}

#[test]
fn what_a_failing_test_printed_is_shown_and_of_a_passing_one_nothing() {
    let answer = r#"pub fn add(a: i32, b: i32) -> i32 {
        println!("adding {a}");
        eprintln!("and {}", dbg!(b) * 2);
        if b == 0 { a } else { 0 }
    }"#;
    let book = adder(answer);
    let ran = book.lab(&["check", "adder"]);
    ran.says(
        1,
        &["in known_sums", "Your program printed:\n  adding 2\n  [exercises/adder/src/lib.rs:3:", "] b = 3\n  and 6\n"],
    );
    ran.without(&["b = 0"]);
    let report: serde_json::Value = serde_json::from_str(&book.lab(&["check", "adder", "--format=json"]).out).unwrap();
    let printed = report["printed"].as_str().unwrap();
    assert!(printed.starts_with("adding 2\n[") && printed.ends_with("b = 3\nand 6"), "{printed}");

    book.write("exercises/adder/src/lib.rs", &answer.replace("else { 0 }", "else { a + b }"));
    book.lab(&["check", "adder"]).says(0, &["✓ passed"]).without(&["adding", "printed"]);
}

#[test]
fn much_that_was_printed_is_cut() {
    let answer = "pub fn add(_: i32, _: i32) -> i32 { for i in 0..3432 { println!(\"line {i}\"); } 9 }\n";
    check(answer)
        .says(1, &["  line 0\n", "  line 9\n  … 3,412 lines more\n  line 3422\n", "  line 3431\n"])
        .without(&["line 10\n"]);
}

#[test]
fn printing_buys_no_time() {
    let answer = "pub fn add(_: i32, _: i32) -> i32 { loop { println!(\"still here\\nok\"); \
                  std::thread::sleep(std::time::Duration::from_millis(100)); } }\n";
    let ran = adder(answer).lab(&["check", "adder", "--limit", "1"]);
    ran.says(1, &["✗ never ends", "known_sums was ended after 1 s", "Your program printed:\n  still here"]);
}

#[test]
fn who_prints_without_end_is_ended_before_the_time_is_up() {
    for print in ["println!(\"tick\")", "eprintln!(\"tick\")", "print!(\"{}\", \"tick\".repeat(10_000))"] {
        let ran = check(&format!("pub fn add(_: i32, _: i32) -> i32 {{ loop {{ {print}; }} }}\n"));
        ran.says(
            1,
            &["✗ never ends", "known_sums printed without end", "Your program printed:\n  tick", "Which loop prints"],
        );
        assert!(ran.out.len() < 10_000, "{} bytes", ran.out.len());
    }
}

#[test]
fn a_hook_that_keeps_panics_back_leaves_no_empty_verdict() {
    let answer = "pub fn add(_: i32, _: i32) -> i32 { std::panic::set_hook(Box::new(|_| {})); 9 }\n";
    check(answer).says(1, &["✗ not yet", "panic hook", "in nothing_added"]);
}

#[test]
fn a_panic_in_the_standard_library_is_found_where_it_was_called() {
    let answer = "pub fn add(a: i32, b: i32) -> i32 {\n    [i32::MAX, a, b].iter().sum()\n}\n";
    check(answer).says(
        1,
        &["✗ panicked", "attempt to add with overflow", "exercises/adder/src/lib.rs:2", "2 │ [i32::MAX, a, b]"],
    );
}

#[test]
fn what_this_machine_lacks_is_skipped_and_never_passed() {
    let check =
        "#[test]\nfn easy() {}\n#[test]\n#[ignore = \"no adapter: install mesa-vulkan-drivers\"]\nfn on_gpu() {}\n";
    let book = Workbook::new().exercise("shader", "", check);
    let ran = book.lab(&["check", "shader"]);
    ran.says(1, &["– skipped", "on_gpu: no adapter: install mesa-vulkan-drivers", "does not count as passed"]);
    book.lab(&["list"]).says(0, &["– skipped", "0 of 1 passed"]);
    book.lab(&["check", "--all"]).says(1, &["0 of 1 passed"]);
    book.lab(&["next"]).says(0, &["that this machine can run"]);
}

#[test]
fn a_check_without_tests_proves_nothing() {
    Workbook::new().exercise("empty", "", "").lab(&["check", "empty"]).says(1, &["without a single test"]);
}

#[test]
fn json_tells_programs_the_same() {
    let ran = adder(WRONG).lab(&["check", "adder", "--format", "json"]);
    ran.says(1, &[]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["exercise"], "adder");
    assert_eq!(report["status"], "failed");
    assert_eq!(report["kind"], "assertion");
    assert_eq!(report["test"], "known_sums");
    assert_eq!(report["place"], "exercises/adder/tests/check.rs:8");
    assert_eq!(report["tests"][0], serde_json::json!({"name": "nothing_added", "outcome": "passed"}));
    assert!(report["seconds"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_broken_workspace_is_not_called_the_learners_fault() {
    let book = adder(RIGHT);
    book.write(
        "exercises/adder/Cargo.toml",
        &(book.read("exercises/adder/Cargo.toml") + "\n[dependencies]\nnot_here = { path = \"../not_here\" }\n"),
    );
    let ran = book.lab(&["check", "adder"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("not_here"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn watching_checks_again_after_a_save_and_ends_with_ctrl_c() {
    watches(&["check", "adder", "--watch"], "");
    // Where the system tells of no changes, it says how it watches.
    watches(&["check", "adder", "--watch", "--poll"], "looking at the files every second, because --poll asks for it");
}

#[cfg(unix)]
fn watches(arguments: &[&str], note: &str) {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;
    let book = adder(WRONG);
    let mut lab = book.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(lab.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.contains("✗ not yet")));
    assert!(lines.any(|line| line.contains("Waiting for a change")));
    book.write("exercises/adder/src/lib.rs", RIGHT);
    assert!(lines.any(|line| line.contains("✓ passed")));
    assert!(lines.any(|line| line.contains("Waiting for a change")));
    std::process::Command::new("kill").args(["-INT", &lab.id().to_string()]).status().unwrap();
    assert_eq!(lab.wait().unwrap().code(), Some(0));
    let mut err = String::new();
    lab.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(err.contains(note), "{err}");
    assert_eq!(err.contains("every second"), !note.is_empty(), "{err}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_while_cargo_compiles_is_no_failure_of_cargo_s() {
    use std::os::unix::fs::PermissionsExt;
    let book = adder(RIGHT);
    // Stands in for a cargo that compiles while Ctrl-C is pressed: both get the signal, and cargo ends of it.
    book.write("cargo", "#!/bin/sh\necho Compiling adder >&2\nkill -INT $PPID\nsleep 1\nkill -INT $$\n");
    let cargo = book.path("cargo");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let ran = Ran::from(book.command(&["check", "adder"]).env("CARGO", cargo).output().unwrap());
    ran.complains(130, &["stopped"]);
    assert!(!ran.err.contains("cargo failed"), "{ran:?}");
}

/// A judge of speed that needs no other crate: it says how it was called.
const SPEED: &str = r#"
fn main() {
    println!("{} {:?}", adder::add(2, 3), std::env::args().skip(1).collect::<Vec<_>>());
    std::process::exit(1)
}
"#;

fn with_speed(answer: &str) -> Workbook {
    with_judge("speed", answer)
}

fn with_judge(name: &str, answer: &str) -> Workbook {
    let book = adder(answer);
    let manifest = book.read("exercises/adder/Cargo.toml");
    book.write("exercises/adder/Cargo.toml", &format!("{manifest}[[bench]]\nname = \"{name}\"\nharness = false\n"));
    book.write(&format!("exercises/adder/benches/{name}.rs"), SPEED);
    book
}

#[test]
fn speed_is_judged_by_the_exercise_s_own_program_once_the_check_passes() {
    let book = with_speed(RIGHT);
    book.lab(&["check", "adder", "--speed"]).says(1, &["✓ passed", "in turns with the reference", "5 [\"--bench\"]"]);
    let ran = book.lab(&["check", "adder", "--speed", "--format=json"]);
    ran.says(1, &["5 [\"--bench\", \"--format=json\"]"]).without(&["in turns"]);
    with_speed(WRONG).lab(&["check", "adder", "--speed"]).says(1, &["✗ not yet"]).without(&["in turns"]);
}

#[test]
fn speed_that_nobody_judges_is_wrong_usage_and_says_whose_is() {
    let ran = adder(RIGHT).lab(&["check", "adder", "--speed"]);
    ran.complains(2, &["the speed of adder isn't judged"]);
}

#[test]
fn points_are_given_by_the_exercise_s_own_program_once_the_check_passes() {
    let book = with_judge("count", RIGHT);
    book.lab(&["check", "adder", "--count"]).says(1, &["✓ passed", "Counted, beside the reference", "5 [\"--bench\"]"]);
    let ran = book.lab(&["check", "adder", "--count", "--format=json"]);
    ran.says(1, &["5 [\"--bench\", \"--format=json\"]"]).without(&["Counted"]);
    with_judge("count", WRONG).lab(&["check", "adder", "--count"]).says(1, &["✗ not yet"]).without(&["Counted"]);
    adder(RIGHT).lab(&["check", "adder", "--count"]).complains(2, &["nothing in adder is counted"]);
}

#[test]
fn what_has_no_threads_is_not_watched() {
    let book = adder(RIGHT).exercise("counter", RIGHT, CHECK);
    says_of_itself(&book, "counter", "tsan = {}");
    let ran = book.lab(&["check", "adder", "--sanitize"]);
    ran.complains(2, &["threads aren't the subject of adder", "watches these: counter"]);
    ran.without(&["passed", "✓"]);
    says_of_itself(&book, "adder", "tsan = \"nobody can see into it\"");
    book.lab(&["check", "adder", "--sanitize"]).complains(2, &["can't watch adder: nobody can see into it"]);
}

/// What isn't watched is never taken for watched, nor is anything else done before it is said.
#[cfg(unix)]
#[test]
fn a_toolchain_without_the_sanitizer_is_told_what_it_lacks() {
    use std::os::unix::fs::PermissionsExt;
    let book = adder(RIGHT);
    says_of_itself(&book, "adder", "tsan = { skip = [\"known\"] }");
    book.write("rustc", "#!/bin/sh\ncase $2 in host-tuple) echo some-machine;; *) pwd;; esac\n");
    let rustc = book.path("rustc");
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755)).unwrap();
    let lacks = |what: &str| {
        let ran = Ran::from(book.command(&["check", "adder", "--sanitize"]).env("RUSTC", &rustc).output().unwrap());
        ran.complains(2, &["ThreadSanitizer can't run here, so nothing was checked", what]);
        ran.without(&["passed", "✓"]);
    };
    lacks("no runtime of it for some-machine");
    book.write("lib/rustlib/some-machine/lib/librustc-1_rt.tsan.a", "");
    lacks("rustup component add rust-src");
}

fn says_of_itself(book: &Workbook, slug: &str, line: &str) {
    let manifest = format!("exercises/{slug}/Cargo.toml");
    book.write(&manifest, &book.read(&manifest).replace("level = \"easy\"\n", &format!("level = \"easy\"\n{line}\n")));
}

#[test]
fn what_is_not_about_mpi_is_given_to_no_ranks() {
    let book = adder(RIGHT).exercise("line", RIGHT, CHECK);
    says_of_itself(&book, "line", "ranks = { numbers = [2] }");
    let ran = book.lab(&["check", "adder", "--ranks"]);
    ran.complains(2, &["MPI isn't the subject of adder", "ranks run these: line"]);
    ran.without(&["passed", "✓"]);
}

/// What no rank has run is never said to have been run, nor is anything else done before that is said.
#[test]
fn a_machine_without_mpi_is_told_what_installs_it() {
    let book = adder(RIGHT);
    says_of_itself(&book, "adder", "ranks = { numbers = [2] }");
    let lacking = book.command(&["check", "adder", "--ranks"]).env("MPIRUN", "no-such-mpirun").output().unwrap();
    let ran = Ran::from(lacking);
    ran.complains(2, &["no ranks can run here, so nothing was checked: no no-such-mpirun"]);
    ran.without(&["passed", "✓"]);
}

/// An MPI that a test makes up: `mpirun` starts one rank after another, and a program of ranks knows of the exercise
/// what the real one does, where it lies and the feature of its name.
#[cfg(unix)]
#[test]
fn ranks_run_an_answer_that_passes_and_their_words_are_told() {
    use std::os::unix::fs::PermissionsExt;
    let book = adder(RIGHT);
    let script = |name: &str, text: &str| {
        book.write(name, text);
        fs::set_permissions(book.path(name), fs::Permissions::from_mode(0o755)).unwrap();
    };
    let mpirun = "#!/bin/sh
[ \"$1\" = --version ] && exec echo 'mpirun (Open MPI) 4.1.4'
while [ ! -x \"$1\" ] || [ -d \"$1\" ]; do [ \"$1\" = -n ] && n=$2; shift; done
for rank in $(seq 0 $((n - 1))); do OF=$n RANK=$rank \"$@\" || exit; done
";
    script("mpirun", mpirun);
    script("mpicc", "#!/bin/sh\n[ \"$1\" = --showme:version ] && echo 'mpicc: Open MPI 4.1.4'\n");
    book.write(
        "crates/mpi/Cargo.toml",
        "[package]\nname = \"mpi_ranks\"\nedition = \"2024\"\n[workspace]\n[features]\nyours = []\nadder = []\n",
    );
    let program = r#"
#[cfg(all(feature = "yours", feature = "adder"))]
#[path = "../../../../exercises/adder/src/lib.rs"]
mod adder;
fn main() {
    let number = |name| std::env::var(name).unwrap().parse::<i32>().unwrap();
    let (of, rank) = (number("OF"), number("RANK"));
    let mut words = std::env::args().skip(1);
    assert_eq!(words.next().as_deref(), Some("adder"));
    if let (Some(folder), Some(step)) = (words.next(), words.next()) {
        let file = std::path::Path::new(&folder).join("saved");
        let saved = std::fs::read_to_string(&file).map_or(0, |text| text.parse().unwrap());
        for i in saved..10 {
            if i.to_string() == step { std::process::exit(7) }
            std::fs::write(&file, adder::add(i, 1).to_string()).unwrap();
        }
        return println!("rank {rank} has {}", adder::add(10, 0));
    }
    assert_eq!(adder::add(of, rank), of + rank, "rank {rank} of {of} adds something else");
}
"#;
    book.write("crates/mpi/src/bin/answers.rs", program);
    let ranks = |format: &str| {
        let mut command = book.command(&["check", "adder", "--ranks", "--format", format]);
        Ran::from(command.env("MPIRUN", book.path("mpirun")).env("MPICC", book.path("mpicc")).output().unwrap())
    };

    says_of_itself(&book, "adder", "ranks = { numbers = [1, 3] }");
    ranks("text").says(0, &["✓ passed", "✓ by mpirun: real ranks ran it too, 1 and 3 of them"]);
    ranks("json").says(0, &[r#""ranks":[1,3],"said":"","status":"passed""#]);
    // Right for all that the check asks, and wrong for what only ranks do.
    book.write("exercises/adder/src/lib.rs", "pub fn add(a: i32, b: i32) -> i32 { if a == 3 { 0 } else { a + b } }\n");
    ranks("text")
        .says(1, &["✓ passed", "✗ by mpirun: with 3 ranks: mpirun ended with exit code 101", "adds something"]);

    book.write("exercises/adder/src/lib.rs", RIGHT);
    let manifest = "exercises/adder/Cargo.toml";
    book.write(manifest, &book.read(manifest).replace("numbers = [1, 3]", "numbers = [1], deaths = [0, 9, 9]"));
    ranks("text").says(0, &["✓ by mpirun: real ranks ran it too, 1 of them, and lost one on the way"]);
    let late = "pub fn add(a: i32, b: i32) -> i32 { if b == 1 && a == 8 { 20 } else { a + b } }\n";
    book.write("exercises/adder/src/lib.rs", late);
    ranks("text").says(1, &["✗ by mpirun: with one rank: one is lost in step 9, and mpirun says that all is well"]);
}
