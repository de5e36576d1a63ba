//! Listings that are run, changed and raced in the page, in a small workbook whose race is played.

use crate::{
    Stage,
    play::{Scratch, press_with_control},
};
use anyhow::{Result, ensure};
use browser_tests::{Served, Tab};
use std::fs;

const PAGE: &str = "threads/threads.html";
const FILE: &str = "crates/r/steps/src/hello.rs";
const OWN: &str = "//! Says where to.\n\n/// The place.\npub fn place() -> &'static str {\n    \"the harbour\"\n}\n";
const RACE: &str = r##"use std::{thread::sleep, time::Duration};

fn main() {
    for round in 1..=6 {
        for (name, workers, seconds) in [("serial", 1, 0.0521), ("threads", 2, 0.0264), ("rayon", 2, 0.03)] {
            println!("{{\"variant\":\"{name}\",\"workers\":{workers},\"seconds\":{}}}", seconds + 1e-5 * round as f64);
        }
        sleep(Duration::from_millis(300));
    }
    let entry = |name: &str, workers: u8, median: f64, low: f64, speedup: f64, high: f64, call: &str| {
        format!(
            "{{\"name\":\"{name}\",\"workers\":{workers},\"median_s\":{median},\"speedup\":{speedup},\
             \"speedup_low\":{low},\"speedup_high\":{high},\"call\":\"{call}\"}}"
        )
    };
    let rows = [
        entry("serial", 1, 0.0521, 1.0, 1.0, 1.0, "about"),
        entry("threads", 2, 0.0264, 1.95, 1.97, 1.99, "about"),
        entry("rayon", 2, 0.03, 0.9, 1.7, 2.5, "open"),
    ];
    println!("{{\"race\":{{\"variants\":[{}]}},\"advice\":[\"Too noisy to call: it may be faster or slower.\"]}}", rows.join(","));
}
"##;

/// The small workbook, with a listing, a program that is refused, and a kernel.
fn workbook() -> Result<Scratch> {
    let scratch = Scratch::new()?;
    let manifest = fs::read_to_string(scratch.path("Cargo.toml"))?;
    let members = "members = [\"benches\", \"crates/r/compile_fail\", \"crates/r/steps\", \"crates/r/sums\", ";
    scratch.write("Cargo.toml", &manifest.replace("members = [", members))?;
    for (folder, name, more) in [
        ("crates/r/steps", "steps", ""),
        ("crates/r/compile_fail", "compile_fail", ""),
        ("crates/r/sums", "sums", "[package.metadata.lab]\nkernel = true\n"),
        ("benches", "benches", "[[bin]]\nname = \"race\"\npath = \"race.rs\"\n"),
    ] {
        let package = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}");
        scratch.write(&format!("{folder}/Cargo.toml"), &package)?;
    }
    scratch.write("crates/r/steps/src/lib.rs", "pub mod hello;\n")?;
    scratch.write(FILE, OWN)?;
    scratch.write(
        "crates/r/steps/examples/hello.rs",
        "fn main() {\n    println!(\"to {}\", steps::hello::place());\n}\n",
    )?;
    let case = |file: &str, text: &str| scratch.write(&format!("crates/r/compile_fail/{file}"), text);
    case("src/lib.rs", "")?;
    case("cases/rustc", "1.95.0\n")?;
    case("cases/moved.rs", "fn main() {\n    let a = vec![1];\n    drop(a);\n    println!(\"{a:?}\");\n}\n")?;
    case("cases/moved.stderr", "error[E0382]: borrow of moved value: `a`\n")?;
    let table = "// Variant::new(\"serial\", Way::Serial)\n// Variant::new(\"threads\", Way::Threads)\n// Variant::new(\"rayon\", Way::Rayon)\n";
    scratch.write("crates/r/sums/src/lib.rs", table)?;
    scratch.write("crates/r/sums/src/threads.rs", "//! Adds in threads.\n")?;
    scratch.write("benches/race.rs", RACE)?;
    let fence = |file: &str| format!("```rust\n{{{{#include ../../crates/r/{file}.rs}}}}\n```\n\n");
    let page = format!(
        "# Threads\n\nA first thread.\n\n{}{{{{#compile_fail moved}}}}\n\n{}",
        fence("steps/src/hello"),
        fence("sums/src/threads")
    );
    scratch.write("src/threads/threads.md", &page)?;
    fs::remove_dir_all(scratch.path("exercises/sum"))?;
    let manifest = fs::read_to_string(scratch.path("Cargo.toml"))?;
    scratch.write("Cargo.toml", &manifest.replace("\"exercises/sum\"", ""))?;
    Ok(scratch)
}

/// The first element of a listing that this selects.
fn at(listing: &str, selector: &str) -> String {
    format!(
        "document.querySelector('figure[data-run=\"{listing}\"] {selector}, figure[data-race=\"{listing}\"] {selector}')"
    )
}

/// The listing's button of this name.
fn button(listing: &str, name: &str) -> String {
    let buttons = format!("figure:is([data-run=\"{listing}\"], [data-race=\"{listing}\"]) button");
    format!("[...document.querySelectorAll('{buttons}')].find(button => button.textContent === '{name}')")
}

async fn open(tab: &Tab, site: &Served) -> Result<()> {
    tab.open(&site.url(PAGE)).await?;
    tab.wait(&button("steps/hello", "Run"), 20).await
}

/// Presses a button by keyboard.
async fn press(tab: &Tab, listing: &str, name: &str) -> Result<()> {
    tab.tell(&format!("{}.focus()", button(listing, name))).await?;
    tab.press("Enter").await
}

/// Waits until nothing runs; gives the last word and what was printed.
async fn ended(tab: &Tab, listing: &str) -> Result<(String, String)> {
    let cancel = button(listing, "Cancel");
    tab.wait(&format!("{cancel}.hidden && {}.textContent !== ''", at(listing, ".doing")), 240).await?;
    let word = tab.ask(&format!("{}.textContent", at(listing, ".doing"))).await?;
    Ok((word, tab.ask(&format!("{}.textContent", at(listing, ".output"))).await?))
}

/// Replaces what stands in a listing's editor, as typing does.
async fn write(tab: &Tab, listing: &str, text: &str) -> Result<()> {
    let text = serde_json::to_string(text)?;
    tab.tell(&format!(
        "const area = {}; area.focus(); area.select(); document.execCommand('insertText', false, {text})",
        at(listing, "textarea")
    ))
    .await
}

/// From the first key to the last, without a pointer: run, changed, refused, cancelled, put back.
pub async fn a_listing_runs_changed_or_not_by_keyboard_alone(stage: &Stage) -> Result<()> {
    let scratch = workbook()?;
    let site = scratch.serve(stage).await?;
    let tab = stage.chrome.tab(1440, 900).await?;
    tab.scheme(false).await?;
    open(&tab, &site).await?;
    let hello = "steps/hello";
    press(&tab, hello, "Run").await?;
    ensure!(ended(&tab, hello).await? == ("It ended.".into(), "to the harbour\n".into()), "it says something else");
    ensure!(tab.is(&format!("document.activeElement === {}", button(hello, "Run"))).await?, "the focus is lost");

    press(&tab, hello, "Change a copy").await?;
    tab.wait(&at(hello, "textarea"), 20).await?;
    ensure!(tab.is(&format!("document.activeElement === {}", at(hello, "textarea"))).await?, "the focus is elsewhere");
    ensure!(tab.ask::<String>(&format!("{}.value", at(hello, "textarea"))).await? == OWN, "another text");
    let changed = OWN.replace("the harbour", "<i>the stars</i>");
    write(&tab, hello, &changed).await?;
    press_with_control(&tab, "Enter").await?;
    ensure!(ended(&tab, hello).await?.1 == "to <i>the stars</i>\n", "the copy didn't run");
    ensure!(!tab.is(&at(hello, ".output > *")).await?, "it was read as HTML");
    ensure!(fs::read_to_string(scratch.path(FILE))? == OWN, "the workbook's file was changed");

    // What doesn't compile is told, and the copy is there again after a reload.
    write(&tab, hello, &OWN.replace("\"the harbour\"", "7")).await?;
    press_with_control(&tab, "Enter").await?;
    let (word, printed) = ended(&tab, hello).await?;
    ensure!(word.contains("can't be compiled") && printed.contains("src/hello.rs:5:5"), "{word}: {printed}");
    open(&tab, &site).await?;
    tab.wait(&format!("{}?.value.includes('7')", at(hello, "textarea")), 20).await?;
    press(&tab, hello, "Put back").await?;
    ensure!(tab.ask::<String>(&format!("{}.value", at(hello, "textarea"))).await? == OWN, "it isn't back");
    ensure!(tab.is(&format!("{}.hidden", button(hello, "Put back"))).await?, "there is nothing to put back");
    press(&tab, hello, "Run").await?;
    ensure!(ended(&tab, hello).await?.1 == "to the harbour\n", "the changed copy still runs");

    // A program that never ends, cancelled.
    let moved = "compile_fail/moved";
    press(&tab, moved, "Run").await?;
    ensure!(ended(&tab, moved).await?.1.contains("borrow of moved value"), "the compiler says something else");
    press(&tab, moved, "Change a copy").await?;
    tab.wait(&at(moved, "textarea"), 20).await?;
    let endless = "fn main() {\n    println!(\"it waits\");\n    loop {\n        std::thread::park();\n    }\n}\n";
    write(&tab, moved, endless).await?;
    press_with_control(&tab, "Enter").await?;
    tab.wait(&format!("{}.textContent === 'it waits\\n'", at(moved, ".output")), 120).await?;
    press(&tab, moved, "Cancel").await?;
    ensure!(ended(&tab, moved).await?.0 == "cancelled", "another last word");
    ensure!(tab.is(&format!("document.activeElement === {}", button(moved, "Run"))).await?, "the focus is lost");

    let nameless: Vec<String> = tab
        .ask(
            "[...document.querySelectorAll('.listing :is(button, textarea, [role])')].filter(control => control.checkVisibility() && \
             !(control.ariaLabel || control.title || control.textContent.trim()) && control.role !== 'status').map(control => \
             control.outerHTML.slice(0, 100))",
        )
        .await?;
    ensure!(nameless.is_empty(), "without a name: {nameless:?}");
    let twice = "(ids => ids.filter((id, i) => ids.indexOf(id) !== i))([...document.querySelectorAll('[id]')].map(it => it.id))";
    ensure!(tab.ask::<Vec<String>>(twice).await?.is_empty(), "an identifier is there twice");
    tab.silent()
}

/// Rows fill while it goes, and end in the race's own words; at every width, in both themes.
pub async fn a_race_is_drawn_as_it_goes(stage: &Stage) -> Result<()> {
    let scratch = workbook()?;
    let site = scratch.serve(stage).await?;
    for (name, dark, width) in
        [("light", false, 1440), ("dark", true, 1440), ("narrow", false, 320), ("narrow-dark", true, 320)]
    {
        let tab = stage.chrome.tab(width, 900).await?;
        tab.scheme(dark).await?;
        tab.open(&site.url(PAGE)).await?;
        tab.tell(&format!(
            "localStorage.clear(); localStorage.setItem('mdbook-theme', '{}')",
            if dark { "coal" } else { "light" }
        ))
        .await?;
        open(&tab, &site).await?;
        press(&tab, "sums", "Race").await?;
        let rows = at("sums", ".race tbody");
        tab.wait(&format!("{rows}?.textContent.includes('round 2')"), 120).await?;
        ensure!(!tab.is(&format!("{rows}.textContent.includes('×')")).await?, "it is called before it is over");
        ensure!(ended(&tab, "sums").await?.0 == "The race is over.", "another last word");
        let cells: Vec<Vec<String>> =
            tab.ask(&format!("[...{rows}.rows].map(row => [...row.cells].map(cell => cell.textContent))")).await?;
        ensure!(
            cells
                == [
                    ["serial/1", "52.1 ms", "1.00×", "1.00–1.00"],
                    ["threads/2", "26.4 ms", "1.97×", "1.95–1.99"],
                    ["rayon/2", "30.0 ms", "too noisy to call", "0.900–2.50"]
                ],
            "{cells:?}"
        );
        ensure!(
            tab.ask::<String>(&format!("{}.textContent", at("sums", ".advice"))).await?.starts_with("Too noisy"),
            "no advice"
        );
        press(&tab, "steps/hello", "Run").await?;
        ended(&tab, "steps/hello").await?;
        press(&tab, "compile_fail/moved", "Change a copy").await?;
        tab.wait(&at("compile_fail/moved", "textarea"), 20).await?;
        let (wide, room): (u32, u32) =
            tab.ask("[document.documentElement.scrollWidth, document.documentElement.clientWidth]").await?;
        ensure!(wide <= room, "{name}: {wide} pixels in {room}");
        tab.scroll_through(&format!("listings-{name}")).await?;
        tab.silent()?;
    }
    // Where nothing can be run, the command is shown and no button.
    let page = fs::read_to_string(stage.book.join(PAGE))?;
    ensure!(page.contains("cargo run --release -p steps_threads --example spawned"), "the command is missing");
    ensure!(!page.contains("play.js"), "a static book has a script for it");
    Ok(())
}
