//! Are the cores counted as the files say them, and is a broken file called broken?

use count_cores::{Cores, LAST, Quota, Wrong, cpu_list, cpuinfo, quota_v1, quota_v2, usable};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use witness::{
    deadline, for_all,
    generate::{prop::collection, *},
};

const LIMIT: Duration = Duration::from_secs(60);

/// Compares, and says the input as text that can be pasted into a program.
#[track_caller]
fn expect<T: PartialEq + Debug>(call: &str, input: &[u8], got: T, want: T, advice: &str) {
    let shown = input.escape_ascii();
    assert!(got == want, "{call}(b\"{shown}\"): expected {want:?}, got {got:?}.\n{advice}");
}

#[test]
fn lists_are_counted() {
    deadline("cpu_list", "what ends your loop", LIMIT, || {
        for (list, want, why) in [
            ("0", 1, "One core."),
            ("0-3", 4, "Both ends belong to the range."),
            ("0-3,8", 5, "A range and a single core."),
            ("0-3,8,10-11\n", 7, "The kernel ends its lines."),
            (" \t0-1 , 4 - 5 \n", 4, "Blanks around a number mean nothing."),
            ("5-5", 1, "A range of one."),
            ("0-3,2-5,3", 6, "0 to 5. A core that is named twice is one core."),
            ("8,0-3", 5, "Nobody said that they come in order."),
            ("0-1048575", 1 << 20, "Every core that we believe."),
            ("007", 1, "Zeros in front change nothing."),
        ] {
            expect("cpu_list", list.as_bytes(), cpu_list(list.as_bytes()), Ok(want), why);
        }
    });
}

#[test]
fn any_list() {
    deadline("any cpu_list", "what ends your loop", LIMIT, || {
        let ranges = collection::vec((0..300_u64, 0..20_u64), 1..12);
        for_all(400, ranges, |ranges| {
            let named: BTreeSet<u64> = ranges.iter().flat_map(|&(first, more)| first..=first + more).collect();
            let write = |&(first, more): &(u64, u64)| {
                if more == 0 { first.to_string() } else { format!("{first}-{}", first + more) }
            };
            let list = ranges.iter().map(write).collect::<Vec<_>>().join(",");
            match cpu_list(list.as_bytes()) {
                Ok(n) if n == named.len() => Ok(()),
                got => Err(format!("cpu_list(b\"{list}\"): expected Ok({}), got {got:?}.", named.len())),
            }
        });
    });
}

#[test]
fn broken_lists_are_refused() {
    use Wrong::{Empty, NotANumber, OutOfRange};
    deadline(
        "broken lists",
        "what ends your loop: did it walk through a range that nobody should believe?",
        LIMIT,
        || {
            for (list, want, why) in [
                (&b""[..], Empty, "There is nothing."),
                (b" \n", Empty, "Blanks are nothing."),
                (b"a", NotANumber, "A letter."),
                (b"0-", NotANumber, "Cut off in the middle."),
                (b"-1", NotANumber, "Nothing stands before the dash: there are no negative cores."),
                (b"0--1", NotANumber, "A sign is no digit."),
                (b"1,,2", NotANumber, "Nothing stands between the commas."),
                (b"0-3,", NotANumber, "Cut off after the comma."),
                (b"1.5", NotANumber, "A point is no digit."),
                (b"+1", NotANumber, "A sign is no digit, though `parse` takes it."),
                (b"0x10", NotANumber, "Decimal digits only."),
                (b"1 2", NotANumber, "Two numbers without a comma."),
                (b"0-3-5", NotANumber, "A range has two ends."),
                (b"0,\xff", NotANumber, "Bytes that are no text are no number."),
                ("\u{a0}3".as_bytes(), NotANumber, "What `trim_ascii` leaves is no blank: a no-break space is none."),
                (b"0,\x0b3", NotANumber, "What `trim_ascii` leaves is no blank: a vertical tab is none."),
                (b"3-1", OutOfRange, "A range that runs backwards."),
                (b"1048576", OutOfRange, "One above LAST."),
                (b"0-1048576", OutOfRange, "One above LAST."),
                (b"0-18446744073709551615", OutOfRange, "Nobody has as many cores; look before you walk through them."),
                (
                    b"99999999999999999999999",
                    OutOfRange,
                    "Digits they are, but they don't fit into any number of ours.",
                ),
            ] {
                expect("cpu_list", list, cpu_list(list), Err(want), why);
            }
        },
    );
}

/// A block of `/proc/cpuinfo` for one logical core.
fn block(n: usize, package: usize, core: usize) -> String {
    format!("processor\t: {n}\nvendor_id\t: Any\nphysical id\t: {package}\ncore id\t\t: {core}\nflags\t\t: fpu ht\n\n")
}

#[test]
fn real_machines() {
    deadline("cpuinfo", "what ends your loop", LIMIT, || {
        let cores = |logical, physical| Ok(Cores { logical, physical });
        let laptop: String = [(0, 0), (1, 1), (2, 0), (3, 1)].map(|(n, core)| block(n, 0, core)).concat();
        let server: String = [(0, 0, 0), (1, 0, 1), (2, 1, 0), (3, 1, 1)].map(|(n, p, c)| block(n, p, c)).concat();
        let gaps: String = [(0, 0), (5, 8), (9, 17)].map(|(n, core)| block(n, 0, core)).concat();
        let arm = "processor\t: 0\nBogoMIPS\t: 50.00\n\nprocessor\t: 1\nBogoMIPS\t: 50.00\n\nHardware\t: BCM2835\n";
        let old_arm = "Processor\t: ARMv7 rev 2\nprocessor\t: 0\n\nprocessor\t: 1\n\nHardware\t: x\n";
        let switched_off = format!("{}{}", block(0, 0, 0), "processor\t: 1\nphysical id\t: 0\n\n");
        let cut_off = format!("{}processor\t: 1\nphysical id\t: 0\ncore i", block(0, 0, 0));
        let no_end = block(0, 0, 0);
        let (first, second) = ("physical id: a\ncore id: left\n", "physical id: b\ncore id: left\n");
        let (third, fourth) = ("physical id: b\ncore id: right\n", "physical id: b\ncore id: up\n");
        let words =
            format!("processor: 0\n{first}\nprocessor: 1\n{second}\nprocessor: 2\n{third}\nprocessor: 3\n{fourth}");
        let before = format!("{first}processor: 0\n\n{second}processor: 1\n\n{third}processor: 2\n");
        let two_in_one = format!("processor: 0\nprocessor: 1\n{first}\nprocessor: 2\n{second}");
        let next_block = format!("processor: 0\n\n{first}\nprocessor: 1\n{second}");
        let block_before = format!("{first}\nprocessor: 0\n\nprocessor: 1\n{second}");
        let half_each = "processor: 0\nphysical id: a\n\ncore id: left\n\nprocessor: 1\ncore id: left\n".to_owned();
        let only_ids = format!("{first}\nprocessor: 0\n{second}");
        let no_break = "processor\u{a0}: 0\nprocessor: 1\n".to_owned();
        for (text, want, why) in [
            (&laptop, cores(4, Some(2)), "Two cores with two hardware threads each."),
            (&server, cores(4, Some(4)), "Two packages: core 0 of the one is another than core 0 of the other."),
            (&gaps, cores(3, Some(3)), "Numbers may have gaps: some core was switched off."),
            (&arm.to_owned(), cores(2, None), "ARM says nothing about cores."),
            (&old_arm.to_owned(), cores(2, None), "`Processor` is not `processor`."),
            (&switched_off, cores(2, None), "The second doesn't say its core: then nobody knows how many there are."),
            (&cut_off, cores(2, None), "The file ends in the middle of a line, which then means nothing."),
            (&no_end.trim_end().to_owned(), cores(1, Some(1)), "The last line need not end."),
            (
                &laptop.replace("\n\n", "\n \t\n\n\n"),
                cores(4, Some(2)),
                "A line of blanks is a blank line, and two are one.",
            ),
            (&words, cores(4, Some(4)), "The ids may be any text: they are compared, not read."),
            (&before, cores(3, Some(3)), "The ids may stand before the line `processor` in its block."),
            (&two_in_one, cores(3, Some(2)), "Each line `processor` is a logical core, also two in one block."),
            (
                &next_block,
                cores(2, None),
                "A blank line ends the block: what the next one says isn't said of this core.",
            ),
            (
                &block_before,
                cores(2, None),
                "A blank line ends the block: what the one before said isn't said of this core.",
            ),
            (&half_each, cores(2, None), "Each block must say both."),
            (
                &only_ids,
                cores(1, Some(1)),
                "A block without a line `processor` has no logical core that its ids could belong to.",
            ),
            (&no_break, cores(1, None), "What `trim_ascii` leaves belongs to the name, and that is another name."),
            (&laptop.replace('\n', "\r\n"), cores(4, Some(2)), "Blanks around a value mean nothing, nor does a `\\r`."),
            (
                &laptop.replace("Any", "processor: 9: x"),
                cores(4, Some(2)),
                "What follows the first colon is the value, and it may hold more of them.",
            ),
        ] {
            expect("cpuinfo", text.as_bytes(), cpuinfo(text.as_bytes()), want, why);
        }
    });
}

#[test]
fn a_name_that_is_no_text() {
    deadline("cpuinfo with strange bytes", "what ends your loop", LIMIT, || {
        let text = b"processor: 0\nmodel name: Gr\xfc\xdfe \xff\xfe\x00\n\xc3\x28\nphysical id: 0\ncore id: 0\n";
        let want = Ok(Cores { logical: 1, physical: Some(1) });
        expect("cpuinfo", text, cpuinfo(text), want, "Other lines mean nothing, whatever bytes they hold.");
    });
}

#[test]
fn any_machine() {
    deadline("any cpuinfo", "what ends your loop", LIMIT, || {
        for_all(200, (1..4_usize, 1..6_usize, 1..4_usize, any::<bool>()), |&(packages, each, smt, gone)| {
            let mut blocks = Vec::new();
            for thread in 0..smt {
                for package in 0..packages {
                    blocks.extend((0..each).map(|core| (thread, package, core)));
                }
            }
            // Switched off: the last hardware thread, with its core if it has no other.
            if gone && blocks.len() > 1 {
                blocks.pop();
            }
            let text: String = blocks.iter().enumerate().map(|(n, &(_, p, c))| block(n, p, 4 * c)).collect();
            let physical = blocks.iter().map(|&(_, p, c)| (p, c)).collect::<BTreeSet<_>>().len();
            let want = Ok(Cores { logical: blocks.len(), physical: Some(physical) });
            let got = cpuinfo(text.as_bytes());
            if got == want {
                return Ok(());
            }
            Err(format!(
                "{packages} packages, {each} cores in each, {smt} hardware threads on each{}:\n\
                 expected {want:?}, got {got:?}.",
                if gone { ", the last one switched off" } else { "" }
            ))
        });
    });
}

#[test]
fn a_broken_cpuinfo_is_refused() {
    use Wrong::{Empty, NotANumber, OutOfRange};
    deadline("a broken cpuinfo", "what ends your loop", LIMIT, || {
        for (text, want, why) in [
            (&b""[..], Empty, "No logical core at all."),
            (b"\n\n\n", Empty, "No logical core at all."),
            (b"Hardware\t: BCM2835\n", Empty, "No logical core at all."),
            (b"processor", Empty, "A line without a colon means nothing."),
            (b"processor\t: 0\n\nprocessor\t:", NotANumber, "Cut off before the number."),
            (b"processor\t: -1\n", NotANumber, "A sign is no digit."),
            (b"processor\t: one\n", NotANumber, "Letters."),
            (b"processor\t: \xb2\n", NotANumber, "A byte that is no text."),
            (b"processor\t: 1048576\n", OutOfRange, "One above LAST."),
            (b"processor\t: 99999999999999999999999\n", OutOfRange, "Too large for any number of ours."),
        ] {
            expect("cpuinfo", text, cpuinfo(text), Err(want), why);
        }
    });
}

#[test]
fn limits_of_version_2() {
    use Wrong::{Empty, NotANumber, OutOfRange};
    deadline("quota_v2", "what ends your loop", LIMIT, || {
        let limit = |quota, period| Ok(Some(Quota { quota, period }));
        for (text, want, why) in [
            (&b"150000 100000\n"[..], limit(150_000, 100_000), "One and a half cores."),
            (b"max 100000\n", Ok(None), "No limit."),
            (b"50000\t100000", limit(50_000, 100_000), "A tab is a blank, and the line need not end."),
            (b"  1   1  ", limit(1, 1), "Any number of blanks."),
            (b"18446744073709551615 1", limit(u64::MAX, 1), "It fits into a u64, so it is a number like any other."),
            (b"", Err(Empty), "Nothing."),
            (b" \n", Err(Empty), "Blanks are nothing."),
            (b"max", Err(NotANumber), "Cut off: there is no period."),
            (b"max x", Err(NotANumber), "No limit, but the period must still be a number."),
            (b"max 0", Err(OutOfRange), "No limit, but a period of zero can't be meant."),
            (b"max 18446744073709551616", Err(OutOfRange), "No limit, but the period must still fit into a u64."),
            (b"max 1 2", Err(NotANumber), "One too many."),
            (b"150000", Err(NotANumber), "Cut off: there is no period."),
            (b"1 2 3", Err(NotANumber), "One too many."),
            (b"maximum 100000", Err(NotANumber), "`max` is the word, nothing else."),
            (b"100000 max", Err(NotANumber), "The period can't be `max`."),
            (b"-1 100000", Err(NotANumber), "-1 is version 1's way to say it."),
            (b"1.5 1", Err(NotANumber), "A point is no digit."),
            (b"+5 100000", Err(NotANumber), "A sign is no digit, though `parse` takes it."),
            (b"1e5 100000", Err(NotANumber), "Digits only."),
            (b"\xff 100000", Err(NotANumber), "A byte that is no text."),
            ("1\u{a0}1".as_bytes(), Err(NotANumber), "What `trim_ascii` leaves is no blank: that is one word."),
            (b"1\x0b1", Err(NotANumber), "What `trim_ascii` leaves is no blank: that is one word."),
            ("\u{a0}1 1".as_bytes(), Err(NotANumber), "What `trim_ascii` leaves is no blank."),
            (b"0 100000", Err(OutOfRange), "No time at all: nobody can have meant it, since nothing would ever run."),
            (b"100000 0", Err(OutOfRange), "A period of zero would have to be divided by."),
            (b"18446744073709551616 1", Err(OutOfRange), "One more than fits into a u64."),
            (b"1 99999999999999999999999", Err(OutOfRange), "More than fits into a u64."),
        ] {
            expect("quota_v2", text, quota_v2(text), want, why);
        }
    });
}

#[test]
fn limits_of_version_1() {
    use Wrong::{Empty, NotANumber, OutOfRange};
    deadline("quota_v1", "what ends your loop", LIMIT, || {
        let limit = |quota, period| Ok(Some(Quota { quota, period }));
        for (quota, period, want, why) in [
            (&b"250000\n"[..], &b"100000\n"[..], limit(250_000, 100_000), "Two and a half cores."),
            (b"-1\n", b"100000\n", Ok(None), "No limit."),
            (b"-1", b"", Ok(None), "No limit, and then the period doesn't matter."),
            (b"", b"100000", Err(Empty), "No quota."),
            (b"250000", b"\n", Err(Empty), "No period."),
            ("\u{a0}1".as_bytes(), b"1", Err(NotANumber), "What `trim_ascii` leaves is no blank."),
            (b"1", b"1\x0b", Err(NotANumber), "What `trim_ascii` leaves is no blank."),
            (b"-2", b"100000", Err(NotANumber), "Only -1 says that there is no limit."),
            (b"max", b"100000", Err(NotANumber), "`max` is version 2's way to say it."),
            (b"250000", b"-1", Err(NotANumber), "There is no unlimited period."),
            (b"250000 100000", b"100000", Err(NotANumber), "Each file holds one number."),
            (b"0", b"100000", Err(OutOfRange), "No time at all."),
            (b"250000", b"0", Err(OutOfRange), "A period of zero would have to be divided by."),
            (b"99999999999999999999999", b"1", Err(OutOfRange), "More than fits into a u64."),
        ] {
            let got = quota_v1(quota, period);
            let (q, p) = (quota.escape_ascii(), period.escape_ascii());
            assert!(got == want, "quota_v1(b\"{q}\", b\"{p}\"): expected {want:?}, got {got:?}.\n{why}");
        }
    });
}

#[test]
fn any_limit() {
    deadline("any limit", "what ends your loop", LIMIT, || {
        for_all(300, (1..=u64::MAX, 1..=u64::MAX), |&(quota, period)| {
            let want = Ok(Some(Quota { quota, period }));
            let v2 = quota_v2(format!("{quota} {period}\n").as_bytes());
            let v1 = quota_v1(format!("{quota}\n").as_bytes(), format!("{period}\n").as_bytes());
            if v2 == want && v1 == want {
                return Ok(());
            }
            Err(format!("{quota} of {period}: expected {want:?}; version 2 gave {v2:?}, version 1 gave {v1:?}."))
        });
    });
}

/// Bytes that are nothing, in which what readers look for comes up now and then.
fn anything() -> impl Strategy<Value = Vec<u8>> {
    let word = |words: &'static [&'static str]| (0..words.len()).prop_map(move |i| words[i].as_bytes().to_vec());
    let likely =
        word(&["processor", "physical id", "core id", ":", "\n", "\n\n", "-", ",", "max", "-1", " ", "0", "9", "\t"]);
    collection::vec(prop_oneof![likely, collection::vec(any::<u8>(), 0..6)], 0..24).prop_map(|parts| parts.concat())
}

#[test]
fn nothing_makes_them_panic() {
    deadline("bytes that are nothing", "what ends your loop", LIMIT, || {
        for_all(1500, (anything(), anything()), |(bytes, more)| {
            // What counts here is that they return. What they say must make sense all the same.
            let lists = cpu_list(bytes).is_ok_and(|n| n == 0 || n as u64 > LAST + 1);
            let cores = cpuinfo(bytes).is_ok_and(|cores| {
                cores.logical == 0 || cores.physical.is_some_and(|physical| physical == 0 || physical > cores.logical)
            });
            let limit = |found: Result<Option<Quota>, Wrong>| {
                found.is_ok_and(|quota| quota.is_some_and(|quota| quota.quota == 0 || quota.period == 0))
            };
            if lists || cores || limit(quota_v2(bytes)) || limit(quota_v1(bytes, more)) {
                let shown = bytes.escape_ascii();
                return Err(format!("b\"{shown}\": a count or a limit of nothing, or more than there can be."));
            }
            Ok(())
        });
    });
}

/// Paths, and what stands in the files.
type Files<'a> = &'a [(&'a str, &'a [u8])];

/// A folder with these files in it; a path that ends in a slash becomes a folder.
fn root(files: Files) -> TempDir {
    let root = TempDir::new().expect("a folder for the check");
    for (path, bytes) in files {
        let is_folder = path.ends_with('/');
        let path = root.path().join(path);
        if is_folder {
            fs::create_dir_all(path).expect("a folder for the check");
            continue;
        }
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder for the check");
        fs::write(path, bytes).expect("a file for the check");
    }
    root
}

const STATUS: &str = "proc/self/status";
#[cfg(target_os = "linux")]
const STATUS_OF_OURS: &str = "/proc/self/status";
const V2: &str = "sys/fs/cgroup/cpu.max";
const V2_FOLDER: &str = "sys/fs/cgroup/cpu.max/";
const QUOTA_FOLDER: &str = "sys/fs/cgroup/cpu/cpu.cfs_quota_us/";
const QUOTA: &str = "sys/fs/cgroup/cpu/cpu.cfs_quota_us";
const PERIOD: &str = "sys/fs/cgroup/cpu/cpu.cfs_period_us";
/// The name of a process may be any bytes, and `Cpus_allowed:` is another line.
const EIGHT: &[u8] = b"Name:\t\xff\xfeCpus_allowed_list:\t0\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\nThreads:\t1\n";

#[test]
fn what_may_be_used() {
    deadline("usable", "what ends your loop", LIMIT, || {
        let cases: [(Files, usize, &str); 13] = [
            (&[(STATUS, EIGHT)], 8, "There is no quota: the mask decides. Other lines mean nothing."),
            (&[(STATUS, EIGHT), (V2, b"max 100000\n")], 8, "No limit: the mask decides."),
            (&[(STATUS, EIGHT), (V2, b"400000 100000\n")], 4, "The quota leaves four cores."),
            (&[(STATUS, EIGHT), (V2, b"1600000 100000\n")], 8, "Sixteen cores' time on eight cores: eight."),
            (&[(STATUS, EIGHT), (V2, b"150000 100000\n")], 1, "One and a half, rounded down."),
            (&[(STATUS, EIGHT), (V2, b"299999 100000\n")], 2, "Just below three, rounded down."),
            (&[(STATUS, EIGHT), (V2, b"300000 100000\n")], 3, "Exactly three."),
            (&[(STATUS, EIGHT), (V2, b"50000 100000\n")], 1, "Half a core, but one worker at least."),
            (&[(STATUS, EIGHT), (V2, b"18446744073709551615 1\n")], 8, "A very generous quota: the mask decides."),
            (
                &[(STATUS, EIGHT), (QUOTA, b"250000\n"), (PERIOD, b"100000\n")],
                2,
                "Version 1: two and a half, rounded down.",
            ),
            (&[(STATUS, EIGHT), (QUOTA, b"-1\n"), (PERIOD, b"100000\n")], 8, "Version 1: no limit."),
            (
                &[(STATUS, EIGHT), (V2, b"300000 100000\n"), (QUOTA, b"garbage"), (PERIOD, b"garbage")],
                3,
                "Version 2 is there, so version 1 isn't looked at.",
            ),
            (
                &[(STATUS, b"Cpus_allowed_list: 3,5"), (V2, b"300000 100000\n")],
                2,
                "Two cores may be used, whatever the quota.",
            ),
        ];
        for (files, want, why) in cases {
            tree(files, Ok(want), why);
        }
    });
}

#[test]
fn a_broken_tree_is_refused() {
    use Wrong::{Empty, Missing, NotANumber, OutOfRange};
    deadline("broken trees", "what ends your loop", LIMIT, || {
        let cases: [(Files, Wrong, &str); 13] = [
            (&[], Missing, "There is nothing at all."),
            (&[(V2, b"100000 100000\n")], Missing, "Without the status nobody knows which cores are allowed."),
            (&[(STATUS, b"")], Empty, "No line says which cores are allowed."),
            (&[(STATUS, b"Cpus_allowed:\tff\n")], Empty, "No line says which cores are allowed."),
            (&[(STATUS, b"Cpus_allowed_list:\n")], Empty, "The list has nothing in it."),
            (&[(STATUS, b"Cpus_allowed_list:\t0-\n")], NotANumber, "The list is cut off."),
            (&[(STATUS, EIGHT), (V2, b"")], Empty, "A limit that is there, and says nothing, is no \"no limit\"."),
            (&[(STATUS, EIGHT), (V2, b"0 100000")], OutOfRange, "No time at all."),
            (&[(STATUS, EIGHT), (QUOTA, b"250000\n")], Missing, "A quota without its period."),
            (
                &[(STATUS, EIGHT), (V2_FOLDER, b"")],
                Missing,
                "cpu.max is a folder: it exists, and can't be read. Only what doesn't exist is no limit.",
            ),
            (
                &[(STATUS, EIGHT), (QUOTA_FOLDER, b""), (PERIOD, b"1")],
                Missing,
                "The quota is a folder: it exists, and can't be read.",
            ),
            (
                &[(STATUS, EIGHT), (V2_FOLDER, b""), (QUOTA, b"-1")],
                Missing,
                "cpu.max exists, so version 1 isn't looked at.",
            ),
            (&[(STATUS, EIGHT), (QUOTA, b"\xff"), (PERIOD, b"1")], NotANumber, "Bytes that are no text."),
        ];
        for (files, want, why) in cases {
            tree(files, Err(want), why);
        }
    });
}

#[track_caller]
fn tree(files: Files, want: Result<usize, Wrong>, why: &str) {
    let root = root(files);
    let got = usable(root.path());
    let shown: String = files.iter().map(|(path, bytes)| format!("  {path}: {}\n", bytes.escape_ascii())).collect();
    assert!(got == want, "usable, with these files under the root:\n{shown}expected {want:?}, got {got:?}.\n{why}");
}

#[test]
#[cfg(target_os = "linux")]
fn this_machine() {
    // A process may be confined by groups above its own, of which the exercise knows nothing: then std knows better.
    let said = fs::read(STATUS_OF_OURS)
        .is_ok_and(|status| status.split(|&byte| byte == b'\n').any(|line| line.starts_with(b"Cpus_allowed_list:")));
    if !said {
        println!("skipped: this system doesn't say which cores are allowed");
        return;
    }
    let yours = usable(Path::new("/"));
    let std = std::thread::available_parallelism().map_or(1, usize::from);
    assert!(
        yours.is_ok_and(|yours| yours >= std),
        "usable(\"/\") gave {yours:?}, but the standard library would start {std} workers on this machine."
    );
}
