//! Compiles `c/main.c` with the committed header, links it with the library, runs it.

use libtest_mimic::{Arguments, Failed, Trial};
use std::{env, path::Path, process::Command};

fn main() {
    let trials: Vec<Trial> = vec![
        trials::with_tool("a_c_program_links_it", "cc", tools::c_compiler, |cc| runs(cc, Link::Static)),
        trials::with_tool("a_c_program_loads_it", "cc", tools::c_compiler, |cc| runs(cc, Link::Dynamic)),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

enum Link {
    Static,
    Dynamic,
}

fn runs(cc: &Path, link: Link) -> Result<(), Failed> {
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap();
    let here = Path::new(&here);
    // Cargo puts the library beside its tests.
    let test = env::current_exe()?;
    let libraries = test.parent().expect("it lies in a folder");
    let folder = tempfile::tempdir()?;
    let program = folder.path().join(format!("main{}", env::consts::EXE_SUFFIX));

    let mut compile = Command::new(cc);
    compile
        .args(["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"])
        .arg(here.join("c/main.c"))
        .arg("-o")
        .arg(&program);
    match link {
        Link::Static => compile.arg(libraries.join("libglobe.a")).args(["-lpthread", "-ldl", "-lm"]),
        Link::Dynamic => compile
            .arg(libraries.join(format!("{}globe{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX)))
            .arg(format!("-Wl,-rpath,{}", libraries.display())),
    };
    succeeds(&mut compile)?;

    let said = succeeds(&mut Command::new(program))?;
    assert_eq!(said, include_str!("main.txt"), "what the book shows on the right, what the program says on the left");
    Ok(())
}

/// What a program prints.
fn succeeds(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(format!("{command:?} ended with {}:\n{}", output.status, text(&output.stderr)).into()),
    }
}
