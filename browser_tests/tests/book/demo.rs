//! The demo of Parallel wasm, and the small one on the title page.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::{Instead, Site, Tab};
use futures::future::try_join_all;
use shared::Shared;
use std::sync::LazyLock;
use variant::Workers;

const CHAPTER: &str = "browser/parallel-wasm.html";

const WAYS: [&str; 4] = ["serial", "simd", "messages", "shared"];

/// What a demo writes into `data-checksum`, from the picture that this processor's own code computes.
fn serial_checksum(view: mandelbrot::View) -> String {
    let mut counts = Shared::zeroed(view.pixels());
    mandelbrot::serial::run(&view, Workers::ONE, &mut counts).expect("serial always runs");
    // FNV-1a, a pixel at a time.
    let hash = counts.iter().fold(0x811c_9dc5_u32, |hash, count| (hash ^ count).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

static SERIAL: LazyLock<String> = LazyLock::new(|| serial_checksum(browser::Picture::valley(960, false).view));

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
    tab.wait("crossOriginIsolated && document.querySelector('.mandelbrot')", 30).await?;
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

/// The case of Newer ways: the page has its headers and is isolated, the workers' scripts have none. Only they are
/// refused; with the header on them, everything runs.
pub async fn a_worker_without_the_header_is_refused(stage: &Stage) -> Result<()> {
    let site = Site::bare_scripts(&stage.book).await?;
    let tab = open(stage, &site.url(CHAPTER)).await?;
    ensure!(tab.is("crossOriginIsolated").await?, "the page isn't isolated");
    ensure!(tab.is("typeof SharedArrayBuffer === 'function'").await?, "there is no shared memory");
    for way in WAYS {
        choose(&tab, way, 2).await?;
        click(&tab, "[name=run]").await?;
        state(&tab, "failed").await?;
        let said: String = tab.ask("document.querySelector('.mandelbrot .status').textContent").await?;
        ensure!(said.contains("A worker's script could not be loaded."), "{way}: {said}");
    }
    let site = Site::isolating(&stage.book).await?;
    let tab = open(stage, &site.url(CHAPTER)).await?;
    run(&tab, "messages", 2).await?;
    tab.silent()
}

/// Workers that never answer, or stop to: the page says so, ends them, and everything can be used again.
pub async fn workers_that_hang_are_ended(stage: &Stage) -> Result<()> {
    const LOOP: Instead = Instead::Script("for (;;);");
    // Says that it is ready, and then answers nothing.
    const READY: Instead =
        Instead::Script("let asked = 0; onmessage = () => { if (asked++) for (;;); postMessage('ready'); };");
    // All at a time, each with a host of its own: what takes long is waiting for the page to lose patience.
    try_join_all(
        [
            ("messages", "messages_worker.js", LOOP),
            ("messages", "messages_worker.js", READY),
            ("simd", "serial_worker.js", READY),
            ("shared", "shared_worker.js", Instead::Silence),
            ("messages", "plain/browser_bg.wasm", Instead::Silence),
        ]
        .map(|(way, file, what)| async move {
            hangs(stage, way, file, what).await.with_context(|| format!("{way}, {file}"))
        }),
    )
    .await
    .map(drop)
}

async fn hangs(stage: &Stage, way: &str, file: &str, what: Instead) -> Result<()> {
    let site = Site::isolating(&stage.book).await?;
    site.instead(Some((file, what)));
    let tab = open(stage, &site.url(CHAPTER)).await?;
    choose(&tab, way, 2).await?;
    click(&tab, "[name=run]").await?;
    state(&tab, "failed").await?;
    let said: String = tab.ask("document.querySelector('.mandelbrot .status').textContent").await?;
    ensure!(said.contains("No worker has answered"), "{said}");
    // Once more, and this time nobody waits for the watchdog.
    click(&tab, "[name=run]").await?;
    state(&tab, "running").await?;
    click(&tab, "[name=run]").await?;
    state(&tab, "cancelled").await?;
    click(&tab, "[name=run]").await?;
    state(&tab, "running").await?;
    click(&tab, "[name=reset]").await?;
    state(&tab, "idle").await?;
    site.instead(None);
    run(&tab, way, 2).await.context("after that")?;
    tab.silent()
}

/// A law has a range: no more than all of the work is serial, and what gets slower is said to.
pub async fn a_law_is_not_fitted_to_what_it_cannot_describe(stage: &Stage) -> Result<()> {
    let tab = open(stage, &stage.site.url(CHAPTER)).await?;
    let fits = |times: &str| {
        let script = format!(
            "(async () => {{
                const at = (file) => new URL(path_to_root + file, document.baseURI);
                const {{ compile }} = await import(at('widgets/mandelbrot/wasm.js'));
                const wasm = await import(at('wasm/plain/browser.js'));
                await wasm.default({{ module_or_path: await compile('plain') }});
                const {{ results }} = await import(at('widgets/mandelbrot/results.js'));
                const {{ Points }} = await import(at('widgets/mandelbrot/points.js'));
                const [points, place] = [new Points(), document.createElement('div')];
                points.add('simd', 1, 1);
                {times}
                results(place, points);
                return [place.querySelector('.fits').textContent, place.querySelectorAll('polyline.fit').length];
            }})()"
        );
        async { tab.ask::<(String, usize)>(&{ script }).await }
    };
    let (said, curves) = fits("points.add('messages', 1, 1.05); points.add('messages', 2, 1.07);").await?;
    ensure!(said.contains("slower than one worker") && !said.contains('%'), "{said}");
    ensure!(curves == 0, "{curves} curves are drawn through what no curve describes");
    let (said, curves) = fits("points.add('messages', 1, 1); points.add('messages', 2, 0.6);").await?;
    ensure!(said.contains("20 % of the time serial") && said.contains("5 times as fast") && curves == 2, "{said}");
    let (said, _) = fits("points.add('messages', 1, 1); points.add('messages', 2, 0.45);").await?;
    ensure!(said.contains("no serial part"), "{said}");
    tab.silent()
}

/// The title's picture, live: the poster's region in bands, by several workers and by one, equal and as serial makes
/// it; and nothing on the page moves meanwhile.
pub async fn the_titles_picture_is_computed_twice(stage: &Stage) -> Result<()> {
    const WIDGET: &str = "document.querySelector('[data-widget=mandelbrot_small]')";
    for width in [1280, 320] {
        let tab = stage.chrome.tab(width, 900).await?;
        tab.open(&stage.site.url("index.html")).await?;
        tab.wait("document.querySelector('.contest')", 20).await?;
        let is = |state: &'static str| format!("document.querySelector('.contest').dataset.state === '{state}'");
        ensure!(tab.is(&is("idle")).await?, "it runs before anybody asks");
        ensure!(
            tab.is(&format!("{WIDGET}.querySelector('svg').getBoundingClientRect().height > 60")).await?,
            "no poster"
        );
        let place = || {
            tab.ask::<Vec<f64>>(
                "(() => { const r = document.querySelector('[data-widget=mandelbrot_small]')
            .getBoundingClientRect(); return [r.top + scrollY, r.height, document.documentElement.scrollHeight]; })()",
            )
        };
        let still = place().await?;
        let clipped =
            "document.querySelector('.contest').scrollHeight - document.querySelector('.contest').clientHeight";
        let press = "document.querySelector('.contest [name=run]').click()";
        tab.tell(press).await?;
        tab.wait("document.querySelectorAll('.contest-stage canvas').length === 2", 60).await?;
        ensure!(place().await? == still, "the page moves when the pictures come");
        tab.wait(&is("done"), 180).await?;
        ensure!(place().await? == still, "the page moves when the result comes");
        ensure!(tab.ask::<f64>(clipped).await? <= 1.0, "the result does not fit into its place");
        let data = |name: &str| format!("document.querySelector('.contest').dataset.{name}");
        ensure!(tab.ask::<String>(&data("same")).await? == "true", "the two pictures differ");
        let limit: u32 = tab.ask(&format!("Number({})", data("limit"))).await?;
        let want = serial_checksum(browser::Picture::bands(528, 16, limit).view);
        let got: String = tab.ask(&data("checksum")).await?;
        ensure!(got == want, "checksum {got}, serial's is {want} at {limit} steps");
        let said: String = tab.ask("document.querySelector('.contest .status').textContent").await?;
        ensure!(said.contains("equal in every pixel") && said.contains("took"), "{said}");
        // The canvases lie on the poster's frames.
        let off: f64 = tab
            .ask(
                "Math.max(...[...document.querySelectorAll('.contest-stage canvas')].map(canvas => { \
                 const c = canvas.getBoundingClientRect(); \
                 return Math.min(...[...document.querySelectorAll('.contest-stage rect')].map(rect => { \
                 const r = rect.getBoundingClientRect(); \
                 return Math.abs(c.left - r.left) + Math.abs(c.top - r.top) + Math.abs(c.right - r.right); })); }))",
            )
            .await?;
        ensure!(off < 6.0, "a canvas lies {off} pixels beside its frame");
        tab.scroll_through(&format!("title-live-{width}")).await?;
        // Again, and cancelled: the poster is back.
        tab.tell(press).await?;
        tab.wait(&is("running"), 20).await?;
        tab.tell(press).await?;
        tab.wait(&is("cancelled"), 20).await?;
        ensure!(tab.is("document.querySelectorAll('.contest-stage canvas').length === 0").await?, "canvases stay");
        ensure!(place().await? == still, "the page moves when it is cancelled");
        tab.silent()?;
        tab.close().await?;
    }
    Ok(())
}
