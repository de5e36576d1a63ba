//! Cells that are run in the page by a real evcxr, in a small workbook whose crates hold next to nothing.

use crate::{Stage, play::Scratch};
use anyhow::{Result, ensure};
use browser_tests::Tab;

const PAGE: &str = "threads/threads.html";
pub const CHAPTER: &str = "# Threads\n\n{{#exercise sum}}\n\n{{#cells}}\n\nFirst *this*.\n\n```rust cell\nlet x = 20;\n```\n\nThen that.\n\n\
                       ```rust cell\nnotebook::draw();\nx + 2\n```\n\n```text answer\n22\n```\n\n{{#end}}\n";
/// What would run something, if the page took it as it is.
const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' onload='window.bad = 1'><script>window.bad = 2</script>\
                       <image href='/x.png'/><circle cx='4' cy='4' r='2' fill='url(/x)'/><text>a &lt;b&gt;</text></svg>";

pub fn workbook() -> Result<Scratch> {
    let scratch = Scratch::new()?;
    let notebook = format!(
        "pub mod rayon {{\n    pub mod prelude {{}}\n}}\npub fn race() {{}}\npub fn show() {{}}\npub fn time() {{}}\npub fn draw() {{\n    \
         let folder = std::env::var(\"NOTEBOOK_PICTURES\").unwrap();\n    std::fs::write(format!(\"{{folder}}/1.svg\"), \
         {DRAWING:?}).unwrap();\n}}\n"
    );
    for (name, text) in [("notebook", notebook.as_str()), ("variant", "pub struct Workers;\n")] {
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        scratch.write(&format!("crates/{name}/Cargo.toml"), &manifest)?;
        scratch.write(&format!("crates/{name}/src/lib.rs"), text)?;
    }
    scratch.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"exercises/sum\", \"crates/notebook\", \"crates/variant\"]\n\
         exclude = [\"exercises/solutions\", \"exercises/originals\", \"target\"]\n",
    )?;
    scratch.write("src/threads/threads.md", CHAPTER)?;
    Ok(scratch)
}

/// What this selects in a cell, counted from 1.
pub fn at(cell: usize, selector: &str) -> String {
    format!("document.querySelectorAll('.cell')[{}].querySelector('{selector}')", cell - 1)
}

/// Presses a button by keyboard.
pub async fn press(tab: &Tab, cell: usize, label: &str) -> Result<()> {
    tab.tell(&format!(
        "[...document.querySelectorAll('.cell')[{}].querySelectorAll('button')].find(button => button.textContent === '{label}').focus()",
        cell - 1
    ))
    .await?;
    tab.press("Enter").await
}

pub async fn answers(tab: &Tab, cell: usize, text: &str) -> Result<()> {
    tab.wait(&format!("{}?.textContent === '{text}'", at(cell, ".verdict")), 240).await
}

/// State is shared down the page, and what comes back can't do anything to it.
pub async fn a_cell_runs_after_those_that_it_needs(stage: &Stage) -> Result<()> {
    let scratch = workbook()?;
    let site = scratch.serve(stage).await?;
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&site.url(PAGE)).await?;
    tab.wait(&at(2, "button"), 20).await?;

    press(&tab, 2, "Run").await?;
    tab.wait(&format!("/compile/.test({}.textContent)", at(1, ".doing")), 60).await?;
    answers(&tab, 2, "22").await?;
    ensure!(tab.is(&format!("{}.textContent.startsWith('ran')", at(1, ".doing"))).await?, "the first cell has not run");
    ensure!(tab.ask::<String>(&format!("{}.textContent", at(2, "svg text"))).await? == "a <b>", "the drawing");
    let drawn = at(2, "svg");
    for bad in ["script", "image", "[onload]", "[fill]", "b"] {
        ensure!(!tab.is(&format!("{drawn}.querySelector('{bad}')")).await?, "{bad} has come through");
    }
    ensure!(!tab.is("window.bad").await?, "it ran");
    ensure!(tab.is("document.querySelector('details .cell-answer')").await?, "the book's answer is gone");

    // Changed, and run from the editor.
    press(&tab, 2, "Change it").await?;
    ensure!(tab.is(&format!("document.activeElement === {}", at(2, "textarea"))).await?, "the focus is elsewhere");
    let write = |text: &str| {
        let text = serde_json::to_string(text).expect("text is JSON");
        format!("document.activeElement.select(); document.execCommand('insertText', false, {text})")
    };
    tab.tell(&write("x + 3")).await?;
    let enter = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))";
    tab.tell(enter).await?;
    answers(&tab, 2, "23").await?;

    // A compiler's error is text.
    tab.tell(&write("x + \"<img src=x onerror=alert(1)>\"")).await?;
    tab.tell(enter).await?;
    tab.wait(&format!("{}?.textContent.includes('<img src=x')", at(2, ".verdict.bad")), 60).await?;

    // Cancelled, and begun again.
    tab.tell(&write("loop {}")).await?;
    tab.tell(enter).await?;
    tab.wait(&format!("/[2-9] s$/.test({}.textContent)", at(2, ".doing")), 60).await?;
    press(&tab, 2, "Cancel").await?;
    tab.wait(&format!("{}.textContent.startsWith('Ended')", at(2, ".doing")), 60).await?;
    press(&tab, 2, "Put it back").await?;
    press(&tab, 2, "Run").await?;
    answers(&tab, 2, "22").await?;

    tab.tell("[...document.querySelectorAll('.cells button')].at(-1).focus()").await?;
    tab.press("Enter").await?;
    tab.wait(&format!("{}.textContent.startsWith('Ended')", at(1, ".doing")), 60).await?;
    let complaints = tab.complaints();
    ensure!(complaints.iter().all(|said| of_the_picture(said)), "the page complains: {complaints:?}");
    Ok(())
}

/// Of the handler in the picture Chromium complains already where the picture is read, in a document that runs nothing.
pub fn of_the_picture(said: &str) -> bool {
    said.starts_with("Executing inline event handler")
}
