//! Is it a library that C can use? First from Rust, each scene in a process of its own, since what goes wrong here ends
//! a process; then from a C program that is compiled, linked and run.

use export_c::*;
use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    env,
    ffi::CStr,
    fs,
    mem::MaybeUninit,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    ptr::{null, null_mut},
    time::Duration,
};
use witness::{deadline, harness, output};

const LIMIT: Duration = Duration::from_secs(30);
/// Tells a child which scene it plays.
const SCENE: &str = "EXPORT_C_SCENE";

const SCENES: &[(&str, fn())] = &[
    ("a_hike_from_beginning_to_end", a_hike),
    ("null_is_answered", null_is_answered),
    ("no_stages_are_fine", no_stages),
    ("misaligned_is_refused", misaligned_is_refused),
    ("all_stages_or_none", all_or_none),
    ("no_such_array_can_be", too_long),
    ("a_long_hike", a_long_hike),
    ("a_text_is_the_callers", a_text_is_the_callers),
    ("everything_is_given_back", everything_is_given_back),
];

fn main() -> ExitCode {
    if let Ok(scene) = env::var(SCENE) {
        let (name, play) = SCENES.iter().find(|(name, _)| *name == scene).expect("one of ours");
        deadline(name, "what ends your loop", LIMIT, play);
        return ExitCode::SUCCESS;
    }
    let mut trials: Vec<Trial> =
        SCENES.iter().map(|&(name, _)| Trial::test(name, move || in_a_process(name))).collect();
    trials.push(trials::with_tool("a_c_program_links_it", "cc", tools::c_compiler, a_c_program));
    harness(|| libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
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
            "\nThe process was ended by the system: {}. A null pointer that was followed, memory given back twice, or a \
             panic in an extern \"C\" function.",
            played.status
        ),
    };
    Err(format!("{}{ended}", played.stderr).into())
}

/// Counts the bytes that this thread has and hasn't given back.
struct Counting;

thread_local! {
    static BYTES: Cell<isize> = const { Cell::new(0) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

// SAFETY: the system's allocator does it all; we only count.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.set(BYTES.get() + layout.size() as isize);
        // SAFETY: as our caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        BYTES.set(BYTES.get() - layout.size() as isize);
        // SAFETY: as our caller promises.
        unsafe { System.dealloc(block, layout) }
    }
}

const OK: i32 = 0;
const NULL: i32 = 1;
const TOO_LONG: i32 = 2;
const NOT_A_DISTANCE: i32 = 3;
const MISALIGNED: i32 = 4;

/// What a hike says about itself: stages, kilometres, text.
#[track_caller]
fn expect(hike: *const Hike, stages: usize, km: f64, text: &str) {
    // SAFETY: every scene passes a hike of its own.
    unsafe {
        let got = hike_stages(hike);
        assert_eq!(got, stages, "hike_stages: expected {stages}, got {got}");
        let mut got = -1.0;
        assert_eq!((hike_length(hike, &mut got), got), (OK, km), "hike_length: expected the status 0 and {km} km");
        // As C does it: into a variable that nothing was written to.
        let mut room = MaybeUninit::uninit();
        assert_eq!(hike_length(hike, room.as_mut_ptr()), OK, "hike_length, again");
        assert_eq!(room.assume_init(), km, "hike_length, again");
        let got = hike_text(hike);
        assert!(!got.is_null(), "hike_text returned null for a hike");
        // The sum of no numbers is -0.0 in Rust; who adds them up only now prints the sign.
        let said = CStr::from_ptr(got).to_string_lossy().replace("-0.0", "0.0");
        assert_eq!(said, text, "hike_text");
        hike_text_free(got);
    }
}

#[track_caller]
fn add(hike: *mut Hike, km: &[f64]) -> i32 {
    // SAFETY: a hike of the scene's, and a slice.
    unsafe { hike_add(hike, km.as_ptr(), km.len()) }
}

fn a_hike() {
    let hike = hike_new();
    assert!(!hike.is_null(), "hike_new returned null");
    expect(hike, 0, 0.0, "0 stages, 0.0 km");
    assert_eq!(add(hike, &[12.5]), OK);
    expect(hike, 1, 12.5, "1 stages, 12.5 km");
    assert_eq!(add(hike, &[0.0, 7.25, 20.25]), OK);
    expect(hike, 4, 40.0, "4 stages, 40.0 km");
    // Two hikes don't know of each other.
    let other = hike_new();
    assert_eq!(add(other, &[1.0; 1000]), OK);
    expect(other, 1000, 1000.0, "1000 stages, 1000.0 km");
    expect(hike, 4, 40.0, "4 stages, 40.0 km");
    // SAFETY: ours, and given back once.
    unsafe {
        hike_free(other);
        expect(hike, 4, 40.0, "4 stages, 40.0 km");
        hike_free(hike);
    }
    // All digits that a double has.
    let hike = hike_new();
    assert_eq!(add(hike, &[42.195_123_456_789]), OK);
    expect(hike, 1, 42.195_123_456_789, "1 stages, 42.2 km");
    // SAFETY: ours, and given back once.
    unsafe { hike_free(hike) };
}

fn null_is_answered() {
    let hike = hike_new();
    assert_eq!(add(hike, &[2.5]), OK);
    // SAFETY: null is allowed everywhere.
    unsafe {
        assert_eq!(hike_add(null_mut(), [1.0].as_ptr(), 1), NULL, "hike_add(NULL, …, 1)");
        assert_eq!(hike_add(null_mut(), null(), 0), NULL, "hike_add(NULL, NULL, 0): without a hike nothing is fine");
        assert_eq!(hike_add(hike, null(), 1), NULL, "hike_add(hike, NULL, 1)");
        assert_eq!(hike_length(hike, null_mut()), NULL, "hike_length(hike, NULL)");
        let mut km = -1.0;
        assert_eq!(hike_length(null(), &mut km), NULL, "hike_length(NULL, &km)");
        assert_eq!(km, -1.0, "hike_length wrote something although it failed");
        assert_eq!(hike_length(null(), null_mut()), NULL, "hike_length(NULL, NULL)");
        assert_eq!(hike_stages(null()), 0, "hike_stages(NULL)");
        assert!(hike_text(null()).is_null(), "hike_text(NULL) must return NULL");
        hike_text_free(null_mut());
        hike_free(null_mut());
    }
    expect(hike, 1, 2.5, "1 stages, 2.5 km");
    // SAFETY: ours, given back once.
    unsafe { hike_free(hike) };
}

fn no_stages() {
    let hike = hike_new();
    assert_eq!(add(hike, &[3.0]), OK);
    // SAFETY: nothing is read.
    let status = unsafe { hike_add(hike, null(), 0) };
    assert_eq!(status, OK, "hike_add(hike, NULL, 0): there is nothing to read, so the pointer may be null.");
    // SAFETY: nothing is read.
    let status = unsafe { hike_add(hike, [0.0, 0.0].as_ptr().wrapping_byte_add(1), 0) };
    assert_eq!(status, OK, "hike_add(hike, misaligned, 0): there is nothing to read, so the pointer may be anything.");
    assert_eq!(add(hike, &[]), OK, "hike_add(hike, km, 0)");
    expect(hike, 1, 3.0, "1 stages, 3.0 km");
    // SAFETY: ours, given back once.
    unsafe { hike_free(hike) };
}

/// Numbers that lie a few bytes off, as in a file's bytes or a packed struct.
fn misaligned_is_refused() {
    let hike = hike_new();
    assert_eq!(add(hike, &[2.5]), OK);
    for off in 1..align_of::<f64>() {
        let mut room = [1.0; 4];
        let km = room.as_mut_ptr().wrapping_byte_add(off);
        // SAFETY: there is room for three, so only the alignment isn't right.
        unsafe {
            assert_eq!(
                hike_add(hike, km, 2),
                MISALIGNED,
                "hike_add(hike, km, 2) with a km that lies {off} bytes behind a place for an f64"
            );
            assert_eq!(
                hike_length(hike, km),
                MISALIGNED,
                "hike_length(hike, km) with a km that lies {off} bytes behind a place for an f64"
            );
        }
        assert_eq!(room, [1.0; 4], "hike_length wrote something although it failed");
    }
    expect(hike, 1, 2.5, "1 stages, 2.5 km");
    // SAFETY: ours, given back once.
    unsafe { hike_free(hike) };
}

fn all_or_none() {
    let hike = hike_new();
    assert_eq!(add(hike, &[5.0, 6.0]), OK);
    for bad in [-1.0, -1e-300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for place in 0..3 {
            let mut km = [1.0, 2.0, 3.0];
            km[place] = bad;
            assert_eq!(add(hike, &km), NOT_A_DISTANCE, "hike_add of {km:?}");
            // SAFETY: a hike.
            let stages = unsafe { hike_stages(hike) };
            assert_eq!(
                stages, 2,
                "hike_add of {km:?} failed, and yet the hike has {stages} stages instead of 2: all or none."
            );
        }
    }
    // Each of them is a distance, though their sum is more than an f64 holds.
    let far = hike_new();
    assert_eq!(
        add(far, &[f64::MAX, f64::MAX]),
        OK,
        "hike_add of the largest f64, twice: each stage is a finite number. It is the stages that are looked at, not their sum."
    );
    // SAFETY: a hike, which nobody uses any more.
    unsafe { hike_free(far) };
    // −0.0 is 0.
    assert_eq!(add(hike, &[-0.0, 4.0]), OK, "hike_add of [-0.0, 4.0]");
    expect(hike, 4, 15.0, "4 stages, 15.0 km");
    // SAFETY: ours, given back once.
    unsafe { hike_free(hike) };
}

fn too_long() {
    let hike = hike_new();
    assert_eq!(add(hike, &[5.0]), OK);
    for n in [usize::MAX, isize::MAX as usize, isize::MAX as usize / 8 + 1, usize::MAX / 8 + 2] {
        // SAFETY: no such array can be, and so the function looks at none.
        let status = unsafe { hike_add(hike, [1.0].as_ptr(), n) };
        assert_eq!(status, TOO_LONG, "hike_add with n = {n}: {n} doubles of 8 bytes are more than isize::MAX bytes.");
    }
    expect(hike, 1, 5.0, "1 stages, 5.0 km");
    // SAFETY: ours, given back once.
    unsafe { hike_free(hike) };
}

/// A million stages, in one call and in many.
fn a_long_hike() {
    let hike = hike_new();
    let many = vec![0.25; 1_000_000];
    assert_eq!(add(hike, &many), OK, "hike_add of a million stages: such an array can be, and here it is.");
    for _ in 0..1000 {
        assert_eq!(add(hike, &many[..1000]), OK, "hike_add of a thousand stages, to a hike of more than a million");
    }
    expect(hike, 2_000_000, 500_000.0, "2000000 stages, 500000.0 km");
    // SAFETY: ours, given back once.
    unsafe { hike_free(hike) };
}

/// C keeps a text as long as it likes, whatever becomes of the others and of the hike.
fn a_text_is_the_callers() {
    let hike = hike_new();
    // SAFETY: each text and the hike are given back once, and not used after that.
    unsafe {
        let first = hike_text(hike);
        assert_eq!(add(hike, &[2.5]), OK);
        let second = hike_text(hike);
        hike_free(hike);
        let said = |text| CStr::from_ptr(text).to_string_lossy().replace("-0.0", "0.0");
        assert_eq!(
            [said(first), said(second)],
            ["0 stages, 0.0 km", "1 stages, 2.5 km"],
            "the texts of a hike before and after a stage was added, read when the hike was gone. Each is the caller's until it \
             gives it back: does each have memory of its own?"
        );
        hike_text_free(first);
        assert_eq!(said(second), "1 stages, 2.5 km", "a text, after another one was given back");
        hike_text_free(second);
    }
}

/// Twice: what an answer keeps for itself, it has after the first time.
fn everything_is_given_back() {
    hikes_and_texts();
    let before = BYTES.get();
    let of_texts = hikes_and_texts();
    let left = BYTES.get() - before;
    assert_eq!(
        of_texts, 0,
        "three texts were handed out and given back, and {of_texts} bytes are missing. A text that was made by \
         CString::into_raw must come back through CString::from_raw, which knows its length."
    );
    assert_eq!(
        left, 0,
        "two hikes were handed out and given back, and {left} bytes are missing. hike_free has to make a Box of the pointer \
         again, and drop it: with the type that it was made of."
    );
}

/// Returns how many bytes of the texts are missing.
fn hikes_and_texts() -> isize {
    // SAFETY: each text and each hike is given back once.
    unsafe {
        let (one, two) = (hike_new(), hike_new());
        for _ in 0..100 {
            hike_add(one, [1.0; 50].as_ptr(), 50);
            hike_add(one, [-1.0; 50].as_ptr(), 50);
        }
        let with_hikes = BYTES.get();
        let texts = [hike_text(one), hike_text(two), hike_text(one)];
        for text in texts {
            hike_text_free(text);
        }
        let left = BYTES.get() - with_hikes;
        hike_free(two);
        hike_free(one);
        left
    }
}

/// The header of the task, and a program that uses every line of it.
const PROGRAM: &str = r#"
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct Hike Hike;
enum { HIKE_OK = 0, HIKE_NULL = 1, HIKE_TOO_LONG = 2, HIKE_NOT_A_DISTANCE = 3, HIKE_MISALIGNED = 4 };
Hike *hike_new(void);
int32_t hike_add(Hike *hike, const double *km, size_t n);
int32_t hike_length(const Hike *hike, double *km);
size_t hike_stages(const Hike *hike);
char *hike_text(const Hike *hike);
void hike_text_free(char *text);
void hike_free(Hike *hike);

int main(void) {
    double stages[] = {12.5, 7.25, NAN}, km;
    Hike *hike = hike_new();
    printf("add two: %d\n", hike_add(hike, stages, 2));
    printf("add NaN: %d\n", hike_add(hike, stages, 3));
    printf("add nothing: %d\n", hike_add(hike, NULL, 0));
    printf("add from nowhere: %d\n", hike_add(hike, NULL, 1));
    printf("add too many: %d\n", hike_add(hike, stages, SIZE_MAX));
    printf("add misaligned: %d\n", hike_add(hike, (double *)((char *)stages + 1), 1));
    printf("length: %d", hike_length(hike, &km));
    printf(", %.2f\n", km);
    printf("length of nothing: %d\n", hike_length(NULL, &km));
    char *text = hike_text(hike);
    printf("%zu stages in \"%s\"\n", hike_stages(hike), text);
    hike_text_free(text);
    hike_text_free(NULL);
    hike_free(hike);
    hike_free(NULL);
    return 0;
}
"#;

const PRINTS: &str = "\
add two: 0
add NaN: 3
add nothing: 0
add from nowhere: 1
add too many: 2
add misaligned: 4
length: 0, 19.75
length of nothing: 1
2 stages in \"2 stages, 19.8 km\"
";

fn a_c_program(cc: &Path) -> Result<(), Failed> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the exercise lies"));
    let folder = tempfile::tempdir()?;
    let at = |name: String| folder.path().join(name);
    let library = at(format!("{}hike{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX));
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut compile = Command::new(rustc);
    compile.args(["--edition=2024", "--crate-type=cdylib", "--crate-name=hike", "--cap-lints=allow", "-o"]);
    run(compile.arg(&library).arg(here.join("src/lib.rs")), "your file as a C library (it may use nothing but std)")?;

    let (main, program) = (at("main.c".into()), at(format!("main{}", env::consts::EXE_SUFFIX)));
    fs::write(&main, PROGRAM)?;
    let mut link = Command::new(cc);
    link.args(["-std=c11", "-Wall", "-Werror"]).arg(&main).arg(&library).arg("-o").arg(&program);
    link.arg(format!("-Wl,-rpath,{}", folder.path().display()));
    run(
        &mut link,
        "the C program with your library (\"undefined reference\" means that no exported function has that name: Rust \
         keeps a name only for no_mangle)",
    )?;
    let said = run(&mut Command::new(program), "the C program")?;
    for (want, got) in PRINTS.lines().zip(said.lines().chain(std::iter::repeat("nothing"))) {
        if want != got {
            return Err(format!("the C program printed:\n{said}\nExpected {want:?}, got {got:?}.").into());
        }
    }
    Ok(())
}

/// What a program prints; `what` says what it was to do.
fn run(command: &mut Command, what: &str) -> Result<String, Failed> {
    let output = command.output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(format!("{what}: {}\n{}{}", output.status, text(&output.stdout), text(&output.stderr)).into()),
    }
}
