//! Measures the demo of Parallel wasm in a real browser, and the same picture natively, in turns:
//! `cargo run --release -p browser_tests -- benches/record/<machine>`.
//!
//! Writes the facts whose names begin with `browser_`, and the series `browser`, into that folder.

mod measure;

use anyhow::{Context, Result};
use browser_tests::{Chrome, Site};
use std::path::PathBuf;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).context("say into which folder: benches/record/<machine>")?);
    record::belongs_in(&folder).map_err(anyhow::Error::msg)?;
    let site = Site::demo().await?;
    let chrome = Chrome::launch().await??;
    let tab = chrome.tab(1280, 900).await?;
    tab.open(&site.url("demo.html")).await?;
    tab.wait("document.querySelector('.mandelbrot')?.dataset.state === 'idle'", 20).await?;
    let measured = measure::measure(&tab).await?;
    chrome.close().await?;
    measured.write(&folder)
}
