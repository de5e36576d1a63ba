//! One line per program: rustc refuses it, with the words that the book shows.

mod words;

use expect_test::expect_file;
use libtest_mimic::{Arguments, Failed, Trial};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

fn main() {
    let cases = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("cases");
    let rustc = rustc_version();
    let updating = env::var_os("UPDATE_EXPECT").is_some();
    if updating {
        fs::write(cases.join("rustc"), format!("{rustc}\n")).expect("cases/ can be written");
    }
    let stored = fs::read_to_string(cases.join("rustc")).expect("cases/rustc names a version");
    // Another rustc says the same in other words, and is held only to what it is about and where.
    let same_words = stored.trim() == rustc;
    let mut programs: Vec<_> =
        fs::read_dir(&cases).expect("there are cases").map(|entry| entry.unwrap().path()).collect();
    programs.retain(|path| path.extension().is_some_and(|kind| kind == "rs"));
    programs.sort();
    let trial = |program: PathBuf| {
        let name = program.file_stem().unwrap().to_string_lossy().into_owned();
        Trial::test(name, move || check(&program, same_words))
    };
    libtest_mimic::run(&Arguments::from_args(), programs.into_iter().map(trial).collect()).exit();
}

fn check(program: &Path, same_words: bool) -> Result<(), Failed> {
    let said = words::own(&refusal(program)?);
    let file = program.with_extension("stderr");
    let stored = expect_file![file];
    if same_words {
        stored.assert_eq(&said);
        return Ok(());
    }
    let (want, got) = (words::gist(&stored.data()), words::gist(&said));
    if want != got {
        return Err(format!("the book is about:\n{want}\nThis rustc says:\n{got}").into());
    }
    Ok(())
}

/// What rustc says about the program.
fn refusal(program: &Path) -> Result<String, Failed> {
    let out =
        env::temp_dir().join(format!("compile_fail-{}-{}", std::process::id(), program.file_stem().unwrap().display()));
    let (folder, name) = (program.parent().unwrap(), program.file_name().unwrap());
    // Started beside the program, so that its path is its name.
    let rustc = Command::new(rustc())
        .args(["--edition", "2024", "--emit", "metadata", "--color", "never", "-o"])
        .arg(&out)
        .arg(name)
        .current_dir(folder)
        .output()?;
    let _ = fs::remove_file(&out);
    if rustc.status.success() {
        return Err("this program compiles, and the book says that it must not".into());
    }
    Ok(String::from_utf8_lossy(&rustc.stderr).replace("\r\n", "\n"))
}

fn rustc() -> String {
    env::var("RUSTC").unwrap_or_else(|_| "rustc".into())
}

/// `1.95.0`, say.
fn rustc_version() -> String {
    let out = Command::new(rustc()).arg("--version").output().expect("whoever runs cargo test has rustc");
    let words = String::from_utf8_lossy(&out.stdout).into_owned();
    words.split(' ').nth(1).unwrap_or("").trim().to_owned()
}
