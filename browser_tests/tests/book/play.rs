//! Exercises that are solved in the page, in a small workbook of their own: a reader's answers stay as they are.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::{Served, Tab, root};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

pub const PAGE: &str = "threads/threads.html";
const ANSWER: &str = "exercises/sum/src/lib.rs";
const STUB: &str = "//! Write `add`: the sum of two numbers.\n\n/// The sum.\npub fn add(a: i32, b: i32) -> i32 {\n    todo!(\"add {a} and {b}\")\n}\n";

/// A workbook with one exercise.
pub struct Scratch(TempDir);

impl Scratch {
    pub fn new() -> Result<Self> {
        let scratch = Self(tempfile::Builder::new().prefix("solved").tempdir()?);
        let guard = root().join("crates/judges/guard");
        scratch.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"exercises/sum\"]\nexclude = [\"exercises/solutions\", \"exercises/originals\"]\n",
        )?;
        fs::copy(root().join("Cargo.lock"), scratch.path("Cargo.lock"))?;
        for folder in ["theme", "theme/css", "theme/fonts", "src/widgets/editor"] {
            fs::create_dir_all(scratch.path(folder))?;
            for entry in fs::read_dir(root().join(folder))? {
                let entry = entry?;
                if entry.file_type()?.is_file() {
                    fs::copy(entry.path(), scratch.path(folder).join(entry.file_name()))?;
                }
            }
        }
        // The look of the real book.
        let html = fs::read_to_string(root().join("book.toml"))?;
        let (_, html) = html.split_once("[output.html]").context("book.toml has no [output.html]")?;
        scratch.write(
            "book.toml",
            &format!("[book]\ntitle = \"Test\"\n[preprocessor.weave]\nbefore = [\"links\"]\n[output.html]{html}"),
        )?;
        scratch.write("src/SUMMARY.md", "# Summary\n\n- [Threads](threads/threads.md)\n")?;
        scratch.write("src/threads/threads.md", "# Threads\n\nA first thread.\n\n{{#exercise sum}}\n")?;
        let manifest = format!(
            "[package]\nname = \"sum\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[package.metadata.lab]\nchapter = \"threads/threads\"\n\
             position = 1\ntitle = \"Two numbers\"\nminutes = 5\nlevel = \"easy\"\n\n[dev-dependencies]\nguard = {{ path = {guard:?} }}\n"
        );
        let check =
            "#[test]\nfn it_adds() {\n    assert_eq!(sum::add(1, 2), 3, \"one and two\");\n}\nguard::guarded!();\n";
        for folder in ["exercises/sum", "exercises/originals/sum"] {
            scratch.write(&format!("{folder}/Cargo.toml"), &manifest)?;
            scratch.write(&format!("{folder}/src/lib.rs"), STUB)?;
            scratch.write(&format!("{folder}/tests/check.rs"), check)?;
        }
        scratch.write("exercises/sum/hints.md", "## Where\n\nHere.\n\n## Idea\n\nThis.\n\n## Call\n\nThat.\n")?;
        scratch.write("exercises/solutions/sum/src/lib.rs", &answer("a + b"))?;
        scratch.write("exercises/solutions/sum/notes.md", "Notice this.\n")?;
        fs::create_dir_all(scratch.path("crates"))?;
        Ok(scratch)
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        Ok(fs::write(path, text)?)
    }

    fn answer(&self) -> Result<String> {
        Ok(fs::read_to_string(self.path(ANSWER))?)
    }

    pub async fn serve(&self, stage: &Stage) -> Result<Served> {
        stage.lab.serve_at(self.0.path()).await
    }
}

/// An answer whose function has this body.
pub fn answer(body: &str) -> String {
    STUB.replace("todo!(\"add {a} and {b}\")", body)
}

/// The first element of the exercise's box that this selects.
pub fn at(selector: &str) -> String {
    format!("document.querySelector('.exercise {selector}')")
}

/// Opens the editor by keyboard; the focus is then in it.
async fn open_editor(tab: &Tab, site: &Served) -> Result<()> {
    tab.open(&site.url(PAGE)).await?;
    tab.wait(&at(".play button"), 20).await?;
    if !tab.is(&at("textarea")).await? {
        tab.tell(&format!("{}.focus()", at(".play button"))).await?;
        tab.press("Enter").await?;
    }
    tab.wait(&at("textarea"), 20).await
}

/// Replaces what stands in the editor, as typing does.
pub async fn write(tab: &Tab, text: &str) -> Result<()> {
    let text = serde_json::to_string(text)?;
    tab.tell(&format!(
        "const area = {}; area.focus(); area.select(); document.execCommand('insertText', false, {text})",
        at("textarea")
    ))
    .await
}

/// Presses a key with Ctrl held down.
pub async fn press_with_control(tab: &Tab, key: &str) -> Result<()> {
    tab.tell(&format!(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', ctrlKey: true, bubbles: true, cancelable: true }}))"
    ))
    .await
}

/// Checks by keyboard, and gives the verdict.
async fn check(tab: &Tab) -> Result<String> {
    tab.tell(&format!("{}.focus()", at("textarea"))).await?;
    press_with_control(tab, "Enter").await?;
    tab.wait(&format!("{}.textContent !== ''", at(".doing")), 20).await?;
    tab.wait(&format!("{}.hidden && !{}.hidden", at("button.cancel"), at(".verdict")), 240).await?;
    tab.ask(&format!("{}.textContent", at(".verdict"))).await
}

/// From the first key to the answer beside one's own, without a pointer and without leaving the page.
pub async fn an_exercise_is_solved_by_keyboard_alone(stage: &Stage) -> Result<()> {
    let scratch = Scratch::new()?;
    let site = scratch.serve(stage).await?;
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.scheme(false).await?;
    open_editor(&tab, &site).await?;
    ensure!(tab.is(&format!("document.activeElement === {}", at("textarea"))).await?, "the focus is elsewhere");
    ensure!(tab.ask::<String>(&format!("{}.value", at("textarea"))).await? == STUB, "the file is another");

    // Hints come one at a time, and the answer last.
    let folds = "[...document.querySelectorAll('.exercise .hint')].filter(fold => !fold.hidden).length";
    ensure!(tab.ask::<usize>(folds).await? == 1, "more than one hint at once");
    ensure!(tab.is(&format!("{}.hidden", at(".solution"))).await?, "the answer is given away");
    tab.tell(&format!("{}.focus()", at(".hint > summary"))).await?;
    tab.press("Enter").await?;
    tab.wait(&format!("{folds} === 2"), 20).await?;

    let verdict = check(&tab).await?;
    ensure!(verdict.starts_with("… not written yet sum, Two numbers") && verdict.contains("add 1 and 2"), "{verdict}");

    // What a program prints is text.
    write(&tab, &answer("println!(\"\\x1b[31m<img src=x onerror=alert(1)>\");\n    a - b")).await?;
    ensure!(tab.is(&format!("{}.classList.contains('stale')", at(".verdict"))).await?, "the old verdict looks new");
    let verdict = check(&tab).await?;
    ensure!(verdict.starts_with("✗ not yet sum") && verdict.contains("<img src=x onerror=alert(1)>"), "{verdict}");
    ensure!(!tab.is(&at(".verdict > *")).await?, "it was read as HTML");

    // Enter goes in as far as the line before; Ctrl+] moves a line in; Tab leaves.
    write(&tab, &answer("{").replace("\n}\n", "")).await?;
    tab.press("Enter").await?;
    tab.type_in("a+b}}").await?;
    ensure!(
        tab.ask::<String>(&format!("{}.value", at("textarea"))).await?.ends_with("    {\n        a+b}}"),
        "no indent"
    );
    press_with_control(&tab, "[").await?;
    ensure!(
        tab.ask::<String>(&format!("{}.value", at("textarea"))).await?.ends_with("    {\n    a+b}}"),
        "not moved out"
    );
    tab.press("Tab").await?;
    ensure!(tab.is("document.activeElement.textContent === 'Check'").await?, "Tab does not lead to Check");

    let count = "document.querySelector('#mdbook-sidebar .solved-count')";
    tab.wait(count, 20).await?;
    ensure!(tab.ask::<String>(&format!("{count}.textContent")).await? == "0/1 (0 of 1 exercises solved)", "the count");
    let verdict = check(&tab).await?;
    ensure!(verdict.starts_with("✓ passed sum, Two numbers: its test passes"), "{verdict}");
    ensure!(scratch.answer()?.ends_with("    a+b}}"), "it was not saved");
    tab.wait(&format!("{}.textContent === '✓ solved'", at(".solved-mark")), 20).await?;
    ensure!(tab.ask::<String>(&format!("{count}.textContent")).await?.contains("1 of 1"), "the count stays");

    tab.tell(&format!("{}.focus()", at(".solution > summary"))).await?;
    tab.press("Enter").await?;
    tab.wait(&at(".beside .yours code"), 20).await?;
    ensure!(tab.ask::<String>(&format!("{}.textContent", at(".yours code"))).await? == scratch.answer()?, "not mine");
    ensure!(
        tab.ask::<String>(&format!("{}.textContent", at(".beside figure:not(.yours) code"))).await?.contains("a + b"),
        "theirs"
    );
    names(&tab).await?;
    for (name, dark, width) in [("light", false, 1440), ("dark", true, 1440), ("narrow", false, 320)] {
        let tab = stage.chrome.tab(width, 900).await?;
        tab.scheme(dark).await?;
        tab.open(&site.url(PAGE)).await?;
        tab.tell(&format!("localStorage.setItem('mdbook-theme', '{}')", if dark { "coal" } else { "light" })).await?;
        open_editor(&tab, &site).await?;
        tab.tell(&format!("{}.click()", at(".solution > summary"))).await?;
        check(&tab).await?;
        let (wide, room): (u32, u32) =
            tab.ask("[document.documentElement.scrollWidth, document.documentElement.clientWidth]").await?;
        ensure!(wide <= room, "{name}: {wide} pixels in {room}");
        tab.scroll_through(&format!("play-{name}")).await?;
    }
    tab.silent()
}

/// Every control of the box has a name, every identifier is there once, and letters lie on their colours.
async fn names(tab: &Tab) -> Result<()> {
    let wrong: Vec<String> = tab
        .ask(
            "[...document.querySelectorAll('.exercise :is(button, textarea, summary, [role])')].filter(control => control.checkVisibility() && \
             !(control.ariaLabel || control.textContent.trim()) && control.role !== 'status').map(control => control.outerHTML.slice(0, 100))",
        )
        .await?;
    ensure!(wrong.is_empty(), "without a name: {wrong:?}");
    let apart: f64 = tab
        .ask(
            "(() => { const [a, b] = ['.editor textarea', '.editor code'].map(what => document.querySelector(what)); \
             const [s, t] = [getComputedStyle(a), getComputedStyle(b)]; const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()]; \
             return ['fontSize', 'lineHeight', 'fontFamily', 'paddingTop', 'paddingLeft', 'letterSpacing', 'tabSize'].filter(name => s[name] !== t[name]).length + \
             Math.abs(p.left - q.left) + Math.abs(p.top - q.top) + Math.abs(p.height - q.height) + Math.abs(p.width - q.width); })()",
        )
        .await?;
    ensure!(apart < 1.0, "the letters lie beside their colours: {apart}");
    Ok(())
}

/// What was typed and not saved is there after a reload, and after the server was away.
pub async fn drafts_survive_a_reload_and_a_stopped_server(stage: &Stage) -> Result<()> {
    let scratch = Scratch::new()?;
    let site = scratch.serve(stage).await?;
    let tab = stage.chrome.tab(1280, 900).await?;
    open_editor(&tab, &site).await?;
    write(&tab, "// mine").await?;
    tab.open(&site.url(PAGE)).await?;
    tab.wait(&format!("{}?.value === '// mine'", at("textarea")), 20).await?;
    ensure!(scratch.answer()? == STUB, "a draft was written to the disk");

    drop(site);
    press_with_control(&tab, "x").await?;
    tab.tell(&format!("{}.focus()", at("textarea"))).await?;
    press_with_control(&tab, "s").await?;
    tab.wait(&format!("{}.textContent.includes('kept in this browser')", at(".file-state.bad")), 20).await?;
    ensure!(tab.ask::<String>(&format!("{}.value", at("textarea"))).await? == "// mine", "it is lost");
    Ok(())
}

/// A file that was changed by an editor, or in another tab, is shown and not written over.
pub async fn what_was_changed_elsewhere_is_shown_and_kept(stage: &Stage) -> Result<()> {
    let scratch = Scratch::new()?;
    let site = scratch.serve(stage).await?;
    let tab = stage.chrome.tab(1280, 900).await?;
    open_editor(&tab, &site).await?;
    write(&tab, "// mine\n// common").await?;
    scratch.write(ANSWER, "// the editor's\n// common")?;
    press_with_control(&tab, "s").await?;
    tab.wait(&format!("!{}.hidden", at(".conflict")), 20).await?;
    ensure!(
        tab.ask::<String>(&format!("{}.textContent", at(".conflict pre"))).await?.starts_with("// the editor's"),
        "not shown"
    );
    ensure!(scratch.answer()?.starts_with("// the editor's"), "it was written over");
    tab.tell("[...document.querySelectorAll('.exercise .conflict button')].find(button => button.textContent.startsWith('Put both')).click()")
        .await?;
    let both = "<<<<<<< yours\n// mine\n=======\n// the editor's\n>>>>>>> the file\n// common";
    ensure!(tab.ask::<String>(&format!("{}.value", at("textarea"))).await? == both, "not both");
    press_with_control(&tab, "s").await?;
    tab.wait(&format!("{}.textContent === 'Saved.'", at(".file .file-state")), 20).await?;
    ensure!(scratch.answer()? == both, "not saved");

    // A second tab is told, and told of; what it saves comes here.
    let second = stage.chrome.tab(1280, 900).await?;
    open_editor(&second, &site).await?;
    for tab in [&tab, &second] {
        tab.wait(&format!("{}.textContent.includes('another tab')", at(".play > .file-state")), 20).await?;
    }
    write(&second, "// the second's").await?;
    press_with_control(&second, "s").await?;
    tab.wait(&format!("{}.value === '// the second\\'s'", at("textarea")), 20).await?;

    // And the stub comes back, with the text as a backup.
    second.tell("[...document.querySelectorAll('.exercise button')].find(button => button.textContent.startsWith('Put the stub')).click()").await?;
    second.wait("document.activeElement.textContent.startsWith('Put the stub back, and')", 20).await?;
    second.press("Enter").await?;
    second.wait(&format!("{}.textContent.includes('lib.rs.1.bak')", at(".file .file-state")), 20).await?;
    ensure!(scratch.answer()? == STUB, "the stub is not back");
    second.silent()?;
    Ok(())
}

/// A first guess is written down where the reader's progress is; a second one, or a server that starts anew, changes
/// nothing. A guess from a browser that had no server is told to the next.
pub async fn a_guess_is_kept_in_the_readers_own_files(stage: &Stage) -> Result<()> {
    let scratch = Scratch::new()?;
    let question = |name: &str| {
        format!(
            "{{{{#predict {name}}}}}\n\nHow much faster?\n\n- [ ] The same\n- [x] Twice\n\nHalf each.\n\n{{{{#end}}}}\n\n"
        )
    };
    scratch.write("src/threads/threads.md", &format!("# Threads\n\n{}{}", question("two"), question("three")))?;
    let kept = || {
        let text = fs::read_to_string(scratch.path(".lab/progress.json")).ok()?;
        serde_json::from_str::<serde_json::Value>(&text).ok().map(|progress| progress["predictions"].clone())
    };
    let site = scratch.serve(stage).await?;
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&site.url(PAGE)).await?;
    ensure!(kept().is_none(), "something is kept before a guess: {:?}", kept());
    for choice in [0, 1] {
        tab.tell(&format!("document.querySelectorAll('#predict-two label')[{choice}].click()")).await?;
        tab.tell("document.querySelector('#predict-two fieldset > button').click()").await?;
    }
    let told =
        "performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('/-/play/predict')).length";
    tab.wait(&format!("{told} > 0"), 20).await?;
    ensure!(kept() == Some(serde_json::json!({ "two": 0 })), "{:?}", kept());

    // What this browser remembers from before is told when a page is opened.
    tab.tell(
        "localStorage.setItem('speedup-predictions', JSON.stringify({ two: { choice: 1 }, three: { choice: 1 } }))",
    )
    .await?;
    tab.open(&site.url(PAGE)).await?;
    tab.wait(&format!("{told} > 0"), 20).await?;
    ensure!(kept() == Some(serde_json::json!({ "two": 0, "three": 1 })), "{:?}", kept());
    tab.silent()
}
