//! The shader that a page races on this browser's GPU against JavaScript.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::{Site, Tab};
use great_circle::{Pairs, distance, tolerance};
use variant::Precision;

const CHAPTER: &str = "capstone/every-back-end.html";
const BUTTON: &str = "document.querySelector('.webgpu-race button')";

/// The page in a tab of its own, once its race can be started. `script` runs before any of the page's own.
async fn open(stage: &Stage, width: u32, script: &str) -> Result<(Site, Tab)> {
    let site = Site::isolating(&stage.book).await?;
    let tab = stage.chrome.tab(width, 900).await?;
    tab.before_each_page(script).await?;
    tab.open(&site.url(CHAPTER)).await?;
    tab.wait(BUTTON, 30).await?;
    Ok((site, tab))
}

/// Presses the button by keyboard.
async fn press(tab: &Tab) -> Result<()> {
    tab.tell(&format!("{BUTTON}.focus()")).await?;
    tab.press("Enter").await
}

/// Waits until it stands so, and sees to it that the focus is still on the button, which says what it does next.
async fn state(tab: &Tab, state: &str) -> Result<()> {
    let reached = tab.wait(&format!("document.querySelector('.webgpu-race').dataset.state === '{state}'"), 120).await;
    if reached.is_err() {
        return reached.with_context(|| format!("the race should be {state}"));
    }
    let next = if state == "running" { "Cancel" } else { "Race" };
    ensure!(tab.is(&format!("{BUTTON}.textContent === '{next}'")).await?, "{state}, and the button says otherwise");
    ensure!(tab.is(&format!("document.activeElement === {BUTTON}")).await?, "{state}, and the focus is lost");
    Ok(())
}

/// What stands there, with plain spaces.
async fn text(tab: &Tab, selector: &str) -> Result<String> {
    tab.ask(&format!("document.querySelector('.webgpu-race {selector}').textContent.replaceAll('\\u00a0', ' ')")).await
}

/// Seconds, from words such as `1.23 ms`.
fn seconds(words: &str) -> Result<f64> {
    let (number, unit) = words.split_once(' ').with_context(|| format!("{words:?} is no time"))?;
    let factor = match unit {
        "s" => 1.0,
        "ms" => 1e-3,
        "µs" => 1e-6,
        _ => anyhow::bail!("{words:?} has no unit of time"),
    };
    Ok(factor * number.parse::<f64>()?)
}

/// A race is cancelled and run again. Its table has a line for JavaScript and two for WebGPU; what lies below says on
/// which adapter.
pub async fn webgpu_is_raced_by_keyboard_alone(stage: &Stage) -> Result<()> {
    for (width, dark) in [(1440, false), (320, true)] {
        let asked = "globalThis.asked = 0; const ask = GPU.prototype.requestAdapter; \
                     GPU.prototype.requestAdapter = function (...given) { asked += 1; return ask.apply(this, given); }";
        let (_site, tab) = open(stage, width, asked).await?;
        tab.scheme(dark).await?;
        ensure!(tab.is("asked === 0").await?, "the GPU is asked for before anybody presses");
        press(&tab).await?;
        state(&tab, "running").await?;
        tab.wait("document.querySelector('.webgpu-race progress').value > 0", 60).await?;
        press(&tab).await?;
        state(&tab, "cancelled").await?;
        press(&tab).await?;
        state(&tab, "done").await?;
        let rows: Vec<(String, String, String, String)> = tab
            .ask(
                "[...document.querySelectorAll('.webgpu-race tbody tr')].map(row => { \
                 const line = cell => cell.firstChild.textContent.replaceAll('\\u00a0', ' '); \
                 return [row.dataset.way, row.cells[0].innerText.replace(/\\s+/g, ' ').trim(), line(row.cells[1]), line(row.cells[3])]; })",
            )
            .await?;
        let [(serial, javascript, one, alone), (_, copied, faster, whole), (webgpu, stays, _, kernel)] = &rows[..]
        else {
            anyhow::bail!("three lines, not {rows:?}");
        };
        ensure!((serial.as_str(), webgpu.as_str(), one.as_str()) == ("serial", "webgpu", "1×"), "{rows:?}");
        ensure!(javascript.starts_with("javascript one thread"), "{rows:?}");
        ensure!((copied.as_str(), stays.as_str()) == ("webgpu with both copies", "webgpu without copies"), "{rows:?}");
        let (alone, whole, kernel) = (seconds(alone)?, seconds(whole)?, seconds(kernel)?);
        // A kernel is a part of the whole; on a machine that others use as well, the two medians may be close.
        ensure!(alone > 0.0 && 0.0 < kernel && kernel <= 1.5 * whole, "{rows:?}");
        let faster: f64 = faster.trim_end_matches('×').parse()?;
        ensure!((faster * whole / alone - 1.0).abs() < 0.02, "{rows:?}");
        let (verdict, below) = (text(&tab, ".verdict").await?, text(&tab, "figcaption").await?);
        ensure!(verdict.contains(&format!("WebGPU is {faster} times as fast")), "{verdict}: {rows:?}");
        ensure!(below.contains("1,000,000 pairs on ") && below.contains("swiftshader, a software adapter"), "{below}");
        ensure!(below.contains("This is no graphics card") && below.contains("within 20 m of JavaScript’s"), "{below}");
        ensure!(below.contains("With both copies, a single pair takes "), "{below}");
        let fits = format!("document.documentElement.scrollWidth <= {width}");
        ensure!(tab.is(&fits).await?, "wider than {width} pixels");
        tab.scroll_through(&format!("gpu-race-{width}-{}", if dark { "dark" } else { "light" })).await?;
        tab.silent()?;
    }
    Ok(())
}

/// A wrong answer, a shader that doesn't compile, a device too small or lost: a sentence each, and the button works.
pub async fn webgpu_that_goes_wrong_is_told(stage: &Stage) -> Result<()> {
    let shader = |from: &str, to: &str| {
        format!(
            "const make = GPUDevice.prototype.createShaderModule; GPUDevice.prototype.createShaderModule = \
             function ({{ code }}) {{ return make.call(this, {{ code: code.replace('{from}', '{to}') }}); }}"
        )
    };
    let device = |what: &str, is: &str| {
        format!("Object.defineProperty(GPUDevice.prototype, '{what}', {{ get() {{ return {is}; }} }})")
    };
    let small = "{ maxStorageBufferBindingSize: 1000, maxComputeWorkgroupsPerDimension: 65535 }";
    for (script, words) in [
        (shader("6371.0", "6378.0"), "so no time counts."),
        (shader("let pair = pairs[i];", ""), "Not raced: its compiler refuses this. Line "),
        (shader("workgroup_size(64)", "workgroup_size(1024)"), "Not raced: it refuses this: "),
        (device("limits", small), "Not raced: this GPU takes 1,000 bytes in a buffer "),
        (
            device("lost", "Promise.resolve({ reason: 'unknown', message: 'gone' })"),
            "Not raced: the device was lost: gone.",
        ),
    ] {
        let (_site, tab) = open(stage, 1280, &script).await?;
        for _ in 0..2 {
            press(&tab).await?;
            state(&tab, "failed").await.with_context(|| script.clone())?;
            let said = text(&tab, ".verdict").await?;
            ensure!(said.contains(words), "{script}: {said}");
            ensure!(tab.is("!document.querySelector('.webgpu-race table')").await?, "{script}: a time counts");
        }
        tab.silent()?;
    }
    Ok(())
}

pub async fn without_a_gpu_the_page_says_why(stage: &Stage) -> Result<()> {
    for (gpu, why) in [
        ("undefined", "Not raced: this browser has no WebGPU, or it is switched off."),
        ("{ requestAdapter: async () => null }", "Not raced: this browser knows WebGPU, but gives no adapter."),
    ] {
        let script = format!("Object.defineProperty(navigator, 'gpu', {{ value: {gpu} }})");
        let (_site, tab) = open(stage, 1280, &script).await?;
        press(&tab).await?;
        state(&tab, "failed").await?;
        let said = text(&tab, ".verdict").await?;
        ensure!(said == why, "{said}");
        tab.silent()?;
    }
    Ok(())
}

/// An adapter that never comes can be cancelled, and is given up by itself after ten seconds, which pass quickly here.
pub async fn what_never_answers_is_cancelled_or_given_up(stage: &Stage) -> Result<()> {
    let script = "Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: () => new Promise(() => {}) } }); \
                  globalThis.patience = 10000; const later = setTimeout; \
                  globalThis.setTimeout = (what, after) => later(what, after === 10000 ? patience : after)";
    let (_site, tab) = open(stage, 1280, script).await?;
    press(&tab).await?;
    state(&tab, "running").await?;
    press(&tab).await?;
    state(&tab, "cancelled").await?;
    ensure!(text(&tab, ".verdict").await? == "Cancelled.", "it says something else");
    // Leaving the page ends it, too, should the browser keep the page.
    press(&tab).await?;
    state(&tab, "running").await?;
    tab.tell("dispatchEvent(new Event('pagehide'))").await?;
    state(&tab, "cancelled").await?;
    tab.tell("patience = 50").await?;
    press(&tab).await?;
    state(&tab, "failed").await?;
    let said = text(&tab, ".verdict").await?;
    ensure!(said == "Not raced: it hasn’t answered for 10 s, and was given up.", "{said}");
    tab.silent()
}

/// The formula that the page has in JavaScript gives what the kernel gives, near the antipodes as well.
pub async fn the_line_in_javascript_is_the_kernels(stage: &Stage) -> Result<()> {
    let (_site, tab) = open(stage, 1280, "").await?;
    let pairs = Pairs::skewed(2000, 7);
    let points: Vec<_> =
        (0..pairs.len()).map(|i| [pairs.lon1[i], pairs.lat1[i], pairs.lon2[i], pairs.lat2[i]]).collect();
    let got: Vec<f64> = tab
        .ask(&format!(
            "import(new URL('../widgets/webgpu_race.js', location)).then(({{ distance }}) => \
             {}.map(points => distance(...points)))",
            serde_json::to_string(&points)?
        ))
        .await?;
    ensure!(got.len() == points.len(), "{} distances for {} pairs", got.len(), points.len());
    for (got, [lon1, lat1, lon2, lat2]) in got.into_iter().zip(points) {
        let want = distance(lon1, lat1, lon2, lat2);
        let close = (got - want).abs() <= tolerance(Precision::Double);
        ensure!(close, "from ({lon1}, {lat1}) to ({lon2}, {lat2}): {got} km, not {want} km");
    }
    tab.silent()
}
