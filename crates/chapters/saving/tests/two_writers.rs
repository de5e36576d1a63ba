//! Several save under one name at the same time: nobody fails, and whoever reads finds a whole file.

use saving::{Results, json};
use std::{fs, thread};

const ROUNDS: usize = 40;

/// What writer `seed` saves: as long as nobody else's, so that a mixture of two can't be read as either.
fn results(seed: u64) -> Results {
    Results { seed, km: vec![seed as f64; 1000 * seed as usize] }
}

#[test]
fn two_writers_of_one_file_spoil_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.json");
    json::save(&results(1), &path).unwrap();
    thread::scope(|scope| {
        for seed in [1, 2] {
            let path = &path;
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    json::save(&results(seed), path).unwrap_or_else(|e| panic!("writer {seed}, round {round}: {e}"));
                }
            });
        }
        for round in 0..ROUNDS {
            let found = json::load(&path).unwrap_or_else(|e| panic!("reader, round {round}: {e}"));
            assert!(found == results(found.seed), "round {round}: a mixture, by its seed {}", found.seed);
        }
    });
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["results.json"], "nothing is left beside it");
}

#[cfg(unix)]
#[test]
fn others_may_read_it_as_they_may_read_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (saved, plain) = (folder.path().join("saved"), folder.path().join("plain"));
    json::save(&results(1), &saved).unwrap();
    fs::write(&plain, "").unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&saved), mode(&plain));
}
