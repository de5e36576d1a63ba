//! The plan of the house, as it stands: in which room each crate lies, which crates it uses, and that no room uses one
//! that it must not. `UPDATE_EXPECT=1 cargo test -p workbook --test plan` draws `plan.svg` again.

mod drawing;
mod layers;

use cargo_metadata::{DependencyKind, Metadata, Package};
use expect_test::expect_file;
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    path::PathBuf,
    process::Command,
};

/// The rooms of `crates/`, from the street to the cellar, and which others a crate in one may use. In its own room it
/// may use any. Tests may use more.
const ROOMS: [(&str, &[&str]); 7] = [
    ("cli", &["judges", "book", "measure", "chapters", "kernels", "platform"]),
    ("judges", &["platform"]),
    ("book", &["measure", "chapters", "kernels", "platform"]),
    ("measure", &["chapters", "kernels", "platform"]),
    ("chapters", &["kernels", "platform"]),
    ("kernels", &["platform"]),
    ("platform", &[]),
];

/// What only tests, checks and benchmarks need.
const HARNESSES: [&str; 5] = ["criterion", "expect-test", "libtest-mimic", "loom", "proptest"];

fn root() -> PathBuf {
    workbook::of_package().expect("cargo names this package's folder, and it lies in the workbook")
}

fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    let output = command.args(arguments).arg("--offline").current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn metadata() -> Metadata {
    serde_json::from_str(&cargo(&["metadata", "--no-deps", "--format-version=1"])).unwrap()
}

/// The room that a package lies in; `None` outside `crates/`.
fn room(package: &Package) -> Option<&str> {
    let inside = package.manifest_path.strip_prefix(root()).unwrap().strip_prefix("crates").ok()?;
    inside.iter().next()
}

/// What each crate in `crates/` uses of the others, itself and not for its tests alone.
fn uses(metadata: &Metadata) -> BTreeMap<&str, BTreeSet<&str>> {
    let inside: Vec<_> = metadata.packages.iter().filter(|package| room(package).is_some()).collect();
    let known: BTreeSet<_> = inside.iter().map(|package| package.name.as_str()).collect();
    let used = |package: &'_ Package| -> BTreeSet<&str> {
        let normal = package.dependencies.iter().filter(|used| used.kind == DependencyKind::Normal);
        normal.filter_map(|used| known.get(used.name.as_str()).copied()).collect()
    };
    inside.iter().map(|package| (package.name.as_str(), used(package))).collect()
}

fn rooms(metadata: &Metadata) -> BTreeMap<&str, &str> {
    metadata.packages.iter().filter_map(|package| Some((package.name.as_str(), room(package)?))).collect()
}

#[test]
fn no_room_uses_one_above_it() {
    let metadata = metadata();
    let rooms = rooms(&metadata);
    let mut wrong = Vec::new();
    for (user, used) in uses(&metadata) {
        let (_, below) = ROOMS.iter().find(|(name, _)| *name == rooms[user]).unwrap_or_else(|| {
            panic!("{user} lies in crates/{}, and that is no room: see ROOMS in this file", rooms[user])
        });
        let fits = |used: &str| rooms[used] == rooms[user] || below.contains(&rooms[used]);
        wrong.extend(
            used.iter().filter(|used| !fits(used)).map(|used| {
                format!("{user} in crates/{} uses {used}, which lies in crates/{}", rooms[user], rooms[used])
            }),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_crate_uses_what_stands_outside_the_rooms() {
    let metadata = metadata();
    let outside: BTreeSet<_> =
        metadata.packages.iter().filter(|it| room(it).is_none()).map(|it| it.name.as_str()).collect();
    assert!(outside.contains("benches") && outside.contains("wedges"), "{outside:?}");
    for package in metadata.packages.iter().filter(|package| room(package).is_some()) {
        for used in package.dependencies.iter().filter(|used| used.path.is_some()) {
            assert!(!outside.contains(used.name.as_str()), "{} uses {}", package.name, used.name);
        }
    }
}

#[test]
fn the_plan_is_drawn_as_it_stands() {
    let metadata = metadata();
    let (uses, rooms) = (uses(&metadata), rooms(&metadata));
    let direct = layers::without_detours(&uses);
    let plan = ROOMS.map(|(room, _)| {
        let inside = rooms.iter().filter(|(_, of)| **of == room).map(|(name, _)| *name).collect();
        (room, inside)
    });
    expect_file![root().join("plan.svg")].assert_eq(&drawing::svg(&plan, &direct));
}

/// What a program is made of, its own tests left out. A harness in there would be compiled before a reader's first
/// race.
#[test]
fn no_program_carries_a_test_harness() {
    let metadata = metadata();
    let members = metadata.workspace_default_packages();
    let programs = members.into_iter().filter(|it| it.targets.iter().any(|target| target.is_bin()));
    let mut names: BTreeSet<_> = programs.map(|package| package.name.as_str()).collect();
    // A library that is compiled in front of a reader, at the prompt.
    names.insert("notebook");
    assert!(names.is_superset(&BTreeSet::from(["lab", "benches", "xtask"])), "{names:?}");
    for name in names {
        let tree = cargo(&["tree", "--edges=normal,build", "--prefix=none", "--format={p}", "--package", name]);
        let found: BTreeSet<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(found.contains(name), "{tree}");
        let harness: Vec<_> = HARNESSES.iter().filter(|harness| found.contains(*harness)).collect();
        assert!(
            harness.is_empty(),
            "{name} carries {harness:?}: cargo tree --edges=normal -p {name} says through what"
        );
    }
}
