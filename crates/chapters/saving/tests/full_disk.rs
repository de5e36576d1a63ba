//! No room: an error, the old file whole, and nothing left lying about.
//!
//! A process may be forbidden to write files beyond a size, and that looks to it as a full disk would. The limit counts
//! for the whole process, so this file has a single test.

#![cfg(unix)]

use saving::{Error, Results, csv, json, npy, npz, postcard, rkyv, versioned};
use std::{env, fs, path::Path, process::Command};

/// Set in the process that is limited: the folder to save in.
const FOLDER: &str = "SAVING_FULL_DISK";

#[test]
fn a_full_disk_loses_nothing() {
    if let Some(folder) = env::var_os(FOLDER) {
        return limited(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    // `ulimit -f` counts blocks of 512 or of 1024 bytes. Whoever passes the limit gets a signal that ends him, unless
    // he ignores it: then he gets an error.
    let again = r#"trap "" XFSZ && ulimit -f 32 && exec "$0" --exact a_full_disk_loses_nothing --nocapture"#;
    let output =
        Command::new("sh").args(["-c", again]).arg(env::current_exe().unwrap()).env(FOLDER, folder.path()).output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("all refused"), "{said}");
}

fn limited(folder: &Path) {
    let small = Results { seed: 1, km: vec![1.5] };
    // No two alike: what could be compressed might fit.
    let large = Results { seed: 2, km: (1..100_000).map(|i| 1.0 / f64::from(i)).collect() };
    for (name, save, load) in [
        (
            "json",
            json::save as fn(&Results, &Path) -> Result<(), Error>,
            json::load as fn(&Path) -> Result<Results, Error>,
        ),
        ("postcard", postcard::save, postcard::load),
        ("rkyv", rkyv::save, rkyv::load),
        ("csv", csv::save, csv::load),
        // A file of numbers and nothing else: the seed is nowhere in it.
        ("npy", |results, path| npy::save(&results.km, path), |path| Ok(Results { seed: 1, km: npy::load(path)? })),
        ("npz", npz::save, npz::load),
        ("versioned", versioned::save, versioned::load),
    ] {
        let path = folder.join(name);
        save(&small, &path).unwrap();
        let wrong = save(&large, &path).unwrap_err();
        assert!(matches!(wrong, Error::File { .. }), "{name}: {wrong:?}");
        assert_eq!(load(&path).unwrap(), small, "{name}: the old file");
        let left: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [name], "{name}: what lies there");
        fs::remove_file(&path).unwrap();
    }
    eprintln!("all refused");
}
