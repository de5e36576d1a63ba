//! Which loops check an index as they run? The compiler is asked for its machine code, and the calls to the function
//! that panics are counted. `UPDATE_EXPECT=1 cargo test -p steps_serial --test bounds_checks` writes what the chapter
//! prints.

use expect_test::expect_file;
use std::{env, fmt::Write, fs, path::Path, process::Command};

const LOOPS: [&str; 6] =
    ["products/indexed", "products/asserted", "products/zipped", "matmul/ijk", "matmul/ikj", "matmul/by_rows"];

/// How often the optimised machine code of a file calls the function that reports an index out of bounds.
fn checks(name: &str) -> usize {
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
    let calls = |line: &str| {
        let mut words = line.split_whitespace();
        let call = words.next().is_some_and(|word| ["call", "callq", "bl", "b"].contains(&word));
        call && words.next().is_some_and(|to| to.contains("panic_bounds_check"))
    };
    let count = code.lines().filter(|line| calls(line)).count();
    // What is left in the temporary folder changes nothing.
    let _ = fs::remove_dir_all(folder);
    count
}

#[test]
fn the_printed_counts_are_the_compilers() {
    let found = LOOPS.map(|name| (name, checks(name)));
    let of = |name| found.iter().find(|(other, _)| *other == name).unwrap().1;
    // Whatever the compiler and the processor.
    assert!(of("products/indexed") > 0 && of("matmul/ijk") > 0 && of("matmul/ikj") > 0, "{found:?}");
    assert_eq!([of("products/zipped"), of("products/asserted"), of("matmul/by_rows")], [0; 3], "{found:?}");

    let mut table = "loop                 checks in the machine code\n".to_owned();
    for (name, count) in found {
        writeln!(table, "{name:20} {count}").unwrap();
    }
    let file = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/bounds_checks.txt");
    let version = String::from_utf8(Command::new("rustc").arg("--version").output().unwrap().stdout).unwrap();
    if version.starts_with("rustc 1.95.") && cfg!(target_arch = "x86_64") {
        expect_file![file].assert_eq(&table);
    }
}
