//! A reader with mdBook and without `lab` gets the same book: mdBook as its own command runs it, with `weave` as the
//! program that book.toml names, writes what `lab build` writes, file by file and byte by byte. One thing it can't do:
//! make the scripts of the search wait until somebody searches. There they load with the page.

use mdbook_driver::{MDBook, config::Config};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use walkdir::WalkDir;

#[test]
fn mdbook_build_gives_the_same_book() {
    let root = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../..").canonicalize().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (ours, plain) = (folder.path().join("lab"), folder.path().join("mdbook"));

    let lab = Command::new(std::env::var_os("CARGO_BIN_EXE_lab").unwrap())
        .args(["build", "-d"])
        .arg(&ours)
        .current_dir(&root)
        .output();
    let lab = lab.unwrap();
    assert!(lab.status.success(), "{}", String::from_utf8_lossy(&lab.stderr));

    let mut config = Config::from_disk(root.join("book.toml")).unwrap();
    config.build.build_dir.clone_from(&plain);
    MDBook::load_with_config(&root, config).unwrap().build().unwrap();

    let (ours, plain) = (files(&ours), files(&plain));
    assert!(ours.contains_key(Path::new("index.html")), "{:?}", ours.keys());
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<BTreeSet<_>>();
    let in_one: Vec<_> = names(&ours).symmetric_difference(&names(&plain)).cloned().collect();
    assert!(in_one.is_empty(), "only one of them has {in_one:?}");
    let different: Vec<_> = ours.keys().filter(|name| at_once(name, &ours[*name]) != plain[*name]).collect();
    assert!(different.is_empty(), "these differ: {different:?}");
    let waiting = ours.iter().filter(|(name, content)| at_once(name, content) != **content).count();
    assert!(waiting > 1, "no page's scripts wait");
}

/// A page whose scripts all load with it; any other file as it is.
fn at_once(name: &Path, content: &[u8]) -> Vec<u8> {
    if name.extension().is_none_or(|kind| kind != "html") {
        return content.to_vec();
    }
    str::from_utf8(content).unwrap().replace("<script type=\"later\" ", "<script ").into_bytes()
}

/// Every file below `folder`.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    entries.map(|entry| (entry.path().strip_prefix(folder).unwrap().into(), fs::read(entry.path()).unwrap())).collect()
}
