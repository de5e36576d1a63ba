//! Pictures and plots, on a page as wide as a small phone and on any other.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::Tab;

/// The smallest that words may be in a picture, CSS pixels.
const SMALLEST: f64 = 8.9;

/// Every widget's script has put its controls in place.
const MOUNTED: &str = "[...document.querySelectorAll('.widget[data-widget]')].every(widget => \
                       widget.querySelector('button, input, select'))";

/// On a small phone, every plot and scoreboard shows the most, and words in pictures are legible.
pub async fn pictures_suit_a_phone(stage: &Stage) -> Result<()> {
    let tab = stage.chrome.tab(320, 900).await?;
    let (mut plots, mut boards, mut words) = (0, 0, 0);
    for page in browser_tests::pages(&stage.book)? {
        tab.open(&stage.site.url(&page)).await?;
        plots += plots_are_whole(&tab).await.with_context(|| page.clone())?;
        boards += scoreboards_show_speedups(&tab).await.with_context(|| page.clone())?;
        words += words_are_legible(&tab).await.with_context(|| page.clone())?;
    }
    ensure!(plots > 20 && boards > 5, "{plots} plots and {boards} scoreboards");
    ensure!(words > 500, "only {words} words in pictures");
    tab.silent()
}

/// All of a plot's lines are there without scrolling sideways, with their names. Gives how many plots there are.
async fn plots_are_whole(tab: &Tab) -> Result<usize> {
    // The roofline's dots are named by the picker below it.
    let wide: Vec<f64> = tab
        .ask(
            "[...document.querySelectorAll('figure.plot')].filter(f => !f.closest('[data-roofline]') && \
             f.checkVisibility()).map(f => Math.max(...[...f.querySelectorAll('svg')].filter(s => s.checkVisibility()) \
             .map(s => s.getBoundingClientRect().right)))",
        )
        .await?;
    ensure!(wide.iter().all(|right| *right <= 320.0), "plots end at {wide:?}");
    let clipped: Vec<String> = tab
        .ask(
            "[...document.querySelectorAll('figure.plot .narrow text')].filter(t => t.checkVisibility() && \
             (t.getBoundingClientRect().right > 320 || t.getBoundingClientRect().left < 0)).map(t => t.textContent)",
        )
        .await?;
    ensure!(clipped.is_empty(), "words run out of their plots: {clipped:?}");
    Ok(wide.len())
}

/// Of a scoreboard the variants, their speedups and the bars are there. Gives how many scoreboards there are.
async fn scoreboards_show_speedups(tab: &Tab) -> Result<usize> {
    let columns: Vec<f64> = tab
        .ask(
            "[...document.querySelectorAll('.scoreboard:not([data-models]) thead tr')].filter(r => r.checkVisibility()).map(row => { \
             const head = row.children[1]; return head.textContent === 'speedup' ? head.getBoundingClientRect().right : 1e9; })",
        )
        .await?;
    ensure!(columns.iter().all(|right| *right <= 320.0), "the speedups end at {columns:?}");
    Ok(columns.len())
}

/// Every picture's words, those of the widgets among them, are large enough and in the page's font for labels. Gives
/// how many there are.
async fn words_are_legible(tab: &Tab) -> Result<usize> {
    // Widgets draw their own, once their scripts have come; the noise, once samples are taken.
    tab.wait(MOUNTED, 20).await?;
    tab.tell("document.querySelector('.noise [data-do=take]')?.click()").await?;
    let texts: Vec<(String, f64, String)> = tab
        .ask(
            "[...document.querySelectorAll('main svg text')].filter(text => text.checkVisibility()).map(text => { \
             const { fontSize, fontFamily } = getComputedStyle(text); const { a, b } = text.getScreenCTM(); \
             return [text.textContent.trim(), parseFloat(fontSize) * Math.hypot(a, b), fontFamily]; })",
        )
        .await?;
    let small = texts.iter().filter(|(_, size, _)| *size < SMALLEST);
    let small = small.map(|(text, size, _)| format!("{text:?} is {size:.1} pixels high"));
    let serif = texts.iter().filter(|(.., font)| font.contains("Charter"));
    let bad: Vec<_> = small.chain(serif.map(|(text, ..)| format!("{text:?} is in the font of the prose"))).collect();
    ensure!(bad.is_empty(), "{} words:\n{}", bad.len(), bad.join("\n"));
    Ok(texts.len())
}

/// The chapters whose picture says it all begin with it, and not with a list.
pub async fn chapters_on_threads_and_pools_open_with_their_picture(stage: &Stage) -> Result<()> {
    for (page, widget) in [("threads/threads.html", "schedule"), ("threads/pools-and-rayon.html", "deques")] {
        let tab = stage.chrome.tab(1280, 900).await?;
        tab.open(&stage.site.url(page)).await?;
        tab.wait(&format!("document.querySelector('[data-widget={widget}] form')"), 20).await?;
        let top: f64 = tab
            .ask(&format!("document.querySelector('[data-widget={widget}]').getBoundingClientRect().top + scrollY"))
            .await?;
        ensure!(top < 900.0, "{page}: {widget} begins {top} pixels down, below the first screen");
        let before = format!(
            "[...document.querySelectorAll('.aims, .predict')].every(box => \
             document.querySelector('[data-widget={widget}]').compareDocumentPosition(box) & 4)"
        );
        ensure!(tab.is(&before).await?, "{page}: a list stands before {widget}");
        tab.silent()?;
    }
    Ok(())
}
