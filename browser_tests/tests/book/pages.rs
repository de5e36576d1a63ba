//! Every page of the book, opened.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::root;

/// Widths that pages are looked at in: a laptop's, a small phone's.
const WIDTHS: [u32; 2] = [1280, 320];

/// No page complains, asks another origin for anything, or is wider than its window, light or dark. What they look like
/// is left in `target/screenshots`.
pub async fn every_page_opens_without_a_complaint(stage: &Stage) -> Result<()> {
    let pages = browser_tests::pages(&stage.book)?;
    ensure!(!pages.is_empty(), "the book has no pages");
    for page in &pages {
        for width in WIDTHS {
            look(stage, page, width).await.with_context(|| format!("{page}, {width} pixels wide"))?;
        }
    }
    Ok(())
}

async fn look(stage: &Stage, page: &str, width: u32) -> Result<()> {
    let tab = stage.chrome.tab(width, 900).await?;
    for (scheme, dark) in [("light", false), ("dark", true)] {
        tab.scheme(dark).await?;
        tab.open(&stage.site.url(page)).await?;
        let elsewhere: Vec<String> = tab
            .ask("performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin) && !n.startsWith('blob:') && !n.startsWith('data:'))")
            .await?;
        ensure!(elsewhere.is_empty(), "asks another origin for {elsewhere:?}");
        let wide: u32 = tab.ask("document.documentElement.scrollWidth").await?;
        ensure!(wide <= width, "is {wide} pixels wide");
        let shots = root().join("target/screenshots");
        tab.screenshot(&shots.join(format!("{}-{width}-{scheme}.png", page.replace(['/', '.'], "-")))).await?;
        tab.silent()?;
    }
    tab.close().await
}
