//! Thirty tabs of one browser on one server. A browser grants a server six connections, and what a tab holds open no
//! other tab has.

use crate::{Stage, cells, play};
use anyhow::{Context, Result, ensure};
use browser_tests::Tab;
use futures::future::try_join_all;

const TABS: usize = 30;
/// As many pages may have a session of cells.
const SESSIONS: usize = 3;
/// These, and the ones before them, run something.
const CHECKS: usize = 10;
/// Seconds that a page may take to open here. One that gets no connection never does.
const OPENS: u64 = 30;

/// Every tab can be seen here, as in thirty windows side by side: each opens, hears of the book's change, and gets what
/// it asks for, or a word that says why not, while others have something run.
pub async fn thirty_tabs_of_one_browser(stage: &Stage) -> Result<()> {
    let scratch = cells::workbook()?;
    let site = scratch.serve(stage).await?;
    let url = site.url(play::PAGE);
    let mut tabs = Vec::new();
    for n in 1..=TABS {
        let tab = stage.chrome.tab(800, 600).await?;
        open(&tab, &url).await.with_context(|| format!("tab {n}"))?;
        tabs.push(tab);
    }

    scratch
        .write("src/threads/threads.md", &cells::CHAPTER.replace("# Threads\n", "# Threads\n\nA second thread.\n"))?;
    let changed = |tab| {
        heard(tab, "document.body.textContent.includes('A second thread.') && document.readyState === 'complete'")
    };
    try_join_all(tabs.iter().map(changed)).await.context("not every tab hears that the book has changed")?;

    // As many as may, and one more.
    if let Err(missing) = tools::evcxr() {
        println!("SKIPPED: cells in thirty tabs ({missing})");
    } else {
        for tab in &tabs[..SESSIONS] {
            cells::press(tab, 2, "Run").await?;
        }
        for tab in &tabs[..SESSIONS] {
            cells::answers(tab, 2, "22").await?;
        }
        let refused = &tabs[CHECKS];
        cells::press(refused, 1, "Run").await?;
        let words =
            format!("{}.textContent.startsWith('{SESSIONS} other pages run cells already')", cells::at(1, ".doing"));
        refused.wait(&words, OPENS).await?;
    }

    let checking = &tabs[SESSIONS..CHECKS];
    for tab in checking {
        tab.tell(&format!("{}.click()", play::at(".play button"))).await?;
        tab.wait(&play::at("textarea"), OPENS).await?;
    }
    play::write(&checking[0], &play::answer("a + b")).await?;
    play::press_with_control(&checking[0], "s").await?;
    try_join_all(
        checking.iter().map(|tab| heard(tab, "document.querySelector('.exercise textarea').value.includes('a + b')")),
    )
    .await?;
    for tab in checking {
        // Who waits is told what for.
        tab.tell(
            "window.waited = false; const doing = document.querySelector('.exercise .doing'); \
             new MutationObserver(() => { window.waited ||= doing.textContent.startsWith('waiting for the check of sum'); }) \
             .observe(doing, { childList: true })",
        )
        .await?;
    }
    for tab in checking {
        tab.tell(
            "[...document.querySelectorAll('.exercise button')].find(button => button.textContent === 'Check').click()",
        )
        .await?;
    }
    // Meanwhile others read on.
    let reader = stage.chrome.tab(800, 600).await?;
    open(&reader, &url).await.context("a page, while others have something run")?;
    open(&tabs[TABS - 1], &url).await.context("a page again, while others have something run")?;
    let passed = "document.querySelector('.exercise .verdict.good')?.textContent.startsWith('✓ passed sum')";
    try_join_all(checking.iter().map(|tab| tab.wait(passed, 240))).await?;
    let mut waited = 0;
    for tab in checking {
        waited += usize::from(tab.is("window.waited").await?);
    }
    ensure!(waited > 0, "{} checks at once, and none had to wait", checking.len());
    for (n, tab) in tabs.iter().enumerate() {
        let complaints = tab.complaints();
        ensure!(complaints.iter().all(|said| cells::of_the_picture(said)), "tab {} complains: {complaints:?}", n + 1);
    }
    Ok(())
}

/// Opens the page, with all its parts.
async fn open(tab: &Tab, url: &str) -> Result<()> {
    tokio::time::timeout(std::time::Duration::from_secs(OPENS), tab.open(url)).await.context("it doesn't open")??;
    tab.wait(&play::at(".play button"), OPENS).await
}

async fn heard(tab: &Tab, condition: &str) -> Result<()> {
    tab.wait(condition, OPENS).await
}
