//! What is saved comes back whole in every format, and what can't be read is refused.

use ndarray::{Array1, ArrayD, IxDyn, aview1};
use saving::{Error, Refused, Results, csv, json, mapped::Mapped, npy, npz, postcard, rkyv, versioned};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

type Save = fn(&Results, &Path) -> Result<(), Error>;
type Load = fn(&Path) -> Result<Results, Error>;

/// Every format that holds all of a `Results`.
const FORMATS: [(&str, Save, Load); 6] = [
    ("json", json::save, json::load),
    ("postcard", postcard::save, postcard::load),
    ("rkyv", rkyv::save, rkyv::load),
    ("csv", csv::save, csv::load),
    ("npz", npz::save, npz::load),
    ("versioned", versioned::save, versioned::load),
];

fn place() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("results");
    (folder, path)
}

fn numpys(name: &str) -> PathBuf {
    Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/numpy").join(name)
}

#[test]
fn results_come_back_to_the_last_bit() {
    // Fractions of Earth's half-circumference, which need all the digits an `f64` has, and the odd ones out.
    let fractions = (1..10_000).map(|i| 20_015.086_796_020_572 / f64::from(i));
    let odd = [0.1 + 0.2, 1e-300, 5e-324, f64::MAX, -0.0];
    let many = Results { seed: u64::MAX, km: fractions.chain(odd).collect() };
    for results in [many, Results { seed: 0, km: vec![] }, Results { seed: 1, km: vec![1.5] }] {
        for (name, save, load) in FORMATS {
            let (folder, path) = place();
            save(&results, &path).unwrap();
            let back = load(&path).unwrap();
            assert_eq!((back.seed, back.km.len()), (results.seed, results.km.len()), "{name}");
            // Compared as bits, because -0 equals 0.
            let changed = back.km.iter().zip(&results.km).find(|(a, b)| a.to_bits() != b.to_bits());
            assert_eq!(changed, None, "{name}: a distance came back as another number");
            assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "{name}: nothing is left beside it");
        }
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    for (name, _, load) in FORMATS {
        let wrong = load(Path::new("no/such/file")).unwrap_err();
        assert!(matches!(wrong, Error::File { .. }), "{name}: {wrong}");
        assert!(wrong.to_string().contains("no/such/file"), "{name}: {wrong}");
    }
}

/// CSV has nothing that says how long it is. All others find out.
#[test]
fn a_file_that_was_cut_off_is_refused() {
    let results = Results { seed: 300, km: vec![1.5, 6694.75, 20_015.0] };
    for (name, save, load) in FORMATS.into_iter().filter(|(name, ..)| *name != "csv") {
        let (_folder, path) = place();
        save(&results, &path).unwrap();
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            assert!(load(&path).is_err(), "{name}: the first {length} of {} bytes were taken for a file", whole.len());
        }
    }
}

#[test]
fn a_json_file_that_is_no_result_is_refused_and_the_line_is_named() {
    let (_folder, path) = place();
    fs::write(&path, "{\n  \"seed\": 7").unwrap();
    assert!(json::load(&path).unwrap_err().to_string().contains("line 2"));
}

/// JSON has no word for what is not a number. Better to know than to be surprised a week later.
#[test]
fn a_nan_is_no_json_and_everywhere_else_it_is_a_number_like_any() {
    let results = Results { seed: 1, km: vec![f64::NAN, f64::INFINITY] };
    for (name, save, load) in FORMATS {
        let (_folder, path) = place();
        save(&results, &path).unwrap();
        if name == "json" {
            assert!(fs::read_to_string(&path).unwrap().contains("null"));
            assert!(load(&path).unwrap_err().to_string().contains("null"));
        } else {
            let back = load(&path).unwrap();
            assert!(back.km[0].is_nan() && back.km[1] == f64::INFINITY, "{name}: {back:?}");
        }
    }
}

/// Whoever reads the old file while a new one is saved reads the old one to its end: it was replaced, not overwritten.
#[cfg(unix)]
#[test]
fn a_reader_never_sees_half_a_file() {
    let (_folder, path) = place();
    json::save(&Results { seed: 1, km: vec![1.0; 1000] }, &path).unwrap();
    let mut open = fs::File::open(&path).unwrap();
    json::save(&Results { seed: 2, km: vec![] }, &path).unwrap();
    let old: Results = serde_json::from_str(&std::io::read_to_string(&mut open).unwrap()).unwrap();
    assert_eq!((old.seed, old.km.len()), (1, 1000));
    assert_eq!(json::load(&path).unwrap().seed, 2);
}

/// `foo.npz` was written by NumPy: `np.savez_compressed("foo.npz", a=np.arange(10), b=np.arange(12))`.
#[test]
fn a_file_that_numpy_wrote_is_read() {
    let path = numpys("foo.npz");
    let array = |name| npz::array::<i64, _>(&path, name, 1000).unwrap();
    assert_eq!(array("a"), Array1::from_iter(0..10));
    assert_eq!(array("b"), Array1::from_iter(0..12));
    let wrong = npz::array::<i64, ndarray::Ix1>(&path, "c", 1000).unwrap_err().to_string();
    assert!(wrong.contains(r#"["a", "b"]"#), "{wrong}");
}

/// Rows or columns first, the big or the little end first: the numbers are the same.
#[test]
fn however_numpy_laid_it_out() {
    let want = ArrayD::from_shape_fn(IxDyn(&[2, 3]), |at| (3 * at[0] + at[1]) as f64 / 4.0 + 0.1);
    for file in ["stored.npz", "compressed.npz"] {
        for name in ["table", "fortran", "big", "big_fortran"] {
            let got: ArrayD<f64> = npz::array(&numpys(file), name, 1000).unwrap();
            assert_eq!(got, want, "{name} in {file}");
        }
        let scalar: ArrayD<f64> = npz::array(&numpys(file), "scalar", 1000).unwrap();
        assert_eq!((scalar.ndim(), scalar.sum()), (0, 6371.0));
        let nothing: ArrayD<f64> = npz::array(&numpys(file), "nothing", 1000).unwrap();
        assert_eq!(nothing.shape(), [0, 3]);
    }
}

#[test]
fn an_array_of_another_type_or_shape_is_refused() {
    for name in ["single", "small", "large", "words", "complex", "pickled"] {
        let got = npz::array::<f64, IxDyn>(&numpys("stored.npz"), name, 1000);
        assert!(got.is_err(), "{name}: {got:?}");
    }
    let wrong = npz::array::<f64, ndarray::Ix1>(&numpys("stored.npz"), "table", 1000).unwrap_err();
    assert!(matches!(wrong, Error::Array { why: Refused::Dimensions { wanted: 1, .. }, .. }), "{wrong}");
}

#[test]
fn a_map_shows_what_the_file_holds() {
    let (_folder, path) = place();
    let km: Vec<f64> = (0..1000).map(f64::from).collect();
    npy::save(&km, &path).unwrap();
    assert_eq!(npy::load(&path).unwrap(), km);
    // SAFETY: nobody else knows this file.
    let map = unsafe { Mapped::open(&path) }.unwrap();
    assert_eq!(map.km().unwrap(), aview1(&km));
    // What is replaced lives on in the map.
    npy::save(&[1.0], &path).unwrap();
    assert_eq!(map.km().unwrap(), aview1(&km));
    // SAFETY: nobody else knows this file.
    assert_eq!(unsafe { Mapped::open(&path) }.unwrap().km().unwrap(), aview1(&[1.0]));
}

#[test]
fn a_version_that_is_too_new_is_refused_and_an_old_one_is_brought_up_to_date() {
    let (_folder, path) = place();
    // Written by the first version of this program: seed 300, 1500 m and 6,694,750 m.
    let payload = [&[0xac, 2, 2][..], &1500_f64.to_le_bytes(), &6_694_750_f64.to_le_bytes()].concat();
    let header = |version: u32| {
        let length = payload.len() as u64;
        let checksum = crc32fast::hash(&payload);
        [&versioned::MAGIC[..], &version.to_le_bytes(), &length.to_le_bytes(), &checksum.to_le_bytes()].concat()
    };
    fs::write(&path, [header(1), payload.clone()].concat()).unwrap();
    assert_eq!(versioned::load(&path).unwrap(), Results { seed: 300, km: vec![1.5, 6694.75] });
    fs::write(&path, [header(3), payload.clone()].concat()).unwrap();
    assert!(matches!(versioned::load(&path), Err(Error::Version { found: 3, known: 2 })));
}

#[test]
fn a_versioned_file_knows_what_was_done_to_it() {
    let (_folder, path) = place();
    versioned::save(&Results { seed: 300, km: vec![1.5, 6694.75] }, &path).unwrap();
    let whole = fs::read(&path).unwrap();
    let load = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        versioned::load(&path)
    };
    for bit in 0..8 * whole.len() {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        // One bit makes of version 2 a version 0, 3, 6 or more, none of which there is.
        assert!(load(&flipped).is_err(), "bit {bit} was flipped, and nobody noticed");
    }
    assert!(matches!(load(&whole[..whole.len() - 1]), Err(Error::Truncated { expected: 43, found: 42 })));
    assert!(matches!(load(&[&whole[..], b"!"].concat()), Err(Error::Trailing(1))));
    assert!(matches!(load(b"a letter to a friend, longer than any header"), Err(Error::NotOurs(_))));
    assert!(matches!(
        load(&[whole[..8].to_vec(), vec![2, 0, 0, 0], vec![255; 20]].concat()),
        Err(Error::Truncated { .. })
    ));
}
