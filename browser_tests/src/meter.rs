//! How much a page costs whoever loads it.

use anyhow::Result;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Stands before a server, until it is dropped, and counts what that sends: pages and what their workers fetch, headers
/// and all. To a browser each one is an origin of its own, of which it has kept nothing.
pub struct Meter {
    address: SocketAddr,
    bytes: Arc<AtomicUsize>,
    passing: JoinHandle<()>,
}

impl Meter {
    /// Stands before the server at `address`.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn before(address: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let own = listener.local_addr()?;
        let bytes = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&bytes);
        let passing = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                // Either may leave in the middle.
                tokio::spawn(pass(browser, address, Arc::clone(&count)));
            }
        });
        Ok(Self { address: own, bytes, passing })
    }

    /// The address of `page`.
    pub fn url(&self, page: &str) -> String {
        format!("http://{}/{page}", self.address)
    }

    /// How many bytes the server has sent.
    pub fn bytes(&self) -> usize {
        self.bytes.load(Relaxed)
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.passing.abort();
    }
}

async fn pass(browser: TcpStream, server: SocketAddr, count: Arc<AtomicUsize>) -> std::io::Result<()> {
    let server = TcpStream::connect(server).await?;
    let ((mut asks, mut to_browser), (mut answers, mut to_server)) = (browser.into_split(), server.into_split());
    let asked = tokio::spawn(async move { copy(&mut asks, &mut to_server).await });
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = answers.read(&mut buffer).await?;
        if n == 0 {
            break;
        }
        count.fetch_add(n, Relaxed);
        to_browser.write_all(&buffer[..n]).await?;
    }
    asked.abort();
    Ok(())
}
