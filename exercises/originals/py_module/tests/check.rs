//! Is it a module that Python can use? A real Python imports what cargo has built beside this program.

use libtest_mimic::{Arguments, Failed};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    sync::OnceLock,
};
use variant::Unavailable;
use witness::harness;

/// What each script begins with.
const PRELUDE: &str = r##"
import array, os, sys, threading, time
try:
    import py_module
except ImportError as error:
    sys.exit(f"Python can't import the module: {error}")

def floats(*numbers):
    return array.array("d", numbers)

def call(name, *arguments):
    """Calls a function of the module: what it returns, or the exception that it raises."""
    function = getattr(py_module, name, None)
    if function is None:
        sys.exit(f"py_module has no function {name}. It takes two things: #[pyfunction] above the function, and its name behind "
                 "#[pymodule_export] in the module.")
    try:
        return function(*arguments)
    except Exception as error:
        return error
    except BaseException as panic:
        sys.exit(f"{name}{shown(arguments)} panicked, and Python got a {type(panic).__name__}: {panic}. "
                 "Nobody catches that. What a caller can get wrong is an Err, which PyO3 turns into an exception.")

def shown(arguments):
    def one(x):
        numbers = list(x)
        return str(numbers) if len(numbers) < 9 else f"<{len(numbers)} numbers>"
    return "(" + ", ".join(one(x) for x in arguments) + ")"

def expect(what, got, want):
    if isinstance(got, Exception):
        sys.exit(f"{what} raised {type(got).__name__}: {got}. Expected: {want}.")
    if got != want:
        sys.exit(f"{what}: got {got}, expected {want}.")

def refused(what, got, *lengths):
    if not isinstance(got, Exception):
        sys.exit(f"{what} must raise a ValueError, and returned {got}.")
    if not isinstance(got, ValueError):
        sys.exit(f"{what} raised {type(got).__name__}: {got}. Lengths that don't fit are a ValueError.")
    if any(str(length) not in str(got) for length in lengths):
        sys.exit(f"{what} raised ValueError: {got}. Its message must name both lengths, {lengths[0]} and {lengths[1]}, or the "
                 "caller has to count.")
"##;

const LISTS: &str = r#"
expect("smooth([1, 2, 4, 8], [0.5, 0.5])", call("smooth", [1, 2, 4, 8], [0.5, 0.5]), [1.5, 3.0, 6.0])
# The last digit of a double, and weights in their order.
expect("smooth([0.1, 0.7], [1, 0])", call("smooth", [0.1, 0.7], [1, 0]), [0.1])
expect("smooth([0.1, 0.7], [0, 1])", call("smooth", [0.1, 0.7], [0, 1]), [0.7])
expect("smooth((3.0,), (2.0,)), of tuples", call("smooth", (3.0,), (2.0,)), [6.0])
many = call("smooth", [1.0] * 100_000, [1.0] * 10)
expect("smooth of 100,000 ones by ten ones", many if isinstance(many, Exception) else (len(many), set(many)), (99_991, {10.0}))
"#;

const BUFFERS: &str = r#"
out = floats(-1, -1, -1)
expect("smooth_into(…)", call("smooth_into", floats(1, 2, 4, 8), floats(0.5, 0.5), out), None)
expect("what smooth_into wrote", list(out), [1.5, 3.0, 6.0])
out = floats(-1)
expect("smooth_into of as many weights as numbers", call("smooth_into", floats(0.1, 0.7), floats(0, 1), out), None)
expect("what smooth_into wrote for as many weights as numbers", list(out), [0.7])
# The numbers are read before the results are written.
both = floats(1, 2, 4, 8)
expect("smooth_into with out = numbers", call("smooth_into", both, floats(10), both), None)
expect("what smooth_into wrote over its own numbers", list(both), [10, 20, 40, 80])
"#;

const GAPS: &str = r#"
numbers = memoryview(floats(1, 0, 2, 0, 4, 0, 8, 0))[::2]
room = floats(-1, -1, -1, -1, -1, -1)
got = call("smooth_into", numbers, memoryview(floats(0.5, 9, 0.5))[::2], memoryview(room)[::2])
expect("smooth_into of every second number", got, None)
expect("what smooth_into wrote into every second place", list(room), [1.5, -1, 3.0, -1, 6.0, -1])
"#;

const READ_ONLY: &str = r#"
out = floats(-1, -1)
got = call("smooth_into", floats(1, 2), floats(1), memoryview(out).toreadonly())
if not isinstance(got, Exception):
    sys.exit(f"smooth_into was given an out that can only be read. It must raise an exception, and returned {got}.")
expect("an out that can only be read, after the call", list(out), [-1, -1])
"#;

const LENGTHS: &str = r#"
for numbers, weights in [(5, 7), (0, 3), (1, 2)]:
    refused(f"smooth of {numbers} numbers by {weights} weights", call("smooth", [1.0] * numbers, [1.0] * weights), numbers, weights)
for numbers in [6, 0]:
    refused(f"smooth of {numbers} numbers without weights", call("smooth", [1.0] * numbers, []), numbers, 0)
"#;

const LENGTHS_OF_BUFFERS: &str = r#"
def some(n, x):
    # A part of an array: an empty array may lie where no number could.
    return memoryview(floats(*[x] * (n + 1)))[:n]

def into(numbers, weights, places):
    out = some(places, -1)
    got = call("smooth_into", some(numbers, 1), some(weights, 1), out)
    if any(x != -1 for x in out):
        sys.exit(f"smooth_into of {numbers} numbers by {weights} weights wrote to an out with {places} places: {list(out)}. There "
                 "must be a place for each result and no other, or nothing is written.")
    return got

for numbers, weights, places in [(5, 7, 3), (6, 0, 7), (0, 0, 1)]:
    refused(f"smooth_into of {numbers} numbers by {weights} weights", into(numbers, weights, places), numbers, weights)
for places in [0, 3, 5, 7, 8]:
    what = f"smooth_into of 7 numbers by 2 weights, which are 6 results, to {places} places"
    refused(what, into(7, 2, places), 6, places)
"#;

const NO_NUMBERS: &str = r#"
for bad in [["one", 2.0], [None], "12", 7]:
    got = call("smooth", bad, [1.0]) if bad != 7 else call("smooth", [1.0], [[2.0]])
    if not isinstance(got, TypeError):
        sys.exit(f"smooth of what is no list of numbers must raise a TypeError. For {bad} it "
                 + (f"raised {type(got).__name__}: {got}." if isinstance(got, Exception) else f"returned {got}."))
"#;

/// The library waits, while it works, for what only another Python thread can do.
const MEETING: &str = r#"
folder = os.environ["GIVEN_FILTER_MEETING"]
begun, met = os.path.join(folder, "begun"), os.path.join(folder, "met")
# Nobody is told to give way: who keeps the lock to itself has it to the end of the call.
sys.setswitchinterval(1000)
count = 0

def other():
    global count
    while not os.path.exists(begun):
        time.sleep(0.001)
    # Each sleep gives the lock away, and has to get it back.
    while count < 100:
        count += 1
        time.sleep(0)
    open(met, "w").close()

def meet(name, *arguments):
    thread = threading.Thread(target=other, daemon=True)
    thread.start()
    call(name, *arguments)
    if not os.path.exists(begun):
        sys.exit(f"{name} never called given_filter::smooth: that has to do the work.")
    if not os.path.exists(met):
        sys.exit(f"While given_filter::smooth worked for {name}, another Python thread wanted to count to 100, and got to {count}. "
                 "Your function held the lock, the GIL, for all that time. Give it back around the work: py.detach(|| …).")
"#;

fn main() -> ExitCode {
    let script = |name: &str, text: &'static str| {
        trials::with_tool(name, "python", python, move |python| run(python, text, None))
    };
    let meeting = |name: &str, calls: &'static str| {
        trials::with_tool(name, "python", python, move |python| {
            let folder = tempfile::tempdir()?;
            run(python, &format!("{MEETING}{calls}"), Some(folder.path()))
        })
    };
    let trials = vec![
        script("lists_are_smoothed", LISTS),
        script("wrong_lengths_are_value_errors", LENGTHS),
        script("what_is_no_number_is_a_type_error", NO_NUMBERS),
        meeting("other_threads_run_while_lists_are_smoothed", "meet('smooth', [1.0, 2.0], [1.0])"),
        script("buffers_are_smoothed", BUFFERS),
        script("buffers_with_gaps", GAPS),
        script("wrong_lengths_of_buffers", LENGTHS_OF_BUFFERS),
        script("an_out_that_can_only_be_read", READ_ONLY),
        meeting(
            "other_threads_run_while_buffers_are_smoothed",
            "meet('smooth_into', floats(1, 2), floats(1), floats(0, 0))",
        ),
    ];
    harness(|| libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}

/// A Python as new as the interface that the module is built for. It is asked once.
fn python() -> Result<PathBuf, Unavailable> {
    static RECENT: OnceLock<bool> = OnceLock::new();
    let python = tools::python()?;
    let asked =
        || Command::new(&python).args(["-S", "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status();
    match RECENT.get_or_init(|| asked().is_ok_and(|status| status.success())) {
        true => Ok(python),
        false => Err(Unavailable::new(format!("{} is older than 3.11, which the module needs", python.display()))),
    }
}

/// Runs a script that can import the module.
fn run(python: &Path, script: &str, meeting: Option<&Path>) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let library = format!("{}py_module{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
    let module = if cfg!(windows) { "py_module.pyd" } else { "py_module.so" };
    fs::copy(env::current_exe()?.with_file_name(library), folder.path().join(module))?;
    let mut command = Command::new(python);
    command.args(["-S", "-c", &format!("{PRELUDE}{script}")]).env("PYTHONPATH", folder.path());
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("RUST_BACKTRACE", "0");
    if let Some(meeting) = meeting {
        command.env("GIVEN_FILTER_MEETING", meeting);
    }
    let output = command.output()?;
    match output.status.success() {
        true => Ok(()),
        false => {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            let ended = if output.status.code().is_none() {
                format!("\nPython was ended: {}.", output.status)
            } else {
                String::new()
            };
            Err(format!("{said}{ended}").into())
        }
    }
}
