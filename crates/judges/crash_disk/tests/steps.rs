//! Which step of replacing a file guards against what: each way to do it is stopped at every moment, and the outcomes
//! are those of `outcomes.txt`, which the chapter prints. `UPDATE_EXPECT=1 cargo test -p crash_disk` writes it again.

use crash_disk::{Disk, Folder, Image, Simulated};
use expect_test::expect_file;
use std::{
    collections::BTreeSet,
    env,
    fmt::Write,
    io::{ErrorKind, Result},
    path::Path,
};

const OLD: &[u8] = b"the old one";
const NEW: &[u8] = b"a new one, and longer";

type Way = fn(&dyn Disk) -> Result<()>;

const WAYS: &[(&str, Way)] = &[
    ("write in place", |disk| disk.write("it", NEW)),
    ("write in place, sync", |disk| {
        disk.write("it", NEW)?;
        disk.sync("it")
    }),
    ("write beside, rename", |disk| {
        disk.write("it.new", NEW)?;
        disk.rename("it.new", "it")
    }),
    ("write beside, rename, sync", |disk| {
        disk.write("it.new", NEW)?;
        disk.rename("it.new", "it")?;
        disk.sync("it")
    }),
    ("write beside, sync, remove, rename", |disk| {
        disk.write("it.new", NEW)?;
        disk.sync("it.new")?;
        disk.remove("it")?;
        disk.rename("it.new", "it")?;
        disk.sync_folder()
    }),
    ("write beside, sync, rename", |disk| {
        disk.write("it.new", NEW)?;
        disk.sync("it.new")?;
        disk.rename("it.new", "it")
    }),
    ("write beside, sync, rename, sync folder", |disk| {
        disk.write("it.new", NEW)?;
        disk.sync("it.new")?;
        disk.rename("it.new", "it")?;
        disk.sync_folder()
    }),
];

fn before() -> Image {
    Image::from([("it".into(), OLD.to_vec())])
}

/// What a reader finds under the name.
fn found(image: &Image) -> &'static str {
    match image.get("it").map(Vec::as_slice) {
        None => "nothing",
        Some(OLD) => "old",
        Some(NEW) => "new",
        Some([]) => "empty",
        Some(content) if NEW.starts_with(content) => "half",
        Some([.., 0]) => "zeros",
        Some(_) => "mixed",
    }
}

/// What may be found when the program is killed at any moment, when the power fails at any moment, and when it fails
/// after the last step came back.
fn outcomes(way: Way) -> [BTreeSet<&'static str>; 3] {
    let (mut killed, mut cut) = (BTreeSet::new(), BTreeSet::new());
    let undisturbed = Simulated::holding(&before());
    way(&undisturbed).unwrap();
    assert_eq!(found(&undisturbed.after_kill()), "new");
    for moment in 1..=undisturbed.moments() {
        let disk = Simulated::holding(&before()).stop_at(moment);
        assert!(disk.run(|disk| way(disk)).is_none(), "moment {moment} stops it");
        killed.insert(found(&disk.after_kill()));
        cut.extend(disk.after_power_loss().iter().map(found));
    }
    [killed, cut, undisturbed.after_power_loss().iter().map(found).collect()]
}

#[test]
fn each_step_guards_against_something() {
    let mut table = format!("{:41}{:19}{:30}{}\n", "", "killed", "power fails", "power fails afterwards");
    for (name, way) in WAYS {
        let [killed, cut, after] = outcomes(*way).map(|found| found.into_iter().collect::<Vec<_>>().join(", "));
        writeln!(table, "{name:41}{killed:19}{cut:30}{after}").unwrap();
    }
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap();
    expect_file![Path::new(&here).join("tests/outcomes.txt")].assert_eq(&table);
}

#[test]
fn only_all_five_steps_are_safe() {
    let safe = |outcomes: &[BTreeSet<&str>; 3]| {
        let whole = |found: &BTreeSet<&str>| found.iter().all(|found| ["old", "new"].contains(found));
        whole(&outcomes[0]) && whole(&outcomes[1]) && outcomes[2] == BTreeSet::from(["new"])
    };
    let (last, others) = WAYS.split_last().unwrap();
    assert!(safe(&outcomes(last.1)));
    assert!(others.iter().all(|(_, way)| !safe(&outcomes(*way))));
}

/// A disk with room for half of it: the error is the system's, and what was written so far is there.
#[test]
fn a_full_disk_takes_half() {
    let disk = Simulated::holding(&before()).full_at(1);
    assert_eq!(disk.write("it.new", NEW).unwrap_err().kind(), ErrorKind::StorageFull);
    assert_eq!(disk.after_kill()["it.new"], NEW[..NEW.len() / 2]);
    let broken = Simulated::holding(&before()).broken_at(1);
    broken.write("it.new", NEW).unwrap();
    assert!(broken.sync("it.new").is_err() && broken.sync_folder().is_err());
}

#[test]
fn a_rename_does_not_reach_another_disk() {
    let disk = Simulated::holding(&before());
    disk.write("/tmp/it.new", NEW).unwrap();
    assert_eq!(disk.rename("/tmp/it.new", "it").unwrap_err().kind(), ErrorKind::CrossesDevices);
    assert_eq!(disk.names().unwrap(), ["it"]);
}

/// A program that was stopped does nothing more, whatever it drops on its way out.
#[test]
fn the_dead_stay_dead() {
    struct Tidy<'a>(&'a Simulated);
    impl Drop for Tidy<'_> {
        fn drop(&mut self) {
            assert!(self.0.remove("it.new").is_err());
        }
    }
    let disk = Simulated::holding(&before()).stop_at(2);
    let done = disk.run(|disk| {
        let _tidy = Tidy(disk);
        disk.write("it.new", NEW)
    });
    assert!(done.is_none());
    assert_eq!(disk.after_kill().len(), 2);
}

/// The simulation does to names and contents what a real folder does.
#[test]
fn what_a_killed_program_has_not_synced_the_next_one_reads_and_a_power_failure_takes() {
    let (_, replace) = WAYS.last().expect("the whole way");
    let disk = Simulated::holding(&before());
    disk.run(|disk| replace(disk)).expect("nobody stops it").expect("nothing goes wrong");
    // The folder's sync is the last moment; the one before it is the rename.
    let disk = Simulated::holding(&before()).stop_at(disk.moments() - 1);
    assert!(disk.run(|disk| replace(disk)).is_none(), "it is stopped");
    let disk = disk.restart();
    assert_eq!(disk.run(|disk| disk.read("it")).expect("it lives").expect("it is there"), NEW);
    assert!(disk.after_power_loss().iter().any(|image| image["it"] == OLD), "the rename isn't safe yet");
    disk.run(|disk| disk.sync_folder()).expect("it lives").expect("nothing goes wrong");
    assert!(disk.after_power_loss().iter().all(|image| image["it"] == NEW), "now it is");
}

#[test]
fn a_real_folder_agrees() {
    let folder = std::env::temp_dir().join(format!("brittle_{}", std::process::id()));
    for (name, way) in WAYS {
        std::fs::create_dir_all(&folder).unwrap();
        let (real, played) = (Folder::at(&folder), Simulated::default());
        let both: [&dyn Disk; 2] = [&real, &played];
        let [real, played] = both.map(|disk| {
            disk.write("it", OLD).unwrap();
            disk.append("log", b"one").unwrap();
            disk.append("log", b", two").unwrap();
            assert_eq!(disk.read("none").unwrap_err().kind(), ErrorKind::NotFound);
            assert_eq!(disk.remove("none").unwrap_err().kind(), ErrorKind::NotFound);
            assert_eq!(disk.rename("none", "it").unwrap_err().kind(), ErrorKind::NotFound);
            way(disk).unwrap();
            let names = disk.names().unwrap();
            let contents: Vec<_> = names.iter().map(|name| disk.read(name).unwrap()).collect();
            (names, contents)
        });
        assert_eq!(real, played, "{name}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
