//! A page that is open: what it is asked, and what it complains about.

use crate::root;
use anyhow::{Context, Result, anyhow, bail, ensure};
use chromiumoxide::Page;
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams, SetFocusEmulationEnabledParams,
};
use chromiumoxide::cdp::browser_protocol::input::{DispatchKeyEventParams, DispatchKeyEventType};
use chromiumoxide::cdp::browser_protocol::log::{EventEntryAdded, LogEntryLevel};
use chromiumoxide::cdp::browser_protocol::target::SetAutoAttachParams;
use chromiumoxide::cdp::js_protocol::runtime::{ConsoleApiCalledType, EventConsoleApiCalled, EventExceptionThrown};
use chromiumoxide::page::ScreenshotParams;
use futures::StreamExt;
use serde::de::DeserializeOwned;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{env, fs};
use tokio::time::{Instant, sleep};

/// One tab, and everything it complained about.
pub struct Tab {
    page: Page,
    width: u32,
    height: u32,
    complaints: Arc<Mutex<Vec<String>>>,
}

impl Tab {
    pub(crate) async fn new(page: Page, width: u32, height: u32) -> Result<Self> {
        page.enable_log().await?;
        // The driver has every new worker wait for a debugger, and forgets a service worker now and then on a busy
        // machine: it never starts, and no page is told. No test looks into a worker.
        page.execute(SetAutoAttachParams::new(false, false)).await?;
        // Several tabs are looked at at a time, and each is to draw and take keys as if it were in front.
        page.execute(SetFocusEmulationEnabledParams::new(true)).await?;
        let tab = Self { page, width, height, complaints: Arc::default() };
        tab.listen().await?;
        tab.resize(width, height).await?;
        Ok(tab)
    }

    /// What its browser knows it by.
    pub(crate) fn page(&self) -> Page {
        self.page.clone()
    }

    /// Collects console errors, exceptions nobody caught, files that did not load, and breaches of the page's policy.
    async fn listen(&self) -> Result<()> {
        let mut console = self.page.event_listener::<EventConsoleApiCalled>().await?;
        let mut exceptions = self.page.event_listener::<EventExceptionThrown>().await?;
        let mut log = self.page.event_listener::<EventEntryAdded>().await?;
        let complaints = Arc::clone(&self.complaints);
        tokio::spawn(async move {
            loop {
                let complaint = tokio::select! {
                    Some(event) = console.next() => {
                        (event.r#type == ConsoleApiCalledType::Error).then(|| format!("console: {:?}", event.args))
                    }
                    Some(event) = exceptions.next() => Some(format!("exception: {:?}", event.exception_details)),
                    Some(event) = log.next() => (event.entry.level == LogEntryLevel::Error)
                        .then(|| format!("{} ({})", event.entry.text, event.entry.url.as_deref().unwrap_or("page"))),
                    else => return,
                };
                complaints.lock().expect("nothing panics while it holds this").extend(complaint);
            }
        });
        Ok(())
    }

    /// What the page complained about since the last call.
    pub fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut self.complaints.lock().expect("nothing panics while it holds this"))
    }

    /// Fails with the page's complaints, if it has any.
    ///
    /// # Errors
    /// All of them, one on a line.
    pub fn silent(&self) -> Result<()> {
        let complaints = self.complaints();
        if complaints.is_empty() { Ok(()) } else { bail!("the page complains:\n{}", complaints.join("\n")) }
    }

    /// Sets the window's size, CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let metrics = SetDeviceMetricsOverrideParams::new(i64::from(width), i64::from(height), 1.0, false);
        self.page.execute(metrics).await?;
        Ok(())
    }

    /// Says that the reader likes dark pages, or light ones, and doesn't want motion.
    pub async fn scheme(&self, dark: bool) -> Result<()> {
        let feature = |name: &str, value: &str| MediaFeature::new(name, value);
        let features = vec![
            feature("prefers-color-scheme", if dark { "dark" } else { "light" }),
            feature("prefers-reduced-motion", "reduce"),
        ];
        self.page.execute(SetEmulatedMediaParams::builder().features(features).build()).await?;
        Ok(())
    }

    /// Shows the page as it would be printed, or as on a screen.
    pub async fn print(&self, printed: bool) -> Result<()> {
        let media = if printed { "print" } else { "screen" };
        self.page.execute(SetEmulatedMediaParams::builder().media(media).build()).await?;
        Ok(())
    }

    /// Runs `script` in every page that is opened from now on, before any of its own.
    pub async fn before_each_page(&self, script: &str) -> Result<()> {
        self.page.evaluate_on_new_document(script).await?;
        Ok(())
    }

    /// Goes to `url` and waits until it has loaded.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.page.goto(url).await.with_context(|| format!("opening {url}"))?;
        self.wait("document.readyState === 'complete'", 180).await
    }

    /// The value of a JavaScript expression; a promise's is waited for.
    pub async fn ask<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let answer = self.page.evaluate(expression).await.map_err(|e| anyhow!("{expression}: {e}"))?;
        answer.into_value().with_context(|| format!("{expression} gave something else than asked for"))
    }

    /// Whether a JavaScript expression holds.
    pub async fn is(&self, condition: &str) -> Result<bool> {
        self.ask(&format!("Boolean({condition})")).await
    }

    /// Runs a statement.
    pub async fn tell(&self, statement: &str) -> Result<()> {
        self.ask::<bool>(&format!("(() => {{ {statement}; return true; }})()")).await.map(drop)
    }

    /// Waits until `condition`, a JavaScript expression, holds; `seconds` at most.
    ///
    /// # Errors
    /// When it doesn't, naming it.
    pub async fn wait(&self, condition: &str, seconds: u64) -> Result<()> {
        let end = Instant::now() + Duration::from_secs(seconds);
        loop {
            // A page that is just being left can't answer: that is no, not yet an error.
            let answer = match self.is(condition).await {
                Ok(true) => return Ok(()),
                Ok(false) => "it answers no".into(),
                Err(error) => format!("it can't answer: {error:#}"),
            };
            if Instant::now() > end {
                bail!("waited {seconds} s in vain for {condition}; {answer}");
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Types `text` into what has the focus, key by key.
    pub async fn type_in(&self, text: &str) -> Result<()> {
        for letter in text.chars() {
            self.press(&letter.to_string()).await?;
        }
        Ok(())
    }

    /// Presses and releases a key, by its name in the DOM ("ArrowRight", "Tab", "Enter", " ", "1", "/").
    pub async fn press(&self, key: &str) -> Result<()> {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            " " => 32,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            "/" => 191,
            ":" => 186,
            _ if key.len() == 1 => i64::from(key.as_bytes()[0].to_ascii_uppercase()),
            _ => bail!("the test does not know the key {key:?}"),
        };
        for kind in [DispatchKeyEventType::KeyDown, DispatchKeyEventType::KeyUp] {
            let mut event =
                DispatchKeyEventParams::builder().r#type(kind).key(key).code(key).windows_virtual_key_code(code);
            match key {
                "Enter" => event = event.text("\r"),
                _ if key.len() == 1 => event = event.text(key),
                _ => {}
            }
            self.page.execute(event.build().map_err(|e| anyhow!(e))?).await?;
        }
        Ok(())
    }

    /// Lays out and draws the whole page, from its top to its foot, as a reader who scrolls would see it. Where the
    /// variable `SCREENSHOTS` names a folder, the picture is left there, as the PNG `name`.
    pub async fn scroll_through(&self, name: &str) -> Result<()> {
        let tall: u32 = self.ask("Math.ceil(document.documentElement.scrollHeight)").await?;
        self.resize(self.width, tall.clamp(self.height, 16_000)).await?;
        // Two frames: what the first one drew may have asked for more.
        let drawn = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        ensure!(self.ask::<bool>(drawn).await?, "nothing was drawn");
        if let Some(folder) = env::var_os("SCREENSHOTS") {
            let folder = root().join(folder);
            fs::create_dir_all(&folder)?;
            let png = self.page.screenshot(ScreenshotParams::builder().build()).await?;
            fs::write(folder.join(name).with_extension("png"), png)?;
        }
        self.resize(self.width, self.height).await
    }

    /// Closes the tab.
    pub async fn close(self) -> Result<()> {
        self.page.close().await.map_err(|e| anyhow!(e))
    }
}
