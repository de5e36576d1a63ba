//! `cargo run` and `cargo lab` are one build: what the first has compiled, the second finds. And it is a light one.

use std::{collections::BTreeSet, env, process::Command};

/// Every package that a command compiles, as `name vX [features]`, but for those that only tests need.
fn packages(arguments: &[&str]) -> BTreeSet<String> {
    let root = workbook::of_package().expect("cargo tells a test where its package lies");
    let output = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
        .args([
            "tree",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--no-dedupe",
            "--format",
            "{p} [{f}]",
        ])
        .args(arguments)
        .current_dir(root)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && !out.is_empty(), "{err}");
    out.lines().map(String::from).collect()
}

#[test]
fn the_second_command_compiles_nothing() {
    let (run, lab) = (packages(&[]), packages(&["--package", "lab"]));
    let other: Vec<_> = lab.difference(&run).collect();
    let name = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let wanted: Vec<_> = run.iter().filter(|line| other.iter().any(|mine| name(mine) == name(line))).collect();
    assert!(
        other.is_empty(),
        "cargo lab compiles these again, with fewer features than cargo run:\n{other:#?}\nIn crates/cli/lab/Cargo.toml, ask \
         for what other members ask for:\n{wanted:#?}"
    );
}

/// What would make a reader wait for the first page, and is in no part of it.
#[test]
fn the_first_page_waits_for_nothing_heavy() {
    let heavy = ["cc", "criterion", "evcxr", "naga", "object", "openssl", "proptest", "psm", "rayon", "wgpu"];
    let lab = packages(&["--package", "lab"]);
    let found: Vec<_> =
        lab.iter().filter(|line| heavy.iter().any(|name| line.split(' ').next() == Some(name))).collect();
    assert!(found.is_empty(), "{found:#?}; cargo tree --package lab --invert says who asks for it");
}
