//! Chapter 18's demo, and the small one on the title page.

use crate::Stage;
use anyhow::{Result, ensure};
use browser_tests::{Site, Tab};
use shared::Shared;
use std::sync::LazyLock;
use variant::Workers;

const CHAPTER: &str = "browser/parallel-wasm.html";

const WAYS: [&str; 4] = ["serial", "simd", "messages", "shared"];

/// What the demo writes into `data-checksum`, from the picture that this processor's own code computes.
fn serial_checksum(columns: usize) -> String {
    let view = browser::Picture::valley(columns, false).view;
    let mut counts = Shared::zeroed(view.pixels());
    mandelbrot::serial::run(&view, Workers::ONE, &mut counts).expect("serial always runs");
    // FNV-1a, a pixel at a time.
    let hash = counts.iter().fold(0x811c_9dc5_u32, |hash, count| (hash ^ count).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

static SERIAL: LazyLock<String> = LazyLock::new(|| serial_checksum(960));

/// The demo in a tab of its own, waiting.
async fn open(stage: &Stage, url: &str) -> Result<Tab> {
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(url).await?;
    state(&tab, "idle").await?;
    Ok(tab)
}

/// Waits until the demo says that it is in this state.
async fn state(tab: &Tab, state: &str) -> Result<()> {
    tab.wait(&format!("document.querySelector('.mandelbrot')?.dataset.state === '{state}'"), 180).await
}

async fn click(tab: &Tab, selector: &str) -> Result<()> {
    tab.tell(&format!("document.querySelector(`.mandelbrot {selector}`).click()")).await
}

async fn choose(tab: &Tab, way: &str, workers: usize) -> Result<()> {
    click(tab, &format!("[value={way}]")).await?;
    tab.tell(&format!(
        "const slider = document.querySelector('.mandelbrot [type=range]'); slider.value = {workers}; \
         slider.dispatchEvent(new Event('input', {{ bubbles: true }}))"
    ))
    .await
}

async fn data(tab: &Tab, name: &str) -> Result<String> {
    tab.ask(&format!("document.querySelector('.mandelbrot').dataset.{name} ?? ''")).await
}

async fn run(tab: &Tab, way: &str, workers: usize) -> Result<()> {
    choose(tab, way, workers).await?;
    click(tab, "[name=run]").await?;
    state(tab, "done").await?;
    let (ran, checksum) = (data(tab, "ran").await?, data(tab, "checksum").await?);
    ensure!(ran == way, "ran {ran} instead of {way}");
    ensure!(checksum == *SERIAL, "{way} with {workers} workers: checksum {checksum}, serial's is {}", *SERIAL);
    Ok(())
}

/// One worker, a few, and more than there are cores: always the picture that serial makes, natively.
pub async fn every_way_makes_the_serial_picture(stage: &Stage) -> Result<()> {
    let tab = open(stage, &stage.site.url(CHAPTER)).await?;
    for way in WAYS {
        let most = if way == "serial" || way == "simd" { 1 } else { 4 };
        for workers in 1..=most {
            run(&tab, way, workers).await?;
        }
        // The same crew once more: nothing may be left over from its last run.
        run(&tab, way, most).await?;
    }
    tab.silent()
}

pub async fn any_way_can_be_cancelled_and_run_again(stage: &Stage) -> Result<()> {
    let tab = open(stage, &stage.site.url(CHAPTER)).await?;
    for way in WAYS {
        choose(&tab, way, 2).await?;
        click(&tab, "[name=run]").await?;
        tab.wait("document.querySelector('.mandelbrot progress').value > 0", 30).await?;
        click(&tab, "[name=run]").await?;
        state(&tab, "cancelled").await?;
        let said: String = tab.ask("document.querySelector('.mandelbrot .status').textContent").await?;
        ensure!(said.starts_with("Cancelled after"), "{way}: {said}");
        // Before its workers have started, too.
        click(&tab, "[name=run]").await?;
        click(&tab, "[name=run]").await?;
        state(&tab, "cancelled").await?;
        run(&tab, way, 2).await?;
    }
    click(&tab, "[name=run]").await?;
    click(&tab, "[name=reset]").await?;
    state(&tab, "idle").await?;
    ensure!(tab.is("document.querySelector('.mandelbrot canvas') === null").await?, "reset leaves the picture");
    tab.silent()
}

/// Choice, slider and buttons, without a mouse; and the book's own keys don't turn the page meanwhile.
pub async fn the_keyboard_is_enough(stage: &Stage) -> Result<()> {
    let url = stage.site.url(CHAPTER);
    let tab = open(stage, &url).await?;
    tab.tell("document.querySelector('.mandelbrot [value=messages]').focus()").await?;
    tab.press("ArrowUp").await?;
    ensure!(tab.is("document.querySelector('.mandelbrot [value=simd]').checked").await?, "an arrow does not choose");
    tab.press("ArrowDown").await?;
    tab.press("Tab").await?;
    for key in ["ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowRight"] {
        tab.press(key).await?;
    }
    let workers: u32 = tab.ask("document.querySelector('.mandelbrot [type=range]').valueAsNumber").await?;
    ensure!(workers == 3, "the slider stands at {workers}");
    tab.press("Tab").await?;
    // One key begins a run and the next one ends it. A run may be over before that comes: then it has begun another,
    // which comes to its end, and they try again.
    for _ in 0..20 {
        tab.press("Enter").await?;
        tab.press(" ").await?;
        tab.wait("['cancelled', 'done'].includes(document.querySelector('.mandelbrot').dataset.state)", 180).await?;
        if tab.is("document.querySelector('.mandelbrot').dataset.state === 'cancelled'").await? {
            break;
        }
    }
    state(&tab, "cancelled").await?;
    tab.press("Enter").await?;
    state(&tab, "done").await?;
    ensure!(data(&tab, "workers").await? == "3", "another number of workers ran");
    ensure!(tab.ask::<String>("location.href").await? == url, "a key turned the page");
    tab.silent()
}

/// "Measure" leaves a time for each number of workers and a serial fraction between 0 and 1.
pub async fn measuring_fits_the_law(stage: &Stage) -> Result<()> {
    let tab = open(stage, &stage.site.url(CHAPTER)).await?;
    choose(&tab, "shared", 1).await?;
    click(&tab, "[name=measure]").await?;
    state(&tab, "done").await?;
    let rows: usize = tab.ask("document.querySelectorAll('.mandelbrot tbody tr[data-way=rayon]').length").await?;
    let most: usize = tab.ask("document.querySelector('.mandelbrot [type=range]').max | 0").await?;
    ensure!(rows >= 4 && rows <= most, "{rows} numbers of workers were measured");
    if tab.is("navigator.hardwareConcurrency > 1").await? {
        let serial: f64 = tab.ask("Number(document.querySelector('.mandelbrot .fits li').dataset.serial)").await?;
        ensure!((0.0..1.0).contains(&serial), "a serial fraction of {serial}");
    }
    tab.silent()
}

/// On a host that sends no headers: shared memory can't be chosen and the page says why; the rest works.
pub async fn without_isolation_the_page_says_why(stage: &Stage) -> Result<()> {
    let site = Site::plain(&stage.book).await?;
    let tab = open(stage, &site.url(CHAPTER)).await?;
    ensure!(tab.is("!crossOriginIsolated").await?, "a plain host isolates?");
    ensure!(tab.is("document.querySelector('.mandelbrot [value=shared]').disabled").await?, "shared can be chosen");
    let why: String = tab.ask("document.querySelector('.mandelbrot .isolation').textContent").await?;
    ensure!(why.contains("cross-origin isolated") && why.contains("Cross-Origin-Embedder-Policy"), "{why}");
    run(&tab, "messages", 2).await?;
    tab.silent()
}

/// The same host, after the reader has let the page's helper add the headers; and as before once it is removed.
pub async fn a_helper_isolates_a_plain_host(stage: &Stage) -> Result<()> {
    let site = Site::plain(&stage.book).await?;
    let tab = open(stage, &site.url(CHAPTER)).await?;
    click(&tab, ".isolation button").await?;
    let isolated = "crossOriginIsolated && document.querySelector('.mandelbrot')";
    // On a machine that is busy enough the helper may not come in time, or not be in charge yet when the page is asked for
    // again. Then a reader does what this does: presses the button once more, or asks for the page.
    for _ in 0..5 {
        if tab.wait(isolated, 15).await.is_ok() {
            break;
        }
        let again = "{ const add = document.querySelector('.mandelbrot .isolation button'); \
                     add ? add.click() : location.reload(); }";
        let _ = tab.tell(again).await; // The answer may be lost with the page.
    }
    tab.wait(isolated, 20).await?;
    run(&tab, "shared", 2).await?;
    click(&tab, ".isolation button").await?;
    tab.wait("!crossOriginIsolated && document.querySelector('.mandelbrot [value=shared]')?.disabled", 20).await?;
    tab.silent()
}

/// The server is gone when the WebAssembly is wanted, and back when the reader tries again.
pub async fn a_file_that_does_not_come_can_be_fetched_again(stage: &Stage) -> Result<()> {
    let site = Site::isolating(&stage.book).await?;
    let tab = open(stage, &site.url(CHAPTER)).await?;
    site.withhold_wasm(true);
    for way in ["messages", "shared"] {
        choose(&tab, way, 2).await?;
        click(&tab, "[name=run]").await?;
        state(&tab, "failed").await?;
        let said: String = tab.ask("document.querySelector('.mandelbrot .status').textContent").await?;
        ensure!(said.contains("could not be fetched") && said.contains("503"), "{said}");
    }
    site.withhold_wasm(false);
    run(&tab, "shared", 2).await?;
    // Each refusal is in the browser's own log; nothing else is.
    let others: Vec<_> = tab.complaints().into_iter().filter(|complaint| !complaint.contains("503")).collect();
    ensure!(others.is_empty(), "{others:?}");
    Ok(())
}

pub async fn the_small_demo_computes(stage: &Stage) -> Result<()> {
    let tab = open(stage, &stage.site.url("index.html")).await?;
    let serial = serial_checksum(720);
    for workers in [1, 2] {
        tab.tell(&format!(
            "const slider = document.querySelector('.mandelbrot [type=range]'); slider.value = {workers}; \
             slider.dispatchEvent(new Event('input'))"
        ))
        .await?;
        click(&tab, "[name=run]").await?;
        state(&tab, "done").await?;
        ensure!(data(&tab, "checksum").await? == serial, "the picture differs with {workers} workers");
    }
    tab.silent()
}
