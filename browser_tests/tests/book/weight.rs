//! What a page weighs: all that its server sends before the reader touches anything.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::Meter;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Bytes, as they are sent: packed, with their headers.
const MOST: usize = 150_000;
/// After so long without a byte, a page has all that it asks for by itself.
const STILL: Duration = Duration::from_millis(400);
/// Pages that may weigh more, how much, and why.
const HEAVY: [(&str, usize, &str); 2] = [
    ("browser/parallel-wasm.html", 178_000, "its demo loads its own scripts and a picture"),
    ("print.html", usize::MAX, "it is the whole book, for paper"),
];

/// No page takes more than it may, from a browser that has kept nothing of any other.
pub async fn no_page_is_heavy(stage: &Stage) -> Result<()> {
    let (mut heavy, mut weights) = (Vec::new(), Vec::new());
    for page in browser_tests::pages(&stage.book)? {
        let known = HEAVY.iter().find(|(known, ..)| *known == page);
        let most = known.map_or(MOST, |(_, most, _)| *most);
        if most == usize::MAX {
            continue;
        }
        let bytes = weigh(stage, &page).await.with_context(|| page.clone())?;
        if bytes > most {
            heavy.push(format!("{page}: {bytes} bytes, of {most}"));
        } else if bytes <= MOST && most > MOST {
            heavy.push(format!("{page}: {bytes} bytes are no more than any page may have; take it off the list"));
        }
        weights.push((bytes, page));
    }
    weights.sort();
    for (bytes, page) in weights.iter().rev().take(8) {
        println!("{bytes:>8} bytes  {page}");
    }
    ensure!(heavy.is_empty(), "what comes before a reader touches anything:\n{}", heavy.join("\n"));
    Ok(())
}

async fn weigh(stage: &Stage, page: &str) -> Result<usize> {
    let meter = Meter::before(stage.site.address()?).await?;
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&meter.url(page)).await?;
    crate::widgets_have_started(&tab).await?;
    let (mut bytes, mut since) = (meter.bytes(), Instant::now());
    while since.elapsed() < STILL {
        sleep(Duration::from_millis(20)).await;
        if meter.bytes() > bytes {
            (bytes, since) = (meter.bytes(), Instant::now());
        }
    }
    tab.silent()?;
    tab.close().await?;
    Ok(bytes)
}
