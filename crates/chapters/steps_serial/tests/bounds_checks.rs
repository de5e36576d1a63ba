//! Which loops check an index as they run? The compiler is asked for its machine code. Counted are the calls of the
//! function that panics, wherever they stand, and the jumps to one of them out of the loop in which the time goes.
//! `UPDATE_EXPECT=1 cargo test -p steps_serial --test bounds_checks` writes what the chapter prints.

use expect_test::expect_file;
use std::{env, fmt::Write, fs, ops::Range, path::Path, process::Command};

const LOOPS: [&str; 7] = [
    "products/indexed",
    "products/asserted",
    "products/zipped",
    "matmul/ijk",
    "matmul/ijk_local",
    "matmul/ikj",
    "matmul/by_rows",
];

/// The optimised machine code of a file.
fn code(name: &str) -> String {
    let folder = env::temp_dir().join(format!("bounds-checks-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let source =
        Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("src").join(name).with_extension("rs");
    let code = folder.join(name.replace('/', "-"));
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut rustc = Command::new(rustc);
    rustc.args(["--edition=2024", "--crate-type=lib", "-Copt-level=3", "--emit=asm", "-o"]);
    let output = rustc.arg(&code).arg(source).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let code = fs::read_to_string(code).unwrap();
    // What is left in the temporary folder changes nothing.
    let _ = fs::remove_dir_all(folder);
    code
}

/// Whether a line calls the function that reports an index out of bounds.
fn reports(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let call = words.next().is_some_and(|word| ["call", "callq", "bl", "b"].contains(&word));
    call && words.any(|to| to.contains("panic_bounds_check"))
}

/// Calls of that function in the whole code.
fn checks(code: &str) -> usize {
    code.lines().filter(|line| reports(line)).count()
}

/// Where a line jumps to.
fn target(line: &str) -> Option<&str> {
    line.strip_prefix('j').and_then(|jump| jump.split_whitespace().nth(1))
}

/// Jumps to such a call from within the loop that does most of the multiplications: x86-64's assembly only.
fn checks_in_the_loop(code: &str) -> Option<usize> {
    let lines: Vec<_> = code.lines().map(str::trim).collect();
    let place = |label: &str| lines.iter().position(|line| line.strip_suffix(':') == Some(label));
    let back = |(end, line): (usize, &&str)| place(target(line)?).filter(|&start| start < end).map(|start| start..end);
    let loops: Vec<_> = lines.iter().enumerate().filter_map(back).collect();
    let within = |a: &Range<usize>, b: &Range<usize>| a != b && b.start >= a.start && b.end <= a.end;
    let inner = loops.iter().filter(|a| !loops.iter().any(|b| within(a, b)));
    let multiplies = |range: &Range<usize>| {
        let of = |kind| lines[range.clone()].iter().filter(|line| line.starts_with(kind)).count();
        (of("mulp"), of("muls"))
    };
    let hot = inner.filter(|range| multiplies(range) > (0, 0)).max_by_key(|range| multiplies(range))?;
    let panics = |label: &str| {
        let from = place(label).expect("every label stands somewhere");
        lines[from..]
            .iter()
            .find(|line| line.starts_with("call") || line.starts_with("jmp"))
            .is_some_and(|line| reports(line))
    };
    Some(lines[hot.clone()].iter().filter_map(|line| target(line)).filter(|label| panics(label)).count())
}

#[test]
fn the_printed_counts_are_the_compilers() {
    let found =
        LOOPS.map(|name| (name, code(name))).map(|(name, code)| (name, checks(&code), checks_in_the_loop(&code)));
    let of = |name| found.iter().find(|(other, ..)| *other == name).unwrap().1;
    // Whatever the compiler and the processor.
    assert!(of("products/indexed") > 0 && of("matmul/ijk") > 0 && of("matmul/ikj") > 0, "{found:?}");
    assert_eq!([of("products/zipped"), of("products/asserted"), of("matmul/by_rows")], [0; 3], "{found:?}");

    let mut table = "                     checks in the function   of these in its hot loop\n".to_owned();
    for (name, count, hot) in found {
        let hot = hot.map_or("?".to_owned(), |hot| hot.to_string());
        writeln!(table, "{name:20} {count:>22}   {hot:>24}").unwrap();
    }
    let file = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/bounds_checks.txt");
    let version = String::from_utf8(Command::new("rustc").arg("--version").output().unwrap().stdout).unwrap();
    if version.starts_with("rustc 1.95.") && cfg!(target_arch = "x86_64") {
        expect_file![file].assert_eq(&table);
    }
}

/// The reader is tested itself, on every processor.
#[test]
fn a_check_counts_where_it_stands() {
    let code = "f:\n\tcmpq %rax, %rbx\n\tjae .LBB0_4\n.LBB0_1:\n\tcmpq %rcx, %rbx\n\tjae .LBB0_3\n\tmulsd %xmm1, %xmm0\n\t\
                jne .LBB0_1\n\tretq\n.LBB0_3:\n\tmovq %rax, %rdi\n.LBB0_4:\n\tcallq *panic_bounds_check@GOTPCREL(%rip)\n";
    assert_eq!((checks(code), checks_in_the_loop(code)), (1, Some(1)));
    let vectors = ".LBB0_2:\n\tmulpd %xmm1, %xmm0\n\tjne .LBB0_2\n";
    assert_eq!(checks_in_the_loop(&format!("{vectors}{code}")), Some(0), "the loop of vectors is the hot one");
    assert_eq!(checks_in_the_loop("f:\n\tretq\n"), None);
}
