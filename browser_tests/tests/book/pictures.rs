//! Pictures and plots, on a page as wide as a small phone and on any other.

use crate::Stage;
use anyhow::{Result, ensure};

/// The smallest that words may be in a picture, CSS pixels.
const SMALLEST: f64 = 8.9;

/// Every widget's script has put its controls in place.
const MOUNTED: &str = "[...document.querySelectorAll('.widget[data-widget]')].every(widget => \
                       widget.querySelector('button, input, select'))";

/// Every picture's words, those of the widgets among them, are large enough and in the page's font for labels.
pub async fn words_are_legible_on_a_phone(stage: &Stage) -> Result<()> {
    let tab = stage.chrome.tab(320, 900).await?;
    let (mut bad, mut seen) = (Vec::new(), 0);
    for page in browser_tests::pages(&stage.book)? {
        tab.open(&stage.site.url(&page)).await?;
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
        seen += texts.len();
        let small = texts.iter().filter(|(_, size, _)| *size < SMALLEST);
        bad.extend(small.map(|(text, size, _)| format!("{page}: {text:?} is {size:.1} pixels high")));
        let serif = texts.iter().filter(|(.., font)| font.contains("Charter"));
        bad.extend(serif.map(|(text, ..)| format!("{page}: {text:?} is in the font of the prose")));
    }
    ensure!(seen > 500, "only {seen} words in pictures");
    ensure!(bad.is_empty(), "{} words:\n{}", bad.len(), bad.join("\n"));
    tab.silent()
}

/// What a reader looks for first is there without scrolling sideways: a plot's lines, all of them, with their names;
/// and of a scoreboard the variants, their speedups and the bars.
pub async fn plots_and_scoreboards_show_the_most_on_a_phone(stage: &Stage) -> Result<()> {
    let tab = stage.chrome.tab(320, 900).await?;
    let (mut plots, mut boards) = (0, 0);
    for page in browser_tests::pages(&stage.book)? {
        tab.open(&stage.site.url(&page)).await?;
        // The roofline's dots are named by the picker below it.
        let wide: Vec<f64> = tab
            .ask(
                "[...document.querySelectorAll('figure.plot')].filter(f => !f.closest('[data-roofline]') && \
                 f.checkVisibility()).map(f => Math.max(...[...f.querySelectorAll('svg')].filter(s => s.checkVisibility()) \
                 .map(s => s.getBoundingClientRect().right)))",
            )
            .await?;
        plots += wide.len();
        ensure!(wide.iter().all(|right| *right <= 320.0), "{page}: plots end at {wide:?}");
        let clipped: Vec<String> = tab
            .ask(
                "[...document.querySelectorAll('figure.plot .narrow text')].filter(t => t.checkVisibility() && \
                 (t.getBoundingClientRect().right > 320 || t.getBoundingClientRect().left < 0)).map(t => t.textContent)",
            )
            .await?;
        ensure!(clipped.is_empty(), "{page}: words run out of their plots: {clipped:?}");
        let columns: Vec<f64> = tab
            .ask(
                "[...document.querySelectorAll('.scoreboard thead tr')].filter(r => r.checkVisibility()).map(row => { \
                 const head = row.children[1]; return head.textContent === 'speedup' ? head.getBoundingClientRect().right : 1e9; })",
            )
            .await?;
        boards += columns.len();
        ensure!(columns.iter().all(|right| *right <= 320.0), "{page}: the speedups end at {columns:?}");
    }
    ensure!(plots > 20 && boards > 5, "{plots} plots and {boards} scoreboards");
    tab.silent()
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
