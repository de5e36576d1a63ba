//! Every page of the book, opened.

use crate::Stage;
use anyhow::{Context, Result, ensure};

/// How pages are opened: as wide as a laptop's window in the light, and as a small phone's in the dark.
const WINDOWS: [(u32, bool); 2] = [(1280, false), (320, true)];

/// No page complains, asks another origin for anything, or is wider than its window, light or dark. `SCREENSHOTS` names
/// a folder for pictures of what they look like.
pub async fn every_page_opens_without_a_complaint(stage: &Stage) -> Result<()> {
    let pages = browser_tests::pages(&stage.book)?;
    ensure!(!pages.is_empty(), "the book has no pages");
    for page in &pages {
        for (width, dark) in WINDOWS {
            look(stage, page, width, dark).await.with_context(|| format!("{page}, {width} pixels wide"))?;
        }
    }
    Ok(())
}

async fn look(stage: &Stage, page: &str, width: u32, dark: bool) -> Result<()> {
    let tab = stage.chrome.tab(width, 900).await?;
    tab.scheme(dark).await?;
    tab.open(&stage.site.url(page)).await?;
    let elsewhere: Vec<String> = tab
        .ask("performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin) && !n.startsWith('blob:') && !n.startsWith('data:'))")
        .await?;
    ensure!(elsewhere.is_empty(), "asks another origin for {elsewhere:?}");
    // Then the reader's system changes to the other scheme.
    for dark in [dark, !dark] {
        let scheme = if dark { "dark" } else { "light" };
        tab.scheme(dark).await?;
        let wide: u32 = tab.ask("document.documentElement.scrollWidth").await?;
        ensure!(wide <= width, "is {wide} pixels wide, {scheme}");
        tab.scroll_through(&format!("{}-{width}-{scheme}", page.replace(['/', '.'], "-"))).await?;
    }
    tab.silent()?;
    tab.close().await
}
