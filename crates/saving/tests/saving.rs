//! What is saved comes back whole, and what can't be read is refused.

use ndarray::Array1;
use saving::{
    json::{self, Results},
    npz,
};
use std::{fs, path::Path};

#[test]
fn results_come_back_to_the_last_digit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.json");
    // Fractions of Earth's half-circumference, which need all the digits an `f64` has, and the odd ones out.
    let fractions = (1..10_000).map(|i| 20_015.086_796_020_572 / f64::from(i));
    let results = Results { seed: u64::MAX, km: fractions.chain([0.1 + 0.2, 1e-300, f64::MAX, -0.0]).collect() };
    json::save(&results, &path).unwrap();
    let back = json::load(&path).unwrap();
    assert_eq!((back.seed, back.km.len()), (results.seed, results.km.len()));
    // Compared as bits, because -0 equals 0.
    let changed = back.km.iter().zip(&results.km).find(|(a, b)| a.to_bits() != b.to_bits());
    assert_eq!(changed, None, "a distance came back as another number");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_file_that_is_not_a_result_is_refused_and_the_place_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.json");
    fs::write(&path, "{\n  \"seed\": 7").unwrap();
    assert!(json::load(&path).unwrap_err().to_string().contains("line 2"));
    assert!(json::load(&folder.path().join("none.json")).unwrap_err().to_string().contains("none.json"));
}

/// Whoever reads the old file while a new one is saved reads the old one to its end: it was replaced, not overwritten.
#[cfg(unix)]
#[test]
fn a_reader_never_sees_half_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.json");
    json::save(&Results { seed: 1, km: vec![1.0; 1000] }, &path).unwrap();
    let mut open = fs::File::open(&path).unwrap();
    json::save(&Results { seed: 2, km: vec![] }, &path).unwrap();
    let old: Results = serde_json::from_str(&std::io::read_to_string(&mut open).unwrap()).unwrap();
    assert_eq!((old.seed, old.km.len()), (1, 1000));
    assert_eq!(json::load(&path).unwrap().seed, 2);
}

/// JSON has no word for what is not a number. Better to know than to be surprised a week later.
#[test]
fn a_nan_is_saved_as_null_and_refused_when_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.json");
    json::save(&Results { seed: 1, km: vec![f64::NAN] }, &path).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("null"));
    assert!(json::load(&path).unwrap_err().to_string().contains("null"));
}

#[test]
fn arrays_come_back_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("foo.npz");
    let (a, b) = (Array1::from_iter(0..10), Array1::from_iter(0..12));
    npz::save(&[("a", a.view()), ("b", b.view())], &path).unwrap();
    assert_eq!(npz::load(&path, "a").unwrap(), a);
    assert_eq!(npz::load(&path, "b").unwrap(), b);
    assert!(npz::load(&path, "c").is_err());
}

/// `tests/foo.npz` was written by NumPy 2.4.6:
/// `np.savez_compressed("foo.npz", a=np.arange(10), b=np.arange(12))`.
#[test]
fn a_file_that_numpy_wrote_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foo.npz");
    assert_eq!(npz::load(&path, "a").unwrap(), Array1::from_iter(0..10));
    assert_eq!(npz::load(&path, "b").unwrap(), Array1::from_iter(0..12));
}
