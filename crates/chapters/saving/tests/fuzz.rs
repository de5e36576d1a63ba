//! Files that chance has made, `.npy` and `.npz`: each is a value or an error that names it, and none is believed about
//! how much memory it needs.
//!
//! Chance begins with what NumPy wrote and with headers that a grammar makes, and changes bytes. A file of which
//! something new is said is changed further. The test tries the same few thousand each time;
//! `SAVING_FUZZ_SECONDS=600 cargo test -p saving --test fuzz -- --nocapture` goes on with others, and says how it goes.
//! A file that fails is kept in `tests/finds`, and is tried first from then on.

use ndarray::{Array, Dimension, Ix0, Ix1, Ix2, IxDyn};
use ndarray_npy::{ReadNpyExt, WriteNpyExt};
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use saving::{Element, Refused, mapped, npy, npz};
use std::{
    collections::BTreeSet,
    env,
    fmt::Display,
    fs,
    io::{Cursor, Read, Write},
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// What every run tries.
const CASES: u64 = 5_000;

/// What an array in an archive may unpack to, bytes.
const LIMIT: u64 = 20_000;

/// A file that has grown longer than this isn't changed further.
const LONGEST: usize = 20_000;

fn folder(name: &str) -> PathBuf {
    Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests").join(name)
}

#[test]
fn no_file_does_harm() {
    // In memory where there is such a thing: some file systems wait for the disk at each write.
    let memory = Path::new("/dev/shm");
    let place = TempDir::new_in(if memory.is_dir() { memory.into() } else { env::temp_dir() }).unwrap();
    // Each file is written before it is tried. If one should end the whole process it lies here.
    let path = place.path().join("file");
    let mut corpus = corpus();
    let mut said = BTreeSet::new();
    for bytes in &corpus {
        said.extend(tried(bytes, &path));
    }

    let mut rng = Pcg64Mcg::seed_from_u64(8);
    for _ in 0..CASES {
        one(&mut rng, &mut corpus, &mut said, &path);
    }
    let Some(seconds) = env::var("SAVING_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()) else {
        return;
    };
    println!("each file is written to {} before it is tried", path.display());
    let (start, mut cases) = (Instant::now(), 0_u64);
    let mut rng = Pcg64Mcg::seed_from_u64(env::var("SAVING_FUZZ_SEED").map_or(9, |seed| seed.parse().unwrap()));
    while start.elapsed() < Duration::from_secs(seconds) {
        one(&mut rng, &mut corpus, &mut said, &path);
        cases += 1;
        if cases.is_multiple_of(100_000) {
            let second = cases as f64 / start.elapsed().as_secs_f64();
            println!("{cases} files, {second:.0} a second, {} answers", said.len());
        }
    }
    println!("{cases} files in {seconds} s, no find; {} answers:", said.len());
    for answer in &said {
        println!("  {answer}");
    }
}

/// Makes a file, tries it, and keeps it if something new is said of it.
fn one(rng: &mut impl Rng, corpus: &mut Vec<Vec<u8>>, said: &mut BTreeSet<String>, path: &Path) {
    let bytes = made(rng, corpus);
    let before = said.len();
    said.extend(tried(&bytes, path));
    if said.len() > before && bytes.len() < LONGEST {
        corpus.push(bytes);
    }
}

/// What NumPy wrote, the arrays in it by themselves, and what was found before.
fn corpus() -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for folder in [folder("numpy"), folder("finds")] {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ["npy", "npz"].iter().any(|known| ending == *known)));
        paths.sort();
        files.extend(paths.iter().map(|path| fs::read(path).unwrap()));
    }
    assert!(files.len() >= 5, "NumPy's files are here");
    let mut arrays = Vec::new();
    for file in &files {
        let Ok(mut archive) = ZipArchive::new(Cursor::new(file)) else { continue };
        for at in 0..archive.len() {
            let mut array = Vec::new();
            let Ok(packed) = archive.by_index(at) else { continue };
            if packed.take(LONGEST as u64).read_to_end(&mut array).is_ok() {
                arrays.push(array);
            }
        }
    }
    files.append(&mut arrays);
    files.retain(|file| file.len() <= LONGEST);
    files
}

/// What is said of a file, by every reader. A file that fails is kept.
fn tried(bytes: &[u8], path: &Path) -> Vec<String> {
    fs::write(path, bytes).unwrap();
    panic::catch_unwind(AssertUnwindSafe(|| judged(bytes, path))).unwrap_or_else(|wrong| {
        let ending = if bytes.starts_with(b"PK") { "npz" } else { "npy" };
        let find = folder("finds").join(format!("{:08x}.{ending}", crc32fast::hash(bytes)));
        fs::create_dir_all(folder("finds")).unwrap();
        fs::write(&find, bytes).unwrap();
        eprintln!("the file that failed is kept as {}", find.display());
        panic::resume_unwind(wrong)
    })
}

fn judged(bytes: &[u8], path: &Path) -> Vec<String> {
    let mut said = vec![
        array::<f64, Ix1>(bytes),
        array::<f64, IxDyn>(bytes),
        array::<f32, Ix2>(bytes),
        array::<u64, Ix0>(bytes),
        array::<i16, IxDyn>(bytes),
        array::<bool, IxDyn>(bytes),
        map(bytes),
    ];
    if !bytes.starts_with(b"\x93NUMPY") {
        said.extend(["km", "seed", "table", "größe"].map(|name| member::<f64, IxDyn>(path, bytes, name)));
        said.push(member::<u64, Ix0>(path, bytes, "seed"));
    }
    said
}

/// Reads an array, and asks for a second opinion. It is asked only then, since it would believe the promise.
fn array<T: Element, D: Dimension>(bytes: &[u8]) -> String {
    let (loaded, held) = allocations::most_held(|| npy::array::<T, D>(bytes));
    asks_for_little(held, 4 * bytes.len() + 1_000);
    loaded.map_or_else(answer, |array| {
        // Compared as bytes, because no NaN equals another.
        let written = |array: &Array<T, D>| {
            let mut npy = Vec::new();
            array.write_npy(&mut npy).unwrap();
            npy
        };
        if let Ok(other) = Array::<T, D>::read_npy(bytes) {
            assert!(written(&array) == written(&other), "{bytes:?} is another array to ndarray-npy");
        }
        format!("{} dimensions", array.ndim())
    })
}

/// What lies in the file is what was read from it.
fn map(bytes: &[u8]) -> String {
    let (viewed, held) = allocations::most_held(|| mapped::view(bytes));
    asks_for_little(held, 4 * bytes.len() + 1_000);
    match (viewed, npy::array::<f64, Ix1>(bytes)) {
        (Ok(view), Ok(array)) => assert!(view.iter().zip(&array).all(|(a, b)| a.to_bits() == b.to_bits())),
        (Err(wrong), array) => {
            assert!(array.is_err() || matches!(wrong, Refused::Place(_)), "{wrong}, but it can be read: {array:?}");
            return answer(wrong);
        }
        (Ok(view), Err(wrong)) => panic!("{view} lies there, but it can't be read: {wrong}"),
    }
    "looked at".into()
}

/// An array in an archive. Its header is one claim, the archive's sizes are others.
fn member<T: Element, D: Dimension>(path: &Path, bytes: &[u8], name: &str) -> String {
    let (loaded, held) = allocations::most_held(|| npz::array::<T, D>(path, name, LIMIT));
    // What has been unpacked, while more room is made for it; the tables of the decoder; names and comments, for which
    // the crate `zip` makes room before it reads them, but each has a length of two bytes; and the list of what is in
    // the archive, for which it makes room likewise.
    asks_for_little(held, 4 * LIMIT as usize + 100_000 + 4 * 65_536 + 32 * bytes.len() + 256 * counted(bytes));
    match loaded {
        Ok(array) => {
            assert!(array.len() * size_of::<T>() <= LIMIT as usize);
            format!("{} dimensions in an archive", array.ndim())
        }
        Err(wrong) => {
            let said = wrong.to_string();
            assert!(said.contains(&path.display().to_string()), "it doesn't say which file: {said}");
            answer(said.replace(&path.display().to_string(), "…"))
        }
    }
}

/// The most arrays that an archive says it has, in two bytes, in one of the places that may be the beginning of its
/// end.
fn counted(bytes: &[u8]) -> usize {
    let ends = bytes.windows(10).filter(|end| end.starts_with(b"PK\x05\x06"));
    ends.map(|end| usize::from(u16::from_le_bytes([end[8], end[9]]))).max().unwrap_or(0)
}

fn asks_for_little(held: usize, room: usize) {
    assert!(held <= room, "asked for {held} bytes, where {room} are enough");
}

/// Without what differs from file to file, so that the number of answers is small.
fn answer(wrong: impl Display) -> String {
    let said = wrong.to_string();
    // Words that tell nobody anything.
    for empty in ["i/o error", "Some("] {
        assert!(!said.contains(empty), "{said}");
    }
    // What stands between these two is the file's own.
    let quotes = [
        ("of the type", "is wanted: "),
        ("its shape is", "the number of dimensions"),
        ("no array has the shape", ""),
        ("the header can't be read: ", "is no key of it"),
        ("there are", ""),
    ];
    let short = quotes.iter().find_map(|(before, after)| {
        let (start, rest) = said.split_once(before)?;
        let (_, end) = rest.rsplit_once(after)?;
        Some(format!("{start}{before} … {after}{end}"))
    });
    short.unwrap_or(said).chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// A file: one of the corpus or a new one, and most times changed in a few places.
fn made(rng: &mut impl Rng, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = match rng.random_range(0..4) {
        0 => array_file(rng),
        1 => archive(rng),
        _ => pick(rng, corpus).clone(),
    };
    for _ in 0..*pick(rng, &[0, 1, 1, 1, 2, 2, 4, 8]) {
        change(rng, &mut bytes, corpus);
    }
    bytes
}

fn pick<'a, T>(rng: &mut impl Rng, from: &'a [T]) -> &'a T {
    &from[rng.random_range(0..from.len())]
}

/// A `.npy` that a grammar has made: mostly right.
fn array_file(rng: &mut impl Rng) -> Vec<u8> {
    const DESCRS: [&str; 20] = [
        "'<f8'",
        "'<f8'",
        "'<f8'",
        "'>f8'",
        "\"<f8\"",
        "'<f4'",
        "'<i8'",
        "'<u8'",
        "'>u8'",
        "'<i2'",
        "'|b1'",
        "'|O'",
        "'<U3'",
        "'d'",
        "'f8'",
        "[('a', '<f8')]",
        "('<f8', (2,))",
        "None",
        "''",
        "",
    ];
    const LENGTHS: [&str; 16] = [
        "0",
        "1",
        "2",
        "3",
        "2",
        "3",
        "3L",
        "-1",
        "+1",
        "03",
        "1e3",
        "1000000000000",
        "9223372036854775807",
        "18446744073709551615",
        "18446744073709551616",
        "",
    ];
    let descr = *pick(rng, &DESCRS);
    let lengths: Vec<_> = (0..rng.random_range(0..4))
        .map(|_| *if rng.random_bool(0.8) { pick(rng, &LENGTHS[..6]) } else { pick(rng, &LENGTHS) })
        .collect();
    let comma = if lengths.len() == 1 || rng.random_bool(0.1) { "," } else { "" };
    let shape = format!("({}{comma})", lengths.join(", "));
    let fortran = *pick(rng, &["False", "False", "False", "True", "True", "0", "None", "'False'"]);
    let mut entries =
        vec![format!("'descr': {descr}"), format!("'fortran_order': {fortran}"), format!("'shape': {shape}")];
    if rng.random_bool(0.1) {
        let twice = pick(rng, &["'shape': (3,)", "\"shape\": (1000000000000,)", "'descr': '<f8'", "'more': 1"]);
        entries.insert(rng.random_range(0..4), (*twice).into());
    }
    if rng.random_bool(0.05) {
        entries.remove(rng.random_range(0..entries.len()));
    }
    let text =
        format!("{{{}{}}}{}\n", entries.join(", "), pick(rng, &[", ", "", ","]), " ".repeat(rng.random_range(0..64)));
    let product = lengths.iter().try_fold(1_usize, |product, length| product.checked_mul(length.parse().ok()?));
    let size = descr.chars().find(char::is_ascii_digit).and_then(|digit| digit.to_digit(10)).unwrap_or(1) as usize;
    let promised = product.and_then(|product| product.checked_mul(size)).filter(|&bytes| bytes < 1_000).unwrap_or(24);
    let length = if rng.random_bool(0.9) { promised } else { rng.random_range(0..=2 * promised + 8) };
    let data: Vec<u8> = (0..length).map(|_| rng.random_range(0..4)).collect();
    let version = *pick(rng, &[1, 1, 1, 2, 3, 4]);
    let said = if rng.random_bool(0.95) { text.len() as u32 } else { rng.random() };
    let said = if version == 1 { said.to_le_bytes()[..2].to_vec() } else { said.to_le_bytes().to_vec() };
    [b"\x93NUMPY", &[version, 0][..], &said, text.as_bytes(), &data].concat()
}

/// An archive of such arrays, and of other things.
fn archive(rng: &mut impl Rng) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["km.npy", "seed.npy", "größe.npy", "table"] {
        if rng.random_bool(0.7) {
            let method = *pick(rng, &[CompressionMethod::Stored, CompressionMethod::Deflated]);
            let options = SimpleFileOptions::default().compression_method(method).large_file(rng.random());
            zip.start_file(name, options).unwrap();
            // Zeros, which unpack to a thousand times their size.
            let content = if rng.random_bool(0.1) { vec![0; 2 * LIMIT as usize] } else { array_file(rng) };
            zip.write_all(&content).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// One change, of a kind that breaks readers.
fn change(rng: &mut impl Rng, bytes: &mut Vec<u8>, corpus: &[Vec<u8>]) {
    if bytes.is_empty() {
        return bytes.push(rng.random());
    }
    let at = place(rng, bytes);
    let upto = (at + rng.random_range(1..=16)).min(bytes.len());
    match rng.random_range(0..9) {
        0 => bytes[at] ^= 1 << rng.random_range(0..8),
        1 => bytes[at] = *pick(rng, &[0, 1, 0x7f, 0x80, 0xff, b'0', b'9', b'\'', b'(', b')', b'{', b'}', b',', b'\n']),
        2 => {
            // A length, a count, an offset.
            let number: u64 = *pick(
                rng,
                &[
                    0,
                    1,
                    0xffff,
                    0x10000,
                    u32::MAX as u64,
                    1 << 32,
                    i64::MAX as u64,
                    u64::MAX,
                    1 << 40,
                    bytes.len() as u64,
                ],
            );
            let width = *pick(rng, &[2, 4, 8]).min(&(bytes.len() - at));
            bytes[at..at + width].copy_from_slice(&number.to_le_bytes()[..width]);
        }
        3 => drop(bytes.drain(at..upto)),
        4 => {
            let again = bytes[at..upto].to_vec();
            bytes.splice(at..at, again);
        }
        5 => bytes.truncate(at),
        6 => {
            let other = pick(rng, corpus);
            let from = rng.random_range(0..other.len().max(1)).min(other.len());
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        7 => {
            const WORDS: &[&[u8]] = &[
                b"'shape': (8,), ",
                b"'descr': '<f8', ",
                b"'",
                b"\"",
                b"(",
                b")",
                b"{",
                b"}",
                b"[[[[[[[[",
                b", ",
                b"\\",
                b"99999999999999999999",
                b"1000000000000",
                b"0",
                b"L",
                b"-",
                b"PK\x01\x02",
                b"PK\x03\x04",
                b"PK\x05\x06",
                b"PK\x06\x06",
                b"PK\x06\x07",
                b"\x93NUMPY",
                b"\0\0\0\0",
                b"\xff\xff\xff\xff",
                b".npy",
            ];
            let word = pick(rng, WORDS);
            bytes.splice(at..at, word.iter().copied());
        }
        _ => {
            let digit = bytes[at..].iter().position(u8::is_ascii_digit).map_or(at, |further| at + further);
            bytes[digit] = *pick(rng, b"0123456789-L");
        }
    }
}

/// Where to change something: where headers are rather than among numbers.
fn place(rng: &mut impl Rng, bytes: &[u8]) -> usize {
    let far = |from: usize| (from + 60).min(bytes.len());
    let from = match rng.random_range(0..4) {
        0 => 0,
        1 => {
            // One of the archive's own records: each begins with these letters.
            let records: Vec<_> =
                bytes.windows(2).enumerate().filter(|(_, two)| two == b"PK").map(|(at, _)| at).collect();
            if records.is_empty() { 0 } else { *pick(rng, &records) }
        }
        2 => bytes.windows(6).position(|six| six == b"\x93NUMPY").unwrap_or(0),
        _ => return rng.random_range(0..bytes.len()),
    };
    rng.random_range(from..far(from))
}
