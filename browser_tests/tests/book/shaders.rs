//! Shaders that are changed and run in the page, by the simulator and through WebGPU.

use crate::{Stage, play::press_with_control};
use anyhow::{Context, Result, ensure};
use browser_tests::{Chrome, Instead, Served, Site, Tab};

const FIRST: &str = "gpu/compute-shaders.html";
const SECOND: &str = "gpu/workgroup-memory.html";

const GUARD: &str = "    if i >= arrayLength(&y) {\n        return;\n    }\n";
const BARRIER: &str = "        workgroupBarrier();\n";

/// Why this browser's WebGPU can't be used, if it can't.
pub async fn no_webgpu(chrome: &Chrome, site: &Served) -> Result<Option<String>> {
    let tab = chrome.tab(400, 300).await?;
    tab.open(&site.url("404.html")).await?;
    let there: bool = tab.ask("(async () => Boolean(await navigator.gpu?.requestAdapter()))()").await?;
    tab.close().await?;
    Ok((!there).then(|| "this Chromium's WebGPU gives no adapter".to_owned()))
}

/// The first element of a shader's widget that this selects.
fn at(task: &str, selector: &str) -> String {
    format!("document.querySelector('[data-widget=shader][data-of=\"{task}\"] {selector}')")
}

/// The widget's button of this name.
fn button(task: &str, name: &str) -> String {
    let buttons = format!("[data-widget=shader][data-of=\"{task}\"] .shader button");
    format!("[...document.querySelectorAll('{buttons}')].find(button => button.textContent === '{name}')")
}

/// The page in a tab of its own, once its shaders can be run. It comes from a host of its own: drafts are kept for
/// each.
async fn open(stage: &Stage, page: &str) -> Result<(Site, Tab)> {
    let site = Site::isolating(&stage.book).await?;
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&site.url(page)).await?;
    started(&tab).await?;
    Ok((site, tab))
}

async fn started(tab: &Tab) -> Result<()> {
    let all = "[...document.querySelectorAll('[data-widget=shader]')].every(it => it.querySelector('.shader'))";
    tab.wait(all, 30).await
}

/// Presses a button by keyboard.
async fn press(tab: &Tab, task: &str, name: &str) -> Result<()> {
    tab.tell(&format!("{}.focus()", button(task, name))).await?;
    tab.press("Enter").await
}

/// Waits until it stands so.
async fn state(tab: &Tab, task: &str, state: &str) -> Result<()> {
    let reached = tab.wait(&format!("{}.dataset.state === '{state}'", at(task, ".shader")), 60).await;
    if reached.is_err() {
        let said = text(tab, task, ".shader").await?;
        return reached.with_context(|| format!("{task} should be {state}; it says: {said}"));
    }
    Ok(())
}

/// What stands there, with plain spaces.
async fn text(tab: &Tab, task: &str, selector: &str) -> Result<String> {
    tab.ask(&format!("({}?.textContent ?? '').replaceAll('\\u00a0', ' ')", at(task, selector))).await
}

/// Puts `new` in the place of the last `old` in the editor, as typing does.
async fn change(tab: &Tab, task: &str, old: &str, new: &str) -> Result<()> {
    if tab.is(&format!("{} === null", at(task, "textarea"))).await? {
        press(tab, task, "Change it").await?;
    }
    let (old, new) = (serde_json::to_string(old)?, serde_json::to_string(new)?);
    let there: bool = tab
        .ask(&format!(
            "(() => {{ const area = {}; const from = area.value.lastIndexOf({old}); if (from < 0) return false; \
             area.focus(); area.setSelectionRange(from, from + {old}.length); \
             return document.execCommand({new} ? 'insertText' : 'delete', false, {new}); }})()",
            at(task, "textarea")
        ))
        .await?;
    ensure!(there, "{task}'s text holds no {old}");
    Ok(())
}

/// Runs what stands in the editor, from the editor.
async fn run(tab: &Tab, task: &str) -> Result<()> {
    tab.tell(&format!("{}.focus()", at(task, "textarea"))).await?;
    press_with_control(tab, "Enter").await
}

pub async fn a_shader_is_changed_and_run_by_keyboard_alone(stage: &Stage) -> Result<()> {
    let (_site, tab) = open(stage, FIRST).await?;
    let loaded = "performance.getEntriesByType('resource').some(it => it.name.includes('wasm/shaders'))";
    ensure!(!tab.is(loaded).await?, "the simulator is loaded before anybody asks");
    press(&tab, "map", "Run").await?;
    state(&tab, "map", "right").await?;
    let answer = text(&tab, "map", ".answer").await?;
    ensure!(answer.contains("y = 1 4 9 16") && answer.contains("All 20 numbers are right."), "{answer}");
    press(&tab, "map", "Change it").await?;
    ensure!(tab.is(&format!("document.activeElement === {}", at("map", "textarea"))).await?, "the editor has no focus");
    // A new line begins where the one before it does.
    tab.tell("const area = document.activeElement; const at = area.value.indexOf('id.x;') + 5; area.setSelectionRange(at, at)")
        .await?;
    tab.press("Enter").await?;
    tab.type_in("let j = i").await?;
    tab.press(";").await?;
    let typed: String = tab.ask("document.activeElement.value").await?;
    ensure!(typed.contains("    let i = id.x;\n    let j = i;\n    if"), "{typed}");
    press_with_control(&tab, "Enter").await?;
    state(&tab, "map", "right").await?;
    change(&tab, "map", GUARD, "").await?;
    ensure!(tab.is(&format!("{}.classList.contains('stale')", at("map", ".shader"))).await?, "it still looks true");
    run(&tab, "map").await?;
    state(&tab, "map", "fault").await?;
    let (verdict, found) = (text(&tab, "map", ".verdict").await?, text(&tab, "map", ".findings").await?);
    ensure!(verdict.contains("came out right all the same"), "{verdict}");
    ensure!(
        found.contains("invocation 20 stores past the end of y") && found.contains("y[i] = x[i] * x[i];"),
        "{found}"
    );
    // The Tab key leaves the editor, and leads to the buttons.
    tab.tell(&format!("{}.focus()", at("map", "textarea"))).await?;
    tab.press("Tab").await?;
    ensure!(tab.ask::<String>("document.activeElement.textContent").await? == "Run", "Tab does not lead to Run");
    tab.silent()
}

pub async fn a_draft_survives_a_reload(stage: &Stage) -> Result<()> {
    let (site, tab) = open(stage, FIRST).await?;
    change(&tab, "map", "x[i] * x[i]", "x[i] + x[i]").await?;
    tab.open(&site.url(FIRST)).await?;
    started(&tab).await?;
    let draft: String = tab.ask(&format!("{}.value", at("map", "textarea"))).await?;
    ensure!(draft.contains("y[i] = x[i] + x[i];"), "{draft}");
    let note = text(&tab, "map", ".note").await?;
    ensure!(note == "What you wrote last time is here again.", "{note}");
    press(&tab, "map", "Run").await?;
    state(&tab, "map", "wrong").await?;
    let verdict = text(&tab, "map", ".verdict").await?;
    ensure!(verdict.contains("y[0] is 2, and should be 1."), "{verdict}");
    press(&tab, "map", "Put back").await?;
    ensure!(tab.is("localStorage.getItem('speedup-shader:map') === null").await?, "it keeps what the book has");
    press(&tab, "map", "Run").await?;
    state(&tab, "map", "right").await?;
    tab.open(&site.url(FIRST)).await?;
    started(&tab).await?;
    ensure!(tab.is(&format!("{} === null", at("map", "textarea"))).await?, "an editor opens without a draft");
    tab.silent()
}

/// A race, a barrier that some miss, memory that nobody has written, and text that is no WGSL: with line and names.
pub async fn what_is_wrong_is_named(stage: &Stage) -> Result<()> {
    let (_site, tab) = open(stage, SECOND).await?;
    change(&tab, "reduce", BARRIER, "").await?;
    run(&tab, "reduce").await?;
    state(&tab, "reduce", "fault").await?;
    let found = text(&tab, "reduce", ".findings").await?;
    ensure!(found.contains("with no barrier between the two") && found.contains("partial["), "{found}");
    change(&tab, "scan", BARRIER, "").await?;
    run(&tab, "scan").await?;
    state(&tab, "scan", "fault").await?;
    change(&tab, "transpose_tiled", "    workgroupBarrier();\n", "").await?;
    run(&tab, "transpose_tiled").await?;
    state(&tab, "transpose_tiled", "fault").await?;
    let found = text(&tab, "transpose_tiled", ".findings").await?;
    ensure!(found.contains("tile["), "{found}");
    change(&tab, "matmul", "        tile_a[at.y][at.x] = 0.0;\n", "").await?;
    run(&tab, "matmul").await?;
    state(&tab, "matmul", "right").await?;
    let found = text(&tab, "matmul", ".findings").await?;
    ensure!(found.contains("nobody has stored yet"), "{found}");
    change(&tab, "transpose", "size.y + id.y", "size.y + ").await?;
    run(&tab, "transpose").await?;
    state(&tab, "transpose", "refused").await?;
    let (verdict, said) = (text(&tab, "transpose", ".verdict").await?, text(&tab, "transpose", "pre.plain").await?);
    ensure!(verdict == "It can’t be run: see line 8.", "{verdict}");
    ensure!(said.contains("shader.wgsl:8:") && said.contains("b[id.x * size.y + ]"), "{said}");
    tab.silent()
}

pub async fn a_loop_without_an_end_is_stopped(stage: &Stage) -> Result<()> {
    let (_site, tab) = open(stage, SECOND).await?;
    change(&tab, "reduce", "by *= 2", "by *= 1").await?;
    run(&tab, "reduce").await?;
    state(&tab, "reduce", "running").await?;
    // The page goes on meanwhile, and can end it.
    press(&tab, "reduce", "Cancel").await?;
    state(&tab, "reduce", "cancelled").await?;
    ensure!(tab.ask::<String>("document.activeElement.textContent").await? == "Run", "the focus is lost");
    press(&tab, "reduce", "Run").await?;
    state(&tab, "reduce", "fault").await?;
    let (verdict, found) = (text(&tab, "reduce", ".verdict").await?, text(&tab, "reduce", ".findings").await?);
    ensure!(verdict == "It doesn’t end." && found.contains("hasn't ended"), "{verdict} {found}");
    press(&tab, "reduce", "Put back").await?;
    press(&tab, "reduce", "Run").await?;
    state(&tab, "reduce", "right").await?;
    tab.silent()
}

/// The picture says and shows what the request touches, and the table what each line costs.
pub async fn a_request_is_drawn(stage: &Stage) -> Result<()> {
    let (site, tab) = open(stage, SECOND).await?;
    press(&tab, "transpose", "Run").await?;
    state(&tab, "transpose", "right").await?;
    let said = text(&tab, "transpose", ".said").await?;
    ensure!(
        said == "Request 1 of 64: 32 lanes store 32 words of b, in 32 segments. That is 32 transactions.",
        "{said}"
    );
    let squares =
        |kind: &str| format!("{}.getAttribute('d').split('M').length - 1", at("transpose", &format!("svg .{kind}")));
    let (now, words): (u32, u32) = (tab.ask(&squares("now")).await?, tab.ask(&squares("word")).await?);
    ensure!((now, words) == (32, 1280), "{now} of {words} words are drawn");
    let row = "[...document.querySelectorAll('[data-of=transpose] tbody tr')].map(row => row.textContent)";
    let rows: Vec<String> = tab.ask(row).await?;
    ensure!(rows.iter().any(|row| row == "8stores b641,280–"), "{rows:?}");
    // Another request, by keyboard.
    tab.tell(&format!("{}.focus()", at("transpose", "input[type=range]"))).await?;
    tab.press("ArrowRight").await?;
    let said = text(&tab, "transpose", ".said").await?;
    ensure!(said.starts_with("Request 2 of 64"), "{said}");
    press(&tab, "transpose_tiled", "Run").await?;
    state(&tab, "transpose_tiled", "right").await?;
    let said = text(&tab, "transpose_tiled", ".said").await?;
    ensure!(said.contains("32 of them from one bank. That is 32 turns."), "{said}");
    change(&tab, "transpose_tiled", "array<array<f32, 32>, 32>", "array<array<f32, 33>, 32>").await?;
    run(&tab, "transpose_tiled").await?;
    state(&tab, "transpose_tiled", "right").await?;
    let counts = text(&tab, "transpose_tiled", ".counts").await?;
    ensure!(counts.contains(" 0 extra turns for bank conflicts"), "{counts}");
    tab.silent()?;
    for (width, dark) in [(1440, false), (320, true)] {
        let tab = stage.chrome.tab(width, 900).await?;
        tab.scheme(dark).await?;
        tab.open(&site.url(SECOND)).await?;
        started(&tab).await?;
        for task in ["transpose", "transpose_tiled", "reduce", "scan", "matmul"] {
            press(&tab, task, "Run").await?;
            state(&tab, task, "right").await?;
        }
        ensure!(
            tab.is(&format!("document.documentElement.scrollWidth <= {width}")).await?,
            "wider than {width} pixels"
        );
        tab.scroll_through(&format!("shaders-{width}-{}", if dark { "dark" } else { "light" })).await?;
        tab.silent()?;
    }
    Ok(())
}

pub async fn without_a_gpu_the_page_says_why(stage: &Stage) -> Result<()> {
    for (gpu, choosable, why) in [
        ("undefined", false, "No GPU here: this browser has no WebGPU, or it is switched off."),
        ("{ requestAdapter: async () => null }", true, "No GPU here: this browser knows WebGPU, but gives no adapter."),
    ] {
        let tab = stage.chrome.tab(1280, 900).await?;
        tab.before_each_page(&format!("Object.defineProperty(navigator, 'gpu', {{ value: {gpu} }})")).await?;
        let site = Site::isolating(&stage.book).await?;
        tab.open(&site.url(FIRST)).await?;
        started(&tab).await?;
        let radio = at("map", "input[value=gpu]");
        ensure!(tab.is(&format!("{radio}.disabled !== {choosable}")).await?, "{gpu}: chosen or not");
        if choosable {
            tab.tell(&format!("{radio}.click()")).await?;
        }
        tab.wait(&format!("{radio}.disabled && !{radio}.checked"), 20).await?;
        ensure!(text(&tab, "map", ".why").await? == why, "{}", text(&tab, "map", ".why").await?);
        press(&tab, "map", "Run").await?;
        state(&tab, "map", "right").await?;
        tab.silent()?;
    }
    Ok(())
}

/// The server is gone when the simulator is wanted, and back when the reader tries again.
pub async fn the_simulator_may_not_come(stage: &Stage) -> Result<()> {
    let (site, tab) = open(stage, FIRST).await?;
    site.withhold_wasm(true);
    press(&tab, "map", "Run").await?;
    state(&tab, "map", "failed").await?;
    let said = text(&tab, "map", ".verdict").await?;
    ensure!(said == "Not run: the simulator could not be fetched. Is the server still there?", "{said}");
    site.withhold_wasm(false);
    press(&tab, "map", "Run").await?;
    state(&tab, "map", "right").await?;
    // A module that never comes can be cancelled.
    tab.open(&site.url(FIRST)).await?;
    started(&tab).await?;
    site.instead(Some(("shader_playground_bg.wasm", Instead::Silence)));
    press(&tab, "map", "Run").await?;
    press(&tab, "map", "Cancel").await?;
    state(&tab, "map", "cancelled").await?;
    let others: Vec<_> = tab.complaints().into_iter().filter(|complaint| !complaint.contains("503")).collect();
    ensure!(others.is_empty(), "{others:?}");
    Ok(())
}

/// Every shader of the pages, on the simulator and through WebGPU: the same numbers.
pub async fn webgpu_gives_the_simulators_numbers(stage: &Stage) -> Result<()> {
    for (page, tasks) in
        [(FIRST, &["map"][..]), (SECOND, &["transpose", "transpose_tiled", "reduce", "scan", "matmul"][..])]
    {
        let (_site, tab) = open(stage, page).await?;
        for task in tasks {
            tab.tell(&format!("{}.focus()", at(task, "input[value=simulator]"))).await?;
            tab.press("ArrowDown").await?;
            ensure!(tab.is(&format!("{}.checked", at(task, "input[value=gpu]"))).await?, "an arrow does not choose");
            press(&tab, task, "Run").await?;
            state(&tab, task, "right").await?;
            let (simulated, device) =
                (text(&tab, task, ".answer:not(.device)").await?, text(&tab, task, ".answer.device").await?);
            let numbers = |said: &str| said.split_once(" = ").map(|(_, numbers)| numbers.to_owned());
            ensure!(numbers(&simulated).is_some(), "{task}: {simulated}");
            let named = text(&tab, task, ".device").await?;
            ensure!(numbers(&simulated) == numbers(&device), "{task}: {simulated}\n{named}");
            ensure!(device.contains("swiftshader, a software adapter"), "{task}: {device}");
        }
        tab.silent()?;
    }
    Ok(())
}

/// A barrier that isn't reached by all: the browser's compiler refuses it. And what doesn't end is not sent.
pub async fn webgpu_refuses_what_the_simulator_finds(stage: &Stage) -> Result<()> {
    let (_site, tab) = open(stage, SECOND).await?;
    tab.tell(&format!("{}.click()", at("reduce", "input[value=gpu]"))).await?;
    let guard = "    if id.x >= arrayLength(&x) {\n        return;\n    }\n    partial[i] = 0u;\n";
    change(&tab, "reduce", "    partial[i] = 0u;\n", guard).await?;
    run(&tab, "reduce").await?;
    state(&tab, "reduce", "fault").await?;
    let (found, device) = (text(&tab, "reduce", ".findings").await?, text(&tab, "reduce", ".device").await?);
    ensure!(found.contains("waits at this barrier"), "{found}");
    ensure!(device.contains("its compiler refuses this. Line ") && device.contains("uniform control flow"), "{device}");
    press(&tab, "reduce", "Put back").await?;
    change(&tab, "reduce", "by *= 2", "by *= 1").await?;
    run(&tab, "reduce").await?;
    state(&tab, "reduce", "fault").await?;
    let device = text(&tab, "reduce", ".device").await?;
    ensure!(device == "Not sent to the GPU: it would not come back.", "{device}");
    tab.silent()
}
