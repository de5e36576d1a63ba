//! What does the compiler make of each step? This compiles them one by one, finds the loop in which the time goes, and
//! compares it with what the chapter prints.
//!
//! `UPDATE_EXPECT=1 cargo test -p steps_simd --test assembly` writes `assembly.txt` and `*.s` again. With the compiler
//! they were made with they must be equal to the last letter; with another one the numbers that are worked on at a time
//! must be.

use expect_test::expect_file;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use std::{env, fmt::Write, fs, path::Path, process::Command};

/// A step: its module, what else it needs, a function that makes a generic one concrete, and how many numbers at a time
/// the loop is known to work on.
struct Step {
    name: &'static str,
    modules: &'static [&'static str],
    probe: &'static str,
    lanes: usize,
}

const fn step(name: &'static str, modules: &'static [&'static str], probe: &'static str, lanes: usize) -> Step {
    Step { name, modules, probe, lanes }
}

const MANY: &str = "#[unsafe(no_mangle)] pub fn probe(x: &[f64]) -> f64 { many_chains::sum::<16>(x) }";
const AVX2: &str = "#[target_feature(enable = \"avx2\")] #[unsafe(no_mangle)] \
                    pub fn probe(x: &[f64]) -> f64 { many_chains::sum::<16>(x) }";
const COSINE: &str =
    "#[unsafe(no_mangle)] pub fn probe(x: &mut [f64]) { x.iter_mut().for_each(|x| *x = cosine::cos(*x)) }";
const ARCSINE: &str =
    "#[unsafe(no_mangle)] pub fn probe(x: &mut [f64]) { x.iter_mut().for_each(|x| *x = arcsine::asin(*x)) }";
const FUSED: &str = "#[unsafe(no_mangle)] \
    pub fn probe(x: &mut [f64]) { x.iter_mut().for_each(|x| *x = fused::polynomial(*x, &[*x; 8])) }";

/// Version 2 of the shortcut: what it does for one pair of places. It stands in another crate, and is cut out of there.
const SHORTCUT: &str = "shortcut, ilp";

const STEPS: &[Step] = &[
    step("one_chain", &["one_chain"], "", 1),
    step("integers", &["integers"], "", 2),
    step("four_chains", &["four_chains"], "", 2),
    step("many_chains", &["many_chains"], MANY, 2),
    step("many_chains, AVX2", &["many_chains"], AVX2, 4),
    step("by_hand", &["by_hand"], "", 4),
    step("scale_add", &["scale_add"], "", 2),
    step("indexed", &["indexed"], "", 2),
    step("bounds", &["bounds"], "", 1),
    step("cut_first", &["cut_first"], "", 2),
    step("early_exit", &["early_exit"], "", 1),
    step("in_blocks", &["in_blocks"], "", 2),
    step("library_call", &["library_call"], "", 1),
    step("sine", &["sine", "horner"], "", 2),
    step("cosine", &["cosine", "sine", "horner"], COSINE, 2),
    step("arcsine", &["arcsine"], ARCSINE, 2),
    step("fused", &["fused"], FUSED, 1),
    step("carried", &["carried"], "", 1),
    step(SHORTCUT, &[], "", 4),
];

/// What the chapter prints in full, and where that is kept.
const PRINTED: [(&str, &str); 4] = [
    ("one_chain", "one_chain.s"),
    ("integers", "integers.s"),
    ("many_chains, AVX2", "avx2.s"),
    (SHORTCUT, "shortcut_ilp.s"),
];

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![Trial::test("a_loop_is_found_and_read", a_loop_is_found_and_read)];
    for step in STEPS {
        trials.push(on_x86_64(&format!("{}_works_on_so_many", step.name), || works_on_so_many(step)));
    }
    trials.push(on_x86_64("the_chapter_prints_what_the_compiler_wrote", as_printed));
    libtest_mimic::run(&arguments, trials).exit();
}

/// A test of x86-64's instructions.
fn on_x86_64(name: &str, test: impl Fn() -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::ignorable_test(name, move || {
        if cfg!(all(target_arch = "x86_64", target_os = "linux")) {
            test().map(|()| Completion::Completed)
        } else {
            Ok(Completion::ignored_with("the chapter reads the assembly of x86-64 Linux, and this is another machine"))
        }
    })
}

fn works_on_so_many(step: &Step) -> Result<(), Failed> {
    let hot = Loop::of(step)?;
    if hot.lanes != step.lanes {
        let (name, want, got) = (step.name, step.lanes, hot.lanes);
        return Err(format!("{name} works on {got} at a time instead of {want}:\n{}", hot.text).into());
    }
    Ok(())
}

fn as_printed() -> Result<(), Failed> {
    let compiler = compiler()?;
    let mut table = format!("{compiler}, x86-64: numbers at a time, and the loop's arithmetic\n\n");
    let mut printed = Vec::new();
    for step in STEPS {
        let hot = Loop::of(step)?;
        writeln!(table, "{:18}{:>3}   {}", step.name, hot.lanes, hot.words()).expect("a string");
        if let Some((_, file)) = PRINTED.iter().find(|(name, _)| *name == step.name) {
            printed.push((file, hot.text));
        }
    }
    let here = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests");
    // Another compiler may unroll further or choose other registers; `works_on_so_many` holds for it.
    let kept = fs::read_to_string(here.join("assembly.txt"))?;
    if !kept.starts_with(&compiler) && env::var_os("UPDATE_EXPECT").is_none() {
        return Ok(());
    }
    expect_file![here.join("assembly.txt")].assert_eq(&table);
    for (file, text) in printed {
        expect_file![here.join(file)].assert_eq(&text);
    }
    Ok(())
}

/// `rustc 1.95.0`.
fn compiler() -> Result<String, Failed> {
    let said = Command::new(rustc()).arg("--version").output()?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    Ok(said.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
}

fn rustc() -> String {
    env::var("RUSTC").unwrap_or_else(|_| "rustc".into())
}

/// The assembly of one step, compiled as `cargo build --release` would.
fn assembly(step: &Step) -> Result<String, Failed> {
    let folder = tempfile::tempdir()?;
    let mut source = String::new();
    for module in step.modules {
        let path = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("src").join(format!("{module}.rs"));
        writeln!(source, "#[path = {path:?}] pub mod {module};").expect("a string");
    }
    source.push_str(step.probe);
    if step.name == SHORTCUT {
        source.push_str(&best_stop()?);
    }
    let (input, output) = (folder.path().join("step.rs"), folder.path().join("step.s"));
    fs::write(&input, source)?;
    let mut command = Command::new(rustc());
    command.args(["--edition", "2024", "--crate-type", "lib", "--emit", "asm", "-A", "warnings"]);
    command.args(["-C", "opt-level=3", "-C", "codegen-units=1"]);
    command.args(["-C", "llvm-args=-x86-asm-syntax=intel", "-o"]).arg(&output).arg(&input);
    let said = command.output()?;
    if !said.status.success() {
        return Err(String::from_utf8_lossy(&said.stderr).into_owned().into());
    }
    Ok(fs::read_to_string(output)?)
}

/// The innermost function of the shortcut's version 2, with what it calls.
fn best_stop() -> Result<String, Failed> {
    let part = |text: &str, from: &str, to: &str| {
        let (_, rest) = text.split_once(from)?;
        let (part, _) = rest.split_once(to).unwrap_or((rest, ""));
        Some(format!("{from}{part}"))
    };
    let whole = part(include_str!("../../../kernels/shortcut/src/lib.rs"), "pub fn shorter", "// ANCHOR_END")
        .zip(part(include_str!("../../../kernels/shortcut/src/ilp.rs"), "fn best_stop", "// ANCHOR_END"));
    let (shorter, best_stop) = whole.ok_or("the shortcut's functions have other names now")?;
    Ok(format!("#[inline(always)]\n{shorter}\npub {best_stop}"))
}

/// The loop of an assembly in which most of its arithmetic is done.
#[derive(Debug, PartialEq)]
struct Loop {
    text: String,
    lanes: usize,
    /// How many of which instruction do arithmetic.
    arithmetic: Vec<(String, usize)>,
}

impl Loop {
    fn of(step: &Step) -> Result<Self, Failed> {
        Self::read(&assembly(step)?).ok_or_else(|| format!("no loop in the assembly of {}", step.name).into())
    }

    /// Of the innermost loops the one that works on the most numbers at a time, and has the most arithmetic.
    fn read(assembly: &str) -> Option<Self> {
        let lines: Vec<_> = assembly.lines().filter(|line| !directive(line)).collect();
        let label = |line: &str| line.strip_suffix(':').map(str::to_owned);
        let mut loops = Vec::new();
        for (end, line) in lines.iter().enumerate() {
            let Some(target) = line.trim().strip_prefix('j').and_then(|jump| jump.split_whitespace().nth(1)) else {
                continue;
            };
            let start = lines[..end].iter().rposition(|line| label(line).as_deref() == Some(target));
            loops.extend(start.map(|start| start..end + 1));
        }
        let inner = loops.iter().filter(|a| !loops.iter().any(|b| b != *a && b.start >= a.start && b.end <= a.end));
        let read = inner.map(|range| Self::count(&lines[range.clone()]));
        read.filter(|hot| !hot.arithmetic.is_empty())
            .max_by_key(|hot| (hot.lanes, hot.arithmetic.iter().map(|(_, count)| count).sum::<usize>()))
    }

    fn count(lines: &[&str]) -> Self {
        let mut arithmetic: Vec<(String, usize)> = Vec::new();
        let mut lanes = 0;
        for line in &lines[1..] {
            let name = line.split_whitespace().next().unwrap_or_default();
            let Some(wide) = numbers(name, line) else { continue };
            lanes = lanes.max(wide);
            match arithmetic.iter_mut().find(|(known, _)| known == name) {
                Some((_, count)) => *count += 1,
                None => arithmetic.push((name.into(), 1)),
            }
        }
        // What is called for each number is done one number at a time, whatever stands around it.
        if let Some(call) = arithmetic.iter().position(|(name, _)| name == "call") {
            (lanes, arithmetic) = (1, vec![arithmetic.swap_remove(call)]);
        }
        let label = lines[0].trim_end_matches(':');
        let text =
            lines.iter().map(|line| format!("{}\n", line.replace(label, ".again").replace('\t', "    "))).collect();
        Self { text, lanes, arithmetic }
    }

    /// `8 addsd  2 mulsd`, the most frequent first.
    fn words(&self) -> String {
        let mut most = self.arithmetic.clone();
        most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        most.iter().map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join("  ")
    }
}

/// Lines that are for the assembler, or none.
fn directive(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#') || (line.starts_with('.') && !line.ends_with(':'))
}

/// How many numbers an instruction works on; `None` if it does no arithmetic on them.
fn numbers(name: &str, line: &str) -> Option<usize> {
    if name == "call" {
        return Some(1);
    }
    let plain = name.strip_prefix('v').unwrap_or(name);
    let known = ["add", "sub", "mul", "div", "min", "max", "sqrt", "cmp", "ucomi", "padd", "psub"];
    let rest = known.iter().find_map(|known| plain.strip_prefix(known))?;
    let register = if line.contains("zmm") {
        64
    } else if line.contains("ymm") {
        32
    } else if line.contains("xmm") {
        16
    } else {
        return None;
    };
    match rest {
        _ if rest.ends_with("sd") || rest.ends_with("ss") => Some(1),
        _ if rest.ends_with("pd") || rest == "q" => Some(register / 8),
        _ if rest.ends_with("ps") || rest == "d" => Some(register / 4),
        _ => None,
    }
}

/// The reader is tested itself, on every processor.
fn a_loop_is_found_and_read() -> Result<(), Failed> {
    let text = "f:\n\t.cfi_startproc\n.LBB0_1:\n\taddsd\txmm0, xmm1\n\tjne\t.LBB0_1\n\
                .LBB0_4:\n\tvaddpd\tymm0, ymm0, ymmword ptr [rdi]\n\tadd\trdi, 32\n\tcmp\trdi, rsi\n\tjne\t.LBB0_4\n\tret\n";
    let hot = Loop::read(text).ok_or("no loop")?;
    assert_eq!((hot.lanes, hot.words().as_str()), (4, "1 vaddpd"));
    assert!(hot.text.starts_with(".again:\n    vaddpd    ymm0"), "{}", hot.text);
    assert_eq!(Loop::read("f:\n\taddsd\txmm0, xmm1\n\tret\n"), None);
    let called = ".LBB0_1:\n\tcall\tsin\n\taddpd\txmm0, xmm1\n\tjne\t.LBB0_1\n";
    assert_eq!(Loop::read(called).map(|hot| hot.lanes), Some(1));
    Ok(())
}
