//! The reader's own command, built and started as a reader starts it.

use crate::root;
use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::Message;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// The reader's command, compiled.
pub struct Lab(PathBuf);

impl Lab {
    /// Compiles it.
    ///
    /// # Errors
    /// When it doesn't compile.
    pub fn build() -> Result<Self> {
        let cargo = std::process::Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["build", "--package", "lab", "--message-format=json-render-diagnostics"])
            .current_dir(root())
            .stderr(Stdio::inherit())
            .output()?;
        ensure!(cargo.status.success(), "lab does not compile");
        for message in Message::parse_stream(&*cargo.stdout) {
            if let Message::CompilerArtifact(artifact) = message?
                && artifact.target.name == "lab"
                && let Some(program) = artifact.executable
            {
                return Ok(Self(program.into()));
            }
        }
        bail!("cargo compiled no program called lab")
    }

    /// Builds the book into `folder`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn book(&self, folder: &Path) -> Result<()> {
        let lab = Command::new(&self.0).args(["build", "-d"]).arg(folder).current_dir(root()).output().await?;
        ensure!(lab.status.success(), "the book can't be built:\n{}", String::from_utf8_lossy(&lab.stderr));
        Ok(())
    }

    /// Serves the book as `cargo run` does, until the result is dropped.
    ///
    /// # Errors
    /// When it says no address.
    pub async fn serve(&self) -> Result<Served> {
        self.serve_at(root()).await
    }

    /// Serves the book of the workbook in `folder`.
    ///
    /// # Errors
    /// When it says no address.
    pub async fn serve_at(&self, folder: &Path) -> Result<Served> {
        let mut lab = Command::new(&self.0)
            .args(["serve", "--port", "0", "--root"])
            .arg(folder)
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(lab.stdout.take().expect("piped above")).lines();
        let address = lines.next_line().await?.context("lab ended without a word")?;
        ensure!(address.starts_with("http://"), "lab should say its address first, not {address:?}");
        // The rest is for readers; read on, so that lab never waits for somebody to.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Served { address, _lab: lab })
    }
}

/// The book, served by the reader's own command.
pub struct Served {
    address: String,
    _lab: Child,
}

impl Served {
    /// Where it listens.
    ///
    /// # Errors
    /// When it has said something else than an address.
    pub fn address(&self) -> Result<SocketAddr> {
        self.address.trim_start_matches("http://").parse().with_context(|| format!("no address: {}", self.address))
    }

    /// The address of `page`.
    pub fn url(&self, page: &str) -> String {
        format!("{}/{page}", self.address)
    }
}
