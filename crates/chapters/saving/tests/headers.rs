//! Headers as NumPy writes them, as others do, and as they should not be: what is read from each, and what is said of
//! it.

use expect_test::expect_file;
use ndarray::{ArrayD, Ix0, Ix1, IxDyn};
use saving::{Error, Header, Refused, mapped::view, npy, npz};
use std::{
    fs,
    io::{Cursor, Write},
    path::Path,
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A `.npy` file of this version, with this text for a header and `data` behind it.
fn file(version: u8, text: &[u8], data: &[u8]) -> Vec<u8> {
    let length = text.len() as u32;
    let length = if version == 1 { (length as u16).to_le_bytes().to_vec() } else { length.to_le_bytes().to_vec() };
    [b"\x93NUMPY", &[version, 0][..], &length, text, data].concat()
}

fn two(text: &str) -> Result<Vec<f64>, Refused> {
    let data = [1.5_f64, -0.0].map(f64::to_le_bytes).concat();
    npy::array::<f64, Ix1>(&file(1, text.as_bytes(), &data)).map(|array| array.to_vec())
}

/// `tests/headers.txt` holds one header a line, and what is said of it, which `UPDATE_EXPECT=1` writes again.
/// `tests/numpy.rs` asks NumPy about the same ones.
#[test]
fn each_header_has_one_meaning() {
    let path = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/headers.txt");
    let text = fs::read_to_string(&path).unwrap();
    let mut now = String::new();
    for line in text.lines() {
        let Some((header, _)) = line.split_once(" → ") else {
            now += &format!("{line}\n");
            continue;
        };
        let said = match two(header) {
            Ok(numbers) => format!("{numbers:?}"),
            Err(wrong) => wrong.to_string(),
        };
        now += &format!("{header} → {said}\n");
    }
    expect_file![path].assert_eq(&now);
}

#[test]
fn three_versions_and_no_fourth() {
    let text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }\n";
    for version in 1..=3 {
        assert_eq!(npy::array::<f64, Ix1>(&file(version, text, &1.5_f64.to_le_bytes())).unwrap().to_vec(), [1.5]);
    }
    let said = npy::array::<f64, Ix1>(&file(4, text, &[0; 8])).unwrap_err().to_string();
    assert_eq!(said, "version 4.0 of the npy format isn't known; 1.0, 2.0 and 3.0 are");
}

/// Names of fields may be in any language. Version 1 has a byte for each of 256 characters, version 3 UTF-8.
#[test]
fn a_header_in_another_alphabet() {
    let text = "{'descr': [('größe', '<f8')], 'fortran_order': False, 'shape': (1,), }\n";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    for bytes in [file(1, &latin, &[0; 8]), file(3, text.as_bytes(), &[0; 8])] {
        let (header, data) = Header::split(&bytes).unwrap();
        assert_eq!((&*header.descr, &*header.shape, data.len()), ("[('größe', '<f8')]", &[1][..], 8));
    }
    let said = npy::array::<f64, Ix1>(&file(3, &latin, &[0; 8])).unwrap_err().to_string();
    assert_eq!(said, "the header can't be read: it isn't UTF-8");
}

#[test]
fn a_file_that_ends_anywhere_is_cut_off_or_refused() {
    let text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n";
    let whole = file(1, text, &[0; 16]);
    for length in 0..whole.len() {
        let wrong = npy::array::<f64, Ix1>(&whole[..length]).unwrap_err();
        assert!(matches!(wrong, Refused::NoHeader | Refused::CutOff { .. }), "{length} bytes: {wrong}");
        assert!(wrong.to_string().contains("cut off"), "{length} bytes: {wrong}");
    }
    let longer = [&whole[..], &whole].concat();
    assert!(npy::array::<f64, Ix1>(&longer).unwrap_err().to_string().contains("np.savez"));
}

#[test]
fn a_long_header_is_refused_as_numpy_does() {
    let text = |blanks| format!("{{'descr': '<f8', 'fortran_order': False, 'shape': (), }}{}\n", " ".repeat(blanks));
    let longest = 10_000 - text(0).len();
    assert!(npy::array::<f64, Ix0>(&file(1, text(longest).as_bytes(), &[0; 8])).is_ok());
    let wrong = npy::array::<f64, Ix0>(&file(1, text(longest + 1).as_bytes(), &[0; 8])).unwrap_err();
    assert!(matches!(wrong, Refused::LongHeader { length: 10_001, .. }), "{wrong}");
}

/// Columns first, the high byte first, no dimension and no element, in each version.
#[test]
fn however_it_was_laid_out() {
    let data = [1.0_f64, 2.0, 3.0, 4.0, 5.0, 6.0];
    for (order, bytes) in [("<f8", data.map(f64::to_le_bytes).concat()), (">f8", data.map(f64::to_be_bytes).concat())] {
        for (fortran, want) in [("False", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), ("True", [1.0, 3.0, 5.0, 2.0, 4.0, 6.0])] {
            for version in 1..=3 {
                let text = format!("{{'descr': '{order}', 'fortran_order': {fortran}, 'shape': (2, 3), }}\n");
                let got: ArrayD<f64> = npy::array(&file(version, text.as_bytes(), &bytes)).unwrap();
                assert_eq!((got.shape(), got.iter().copied().collect::<Vec<_>>()), (&[2, 3][..], want.to_vec()));
            }
        }
    }
    let empty = b"{'descr': '<f8', 'fortran_order': True, 'shape': (3, 0, 2), }\n";
    assert_eq!(npy::array::<f64, IxDyn>(&file(1, empty, &[])).unwrap().shape(), [3, 0, 2]);
    let truth = b"{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }\n";
    assert_eq!(npy::array::<bool, Ix1>(&file(1, truth, &[0, 1])).unwrap().to_vec(), [false, true]);
    assert!(matches!(npy::array::<bool, Ix1>(&file(1, truth, &[0, 2])), Err(Refused::Values(_))));
}

/// Numbers can be used where they lie only if an `f64` may lie there, in this machine's byte order.
#[test]
fn a_map_at_an_odd_address_says_what_to_do() {
    let text = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }\n";
    let mut seen = [false; 2];
    for blanks in 0..8 {
        let text = format!("{text}{}", " ".repeat(blanks));
        // A block of bytes that begins where an f64 may: its own address decides, too.
        let bytes = file(1, text.as_bytes(), &1.5_f64.to_le_bytes());
        let mut room = vec![0_u64; bytes.len() / 8 + 1];
        // SAFETY: any bytes are u64s, and as many of them as fit lie in `room`, which nothing else uses.
        let place = unsafe { std::slice::from_raw_parts_mut(room.as_mut_ptr().cast::<u8>(), bytes.len()) };
        place.copy_from_slice(&bytes);
        let aligned = (bytes.len() - 8).is_multiple_of(align_of::<f64>());
        seen[usize::from(aligned)] = true;
        match view(place) {
            Ok(km) => assert!(aligned && km.to_vec() == [1.5]),
            Err(wrong) => assert!(!aligned && wrong.to_string().contains("npy::load"), "{wrong}"),
        }
    }
    assert_eq!(seen, [true; 2]);
    let other = if cfg!(target_endian = "little") { ">f8" } else { "<f8" };
    let big = file(1, text.replace("<f8", other).as_bytes(), &[0; 8]);
    assert!(matches!(view(&big), Err(Refused::Place(_))));
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // As `np.savez` does, without compressing.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in files {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Every way in which `seed` and `km` can be missing, and the whole of what is said.
#[test]
fn each_refusal_names_the_array_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.npz");
    let said = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let said = npz::load(&path).unwrap_err().to_string();
        said.replace(&folder.path().display().to_string(), "").replace('\\', "/")
    };
    let array = |descr: &str, shape: &str, bytes: usize| {
        let text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n");
        file(1, text.as_bytes(), &vec![0; bytes])
    };
    let seed = array("'<u8'", "()", 8);
    let km = |descr: &str, shape: &str, bytes: usize| {
        zipped(&[("seed.npy", &seed), ("km.npy", &array(descr, shape, bytes))])
    };
    let whole = km("'<f8'", "(2,)", 16);

    // `np.savez("results.npz", seed=7, km=km)`
    assert_eq!(
        said(&zipped(&[("seed.npy", &array("'<i8'", "()", 8))])),
        r#""seed" in /results.npz: its elements are of the type "<i8", and "<u8" is wanted: in Python, save np.asarray(a).astype('<u8')"#
    );
    assert_eq!(
        said(&km("'<U3'", "(2,)", 24)),
        r#""km" in /results.npz: its elements are of the type "<U3", and "<f8" is wanted: in Python, save np.asarray(a).astype('<f8')"#
    );
    assert_eq!(
        said(&km("'<M8[ns]'", "(2,)", 16)),
        r#""km" in /results.npz: its elements are of the type "<M8[ns]", and "<f8" is wanted: in Python, save np.asarray(a).astype('<f8')"#
    );
    assert_eq!(
        said(&km("'|O'", "(2,)", 40)),
        r#""km" in /results.npz: its elements are of the type "|O", and "<f8" is wanted: Python objects are saved as a pickle, which is a program; save np.asarray(a, '<f8')"#
    );
    assert_eq!(
        said(&km("[('a', '<f4'), ('b', '<f4')]", "(2,)", 16)),
        r#""km" in /results.npz: its elements are of the type "[('a', '<f4'), ('b', '<f4')]", and "<f8" is wanted: save each field as an array of its own, a['field']"#
    );
    assert_eq!(
        said(&km("'<f8'", "(2, 1)", 16)),
        r#""km" in /results.npz: its shape is (2, 1), and the number of dimensions that is wanted is 1: in Python, save a.ravel()"#
    );
    assert_eq!(
        said(&km("'<f8'", "(2,)", 15)),
        r#""km" in /results.npz: the file is cut off: 16 bytes of numbers should follow its header, and 15 do; copy or save it again"#
    );
    assert_eq!(
        said(&zipped(&[("seed.npy", &seed), ("km.npy", b"1.5\n")])),
        r#""km" in /results.npz: this is no .npy file: it doesn't begin with \x93NUMPY"#.replace('\\', "/")
    );
    // What isn't an array isn't listed as one.
    assert_eq!(
        said(&zipped(&[("seed.npy", &seed), ("km", b"1.5\n"), ("notes.txt", b"")])),
        r#"/results.npz: there is no array "km"; there are ["seed"]"#
    );
    assert_eq!(
        said(&whole[..whole.len() - 10]),
        "/results.npz: the file is cut off or damaged: the list of its arrays, at its end, can't be read; copy or save it again"
    );
    assert_eq!(said(b""), "/results.npz: the file is empty");
    assert_eq!(
        said(&array("'<f8'", "(2,)", 16)),
        "/results.npz: this is a single array, as np.save writes it: load it with npy::load"
    );
    assert_eq!(said(b"a letter to a friend"), "/results.npz: this is no .npz file: it doesn't begin with PK");
    // The first byte of a number, in an archive that isn't compressed: its checksum is the archive's.
    let mut damaged = zipped(&[("seed.npy", &seed)]);
    let at = damaged.windows(2).position(|two| two == b"}\n").unwrap() + 2;
    damaged[at] ^= 1;
    assert_eq!(
        said(&damaged),
        r#""seed" in /results.npz can't be unpacked (Invalid checksum): copy it again, or save it again with np.savez"#
    );
    // Two ways of packing that NumPy doesn't use: with a password, and with bzip2. Both are said in the member's own
    // header and in the list at the end.
    for (at, value, why) in [(6, 1, "Password required"), (8, 12, "Compression method not supported")] {
        let mut other = zipped(&[("seed.npy", &seed)]);
        let list = other.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        other[at] = value;
        other[list + at + 2] = value;
        let said = said(&other);
        assert!(said.starts_with(r#""seed" in /results.npz can't be unpacked"#) && said.contains(why), "{said}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

/// Of two arrays of one name the last counts, as for NumPy: `tests/numpy.rs` asks it.
#[test]
fn a_name_that_is_there_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twice.npz");
    let text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }\n";
    let [first, last] = [1.5_f64, 2.5].map(|km| file(1, text, &km.to_le_bytes()));
    let mut bytes = zipped(&[("km.npy", &first), ("kn.npy", &last)]);
    for at in 0..bytes.len() - 6 {
        if &bytes[at..at + 6] == b"kn.npy" {
            bytes[at + 1] = b'm';
        }
    }
    fs::write(&path, bytes).unwrap();
    assert_eq!(npz::array::<f64, Ix1>(&path, "km", 1000).unwrap().to_vec(), [2.5]);
}

/// A single `.npy`, and a folder, are named, too.
#[test]
fn a_file_is_named_like_an_array_in_an_archive() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("km.npy");
    fs::write(&path, file(1, b"{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n", &[0; 4])).unwrap();
    let said = npy::load(&path).unwrap_err().to_string();
    assert!(said.contains(r#"km.npy: its elements are of the type "<f4", and "<f8" is wanted"#), "{said}");
    assert!(matches!(npz::load(folder.path()), Err(Error::File { .. })));
}
