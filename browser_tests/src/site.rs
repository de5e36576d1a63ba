//! The built book: its pages, and a plain host that serves them.

use crate::root;
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

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

/// What a server answers instead of a file.
#[derive(Clone, Copy)]
pub enum Instead {
    /// Nothing, ever: the connection stays open.
    Silence,
    /// This script.
    Script(&'static str),
}

/// A folder, served on this machine until this is dropped, as most static hosts would: without the headers that
/// isolate.
pub struct Site {
    address: SocketAddr,
    withheld: Arc<AtomicBool>,
    instead: Arc<Mutex<Option<(String, Instead)>>>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Site {
    /// Serves `folder` on a port of its own, which makes it an origin of its own.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn plain(folder: &Path) -> Result<Self> {
        Self::of(Router::new().fallback_service(ServeDir::new(folder))).await
    }

    /// Serves the same with the headers.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn isolating(folder: &Path) -> Result<Self> {
        Self::of(isolate(Router::new().fallback_service(ServeDir::new(folder)))).await
    }

    /// Serves the same with the headers on everything but scripts, as a host does that says something else about those
    /// and forgets to repeat the rest.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn bare_scripts(folder: &Path) -> Result<Self> {
        let strip = middleware::from_fn(|request: Request, next: Next| async move {
            let script = request.uri().path().ends_with(".js");
            let mut response = next.run(request).await;
            if script {
                response.headers_mut().remove("cross-origin-opener-policy");
                response.headers_mut().remove("cross-origin-embedder-policy");
            }
            response
        });
        Self::of(isolate(Router::new().fallback_service(ServeDir::new(folder))).layer(strip)).await
    }

    /// Serves the book's sources and, as `demo.html`, a page that holds the demo alone: a measurement that the book is
    /// to print can't wait for the book.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn demo() -> Result<Self> {
        const PAGE: &str = "<!doctype html><title>Demo</title><link rel=icon href=data:,><div id=demo></div>\
            <script type=module>import mount from './widgets/mandelbrot.js'; mount(document.getElementById('demo'))</script>";
        let sources = Router::new().fallback_service(ServeDir::new(root().join("src")));
        Self::of(isolate(sources.route("/demo.html", get(Html(PAGE))))).await
    }

    /// Serves what `router` answers.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn of(router: Router) -> Result<Self> {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let withheld = Arc::new(AtomicBool::new(false));
        let withhold = Arc::clone(&withheld);
        let refuse = middleware::from_fn(move |request: Request, next: Next| {
            let refused = withhold.load(Relaxed) && request.uri().path().ends_with(".wasm");
            async move { if refused { StatusCode::SERVICE_UNAVAILABLE.into_response() } else { next.run(request).await } }
        });
        let instead = Arc::<Mutex<Option<(String, Instead)>>>::default();
        let lie = Arc::clone(&instead);
        let answer = middleware::from_fn(move |request: Request, next: Next| {
            let lie = lie.lock().expect("nothing panics while it holds this").clone();
            let lie = lie.filter(|(file, _)| request.uri().path().ends_with(file)).map(|(_, instead)| instead);
            async move {
                match lie {
                    None => next.run(request).await,
                    Some(Instead::Silence) => std::future::pending().await,
                    // A worker of an isolated page must come isolated itself.
                    Some(Instead::Script(text)) => {
                        let kind = ("content-type", "text/javascript");
                        ([kind, ("cross-origin-embedder-policy", "require-corp")], text).into_response()
                    }
                }
            }
        });
        let router = router.layer(refuse).layer(answer).layer(header("cache-control", "no-store"));
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, withheld, instead, server })
    }

    /// From now on, answers that it can't send WebAssembly, or sends it again.
    pub fn withhold_wasm(&self, withhold: bool) {
        self.withheld.store(withhold, Relaxed);
    }

    /// From now on, answers this instead of the files whose paths end so, or answers as usual again.
    pub fn instead(&self, of: Option<(&str, Instead)>) {
        *self.instead.lock().expect("nothing panics while it holds this") = of.map(|(file, what)| (file.into(), what));
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

fn isolate(router: Router) -> Router {
    router
        .layer(header("cross-origin-opener-policy", "same-origin"))
        .layer(header("cross-origin-embedder-policy", "require-corp"))
}

fn header(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(HeaderName::from_static(name), HeaderValue::from_static(value))
}
