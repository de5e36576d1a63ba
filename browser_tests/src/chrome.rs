//! The browser that the tests and the measurements drive.

use crate::Tab;
use anyhow::{Context, Result, anyhow};
use chromiumoxide::Page;
use chromiumoxide::browser::{Browser, BrowserConfig};
use futures::StreamExt;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use variant::Unavailable;

/// A browser without a window, with a profile of its own that is thrown away with it.
pub struct Chrome {
    browser: Browser,
    _profile: TempDir,
}

impl Chrome {
    /// Starts Chromium or Chrome, where one of them is installed.
    ///
    /// # Errors
    /// [`Unavailable`] where none is; otherwise what went wrong.
    pub async fn launch() -> Result<Result<Self, Unavailable>> {
        let profile = tempfile::tempdir()?;
        let config = BrowserConfig::builder()
            .new_headless_mode()
            // A container gives Chromium no sandbox of its own; what it visits here is this book alone.
            .no_sandbox()
            .user_data_dir(profile.path())
            .viewport(None)
            // A busy machine takes its time over the page that holds the whole book.
            .request_timeout(Duration::from_secs(180))
            // Nothing may leave this machine, and the page that is looked at is never slowed down as one in the
            // background would be.
            .args(["disable-quic", "no-first-run", "disable-component-update", "disable-sync", "disable-extensions"])
            .args(["disable-background-networking", "disable-background-timer-throttling"])
            .args(["disable-renderer-backgrounding", "hide-scrollbars"])
            // WebGPU by a program on the processor, the same on every machine.
            .args(["enable-unsafe-webgpu", "use-webgpu-adapter=swiftshader"])
            .build();
        // The only thing that can be wrong with this configuration is that there is no browser for it.
        let config = match config {
            Ok(config) => config,
            Err(reason) => return Ok(Err(Unavailable::new(format!("no Chromium or Chrome: {reason}")))),
        };
        let (browser, mut events) = Browser::launch(config).await.context("Chromium does not start")?;
        tokio::spawn(async move { while events.next().await.is_some() {} });
        Ok(Ok(Self { browser, _profile: profile }))
    }

    /// An empty tab, `width` by `height` CSS pixels.
    pub async fn tab(&self, width: u32, height: u32) -> Result<Tab> {
        let page = self.browser.new_page("about:blank").await.map_err(|e| anyhow!("no new tab: {e}"))?;
        Tab::new(page, width, height).await
    }

    /// Ends the browser.
    pub async fn close(mut self) -> Result<()> {
        self.browser.close().await?;
        self.browser.wait().await?;
        Ok(())
    }
}

/// The tabs of one test, in a browser that other tests use, too.
pub struct Window {
    chrome: Arc<Chrome>,
    pages: Mutex<Vec<Page>>,
}

impl Window {
    /// One without tabs.
    pub fn new(chrome: Arc<Chrome>) -> Self {
        Self { chrome, pages: Mutex::default() }
    }

    /// An empty tab, `width` by `height` CSS pixels.
    pub async fn tab(&self, width: u32, height: u32) -> Result<Tab> {
        let tab = self.chrome.tab(width, height).await?;
        self.pages.lock().expect("nothing panics while it holds this").push(tab.page());
        Ok(tab)
    }

    /// Closes its tabs: six that each hold a connection to one server would keep it from the seventh.
    pub async fn close(self) {
        for page in self.pages.into_inner().expect("nothing panics while it holds this") {
            // A test may have closed it itself.
            let _ = page.close().await;
        }
    }
}
