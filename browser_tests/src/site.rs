use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// The repository's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate lies in browser_tests")
}

/// Builds the book as `cargo run -- build` does, and says where it lies.
///
/// # Errors
/// What the build says.
pub fn build() -> Result<PathBuf> {
    let book = root().join("target/browser_tests/book");
    let lab = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "lab", "--", "build", "-d"])
        .arg(&book)
        .current_dir(root())
        .output()?;
    ensure!(lab.status.success(), "the book does not build:\n{}", String::from_utf8_lossy(&lab.stderr));
    Ok(book)
}

/// Every page of the built book, as paths relative to it: what a reader can open.
///
/// # Errors
/// When the folder can't be read.
pub fn pages(book: &Path) -> Result<Vec<String>> {
    let mut pages = Vec::new();
    let mut folders = vec![book.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("can't read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "html") {
                let inside = path.strip_prefix(book).expect("found inside");
                pages.push(inside.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    // mdBook's table of contents for browsers without JavaScript is a frame, not a page.
    pages.retain(|page| page != "toc.html");
    pages.sort();
    Ok(pages)
}

/// Whether a server asks the browser to isolate its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headers {
    /// As `cargo run` serves the book.
    Isolating,
    /// As most static hosts do.
    Plain,
}

/// A folder, served on this machine until this is dropped.
pub struct Site {
    address: SocketAddr,
    withheld: Arc<AtomicBool>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Site {
    /// Serves `folder` on a port of its own, which makes it an origin of its own.
    pub async fn serve(folder: &Path, headers: Headers) -> Result<Self> {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let mut router = Router::new().fallback_service(ServeDir::new(folder));
        let fixed: &[(&'static str, &'static str)] = match headers {
            Headers::Isolating => {
                &[("cross-origin-opener-policy", "same-origin"), ("cross-origin-embedder-policy", "require-corp")]
            }
            Headers::Plain => &[],
        };
        for &(name, value) in [("cache-control", "no-store")].iter().chain(fixed) {
            let (name, value) = (HeaderName::from_static(name), HeaderValue::from_static(value));
            router = router.layer(SetResponseHeaderLayer::overriding(name, value));
        }
        let withheld = Arc::new(AtomicBool::new(false));
        let withhold = Arc::clone(&withheld);
        router =
            router.layer(middleware::from_fn(move |request: Request, next: Next| {
                let refused = withhold.load(Relaxed) && request.uri().path().ends_with(".wasm");
                async move {
                    if refused { StatusCode::SERVICE_UNAVAILABLE.into_response() } else { next.run(request).await }
                }
            }));
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, withheld, server })
    }

    /// From now on, answers that it can't send WebAssembly, or sends it again.
    pub fn withhold_wasm(&self, withhold: bool) {
        self.withheld.store(withhold, Relaxed);
    }

    /// The address of `page`.
    pub fn url(&self, page: &str) -> String {
        format!("http://{}/{page}", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}
