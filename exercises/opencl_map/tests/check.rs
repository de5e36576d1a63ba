//! Compiles the kernel as C and runs it item by item, which needs no OpenCL, and compares with the sum.

use libtest_mimic::{Arguments, Failed, Trial};
use opencl_map::PROGRAM;
use std::{
    fs,
    path::Path,
    process::{Command, ExitCode},
    time::Duration,
};
use witness::{deadline, harness};

const FILE: &str = "saxpy.cl";
const LIMIT: Duration = Duration::from_secs(60);

/// Items, and numbers.
const SIZES: [(usize, usize); 7] = [(1, 5), (4, 10), (4, 3), (64, 64), (64, 1000), (64, 0), (256, 1001)];

/// Enough of OpenCL C for a C compiler: one work-item at a time, one dimension. A group is one item.
const OPENCL: &str = r#"#include <stddef.h>

#define kernel
#define __kernel
#define global
#define __global
#define constant static const
#define restrict

typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;

static size_t the_item, all_items;

static inline size_t get_global_id(uint dimension) { return dimension == 0 ? the_item : 0; }
static inline size_t get_global_size(uint dimension) { return dimension == 0 ? all_items : 1; }
static inline size_t get_local_id(uint dimension) { (void)dimension; return 0; }
static inline size_t get_local_size(uint dimension) { (void)dimension; return 1; }
static inline size_t get_group_id(uint dimension) { return get_global_id(dimension); }
static inline size_t get_num_groups(uint dimension) { return get_global_size(dimension); }
"#;

/// Runs the kernel item by item, from the last to the first, so that none may count on one before it; prints which
/// numbers each has changed: item, place, value.
const ITEMS: &str = r#"#include <stdio.h>
#include <stdlib.h>

void saxpy(float a, const float *x, float *y, unsigned n);

enum { ROOM = 4096 };
static float x[ROOM], y[ROOM], before[ROOM];

int main(int count, char **arguments)
{
    if (count != 3)
        return 2;
    all_items = strtoul(arguments[1], NULL, 10);
    unsigned n = strtoul(arguments[2], NULL, 10);
    for (int i = 0; i < ROOM; i++) {
        x[i] = i % 97 + 1;
        y[i] = before[i] = 1000 + i;
    }
    for (the_item = all_items; the_item-- > 0;) {
        saxpy(2.5f, x, y, n);
        for (int i = 0; i < ROOM; i++)
            if (y[i] != before[i]) {
                printf("%zu %d %.9g\n", the_item, i, y[i]);
                before[i] = y[i];
            }
    }
    return 0;
}
"#;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        trial("the_kernel_compiles", |compiler| run(compiler, 4, 10).map(drop)),
        trial("every_number_is_added_once", every_number_is_added_once),
        trial("nothing_past_the_end", nothing_past_the_end),
        trial("neighbours_do_neighbours", neighbours_do_neighbours),
    ];
    harness(|| libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that is ended if the kernel's loop doesn't end.
fn trial(name: &'static str, test: fn(&Path) -> Result<(), Failed>) -> Trial {
    trials::with_tool(name, "cc", tools::c_compiler, move |compiler| {
        let compiler = compiler.to_owned();
        deadline(name, "what ends the loop in your kernel", LIMIT, move || test(&compiler))
    })
}

/// A number that an item has changed.
struct Change {
    item: usize,
    at: usize,
    value: f32,
}

/// What the kernel does with so many items and numbers: all that it changes, in the order in which it does.
fn run(compiler: &Path, items: usize, n: usize) -> Result<Vec<Change>, Failed> {
    let folder = tempfile::tempdir()?;
    let files = [(FILE, PROGRAM), ("opencl.h", OPENCL), ("items.c", ITEMS)];
    for (name, text) in files {
        fs::write(folder.path().join(name), text)?;
    }
    let compiled = Command::new(compiler)
        .current_dir(folder.path())
        .args(["-std=c99", "-include", "opencl.h", "-include", FILE, "items.c", "-o", "items"])
        .output()?;
    if !compiled.status.success() {
        let told = String::from_utf8_lossy(&compiled.stderr);
        return Err(format!("src/{FILE} does not compile.\n{told}").into());
    }
    let ran = Command::new(folder.path().join("items")).args([items.to_string(), n.to_string()]).output()?;
    if !ran.status.success() {
        return Err(format!(
            "with {items} items and {n} numbers, the kernel was ended by the system ({}): it went far past an end",
            ran.status
        )
        .into());
    }
    let changes = String::from_utf8_lossy(&ran.stdout).lines().map(change).collect::<Option<_>>();
    changes.ok_or_else(|| "the kernel printed something: here it can't be told from what it changed".into())
}

fn change(line: &str) -> Option<Change> {
    let mut words = line.split(' ');
    let [item, at, value] = [words.next()?, words.next()?, words.next()?];
    Some(Change { item: item.parse().ok()?, at: at.parse().ok()?, value: value.parse().ok()? })
}

/// As [`ITEMS`] fills them.
fn sum(i: usize) -> f32 {
    2.5 * (i % 97 + 1) as f32 + (1000 + i) as f32
}

fn every_number_is_added_once(compiler: &Path) -> Result<(), Failed> {
    for (items, n) in SIZES {
        let changes = run(compiler, items, n)?;
        for i in 0..n {
            let of_it: Vec<_> = changes.iter().filter(|change| change.at == i).collect();
            let told = match of_it[..] {
                [] => format!(
                    "number {i} of {n} was never added; items that ran: {items}. An item goes on after its first number, \
                     as long as there are some."
                ),
                [only] if only.value == sum(i) => continue,
                [only] => format!("number {i} of {n}: expected {}, got {} from item {}", sum(i), only.value, only.item),
                [first, second, ..] => format!(
                    "number {i} of {n} was added twice, by items {} and {} of {items}. Each number is one item's.",
                    first.item, second.item
                ),
            };
            return Err(told.into());
        }
    }
    Ok(())
}

fn nothing_past_the_end(compiler: &Path) -> Result<(), Failed> {
    for (items, n) in SIZES {
        if let Some(Change { item, at, .. }) = run(compiler, items, n)?.into_iter().find(|change| change.at >= n) {
            return Err(format!(
                "item {item} of {items} stored at y[{at}], and there are {n} numbers. A pointer doesn't know its end: \
                 compare with n before each number, also the first."
            )
            .into());
        }
    }
    Ok(())
}

fn neighbours_do_neighbours(compiler: &Path) -> Result<(), Failed> {
    for (items, n) in SIZES {
        let wrong = |change: &Change| change.at % items != change.item;
        if let Some(Change { item, at, .. }) = run(compiler, items, n)?.into_iter().find(wrong) {
            return Err(format!(
                "number {at} of {n} was done by item {item} of {items}; it is item {}'s. In each step neighbouring \
                 items should do neighbouring numbers, which one access to memory can serve.",
                at % items
            )
            .into());
        }
    }
    Ok(())
}
