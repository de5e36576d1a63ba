//! Does every value come back, and is everything else refused by its name?

use save_any::{Error, MAGIC, load, save};
use serde::{Deserialize, Serialize, Serializer, de::DeserializeOwned};
use std::{collections::BTreeMap, fmt::Debug, fs, path::PathBuf, time::Duration};
use tempfile::TempDir;
use witness::{caught, deadline, for_all};

const LIMIT: Duration = Duration::from_secs(60);

/// To be read, no file that is damaged here needs more memory than this and its own length twice.
const MUCH: usize = 1 << 20;

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(TempDir::new().expect("a folder for temporary files"))
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("value")
    }

    /// What `save` makes of a value.
    fn bytes<T: Serialize>(&self, value: &T, version: u32) -> Vec<u8> {
        save(value, version, &self.path()).unwrap_or_else(|wrong| panic!("saving failed: {wrong:?}"));
        fs::read(self.path()).expect("`save` returned Ok, so there is a file")
    }

    /// What `load` makes of a file.
    fn load<T: DeserializeOwned>(&self, bytes: &[u8], version: u32) -> Result<T, Error> {
        fs::write(self.path(), bytes).expect("the folder can be written");
        load(version, &self.path())
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Nothing,
    Circle(f64),
    Polygon { corners: Vec<(f32, f32)>, name: Option<String> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Drawing {
    shapes: Vec<Shape>,
    places: BTreeMap<(i32, i32), char>,
    largest: u64,
    smallest: i64,
}

fn drawing() -> Drawing {
    let corners = vec![(0.1, -0.0), (f32::MIN_POSITIVE, f32::MAX)];
    Drawing {
        shapes: vec![Shape::Nothing, Shape::Circle(0.1 + 0.2), Shape::Polygon { corners, name: Some("Ω".into()) }],
        places: BTreeMap::from([((-1, 1), 'a'), ((2, 3), '€')]),
        largest: u64::MAX,
        smallest: i64::MIN,
    }
}

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, version: u32) {
    let place = Place::new();
    place.bytes(value, version);
    match load::<T>(version, &place.path()) {
        Ok(back) => {
            assert!(back == *value, "{} was saved as version {version}; {} came back", told(value), told(&back));
        }
        Err(wrong) => panic!("{} was saved as version {version}; loading it gave {wrong:?}", told(value)),
    }
}

/// A value in words, or how it begins.
fn told(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    match text.char_indices().nth(500) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}

#[test]
fn values_come_back() {
    deadline("saving and loading", "what ends each loop", LIMIT, || {
        for version in [0, 1, 7, 300, u32::MAX] {
            comes_back(&drawing(), version);
        }
        comes_back(&(), 1);
        comes_back(&String::new(), 1);
        // Larger than any buffer that somebody might take for large enough.
        comes_back(&vec![7_u8; 3 << 20], 1);
        comes_back(&Some(Some(())), 1);
        comes_back(&None::<Option<()>>, 1);
        comes_back(&BTreeMap::from([(String::from("a"), vec![1_i128 << 100])]), 1);
    });
}

#[test]
fn numbers_come_back_to_the_last_bit() {
    deadline("saving and loading", "what ends each loop", LIMIT, || {
        let place = Place::new();
        let odd = vec![f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324, 0.1 + 0.2, f64::MAX];
        place.bytes(&odd, 1);
        let back: Vec<f64> = load(1, &place.path()).unwrap_or_else(|wrong| {
            panic!("{odd:?} could be saved, but not loaded: {wrong:?}.\nDoes the format have a word for NaN?")
        });
        let bits = |numbers: &[f64]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&back), bits(&odd), "{odd:?} came back as {back:?}");
        for_all(40, (0..=u64::MAX, 0..=u64::MAX), |&(a, b)| {
            let numbers = [f64::from_bits(a), f64::from_bits(b)];
            place.bytes(&numbers, 1);
            let back: [f64; 2] = load(1, &place.path()).map_err(|wrong| {
                format!(
                    "{numbers:?} were saved in the place of another value, and could not be loaded: {wrong:?}.\n\
                     Is anything left of what stood there before?"
                )
            })?;
            if bits(&back) == bits(&numbers) { Ok(()) } else { Err(format!("{numbers:?} came back as {back:?}")) }
        });
    });
}

#[test]
fn a_file_begins_with_the_magic_bytes() {
    let bytes = Place::new().bytes(&drawing(), 1);
    assert!(
        bytes.starts_with(&MAGIC),
        "the file begins with {:02x?}, expected {MAGIC:02x?}",
        &bytes[..bytes.len().min(8)]
    );
}

#[test]
fn another_version_is_refused_by_name() {
    let place = Place::new();
    for (saved, wanted) in [(1, 2), (2, 1), (0, 1), (1, 257), (257, 1), (1 << 24, 0), (u32::MAX, 1)] {
        let bytes = place.bytes(&drawing(), saved);
        match place.load::<Drawing>(&bytes, wanted) {
            Err(Error::Version { found, expected }) if (found, expected) == (saved, wanted) => {}
            got => panic!(
                "saved as version {saved}, loaded as version {wanted}: expected Version {{ found: {saved}, expected: \
                 {wanted} }}, got {got:?}.\nThe version says what all other bytes mean, so it is looked at before them."
            ),
        }
    }
}

#[test]
fn a_file_of_another_version_may_hold_another_type() {
    let place = Place::new();
    // The old version was a text; its bytes mean nothing to the new one.
    let bytes = place.bytes(&"once upon a time", 1);
    let got = place.load::<Drawing>(&bytes, 2);
    assert!(matches!(got, Err(Error::Version { found: 1, expected: 2 })), "expected Error::Version, got {got:?}");
}

#[test]
fn a_foreign_file_is_refused_by_name() {
    let place = Place::new();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on, for some more bytes";
    let letter = b"Dear reader, this is a letter, and a long one: it has more bytes than your header.";
    let mut ours_without = place.bytes(&drawing(), 1);
    ours_without.drain(..MAGIC.len());
    let mut nearly = place.bytes(&drawing(), 1);
    nearly[7] = b'\r';
    for foreign in [&png[..], letter, b"{}", &[0; 100], &ours_without, &nearly] {
        let got = place.load::<Drawing>(foreign, 1);
        let told = String::from_utf8_lossy(&foreign[..foreign.len().min(20)]);
        // Who looks at the length first says that something shorter than the magic bytes was cut off: it may have been.
        let right = match got {
            Err(Error::NotOurs) => true,
            Err(Error::Truncated | Error::Damaged) => foreign.len() < MAGIC.len(),
            _ => false,
        };
        assert!(right, "a file that begins with {told:?}: expected NotOurs, got {got:?}");
    }
}

#[test]
fn a_file_that_was_cut_off_is_refused() {
    deadline("loading a file that was cut off", "what ends each loop", LIMIT, || {
        let place = Place::new();
        for whole in [place.bytes(&drawing(), 1), place.bytes(&(), 1), place.bytes(&vec![7_u8; 300], 1)] {
            for length in 0..whole.len() {
                let got = place.load::<Drawing>(&whole[..length], 1);
                let right = match got {
                    // Too short for the magic bytes: either name is right.
                    Err(Error::NotOurs) => length < MAGIC.len(),
                    Err(Error::Truncated | Error::Damaged) => true,
                    _ => false,
                };
                assert!(
                    right,
                    "the first {length} of {} bytes: expected Truncated, got {got:?}.\n\
                     Something in the file must say how long it was.",
                    whole.len()
                );
            }
        }
    });
}

#[test]
fn a_file_that_was_added_to_is_refused() {
    let place = Place::new();
    let whole = place.bytes(&drawing(), 1);
    for added in [&b"\n"[..], &[0], &[0; 1000], &whole] {
        let got = place.load::<Drawing>(&[&whole, added].concat(), 1);
        assert!(
            matches!(got, Err(Error::Trailing | Error::Damaged)),
            "{} bytes were added at the end: expected Trailing, got {got:?}.\n\
             What is left over when the value has been read?",
            added.len()
        );
    }
}

#[test]
fn a_shorter_value_replaces_a_longer_one() {
    let place = Place::new();
    place.bytes(&vec![7_u64; 1000], 1);
    place.bytes(&vec![8_u64], 1);
    let got = load::<Vec<u64>>(1, &place.path());
    assert!(matches!(&got, Ok(back) if back == &[8]), "1000 numbers, then one saved in their place: got {got:?}");
}

#[test]
fn any_flipped_bit_is_an_error() {
    deadline("loading damaged files", "what ends each loop", LIMIT, || {
        let small = drawing();
        let mut large = drawing();
        large.shapes = vec![large.shapes; 300].concat();
        // Of the large one some bits, from its beginning to its end.
        for (value, step) in [(small, 1), (large, 509)] {
            let place = Place::new();
            let whole = place.bytes(&value, 1);
            flipped(&place, &value, &whole, (0..8 * whole.len()).step_by(step));
        }
        // Of one that fills no buffer and no part of a checksum, a bit here and there, the last one too.
        let mut long = drawing();
        long.shapes.push(Shape::Polygon { corners: vec![], name: Some("long ".repeat(1 << 18)) });
        let place = Place::new();
        let whole = place.bytes(&long, 1);
        let apart = [0, 12, 16, 18, 19, 20].map(|power| 8 << power);
        let bits = apart.into_iter().chain(apart.map(|bits| 8 * whole.len() - bits));
        flipped(&place, &long, &whole, bits);
    });
}

/// `whole` is the file of `saved`.
fn flipped(place: &Place, saved: &Drawing, whole: &[u8], bits: impl Iterator<Item = usize>) {
    for bit in bits {
        let mut damaged = whole.to_vec();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let told = format!("bit {} of byte {} (of {}) was flipped", bit % 8, bit / 8, whole.len());
        allocations::largest();
        let got = caught(|| place.load::<Drawing>(&damaged, 1));
        let largest = allocations::largest();
        match got {
            Err(panic) => panic!("{told}: `load` panicked: {panic}\nA file is no reason to panic."),
            Ok(Ok(value)) => panic!(
                "{told}, and `load` returned {}.\nOnly a checksum finds that: over which bytes is yours?",
                if value == *saved { "the value as if nothing were wrong" } else { "another value" }
            ),
            Ok(Err(_)) => {}
        }
        assert!(
            largest <= MUCH + 2 * whole.len(),
            "{told}: `load` asked for {largest} bytes of memory at once, for a file of {}.\n\
             A length in a file is a claim. Compare it with what there is before you believe it.",
            whole.len()
        );
    }
}

#[test]
fn bytes_of_another_type_are_no_value() {
    let place = Place::new();
    let bytes = place.bytes(&(1_u8, 2_u8), 1);
    let got = place.load::<u8>(&bytes, 1);
    assert!(got.is_err(), "two bytes were saved, and loaded as one: {got:?}.\nWhat became of the second?");
    let bytes = place.bytes(&1_u8, 1);
    let got = place.load::<(u8, u8)>(&bytes, 1);
    assert!(got.is_err(), "one byte was saved, and loaded as two: {got:?}");
}

/// Begins well, and can't go on.
struct Broken;

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::{Error as _, SerializeTuple};
        let mut tuple = serializer.serialize_tuple(2)?;
        tuple.serialize_element(&[1_u8; 32])?;
        Err(S::Error::custom("this value can't be saved"))
    }
}

#[test]
fn a_value_that_can_t_be_saved_harms_nothing() {
    let place = Place::new();
    let before = place.bytes(&drawing(), 1);
    let got = save(&Broken, 1, &place.path());
    assert!(got.is_err(), "a value whose `serialize` fails was saved: {got:?}");
    assert!(
        fs::read(place.path()).ok() == Some(before),
        "a value could not be serialised, and the file that stood there before is gone or changed.\n\
         `File::create` empties a file. When do you know that you have something to put into it?"
    );
    let left: Vec<_> =
        fs::read_dir(place.0.path()).expect("it is there").map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(
        left,
        ["value"],
        "what lies in the folder when a value could not be serialised.\n\
         Whoever writes beside the file first has to remove that again, also when something goes wrong on the way."
    );
}

/// Tells a child, which may write nothing, where to save.
#[cfg(unix)]
const FULL: &str = "SAVE_ANY_CHECK_FULL";
/// What that process prints when it has come to its end.
#[cfg(unix)]
const REFUSED: &str = "the full disk was noticed";

/// A process may be forbidden to make files longer than so much, and that looks to it as a full disk would. This one
/// may write none at all.
#[cfg(unix)]
#[test]
fn a_disk_without_room_is_an_error() {
    if let Some(path) = std::env::var_os(FULL) {
        // Small enough for any buffer: whoever has one must ask what became of it.
        let got = save(&drawing(), 1, path.as_ref());
        assert!(
            matches!(got, Err(Error::Io(_))),
            "the disk took not a single byte: expected Error::Io, got {got:?}.\n\
             A `BufWriter` that is dropped still writes, but what goes wrong then nobody hears of: `flush` it."
        );
        println!("{REFUSED}");
        return;
    }
    let place = Place::new();
    // Whoever passes the limit gets a signal that ends him, unless he ignores it: then he gets an error.
    let again = r#"trap "" XFSZ && ulimit -f 0 && exec "$0" --exact a_disk_without_room_is_an_error --nocapture"#;
    let mut command = std::process::Command::new("sh");
    let this = std::env::current_exe().expect("this program has a place");
    let output = command.args(["-c", again]).arg(this).env(FULL, place.path()).output().expect("a shell");
    assert!(
        // Its exit code alone would let pass who ends the program.
        output.status.success() && String::from_utf8_lossy(&output.stdout).contains(REFUSED),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_file_system_s_errors_are_handed_on() {
    let place = Place::new();
    let got = load::<u8>(1, &place.path());
    assert!(matches!(got, Err(Error::Io(_))), "there is no such file: expected Error::Io, got {got:?}");
    let got = save(&1_u8, 1, &place.path().join("in/no/such/folder"));
    assert!(matches!(got, Err(Error::Io(_))), "there is no such folder: expected Error::Io, got {got:?}");
}
